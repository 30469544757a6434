"""Take the points of lots past their expiry out of the balances. Arrives: the ledger. Leaves: one posting per expired lot.

Not partitioned: it acts on what is due at the business instant, whoever calls it when. After
the tiers, which still count what expires tonight; before the tiers by balance, which do not.
"""

import dagster as dg

from loyalty.clock import Clock
from loyalty.database import Database
from loyalty.ledger import expire, prepare_months, still_due
from orchestration.failures import fails_clearly
from orchestration.ledger import GROUP, KINDS, OWNERS
from orchestration.reports import Result, shown

KEY = dg.AssetKey("ledger_member__expiries")
NOTHING_EXPIRED = dg.AssetCheckSpec("nothing_due_holds_points", asset=KEY, description="No lot past its expiry has points left.")


@dg.asset(key=KEY, deps=["ledger_member__tiers"], group_name=GROUP, owners=OWNERS, kinds=KINDS, check_specs=[NOTHING_EXPIRED])
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
    with database.begin() as work:
        left = still_due(now, within=work).expired_lot_count
    facts = {"expired_at": now.isoformat(), "lots": lots, "accounts": accounts, "expired_points": points}
    return dg.MaterializeResult(
        metadata={name: shown(value) for name, value in facts.items()},
        check_results=[
            dg.AssetCheckResult(asset_key=KEY, check_name=NOTHING_EXPIRED.name, passed=left == 0, metadata={"left": shown(left)})
        ],
    )
