"""An event as it stands in the store and travels: what happened, to whom, when, and its place. Not here: which types there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson

from loyalty.events.errors import EventInvalid
from loyalty.ids import MalformedId, read_id, show_id

EVENT_ID_PREFIX = "evt"
MEMBER_ID_PREFIX = "mbr"
OURS = "khaywe"
"""The source of what the platform tells by itself."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. `position` has no gaps and grows as events are stored; `stored_at` is wall-clock time."""

    position: int
    id: UUID
    type: str
    schema_version: int
    member_id: UUID
    external_id: str | None
    program_code: str | None
    source: str
    occurred_at: datetime
    recorded_at: datetime
    stored_at: datetime
    data: Mapping[str, Any]


def is_wanted(type_: str, patterns: Sequence[str]) -> bool:
    """Whether a type is among the patterns: a type, `points.*` for all that begin so, or `*`."""
    return any(pattern in {"*", type_} or (pattern.endswith(".*") and type_.startswith(pattern[:-1])) for pattern in patterns)


def envelope_of(event: Event) -> dict[str, Any]:
    """What the bus, webhooks and the API say of an event."""
    return {
        "id": show_id(EVENT_ID_PREFIX, event.id),
        "type": event.type,
        "schema_version": event.schema_version,
        "position": event.position,
        "occurred_at": _written(event.occurred_at),
        "recorded_at": _written(event.recorded_at),
        "stored_at": _written(event.stored_at),
        "source": event.source,
        "subject": {
            "member_id": show_id(MEMBER_ID_PREFIX, event.member_id),
            "external_id": event.external_id,
            "program_code": event.program_code,
        },
        "data": event.data,
    }


def body_of(event: Event) -> bytes:
    """The envelope as JSON."""
    return orjson.dumps(envelope_of(event))


def read_body(body: bytes | str) -> Event:
    """The event that `body_of` wrote.

    Raises:
        EventInvalid: it is no such envelope.
    """
    try:
        told = orjson.loads(body)
        subject = told["subject"]
        return Event(
            position=int(told["position"]),
            id=read_id(EVENT_ID_PREFIX, told["id"]),
            type=told["type"],
            schema_version=told["schema_version"],
            member_id=read_id(MEMBER_ID_PREFIX, subject["member_id"]),
            external_id=subject["external_id"],
            program_code=subject["program_code"],
            source=told["source"],
            occurred_at=datetime.fromisoformat(told["occurred_at"]),
            recorded_at=datetime.fromisoformat(told["recorded_at"]),
            stored_at=datetime.fromisoformat(told["stored_at"]),
            data=told["data"],
        )
    except (ValueError, KeyError, TypeError, AttributeError, MalformedId) as error:
        raise EventInvalid("This is not an event as the relay writes it.", reason=str(error)[:200]) from error


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
