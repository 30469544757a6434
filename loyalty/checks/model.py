"""What an invariant check is and what it found. Not here: any check (each room has its own) and running them (run)."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """An invariant as one set-based query that returns the rows breaking it.

    `sentence` says what holds when the query returns nothing.
    """

    code: str
    sentence: str
    query: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found: how many rows break the invariant, the first of them (its columns as JSON values), and how long it took."""

    code: str
    sentence: str
    violation_count: int
    first_violation: Mapping[str, object] | None
    seconds: float = 0.0

    @property
    def is_kept(self) -> bool:
        """Whether the invariant holds."""
        return self.violation_count == 0
