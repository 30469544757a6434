"""When a wait is over, on the member's own clock and across daylight saving. Pure; not here: what follows (`decide.py`)."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from loyalty.journeys.model import Span

DAYS_AHEAD = 8
"""Every weekday, and today again should its time be over."""


# Members of a zone wait for the same few instants.
@lru_cache(maxsize=4_096)
def instant_of(wall: datetime, zone: ZoneInfo) -> datetime:
    """The instant at which clocks in the zone show this time. A time that is shown twice is meant the first time; one that is skipped is
    read as before the change (02:30 becomes 03:30), as calendars do (RFC 5545)."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def after(start: datetime, span: Span, zone: ZoneInfo) -> datetime:
    """The instant when the span is over: days by the calendar of the zone, then hours and minutes as they pass."""
    begun = start.astimezone(UTC)
    if span.days:
        local = start.astimezone(zone)
        begun = instant_of(local.replace(tzinfo=None) + timedelta(days=span.days), zone)
    return begun + timedelta(hours=span.hours, minutes=span.minutes)


def next_local_time(now: datetime, at: time, weekdays: Collection[int], zone: ZoneInfo) -> datetime:
    """The first instant after `now` at which clocks in the zone show `at`, on one of the weekdays (1 Monday … 7 Sunday; none: any)."""
    today = now.astimezone(zone).date()
    candidates = (today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD + 1))
    instants = (instant_of(datetime.combine(day, at), zone) for day in candidates if not weekdays or day.isoweekday() in weekdays)
    return next(instant for instant in instants if instant > now)


def on_date(day: date, offset_days: int, at: time, zone: ZoneInfo) -> datetime | None:
    """The instant on that day, so many days later, at that time in the zone; None: it lies outside the calendar."""
    try:
        return instant_of(datetime.combine(day + timedelta(days=offset_days), at), zone)
    except OverflowError:
        return None


def read_day(value: object) -> date | None:
    """The day that a fact tells, as a date or at the beginning of an ISO text; None: it tells none."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def zone_of(name: object, default: ZoneInfo) -> tuple[ZoneInfo, str | None]:
    """The time zone of that name, or the default; and what is wrong with the name, where it is none (never dropped in silence)."""
    if name is None:
        return default, None
    try:
        return ZoneInfo(str(name)), None
    except (ValueError, OSError, KeyError):
        return default, str(name)[:80]
