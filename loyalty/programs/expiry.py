"""When a lot stops being spendable: a pure function of the event and the policy. Not here: posting the expiry (the ledger)."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from loyalty.programs.model import ExpiryPolicy, ExpiryRounding, LotExpiry


def lot_expires_at(event_time: datetime, expiry: LotExpiry, timezone: str) -> datetime | None:
    """The first instant at which a lot of this event is not spendable any more, UTC; None: it never expires.

    Counted on the program's calendar: months first (the 31st becomes the last day of a shorter month), then days, then
    rounded up to the end of that day or month. Without rounding, the event's local time of day is kept.
    """
    if expiry.policy is ExpiryPolicy.NEVER:
        return None
    local = event_time.astimezone(_zone(timezone))
    if expiry.rounding is ExpiryRounding.NONE:
        on = _later(local.date(), expiry)
        return datetime.combine(on, local.time(), tzinfo=local.tzinfo).astimezone(UTC)
    return _rounded_end(local.date(), expiry, timezone)


@lru_cache(maxsize=4096)
def _rounded_end(event_on: date, expiry: LotExpiry, timezone: str) -> datetime:
    last_on = _later(event_on, expiry)
    if expiry.rounding is ExpiryRounding.MONTH_END:
        last_on = last_on.replace(day=monthrange(last_on.year, last_on.month)[1])
    return datetime.combine(last_on + timedelta(days=1), time.min, tzinfo=_zone(timezone)).astimezone(UTC)


def _later(on: date, expiry: LotExpiry) -> date:
    month_index = on.year * 12 + on.month - 1 + expiry.months
    year, month = divmod(month_index, 12)
    day = min(on.day, monthrange(year, month + 1)[1])
    return date(year, month + 1, day) + timedelta(days=expiry.days)


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
