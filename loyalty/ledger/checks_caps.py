"""Invariant 12: what caps say is used is what the entries say was awarded. Not here: other acts (checks_acts), sums (checks_books).

Awards are counted where their order stands now: an order that nothing happened to, by its entries; one that was returned, corrected or
reversed, by what stands of its lines. Where a return could not take everything back, that much of a cap stays used; the ledger does not
record which of several rules it was of, so each of theirs may have kept it, and the use of a rule's cap then lies between two numbers. A
program whose revisions have no caps costs nothing.
"""

from loyalty.checks.model import Check

# Every cap of every revision, with the rule that it is of; rule null: the program's own, for every rule of its wallet.
CAPS = """
    revision as materialized (
        select program_code, revision, coalesce(definition ->> 'timezone', 'UTC') as timezone,
               case when jsonb_typeof(definition -> 'rules') = 'array' then definition -> 'rules' else '[]' end as rules,
               case when jsonb_typeof(definition -> 'caps') = 'array' then definition -> 'caps' else '[]' end as caps
        from program_revisions
    ), cap as materialized (
        select r.program_code, r.revision, r.timezone, g.one ->> 'code' as rule_code, null as wallet_code,
               r.program_code || '/' || (g.one ->> 'code') || '/' || (c.one ->> 'code') as cap_code,
               c.one ->> 'period' as period, coalesce(c.one ->> 'scope', 'MEMBER') as scope
        from revision r cross join jsonb_array_elements(r.rules) as g (one)
        cross join jsonb_array_elements(coalesce(g.one -> 'caps', '[]')) as c (one)
        union all
        select r.program_code, r.revision, r.timezone, null, c.one ->> 'wallet_code',
               r.program_code || '//' || (c.one ->> 'code'), c.one ->> 'period', coalesce(c.one ->> 'scope', 'MEMBER')
        from revision r cross join jsonb_array_elements(r.caps) as c (one)
    )"""

# Of an order that something happened to: its postings in every wallet, with the one that tells it now.
TOUCHED = """
    touched as materialized (
        select s.account_id as order_account_id, s.posting_id as told_id, o.id as account_id, p.id as posting_id
        from order_standings s
        join accounts a on a.id = s.account_id join accounts o on o.member_id = a.member_id
        join postings p on p.account_id = o.id and p.reference_kind = s.reference_kind and p.reference = s.reference
        where (select count(*) from cap) > 0
        union
        select s.account_id, s.posting_id, o.id, c.posting_id
        from order_standings s
        join accounts a on a.id = s.account_id join accounts o on o.member_id = a.member_id
        join order_corrections c on c.account_id = o.id and c.reference_kind = s.reference_kind and c.reference = s.reference
        where (select count(*) from cap) > 0
    )"""

GRANTED = """
    granted as (
        select account_id, posting_id, recorded_at, lot_id, rule_code, rule_revision, amount_points as points
        from entries
        where rule_code is not null and rule_code not like 'promotion/%' and rule_revision is not null and amount_points > 0
          and book in ('ACTIVE', 'PENDING') and type in ('POINTS_EARNED', 'PENDING_ADDED', 'RERATED')
          and (select count(*) from cap) > 0
    ), canceled as materialized (
        select e.account_id, e.lot_id, p.recorded_at, p.id as posting_id, -sum(e.amount_points) as points
        from postings p join entries e on e.account_id = p.account_id and e.posting_id = p.id and e.book = 'PENDING'
        where p.type = 'PENDING_CANCELED' and e.recorded_at = p.recorded_at and (select count(*) from cap) > 0
        group by e.account_id, e.lot_id, p.recorded_at, p.id
    )"""

# An order that nothing happened to: its entries, less what was canceled of its pending lots.
UNTOUCHED_USE = """
    untouched_use as (
        select g.account_id, g.rule_code, g.rule_revision, p.event_time, g.points - coalesce(x.points, 0) as least,
               g.points - coalesce(x.points, 0) as most, g.points - coalesce(x.points, 0) as together
        from granted g
        join postings p on p.account_id = g.account_id and p.id = g.posting_id and p.reverses_posting_id is null
        left join canceled x on x.account_id = g.account_id and x.lot_id = g.lot_id
        where not exists (select from touched t where t.account_id = g.account_id and t.posting_id = g.posting_id)
    )"""

