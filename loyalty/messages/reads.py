"""What screens and operators read of the queue. Not here: changing it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loyalty.database import Work
from loyalty.paging import CursorMalformed, Page, check_limit, read_cursor, write_cursor

OF_MEMBER = """
select id, member_id, channel_code, template_code, template_version, purpose, source_code, occurrence, status, reason, detail, due_at,
       queued_at, ended_at, attempt_count
from deliveries where member_id = %(member_id)s and id < %(before)s order by id desc limit %(limit)s
"""
FIGURES = """
select channel_code, status, coalesce(reason, '') as reason, count(*) as count from deliveries
where %(source)s::text is null or source_code = %(source)s group by 1, 2, 3 order by 1, 2, 3
"""
LAST = UUID(int=2**128 - 1)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to one member and how it stands."""

    id: UUID
    member_id: UUID
    channel_code: str
    template_code: str
    template_version: int
    purpose: str
    source_code: str
    occurrence: str
    status: str
    reason: str | None
    detail: str | None
    due_at: datetime
    queued_at: datetime
    ended_at: datetime | None
    attempt_count: int


def deliveries_of(member_id: UUID, *, limit: int, cursor: str | None = None, within: Work) -> Page[Delivery]:
    """What the member was sent, is about to be, and was not, newest first.

    Raises:
        LimitInvalid, CursorMalformed: as the names say.
    """
    check_limit(limit)
    facts = {"member_id": member_id, "before": _position(cursor), "limit": limit + 1}
    found = [Delivery(**row) for row in within.exec_driver_sql(OF_MEMBER, facts).mappings()]
    return Page(found[:limit], write_cursor(found[limit - 1].id.hex) if len(found) > limit else None)


def queue_figures(source_code: str | None = None, *, within: Work) -> list[tuple[str, str, str, int]]:
    """How many deliveries there are by channel, status and reason ('' for none); of one source, or of all."""
    return [tuple(row) for row in within.exec_driver_sql(FIGURES, {"source": source_code})]


def _position(cursor: str | None) -> UUID:
    if cursor is None:
        return LAST
    (position,) = read_cursor(cursor, parts=1)
    try:
        return UUID(hex=position)
    except ValueError:
        raise CursorMalformed("The cursor is not one that this listing gave out; start again without it.", cursor=cursor[:80]) from None
