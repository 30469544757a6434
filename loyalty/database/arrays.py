"""Columns of values as PostgreSQL array literals, which cost a tenth of adapting each value. Not here: any statement."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from uuid_utils import uuid7


def uuid_array(values: Iterable[UUID | None]) -> str:
    """A literal for `::uuid[]`."""
    return "{" + ",".join(["NULL" if value is None else value.hex for value in values]) + "}"


def fresh_uuid_array(count: int) -> str:
    """A literal for `::uuid[]` of new ids, version 7, for rows that nobody in memory refers to."""
    return "{" + ",".join([uuid7().hex for _ in range(count)]) + "}"


def number_array(values: Iterable[int | None]) -> str:
    """A literal for `::bigint[]`."""
    return "{" + ",".join(["NULL" if value is None else str(value) for value in values]) + "}"


def zeros(count: int) -> str:
    """A literal for `::bigint[]` of nothing but zeros."""
    return "{" + ",".join(["0"] * count) + "}"


def bytes_array(values: Iterable[bytes]) -> str:
    """A literal for `::bytea[]`."""
    return "{" + ",".join(['"\\\\x' + value.hex() + '"' for value in values]) + "}"


def time_array(values: Iterable[datetime | None]) -> str:
    """A literal for `::timestamptz[]`; the values know their offset."""
    return "{" + ",".join(["NULL" if value is None else value.isoformat() for value in values]) + "}"


def code_array(values: Iterable[str]) -> str:
    """A literal for `::text[]` of our own closed codes, which need no quotes."""
    return "{" + ",".join(values) + "}"


def text_array(values: Iterable[str | None]) -> str:
    """A literal for `::text[]`, quoted whatever the text holds (but the null character, which PostgreSQL has no place for)."""
    listed = list(values)
    missing = listed.count(None)
    if missing == len(listed):
        return "{" + ",".join(["NULL"] * missing) + "}"
    if not missing:
        joined = '","'.join(listed)  # type: ignore[arg-type]
        # Nothing to escape anywhere: one look at the whole costs less than one at each.
        if "\\" not in joined and joined.count('"') == 2 * (len(listed) - 1):
            return '{"' + joined + '"}'
    return "{" + ",".join(["NULL" if value is None else _quoted(value) for value in listed]) + "}"


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
