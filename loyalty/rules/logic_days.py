"""Days in conditions over nested facts, where a day is a text "2017-10-31" or an instant that begins with one. Pure; null stays null."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from loyalty.rules.calendar import PARTS, SHIFT_MAX, UNITS, shifted
from loyalty.rules.logic_values import as_number

_ISO_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?", re.ASCII | re.DOTALL)


def day_of(value: object) -> date | None:
    """The day that a value names, or None."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    found = _ISO_DAY.fullmatch(value) if isinstance(value, str) else None
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def days_between(given: Sequence[object]) -> object:
    """How many days the second day lies after the first."""
    start, end = (day_of(value) for value in given)
    return None if start is None or end is None else (end - start).days


def date_add(given: Sequence[object]) -> object:
    """The day so many days, weeks, months or years later, as a text."""
    day, count, named = day_of(given[0]), as_number(given[1]), given[2]
    if day is None or count is None or count != int(count) or not isinstance(named, str) or named not in UNITS:
        return None
    unit, each = UNITS[named]
    if abs(count * each) > SHIFT_MAX[unit]:
        return None
    try:
        return shifted(day, int(count) * each, unit).isoformat()
    except (OverflowError, ValueError):
        return None


def date_part(given: Sequence[object]) -> object:
    """The year, month, day or weekday (Monday is 1) of a day."""
    day, part = day_of(given[0]), given[1]
    return PARTS[part](day) if day is not None and isinstance(part, str) and part in PARTS else None
