"""The SQL that writes who was in which segment: windows, changes, rows, days, events. Not here: in which order (`membership.py`)."""

# Two runs of one segment wait for each other here.
LOCK = "select from segments where code = any(%(codes)s) order by code for update"

ANSWER_TABLE = 'create temporary table segment_answer (customer_id text collate "C", segment_code text) on commit drop'

# The window of each segment's answer: from its instant to the next instant at which the whole segment was evaluated.
WINDOWS = """
create temporary table segment_window on commit drop as
select w.segment_code, w.version, w.starts_at, later.evaluated_at as ends_at, later.version as later_version
from unnest(%(codes)s::text[], %(versions)s::int[], %(starts_at)s::timestamptz[]) as w (segment_code, version, starts_at)
left join lateral (
    select e.evaluated_at, e.version from segment_evaluations e
    where e.segment_code = w.segment_code and e.evaluated_at > w.starts_at
    order by e.evaluated_at limit 1
) later on true
"""

ENROLLED = """
create temporary table segment_enrolled on commit drop as
select a.segment_code, m.id as member_id from segment_answer a join members m on m.external_id = a.customer_id
"""

# Temporary tables have no statistics until they are told; without them the planner takes nested loops.
ANALYZE_ANSWER, ANALYZE_CHANGE = "analyze segment_answer, segment_enrolled", "analyze segment_change"

# What the evaluation said of somebody and what is stored, where they differ. `stood_*` is the stored row that covers the instant.
CHANGES = """
create temporary table segment_change on commit drop as
select d.segment_code, d.member_id, d.is_in, d.stood_from, d.stood_to, w.version, w.starts_at, w.ends_at, w.later_version as ends_version
from (
    select coalesce(e.segment_code, s.segment_code) as segment_code, coalesce(e.member_id, s.member_id) as member_id,
           e.member_id is not null as is_in, s.valid_from as stood_from, s.valid_to as stood_to
    from segment_enrolled e
    full join (
        select m.segment_code, m.member_id, m.valid_from, m.valid_to
        from segment_memberships m join segment_window w using (segment_code)
        where m.valid_from <= w.starts_at and (m.valid_to > w.starts_at or m.valid_to is null)
    ) s on s.segment_code = e.segment_code and s.member_id = e.member_id
    where e.member_id is null or s.member_id is null
) d join segment_window w using (segment_code)
"""

# The same for named members only: nothing is said of anybody else.
CHANGES_OF_MEMBERS = """
create temporary table segment_change on commit drop as
select d.segment_code, d.member_id, d.is_in, s.valid_from as stood_from, s.valid_to as stood_to, w.version, w.starts_at, w.ends_at,
       w.later_version as ends_version
from unnest(%(member_codes)s::text[], %(member_ids)s::uuid[], %(member_is_in)s::boolean[]) as d (segment_code, member_id, is_in)
join segment_window w using (segment_code)
left join segment_memberships s on s.segment_code = d.segment_code and s.member_id = d.member_id
  and s.valid_from <= w.starts_at and (s.valid_to > w.starts_at or s.valid_to is null)
where d.is_in is distinct from (s.member_id is not null)
"""

# What was found out about one member at an instant of its own stands from there on, and at that very instant against all others.
MOVES_STAND = (
    """
    delete from segment_change c using segment_member_moves v
    where v.segment_code = c.segment_code and v.member_id = c.member_id and v.evaluated_at = c.starts_at
    """,
    """
    update segment_change c set ends_at = v.evaluated_at, ends_version = v.version
    from (
        select distinct on (v.segment_code, v.member_id) v.segment_code, v.member_id, v.evaluated_at, v.version
        from segment_member_moves v join segment_window w using (segment_code)
        where v.evaluated_at > w.starts_at and (v.evaluated_at < w.ends_at or w.ends_at is null)
        order by v.segment_code, v.member_id, v.evaluated_at
    ) v
    where v.segment_code = c.segment_code and v.member_id = c.member_id
    """,
)

# Who is out: the stored row ends where the window starts, is gone if that leaves nothing, and what lay behind the window is a row again.
LEAVE = (
    """
    delete from segment_memberships m using segment_change c
    where not c.is_in and c.stood_from = c.starts_at
      and m.segment_code = c.segment_code and m.member_id = c.member_id and m.valid_from = c.stood_from
    """,
    """
    update segment_memberships m set valid_to = c.starts_at from segment_change c
    where not c.is_in and c.stood_from < c.starts_at
      and m.segment_code = c.segment_code and m.member_id = c.member_id and m.valid_from = c.stood_from
    """,
    """
    insert into segment_memberships (segment_code, member_id, valid_from, valid_to, version)
    select c.segment_code, c.member_id, c.ends_at, c.stood_to, c.ends_version
    from segment_change c
    where not c.is_in and (c.stood_to > c.ends_at or c.stood_to is null) and c.ends_at is not null
    """,
)

