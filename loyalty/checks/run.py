"""Proves the invariants on a database. Not here: what they are (each room's `checks.py`, gathered in the registry)."""

from collections.abc import Sequence

from sqlalchemy import text

from loyalty.checks.model import Check, CheckResult
from loyalty.checks.registry import ALL_CHECKS
from loyalty.database import Work

# One pass counts and keeps the first; the query runs once.
COUNT_AND_FIRST = """
with violation as materialized ({query})
select (select count(*) from violation), (select to_jsonb(violation) from violation limit 1)
"""


def run_checks(within: Work, checks: Sequence[Check] = ALL_CHECKS) -> list[CheckResult]:
    """One result per check, in the order of the registry. Only reads.

    Where others write meanwhile, hand over a transaction that is REPEATABLE READ, so that every check sees one instant.
    """
    return [_run(check, within) for check in checks]


def _run(check: Check, within: Work) -> CheckResult:
    count, first = within.execute(text(COUNT_AND_FIRST.format(query=check.query))).one()
    return CheckResult(check.code, check.sentence, count, first)
