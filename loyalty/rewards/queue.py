"""All members' redemptions by where they stand: what waits for hands. Not here: moving them (move), one member's own (timeline)."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from loyalty.database import Work
from loyalty.paging import CursorMalformed, Page, check_limit, read_cursor, write_cursor
from loyalty.rewards.model import Redemption, RedemptionStatus
from loyalty.rewards.store import REDEMPTION_COLUMNS, redemption_of

# Ids grow with time, so the order of ids is the order in which redemptions were asked for, and both orders are read from an index.
_ROWS = """
select r.{columns}, m.external_id, moved.actor as moved_by, moved.reason
from redemptions r
join members m on m.id = r.member_id
left join lateral (
    select actor, reason from redemption_moves v where v.account_id = r.account_id and v.redemption_id = r.id order by v.id desc limit 1
) moved on true
where r.program_code = %(program_code)s and {status} and (r.reward_code = %(reward_code)s or %(reward_code)s::text is null) and {after}
order by r.id {direction} limit %(limit)s
"""

COUNTS = "select status, count(*) from redemptions where program_code = %(program_code)s and status <> 'FULFILLED' group by status"


class QueuedRedemption(NamedTuple):
    """A redemption with whom it is for, and who moved it last and why."""

    redemption: Redemption
    external_id: str
    moved_by: str | None
    reason: str | None


def list_redemptions(
    program_code: str,
    *,
    within: Work,
    limit: int,
    status: RedemptionStatus | None = None,
    reward_code: str | None = None,
    cursor: str | None = None,
) -> Page[QueuedRedemption]:
    """The program's redemptions: what waits (PENDING, PROCESSING) oldest first, everything else newest first.

    Raises:
        CursorMalformed, LimitInvalid
    """
    is_waiting = status in {RedemptionStatus.PENDING, RedemptionStatus.PROCESSING}
    parameters = {
        "program_code": program_code,
        "status": status,
        "reward_code": reward_code,
        "after": _place(cursor) if cursor else None,
        "limit": check_limit(limit) + 1,
    }
    rows = within.exec_driver_sql(_query(status, is_waiting=is_waiting, is_first=cursor is None), parameters).all()
    found = [QueuedRedemption(redemption_of(row), row.external_id, row.moved_by, row.reason) for row in rows[:limit]]
    return Page(found, write_cursor(found[-1].redemption.id.hex) if len(rows) > limit else None)


def count_redemptions(program_code: str, *, within: Work) -> dict[RedemptionStatus, int]:
    """How many of the program's redemptions stand where; those that were delivered are counted by their rewards, not here."""
    rows: Sequence[tuple[str, int]] = within.exec_driver_sql(COUNTS, {"program_code": program_code}).all()  # type: ignore[assignment]
    return {RedemptionStatus(status): count for status, count in rows}


def _query(status: RedemptionStatus | None, *, is_waiting: bool, is_first: bool) -> str:
    """The status stands in the text, not beside it: only so does the planner see that the index of the queue covers it."""
    return _ROWS.format(
        columns=", r.".join(column.strip() for column in REDEMPTION_COLUMNS.split(",")),
        status=f"r.status = '{status}'" if status else "true",
        after="true" if is_first else f"r.id {'>' if is_waiting else '<'} %(after)s",
        direction="asc" if is_waiting else "desc",
    )


def _place(cursor: str) -> UUID:
    try:
        return UUID(hex=read_cursor(cursor, parts=1)[0])
    except ValueError:
        raise CursorMalformed("The cursor is not one that this listing gave out; start again without it.", cursor=cursor[:80]) from None
