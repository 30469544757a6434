"""Events from outside: over HTTP or from a topic, known by the sender's own ids, written to the outbox. Not here: the HTTP, the bus."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import orjson

from loyalty.clock import Clock, UtcClock
from loyalty.database import Database, Work
from loyalty.database.arrays import text_array, time_array, uuid_array
from loyalty.errors import LoyaltyError
from loyalty.events import store
from loyalty.events.catalogue import OWN_TYPE, check_heard
from loyalty.events.dead_letters import set_aside_unread
from loyalty.events.errors import EventInvalid
from loyalty.ids import new_id
from loyalty.members import MEMBER_ID_PREFIX, MemberUnknown

INBOUND = "inbound"
"""The consumer under whose name the ids of senders are remembered."""
DATA_BYTES_MAX = 16_384
FUTURE_SECONDS_MAX = 300
_FIELDS = frozenset({"type", "member_id", "id", "occurred_at", "program_code", "source", "data"})
_TYPE = re.compile(OWN_TYPE)
_SENDERS = UUID("6b686179-7765-4e76-a6e7-696e626f756e")

APPEND = """
insert into outbox (member_id, type, occurred_at, recorded_at, data, event_id, source)
select member_id, type, occurred_at, %(recorded_at)s, data, event_id, source
from unnest(%(member_ids)s::uuid[], %(types)s::text[], %(occurred)s::timestamptz[], %(data)s::jsonb[], %(ids)s::uuid[],
            %(sources)s::text[]) with ordinality as told (member_id, type, occurred_at, data, event_id, source, n)
order by n
"""
MEMBERS = """
select coalesce(m.id::text, '') from unnest(%(ids)s::uuid[], %(names)s::text[], %(programs)s::text[])
    with ordinality as asked (id, name, program_code, n)
left join lateral (
    select m.id from members m where m.id = asked.id
    union all
    select m.id from members m
    where m.external_id = asked.name
      and m.program_code = coalesce(asked.program_code, (select code from programs order by recorded_at, code limit 1))
) m on true
order by n
"""


@dataclass(frozen=True, slots=True)
class TellEvent:
    """Something that happened to a member, told from outside. With `message_id`, the sender's own, telling it twice is telling it once."""

    type: str
    member: str
    """An id `mbr_…`, or the company's own number of the customer."""
    occurred_at: datetime | None
    data: Mapping[str, Any]
    message_id: str | None = None
    source: str = "api"
    program_code: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """The event as it is known from now on; `is_known`: it was told before, and nothing was written."""

    event_id: UUID
    member_id: UUID
    type: str
    is_known: bool


def receive(commands: Sequence[TellEvent], *, within: Work, clock: Clock, dry_run: bool = False) -> list[Told | LoyaltyError]:
    """Each event stands in the outbox, once for its source and message id, or is refused: unknown member, reserved type, wrong data."""
    now = clock.now()
    checked = [_checked(command, now) for command in commands]
    sound = [command for command, one in zip(commands, checked, strict=True) if not isinstance(one, LoyaltyError)]
    found = iter(_members(sound, within) if sound else [])
    members = [None if isinstance(one, LoyaltyError) else next(found) for one in checked]
    ids = [new_id() if isinstance(one, LoyaltyError) else _event_id(command) for command, one in zip(commands, checked, strict=True)]
    outcomes: list[Told | LoyaltyError] = []
    for command, problem, member_id, event_id in zip(commands, checked, members, ids, strict=True):
        if isinstance(problem, LoyaltyError):
            outcomes.append(problem)
        elif member_id is None:
            outcomes.append(MemberUnknown(f"No member has the id or external id '{command.member[:80]}'.", member_id=command.member[:80]))
        else:
            outcomes.append(Told(event_id, member_id, command.type, is_known=False))
    good = [(one, data, command) for one, data, command in zip(outcomes, checked, commands, strict=True) if isinstance(one, Told)]
    # Only an id that the sender gave can come again.
    named = dict.fromkeys(one.event_id for one, _, command in good if command.message_id is not None)
    known = set(named) - store.claim(INBOUND, named, within) if named and not dry_run else set[UUID]()
    written: set[UUID] = set()
    rows = []
    for one, data, command in good:
        if one.event_id not in written and one.event_id not in known:
            written.add(one.event_id)
            rows.append((one, data, command))
    if rows and not dry_run:
        _append(rows, now, within)
    told_first: set[UUID] = set()
    return [_as_told(one, written, told_first) for one in outcomes]


def _as_told(one: Told | LoyaltyError, written: set[UUID], told_first: set[UUID]) -> Told | LoyaltyError:
    """The first of a batch that bears an id is the one that was written."""
    if isinstance(one, LoyaltyError):
        return one
    is_first = one.event_id in written and one.event_id not in told_first
    told_first.add(one.event_id)
    return Told(one.event_id, one.member_id, one.type, is_known=not is_first)


def _checked(command: TellEvent, now: datetime) -> dict[str, Any] | LoyaltyError:
    if not _TYPE.fullmatch(command.type):
        return EventInvalid("A type looks like cart.abandoned: lower-case words joined by dots.", type=command.type[:80])
    if command.occurred_at is not None and command.occurred_at > max(now, UtcClock().now()) + timedelta(seconds=FUTURE_SECONDS_MAX):
        return EventInvalid("occurred_at lies in the future.", occurred_at=command.occurred_at.isoformat())
    try:
        data = check_heard(command.type, dict(command.data))
    except LoyaltyError as error:
        return error
    return _bound(command, data)


