"""Which stretch of time counts for a tier, on the program's calendar. Pure; from joining it differs by member, so SQL works that out."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from loyalty.programs.model import PeriodKind, TierPeriod
from loyalty.programs.timeframe import zone


class Window(NamedTuple):
    """The current period from `starts_at` to `ends_at`; the one before it, where it still counts, from `before_starts_at`.

    ROLLING has no ends: it moves on each day.
    """

    starts_at: datetime
    before_starts_at: datetime | None = None
    ends_at: datetime | None = None
    next_ends_at: datetime | None = None


def window_at(period: TierPeriod, now: datetime, timezone: str) -> Window:
    """The window of a ROLLING or CALENDAR period at `now`."""
    today = now.astimezone(zone(timezone)).date()
    if period.kind is PeriodKind.ROLLING:
        return Window(day_start(today - timedelta(days=period.days - 1), timezone))
    first = date(today.year, (today.month - 1) // period.months * period.months + 1, 1)
    edges = [day_start(months_later(first, step * period.months), timezone) for step in (0, -1, 1, 2)]
    return Window(*edges)


def day_start(on: date, timezone: str) -> datetime:
    """The first instant of a local day, UTC."""
    return datetime.combine(on, time.min, tzinfo=zone(timezone)).astimezone(UTC)


def months_later(on: date, months: int) -> date:
    """The first of a month so many months later."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, 1)
