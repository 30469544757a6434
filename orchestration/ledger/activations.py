"""Let waiting points count. Arrives: the ledger. Leaves: one posting per pending lot that came due and per hold that lapsed.

Not partitioned: it acts on what is due at the business instant, whoever calls it when, in parts, so that a run that was killed is
completed by the next. The first step of the night: what becomes active may lift a tier, and may itself be past its expiry.
"""

import dagster as dg

from loyalty.clock import Clock
from loyalty.database import Database
from loyalty.ledger import activate, prepare_months, still_due
from orchestration.failures import fails_clearly
from orchestration.ledger import GROUP, KINDS, OWNERS
from orchestration.reports import Result, shown

KEY = dg.AssetKey("ledger_member__activations")
NOTHING_PENDING = dg.AssetCheckSpec("nothing_due_is_pending", asset=KEY, description="No lot waits past its instant.")
NO_HOLD_LAPSED = dg.AssetCheckSpec("no_hold_is_past_its_time", asset=KEY, description="No open hold is past the time at which it lapses.")


@dg.asset(
    key=KEY,
    deps=["ledger_member__earnings"],
    group_name=GROUP,
    owners=OWNERS,
    kinds=KINDS,
    check_specs=[NOTHING_PENDING, NO_HOLD_LAPSED],
)
@fails_clearly
def ledger_member__activations(database: dg.ResourceParam[Database], clock: dg.ResourceParam[Clock]) -> Result:
    """No lot that is due is pending, and no hold past its time holds points."""
    now = clock.now()
    with database.begin() as work:
        prepare_months(now.date(), now.date(), within=work)
    lots = holds = points = 0
    has_more = True
    while has_more:
        with database.begin() as work:
            done = activate(within=work, clock=clock)
        lots, holds, points = lots + done.lot_count, holds + done.hold_count, points + done.points
        has_more = done.has_more
    with database.begin() as work:
        left = still_due(now, within=work)
    facts = {"activated_at": now.isoformat(), "lots": lots, "lapsed_holds": holds, "activated_points": points}
    return dg.MaterializeResult(
        metadata={name: shown(value) for name, value in facts.items()},
        check_results=[
            _left(NOTHING_PENDING, left.pending_lot_count),
            _left(NO_HOLD_LAPSED, left.lapsed_hold_count),
        ],
    )


def _left(spec: dg.AssetCheckSpec, count: int) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(asset_key=KEY, check_name=spec.name, passed=count == 0, metadata={"left": shown(count)})