def _bound(command: TellEvent, data: dict[str, Any]) -> dict[str, Any] | LoyaltyError:
    """The data, if JSON can say them, the database can hold them, and they are not too long."""
    try:
        written = orjson.dumps([data, command.member, command.message_id, command.source])
    except (TypeError, ValueError) as error:
        return EventInvalid(f"The event holds what JSON in UTF-8 cannot say: {error}.")
    if len(written) > DATA_BYTES_MAX:
        return EventInvalid(f"The data of an event have at most {DATA_BYTES_MAX} bytes.", byte_count_max=DATA_BYTES_MAX)
    if b"\\u0000" in written:
        return EventInvalid("The event holds a NUL character, for which the database has no place.")
    return data


def _event_id(command: TellEvent) -> UUID:
    if command.message_id is None:
        return new_id()
    return uuid5(_SENDERS, f"{command.source}\x1f{command.message_id}")


def receive_bodies(bodies: Sequence[bytes], database: Database, clock: Clock) -> tuple[int, int]:
    """Each message of the inbound topic stands in the outbox, once for its source and id, or is set aside with the reason: (heard, set
    aside), committed.

    Raises:
        DatabaseUnavailable, sqlalchemy.exc.DBAPIError: nothing is committed; the same messages may come again.
    """
    with database.begin() as work:
        read: list[tuple[bytes, TellEvent]] = []
        refused: list[tuple[bytes, LoyaltyError]] = []
        for body in bodies:
            try:
                read.append((body, read_told(body)))
            except EventInvalid as error:
                refused.append((body, error))
        outcomes = receive([command for _, command in read], within=work, clock=clock)
        refused += [(body, outcome) for (body, _), outcome in zip(read, outcomes, strict=True) if isinstance(outcome, LoyaltyError)]
        for body, refusal in refused:
            set_aside_unread(INBOUND, body, refusal, work)
    return len(bodies) - len(refused), len(refused)


def read_told(body: bytes) -> TellEvent:
    """The event that a message of the inbound topic tells.

    Raises:
        EventInvalid: it is none.
    """
    try:
        told = orjson.loads(body)
    except ValueError as error:
        raise EventInvalid(f"The message is not JSON: {error}.") from error
    if not isinstance(told, dict) or told.keys() - _FIELDS:
        raise EventInvalid(f"A message is an object with the fields {', '.join(sorted(_FIELDS))}.")
    texts = {name: told.get(name) for name in ("type", "member_id", "id", "source", "program_code", "occurred_at")}
    if any(value is not None and not (isinstance(value, str) and 0 < len(value) <= 200) for value in texts.values()):
        raise EventInvalid("type, member_id, id, source, program_code and occurred_at are texts of 1 to 200 characters.")
    if texts["type"] is None or texts["member_id"] is None or not isinstance(told.get("data", {}), dict):
        raise EventInvalid("A message has at least a type and a member_id, and its data are an object.")
    return TellEvent(
        type=str(texts["type"]),
        member=str(texts["member_id"]),
        occurred_at=_instant(texts["occurred_at"]),
        data=told.get("data", {}),
        message_id=texts["id"],
        source=texts["source"] or "bus",
        program_code=texts["program_code"],
    )


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise EventInvalid("occurred_at is an RFC 3339 instant such as 2017-10-31T14:05:00Z.", occurred_at=text) from error
    if at.tzinfo is None or not 2000 <= at.year < 2100:
        raise EventInvalid("occurred_at has a zone, and lies between the years 2000 and 2099.", occurred_at=text)
    return at


def _members(commands: Sequence[TellEvent], within: Work) -> list[UUID | None]:
    ids: list[UUID | None] = []
    for command in commands:
        head, _, digits = command.member.partition("_")
        is_id = head == MEMBER_ID_PREFIX and len(digits) == 32
        ids.append(_uuid(digits) if is_id else None)
    names = [None if found else command.member.replace("\x00", "") for command, found in zip(commands, ids, strict=True)]
    values = {"ids": uuid_array(ids), "names": text_array(names), "programs": text_array([one.program_code for one in commands])}
    return [UUID(found) if found else None for (found,) in within.exec_driver_sql(MEMBERS, values)]


def _uuid(digits: str) -> UUID | None:
    try:
        return UUID(hex=digits)
    except ValueError:
        return None


def _append(rows: Sequence[tuple[Told, Any, TellEvent]], now: datetime, within: Work) -> None:
    values = {
        "recorded_at": now,
        "member_ids": uuid_array(one.member_id for one, _, _ in rows),
        "types": text_array([one.type for one, _, _ in rows]),
        "occurred": time_array([command.occurred_at or now for _, _, command in rows]),
        "data": text_array([json.dumps(data, ensure_ascii=False) for _, data, _ in rows]),
        "ids": uuid_array(one.event_id for one, _, _ in rows),
        "sources": text_array([command.source for _, _, command in rows]),
    }
    within.exec_driver_sql(APPEND, values)
