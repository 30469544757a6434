"""Say which points expire soon. Arrives: the ledger. Leaves: one notice per lot and per number of days that its program gives notice.

Not partitioned: it acts on what is due at the business instant, in parts. Sending them is a campaign's affair.
"""

from collections import Counter

import dagster as dg

from loyalty.clock import Clock
from loyalty.database import Database
from loyalty.ledger import due_notices
from loyalty.programs import programs
from orchestration.failures import fails_clearly
from orchestration.ledger import GROUP, KINDS, OWNERS
from orchestration.reports import Result, shown

NOTICES_PER_TRANSACTION = 5_000


@dg.asset(
    key="ledger_member__expiry_notices",
    deps=["ledger_member__expiries"],
    group_name=GROUP,
    owners=OWNERS,
    kinds=KINDS,
    metadata={"dagster/table_name": "public.expiry_notices"},
)
@fails_clearly
def ledger_member__expiry_notices(database: dg.ResourceParam[Database], clock: dg.ResourceParam[Clock]) -> Result:
    """Every lot that expires within its program's days of notice has been noticed once for the nearest of them."""
    with database.begin() as work:
        codes = [program.code for program in programs(within=work, at=clock.now())]
    counts = Counter[str]()
    for code in codes:
        has_more = True
        while has_more:
            with database.begin() as work:
                notices = due_notices(code, within=work, clock=clock, limit=NOTICES_PER_TRANSACTION)
            counts.update({"notices": len(notices), "points": sum(notice.points for notice in notices)})
            has_more = len(notices) == NOTICES_PER_TRANSACTION
    return dg.MaterializeResult(metadata={name: shown(value) for name, value in sorted(counts.items())})
