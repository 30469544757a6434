"""Writes who was in which segment, from when to when. Set-based: the answer of a day arrives whole, only its difference is written.

Not here: asking the warehouse (`evaluate.py`) and reading memberships back (`reads.py`).

A membership row holds from an evaluated instant to an evaluated instant. The answer of day D holds from the end of D to the end of
the next evaluated day (for the newest day: until further notice). Applying a day sets exactly that window, joins it to what touches
it and leaves no empty row, so the result depends on each day's last answer and never on the order in which days were applied.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from loyalty.database import Work
from loyalty.database.copying import copy_rows
from loyalty.ids import new_id
from loyalty.segments.errors import EvaluationMismatch
from loyalty.segments.model import AppliedDay, SegmentDay, SegmentVersion

# Two runs of one segment wait for each other here.
LOCK = "select from segments where code = any(%(codes)s) order by code for update"

ANSWER_TABLE = 'create temporary table segment_answer (customer_id text collate "C", segment_code text) on commit drop'

# The window of each segment's answer: from the end of the day to the end of the next evaluated day.
WINDOWS = """
create temporary table segment_window on commit drop as
select w.segment_code, w.version, later.as_of_on as later_on, later.evaluated_at as ends_at, later.version as later_version
from unnest(%(codes)s::text[], %(versions)s::int[]) as w (segment_code, version)
left join lateral (
    select d.as_of_on, d.evaluated_at, d.version from segment_days d
    where d.segment_code = w.segment_code and d.as_of_on > %(as_of_on)s::date
    order by d.as_of_on limit 1
) later on true
"""

ENROLLED = """
create temporary table segment_enrolled on commit drop as
select a.segment_code, m.id as member_id from segment_answer a join members m on m.external_id = a.customer_id
"""

# Temporary tables have no statistics until they are told; without them the planner takes nested loops.
ANALYZE_ANSWER, ANALYZE_CHANGE = "analyze segment_answer, segment_enrolled", "analyze segment_change"

# What the day said of somebody and what is stored, where they differ. `stood_*` is the stored row that covers the day.
CHANGES = """
create temporary table segment_change on commit drop as
select coalesce(e.segment_code, s.segment_code) as segment_code, coalesce(e.member_id, s.member_id) as member_id,
       e.member_id is not null as is_in, s.valid_from as stood_from, s.valid_to as stood_to
from segment_enrolled e
full join (
    select m.segment_code, m.member_id, m.valid_from, m.valid_to
    from segment_memberships m join segment_window w using (segment_code)
    where m.valid_from <= %(starts_at)s and (m.valid_to > %(starts_at)s or m.valid_to is null)
) s on s.segment_code = e.segment_code and s.member_id = e.member_id
where e.member_id is null or s.member_id is null
"""

# Who is out: the stored row ends where the window starts, is gone if that leaves nothing, and what lay behind the window is a row again.
LEAVE = (
    """
    delete from segment_memberships m using segment_change c
    where not c.is_in and c.stood_from = %(starts_at)s
      and m.segment_code = c.segment_code and m.member_id = c.member_id and m.valid_from = c.stood_from
    """,
    """
    update segment_memberships m set valid_to = %(starts_at)s from segment_change c
    where not c.is_in and c.stood_from < %(starts_at)s
      and m.segment_code = c.segment_code and m.member_id = c.member_id and m.valid_from = c.stood_from
    """,
    """
    insert into segment_memberships (segment_code, member_id, valid_from, valid_to, version)
    select c.segment_code, c.member_id, w.ends_at, c.stood_to, w.later_version
    from segment_change c join segment_window w using (segment_code)
    where not c.is_in and (c.stood_to > w.ends_at or c.stood_to is null) and w.ends_at is not null
    """,
)

# Who is in: the window is joined to a row that ends where it starts and to one that starts where it ends.
ENTER = (
    """
    create temporary table segment_entry on commit drop as
    select c.segment_code, c.member_id, w.version, earlier.valid_from as joined_from, later.valid_from is not null as has_later,
           case when later.valid_from is null then w.ends_at else later.valid_to end as ends_at, w.ends_at as window_ends_at
    from segment_change c
    join segment_window w using (segment_code)
    left join segment_memberships earlier
      on earlier.segment_code = c.segment_code and earlier.member_id = c.member_id and earlier.valid_to = %(starts_at)s
    left join segment_memberships later
      on later.segment_code = c.segment_code and later.member_id = c.member_id and later.valid_from = w.ends_at
    where c.is_in
    """,
    """
    delete from segment_memberships m using segment_entry e
    where e.has_later and m.segment_code = e.segment_code and m.member_id = e.member_id and m.valid_from = e.window_ends_at
    """,
    """
    update segment_memberships m set valid_to = e.ends_at from segment_entry e
    where m.segment_code = e.segment_code and m.member_id = e.member_id and m.valid_from = e.joined_from
    """,
    """
    insert into segment_memberships (segment_code, member_id, valid_from, valid_to, version)
    select segment_code, member_id, %(starts_at)s, ends_at, version from segment_entry where joined_from is null
    order by segment_code, member_id
    """,
)

DAYS = """
insert into segment_days as d
    (segment_code, as_of_on, version, evaluated_at, run_id, size, entered_count, left_count, refused_count)
