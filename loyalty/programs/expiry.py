"""When a lot stops being spendable: a pure function of the event and the policy. Not here: posting the expiry (the ledger)."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from loyalty.programs.rules_model import ExpiryPolicy, ExpiryRounding, LotExpiry
from loyalty.programs.timeframe import zone

_PERIOD_MONTHS = {ExpiryRounding.MONTH_END: 1, ExpiryRounding.QUARTER_END: 3, ExpiryRounding.YEAR_END: 12}


def lot_expires_at(event_time: datetime, expiry: LotExpiry, timezone: str) -> datetime | None:
    """The first instant at which a lot of this event is not spendable any more, UTC; None: it never expires.

    Counted on the program's calendar. ROLLING: months first (the 31st becomes the last day of a shorter month), then days, then
    rounded up to the end of that day, month, quarter or year; without rounding, the event's local time of day is kept. CALENDAR: the
    end of the next of its days that is at least `days` later (29 February is the 28th in a common year). INACTIVITY: `days` later, which
    the ledger moves on with every activity.
    """
    if expiry.policy is ExpiryPolicy.NEVER:
        return None
    local = event_time.astimezone(zone(timezone))
    if expiry.policy is ExpiryPolicy.CALENDAR:
        return _calendar_end(local.date(), expiry, timezone)
    if expiry.policy is ExpiryPolicy.INACTIVITY:
        return event_time + timedelta(days=expiry.days)
    if expiry.rounding is ExpiryRounding.NONE:
        on = _later(local.date(), expiry)
        return datetime.combine(on, local.time(), tzinfo=local.tzinfo).astimezone(UTC)
    return _rounded_end(local.date(), expiry, timezone)


@lru_cache(maxsize=4096)
def _rounded_end(event_on: date, expiry: LotExpiry, timezone: str) -> datetime:
    last_on = _later(event_on, expiry)
    months = _PERIOD_MONTHS.get(expiry.rounding)
    if months is not None:
        last_month = (last_on.month - 1) // months * months + months
        last_on = date(last_on.year, last_month, monthrange(last_on.year, last_month)[1])
    return _end_of(last_on, timezone)


@lru_cache(maxsize=4096)
def _calendar_end(event_on: date, expiry: LotExpiry, timezone: str) -> datetime:
    earliest = event_on + timedelta(days=expiry.days)
    days = [
        date(year, month, min(day, monthrange(year, month)[1])) for year in (earliest.year, earliest.year + 1) for month, day in expiry.on
    ]
    return _end_of(min(day for day in days if day >= earliest), timezone)


def _end_of(on: date, timezone: str) -> datetime:
    return datetime.combine(on + timedelta(days=1), time.min, tzinfo=zone(timezone)).astimezone(UTC)


def _later(on: date, expiry: LotExpiry) -> date:
    month_index = on.year * 12 + on.month - 1 + expiry.months
    year, month = divmod(month_index, 12)
    day = min(on.day, monthrange(year, month + 1)[1])
    return date(year, month + 1, day) + timedelta(days=expiry.days)
