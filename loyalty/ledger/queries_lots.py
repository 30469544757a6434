"""Lots: those that can be spent now, and all of them with every use, at any instant. Not here: sums over lots (queries_balances)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.database.arrays import uuid_array
from loyalty.ledger.model import AsOf, EntryType, Lot, LotStatement, LotStatus, LotUse, ReferenceKind
from loyalty.ledger.queries_balances import COLUMN_OF, LAST_INSTANT, check_instant
from loyalty.paging import CursorMalformed, Page, check_limit, read_cursor, write_cursor

# A lot is spendable with what is free in it and what a lapsed hold gives back; a pending one as soon as its instant has come.
OPEN_LOTS = """
select a.member_id, l.account_id, l.id, l.posting_id, l.granted_points, l.remaining_points + coalesce(h.points, 0) as free_points,
       l.granted_at, l.expires_at, a.wallet_code
from accounts a
join lots l on l.account_id = a.id and (l.remaining_points > 0 or l.held_points > 0)
left join lateral (
    select sum(hl.points - hl.captured_points - hl.released_points)::bigint as points
    from holds h join hold_lots hl on hl.account_id = h.account_id and hl.hold_id = h.id
    where l.held_points > 0 and h.account_id = l.account_id and h.status = 'ISSUED' and h.lapses_at <= %(now)s and hl.lot_id = l.id
) h on true
where a.member_id = any(%(member_ids)s::uuid[]) and (l.expires_at > %(now)s or l.expires_at is null)
  and (not l.is_pending or l.activates_at <= %(now)s) and l.remaining_points + coalesce(h.points, 0) > 0
order by a.member_id, a.wallet_code, l.expires_at nulls last, l.granted_at, l.id
"""

LOTS = """
select l.account_id, l.id, l.posting_id, l.granted_points, l.granted_at,
       case when x.move_count = 0 then l.expires_at else x.expires_at end, a.wallet_code, l.activates_at, l.activation_event
from accounts a
join lots l on l.account_id = a.id
join postings p on p.account_id = l.account_id and p.id = l.posting_id
cross join lateral (
    select count(*) as move_count, (array_agg(m.from_expires_at order by m.recorded_at, m.id))[1] as expires_at
    from lot_expiry_moves m where m.account_id = l.account_id and m.lot_id = l.id and m.recorded_at > %(as_of)s
) x
where a.member_id = %(member_id)s and (%(wallet_code)s::text is null or a.wallet_code = %(wallet_code)s)
  and case when %(is_recorded)s then p.recorded_at else l.granted_at end <= %(as_of)s
  and (l.granted_at, l.id) < (%(before_at)s::timestamptz, %(before_id)s::uuid)
order by l.granted_at desc, l.id desc limit %(limit)s
"""

# A use is what one posting did to one lot; its granting entries and mere changes of book are left out by the caller.
USES = """
select e.account_id, e.lot_id, e.posting_id, e.type, p.reference_kind, p.reference,
       -sum(e.amount_points)::bigint as points,
       coalesce(sum(e.amount_points) filter (where e.book = 'HELD'), 0)::bigint as held_points,
       coalesce(sum(e.amount_points) filter (where e.book = 'PENDING'), 0)::bigint as pending_points,
       min(e.effective_at), e.recorded_at
from entries e
join postings p on p.account_id = e.account_id and p.id = e.posting_id
where e.account_id = any(%(account_ids)s::uuid[]) and e.lot_id = any(%(lot_ids)s::uuid[]) and e.{time} <= %(as_of)s
  and e.book in ('ACTIVE', 'PENDING', 'HELD')
group by e.account_id, e.lot_id, e.posting_id, e.type, p.reference_kind, p.reference, e.recorded_at
order by e.account_id, e.lot_id, e.recorded_at, e.posting_id, e.type
"""

# What holds that lapsed by the instant give back to their lots, where no entry that counts says so.
LAPSED = """
select hl.lot_id, sum(hl.points - hl.captured_points - hl.released_points)::bigint
from holds h join hold_lots hl on hl.account_id = h.account_id and hl.hold_id = h.id
where h.account_id = any(%(account_ids)s::uuid[]) and h.status = 'ISSUED' and h.lapses_at <= %(as_of)s
  and hl.lot_id = any(%(lot_ids)s::uuid[])
