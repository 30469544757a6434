"""What segment rows promise among themselves. Not here: whether they are what the rules say, which needs the warehouse (`proof.py`)."""

from loyalty.checks.model import Check

CHECKS: tuple[Check, ...] = (
    Check(
        "SEGMENT_INTERVALS_DISJOINT",
        "A member is in a segment at most once at any instant, and rows that touch are one row.",
        """
        select segment_code, member_id, valid_from, valid_to, next_from from (
            select segment_code, member_id, valid_from, valid_to,
                   lead(valid_from) over (partition by segment_code, member_id order by valid_from) as next_from
            from segment_memberships
        ) rows where next_from is not null and (valid_to is null or next_from <= valid_to)
        """,
    ),
    Check(
        "SEGMENT_SIZES_COUNTED",
        "The size, entries and exits of each evaluation are those of the membership rows.",
        """
        with moves as (
            select segment_code, at, sum(entered)::bigint as entered_count, sum(gone)::bigint as left_count from (
                select segment_code, valid_from as at, count(*) as entered, 0 as gone from segment_memberships group by 1, 2
                union all
                select segment_code, valid_to, 0, count(*) from segment_memberships where valid_to is not null group by 1, 2
            ) both_ways group by segment_code, at
        ), told as (
            select coalesce(d.segment_code, m.segment_code) as segment_code, coalesce(d.evaluated_at, m.at) as at, d.as_of_on,
                   d.size, d.entered_count, d.left_count,
                   coalesce(m.entered_count, 0) as entered_rows, coalesce(m.left_count, 0) as left_rows,
                   sum(coalesce(m.entered_count, 0) - coalesce(m.left_count, 0))
                       over (partition by coalesce(d.segment_code, m.segment_code) order by coalesce(d.evaluated_at, m.at)) as size_rows
            from segment_evaluations d full join moves m on m.segment_code = d.segment_code and m.at = d.evaluated_at
        )
        select * from told
        where as_of_on is not null and (size <> size_rows or entered_count <> entered_rows or left_count <> left_rows)
        """,
    ),
    Check(
        "SEGMENT_ROWS_EVALUATED",
        "A membership of a rule begins and ends where the segment was evaluated, or that member was.",
        """
        with ends as (
            select s.segment_code, s.member_id, e.at from segment_memberships s
            join segments g on g.code = s.segment_code and g.kind = 'RULE'
            cross join lateral (values (s.valid_from), (s.valid_to)) as e (at)
            where e.at is not null
        )
        select e.* from ends e
        left join (select distinct segment_code, evaluated_at from segment_evaluations) v
               on v.segment_code = e.segment_code and v.evaluated_at = e.at
        left join segment_member_moves m on m.segment_code = e.segment_code and m.member_id = e.member_id and m.evaluated_at = e.at
        where v.evaluated_at is null and m.evaluated_at is null
        """,
    ),
    Check(
        "SEGMENT_STANDING_TOLD",
        "Since events are written, the newest event of a member and a segment says whether the member is in.",
        """
        with newest as (
            select distinct on (o.member_id, o.data ->> 'segment_code') o.member_id, o.data ->> 'segment_code' as segment_code, o.type
            from events_told o where o.type in ('segment.entered', 'segment.left')
            order by o.member_id, o.data ->> 'segment_code', o.is_moved, o.place desc
        )
        select n.* from newest n
        left join segment_memberships s on s.segment_code = n.segment_code and s.member_id = n.member_id and s.valid_to is null
        where (n.type = 'segment.entered') <> (s.member_id is not null)
        """,
    ),
    Check(
        "SEGMENT_REFERENCES_ACYCLIC",
        "No segment in force refers to itself, by whatever way round.",
        """
        with recursive reached (start_code, code) as (
            select s.code, r.refers_to from segments s
            join segment_references r on r.segment_code = s.code and r.version = s.version where s.status <> 'ARCHIVED'
            union
            select reached.start_code, r.refers_to from reached
            join segments s on s.code = reached.code join segment_references r on r.segment_code = s.code and r.version = s.version
        )
        select * from reached where start_code = code
        """,
    ),
    Check(
        "SEGMENT_MEMBERS_EXIST",
        "Every membership names a member and a version that exist.",
        """
        select s.segment_code, s.member_id, s.version from segment_memberships s
        left join members m on m.id = s.member_id
        left join segment_versions v on v.segment_code = s.segment_code and v.version = s.version
        where m.id is null or v.version is null
        """,
    ),
)
