"""Proves the invariants on a database. Not here: what they are (registry)."""

from collections.abc import Sequence

from loyalty.checks.model import Check, CheckResult
from loyalty.checks.registry import ALL_CHECKS
from loyalty.database import Work


def run_checks(within: Work, checks: Sequence[Check] = ALL_CHECKS) -> list[CheckResult]:
    """One result per check, in the order of the registry; reads only, in one repeatable snapshot where the caller opened one."""
    raise NotImplementedError
