"""What screens and callers read of segments. Not here: writing (`store.py`, `membership.py`)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import RowMapping

from loyalty.database import Work
from loyalty.paging import CursorMalformed, Page, check_limit, read_cursor, write_cursor
from loyalty.segments.errors import SegmentUnknown
from loyalty.segments.model import MembershipOfMember, SegmentDay, SegmentKind, SegmentMember, SegmentStatus, SegmentSummary

SUMMARIES = """
select s.code, v.name, v.description, v.owner, case when s.kind = 'RULE' then v.rule end as rule, s.version,
       s.status, s.kind, s.draft_version, newest.evaluated_at, newest.as_of_on,
       coalesce(newest.size, listed.size) as size, coalesce(listed.size, newest.size + moved.net) as size_now,
       newest.entered_count, newest.left_count, yesterday.size as size_yesterday
from segments s
join segment_versions v on v.segment_code = s.code and v.version = s.version
left join lateral (
    select * from segment_evaluations d where d.segment_code = s.code order by d.evaluated_at desc limit 1
) newest on true
left join lateral (
    select count(*) as size from segment_memberships m where m.segment_code = s.code and m.valid_to is null having s.kind = 'STATIC'
) listed on true
left join lateral (
    select count(*) filter (where m.valid_to is null) - count(*) filter (
               where m.valid_from <= newest.evaluated_at and (m.valid_to > newest.evaluated_at or m.valid_to is null)) as net
    from (select distinct v.member_id from segment_member_moves v
          where v.segment_code = s.code and v.evaluated_at > newest.evaluated_at) since
    join segment_memberships m on m.segment_code = s.code and m.member_id = since.member_id
) moved on true
left join segment_days yesterday on yesterday.segment_code = s.code and yesterday.as_of_on = newest.as_of_on - 1
where s.code = coalesce(%(code)s, s.code)
order by s.code
"""

HISTORY = """
select segment_code, as_of_on, size, entered_count, left_count, version, refused_count, evaluated_at from segment_days
where segment_code = %(code)s and (as_of_on >= %(since)s or %(since)s::date is null) order by as_of_on
"""

MEMBERS = """
select m.id as member_id, m.external_id, s.valid_from, s.valid_to
from segment_memberships s join members m on m.id = s.member_id
where s.segment_code = %(code)s and s.valid_from <= %(as_of)s and (s.valid_to > %(as_of)s or s.valid_to is null)
  and s.member_id > %(after)s
order by s.member_id limit %(limit)s
"""

_MOVED = """
select m.id as member_id, m.external_id, s.valid_from, s.valid_to
from segment_memberships s join members m on m.id = s.member_id
where s.segment_code = %(code)s and (s.member_id, s.valid_from) > (%(after)s, %(after_from)s::timestamptz)
  and s.{moved_at} >= (%(on)s::date)::timestamp at time zone %(timezone)s
  and s.{moved_at} < (%(on)s::date + 1)::timestamp at time zone %(timezone)s
