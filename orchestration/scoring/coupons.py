"""The coupons of running campaigns, for each household that they address. Arrives: purchases, coupons, the champion. Leaves:
`scores.coupons`.

One row is one coupon of one campaign for one customer as of one day, ranked. A partition is a business day; of a run over several days only
the newest is scored, for nobody reads the others. Read by publish, which shows each member the coupon and product that suit it best.
"""

from collections import Counter
from datetime import timedelta

import dagster as dg
import pyarrow as pa

from loyalty.clock import Clock
from loyalty.settings import Settings
from loyalty.warehouse import Warehouse
from ml.next_best_offer.coupons.features import CONTRACT, MODEL_NAME
from ml.next_best_offer.coupons.marts import read_live_histories
from ml.next_best_offer.coupons.score import SCHEMA, score_coupons
from ml.next_best_offer.coupons.train import EFFORTS
from ml.registry import ModelStore
from ml.runtime.score import repeated
from orchestration.automation import WAREHOUSE_WRITER
from orchestration.failures import fails_clearly
from orchestration.partitions import ONE_RUN, business_day, days_of
from orchestration.reports import Metadata, Result, bars, counted
from orchestration.scoring import GROUP, OWNERS
from orchestration.scoring.champion import HAS_MODEL, has_model, serving_model
from orchestration.scoring.drift import Noted, fresh_check, fresh_spec
from orchestration.training import COUPONS_MODEL

KEY = dg.AssetKey("score_customer__coupons")


@dg.asset(
    key=KEY,
    deps=[
        *("fct_purchases", "fct_purchase_lines", "dim_products", "dim_campaigns", "dim_campaign_coupons", "dim_campaign_customers"),
        "fct_coupon_redemptions",
        COUPONS_MODEL,
    ],
    group_name=GROUP,
    owners=OWNERS,
    kinds={"python", "litert"},
    partitions_def=business_day,
    backfill_policy=ONE_RUN,
    pool=WAREHOUSE_WRITER,
    check_specs=[
        dg.AssetCheckSpec(HAS_MODEL, asset=KEY, description="A trained model that passed the gates gave the scores."),
        fresh_spec(KEY),
    ],
    metadata={"dagster/table_name": "scores.coupons"},
)
@fails_clearly
def score_customer__coupons(
    context: dg.AssetExecutionContext,
    warehouse: dg.ResourceParam[Warehouse],
    models: dg.ResourceParam[ModelStore],
    settings: dg.ResourceParam[Settings],
    clock: dg.ResourceParam[Clock],
) -> Result:
    """Every household that tomorrow's campaigns address has its ten best coupons, as of the newest day; nobody, while no model serves."""
    champion, on = serving_model(models, MODEL_NAME, CONTRACT), days_of(context)[-1]
    tables = [SCHEMA.empty_table()]
    with warehouse.session() as session:
        if champion.model is not None:
            effort = EFFORTS[settings.training_effort]
            histories = read_live_histories(session, as_of_on=on, references_max=effort.customers_max)
            morning, now = on + timedelta(days=1), clock.now()
            tables.extend(score_coupons(champion.model, history, as_of_on=morning, scored_at=now) for history in histories)
        rows = pa.concat_tables(tables)
        rows = rows.set_column(rows.schema.get_field_index("as_of_on"), "as_of_on", repeated(on, pa.date32(), rows.num_rows))
        session.replace_rows("scores.coupons", rows, where={"as_of_on": [on]})
    if champion.model is not None:
        Noted(models, context.run_id, rows.num_rows).note(champion.model.manifest, {}, on=on)
    told = counted(read=rows.num_rows, kept=rows.num_rows, model=champion.version)
    return dg.MaterializeResult(metadata=told | _picture(rows), check_results=[has_model(KEY, champion), fresh_check(KEY, champion, on=on)])


def _picture(rows: pa.Table) -> Metadata:
    """Why coupons stand where they stand."""
    if not rows.num_rows:
        return {}
    sizes = Counter(rows["reason"].to_pylist())
    return {"reasons": bars({str(code): float(count) for code, count in sizes.most_common()}, title="Coupons by reason")}
