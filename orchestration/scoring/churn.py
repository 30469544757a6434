"""How likely each customer is to buy nothing for 56 days. Arrives: `customer_features`, the champion. Leaves: `scores.churn`.

One row is one customer as of one day. A partition is a business day. Read by the profile, segments and publish. Trains nothing.
"""

from collections import Counter
from datetime import date

import dagster as dg
import pyarrow as pa

from loyalty.clock import Clock
from loyalty.warehouse import Warehouse
from ml.churn.features import CONTRACT, MODEL_NAME
from ml.churn.read import read_scoring_rows
from ml.churn.score import SCHEMA, score_churn
from ml.registry import ModelStore
from ml.runtime import Scored
from orchestration.automation import WAREHOUSE_WRITER
from orchestration.failures import fails_clearly
from orchestration.partitions import ONE_RUN, business_day, days_of
from orchestration.reports import Result, bars, counted, histogram
from orchestration.scoring import GROUP, OWNERS
from orchestration.scoring.came_true import came_true, promise_check, promise_spec
from orchestration.scoring.champion import HAS_MODEL, has_model, serving_model
from orchestration.scoring.drift import Noted, drift_checks, drift_specs
from orchestration.training import CHURN_MODEL

KEY = dg.AssetKey("score_customer__churn")


@dg.asset(
    key=KEY,
    deps=["customer_features", "churn_labels", CHURN_MODEL],
    group_name=GROUP,
    owners=OWNERS,
    kinds={"python", "litert"},
    partitions_def=business_day,
    backfill_policy=ONE_RUN,
    pool=WAREHOUSE_WRITER,
    check_specs=[
        dg.AssetCheckSpec(HAS_MODEL, asset=KEY, description="A trained model that passed the gates gave the scores."),
        *drift_specs(KEY),
        promise_spec(KEY),
    ],
    metadata={"dagster/table_name": "scores.churn"},
)
@fails_clearly
def score_customer__churn(
    context: dg.AssetExecutionContext,
    warehouse: dg.ResourceParam[Warehouse],
    models: dg.ResourceParam[ModelStore],
    clock: dg.ResourceParam[Clock],
) -> Result:
    """Every customer whose features are usable has a churn probability and a band as of each of the days; nobody, while no model serves."""
    champion = serving_model(models, MODEL_NAME, CONTRACT)
    days = days_of(context)
    outcomes, features = list[Scored](), None
    for on in days:
        with warehouse.session() as session:
            if champion.model is not None:
                features = read_scoring_rows(session, as_of_on=on)
                outcomes.append(score_churn(champion.model, features, scored_at=clock.now()))
            rows = outcomes[-1].rows if outcomes else SCHEMA.empty_table()
            session.replace_rows("scores.churn", rows, where={"as_of_on": [on]})
    refused = sum((Counter(one.refused) for one in outcomes), Counter[str]())
    told = counted(
        read=sum(one.read_count for one in outcomes), kept=sum(one.kept_count for one in outcomes), model=champion.version, **refused
    )
    checks, drift = drift_checks(KEY, champion, features, on=days[-1], noted=Noted(models, context.run_id, rows.num_rows))
    promise, quality = promise_check(KEY, champion.model, came_true(warehouse, until=days[-1]))
    pictures = _pictures(outcomes[-1].rows, days[-1]) if outcomes else {}
    return dg.MaterializeResult(metadata=told | drift | quality | pictures, check_results=[has_model(KEY, champion), *checks, promise])


def _pictures(scores: pa.Table, on: date) -> dict[str, dg.MetadataValue]:
    sizes = Counter(scores["churn_band_code"].to_pylist())
    probabilities = [float(row["churn_probability"]) for row in scores.select(["churn_probability"]).to_pylist()]
    return {
        "spread": histogram(probabilities, title=f"Churn probability, {on}", x_label="probability"),
        "bands": bars({band: float(sizes[band]) for band in ("LOW", "MEDIUM", "HIGH")}, title=f"Customers by band, {on}"),
    }
