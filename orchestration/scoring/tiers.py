"""On which tier each customer stands. Arrives: `customer_features`, the standings. Leaves: `scores.customer_tiers`.

One row is one customer as of one day. A partition is a business day. The standing is the member's when the day ended; whoever had none yet
(the days before the program began, customers who are no members) is placed by the ladder, compiled into the query so that everyone is
placed in one pass of the warehouse. A customer has one tier here: that of the first program there was. Read by the profile, segments and
publish.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

import dagster as dg
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import BigInteger, ColumnElement, Date, Select, String, column, literal, select, table

from loyalty.database import Database
from loyalty.errors import Invalid
from loyalty.programs import TierLadder, current_program, first_program_code, tier_case
from loyalty.programs.model import PeriodKind, Program, QualificationBy, TierPeriod, TierStructure
from loyalty.tiers import stood_on_days
from loyalty.tiers.periods import day_start
from loyalty.warehouse import Warehouse
from orchestration.automation import WAREHOUSE_WRITER
from orchestration.failures import fails_clearly
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


class LadderMissing(Invalid):
    """The program has no tiers, and the profile promises one for everybody."""

    code = "LADDER_MISSING"


@dg.asset(
    key="score_customer__tiers",
    deps=["customer_features", "ledger_member__tiers"],
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
    """Every customer stands where their standing was when each of the days ended; without one, where the ladder puts them."""
    days = days_of(context)
    with database.begin() as work:
        # A revision that is only scheduled says nothing of these days; the time zone is the same in all of them.
        code = first_program_code(within=work)
        timezone = current_program(code, within=work).program.timezone
        tiers = _tiers(current_program(code, within=work, at=day_start(days[-1] + timedelta(days=1), timezone)).program)
        standings = stood_on_days(code, days, timezone=timezone, within=work)
    with warehouse.session() as session:
        rows = _standing(session.read(_placed(tiers).where(_FEATURES.c.as_of_on.in_(days))), standings)
        kept = session.replace_rows("scores.customer_tiers", rows, where={"as_of_on": days})
    return dg.MaterializeResult(metadata=counted(read=rows.num_rows, kept=kept) | {"sizes": _picture(rows, tiers, days[-1])})


def _tiers(program: Program) -> TierStructure:
    if program.tiers is None:
        raise LadderMissing(f"The program '{program.code}' has no tiers.", program_code=program.code)
    return program.tiers


def _placed(tiers: TierStructure) -> Select[tuple[str, date, str, int]]:
    """The ladder's word on everybody, where the features hold what it counts; else the lowest tier."""
    spend, of_spend = _FEATURES.c.spend_minor_364d, TierPeriod(PeriodKind.ROLLING, days=WINDOW_DAYS)
    is_known = tiers.qualification.by is QualificationBy.SPEND and tiers.qualification.period == of_spend
    placed: ColumnElement[str] = tier_case(spend, TierLadder(tiers.tiers)) if is_known else literal(tiers.tiers[0].code)
    return select(_FEATURES.c.customer_id, _FEATURES.c.as_of_on, placed.label("tier_code"), spend.label("qualifying_minor"))


def _standing(rows: pa.Table, standings: Mapping[date, Mapping[str, str]]) -> pa.Table:
    """The rows with the standing of the day in place of the ladder's word, where there is one."""
    if not standings:
        return rows
    nobody: Mapping[str, str] = {}
    placed = zip(*(rows[name].to_pylist() for name in ("customer_id", "as_of_on", "tier_code")), strict=True)
    codes = [standings.get(on, nobody).get(customer_id, tier_code) for customer_id, on, tier_code in placed]
    return rows.set_column(rows.schema.get_field_index("tier_code"), "tier_code", pa.array(codes, rows.schema.field("tier_code").type))


def _picture(rows: pa.Table, tiers: TierStructure, on: date) -> dg.MetadataValue:
    of_day = rows.filter(pc.equal(rows["as_of_on"], pa.scalar(on, pa.date32())))
    sizes = Counter(of_day["tier_code"].to_pylist())
    return bars({tier.code: float(sizes[tier.code]) for tier in tiers.tiers}, title=f"Customers by tier, {on}")