group by hl.lot_id
union all
select e.lot_id, -sum(e.amount_points)::bigint
from entries e
where e.account_id = any(%(account_ids)s::uuid[]) and e.lot_id = any(%(lot_ids)s::uuid[]) and e.type = 'HOLD_LAPSED' and e.book = 'HELD'
  and e.effective_at <= %(as_of)s and e.{time} > %(as_of)s
group by e.lot_id
"""

# What of a pending lot whose instant has come goes to what the account owes, in the order in which the next act or nightly run will
# post it. What activated and expired since the last one repays nothing.
REPAYING = """
select lot_id, points from (
    select lot_id, least(points, greatest(owed_points - coalesce(sum(points) over earlier, 0), 0))::bigint as points
    from ({due}) due
    window earlier as (partition by account_id order by activates_at, lot_id rows between unbounded preceding and 1 preceding)
) repaying where points > 0
"""
STORED_REPAYING = REPAYING.format(
    due="""
    select l.account_id, l.id as lot_id, l.remaining_points as points, l.activates_at, a.owed_points
    from accounts a join lots l on l.account_id = a.id and l.is_pending and l.remaining_points > 0 and l.activates_at <= %(as_of)s
    where a.member_id = any(%(member_ids)s::uuid[]) and a.owed_points > 0 and (l.expires_at > %(as_of)s or l.expires_at is null)
    """
)
REPLAYED_REPAYING = REPAYING.format(
    due="""
    select w.account_id, w.lot_id, w.points, l.activates_at, owed.points as owed_points
    from accounts a
    cross join lateral (
        select -sum(e.amount_points) as points from entries e
        where e.account_id = a.id and e.{time} <= %(as_of)s and e.book = 'ACTIVE' and e.lot_id is null
    ) owed
    cross join lateral (
        select e.account_id, e.lot_id, sum(e.amount_points) as points from entries e
        where owed.points > 0 and e.account_id = a.id and e.{time} <= %(as_of)s and e.book = 'PENDING' and e.lot_id is not null
        group by e.account_id, e.lot_id
    ) w
    join lots l on l.account_id = w.account_id and l.id = w.lot_id and l.activates_at <= %(as_of)s
    cross join lateral (
        select count(*) as move_count, (array_agg(m.from_expires_at order by m.recorded_at, m.id))[1] as expires_at
        from lot_expiry_moves m where m.account_id = l.account_id and m.lot_id = l.id and m.recorded_at > %(as_of)s
    ) x
    where a.member_id = any(%(member_ids)s::uuid[]) and w.points > 0
      and coalesce(case when x.move_count = 0 then l.expires_at else x.expires_at end > %(as_of)s, true)
    """
)

LAST_ID = UUID(int=2**128 - 1)


def open_lots(member_ids: Sequence[UUID], *, within: Work, clock: Clock) -> dict[UUID, list[Lot]]:
    """Each member's spendable lots, wallet by wallet, in the order in which they will burn; ids without any are not in the answer.

    What of a lot is due to repay what the member owes cannot be spent, posted or not.
    """
    now = clock.now()
    rows = within.exec_driver_sql(OPEN_LOTS, {"member_ids": uuid_array(member_ids), "now": now}).tuples().all()
    repaying = dict(within.exec_driver_sql(STORED_REPAYING, {"member_ids": uuid_array(member_ids), "as_of": now}).tuples().all())
    found: dict[UUID, list[Lot]] = {}
    for member_id, *columns in rows:
        lot = Lot(*columns)
        free = lot.remaining_points - repaying.get(lot.id, 0)
        if free > 0:
            found.setdefault(member_id, []).append(replace(lot, remaining_points=free))
    return found


def lot_statements(
    member_id: UUID,
    *,
    within: Work,
    clock: Clock,
    limit: int,
    cursor: str | None = None,
    wallet_code: str | None = None,
    as_of: datetime | None = None,
    by: AsOf = AsOf.EFFECTIVE,
) -> Page[LotStatement]:
    """Every lot the member was ever granted, latest first, as it stood at the instant (None: now), with its uses.

    Raises:
        AsOfInFuture, EventTimeInvalid: as `balances`.
        LimitInvalid, CursorMalformed: as `loyalty.paging` says.
    """
    at = clock.now()
    if as_of is not None:
        check_instant(as_of, "as_of", at)
        at = as_of
    before_at, before_id = _position(cursor) if cursor is not None else (LAST_INSTANT, LAST_ID)
    parameters = {
        "member_id": member_id,
        "wallet_code": wallet_code,
        "is_recorded": by is AsOf.RECORDED,
        "as_of": at,
        "before_at": before_at,
        "before_id": before_id,
        "limit": check_limit(limit) + 1,
    }
    rows = within.exec_driver_sql(LOTS, parameters).tuples().all()
    page = rows[:limit]
    wanted = {"account_ids": uuid_array({row[0] for row in page}), "lot_ids": uuid_array(row[1] for row in page), "as_of": at}
    uses = _by_lot(within.exec_driver_sql(USES.format(time=COLUMN_OF[by]), wanted).tuples())
    lapsed: dict[UUID, int] = {}
    for lot_id, points in within.exec_driver_sql(LAPSED.format(time=COLUMN_OF[by]), wanted).tuples():
        lapsed[lot_id] = lapsed.get(lot_id, 0) + points
    due = {"member_ids": uuid_array([member_id]), "as_of": at}
    repaying = dict(within.exec_driver_sql(REPLAYED_REPAYING.format(time=COLUMN_OF[by]), due).tuples().all())
    statements = [_statement(row, uses.get(row[1], []), lapsed.get(row[1], 0), repaying.get(row[1], 0), at) for row in page]
    if len(rows) <= limit:
        return Page(statements, None)
    last = statements[-1].lot
    return Page(statements, write_cursor(last.granted_at.isoformat(), last.id.hex))


def _by_lot(rows: Iterable[Sequence[Any]]) -> dict[UUID, list[Sequence[Any]]]:
    by_lot: dict[UUID, list[Sequence[Any]]] = {}
    for row in rows:
        by_lot.setdefault(row[1], []).append(row)
    return by_lot


def _statement(row: Sequence[Any], uses: list[Sequence[Any]], lapsed_points: int, repaying_points: int, at: datetime) -> LotStatement:
    account_id, lot_id, posting_id, granted_points, granted_at, expires_at, wallet_code, activates_at, activation_event = row
    left = -sum(use[6] for use in uses)
    held = sum(use[7] for use in uses) - lapsed_points
    pending = sum(use[8] for use in uses)
    is_pending = pending > 0 and (activates_at is None or activates_at > at)
    is_past = expires_at is not None and expires_at <= at and not is_pending
    due = left - held if is_past else 0
    remaining = left - held - due - repaying_points
    expired = sum(use[6] for use in uses if use[3] == EntryType.EXPIRED) + due
    return LotStatement(
        lot=Lot(account_id, lot_id, posting_id, granted_points, remaining, granted_at, expires_at, wallet_code),
        status=_status(is_pending=is_pending, left=remaining + held, expired=expired),
        held_points=held,
        expired_points=expired,
        repaying_points=repaying_points,
        activates_at=activates_at,
        activation_event=activation_event,
        uses=tuple(_use(use) for use in uses if use[2] != posting_id or use[6] > 0 if use[6] or use[7]),
    )


def _status(*, is_pending: bool, left: int, expired: int) -> LotStatus:
    if is_pending:
        return LotStatus.PENDING
    if left:
        return LotStatus.OPEN
    return LotStatus.EXPIRED if expired else LotStatus.USED


def _use(row: Sequence[Any]) -> LotUse:
    _, _, posting_id, type_, kind, reference, points, held_points, _, effective_at, recorded_at = row
    return LotUse(posting_id, EntryType(type_), ReferenceKind(kind), reference, points, held_points, effective_at, recorded_at)


def _position(cursor: str) -> tuple[datetime, UUID]:
    granted_at, lot_id = read_cursor(cursor, parts=2)
    try:
        position = datetime.fromisoformat(granted_at), UUID(hex=lot_id)
    except ValueError:
        position = None
    if position is None or position[0].tzinfo is None:
        raise CursorMalformed("The cursor is not one that this listing gave out; start again without it.", cursor=cursor[:80])
    return position