order by s.member_id, s.valid_from limit %(limit)s
"""
MOVED = {"ENTERED": _MOVED.format(moved_at="valid_from"), "LEFT": _MOVED.format(moved_at="valid_to")}

OF_MEMBER = """
select s.segment_code, v.name, s.valid_from, s.valid_to, s.version
from segment_memberships s
join segments g on g.code = s.segment_code
join segment_versions v on v.segment_code = g.code and v.version = g.version
where s.member_id = %(member_id)s and s.valid_from <= %(as_of)s and (s.valid_to > %(as_of)s or s.valid_to is null)
order by s.segment_code
"""

_BEFORE_ALL = UUID(int=0)


def list_segments(*, within: Work) -> list[SegmentSummary]:
    """Every segment with the size of its newest evaluated day and of this moment, by code."""
    return [_summary(row) for row in within.exec_driver_sql(SUMMARIES, {"code": None}).mappings()]


def find_segment(code: str, *, within: Work) -> SegmentSummary:
    """One segment with the size of its newest evaluated day and of this moment.

    Raises:
        SegmentUnknown: no segment has this code.
    """
    row = within.exec_driver_sql(SUMMARIES, {"code": code}).mappings().one_or_none()
    if row is None:
        raise SegmentUnknown(f"There is no segment '{code[:80]}'.", segment_code=code[:80])
    return _summary(row)


def segment_history(code: str, *, within: Work, since: date | None = None) -> list[SegmentDay]:
    """The evaluated days of a segment, oldest first.

    Raises:
        SegmentUnknown: no segment has this code.
    """
    find_segment(code, within=within)
    return [SegmentDay(**row) for row in within.exec_driver_sql(HISTORY, {"code": code, "since": since}).mappings()]


def segment_members(code: str, *, as_of: datetime, within: Work, limit: int = 100, cursor: str | None = None) -> Page[SegmentMember]:
    """Who was in the segment at `as_of`, a page of them in the order of their ids.

    Raises:
        SegmentUnknown: no segment has this code.
        LimitInvalid, CursorMalformed: as the names say.
    """
    find_segment(code, within=within)
    check_limit(limit)
    facts = {"code": code, "as_of": as_of, "after": _position(cursor), "limit": limit + 1}
    found = [SegmentMember(**row) for row in within.exec_driver_sql(MEMBERS, facts).mappings()]
    return Page(found[:limit], write_cursor(found[limit - 1].member_id.hex) if len(found) > limit else None)


def moved_members(
    code: str, move: Literal["ENTERED", "LEFT"], on: date, timezone: str, *, within: Work, limit: int = 100, cursor: str | None = None
) -> Page[SegmentMember]:
    """Who entered or left the segment on that business day of `timezone`, a page of them in the order of their ids.

    Raises:
        SegmentUnknown: no segment has this code.
        LimitInvalid, CursorMalformed: as the names say.
    """
    find_segment(code, within=within)
    check_limit(limit)
    after, since = (_BEFORE_ALL.hex, "-infinity") if cursor is None else read_cursor(cursor, parts=2)
    facts = {
        "code": code,
        "on": on,
        "timezone": timezone,
        "after": read_position(after, cursor or ""),
        "after_from": since if cursor is None else _instant(since, cursor),
        "limit": limit + 1,
    }
    found = [SegmentMember(**row) for row in within.exec_driver_sql(MOVED[move], facts).mappings()]
    if len(found) <= limit:
        return Page(found, None)
    last = found[limit - 1]
    return Page(found[:limit], write_cursor(last.member_id.hex, last.valid_from.isoformat()))


def segments_of_member(member_id: UUID, *, as_of: datetime, within: Work) -> Sequence[MembershipOfMember]:
    """The segments that the member was in at `as_of`, by code. An unknown member is in none."""
    facts = {"member_id": member_id, "as_of": as_of}
    return [MembershipOfMember(**row) for row in within.exec_driver_sql(OF_MEMBER, facts).mappings()]


def _summary(row: RowMapping) -> SegmentSummary:
    return SegmentSummary(**{**row, "status": SegmentStatus(row["status"]), "kind": SegmentKind(row["kind"])})


def _position(cursor: str | None) -> UUID:
    if cursor is None:
        return _BEFORE_ALL
    (position,) = read_cursor(cursor, parts=1)
    return read_position(position, cursor)


def _instant(text: str, cursor: str) -> str:
    try:
        return datetime.fromisoformat(text).isoformat()
    except ValueError:
        raise CursorMalformed("The cursor is not one that this listing gave out; start again without it.", cursor=cursor[:80]) from None


def read_position(position: str, cursor: str) -> UUID:
    """The member id in a cursor.

    Raises:
        CursorMalformed: it is none.
    """
    try:
        return UUID(hex=position)
    except ValueError:
        raise CursorMalformed("The cursor is not one that this listing gave out; start again without it.", cursor=cursor[:80]) from None
