"""Every room's checks, by explicit import; a new room appends a line. Not here: the checks and running them."""

from loyalty.checks.model import Check

ALL_CHECKS: tuple[Check, ...] = ()
