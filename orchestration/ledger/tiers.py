"""Judge every member's tier, downwards too. Arrives: the ledger, segments. Leaves: standings and moves in the loyalty database.

Not partitioned: it judges at the business instant, whoever calls it when. Upgrades happen in each posting already; here members fall,
are prolonged, or leave. Twice a night: before points expire, and again, where tiers go by balance, after they have. Where tiers go by
segment, members rise when memberships are applied. In parts, so that a run that was killed is completed by the next.
"""

from collections import Counter
from collections.abc import Iterable

import dagster as dg

from loyalty.checks.run import run_checks
from loyalty.clock import Clock
from loyalty.database import Database
from loyalty.programs import programs
from loyalty.programs.model import Program, QualificationBy
from loyalty.tiers import requalify, rise_by_segment
from loyalty.tiers.checks import CHECKS
from orchestration.failures import fails_clearly
from orchestration.ledger import GROUP, KINDS, OWNERS
from orchestration.reports import Result, shown

TIERS, BY_BALANCE = dg.AssetKey("ledger_member__tiers"), dg.AssetKey("ledger_member__tiers_by_balance")
BY_SEGMENT = dg.AssetKey("ledger_member__tiers_by_segment")
TABLE = {"dagster/table_name": "public.member_tiers"}
SENTENCE = "Every standing is what the moves come to, and what the program's ladder says of the member's history."


def _standings_hold(asset: dg.AssetKey) -> dg.AssetCheckSpec:
    return dg.AssetCheckSpec("standings_hold", asset=asset, description=SENTENCE)


@dg.asset(
    key=TIERS,
    deps=["ledger_member__activations"],
    group_name=GROUP,
    owners=OWNERS,
    kinds=KINDS,
    metadata=TABLE,
    check_specs=[_standings_hold(TIERS)],
)
@fails_clearly
def ledger_member__tiers(database: dg.ResourceParam[Database], clock: dg.ResourceParam[Clock]) -> Result:
    """Every member of every program stands where their program's ladder and downgrade policy put them."""
    return _judged(TIERS, _programs(database, clock), database, clock)


@dg.asset(
    key=BY_BALANCE,
    deps=["ledger_member__expiries"],
    group_name=GROUP,
    owners=OWNERS,
    kinds=KINDS,
    metadata=TABLE,
    check_specs=[_standings_hold(BY_BALANCE)],
)
@fails_clearly
def ledger_member__tiers_by_balance(database: dg.ResourceParam[Database], clock: dg.ResourceParam[Clock]) -> Result:
    """Where tiers go by balance, members stand where it puts them now that the night's points have expired."""
    by_balance = [
        program
        for program in _programs(database, clock)
        if program.tiers is not None and program.tiers.qualification.by is QualificationBy.BALANCE
    ]
    return _judged(BY_BALANCE, by_balance, database, clock)


@dg.asset(
    key=BY_SEGMENT,
    deps=["segment_member__memberships", "ledger_member__tiers"],
    # Behind the segments, as it happens: the stages of the graph have no circle.
    group_name="segments",
    owners=OWNERS,
    kinds=KINDS,
    metadata=TABLE,
)
@fails_clearly
def ledger_member__tiers_by_segment(database: dg.ResourceParam[Database], clock: dg.ResourceParam[Clock]) -> Result:
    """Where tiers go by segment, whoever entered the segment of a higher tier stands on it; who left one falls at night."""
    counts = Counter({"risen": 0})
    for program in _programs(database, clock):
        last, has_more = None, True
        while has_more:
            with database.begin() as work:
                part = rise_by_segment(program.code, within=work, clock=clock, after=last)
            last, has_more = part.last_member_id, part.has_more
            counts["risen"] += part.judged_count
    return dg.MaterializeResult(metadata={name: shown(value) for name, value in counts.items()})


def _programs(database: Database, clock: Clock) -> list[Program]:
    with database.begin() as work:
        return [stored.current.program for stored in programs(within=work, at=clock.now())]


def _judged(asset: dg.AssetKey, judged: Iterable[Program], database: Database, clock: Clock) -> Result:
    counts = Counter({"judged": 0})
    for program in judged:
        counts += _judge(program.code, database, clock)
    with database.begin() as work:
        broken = [result.code for result in run_checks(work, CHECKS) if not result.is_kept]
    return dg.MaterializeResult(
        metadata={name: shown(value) for name, value in sorted(counts.items())},
        check_results=[
            dg.AssetCheckResult(
                asset_key=asset, check_name="standings_hold", passed=not broken, metadata={"broken": shown(", ".join(broken) or "none")}
            )
        ],
    )


def _judge(program_code: str, database: Database, clock: Clock) -> Counter[str]:
    """Every member of the program is judged; how many were, and the moves by type."""
    counts, last, has_more = Counter[str](), None, True
    while has_more:
        with database.begin() as work:
            part = requalify(program_code, within=work, clock=clock, after=last)
        last, has_more = part.last_member_id, part.has_more
        counts.update({"judged": part.judged_count} | {str(kind).lower(): count for kind, count in part.moves.items()})
    return counts
