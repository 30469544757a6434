"""The ten products each customer will most likely buy next. Arrives: `fct_purchases`, `fct_purchase_lines`, the champion. Leaves:
`scores.next_basket`.

One row is one product for one customer as of one day, ranked. A partition is a business day; of a run over several days only the newest is
scored, for nobody reads the others. Read by publish.
"""

from collections import Counter

import dagster as dg
import pyarrow as pa

from loyalty.clock import Clock
from loyalty.settings import Settings
from loyalty.warehouse import Warehouse
from ml.next_best_offer.basket.contract import CONTRACT, MODEL_NAME
from ml.next_best_offer.basket.history import read_coming_baskets
from ml.next_best_offer.basket.learn import EFFORTS, rows_of_coming
from ml.next_best_offer.basket.score import SCHEMA, score_next_baskets
from ml.registry import ModelStore
from ml.runtime import Scored
from orchestration.automation import WAREHOUSE_WRITER
from orchestration.failures import fails_clearly
from orchestration.partitions import ONE_RUN, business_day, days_of
from orchestration.reports import Metadata, Result, bars, shown
from orchestration.scoring import GROUP, OWNERS
from orchestration.scoring.champion import HAS_MODEL, Serving, has_model, serving_model
from orchestration.scoring.drift import Noted, drift_checks, drift_specs
from orchestration.training import NEXT_BASKET_MODEL

KEY = dg.AssetKey("score_customer__next_basket")
COMPARED_CUSTOMERS = 200


@dg.asset(
    key=KEY,
    deps=["fct_purchases", "fct_purchase_lines", NEXT_BASKET_MODEL],
    group_name=GROUP,
    owners=OWNERS,
    kinds={"python", "litert"},
    partitions_def=business_day,
    backfill_policy=ONE_RUN,
    pool=WAREHOUSE_WRITER,
    check_specs=[
        dg.AssetCheckSpec(HAS_MODEL, asset=KEY, description="A trained model that passed the gates gave the scores."),
        *drift_specs(KEY),
    ],
    metadata={"dagster/table_name": "scores.next_basket"},
)
@fails_clearly
def score_customer__next_basket(
    context: dg.AssetExecutionContext,
    warehouse: dg.ResourceParam[Warehouse],
    models: dg.ResourceParam[ModelStore],
    settings: dg.ResourceParam[Settings],
    clock: dg.ResourceParam[Clock],
) -> Result:
    """Every customer who bought within a year has the ten products likeliest next, as of the newest day; nobody, while no model serves."""
    champion, on = serving_model(models, MODEL_NAME, CONTRACT), days_of(context)[-1]
    outcome, drawn = Scored(SCHEMA.empty_table(), 0, {}, 0), None
    with warehouse.session() as session:
        if champion.model is not None:
            effort = EFFORTS[settings.training_effort]
            coming = list(read_coming_baskets(session, as_of_on=on, references_max=effort.customers_max))
            outcome = score_next_baskets(champion.model, coming, as_of_on=on, scored_at=clock.now())
            drawn = rows_of_coming(coming[0], customers_max=COMPARED_CUSTOMERS) if coming else None
        session.replace_rows("scores.next_basket", outcome.rows, where={"as_of_on": [on]})
    checks, drift = drift_checks(KEY, champion, drawn, on=on, noted=Noted(models, context.run_id, outcome.rows.num_rows))
    return dg.MaterializeResult(metadata=_told(outcome, champion) | drift, check_results=[has_model(KEY, champion), *checks])


def _told(outcome: Scored, champion: Serving) -> Metadata:
    """Read, kept and refused count candidates (a customer and a product); what is written is the best ten of those kept."""
    facts: dict[str, object] = {
        "rows_read": outcome.read_count,
        "rows_kept": outcome.kept_count,
        "rows_refused": outcome.refused_count,
        "products_written": outcome.rows.num_rows,
        "dagster/partition_row_count": outcome.rows.num_rows,
        "model": champion.version,
    }
    return {name: shown(value) for name, value in facts.items()} | _picture(outcome.rows)


def _picture(rows: pa.Table) -> Metadata:
    """Why products stand where they stand."""
    if not rows.num_rows:
        return {}
    sizes = Counter(rows["reason_code"].to_pylist())
    return {"reasons": bars({str(code): float(count) for code, count in sizes.most_common()}, title="Products by reason")}
