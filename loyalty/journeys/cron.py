"""The five fields of a cron expression, and when it ticks next in a time zone. Pure; not here: who is let in at a tick."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from loyalty.journeys.timing import instant_of

# A 29 February that must be a Monday comes every 28 years, and a century may skip it.
YEARS_AHEAD = 41
_FIELDS = (("minute", 0, 59), ("hour", 0, 23), ("day of the month", 1, 31), ("month", 1, 12), ("day of the week", 0, 7))
_NAMES: tuple[dict[str, int], ...] = (
    {},
    {},
    {},
    {name: number for number, name in enumerate(["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"], 1)},
    {name: number for number, name in enumerate(["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"])},
)


class CronMalformed(ValueError):
    """The text is no cron expression; the message says which field and why."""


@dataclass(frozen=True, slots=True)
class Cron:
    """When it ticks. Where both days are restricted, either is enough, as everywhere else."""

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    month_days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    is_either_day: bool

    def next_after(self, instant: datetime, zone: ZoneInfo) -> datetime | None:
        """The first tick after the instant on the clocks of the zone; None: it never ticks. A time that is shown twice ticks once, and one
        that is skipped ticks after the change."""
        day = instant.astimezone(zone).date()
        last = day + timedelta(days=366 * YEARS_AHEAD)
        while day <= last:
            if self._is_day(day):
                ticks = (instant_of(datetime(day.year, day.month, day.day, h, m), zone) for h in self.hours for m in self.minutes)  # noqa: DTZ001 - a wall clock
                later = [tick for tick in ticks if tick > instant]
                if later:
                    return min(later)
            elif day.month not in self.months:
                day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
                continue
            day += timedelta(days=1)
        return None

    def _is_day(self, day: date) -> bool:
        by_month, by_week = day.day in self.month_days, day.isoweekday() % 7 in self.weekdays
        return day.month in self.months and (by_month or by_week if self.is_either_day else by_month and by_week)


def read_cron(text: str) -> Cron:
    """The expression: minute, hour, day of the month, month, day of the week; `*`, lists, ranges, steps and English names.

    Raises:
        CronMalformed: it cannot be read.
    """
    parts = text.split()
    if len(parts) != 5:
        raise CronMalformed("a cron expression has five fields: minute, hour, day of the month, month, day of the week")
    minutes, hours, month_days, months, weekdays = (_field(part, index) for index, part in enumerate(parts))
    return Cron(
        tuple(sorted(minutes)),
        tuple(sorted(hours)),
        frozenset(month_days),
        frozenset(months),
        frozenset(day % 7 for day in weekdays),
        is_either_day=not parts[2].startswith("*") and not parts[4].startswith("*"),
    )


def _field(text: str, index: int) -> set[int]:
    name, least, most = _FIELDS[index]
    found: set[int] = set()
    for part in text.split(","):
        span, _, step = part.partition("/")
        first, dash, last = span.partition("-")
        try:
            begins = least if span == "*" else _number(first, index)
            ends = most if span == "*" or (step and not dash) else _number(last, index) if dash else begins
            by = int(step) if step else 1
        except ValueError:
            raise CronMalformed(f"'{part[:20]}' is no {name}") from None
        if not (least <= begins <= ends <= most and by >= 1) or (not step and part.endswith("/")):
            raise CronMalformed(f"'{part[:20]}' is no {name}: it lies between {least} and {most}")
        found |= set(range(begins, ends + 1, by))
    return found


def _number(text: str, index: int) -> int:
    found = _NAMES[index].get(text.upper())
    if found is None and not (text.isascii() and text.isdigit()):
        raise ValueError(text)
    return int(text) if found is None else found
