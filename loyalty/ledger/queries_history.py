"""The entries of a member as a listing, newest first. Not here: sums of them (queries_balances, queries_statements)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from loyalty.database import Work
from loyalty.ledger.errors import EventTimeInvalid
from loyalty.ledger.model import MEMBER_BOOKS, AsOf, Book, EntryType, HistoryEntry, ReferenceKind
from loyalty.ledger.queries_balances import COLUMN_OF
from loyalty.paging import CursorMalformed, Page, check_limit, read_cursor, write_cursor

HISTORY = """
select e.id, e.posting_id, e.account_id, a.wallet_code, e.book, e.type, e.amount_points, p.event_time, e.effective_at, e.recorded_at,
       p.reference_kind, p.reference, e.lot_id, e.rule_code, e.rule_revision, p.spend_minor, p.currency_code, p.source, p.actor, p.reason
from accounts a
join entries e on e.account_id = a.id
join postings p on p.account_id = e.account_id and p.id = e.posting_id
where a.member_id = %(member_id)s and e.book = any(%(books)s::text[])
  and (%(wallet_code)s::text is null or a.wallet_code = %(wallet_code)s)
  and e.{time} >= %(starts_at)s and e.{time} < %(ends_at)s and e.{time} <= %(as_of)s
  and (e.recorded_at, e.id) < (%(before_at)s::timestamptz, %(before_id)s::uuid)
order by e.recorded_at desc, e.id desc limit %(limit)s
"""

FIRST_INSTANT = datetime.min.replace(tzinfo=UTC)
LAST_INSTANT = datetime.max.replace(tzinfo=UTC)
LAST_ID = UUID(int=2**128 - 1)


def history(
    member_id: UUID,
    *,
    within: Work,
    limit: int,
    cursor: str | None = None,
    books: Sequence[Book] | None = None,
    wallet_code: str | None = None,
    as_of: datetime | None = None,
    by: AsOf = AsOf.RECORDED,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> Page[HistoryEntry]:
    """The member's entries, latest recorded first; `books` None: the member's own books, whose sum is the balance.

    `as_of`: only what was known (`by` RECORDED) or counted (EFFECTIVE) at that instant; `starts_at` and `ends_at` (not included) bound
    the same time. Only what is posted is listed: what is due and not yet posted shows in balances, lots and statements.

    Raises:
        EventTimeInvalid: an instant has no offset from UTC.
        LimitInvalid, CursorMalformed: as `loyalty.paging` says.
    """
    for name, instant in {"as_of": as_of, "starts_at": starts_at, "ends_at": ends_at}.items():
        if instant is not None and instant.tzinfo is None:
            raise EventTimeInvalid(f"{name} must be an instant with its offset from UTC.", field=name, given=instant.isoformat())
    before_at, before_id = _position(cursor) if cursor is not None else (LAST_INSTANT, LAST_ID)
    parameters = {
        "member_id": member_id,
        "books": [str(book) for book in (MEMBER_BOOKS if books is None else books)],
        "wallet_code": wallet_code,
        "as_of": as_of or LAST_INSTANT,
        "starts_at": starts_at or FIRST_INSTANT,
        "ends_at": ends_at or LAST_INSTANT,
        "before_at": before_at,
        "before_id": before_id,
        "limit": check_limit(limit) + 1,
    }
    rows = within.exec_driver_sql(HISTORY.format(time=COLUMN_OF[by]), parameters).tuples()
    entries = [_history_entry(row) for row in rows]
    if len(entries) <= limit:
        return Page(entries, None)
    last = entries[limit - 1]
    return Page(entries[:limit], write_cursor(last.recorded_at.isoformat(), last.id.hex))


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