# Who is in: the window is joined to a row that ends where it starts and to one that starts where it ends.
ENTER = (
    """
    create temporary table segment_entry on commit drop as
    select c.segment_code, c.member_id, c.version, c.starts_at, earlier.valid_from as joined_from,
           later.valid_from is not null as has_later,
           case when later.valid_from is null then c.ends_at else later.valid_to end as ends_at, c.ends_at as window_ends_at
    from segment_change c
    left join segment_memberships earlier
      on earlier.segment_code = c.segment_code and earlier.member_id = c.member_id and earlier.valid_to = c.starts_at
    left join segment_memberships later
      on later.segment_code = c.segment_code and later.member_id = c.member_id and later.valid_from = c.ends_at
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
    select segment_code, member_id, starts_at, ends_at, version from segment_entry where joined_from is null
    order by segment_code, member_id
    """,
)

# The day after: what is told is the difference to the evaluation before, so sizes follow from it.
TOLD_TABLE = 'create temporary table segment_told (customer_id text collate "C", segment_code text, is_in boolean) on commit drop'
ANALYZE_TOLD = "analyze segment_told"
CHANGES_TOLD = """
create temporary table segment_change on commit drop as
select d.segment_code, d.id as member_id, d.is_in, s.valid_from as stood_from, s.valid_to as stood_to, w.version, w.starts_at, w.ends_at,
       w.later_version as ends_version
from (select t.segment_code, t.is_in, m.id from segment_told t join members m on m.external_id = t.customer_id
      order by t.segment_code, m.id) d
join segment_window w using (segment_code)
left join segment_memberships s on s.segment_code = d.segment_code and s.member_id = d.id
  and s.valid_from <= w.starts_at and (s.valid_to > w.starts_at or s.valid_to is null)
where d.is_in is distinct from (s.member_id is not null)
"""
HAS_LATER = "select exists (select from segment_change where ends_at is not null)"
ENTER_LAST = """
insert into segment_memberships (segment_code, member_id, valid_from, valid_to, version)
select segment_code, member_id, starts_at, null, version from segment_change where is_in order by segment_code, member_id
"""
DAYS_COUNTED = """
insert into segment_days
    (segment_code, as_of_on, version, evaluated_at, run_id, size, entered_count, left_count, refused_count, loaded_at)
select w.segment_code, %(as_of_on)s::date, w.version, w.starts_at, %(run_id)s, n.size, n.entered_count, n.left_count,
       greatest(a.described_count - n.size, 0), %(loaded_at)s
from segment_window w
join unnest(%(codes)s::text[], %(described)s::bigint[]) as a (segment_code, described_count) using (segment_code)
cross join lateral (
    select e.size from segment_evaluations e where e.segment_code = w.segment_code and e.evaluated_at < w.starts_at
    order by e.evaluated_at desc limit 1
) before
left join (
    select segment_code, count(*) filter (where is_in) as entered, count(*) filter (where not is_in) as gone
    from segment_change group by segment_code
) c using (segment_code)
cross join lateral (
    select before.size + coalesce(c.entered, 0) - coalesce(c.gone, 0) as size, coalesce(c.entered, 0) as entered_count,
           coalesce(c.gone, 0) as left_count
) n
"""
WINDOWS_WITHOUT_MOVES = """
delete from segment_window w where not exists (
    select from segment_member_moves v
    where v.segment_code = w.segment_code and v.evaluated_at < w.starts_at and v.evaluated_at > (
        select max(e.evaluated_at) from segment_evaluations e where e.segment_code = w.segment_code and e.evaluated_at < w.starts_at))
"""
DAYS_OF = """
select segment_code, as_of_on, evaluated_at, size, entered_count, left_count, version, refused_count from segment_days
where as_of_on = %(as_of_on)s::date and segment_code = any(%(codes)s) order by segment_code
"""

# Told of whoever is in or out from now on otherwise than before. A correction of what is over changes history and nobody's standing.
EVENTS = """
insert into outbox (member_id, type, occurred_at, recorded_at, data)
select c.member_id, case when c.is_in then 'segment.entered' else 'segment.left' end, c.starts_at, %(recorded_at)s,
       jsonb_build_object('segment_code', c.segment_code, 'version', c.version, 'run_id', %(run_id)s::text, 'cause', %(cause)s::text)
from segment_change c
where c.ends_at is null
"""

