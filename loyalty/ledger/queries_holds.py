"""Reading holds: how each stands at this instant, whether or not the nightly run has posted that it lapsed. Nothing here writes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.database.arrays import uuid_array
from loyalty.ledger.model import HoldStatus
from loyalty.paging import CursorMalformed, Page, check_limit, read_cursor, write_cursor

HOLDS = """
select h.id, a.member_id, h.account_id, a.wallet_code, h.reference, h.order_reference, h.points, h.captured_points, h.released_points,
       h.status, h.issued_at, h.lapses_at, h.resolved_at
from holds h join accounts a on a.id = h.account_id
where h.id = any(%(ids)s::uuid[])
"""

# What a hold is now: one past its time has lapsed, whether or not the nightly run has posted it.
OF_MEMBER = """
select h.id, a.member_id, h.account_id, a.wallet_code, h.reference, h.order_reference, h.points, h.captured_points, h.released_points,
       h.status, h.issued_at, h.lapses_at, h.resolved_at
from accounts a join holds h on h.account_id = a.id
where a.member_id = %(member_id)s
  and (%(status)s::text is null
       or case when h.status = 'ISSUED' and h.lapses_at <= %(now)s then 'LAPSED' else h.status end = %(status)s)
  and (%(issued_at)s::timestamptz is null or (h.issued_at, h.id) < (%(issued_at)s::timestamptz, %(id)s::uuid))
order by h.issued_at desc, h.id desc limit %(limit)s
"""


@dataclass(frozen=True, slots=True)
class HoldView:
    """A hold at an instant. `held_points` are what it still keeps from being spent."""

    id: UUID
    member_id: UUID
    account_id: UUID
    wallet_code: str
    reference: str
    order_id: str | None
    points: int
    captured_points: int
    released_points: int
    status: HoldStatus
    issued_at: datetime
    lapses_at: datetime | None
    resolved_at: datetime | None

    @property
    def held_points(self) -> int:
        """What is still held."""
        return self.points - self.captured_points - self.released_points


def find_holds(hold_ids: Collection[UUID], *, within: Work, clock: Clock) -> dict[UUID, HoldView]:
    """Each hold as it stands now; one past its time has lapsed, posted or not. Unknown ids are not in the answer."""
    rows = within.exec_driver_sql(HOLDS, {"ids": uuid_array(hold_ids)}).tuples()
    return {row[0]: _at(_view(row), clock.now()) for row in rows}


def holds_of_member(
    member_id: UUID, *, within: Work, clock: Clock, limit: int, cursor: str | None = None, status: HoldStatus | None = None
) -> Page[HoldView]:
    """The member's holds in all wallets as they stand now, newest first; with `status` only those that stand there.

    Raises:
        LimitInvalid: not between 1 and 200.
        CursorMalformed: not one of this listing.
    """
    limit, now = check_limit(limit), clock.now()
    issued_at, hold_id = _position(cursor)
    asked = {"member_id": member_id, "status": status, "now": now, "issued_at": issued_at, "id": hold_id, "limit": limit + 1}
    found = [_at(_view(row), now) for row in within.exec_driver_sql(OF_MEMBER, asked).tuples()]
    last = found[limit - 1] if len(found) > limit else None
    return Page(found[:limit], write_cursor(last.issued_at.isoformat(), last.id.hex) if last else None)


def _position(cursor: str | None) -> tuple[datetime | None, UUID | None]:
    if cursor is None:
        return None, None
    issued_at, hold_id = read_cursor(cursor, parts=2)
    try:
        position = datetime.fromisoformat(issued_at), UUID(hold_id)
    except ValueError:
        position = None
    if position is None or position[0].tzinfo is None:
        raise CursorMalformed("The cursor is not one that this listing gave out; start again without it.", cursor=cursor[:80])
    return position


def _view(row: Sequence[Any]) -> HoldView:
    fields = list(row)
    fields[9] = HoldStatus(fields[9])
    return HoldView(*fields)


def _at(hold: HoldView, now: datetime) -> HoldView:
    if hold.status is not HoldStatus.ISSUED or hold.lapses_at is None or hold.lapses_at > now:
        return hold
    return HoldView(
        hold.id,
        hold.member_id,
        hold.account_id,
        hold.wallet_code,
        hold.reference,
        hold.order_id,
        hold.points,
        hold.captured_points,
        hold.points - hold.captured_points,
        HoldStatus.LAPSED,
        hold.issued_at,
        hold.lapses_at,
        hold.lapses_at,
    )
