"""What always holds of journeys. Not here: running it (`loyalty.checks`)."""

from loyalty.checks.model import Check

CHECKS = (
    Check(
        code="JOURNEY_HAS_ITS_VERSION",
        sentence="Everybody on a way goes by a version that is there, and is a member.",
        query="""
            select e.id as enrollment_id, e.journey_code, e.version, e.member_id from journey_enrollments e
            where not exists (select from journey_versions v where v.journey_code = e.journey_code and v.version = e.version)
               or not exists (select from members m where m.id = e.member_id)
        """,
    ),
    Check(
        code="JOURNEY_STEPS_ARE_WHOLE",
        sentence="Every way has as many steps as it has visited, numbered from 0 without a gap.",
        query="""
            select e.id as enrollment_id, e.visit, coalesce(s.step_count, 0) as step_count, s.last_visit
            from journey_enrollments e
            left join (
                select enrollment_id, count(*) as step_count, max(visit) as last_visit from journey_steps group by enrollment_id
            ) s on s.enrollment_id = e.id
            where e.visit <> coalesce(s.step_count, 0) or e.visit <> coalesce(s.last_visit + 1, 0)
        """,
    ),
    Check(
        code="JOURNEY_COUNTS_ARE_THE_ROWS",
        sentence="Of each node, as many came as left and still stand there, and as many left by each branch as steps say.",
        query="""
            with told as (
                select journey_code, version, node_id, branch, count from journey_passages where branch <> '' and count > 0
            ), logged as (
                select journey_code, version, node_id, branch, count(*) as count from journey_steps
                group by journey_code, version, node_id, branch
            ), standing as (
                select journey_code, version, node_id, count(*) as count from journey_enrollments where outcome = 'INSIDE'
                group by journey_code, version, node_id
            ), balance as (
                select journey_code, version, node_id, sum(case when branch = '' then count else -count end) as count
                from journey_passages group by journey_code, version, node_id
            )
            select journey_code, version, node_id, branch, t.count as told_count, l.count as row_count
            from told t full join logged l using (journey_code, version, node_id, branch)
            where t.count is distinct from l.count
            union all
            select journey_code, version, node_id, '', b.count, s.count
            from balance b full join standing s using (journey_code, version, node_id)
            where coalesce(b.count, 0) <> coalesce(s.count, 0)
        """,
    ),
    Check(
        code="JOURNEY_AWARDS_ARE_POSTED",
        sentence="Every award that a journey's step tells of is one posting, under the step's own reference.",
        query="""
            select s.enrollment_id, s.visit, s.node_id, s.facts ->> 'posting_id' as posting_id
            from journey_steps s
            where s.facts ? 'posting_id' and not exists (
                select from postings p
                where p.id = (s.facts ->> 'posting_id')::uuid
                  and p.reference = 'journey:' || replace(s.enrollment_id::text, '-', '') || ':' || s.node_id || ':' || s.visit)
        """,
    ),
)
