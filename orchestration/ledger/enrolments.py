"""Make every customer who bought on the days a member. Arrives: `fct_purchases`, `dim_customers`. Leaves: members in the loyalty database.

One row is one customer with a purchase in the day's load and one active program. A partition is a business day. Read by the earnings that
follow.
"""

from collections import Counter
from datetime import date, datetime
from zoneinfo import ZoneInfo

import dagster as dg

from loyalty.clock import Clock
from loyalty.database import Database
from loyalty.errors import LoyaltyError
from loyalty.members import EnrolMember, Member, enrol
from loyalty.settings import Settings
from loyalty.warehouse import Warehouse
from orchestration.automation import WAREHOUSE_WRITER
from orchestration.failures import fails_clearly
from orchestration.ledger import GROUP, KINDS, OWNERS
from orchestration.ledger.programs import active_program_codes
from orchestration.partitions import ONE_RUN, business_day, days_arrived
from orchestration.reports import Result, counted

MEMBERS_PER_TRANSACTION = 10_000

_CUSTOMERS = """
select customers.customer_id, customers.first_purchase_on
from marts.dim_customers as customers
where customers.customer_id in (select customer_id from marts.fct_purchases where loaded_on between :first and :last)
order by customers.first_purchase_on, customers.customer_id
"""


@dg.asset(
    key="ledger_member__enrolments",
    deps=["dim_customers", "fct_purchases"],
    group_name=GROUP,
    owners=OWNERS,
    kinds=KINDS,
    partitions_def=business_day,
    backfill_policy=ONE_RUN,
    pool=WAREHOUSE_WRITER,
    metadata={"dagster/table_name": "public.members"},
)
@fails_clearly
def ledger_member__enrolments(
    context: dg.AssetExecutionContext,
    warehouse: dg.ResourceParam[Warehouse],
    database: dg.ResourceParam[Database],
    clock: dg.ResourceParam[Clock],
    settings: dg.ResourceParam[Settings],
) -> Result:
    """Every customer who bought on the days is a member of every active program, joined on the day of the first purchase; members stay as
    they are."""
    days = days_arrived(context)
    customers = warehouse.read(_CUSTOMERS, {"first": days[0], "last": days[-1]}).to_pylist()
    with database.begin() as work:
        codes = active_program_codes(work, clock)
    commands = [
        EnrolMember(row["customer_id"], code, joined_at=_day_begins(row["first_purchase_on"], settings.business_timezone))
        for code in codes
        for row in customers
    ]
    outcome = Counter[str]()
    for start in range(0, len(commands), MEMBERS_PER_TRANSACTION):
        with database.begin() as work:
            results = enrol(commands[start : start + MEMBERS_PER_TRANSACTION], within=work, clock=clock)
        outcome.update(_outcome(result) for result in results)
    kept = outcome["members_new"] + outcome["members_before"]
    return dg.MaterializeResult(metadata=counted(read=len(commands), kept=kept, programs=", ".join(codes), **dict(outcome)))


def _outcome(result: Member | LoyaltyError) -> str:
    if isinstance(result, LoyaltyError):
        return result.code
    return "members_before" if result.is_duplicate else "members_new"


def _day_begins(on: date, timezone: str) -> datetime:
    return datetime(on.year, on.month, on.day, tzinfo=ZoneInfo(timezone))
