"""On which rung of the program's ladder each customer stands. Arrives: `customer_features`. Leaves: `scores.customer_tiers`.

One row is one customer as of one day. A partition is a business day. The ladder is compiled into the query, so that everyone is placed
in one pass of the warehouse. Read by the profile, segments and publish.
"""

from collections import Counter
from datetime import date

import dagster as dg
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import BigInteger, Date, Select, String, column, select, table

from loyalty.database import Database
from loyalty.errors import Invalid
from loyalty.programs import TierLadder, current_program, tier_case
from loyalty.warehouse import Warehouse
from orchestration.automation import WAREHOUSE_WRITER
from orchestration.failures import fails_clearly
from orchestration.ledger.programs import PROGRAM_CODE
from orchestration.partitions import ONE_RUN, business_day, days_of
from orchestration.reports import Result, bars, counted
from orchestration.scoring import GROUP

WINDOW_DAYS = 364
"""The one window of spend that the feature mart keeps for tiers."""

_FEATURES = table(
    "customer_features",
    column("customer_id", String),
    column("as_of_on", Date),
    column("spend_minor_364d", BigInteger),
    schema="marts",
)


class LadderWindowUnknown(Invalid):
    """The program's ladder looks back over a window that no feature holds."""

    code = "LADDER_WINDOW_UNKNOWN"


@dg.asset(
    key="score_customer__tiers",
    deps=["customer_features"],
    group_name=GROUP,
    owners=["team:loyalty"],
    kinds={"python", "sql"},
    partitions_def=business_day,
    backfill_policy=ONE_RUN,
    pool=WAREHOUSE_WRITER,
    metadata={"dagster/table_name": "scores.customer_tiers"},
)
@fails_clearly
def score_customer__tiers(
    context: dg.AssetExecutionContext, warehouse: dg.ResourceParam[Warehouse], database: dg.ResourceParam[Database]
) -> Result:
    """Every customer stands on the highest tier that the spend of the last 364 days reaches, as of each of the days."""
    days = days_of(context)
    with database.begin() as work:
        ladder = current_program(PROGRAM_CODE, within=work).program.ladder
    if ladder.window_days != WINDOW_DAYS:
        raise LadderWindowUnknown(
            f"The ladder looks back {ladder.window_days} days; the features know spend over {WINDOW_DAYS}.", window_days=ladder.window_days
        )
    with warehouse.session() as session:
        rows = session.read(_placed(ladder).where(_FEATURES.c.as_of_on.in_(days)))
        kept = session.replace_rows("scores.customer_tiers", rows, where={"as_of_on": days})
    return dg.MaterializeResult(metadata=counted(read=rows.num_rows, kept=kept) | {"sizes": _picture(rows, ladder, days[-1])})


def _placed(ladder: TierLadder) -> Select[tuple[str, date, str, int]]:
    spend = _FEATURES.c.spend_minor_364d
    return select(
        _FEATURES.c.customer_id, _FEATURES.c.as_of_on, tier_case(spend, ladder).label("tier_code"), spend.label("qualifying_minor")
    )


def _picture(rows: pa.Table, ladder: TierLadder, on: date) -> dg.MetadataValue:
    of_day = rows.filter(pc.equal(rows["as_of_on"], pa.scalar(on, pa.date32())))
    sizes = Counter(of_day["tier_code"].to_pylist())
    return bars({tier.code: float(sizes[tier.code]) for tier in ladder.tiers}, title=f"Customers by tier, {on}")
