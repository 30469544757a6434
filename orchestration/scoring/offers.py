"""The best ten offers of each customer. Arrives: `customer_offer_features`, the champion. Leaves: `scores.offers`.

One row is one offer to one customer as of one day, ranked. A partition is a business day. Read by segments' campaigns and publish.
"""

from itertools import chain

import dagster as dg
import pyarrow as pa
import pyarrow.compute as pc

from loyalty.clock import Clock
from loyalty.warehouse import Warehouse
from ml.next_best_offer.features import CONTRACT, MODEL_NAME
from ml.next_best_offer.read import read_scoring_rows
from ml.next_best_offer.score import SCHEMA, score_offers
from ml.registry import ModelStore
from ml.runtime import Scored
from orchestration.automation import WAREHOUSE_WRITER
from orchestration.failures import fails_clearly
from orchestration.partitions import ONE_RUN, business_day, days_of
from orchestration.reports import Result, bars, shown
from orchestration.scoring import GROUP, OWNERS
from orchestration.scoring.champion import HAS_MODEL, has_model, serving_model
from orchestration.scoring.drift import Noted, drawn_of, drift_checks, drift_specs
from orchestration.training import OFFERS_MODEL

KEY = dg.AssetKey("score_customer__offers")
SHOWN_OFFERS = 12


@dg.asset(
    key=KEY,
    deps=["customer_features", "customer_offer_features", "offer_candidates", OFFERS_MODEL],
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
    metadata={"dagster/table_name": "scores.offers"},
)
@fails_clearly
def score_customer__offers(
    context: dg.AssetExecutionContext,
    warehouse: dg.ResourceParam[Warehouse],
    models: dg.ResourceParam[ModelStore],
    clock: dg.ResourceParam[Clock],
) -> Result:
    """Every customer has the ten offers most likely to be taken as of each of the days, best first; nobody, while no model serves."""
    champion = serving_model(models, MODEL_NAME, CONTRACT)
    days = days_of(context)
    outcomes, drawn = list[Scored](), None
    for on in days:
        with warehouse.session() as session:
            if champion.model is not None:
                candidates = read_scoring_rows(session, as_of_on=on)
                first = next(candidates)
                drawn = drawn_of(first)
                outcomes.append(score_offers(champion.model, chain([first], candidates), scored_at=clock.now()))
            rows = outcomes[-1].rows if outcomes else SCHEMA.empty_table()
            session.replace_rows("scores.offers", rows, where={"as_of_on": [on]})
    checks, drift = drift_checks(KEY, champion, drawn, on=days[-1], noted=Noted(models, context.run_id, rows.num_rows))
    metadata = _told(outcomes) | {"model": shown(champion.version)} | drift | _picture(outcomes)
    return dg.MaterializeResult(metadata=metadata, check_results=[has_model(KEY, champion), *checks])


def _told(outcomes: list[Scored]) -> dict[str, dg.MetadataValue]:
    """Read, kept and refused count candidates (a customer and an offer); what is written is the best ten of those kept."""
    written = sum(one.rows.num_rows for one in outcomes)
    facts: dict[str, int] = {
        "rows_read": sum(one.read_count for one in outcomes),
        "rows_kept": sum(one.kept_count for one in outcomes),
        "rows_refused": sum(one.refused_count for one in outcomes),
        "offers_written": written,
        "dagster/partition_row_count": written,
    }
    return {name: shown(value) for name, value in facts.items()}


def _picture(outcomes: list[Scored]) -> dict[str, dg.MetadataValue]:
    """The offers that are most often somebody's best, on the newest day."""
    if not outcomes or outcomes[-1].rows.num_rows == 0:
        return {}
    newest = outcomes[-1].rows
    best = newest.filter(pc.equal(newest["offer_rank"], pa.scalar(1, pa.int32())))
    sizes = best.group_by("offer_code").aggregate([("customer_id", "count")]).sort_by([("customer_id_count", "descending")])
    told = {str(row["offer_code"]): float(row["customer_id_count"]) for row in sizes.slice(0, SHOWN_OFFERS).to_pylist()}
    return {"best_offers": bars(told, title="Customers for whom the offer is the best")}
