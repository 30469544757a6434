"""When a member must be left in peace, on the member's own clock, daylight saving included. Pure. Not here: whose clock it is."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `starts` until just before `ends`, local wall time; it may pass midnight. Equal ends mean the whole day and are not allowed."""

    starts: time
    ends: time

    def hold_at(self, local: time) -> bool:
        """Whether this wall time is quiet."""
        if self.starts < self.ends:
            return self.starts <= local < self.ends
        return local >= self.starts or local < self.ends


def next_loud(at: datetime, zone: ZoneInfo, quiet: QuietHours) -> datetime:
    """The first instant from `at` on at which the wall clock of `zone` is outside the quiet hours; `at` itself if it is.

    Where daylight saving skips the end of the quiet hours, they end at the skip; where it repeats an hour, both passes count.
    """
    if not _is_quiet(at, zone, quiet):
        return at
    today = at.astimezone(zone).date()
    ends = sorted(_instant(today + timedelta(days=days), quiet.ends, fold, zone) for days in (-1, 0, 1, 2) for fold in (0, 1))
    end = next(one for one in ends if one > at and not _is_quiet(one, zone, quiet))
    if end.astimezone(zone).time() == quiet.ends:
        return end
    return _first_loud(at, end, zone, quiet)


def _is_quiet(at: datetime, zone: ZoneInfo, quiet: QuietHours) -> bool:
    return quiet.hold_at(at.astimezone(zone).time())


def _instant(day: date, wall: time, fold: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, wall.replace(fold=fold), zone).astimezone(UTC)


def _first_loud(quiet_at: datetime, loud_at: datetime, zone: ZoneInfo, quiet: QuietHours) -> datetime:
    """Between a quiet and a loud instant: the wall clock jumped over the end, and the jump is found to the second."""
    low, high = int(quiet_at.timestamp()), int(loud_at.timestamp())
    while high - low > 1:
        middle = (low + high) // 2
        if _is_quiet(datetime.fromtimestamp(middle, UTC), zone, quiet):
            low = middle
        else:
            high = middle
    return datetime.fromtimestamp(high, UTC)
