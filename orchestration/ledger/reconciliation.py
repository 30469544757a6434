"""Prove the books. Arrives: the loyalty database. Leaves: one asset check per invariant, with the first row that breaks it.

Not partitioned: an invariant holds always. Writes nothing. The same checks as `khaywe check`.
"""

import json

import dagster as dg

from loyalty.checks.registry import ALL_CHECKS
from loyalty.checks.run import run_checks
from loyalty.database import Database
from orchestration.failures import fails_clearly
from orchestration.ledger import OWNERS
from orchestration.reports import Result, shown

KEY = dg.AssetKey("ledger_books__reconciliation")


def _check_name(code: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in code.lower())


@dg.asset(
    key=KEY,
    deps=[
        "ledger_member__tiers_by_balance",
        "ledger_member__tiers_by_segment",
        "ledger_member__expiry_notices",
        "ledger_voucher__expiries",
        "delivery_member__daily",
    ],
    group_name="reconciliation",
    owners=OWNERS,
    kinds={"postgres"},
    check_specs=[dg.AssetCheckSpec(_check_name(check.code), asset=KEY, description=check.sentence) for check in ALL_CHECKS],
)
@fails_clearly
def ledger_books__reconciliation(database: dg.ResourceParam[Database]) -> Result:
    """Every invariant was asked, in one snapshot of the database; a broken one is a failed check, not a failed run."""
    with database.begin() as work:
        results = run_checks(work)
    return dg.MaterializeResult(
        metadata={"checks": shown(len(results)), "violations": shown(sum(result.violation_count for result in results))},
        check_results=[
            dg.AssetCheckResult(
                asset_key=KEY,
                check_name=_check_name(result.code),
                passed=result.is_kept,
                description=None if result.is_kept else f"{result.violation_count} rows break it: {result.sentence}",
                metadata={"violations": result.violation_count, "first_violation": json.dumps(result.first_violation, default=str)},
            )
            for result in results
        ],
    )
