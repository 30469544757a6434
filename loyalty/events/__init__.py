"""Events: told in the transaction that causes them, carried in order, taken in once. See README.md. Not here: any effect of them."""

from loyalty.events.asyncapi import document
from loyalty.events.catalogue import EVENT_TYPES, EventType
from loyalty.events.consume import Consumer, Intake, Taken, seconds_since
from loyalty.events.dead_letters import (
    DEAD_LETTER_ID_PREFIX,
    DeadLetter,
    list_dead_letters,
    read_dead_letter,
    set_aside_unread,
    waiting_counts,
)
from loyalty.events.dead_letters import mark as mark_dead_letters
from loyalty.events.errors import ConsumerUnknown, DeadLetterUnknown, EventInvalid, EventTypeReserved, EventUnknown
from loyalty.events.inbound import TellEvent, Told, receive
from loyalty.events.model import EVENT_ID_PREFIX, Event, body_of, envelope_of, is_wanted, read_body
from loyalty.events.replay import Replayed, redrive, replay
from loyalty.events.store import Wanted, cursors, head_position, join_consumer, read_event, read_events, read_newest, waiting_count

__all__ = [
    "DEAD_LETTER_ID_PREFIX",
    "EVENT_ID_PREFIX",
    "EVENT_TYPES",
    "Consumer",
    "ConsumerUnknown",
    "DeadLetter",
    "DeadLetterUnknown",
    "Event",
    "EventInvalid",
    "EventType",
    "EventTypeReserved",
    "EventUnknown",
    "Intake",
    "Replayed",
    "Taken",
    "TellEvent",
    "Told",
    "Wanted",
    "body_of",
    "cursors",
    "document",
    "envelope_of",
    "head_position",
    "is_wanted",
    "join_consumer",
    "list_dead_letters",
    "mark_dead_letters",
    "read_body",
    "read_dead_letter",
    "read_event",
    "read_events",
    "read_newest",
    "receive",
    "redrive",
    "replay",
    "seconds_since",
    "set_aside_unread",
    "waiting_count",
    "waiting_counts",
]
