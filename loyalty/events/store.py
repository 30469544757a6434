"""The outbox, the store of events and the consumers' cursors and inboxes as rows. Not here: dead letters, and any act."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from loyalty.database import Work
from loyalty.database.arrays import uuid_array
from loyalty.database.round_trip import round_trip, send
from loyalty.events.model import OURS, Event

# Whoever holds the row gives the places; a second mover waits here, and finds what the first left.
HOLD_HEAD = "select position from event_head for update"
# What a posting tells is what stands in it; the join costs one look at each posting's key.
MOVE = """
with taken as (
    delete from outbox where id in (select id from outbox order by id limit %(limit)s::int) returning *
), head as (
    update event_head set position = position + (select count(*) from taken) where exists (select from taken) returning position
)
insert into events (position, id, type, schema_version, member_id, account_id, posting_id, source, occurred_at, recorded_at, stored_at,
                    data)
select h.position - count(*) over () + row_number() over (order by t.id), coalesce(t.event_id, gen_random_uuid()), t.type,
       coalesce((%(versions)s::jsonb ->> t.type)::int, 1), t.member_id, t.account_id, t.posting_id, t.source, t.occurred_at, t.recorded_at,
       clock_timestamp(),
       case when t.posting_id is null then t.data else jsonb_build_object(
           'posting_id', t.posting_id, 'posting_type', p.type, 'wallet_code', a.wallet_code, 'points', p.points,
           'reference_kind', p.reference_kind, 'reference', p.reference, 'spend_minor', p.spend_minor, 'currency_code', p.currency_code,
           'reason', p.reason, 'transaction_id', p.transaction_id, 'reverses_posting_id', p.reverses_posting_id) end
from taken t
cross join head h
left join postings p on p.account_id = t.account_id and p.id = t.posting_id
left join accounts a on a.id = t.account_id
returning 1
"""

_COLUMNS = """e.position, e.id, e.type, e.schema_version, e.member_id, m.external_id, m.program_code, e.source, e.occurred_at,
       e.recorded_at, e.stored_at, e.data"""
READ = f"""
select {_COLUMNS}
from events e left join members m on m.id = e.member_id
where e.position > %(after)s and (%(through)s::bigint is null or e.position <= %(through)s)
  and (%(member_id)s::uuid is null or e.member_id = %(member_id)s)
  and (%(types)s::text[] is null or e.type = any(%(types)s) or e.type ^@ any(%(prefixes)s::text[]))
  and (%(from_at)s::timestamptz is null or e.occurred_at >= %(from_at)s) and (%(to_at)s::timestamptz is null or e.occurred_at < %(to_at)s)
order by e.position limit %(limit)s
"""  # noqa: S608 - our own columns
READ_NEXT = f"""
select {_COLUMNS}
from events e left join members m on m.id = e.member_id
where e.position > %(after)s::bigint order by e.position limit %(limit)s::int
"""  # noqa: S608 - our own columns
READ_NEWEST = f"""
select {_COLUMNS}
from events e left join members m on m.id = e.member_id
where (%(before)s::bigint is null or e.position < %(before)s)
  and (%(member_id)s::uuid is null or e.member_id = %(member_id)s)
  and (%(types)s::text[] is null or e.type = any(%(types)s) or e.type ^@ any(%(prefixes)s::text[]))
  and (%(from_at)s::timestamptz is null or e.occurred_at >= %(from_at)s) and (%(to_at)s::timestamptz is null or e.occurred_at < %(to_at)s)
order by e.position desc limit %(limit)s
"""  # noqa: S608 - our own columns
READ_ONE = f"select {_COLUMNS} from events e left join members m on m.id = e.member_id where e.id = %(id)s"  # noqa: S608 - our own columns

JOIN = """
insert into event_consumers (name, position, changed_at)
select %(name)s, case when %(from_start)s then 0 else position end, clock_timestamp() from event_head on conflict (name) do nothing
"""
HOLD_CONSUMER = "select position from event_consumers where name = %(name)s::text for update"
ADVANCE = "update event_consumers set position = %(position)s::bigint, changed_at = clock_timestamp() where name = %(name)s::text"
CLAIM = """
insert into event_inbox (consumer, event_id, taken_at) select %(name)s::text, unnest(%(ids)s::uuid[]), clock_timestamp()
on conflict do nothing returning event_id
"""
FORGET_CLAIMS = "delete from event_inbox where consumer = %(name)s::text and event_id = any(%(ids)s::uuid[])"
PURGE_INBOX = """
delete from event_inbox where (consumer, event_id) in (
    select consumer, event_id from event_inbox where taken_at < %(before)s limit %(limit)s)
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events are asked for: types or patterns (`points.*`), one member, a span of `occurred_at`; None: whichever."""

    types: tuple[str, ...] | None = None
    member_id: UUID | None = None
    from_at: datetime | None = None
    to_at: datetime | None = None

    def parameters(self) -> dict[str, Any]:
        """The values of the statements' names."""
        types = None if self.types is None or "*" in self.types else self.types
        return {
            "types": None if types is None else [one for one in types if not one.endswith(".*")],
            "prefixes": [one[:-1] for one in types or () if one.endswith(".*")],
            "member_id": self.member_id,
            "from_at": self.from_at,
            "to_at": self.to_at,
        }


