"""What always holds of tiers (invariant 14: a tier is a function of history). Not here: running it (`loyalty.checks`)."""

from loyalty.checks.model import Check

CHECKS = (
    Check(
        code="TIER_IS_ITS_LAST_MOVE",
        sentence="Every member stands on the tier of their last move, since the move that brought them there; nobody else stands anywhere.",
        query="""
            with last as (
                select distinct on (member_id) member_id, program_code, to_tier_code from tier_moves order by member_id, id desc
            ), arrived as (
                select member_id, max(effective_at) as since from tier_moves
                where from_tier_code is distinct from to_tier_code group by member_id
            )
            select coalesce(s.member_id, l.member_id) as member_id, s.tier_code, l.to_tier_code, s.since, a.since as arrived_at
            from member_tiers s
            full join last l on l.member_id = s.member_id
            left join arrived a on a.member_id = s.member_id
            where s.tier_code is distinct from l.to_tier_code or s.program_code <> l.program_code
               or (s.member_id is not null and s.since is distinct from a.since)
        """,
    ),
    Check(
        code="TIER_MOVES_FOLLOW_EACH_OTHER",
        sentence="Every move begins where the one before ended, none is earlier than the one before, and each moves as its type says.",
        query="""
            select member_id, id, type, from_tier_code, to_tier_code, before_tier_code from (
                select v.*, lag(to_tier_code) over w as before_tier_code, lag(effective_at) over w as before_at
                from tier_moves v window w as (partition by member_id order by id)
            ) v
            where from_tier_code is distinct from before_tier_code or effective_at < before_at
               or (type = 'PROLONGED') <> (from_tier_code is not distinct from to_tier_code)
               or (type = 'LEFT') <> (to_tier_code is null)
               or (type in ('UPGRADED', 'DOWNGRADED', 'PROLONGED') and from_tier_code is null)
        """,
    ),
    Check(
        code="TIER_ON_THE_LADDER",
        sentence="Every tier that somebody stands on was on a ladder of their program.",
        query="""
            select s.program_code, s.tier_code, count(*) as member_count,
                   (array_agg(s.member_id order by s.member_id))[1] as first_member_id
            from member_tiers s
            where not exists (
                select from program_revisions r
                cross join lateral jsonb_array_elements(r.definition -> 'tiers' -> 'ladder') as t (tier)
                where r.program_code = s.program_code and t.tier ->> 'code' = s.tier_code
            )
            group by s.program_code, s.tier_code
        """,
    ),
    Check(
        code="TIER_NOT_BELOW_SPEND",
        sentence="As of their last order, nobody stands below the tier that their spend in a rolling window had reached.",
        # The ladder is the one in force when that order was recorded; a member judged under a later one is left to the nightly run.
        query="""
            with kept as (
                select r.program_code, r.revision, r.valid_from, r.definition,
                       coalesce(lead(r.valid_from) over (partition by r.program_code order by r.revision), 'infinity') as valid_to
                from program_revisions r
                where not exists (
                    select from program_revisions n
                    where n.program_code = r.program_code and n.revision > r.revision and n.replaces_from <= r.revision
                )
            ), rolling as (
                select * from kept
                where definition #>> '{tiers,qualification,by}' = 'SPEND' and definition #>> '{tiers,qualification,period,kind}' = 'ROLLING'
            ), orders as (
                select a.member_id, p.event_time, p.recorded_at, coalesce(o.spend_minor - o.returned_minor, p.spend_minor) as spend_minor,
                       max(p.recorded_at) over (partition by a.member_id) as last_at
                from postings p
                join accounts a on a.id = p.account_id
                left join order_standings o
                    on o.account_id = p.account_id and o.reference_kind = p.reference_kind and o.reference = p.reference
                where p.reference_kind = 'ORDER' and p.transaction_id is null and p.spend_minor is not null
            ), spent as (
                select s.member_id, s.tier_code, k.definition, sum(o.spend_minor) as spend_minor
                from member_tiers s
                join orders o on o.member_id = s.member_id
                join rolling k on k.program_code = s.program_code and k.valid_from <= o.last_at and o.last_at < k.valid_to
                where s.since <= o.last_at and o.event_time <= o.last_at and o.event_time >= (
                    date_trunc('day', o.last_at at time zone (k.definition ->> 'timezone'))
                    - make_interval(days => (k.definition #>> '{tiers,qualification,period,days}')::int - 1)
                ) at time zone (k.definition ->> 'timezone')
                group by s.member_id, s.tier_code, k.definition
            )
            select s.member_id, s.tier_code, s.spend_minor, fit.code as fitting_tier_code
            from spent s
            cross join lateral (
                select t.tier ->> 'code' as code, t.place from jsonb_array_elements(s.definition #> '{tiers,ladder}')
                    with ordinality t (tier, place)
                where (t.tier ->> 'threshold')::bigint <= s.spend_minor order by t.place desc limit 1
            ) fit
            join lateral (
                select t.place from jsonb_array_elements(s.definition #> '{tiers,ladder}')
                    with ordinality t (tier, place)
                where t.tier ->> 'code' = s.tier_code
            ) standing on standing.place < fit.place
        """,
    ),
)
