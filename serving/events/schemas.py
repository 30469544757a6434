"""The wire shapes of events: what callers tell, what is told of events and of those set aside."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from loyalty.events import DEAD_LETTER_ID_PREFIX, EVENT_ID_PREFIX, DeadLetter, Event, TellEvent, Told
from loyalty.events.catalogue import OWN_TYPE
from loyalty.ids import show_id
from loyalty.members import MEMBER_ID_PREFIX
from serving.http.errors import Problem
from serving.http.inputs import PLAIN_TEXT, In, Instant, JsonObject, Reference
from serving.http.outputs import Out

TypeName = Annotated[str, StringConstraints(strict=True, max_length=160, pattern=OWN_TYPE)]
ITEMS_MAX = 1_000

EXAMPLES: dict[str, Any] = {
    "customer.updated": {
        "summary": "The warehouse knows something new of a customer",
        "value": {"type": "customer.updated", "member_id": "1042", "id": "crm-77-1", "data": {"changed": ["household_size"]}},
    },
    "own": {
        "summary": "An event of the company's own",
        "value": {"type": "cart.abandoned", "member_id": "1042", "data": {"value_minor": 4599}},
    },
}


class EventIn(In):
    """Something that happened to a member."""

    type: TypeName = Field(description="`customer.updated`, `customer.purchased`, or one of your own such as `cart.abandoned`.")
    member_id: Annotated[str, StringConstraints(strict=True, min_length=1, max_length=200, pattern=PLAIN_TEXT)] = Field(
        description="The member's id (`mbr_…`) or external id.", examples=["1042"]
    )
    occurred_at: Instant | None = Field(default=None, description="Left out: now, by the business clock.")
    id: Reference | None = Field(default=None, description="Your own id of the event: told twice by one key, it is told once.")
    data: JsonObject = Field(default_factory=dict, description="What the event says; at most 16 KiB.")

    def command(self, source: str, program_code: str | None) -> TellEvent:
        """The act that is asked for."""
        return TellEvent(self.type, self.member_id, self.occurred_at, self.data, self.id, source, program_code)


class EventsIn(In):
    """Events in the order in which they happened."""

    mode: Literal["atomic", "independent"] = Field(description="`independent`: each is told or refused by itself. `atomic`: all or none.")
    items: list[EventIn] = Field(min_length=1, max_length=ITEMS_MAX)


class ToldOut(Out):
    """An event that was taken on; it reaches its consumers within moments."""

    event_id: str
    member_id: str
    type: str
    is_known: bool = Field(description="It had been told before under your id, and was not told again.")
    would_apply: bool

    @classmethod
    def of(cls, told: Told, *, is_dry_run: bool) -> "ToldOut":
        """The wire shape of an event that was taken on."""
        return cls(
            event_id=show_id(EVENT_ID_PREFIX, told.event_id),
            member_id=show_id(MEMBER_ID_PREFIX, told.member_id),
            type=told.type,
            is_known=told.is_known,
            would_apply=is_dry_run,
        )


class ToldItemOut(Out):
    """What became of one event: exactly what it would have been answered alone."""

    index: int
    status: int
    result: ToldOut | None
    problem: Problem | None


class ToldBatchOut(Out):
    """What became of a batch."""

    mode: str
    applied_count: int
    refused_count: int
    items: list[ToldItemOut]


class SubjectOut(Out):
    """The member an event is about."""

    member_id: str
    external_id: str | None
    program_code: str | None


class EventOut(Out):
    """An event as the bus and webhooks carry it. Readers pass over fields of `data` that they do not know."""

    id: str
    type: str
    schema_version: int
    position: int = Field(description="The place in the store: no gaps, and of one member in order.")
    occurred_at: datetime
    recorded_at: datetime
    stored_at: datetime = Field(description="By the wall clock.")
    source: str
    subject: SubjectOut
    data: dict[str, Any]

    @classmethod
    def of(cls, event: Event) -> "EventOut":
        """The wire shape of an event."""
        subject = SubjectOut(
            member_id=show_id(MEMBER_ID_PREFIX, event.member_id), external_id=event.external_id, program_code=event.program_code
        )
        return cls(
            id=show_id(EVENT_ID_PREFIX, event.id),
            type=event.type,
            schema_version=event.schema_version,
            position=event.position,
            occurred_at=event.occurred_at,
            recorded_at=event.recorded_at,
            stored_at=event.stored_at,
            source=event.source,
            subject=subject,
            data=dict(event.data),
        )


class DeadLetterOut(Out):
    """An event that one consumer could not take in; the others have it. `khaywe events dead-letters` tries it again."""

    id: str
    consumer: str
    event_id: str | None = Field(description="Null where what arrived could not be read as an event.")
    type: str | None
    member_id: str | None
    body: str
    reason_code: str
    reason: str
    status: Literal["WAITING", "REDRIVEN", "DISCARDED"]
    attempt_count: int
    set_aside_at: datetime
    changed_at: datetime

    @classmethod
    def of(cls, letter: DeadLetter) -> "DeadLetterOut":
        """The wire shape of a dead letter."""
        return cls(
            id=show_id(DEAD_LETTER_ID_PREFIX, letter.id),
            consumer=letter.consumer,
            event_id=show_id(EVENT_ID_PREFIX, letter.event_id) if letter.event_id else None,
            type=letter.type,
            member_id=show_id(MEMBER_ID_PREFIX, letter.member_id) if letter.member_id else None,
            body=letter.body,
            reason_code=letter.reason_code,
            reason=letter.reason,
            status=letter.status,
            attempt_count=letter.attempt_count,
            set_aside_at=letter.set_aside_at,
            changed_at=letter.changed_at,
        )
