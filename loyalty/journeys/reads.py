"""What screens and callers read of journeys: counts by node, ways of a member, steps of a way. Knows SQL; decides nothing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from loyalty.database import Work
from loyalty.journeys.errors import EnrollmentUnknown
from loyalty.journeys.model import JourneyStatus
from loyalty.journeys.store_versions import JourneySummary, list_heads
from loyalty.paging import CursorMalformed, Page, check_limit, read_cursor, write_cursor

COUNTS = (
    "select version, node_id, branch, count, points from journey_passages where journey_code = %(code)s order by version, node_id, branch"
)
# The goal is reached by its event wherever one stands, or at an END that is one; a way that a condition itself calls `goal` is neither.
# Everybody comes in by the START node.
TOTALS = """
with passed as (
    select journey_code, version, node_id, branch, count from journey_passages where journey_code = any(%(codes)s::text[])
), nodes as (
    select v.journey_code, v.version, n ->> 'id' as node_id, n ->> 'type' = 'START' as is_start,
           n ->> 'type' = 'END' and coalesce((n ->> 'is_goal')::boolean, false) as is_goal,
           jsonb_path_exists(n, '$.branches[*] ? (@.branch == "goal")') as has_such_way
    from (select distinct journey_code, version from passed) p join journey_versions v using (journey_code, version)
    cross join jsonb_array_elements(v.definition -> 'nodes') n
)
select p.journey_code, sum(case when p.branch = '' then p.count else -p.count end) as inside_count,
       coalesce(sum(p.count) filter (where p.branch = '' and n.is_start), 0) as entered_count,
       coalesce(sum(p.count) filter (where p.branch = 'goal' and not n.has_such_way or p.branch = 'end' and n.is_goal), 0) as goal_count
from passed p join nodes n using (journey_code, version, node_id) group by p.journey_code
"""
OF_MEMBER = """
select e.id, e.journey_code, e.version, e.node_id, e.visit, e.is_waiting, e.awaits, e.due_at, e.outcome, e.started_at, e.moved_at,
       e.ended_at
from journey_enrollments e where e.member_id = %(member)s
  and (%(before)s::timestamptz is null or (e.started_at, e.id) < (%(before)s, %(before_id)s::uuid))
order by e.started_at desc, e.id desc limit %(limit)s
"""
ONE = """
select e.id, e.journey_code, e.version, e.node_id, e.visit, e.is_waiting, e.awaits, e.due_at, e.outcome, e.started_at, e.moved_at,
       e.ended_at