REFUSED = """
create temporary table segment_refused on commit drop as
select w.segment_code, coalesce(refused.refused_count, 0) as refused_count
from segment_window w
left join (
    select a.segment_code, count(*) as refused_count from segment_answer a
    where not exists (select from members m where m.external_id = a.customer_id)
    group by a.segment_code
) refused using (segment_code)
"""

DAYS = """
insert into segment_days as d
    (segment_code, as_of_on, version, evaluated_at, run_id, size, entered_count, left_count, refused_count, loaded_at)
select w.segment_code, %(as_of_on)s::date, w.version, w.starts_at, %(run_id)s, 0, 0, 0, r.refused_count, %(loaded_at)s
from segment_window w join segment_refused r using (segment_code)
on conflict (segment_code, as_of_on) do update
    set version = excluded.version, run_id = excluded.run_id, refused_count = excluded.refused_count, loaded_at = excluded.loaded_at
"""

# An instant at which a day ends is that day's: what was evaluated there last is what the day says.
INSTANTS = (
    """
    update segment_days d set version = w.version, run_id = %(run_id)s, refused_count = r.refused_count
    from segment_window w join segment_refused r using (segment_code)
    where d.segment_code = w.segment_code and d.evaluated_at = w.starts_at
    """,
    """
    insert into segment_instants as d
        (segment_code, evaluated_at, as_of_on, version, cause, run_id, size, entered_count, left_count, refused_count, loaded_at)
    select w.segment_code, w.starts_at, %(as_of_on)s::date, w.version, %(cause)s, %(run_id)s, 0, 0, 0, r.refused_count,
           coalesce(%(loaded_at)s, (select max(d.loaded_at) from segment_days d where d.as_of_on = %(as_of_on)s::date))
    from segment_window w join segment_refused r using (segment_code)
    where not exists (select from segment_days d where d.segment_code = w.segment_code and d.evaluated_at = w.starts_at)
    on conflict (segment_code, evaluated_at) do update
        set as_of_on = excluded.as_of_on, version = excluded.version, cause = excluded.cause, run_id = excluded.run_id,
            refused_count = excluded.refused_count
    """,
)

MOVES = """
insert into segment_member_moves as v (segment_code, member_id, evaluated_at, is_in, version, as_of_on, cause, run_id, facts)
select c.segment_code, c.member_id, c.starts_at, c.is_in, c.version, %(as_of_on)s::date, %(cause)s, %(run_id)s, coalesce(f.facts, '{}')
from segment_change c
left join unnest(%(fact_ids)s::uuid[], %(fact_texts)s::jsonb[]) as f (member_id, facts) using (member_id)
on conflict (segment_code, member_id, evaluated_at) do update
    set is_in = excluded.is_in, version = excluded.version, cause = excluded.cause, run_id = excluded.run_id, facts = excluded.facts
"""

# Counted from the rows, for the instant and for the one after it, whose comings and goings are told relative to this one.
_COUNTED = """
update {table} d
set size = counted.size, entered_count = counted.entered_count, left_count = counted.left_count
from (
    select d.segment_code, d.evaluated_at,
           count(*) filter (where m.valid_from <= d.evaluated_at and (m.valid_to > d.evaluated_at or m.valid_to is null)) as size,
           count(*) filter (where m.valid_from = d.evaluated_at) as entered_count,
           count(*) filter (where m.valid_to = d.evaluated_at) as left_count
    from segment_window w
    join {table} d on d.segment_code = w.segment_code and d.evaluated_at in (w.starts_at, w.ends_at)
    left join segment_memberships m
      on m.segment_code = d.segment_code and m.valid_from <= d.evaluated_at and (m.valid_to >= d.evaluated_at or m.valid_to is null)
    group by d.segment_code, d.evaluated_at
) counted
where d.segment_code = counted.segment_code and d.evaluated_at = counted.evaluated_at
returning d.segment_code, d.as_of_on, d.evaluated_at, d.size, d.entered_count, d.left_count, d.version, d.refused_count
"""
COUNTS = (_COUNTED.format(table="segment_days"), _COUNTED.format(table="segment_instants"))

# Millions of rows are joined and sorted; by default every such step would go through files.
ROOM = "set local work_mem = '128MB'"

DROP = "drop table if exists segment_told, segment_answer, segment_enrolled, segment_window, segment_change, segment_entry, segment_refused"

NEWEST_INSTANTS = """
select s.code, greatest(%(now)s, max(e.evaluated_at)) from segments s left join segment_evaluations e on e.segment_code = s.code
where s.code = any(%(codes)s) group by s.code
"""
