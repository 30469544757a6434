"""What readers ask of the ledger: balances at an instant, lots, history. Nothing here writes, but `prepare_months`."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.database.arrays import uuid_array
from loyalty.ledger.errors import AsOfInFuture, EventTimeInvalid
from loyalty.ledger.model import MEMBER_BOOKS, AsOf, Balance, Book, EntryType, Expiry, HistoryEntry, Lot, ReferenceKind
from loyalty.paging import CursorMalformed, Page, check_limit, read_cursor, write_cursor

SOONEST_EXPIRIES_MAX = 5

STORED_PARTS = """
select a.member_id, a.id, a.wallet_code, a.active_points, a.pending_points, a.held_points, a.spent_points, a.expired_points,
       a.lifetime_points
from accounts a where a.member_id = any(%(member_ids)s::uuid[]) order by a.member_id, a.wallet_code
"""

# What is left in each lot now, by expiry.
STORED_EXPIRIES = """
select l.account_id, l.expires_at, sum(l.remaining_points)::bigint
from accounts a join lots l on l.account_id = a.id and l.remaining_points > 0
where a.member_id = any(%(member_ids)s::uuid[]) and l.expires_at is not null
group by l.account_id, l.expires_at order by l.account_id, l.expires_at
"""

# The same parts, replayed from the entries that counted (or were known) at the instant.
REPLAYED_PARTS = """
select a.member_id, a.id, a.wallet_code,
       coalesce(sum(e.amount_points) filter (where e.book in ('ACTIVE', 'HELD')), 0)::bigint,
       coalesce(sum(e.amount_points) filter (where e.book = 'PENDING'), 0)::bigint,
       coalesce(sum(e.amount_points) filter (where e.book = 'HELD'), 0)::bigint,
       coalesce(sum(e.amount_points) filter (where e.book = 'REDEEMED'), 0)::bigint,
       coalesce(sum(e.amount_points) filter (where e.book = 'EXPIRED'), 0)::bigint,
       coalesce(-sum(e.amount_points) filter (where e.book in ('ISSUED', 'PENDING')), 0)::bigint
from accounts a left join entries e on e.account_id = a.id and e.{time} <= %(as_of)s
where a.member_id = any(%(member_ids)s::uuid[])
group by a.member_id, a.id, a.wallet_code order by a.member_id, a.wallet_code
"""

REPLAYED_EXPIRIES = """
select account_id, expires_at, sum(points)::bigint from (
    select e.account_id, e.lot_id, l.expires_at, sum(e.amount_points) as points
    from accounts a
    join entries e on e.account_id = a.id and e.{time} <= %(as_of)s and e.book in ('ACTIVE', 'HELD')
    join lots l on l.account_id = e.account_id and l.id = e.lot_id and l.expires_at is not null
    where a.member_id = any(%(member_ids)s::uuid[])
    group by e.account_id, e.lot_id, l.expires_at having sum(e.amount_points) > 0
) of_lot
group by account_id, expires_at order by account_id, expires_at
"""

OPEN_LOTS = """
select a.member_id, l.account_id, l.id, l.posting_id, l.granted_points, l.remaining_points, l.granted_at, l.expires_at
from accounts a join lots l on l.account_id = a.id and l.remaining_points > 0 and (l.expires_at > %(now)s or l.expires_at is null)
where a.member_id = any(%(member_ids)s::uuid[])
order by a.member_id, l.expires_at nulls last, l.granted_at, l.id
"""

HISTORY = """
select e.id, e.posting_id, e.account_id, a.wallet_code, e.book, e.type, e.amount_points, p.event_time, e.effective_at, e.recorded_at,
       p.reference_kind, p.reference, e.lot_id, e.rule_code, e.rule_revision, p.spend_minor, p.currency_code, p.source, p.actor, p.reason
from accounts a
join entries e on e.account_id = a.id
join postings p on p.account_id = e.account_id and p.id = e.posting_id
where a.member_id = %(member_id)s and e.book = any(%(books)s::text[])
  and (e.recorded_at, e.id) < (%(before_at)s::timestamptz, %(before_id)s::uuid)
