"""Judge every member's tier, downwards too. Arrives: the ledger, segments. Leaves: standings and moves in the loyalty database.

Not partitioned: it judges at the business instant, whoever calls it when. Upgrades happen in each posting already; here members fall,
are prolonged, or leave. Runs after the day's earnings and every night, in parts, so that a run that was killed is completed by the next.
"""

from collections import Counter

import dagster as dg

from loyalty.clock import Clock
from loyalty.database import Database
from loyalty.programs import programs
from loyalty.tiers import requalify
from orchestration.failures import fails_clearly
from orchestration.ledger import GROUP, KINDS, OWNERS
from orchestration.reports import Result, shown


@dg.asset(
    key="ledger_member__tiers",
    deps=["ledger_member__earnings"],
    group_name=GROUP,
    owners=OWNERS,
    kinds=KINDS,
    metadata={"dagster/table_name": "public.member_tiers"},
)
@fails_clearly
def ledger_member__tiers(database: dg.ResourceParam[Database], clock: dg.ResourceParam[Clock]) -> Result:
    """Every member of every program stands where their program's ladder and downgrade policy put them."""
    with database.begin() as work:
        codes = [program.code for program in programs(within=work, at=clock.now())]
    counts = Counter[str]()
    for code in codes:
        counts += _judge(code, database, clock)
    return dg.MaterializeResult(metadata={name: shown(value) for name, value in sorted(counts.items())})


def _judge(program_code: str, database: Database, clock: Clock) -> Counter[str]:
    """Every member of the program is judged; how many were, and the moves by type."""
    counts, last, has_more = Counter[str](), None, True
    while has_more:
        with database.begin() as work:
            part = requalify(program_code, within=work, clock=clock, after=last)
        last, has_more = part.last_member_id, part.has_more
        counts.update({"judged": part.judged_count} | {str(kind).lower(): count for kind, count in part.moves.items()})
    return counts
