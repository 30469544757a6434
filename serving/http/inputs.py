"""The types of what callers send: whole numbers, bounded text, instants with a zone. Not here: bodies (each slice's `schemas.py`)."""

import re
from datetime import UTC, date, datetime
from math import isfinite
from typing import Annotated, Any

from fastapi import Query
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from loyalty.ledger.model import AMOUNT_MAX, LABEL_LENGTH_MAX, REFERENCE_LENGTH_MAX

JSON_DEPTH_MAX = 64

# No control characters: PostgreSQL refuses NUL, and a log line must stay one line.
PLAIN_TEXT = r"^[^\x00-\x1f\x7f]+$"
_RFC_3339 = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DIGITS = re.compile(r"-?[0-9]{1,9}")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)


class In(BaseModel):
    """A body: unknown fields are refused, so that a misspelt one is never silently dropped."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _written_with_zone(value: object) -> object:
    if not isinstance(value, str) or not _RFC_3339.fullmatch(value):
        raise ValueError("must be an RFC 3339 instant with a zone, such as 2017-10-31T14:05:00Z")
    return value


def _written_as_day(value: object) -> object:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("must be a day such as 2017-10-31")
    return value


def _within_reason(value: datetime) -> datetime:
    try:
        instant = value.astimezone(UTC)
    except OverflowError:
        raise ValueError("must lie between the years 2000 and 2099") from None
    if not _EARLIEST <= instant < _LATEST:
        raise ValueError("must lie between the years 2000 and 2099")
    return instant


Amount = Annotated[int, Field(strict=True, gt=0, le=AMOUNT_MAX)]
AmountOrZero = Annotated[int, Field(strict=True, ge=0, le=AMOUNT_MAX)]
Reference = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=REFERENCE_LENGTH_MAX, pattern=PLAIN_TEXT)]
Label = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=LABEL_LENGTH_MAX, pattern=PLAIN_TEXT)]
CurrencyCode = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Z]{3}$")]
Instant = Annotated[
    datetime,
    AfterValidator(_within_reason),
    BeforeValidator(_written_with_zone),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2017-10-31T18:05:00Z"]}),
]


def _storable(value: dict[str, object]) -> dict[str, object]:
    """Walks without recursion: what it guards against is what would exhaust a recursion."""
    waiting: list[tuple[object, int]] = [(value, 1)]
    while waiting:
        found, depth = waiting.pop()
        if depth > JSON_DEPTH_MAX:
            raise ValueError(f"must not be nested more than {JSON_DEPTH_MAX} deep")
        if isinstance(found, dict):
            waiting += [(part, depth + 1) for pair in found.items() for part in pair]
        elif isinstance(found, list):
            waiting += [(part, depth + 1) for part in found]
        elif isinstance(found, float) and not isfinite(found):
            raise ValueError("must not hold a number that is not finite")
        elif isinstance(found, str) and ("\x00" in found or _SURROGATE.search(found)):
            raise ValueError("must not hold text with a NUL or half a character")
    return value


# What JSON, PostgreSQL and our own hands can all carry.
JsonObject = Annotated[dict[str, Any], AfterValidator(_storable)]

BusinessDay = Annotated[date, BeforeValidator(_written_as_day), WithJsonSchema({"type": "string", "format": "date"})]

AsOf = Annotated[Instant | None, Query(description="The instant of the answer; left out: now, by the business clock.")]


def _written_as_truth(value: object) -> object:
    if isinstance(value, str) and value not in {"true", "false"}:
        raise ValueError("must be true or false")
    return value


def _written_as_number(value: object) -> object:
    if isinstance(value, str) and not _DIGITS.fullmatch(value):
        raise ValueError("must be a whole number in digits")
    return value


# In a query everything is text, of which pydantic takes more than the contract promises: `yes`, `1.0`, ` 7 `.
Truth = Annotated[bool, BeforeValidator(_written_as_truth)]
Number = Annotated[int, BeforeValidator(_written_as_number)]

DryRun = Annotated[
    Truth,
    Query(description="Check and refuse exactly as the real call would, and store nothing. The answer then has `would_apply: true`."),
]