TOUCHED_USE = """
    line as (
        select t.told_id, l.account_id, l.rule_code, sum(l.points - l.taken_back_points) as points, sum(l.taken_back_points) as given_up
        from (select distinct order_account_id, told_id, account_id from touched) t
        join earned_lines l on l.account_id = t.account_id and l.posting_id = t.told_id
        group by t.told_id, l.account_id, l.rule_code
    ), taken as (
        select t.told_id, t.account_id, -sum(e.amount_points) as points
        from (select distinct told_id, account_id from touched) t
        join postings p on p.account_id = t.account_id and p.corrects_posting_id = t.told_id and p.type = 'REFUNDED'
        join entries e on e.account_id = p.account_id and e.posting_id = p.id and e.recorded_at = p.recorded_at
        where e.book in ('ACTIVE', 'PENDING') and e.type in ('REFUNDED', 'PENDING_CANCELED') and e.amount_points < 0
        group by t.told_id, t.account_id
    ), dropped as (
        select t.told_id, g.account_id, sum(x.points) as points
        from touched t join granted g on g.account_id = t.account_id and g.posting_id = t.posting_id
        join canceled x on x.account_id = g.account_id and x.lot_id = g.lot_id
        join postings p on p.account_id = t.order_account_id and p.id = t.told_id
        -- What was canceled before the order was told anew is no part of what that telling gave.
        where (x.recorded_at, x.posting_id) > (p.recorded_at, p.id)
        group by t.told_id, g.account_id
    ), kept as (
        select l.*, count(*) filter (where l.given_up > 0) over of_account as rule_count,
               row_number() over (partition by l.told_id, l.account_id order by l.rule_code) as place,
               sum(l.given_up) over of_account - coalesce(t.points, 0) - coalesce(d.points, 0) as uncollected
        from line l
        left join taken t on t.told_id = l.told_id and t.account_id = l.account_id
        left join dropped d on d.told_id = l.told_id and d.account_id = l.account_id
        window of_account as (partition by l.told_id, l.account_id)
    ), rated as (
        select t.told_id, g.account_id, g.rule_code,
               coalesce(max(g.rule_revision) filter (where g.posting_id = t.told_id), max(g.rule_revision)) as rule_revision
        from touched t join granted g on g.account_id = t.account_id and g.posting_id = t.posting_id
        group by t.told_id, g.account_id, g.rule_code
    ), touched_use as (
        select k.account_id, k.rule_code, r.rule_revision, p.event_time,
               k.points + case when k.given_up > 0 and k.rule_count = 1 then k.uncollected else 0 end as least,
               k.points + case when k.given_up > 0 then k.uncollected else 0 end as most,
               k.points + case when k.place = 1 then k.uncollected else 0 end as together
        from kept k
        join rated r on r.told_id = k.told_id and r.account_id = k.account_id and r.rule_code = k.rule_code
        join touched t on t.told_id = k.told_id and t.posting_id = k.told_id
        join postings p on p.account_id = t.account_id and p.id = t.posting_id
        where not exists (select from postings v where v.account_id = p.account_id and v.reverses_posting_id = p.id)
    )"""

# Kept apart, so that it is joined by hashing: how many awards there are the planner guesses far too low, and looked up each one.
USED = """
    owner as materialized (
        select a.id as account_id, a.member_id, a.wallet_code, m.program_code from accounts a join members m on m.id = a.member_id
        where (select count(*) from cap) > 0
    ), expected as (
        select c.cap_code, case c.scope when 'MEMBER' then a.member_id else '00000000-0000-0000-0000-000000000000' end as member_id,
               case c.period when 'DAY' then d.on_day when 'WEEK' then date_trunc('week', d.on_day)::date
                    when 'MONTH' then date_trunc('month', d.on_day)::date else date '1970-01-01' end as starts_on,
               sum(case when c.rule_code is null then u.together else u.least end) as least_points,
               sum(case when c.rule_code is null then u.together else u.most end) as most_points
        from (select * from untouched_use union all select * from touched_use) u
        join owner a on a.account_id = u.account_id
        join cap c on c.program_code = a.program_code and c.revision = u.rule_revision
            and (c.rule_code = u.rule_code or c.rule_code is null) and (c.wallet_code = a.wallet_code or c.wallet_code is null)
        cross join lateral (select (u.event_time at time zone c.timezone)::date as on_day) d
        group by 1, 2, 3
    )"""

CHECKS = (
    Check(
        code="CAP_NOT_EXCEEDED",
        sentence="12: no cap has awarded more than its limit, or less than nothing.",
        query="""
            select cap_code, member_id, starts_on, used_points, limit_points from cap_usages
            where used_points < 0 or used_points > limit_points
        """,
    ),
    Check(
        code="CAP_USE_IS_WHAT_WAS_AWARDED",
        sentence="12: what each cap says is used is what its rules awarded and have not taken back.",
        query=f"""
            with {", ".join((CAPS, TOUCHED, GRANTED, UNTOUCHED_USE, TOUCHED_USE, USED))}
            select coalesce(u.cap_code, e.cap_code) as cap_code, coalesce(u.member_id, e.member_id) as member_id,
                   coalesce(u.starts_on, e.starts_on) as starts_on, u.used_points, e.least_points, e.most_points
            from cap_usages u
            full join expected e on e.cap_code = u.cap_code and e.member_id = u.member_id and e.starts_on = u.starts_on
            where coalesce(u.used_points, 0) not between coalesce(e.least_points, 0) and coalesce(e.most_points, 0)
        """,  # noqa: S608 (our own parts)
    ),
)
