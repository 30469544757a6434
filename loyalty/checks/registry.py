"""Every room's checks, by explicit import; a new room appends a line. Not here: the checks and running them."""

from loyalty.checks.model import Check
from loyalty.ledger.checks import CHECKS as LEDGER
from loyalty.members.checks import CHECKS as MEMBERS
from loyalty.programs.checks import CHECKS as PROGRAMS
from loyalty.rewards.checks import CHECKS as REWARDS

ALL_CHECKS: tuple[Check, ...] = (
    *PROGRAMS,
    *MEMBERS,
    *LEDGER,
    *REWARDS,
)
