"""Invariant checks. `loyalty.checks.run.run_checks` proves them all; rooms contribute theirs in `loyalty.checks.registry`."""

from loyalty.checks.model import Check, CheckResult

__all__ = ["Check", "CheckResult"]
