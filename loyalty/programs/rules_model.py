"""What an earning rule says: trigger, condition, effects, timeframe, pending, expiry, caps. Not here: applying it (rating) and files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from loyalty.rules.logic import Logic

PURCHASE = "purchase"
"""The trigger of an order; every other trigger is an event of the company's own, such as `review.written`."""


class ExpiryPolicy(StrEnum):
    """When a lot stops being spendable."""

    NEVER = "NEVER"
    ROLLING = "ROLLING"
    CALENDAR = "CALENDAR"
    INACTIVITY = "INACTIVITY"


class ExpiryRounding(StrEnum):
    """To which end a rolling expiry is moved forward, in the program's time zone."""

    NONE = "NONE"
    DAY_END = "DAY_END"
    MONTH_END = "MONTH_END"
    QUARTER_END = "QUARTER_END"
    YEAR_END = "YEAR_END"


@dataclass(frozen=True, slots=True)
class LotExpiry:
    """A lot's expiry, counted from the instant at which its points become active.

    ROLLING: so many months and days later, rounded up to the end of a period. CALENDAR: at the end of the next of the days `on`
    (month and day, each year) that is at least `days` later. INACTIVITY: `days` after the account's last activity.
    """

    policy: ExpiryPolicy
    months: int = 0
    days: int = 0
    rounding: ExpiryRounding = ExpiryRounding.NONE
    on: tuple[tuple[int, int], ...] = ()


NEVER_EXPIRES = LotExpiry(ExpiryPolicy.NEVER)


class PendingPolicy(StrEnum):
    """When awarded points become spendable."""

    IMMEDIATE = "IMMEDIATE"
    AFTER_PERIOD = "AFTER_PERIOD"
    ON_DATE = "ON_DATE"
    ON_EVENT = "ON_EVENT"


@dataclass(frozen=True, slots=True)
class Pending:
    """AFTER_PERIOD: `days` later at the same local time. ON_DATE: when that day begins. ON_EVENT: when `event` is reported."""

    policy: PendingPolicy = PendingPolicy.IMMEDIATE
    days: int = 0
    on: date | None = None
    event: str | None = None


IMMEDIATE = Pending()


@dataclass(frozen=True, slots=True)
class LineFilter:
    """Which order lines count: of one of these products or categories (empty: any), and where `condition` holds of the line."""

    product_ids: frozenset[str] = frozenset()
    category_codes: frozenset[str] = frozenset()
    condition: Logic | None = None


EVERY_LINE = LineFilter()


@dataclass(frozen=True, slots=True)
class Fixed:
    """`points`, whatever was bought."""

    points: int


@dataclass(frozen=True, slots=True)
class PerAmount:
    """`points` for every full `per_minor` of what was spent on the lines that count; the rest of the division earns nothing."""

    points: int
    per_minor: int
    lines: LineFilter = EVERY_LINE


@dataclass(frozen=True, slots=True)
class PerLine:
    """`points` for each line, or for each piece of it where `is_per_piece`."""

    points: int
    is_per_piece: bool = False
    lines: LineFilter = EVERY_LINE


@dataclass(frozen=True, slots=True)
class Multiplier:
    """The other rules' points of the same wallet times `percent` / 100: what is beyond 100 is this rule's award."""

    percent: int
    lines: LineFilter = EVERY_LINE


@dataclass(frozen=True, slots=True)
class ExtendExpiry:
    """The member's open lots of the wallet expire so much later."""

    months: int = 0
    days: int = 0


Effect = Fixed | PerAmount | PerLine | Multiplier | ExtendExpiry


@dataclass(frozen=True, slots=True)
class Hours:
    """On these weekdays (0 is Monday), from a local time of day up to, but not including, another; 24:00 is None."""

    weekdays: frozenset[int]
    begins_at: time = time.min
    ends_at: time | None = None


@dataclass(frozen=True, slots=True)
class Timeframe:
    """When a rule applies: from an instant, until (not including) another, and only within the hours where there are any."""

    valid_from: datetime | None = None
    valid_until: datetime | None = None
    hours: tuple[Hours, ...] = ()


ALWAYS = Timeframe()


class CapScope(StrEnum):
    """Whose points a cap counts: each member's by themselves, or everybody's together."""

    MEMBER = "MEMBER"
    ALL_MEMBERS = "ALL_MEMBERS"


class CapPeriod(StrEnum):
    """Over which period of the program's calendar a cap counts; weeks begin on Monday."""

    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"
    TOTAL = "TOTAL"


class CapBeyond(StrEnum):
    """What an award gets that has not enough room: what is left (TRUNCATE), or nothing (REJECT)."""

    TRUNCATE = "TRUNCATE"
    REJECT = "REJECT"


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `points` in each period. Its code is unique within its rule, or among the program's own caps."""

    code: str
    points: int
    period: CapPeriod
    scope: CapScope = CapScope.MEMBER
    beyond: CapBeyond = CapBeyond.TRUNCATE
    wallet_code: str | None = None


@dataclass(frozen=True, slots=True)
class EarningRule:
    """What an event earns, and how long it lasts. `condition` is JSONLogic over the facts; None: always."""

    code: str
    wallet_code: str
    effects: tuple[Effect, ...]
    expiry: LotExpiry = NEVER_EXPIRES
    trigger: str = PURCHASE
    condition: Logic | None = None
    timeframe: Timeframe = ALWAYS
    group_code: str | None = None
    pending: Pending = IMMEDIATE
    caps: tuple[Cap, ...] = ()
    name: Mapping[str, str] = field(default_factory=dict)


class GroupMode(StrEnum):
    """Which of the fired rules of an exclusivity group award: all, the one with most points, or the first in the definition."""

    ALL = "ALL"
    HIGHEST = "HIGHEST"
    FIRST = "FIRST"


@dataclass(frozen=True, slots=True)
class ExclusivityGroup:
    """Rules that name the group share this mode."""

    code: str
    mode: GroupMode