order by e.recorded_at desc, e.id desc limit %(limit)s
"""

LAST_INSTANT = datetime.max.replace(tzinfo=UTC)
LAST_ID = UUID(int=2**128 - 1)
ExpiriesByAccount = dict[UUID, list[Expiry]]


def balances(
    member_ids: Sequence[UUID], *, within: Work, clock: Clock, as_of: datetime | None = None, by: AsOf = AsOf.EFFECTIVE
) -> dict[UUID, list[Balance]]:
    """Each known member's balance in each wallet (a member with no posting: zeros); unknown ids are not in the answer.

    Without `as_of` the stored balances answer; with it they are replayed from the entries that counted then (`by` EFFECTIVE)
    or that we knew then (RECORDED). Points past their expiry at that instant count as expired in either case.

    Raises:
        AsOfInFuture: `as_of` lies after the clock.
        EventTimeInvalid: `as_of` has no offset from UTC.
    """
    now = clock.now()
    parts, expiries = STORED_PARTS, STORED_EXPIRIES
    if as_of is not None:
        _refuse_future(as_of, now)
        column = {AsOf.EFFECTIVE: "effective_at", AsOf.RECORDED: "recorded_at"}[by]
        parts, expiries = REPLAYED_PARTS.format(time=column), REPLAYED_EXPIRIES.format(time=column)
    at = as_of or now
    parameters = {"member_ids": uuid_array(member_ids), "as_of": at}
    by_account = _expiries(within.exec_driver_sql(expiries, parameters).tuples().all())
    found: dict[UUID, list[Balance]] = {}
    for row in within.exec_driver_sql(parts, parameters).tuples():
        found.setdefault(row[0], []).append(_balance(row, by_account.get(row[1], []), at))
    return found


def open_lots(member_ids: Sequence[UUID], *, within: Work, clock: Clock) -> dict[UUID, list[Lot]]:
    """Each member's spendable lots in the order in which they will burn; ids without any are not in the answer."""
    rows = within.exec_driver_sql(OPEN_LOTS, {"member_ids": uuid_array(member_ids), "now": clock.now()}).tuples()
    return {member_id: [Lot(*lot) for _, *lot in of_member] for member_id, of_member in groupby(rows, key=lambda row: row[0])}


def history(
    member_id: UUID, *, within: Work, limit: int, cursor: str | None = None, books: Sequence[Book] | None = None
) -> Page[HistoryEntry]:
    """The member's entries, newest first; `books` None: the member's own books, whose sum is the balance.

    Raises:
        LimitInvalid, CursorMalformed: as `loyalty.paging` says.
    """
    before_at, before_id = _position(cursor) if cursor is not None else (LAST_INSTANT, LAST_ID)
    parameters = {
        "member_id": member_id,
        "books": [str(book) for book in (MEMBER_BOOKS if books is None else books)],
        "before_at": before_at,
        "before_id": before_id,
        "limit": check_limit(limit) + 1,
    }
    entries = [_history_entry(row) for row in within.exec_driver_sql(HISTORY, parameters).tuples()]
    if len(entries) <= limit:
        return Page(entries, None)
    last = entries[limit - 1]
    return Page(entries[:limit], write_cursor(last.recorded_at.isoformat(), last.id.hex))


def prepare_months(first_on: date, last_on: date, *, within: Work) -> int:
    """Partitions for entries recorded in these (UTC) months exist; how many were created. Safe to repeat."""
    months = {"first": first_on, "last": last_on}
    created: int = within.exec_driver_sql("select prepare_entry_months(%(first)s, %(last)s)", months).scalar_one()
    return created


def _refuse_future(as_of: datetime, now: datetime) -> None:
    if as_of.tzinfo is None:
        raise EventTimeInvalid("as_of must be an instant with its offset from UTC.", field="as_of", given=as_of.isoformat())
    if as_of > now:
        raise AsOfInFuture("as_of lies in the future.", as_of=as_of.isoformat(), now=now.isoformat())


def _expiries(rows: Iterable[Sequence[Any]]) -> ExpiriesByAccount:
    by_account: ExpiriesByAccount = {}
    for account_id, expires_at, points in rows:
        by_account.setdefault(account_id, []).append(Expiry(expires_at, points))
    return by_account


def _balance(row: Sequence[Any], expiries: list[Expiry], at: datetime) -> Balance:
    member_id, account_id, wallet_code, active, pending, held, spent, expired, lifetime = row
    overdue = sum(expiry.points for expiry in expiries if expiry.expires_at <= at)
    ahead = [expiry for expiry in expiries if expiry.expires_at > at]
    return Balance(
        member_id=member_id,
        account_id=account_id,
        wallet_code=wallet_code,
        as_of=at,
        active_points=active - overdue,
        pending_points=pending,
        held_points=held,
        spent_points=spent,
        expired_points=expired + overdue,
        lifetime_points=lifetime,
        soonest_expiries=tuple(ahead[:SOONEST_EXPIRIES_MAX]),
    )


def _position(cursor: str) -> tuple[datetime, UUID]:
    recorded_at, entry_id = read_cursor(cursor, parts=2)
    try:
        position = datetime.fromisoformat(recorded_at), UUID(hex=entry_id)
    except ValueError:
        position = None
    if position is None or position[0].tzinfo is None:
        raise CursorMalformed("The cursor is not one that this listing gave out; start again without it.", cursor=cursor[:80])
    return position


def _history_entry(row: Sequence[Any]) -> HistoryEntry:
    """The row's columns are the entry's fields, in order."""
    entry = HistoryEntry(*row)
    return replace(entry, book=Book(entry.book), type=EntryType(entry.type), reference_kind=ReferenceKind(entry.reference_kind))