from journey_enrollments e where e.id = %(id)s and e.journey_code = %(code)s
"""
STEPS = """
select visit, version, node_id, branch, facts, entered_at, recorded_at from journey_steps
where enrollment_id = %(id)s and visit >= %(least)s order by visit limit %(limit)s
"""


@dataclass(frozen=True, slots=True)
class NodeCounts:
    """How many came to a node of a version, left it by each branch, and stand there now; `points` were given there."""

    version: int
    node_id: str
    entered_count: int
    branches: Mapping[str, int]
    points: int

    @property
    def inside_count(self) -> int:
        """How many stand there now."""
        return self.entered_count - sum(self.branches.values())


@dataclass(frozen=True, slots=True)
class JourneyTotals:
    """How many came in by all versions together, how many of those are inside now, and how many reached the goal."""

    entered_count: int = 0
    inside_count: int = 0
    goal_count: int = 0


@dataclass(frozen=True, slots=True)
class EnrollmentOfMember:
    """A way of a member: where it stands, until when or for what it waits, how it ended."""

    id: UUID
    journey_code: str
    version: int
    node_id: str
    visit: int
    is_waiting: bool
    awaits: str | None
    due_at: datetime | None
    outcome: str
    started_at: datetime
    moved_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class PastStep:
    """One visit of a node that is over."""

    visit: int
    version: int
    node_id: str
    branch: str
    facts: Mapping[str, Any]
    entered_at: datetime
    left_at: datetime


def list_journeys(statuses: Collection[JourneyStatus], *, within: Work, limit: int, cursor: str | None = None) -> Page[JourneySummary]:
    """The journeys that stand there, in the order of their codes.

    Raises:
        LimitInvalid, CursorMalformed: as `loyalty.paging` says.
    """
    after = read_cursor(cursor, parts=1)[0] if cursor is not None else ""
    found = list_heads(statuses, after=after, limit=check_limit(limit) + 1, within=within)
    return Page(found[:limit], write_cursor(found[limit - 1].head.code) if len(found) > limit else None)


def node_counts(code: str, *, within: Work) -> list[NodeCounts]:
    """The counts of every node of every version where somebody came, as they stand now."""
    counts: dict[tuple[int, str], tuple[int, dict[str, int], int]] = {}
    for row in within.exec_driver_sql(COUNTS, {"code": code}):
        version, node_id, branch, passed, points = row
        entered, branches, given = counts.get((version, node_id), (0, {}, 0))
        if branch == "":
            entered += passed
        else:
            branches = {**branches, branch: passed}
        counts[version, node_id] = (entered, branches, given + points)
    return [NodeCounts(version, node_id, *told) for (version, node_id), told in counts.items()]


def journey_totals(codes: Collection[str], *, within: Work) -> dict[str, JourneyTotals]:
    """The totals of each of these journeys; nobody ever came into one that is not in the answer."""
    rows = within.exec_driver_sql(TOTALS, {"codes": list(codes)})
    return {row.journey_code: JourneyTotals(int(row.entered_count), int(row.inside_count), int(row.goal_count)) for row in rows}


def enrollments_of_member(member_id: UUID, *, within: Work, limit: int, cursor: str | None = None) -> Page[EnrollmentOfMember]:
    """The ways of a member through journeys, newest first.

    Raises:
        LimitInvalid, CursorMalformed: as `loyalty.paging` says.
    """
    before, before_id = _position(cursor)
    facts = {"member": member_id, "before": before, "before_id": before_id, "limit": check_limit(limit) + 1}
    found = [EnrollmentOfMember(*row) for row in within.exec_driver_sql(OF_MEMBER, facts)]
    last = found[limit - 1] if len(found) > limit else None
    return Page(found[:limit], None if last is None else write_cursor(last.started_at.isoformat(), last.id.hex))


def find_enrollment(code: str, enrollment_id: UUID, *, within: Work) -> EnrollmentOfMember:
    """One way through the journey.

    Raises:
        EnrollmentUnknown: the journey has none with this id.
    """
    row = within.exec_driver_sql(ONE, {"id": enrollment_id, "code": code}).one_or_none()
    if row is None:
        raise EnrollmentUnknown(f"The journey '{code[:80]}' has no such enrollment.", journey_code=code[:80])
    return EnrollmentOfMember(*row)


def steps_of(enrollment_id: UUID, *, within: Work, limit: int, cursor: str | None = None) -> Page[PastStep]:
    """The steps of a way, first to last.

    Raises:
        LimitInvalid, CursorMalformed: as `loyalty.paging` says.
    """
    least = _visit(cursor)
    facts = {"id": enrollment_id, "least": least, "limit": check_limit(limit) + 1}
    found = [PastStep(*row) for row in within.exec_driver_sql(STEPS, facts)]
    return Page(found[:limit], write_cursor(str(found[limit].visit)) if len(found) > limit else None)


def _position(cursor: str | None) -> tuple[datetime | None, UUID | None]:
    if cursor is None:
        return None, None
    at, digits = read_cursor(cursor, parts=2)
    try:
        return datetime.fromisoformat(at), UUID(hex=digits)
    except ValueError:
        raise CursorMalformed("The cursor is not one that this listing gave out; start again without it.", cursor=cursor[:80]) from None


def _visit(cursor: str | None) -> int:
    if cursor is None:
        return 0
    (text,) = read_cursor(cursor, parts=1)
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise CursorMalformed("The cursor is not one that this listing gave out; start again without it.", cursor=cursor[:80])
    return int(text)
