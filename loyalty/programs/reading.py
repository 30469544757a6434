"""Reads the parts of a definition that several sections have: codes, optional values, lists, conditions. Not here: what they make up."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from typing import NoReturn, TypeVar

from loyalty.definition_file import Section
from loyalty.programs.errors import ProgramDefinitionInvalid
from loyalty.rules.errors import InvalidRule
from loyalty.rules.logic import Logic, read_logic
from loyalty.rules.shapes import ANYTHING, Shape

CODE_LENGTH_MAX = 64
POINTS_MAX = 1_000_000_000
MINOR_MAX = 1_000_000_000_000
MONTHS_MAX = 120
DAYS_MAX = 3_660
LIST_LENGTH_MAX = 200

Part = TypeVar("Part")


def code(section: Section, key: str) -> str:
    """A code: printable, without the `/` that joins codes."""
    value = section.text(key, length_max=CODE_LENGTH_MAX)
    if not value.isprintable() or "/" in value or value != value.strip():
        section.refuse(key, "must be printable, without '/' and without spaces around it", value)
    return value


def optional_code(section: Section, key: str) -> str | None:
    """A code, or None where the key is absent or null."""
    return code(section, key) if section.has(key) else None


def known_code(section: Section, key: str, known: Collection[str], what: str) -> str | None:
    """One of the known codes, or None where the key is absent or null."""
    found = optional_code(section, key)
    if found is not None and found not in known:
        section.refuse(key, f"is no {what} of this program; {_advice(found, known)}", found)
    return found


def whole(section: Section, key: str, *, least: int, most: int, default: int | None = None) -> int | None:
    """A whole number within the bounds, or `default` where the key is absent or null."""
    return section.whole_number(key, least=least, most=most) if section.has(key) else default


def whole_or(section: Section, key: str, default: int, *, least: int, most: int) -> int:
    """A whole number within the bounds, or `default`."""
    return section.whole_number(key, least=least, most=most) if section.has(key) else default


def parts(section: Section, key: str, read: Callable[[Section], Part], *, is_required: bool = False) -> tuple[Part, ...]:
    """What the objects of a list make up; () where the list is absent, null or empty, unless it is required."""
    if not is_required and (not section.has(key) or section.value(key) == []):
        return ()
    found = section.sections(key)
    if len(found) > LIST_LENGTH_MAX:
        section.refuse(key, f"must have at most {LIST_LENGTH_MAX} objects", len(found))
    return tuple(read(one) for one in found)


def texts(section: Section, key: str) -> tuple[str, ...]:
    """A list of short texts; () where it is absent or null."""
    if not section.has(key):
        return ()
    values = section.value(key)
    if not isinstance(values, list) or len(values) > 1_000:
        section.refuse(key, "must be a list of at most 1,000 texts", values)
    for value in values:
        if not isinstance(value, str) or not 1 <= len(value) <= 200:
            section.refuse(key, "must be a list of texts of 1 to 200 characters", value)
    return tuple(values)


def unique(section: Section, key: str, codes: Sequence[str]) -> None:
    """No code stands twice."""
    twice = next((one for place, one in enumerate(codes) if one in codes[:place]), None)
    if twice is not None:
        section.refuse(key, f"must not name '{twice}' twice", list(codes))


def instant(section: Section, key: str) -> datetime | None:
    """An RFC 3339 instant, or None where the key is absent or null."""
    if not section.has(key):
        return None
    value = section.value(key)
    try:
        read = datetime.fromisoformat(str(value))
    except ValueError:
        read = None
    if read is None or read.tzinfo is None:
        section.refuse(key, "must be an instant with its offset, such as 2018-01-01T00:00:00-05:00", value)
    return read


def day(section: Section, key: str) -> date:
    """A calendar day."""
    value = section.value(key)
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        section.refuse(key, "must be a day such as 2018-01-31", value)


def condition(section: Section, key: str, shape: Shape | None) -> Logic | None:
    """A JSONLogic condition, or None where the key is absent or null. `shape` None: a stored one, which was checked when it was saved."""
    if not section.has(key):
        return None
    document = section.value(key)
    try:
        return read_logic(document, ANYTHING if shape is None else shape)
    except InvalidRule as refusal:
        _refuse_rule(section, key, refusal)


def _refuse_rule(section: Section, key: str, refusal: InvalidRule) -> NoReturn:
    try:
        section.refuse(f"{key}{refusal.path}", f"cannot be used: {refusal.message}", None)
    except ProgramDefinitionInvalid as invalid:
        facts = dict(invalid.facts) | {"rule_code": refusal.code, "suggestion": refusal.suggestion}
        raise ProgramDefinitionInvalid(invalid.message, **facts) from None


def _advice(found: str, known: Collection[str]) -> str:
    near = get_close_matches(found, known, n=1)
    if near:
        return f"did you mean '{near[0]}'?"
    return "there are " + ", ".join(f"'{one}'" for one in known) if known else "there are none"
