"""Take the points of lots past their expiry out of the balances. Arrives: the ledger. Leaves: one posting per expired lot.

Not partitioned: it acts on what is due at the business instant, whoever calls it when. Runs after the day's earnings and every night.
"""

import dagster as dg

from loyalty.clock import Clock
from loyalty.database import Database
from loyalty.ledger import expire, prepare_months
from orchestration.failures import fails_clearly
from orchestration.ledger import GROUP, KINDS, OWNERS
from orchestration.reports import Result, shown


@dg.asset(key="ledger_member__expiries", deps=["ledger_member__tiers"], group_name=GROUP, owners=OWNERS, kinds=KINDS)
@fails_clearly
def ledger_member__expiries(database: dg.ResourceParam[Database], clock: dg.ResourceParam[Clock]) -> Result:
    """No lot that is due holds points any more."""
    now = clock.now()
    with database.begin() as work:
        prepare_months(now.date(), now.date(), within=work)
    lots = accounts = points = 0
    has_more = True
    while has_more:
        with database.begin() as work:
            expired = expire(within=work, clock=clock)
        lots, accounts, points = lots + expired.lot_count, accounts + expired.account_count, points + expired.points
        has_more = expired.has_more
    facts = {"expired_at": now.isoformat(), "lots": lots, "accounts": accounts, "expired_points": points}
    return dg.MaterializeResult(metadata={name: shown(value) for name, value in facts.items()})
