"""Cursors: where the next page of a listing starts, as opaque text. Not here: any listing."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from loyalty.errors import Invalid

PAGE_LIMIT_MAX = 200

Item = TypeVar("Item")


class CursorMalformed(Invalid):
    """The cursor is not one that a previous page gave out."""

    code = "CURSOR_MALFORMED"


class LimitInvalid(Invalid):
    """A page holds 1 to 200 items."""

    code = "LIMIT_INVALID"


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some items, and the cursor of the page after them (None: this was the last)."""

    items: list[Item]
    next_cursor: str | None


def write_cursor(*position: str) -> str:
    """The opaque text for a position, e.g. the sort key of the last item of a page."""
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode().rstrip("=")


def read_cursor(cursor: str, *, parts: int) -> Sequence[str]:
    """The position inside a cursor.

    Raises:
        CursorMalformed: it was not written by `write_cursor` with so many parts.
    """
    try:
        position = json.loads(base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)))
    except (binascii.Error, UnicodeError, ValueError):
        position = None
    if not isinstance(position, list) or len(position) != parts or not all(isinstance(part, str) for part in position):
        raise CursorMalformed("The cursor is not one that this listing gave out; start again without it.", cursor=cursor[:80])
    return position


def check_limit(limit: int) -> int:
    """`limit`, when a page may be so long.

    Raises:
        LimitInvalid: it is not between 1 and 200.
    """
    if isinstance(limit, bool) or not isinstance(limit, int) or not 1 <= limit <= PAGE_LIMIT_MAX:
        raise LimitInvalid(f"limit must be a whole number from 1 to {PAGE_LIMIT_MAX}.", limit=limit)
    return limit