EVERYTHING = Wanted()


def move_outbox(limit: int, versions: str, within: Work) -> int:
    """The oldest `limit` visible rows of the outbox stand in the store instead, each with its place; how many that were.

    A row that commits later than one with a higher id is moved when it is there: nothing remembers an id it has passed.
    """
    _, moved = round_trip([(HOLD_HEAD, {}), (MOVE, {"limit": limit, "versions": versions})], within)
    return len(moved)


def read_next(after: int, limit: int, within: Work) -> list[Event]:
    """The events right behind a place, in order, without a gap."""
    return [_event(row) for row in round_trip([(READ_NEXT, {"after": after, "limit": limit})], within)[0]]


def read_events(wanted: Wanted, *, after: int = 0, through: int | None = None, limit: int = 1_000, within: Work) -> list[Event]:
    """Events behind a place that are asked for, in the order of their places."""
    values = {"after": after, "through": through, "limit": limit, **wanted.parameters()}
    return [_event(tuple(row)) for row in within.exec_driver_sql(READ, values)]


def read_newest(wanted: Wanted, *, before: int | None = None, limit: int = 50, within: Work) -> list[Event]:
    """Events before a place (None: all) that are asked for, the newest first."""
    return [_event(tuple(row)) for row in within.exec_driver_sql(READ_NEWEST, {"before": before, "limit": limit, **wanted.parameters()})]


def read_event(event_id: UUID, within: Work) -> Event | None:
    """The event of this id."""
    row = within.exec_driver_sql(READ_ONE, {"id": event_id}).first()
    return None if row is None else _event(tuple(row))


def head_position(within: Work) -> int:
    """The place of the newest event."""
    found: int = within.exec_driver_sql("select position from event_head").scalar_one()
    return found


def waiting_count(within: Work) -> int:
    """How many rows of the outbox wait to be moved, counted to 100,000."""
    found: int = within.exec_driver_sql("select count(*) from (select from outbox limit 100000) o").scalar_one()
    return found


def join_consumer(name: str, *, from_start: bool = False, within: Work) -> int:
    """The consumer has a cursor: where it stood, else before everything (`from_start`) or behind everything; its place."""
    within.exec_driver_sql(JOIN, {"name": name, "from_start": from_start})
    return cursors(within)[name]


def cursors(within: Work) -> dict[str, int]:
    """Every consumer and its place."""
    return {str(name): int(at) for name, at in within.exec_driver_sql("select name, position from event_consumers order by name")}


def hold_consumer(name: str, within: Work) -> int | None:
    """The consumer's place; nobody else moves it until the transaction ends."""
    rows = round_trip([(HOLD_CONSUMER, {"name": name})], within)[0]
    return rows[0][0] if rows else None


def advance(name: str, position: int, within: Work) -> None:
    """The consumer has everything up to this place."""
    send((ADVANCE, {"name": name, "position": position}), within)


def claim(name: str, event_ids: Iterable[UUID], within: Work) -> set[UUID]:
    """Those of the events whose effect this consumer has not had yet; from now on it has."""
    rows = round_trip([(CLAIM, {"name": name, "ids": uuid_array(event_ids)})], within)[0]
    return {row[0] for row in rows}


def forget_claims(name: str, event_ids: Sequence[UUID], within: Work) -> None:
    """The consumer may have these events' effects again."""
    send((FORGET_CLAIMS, {"name": name, "ids": uuid_array(event_ids)}), within)


def purge_inbox(before: datetime, limit: int, within: Work) -> int:
    """Inbox rows that are older are gone, `limit` at most; how many. Cursors keep what they stood for from coming again."""
    return within.exec_driver_sql(PURGE_INBOX, {"before": before, "limit": limit}).rowcount


def prepare_months(from_on: date, to_on: date, within: Work) -> int:
    """There is a partition for each month of the span; how many were made."""
    made: int = within.exec_driver_sql("select prepare_event_months(%(first)s, %(last)s)", {"first": from_on, "last": to_on}).scalar_one()
    return made


def _event(row: tuple[Any, ...]) -> Event:
    position, id_, type_, version, member_id, external_id, program_code, source, occurred_at, recorded_at, stored_at, data = row
    return Event(
        position, id_, type_, version, member_id, external_id, program_code, source or OURS, occurred_at, recorded_at, stored_at, data
    )
