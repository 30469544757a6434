"""Instants on a program's calendar: whether a rule applies then, and when points become active. Pure; not here: expiry."""

from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from loyalty.programs.rules_model import Pending, PendingPolicy, Timeframe


def applies_at(timeframe: Timeframe, event_time: datetime, timezone: str) -> bool:
    """Whether the instant lies in the timeframe; its hours are what a clock on the wall of the program's zone shows."""
    if timeframe.valid_from is not None and event_time < timeframe.valid_from:
        return False
    if timeframe.valid_until is not None and event_time >= timeframe.valid_until:
        return False
    if not timeframe.hours:
        return True
    local = event_time.astimezone(zone(timezone))
    shown = local.time()
    return any(
        local.weekday() in hours.weekdays and hours.begins_at <= shown and (hours.ends_at is None or shown < hours.ends_at)
        for hours in timeframe.hours
    )


def activates_at(pending: Pending, event_time: datetime, timezone: str) -> datetime | None:
    """When points of an event become active by themselves, UTC; None: at once, or on an event that is yet to come.

    AFTER_PERIOD keeps the local time of day. ON_DATE, once that day has begun, is at once.
    """
    match pending.policy:
        case PendingPolicy.AFTER_PERIOD:
            local = event_time.astimezone(zone(timezone))
            on = local.date() + timedelta(days=pending.days)
            return datetime.combine(on, local.time(), tzinfo=local.tzinfo).astimezone(UTC)
        case PendingPolicy.ON_DATE if pending.on is not None:
            begins = datetime.combine(pending.on, time.min, tzinfo=zone(timezone)).astimezone(UTC)
            return begins if begins > event_time else None
        case _:
            return None


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """The time zone; each is read once."""
    return ZoneInfo(name)
