"""Proves the invariants on a database. Not here: what they are (each room's `checks.py`, gathered in the registry)."""

from collections.abc import Sequence
from time import perf_counter

from sqlalchemy import text

from loyalty.checks.model import Check, CheckResult
from loyalty.checks.registry import ALL_CHECKS
from loyalty.database import Work

# One pass counts and keeps the first; the query runs once.
COUNT_AND_FIRST = """
with violation as materialized ({query})
select (select count(*) from violation), (select to_jsonb(violation) from violation limit 1)
"""

# Checks read whole tables, so they aggregate month by month, in memory: on 50 million entries that halves the time. One such
# transaction may take some gigabytes; a server that has less spills to disk and takes longer.
WHOLE_TABLES = (
    "set local enable_partitionwise_aggregate = on; set local enable_partitionwise_join = on; "
    "set local work_mem = '128MB'; set local hash_mem_multiplier = 4"
)


def run_checks(within: Work, checks: Sequence[Check] = ALL_CHECKS) -> list[CheckResult]:
    """One result per check, in the order of the registry. Only reads; the transaction plans for whole tables from then on.

    Where others write meanwhile, hand over a transaction that is REPEATABLE READ, so that every check sees one instant.
    """
    within.exec_driver_sql(WHOLE_TABLES)
    return [_run(check, within) for check in checks]


def _run(check: Check, within: Work) -> CheckResult:
    began = perf_counter()
    count, first = within.execute(text(COUNT_AND_FIRST.format(query=check.query))).one()
    return CheckResult(check.code, check.sentence, count, first, seconds=perf_counter() - began)
