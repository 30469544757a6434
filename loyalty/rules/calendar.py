"""Computes with days: shifting by days and months within the years 1 to 9999, and the parts of a day. Pure; not here: time zones."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Literal

Unit = Literal["days", "months"]
Part = Literal["year", "month", "day", "weekday"]

UNITS: Mapping[str, tuple[Unit, int]] = {"days": ("days", 1), "weeks": ("days", 7), "months": ("months", 1), "years": ("months", 12)}
"""How a unit is counted: in days or in months, and how many of them."""
SHIFT_MAX: Mapping[Unit, int] = {"days": 36_600, "months": 1_200}
PARTS: Mapping[str, Callable[[date], int]] = {
    "year": lambda day: day.year,
    "month": lambda day: day.month,
    "day": lambda day: day.day,
    "weekday": lambda day: day.isoweekday(),
}

_FIRST_MONTH, _LAST_MONTH = 12, 9999 * 12 + 11


def shifted(day: date, count: int, unit: Unit) -> date:
    """The day so many days or months later; a month that is too short gives its last day.

    Raises:
        OverflowError, ValueError: it leaves the years 1 to 9999.
    """
    if unit == "days":
        return day + timedelta(days=count)
    year, month = divmod(_month_of(day) + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def shiftable(count: int, unit: Unit) -> tuple[date, date]:
    """The first and the last day that can be shifted so far without leaving the calendar."""
    if unit == "days":
        return date.min + timedelta(days=max(0, -count)), date.max - timedelta(days=max(0, count))
    first_year, first = divmod(max(_FIRST_MONTH, _FIRST_MONTH - count), 12)
    last_year, last = divmod(min(_LAST_MONTH, _LAST_MONTH - count), 12)
    return date(first_year, first + 1, 1), date(last_year, last + 1, monthrange(last_year, last + 1)[1])


def _month_of(day: date) -> int:
    return day.year * 12 + day.month - 1
