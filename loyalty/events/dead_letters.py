"""Events that could not have their effect: set aside with the reason, looked at, tried again, given up. Not here: why they fail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from loyalty.database import Work
from loyalty.errors import LoyaltyError
from loyalty.events.errors import DeadLetterUnknown
from loyalty.events.model import Event, body_of
from loyalty.ids import new_id

REASON_LENGTH_MAX = 2_000
BODY_LENGTH_MAX = 65_536
DEAD_LETTER_ID_PREFIX = "dlt"

SET_ASIDE = """
insert into event_dead_letters as d
    (id, consumer, event_id, type, member_id, body, reason_code, reason, status, attempt_count, set_aside_at, changed_at)
values (%(id)s, %(consumer)s, %(event_id)s, %(type)s, %(member_id)s, %(body)s, %(reason_code)s, %(reason)s, 'WAITING', 1,
        clock_timestamp(), clock_timestamp())
on conflict (consumer, event_id) where event_id is not null do update
    set status = 'WAITING', attempt_count = d.attempt_count + 1, reason_code = excluded.reason_code, reason = excluded.reason,
        changed_at = clock_timestamp()
"""
LIST = """
select id, consumer, event_id, type, member_id, body, reason_code, reason, status, attempt_count, set_aside_at, changed_at
from event_dead_letters
where (%(consumer)s::text is null or consumer = %(consumer)s) and (%(status)s::text is null or status = %(status)s)
  and (%(after_at)s::timestamptz is null or (set_aside_at, id) > (%(after_at)s::timestamptz, %(after_id)s::uuid))
  and (%(id)s::uuid is null or id = %(id)s)
order by set_aside_at, id limit %(limit)s
"""
MOVE = """
update event_dead_letters set status = %(status)s, attempt_count = attempt_count + %(more)s, changed_at = clock_timestamp()
where id = any(%(ids)s::uuid[]) and status = 'WAITING'
"""
COUNTS = "select consumer, count(*) from event_dead_letters where status = 'WAITING' group by consumer order by consumer"


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An event that was set aside by one consumer. `event_id` is None where it could not even be read."""

    id: UUID
    consumer: str
    event_id: UUID | None
    type: str | None
    member_id: UUID | None
    body: str
    reason_code: str
    reason: str
    status: str
    attempt_count: int
    set_aside_at: datetime
    changed_at: datetime


def set_aside(consumer: str, event: Event, error: Exception, within: Work) -> None:
    """The event waits with its reason; set aside again, it is the same letter with one attempt more."""
    known = {"event_id": event.id, "type": event.type, "member_id": event.member_id, "body": body_of(event).decode()}
    within.exec_driver_sql(SET_ASIDE, {"consumer": consumer, **known, **_reason(error)})


def set_aside_unread(consumer: str, body: bytes, error: Exception, within: Work) -> None:
    """What arrived and could not be taken for an event waits with its reason."""
    text = body.decode("utf-8", "replace").replace("\x00", "\N{REPLACEMENT CHARACTER}")[:BODY_LENGTH_MAX]
    known = {"event_id": None, "type": None, "member_id": None, "body": text}
    within.exec_driver_sql(SET_ASIDE, {"consumer": consumer, **known, **_reason(error)})


def _reason(error: Exception) -> dict[str, object]:
    code = error.code if isinstance(error, LoyaltyError) else type(error).__name__
    return {"id": new_id(), "reason_code": code, "reason": str(error).replace("\x00", "")[:REASON_LENGTH_MAX] or code}


def list_dead_letters(
    *,
    consumer: str | None = None,
    status: str | None = "WAITING",
    after: tuple[datetime, UUID] | None = None,
    limit: int = 200,
    within: Work,
) -> list[DeadLetter]:
    """Letters in the order in which they were set aside."""
    after_at, after_id = after or (None, None)
    values = {"consumer": consumer, "status": status, "after_at": after_at, "after_id": after_id, "id": None, "limit": limit}
    return [_letter(tuple(row)) for row in within.exec_driver_sql(LIST, values)]


def read_dead_letter(letter_id: UUID, *, within: Work) -> DeadLetter:
    """The letter of this id.

    Raises:
        DeadLetterUnknown: there is none.
    """
    values = {"consumer": None, "status": None, "after_at": None, "after_id": None, "id": letter_id, "limit": 1}
    row = within.exec_driver_sql(LIST, values).first()
    if row is None:
        raise DeadLetterUnknown(f"No dead letter has the id '{letter_id}'.", dead_letter_id=str(letter_id))
    return _letter(tuple(row))


def mark(letter_ids: Sequence[UUID], status: str, *, within: Work, is_attempt: bool = False) -> int:
    """Those of the letters that wait are REDRIVEN or DISCARDED from now on; how many."""
    values = {"ids": list(letter_ids), "status": status, "more": int(is_attempt)}
    return within.exec_driver_sql(MOVE, values).rowcount


def waiting_counts(within: Work) -> dict[str, int]:
    """How many letters wait, by consumer."""
    return {str(consumer): int(count) for consumer, count in within.exec_driver_sql(COUNTS)}


def _letter(row: tuple[Any, ...]) -> DeadLetter:
    return DeadLetter(*row)
