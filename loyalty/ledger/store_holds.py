"""Holds as rows: loaded with their lots, stored as they stand. Not here: what may happen to a hold (holds)."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from loyalty.database.arrays import code_array, number_array, text_array, time_array, uuid_array
from loyalty.database.round_trip import Statement
from loyalty.ledger.model import HoldStatus
from loyalty.ledger.state import Hold, HoldLot, LedgerState
from loyalty.ledger.store_lots import LOT_COLUMNS, lot_of

HOLD_COLUMNS = """h.account_id, h.id, h.posting_id, h.reference, h.order_reference, h.points, h.captured_points, h.released_points,
       h.status, h.issued_at, h.lapses_at, h.resolved_at"""
HOLD_COLUMN_COUNT = 12

HOLDS = f"""
select {HOLD_COLUMNS}, p.points, p.captured_points, p.released_points, {LOT_COLUMNS}
from accounts a
join holds h on h.account_id = a.id and h.id = any(%(hold_ids)s::uuid[])
join hold_lots p on p.account_id = h.account_id and p.hold_id = h.id
join lots l on l.account_id = p.account_id and l.id = p.lot_id
where a.member_id = any(%(member_ids)s::uuid[])
order by h.id, p.position
"""  # noqa: S608 (our own column lists)

LAPSED = f"""
select {HOLD_COLUMNS}, p.points, p.captured_points, p.released_points, {LOT_COLUMNS}
from accounts a
cross join lateral (
    select h.* from holds h where h.account_id = a.id and h.status = 'ISSUED' and h.lapses_at <= %(now)s offset 0
) h
join hold_lots p on p.account_id = h.account_id and p.hold_id = h.id
join lots l on l.account_id = p.account_id and l.id = p.lot_id
where a.member_id = any(%(member_ids)s::uuid[]) and a.held_points > 0
order by h.lapses_at, h.id, p.position
"""  # noqa: S608

DUE_ACCOUNTS = "select account_id from holds where status = 'ISSUED' and lapses_at <= %(now)s order by lapses_at limit %(limit)s"

OPEN_HOLDS = """
insert into holds (account_id, id, posting_id, reference, order_reference, points, status, issued_at, lapses_at)
select account_id, id, posting_id, reference, order_reference, points, 'ISSUED', issued_at, lapses_at
from unnest(%(account_ids)s::uuid[], %(ids)s::uuid[], %(posting_ids)s::uuid[], %(references)s::text[], %(orders)s::text[],
            %(points)s::bigint[], %(issued_ats)s::timestamptz[], %(lapses_ats)s::timestamptz[])
    as h (account_id, id, posting_id, reference, order_reference, points, issued_at, lapses_at)
"""

OPEN_HOLD_LOTS = """
insert into hold_lots (account_id, hold_id, lot_id, position, points)
select * from unnest(%(account_ids)s::uuid[], %(hold_ids)s::uuid[], %(lot_ids)s::uuid[], %(positions)s::int[], %(points)s::bigint[])
"""

CHANGE_HOLDS = """
update holds h set captured_points = c.captured_points, released_points = c.released_points, status = c.status, resolved_at = c.resolved_at
from unnest(%(account_ids)s::uuid[], %(ids)s::uuid[], %(captured)s::bigint[], %(released)s::bigint[], %(statuses)s::text[],
            %(resolved_ats)s::timestamptz[]) as c (account_id, id, captured_points, released_points, status, resolved_at)
where h.account_id = c.account_id and h.id = c.id
"""

CHANGE_HOLD_LOTS = """
update hold_lots p set captured_points = c.captured_points, released_points = c.released_points
from unnest(%(account_ids)s::uuid[], %(hold_ids)s::uuid[], %(lot_ids)s::uuid[], %(captured)s::bigint[], %(released)s::bigint[])
    as c (account_id, hold_id, lot_id, captured_points, released_points)
where p.account_id = c.account_id and p.hold_id = c.hold_id and p.lot_id = c.lot_id
"""


def ask_holds(hold_ids: Collection[UUID], member_ids: Collection[UUID]) -> Statement:
    """The holds with these ids of these members, with their lots."""
    return HOLDS, {"hold_ids": uuid_array(hold_ids), "member_ids": uuid_array(member_ids)}


def ask_lapsed(member_ids: Collection[UUID], now: datetime) -> Statement:
    """The members' holds past their time, with their lots."""
    return LAPSED, {"member_ids": uuid_array(member_ids), "now": now}


def read_holds(rows: Iterable[tuple[Any, ...]], state: LedgerState) -> list[Hold]:
    """The holds in the rows, in their order; the same hold is the same object whichever statement found it."""
    found: dict[UUID, Hold] = {}
    for row in rows:
        hold_id = row[1]
        hold = state.holds.get(hold_id)
        if hold is None:
            hold = state.holds[hold_id] = _hold(row)
        points, captured, released = row[HOLD_COLUMN_COUNT : HOLD_COLUMN_COUNT + 3]
        lot = lot_of(row[HOLD_COLUMN_COUNT + 3 :], state)
        if all(part.lot is not lot for part in hold.lots):
            hold.lots.append(HoldLot(lot, points, captured, released))
        found[hold_id] = hold
    return list(found.values())


def _hold(row: tuple[Any, ...]) -> Hold:
    hold = Hold(*row[:HOLD_COLUMN_COUNT])
    hold.status = HoldStatus(hold.status)
    return hold


def store_new_holds(holds: Collection[Hold]) -> list[Statement]:
    """The holds exist, with what they hold of each lot."""
    parts = [(hold, place, part) for hold in holds for place, part in enumerate(hold.lots)]
    return [
        (
            OPEN_HOLDS,
            {
                "account_ids": uuid_array(hold.account_id for hold in holds),
                "ids": uuid_array(hold.id for hold in holds),
                "posting_ids": uuid_array(hold.posting_id for hold in holds),
                "references": text_array(hold.reference for hold in holds),
                "orders": text_array(hold.order_reference for hold in holds),
                "points": number_array(hold.points for hold in holds),
                "issued_ats": time_array(hold.issued_at for hold in holds),
                "lapses_ats": time_array(hold.lapses_at for hold in holds),
            },
        ),
        (
            OPEN_HOLD_LOTS,
            {
                "account_ids": uuid_array(hold.account_id for hold, _, _ in parts),
                "hold_ids": uuid_array(hold.id for hold, _, _ in parts),
                "lot_ids": uuid_array(part.lot.id for _, _, part in parts),
                "positions": number_array(place for _, place, _ in parts),
                "points": number_array(part.points for _, _, part in parts),
            },
        ),
    ]


def store_changed_holds(holds: Collection[Hold]) -> list[Statement]:
    """The holds stand as they stand now."""
    parts = [(hold, part) for hold in holds for part in hold.lots]
    return [
        (
            CHANGE_HOLDS,
            {
                "account_ids": uuid_array(hold.account_id for hold in holds),
                "ids": uuid_array(hold.id for hold in holds),
                "captured": number_array(hold.captured_points for hold in holds),
                "released": number_array(hold.released_points for hold in holds),
                "statuses": code_array(hold.status for hold in holds),
                "resolved_ats": time_array(hold.resolved_at for hold in holds),
            },
        ),
        (
            CHANGE_HOLD_LOTS,
            {
                "account_ids": uuid_array(hold.account_id for hold, _ in parts),
                "hold_ids": uuid_array(hold.id for hold, _ in parts),
                "lot_ids": uuid_array(part.lot.id for _, part in parts),
                "captured": number_array(part.captured_points for _, part in parts),
                "released": number_array(part.released_points for _, part in parts),
            },
        ),
    ]
