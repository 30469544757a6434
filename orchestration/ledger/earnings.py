"""Turn the days' purchases into points. Arrives: `fct_purchases`, the members. Leaves: postings, entries and lots in the ledger.

One row is one basket of the day's load in one program: a purchase counts for every active program that its customer is a member of. A
partition is a business day. The act is the one the API calls; the basket's number is the business reference, so a rerun posts nothing twice
and a run that was killed is completed by the next. The warehouse's amounts are in the currency of the first program there was; a program
that counts in another refuses them.
"""

from collections import Counter
from datetime import UTC
from typing import Any

import dagster as dg
import pyarrow as pa

from loyalty.clock import Clock
from loyalty.database import Database
from loyalty.errors import LoyaltyError
from loyalty.ledger import EarnPoints, post, prepare_months
from loyalty.members import find_by_external_ids
from loyalty.programs import current_program, first_program_code
from loyalty.warehouse import Warehouse
from orchestration.automation import WAREHOUSE_WRITER
from orchestration.failures import fails_clearly
from orchestration.ledger import GROUP, KINDS, OWNERS
from orchestration.ledger.programs import active_program_codes
from orchestration.partitions import ONE_RUN, business_day, days_arrived
from orchestration.reports import Result, counted

PURCHASES_PER_TRANSACTION = 5_000
SOURCE = "warehouse"

_PURCHASES = """
select basket_id, customer_id, purchased_at, spend_minor
from marts.fct_purchases
where loaded_on between :first and :last
order by purchased_at, basket_id
"""


@dg.asset(
    key="ledger_member__earnings",
    deps=["fct_purchases", "ledger_member__enrolments"],
    group_name=GROUP,
    owners=OWNERS,
    kinds=KINDS,
    partitions_def=business_day,
    backfill_policy=ONE_RUN,
    pool=WAREHOUSE_WRITER,
    metadata={"dagster/table_name": "public.postings"},
)
@fails_clearly
def ledger_member__earnings(
    context: dg.AssetExecutionContext,
    warehouse: dg.ResourceParam[Warehouse],
    database: dg.ResourceParam[Database],
    clock: dg.ResourceParam[Clock],
) -> Result:
    """Every basket of the days is posted once in every active program, in the order of purchase; what the ledger refuses is counted by its
    reason."""
    days = days_arrived(context)
    purchases = warehouse.read(_PURCHASES, {"first": days[0], "last": days[-1]})
    today = clock.now().date()
    with database.begin() as work:
        prepare_months(min(days[0], today), max(days[-1], today), within=work)
        codes = active_program_codes(work, clock)
    outcome = Counter[str]()
    for program_code in codes:
        for start in range(0, purchases.num_rows, PURCHASES_PER_TRANSACTION):
            outcome.update(_post(purchases.slice(start, PURCHASES_PER_TRANSACTION), program_code, database, clock))
            done = min(start + PURCHASES_PER_TRANSACTION, purchases.num_rows)
            context.log.info("%s of %s purchases are in the ledger of '%s'.", done, purchases.num_rows, program_code)
    kept = outcome["posted_new"] + outcome["posted_before"]
    return dg.MaterializeResult(
        metadata=counted(read=purchases.num_rows * len(codes), kept=kept, programs=", ".join(codes), **dict(outcome))
    )


def _post(purchases: pa.Table, program_code: str, database: Database, clock: Clock) -> Counter[str]:
    """One transaction in one program: baskets posted now, posted before, or refused (by code), and the points earned now."""
    rows = purchases.to_pylist()
    with database.begin() as work:
        currency = current_program(first_program_code(within=work), within=work).program.currency_code
        members = find_by_external_ids(list({row["customer_id"] for row in rows}), program_code=program_code, within=work)
        commands = [_command(row, members[row["customer_id"]].id, currency) for row in rows if row["customer_id"] in members]
        results = post(commands, within=work, clock=clock)
    outcome = Counter({"MEMBER_UNKNOWN": len(rows) - len(commands)}) if len(commands) < len(rows) else Counter[str]()
    for result in results:
        if isinstance(result, LoyaltyError):
            outcome[result.code] += 1
        elif result.is_duplicate:
            outcome["posted_before"] += 1
        else:
            outcome["posted_new"] += 1
            outcome["earned_points"] += result.points
    return outcome


def _command(row: dict[str, Any], member_id: Any, currency_code: str) -> EarnPoints:  # noqa: ANN401 - rows come untyped from Arrow
    return EarnPoints(
        member_id=member_id,
        order_id=row["basket_id"],
        spend_minor=row["spend_minor"],
        currency_code=currency_code,
        event_time=row["purchased_at"].replace(tzinfo=UTC),
        source=SOURCE,
    )