select w.segment_code, %(as_of_on)s::date, w.version, %(starts_at)s, %(run_id)s, 0, 0, 0, coalesce(refused.refused_count, 0)
from segment_window w
left join (
    select a.segment_code, count(*) as refused_count from segment_answer a
    where not exists (select from members m where m.external_id = a.customer_id)
    group by a.segment_code
) refused using (segment_code)
on conflict (segment_code, as_of_on) do update
    set version = excluded.version, run_id = excluded.run_id, refused_count = excluded.refused_count
"""

# Counted from the rows, for the day and for the day after it, whose comings and goings are told relative to this one.
COUNTS = """
update segment_days d
set size = counted.size, entered_count = counted.entered_count, left_count = counted.left_count
from (
    select d.segment_code, d.as_of_on,
           count(*) filter (where m.valid_from <= d.evaluated_at and (m.valid_to > d.evaluated_at or m.valid_to is null)) as size,
           count(*) filter (where m.valid_from = d.evaluated_at) as entered_count,
           count(*) filter (where m.valid_to = d.evaluated_at) as left_count
    from segment_window w
    join segment_days d on d.segment_code = w.segment_code and d.as_of_on in (%(as_of_on)s::date, w.later_on)
    left join segment_memberships m
      on m.segment_code = d.segment_code and m.valid_from <= d.evaluated_at and (m.valid_to >= d.evaluated_at or m.valid_to is null)
    group by d.segment_code, d.as_of_on
) counted
where d.segment_code = counted.segment_code and d.as_of_on = counted.as_of_on
returning d.segment_code, d.as_of_on, d.size, d.entered_count, d.left_count, d.version, d.refused_count
"""

DROP = "drop table if exists segment_answer, segment_enrolled, segment_window, segment_change, segment_entry"


def apply_membership(
    memberships: pa.Table, segments: Sequence[SegmentVersion], as_of_on: date, *, within: Work, timezone: str
) -> AppliedDay:
    """Stored membership says of the end of `as_of_on` what `memberships` (from `evaluate`, over `segments`) says.

    Days may come in any order and again: a later call for a day corrects it, an equal one changes nothing. Customers who are not
    enrolled are refused and counted.

    Raises:
        EvaluationMismatch: a row names a segment that is not among `segments`; nothing is written.
    """
    _refuse_strangers(memberships, segments)
    codes = [version.code for version in segments]
    facts: dict[str, object] = {
        "codes": codes,
        "versions": [version.version for version in segments],
        "as_of_on": as_of_on,
        "starts_at": end_of_day(as_of_on, timezone),
        "run_id": new_id(),
    }
    within.exec_driver_sql(DROP)
    within.exec_driver_sql(LOCK, facts)
    within.exec_driver_sql(ANSWER_TABLE)
    copy_rows("segment_answer", memberships.select(["customer_id", "segment_code"]), within=within)
    for statement in (WINDOWS, ENROLLED, ANALYZE_ANSWER, CHANGES, ANALYZE_CHANGE, *LEAVE, *ENTER, DAYS):
        within.exec_driver_sql(statement, facts)
    days = [SegmentDay(**row) for row in within.exec_driver_sql(COUNTS, facts).mappings()]
    changed: int = within.exec_driver_sql("select count(*) from segment_change").scalar_one()
    within.exec_driver_sql(DROP)
    return _applied(memberships, as_of_on, days, changed)


def end_of_day(as_of_on: date, timezone: str) -> datetime:
    """The instant at which a business day's load stands: its last second."""
    return datetime.combine(as_of_on, time(23, 59, 59), tzinfo=ZoneInfo(timezone))


def _refuse_strangers(memberships: pa.Table, segments: Sequence[SegmentVersion]) -> None:
    known = {version.code for version in segments}
    strangers = sorted({str(code) for code in pc.unique(memberships.column("segment_code")).to_pylist()} - known)
    if strangers:
        raise EvaluationMismatch(f"The answer names segments that were not evaluated: {', '.join(strangers[:5])}.", segment_codes=strangers)


def _applied(memberships: pa.Table, as_of_on: date, days: Sequence[SegmentDay], changed_count: int) -> AppliedDay:
    todays = tuple(sorted((day for day in days if day.as_of_on == as_of_on), key=lambda day: day.segment_code))
    refused = sum(day.refused_count for day in todays)
    return AppliedDay(
        as_of_on=as_of_on,
        read_count=memberships.num_rows,
        kept_count=memberships.num_rows - refused,
        refused_count=refused,
        changed_count=changed_count,
        days=todays,
    )
