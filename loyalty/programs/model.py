"""What a program says: its wallet, its earning rules, how lots expire, its tier ladder. Not here: files (definition) and rows (store)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ExpiryPolicy(StrEnum):
    """When a lot stops being spendable. CALENDAR and INACTIVITY are not offered yet."""

    NEVER = "NEVER"
    ROLLING = "ROLLING"


class ExpiryRounding(StrEnum):
    """To which end a rolling expiry is moved forward, in the program's time zone."""

    NONE = "NONE"
    DAY_END = "DAY_END"
    MONTH_END = "MONTH_END"


@dataclass(frozen=True, slots=True)
class LotExpiry:
    """A lot's expiry: so many months and days after the event, rounded up to the end of a day or month."""

    policy: ExpiryPolicy
    months: int = 0
    days: int = 0
    rounding: ExpiryRounding = ExpiryRounding.NONE


@dataclass(frozen=True, slots=True)
class PerAmount:
    """`points` for every full `per_minor` of what was spent; the rest of the division earns nothing."""

    points: int
    per_minor: int


@dataclass(frozen=True, slots=True)
class EarningRule:
    """What a purchase earns, and how long it lasts."""

    code: str
    effect: PerAmount
    expiry: LotExpiry


@dataclass(frozen=True, slots=True)
class Tier:
    """A rung of the ladder; a member stands on it from `qualifying_minor_min` of spend in the window."""

    code: str
    name: dict[str, str]
    qualifying_minor_min: int


@dataclass(frozen=True, slots=True)
class TierLadder:
    """Tiers from lowest to highest by spend over the last `window_days` days; the lowest starts at 0."""

    window_days: int
    tiers: tuple[Tier, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """One revision of a program's definition."""

    code: str
    name: dict[str, str]
    timezone: str
    currency_code: str
    wallet_code: str
    earning_rule: EarningRule
    ladder: TierLadder


@dataclass(frozen=True, slots=True)
class ProgramRevision:
    """A program as it is in force from `valid_from`; revision 1 also rates everything earlier. Never changed once stored."""

    program: Program
    revision: int
    valid_from: datetime


def revision_at(revisions: list[ProgramRevision], event_time: datetime) -> ProgramRevision:
    """The revision in force at `event_time`; the first one also rates what happened before it."""
    for revision in reversed(revisions):
        if revision.valid_from <= event_time:
            return revision
    return revisions[0]
