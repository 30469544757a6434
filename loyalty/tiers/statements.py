"""The SQL of tiers: what was counted, which tier fits, who moves. Composed of our own parts only; values are always bound."""
# ruff: noqa: S608

from loyalty.programs.model import PeriodKind, QualificationBy, TierStructure

# What counts, one row per event: (member_id, at, amount). A correction or return shows in the order's standing, so it counts where the
# order happened. The postings of other wallets belong to a transaction whose first posting carries the spend.
SPEND = """
    select a.member_id, p.event_time as at, coalesce(o.spend_minor - o.returned_minor, p.spend_minor) as amount
    from accounts a
    join postings p on p.account_id = a.id and p.reference_kind = 'ORDER' and p.transaction_id is null and p.spend_minor is not null
    left join order_standings o
        on o.account_id = p.account_id and o.reference_kind = p.reference_kind and o.reference = p.reference
    where true
"""

# What was granted less what was taken back, at the instant it was earned. Points brought along from elsewhere were not earned here.
POINTS_EARNED = """
    select a.member_id, coalesce(l.granted_at, e.effective_at) as at, -e.amount_points as amount
    from accounts a
    join entries e on e.account_id = a.id and e.book = 'ISSUED' and e.type <> 'OPENING_BALANCE'
    left join lots l on l.account_id = e.account_id and l.id = e.lot_id
    where a.wallet_code = %(wallet_code)s
"""

# The same of one member: account by account and by index, whatever the statistics say, or a thousand members read everything a
# thousand times.
SPEND_OF_ONE = """
    select p.event_time as at, coalesce(o.spend_minor - o.returned_minor, p.spend_minor) as amount
    from accounts a
    cross join lateral (
        select p.account_id, p.reference, p.event_time, p.spend_minor from postings p
        where p.account_id = a.id and p.reference_kind = 'ORDER' and p.transaction_id is null and p.spend_minor is not null
        offset 0
    ) p
    left join lateral (
        select o.spend_minor, o.returned_minor from order_standings o
        where o.account_id = p.account_id and o.reference_kind = 'ORDER' and o.reference = p.reference
        offset 0
    ) o on true
    where a.member_id = w.member_id
"""
POINTS_EARNED_OF_ONE = """
    select coalesce(l.granted_at, e.effective_at) as at, -e.amount_points as amount
    from accounts a
    cross join lateral (
        select e.account_id, e.lot_id, e.effective_at, e.amount_points from entries e
        where e.account_id = a.id and e.book = 'ISSUED' and e.type <> 'OPENING_BALANCE'
        offset 0
    ) e
    left join lateral (
        select l.granted_at from lots l where l.account_id = e.account_id and l.id = e.lot_id offset 0
    ) l on true
    where a.member_id = w.member_id and a.wallet_code = %(wallet_code)s
"""

EVENTS = {QualificationBy.SPEND: SPEND, QualificationBy.POINTS_EARNED: POINTS_EARNED}
EVENTS_OF_ONE = {QualificationBy.SPEND: SPEND_OF_ONE, QualificationBy.POINTS_EARNED: POINTS_EARNED_OF_ONE}

SOME = "where m.id = any(%(member_ids)s::uuid[]) and m.program_code = %(program_code)s and m.status <> 'CLOSED'"
ALL = """where m.program_code = %(program_code)s and m.status <> 'CLOSED' and (m.id > %(after)s or %(after)s::uuid is null)
    order by m.id limit %(limit)s"""

FIXED_WINDOW = """
    select m.id as member_id, %(starts_at)s::timestamptz as starts_at, %(before_starts_at)s::timestamptz as before_starts_at,
           %(ends_at)s::timestamptz as ends_at, %(next_ends_at)s::timestamptz as next_ends_at
    from judged m
"""

# Anniversaries of joining, in whole periods of months on the program's calendar.
FROM_JOIN_WINDOW = """
    select m.id as member_id, (j.on + make_interval(months => k.months)) at time zone %(timezone)s as starts_at,
           case when k.months > 0 then (j.on + make_interval(months => k.months - %(months)s)) at time zone %(timezone)s end
               as before_starts_at,
           (j.on + make_interval(months => k.months + %(months)s)) at time zone %(timezone)s as ends_at,
           (j.on + make_interval(months => k.months + 2 * %(months)s)) at time zone %(timezone)s as next_ends_at
    from judged m
    cross join lateral (select date_trunc('day', m.joined_at at time zone %(timezone)s) as on) j
    cross join lateral (
        select greatest(extract(year from age(%(today)s::timestamp, j.on)) * 12
                        + extract(month from age(%(today)s::timestamp, j.on)), 0)::int / %(months)s * %(months)s as months
    ) k
"""

# Of somebody: by the account's index. Of everybody: one pass over the events.
MEASURED_BY_EVENTS = {
    True: """
        select w.*, coalesce(sum(e.amount) filter (where e.at >= w.starts_at), 0)::bigint as progress,
               coalesce(sum(e.amount) filter (where e.at < w.starts_at), 0)::bigint as progress_before
        from windows w
        left join lateral (
            select * from ({events} offset 0) e
            where e.at >= coalesce(w.before_starts_at, w.starts_at) and e.at <= %(now)s
        ) e on true
        group by w.member_id, w.starts_at, w.before_starts_at, w.ends_at, w.next_ends_at
    """,
    False: """
        select w.*, coalesce(e.progress, 0)::bigint as progress, coalesce(e.progress_before, 0)::bigint as progress_before
        from windows w
        left join (
            select w.member_id, sum(e.amount) filter (where e.at >= w.starts_at) as progress,
                   sum(e.amount) filter (where e.at < w.starts_at) as progress_before
            from windows w join ({events}) e on e.member_id = w.member_id
            where e.at >= coalesce(w.before_starts_at, w.starts_at) and e.at <= %(now)s
            group by w.member_id
        ) e on e.member_id = w.member_id
    """,
}

NO_WINDOW = """
    select m.id as member_id, null::timestamptz as starts_at, null::timestamptz as before_starts_at,
           null::timestamptz as ends_at, null::timestamptz as next_ends_at
    from judged m
"""

MEASURED_BY_BALANCE = """
    select w.*, coalesce(a.active_points, 0)::bigint as progress, 0::bigint as progress_before
    from windows w left join accounts a on a.member_id = w.member_id and a.wallet_code = %(wallet_code)s
"""

# Here the progress is the rank itself: the highest tier whose segment the member is in.
MEASURED_BY_SEGMENT = """
    select w.*, coalesce((
        select max(l.rank) from ladder l
        join segment_memberships s on s.segment_code = l.segment_code and s.member_id = w.member_id
            and s.valid_from <= %(now)s and (s.valid_to > %(now)s or s.valid_to is null)
    ), 0)::bigint as progress, 0::bigint as progress_before
    from windows w
"""

LADDER = """ladder as materialized (
    select * from unnest(%(tier_codes)s::text[], %(thresholds)s::bigint[], %(segment_codes)s::text[], %(ranks)s::int[])
        as l (tier_code, threshold, segment_code, rank)
)"""

# Which tier fits, and what that means for where the member stands. A tier that is not on the ladder any more has no rank.
DECIDED = """fitting as (
    select m.*, (select coalesce(max(l.rank), 0) from ladder l where l.threshold <= greatest(m.progress, m.progress_before)) as fit,
           (select coalesce(max(l.rank), 0) from ladder l where l.threshold <= m.progress) as fit_current
    from measured m
), placed as (
    select f.*, s.tier_code as from_tier_code, s.since, s.holds_until, s.grace_until, s.protected_until, l.rank,
           s.member_id is null as is_new, s.member_id is not null and l.rank is null as is_off_ladder
    from fitting f
    left join standing s on s.member_id = f.member_id
    left join ladder l on l.tier_code = s.tier_code
), judged_grace as (
    select p.*, case when p.fit < p.rank then coalesce(p.grace_until, %(grace_until)s::timestamptz) end as grace
    from placed p
), decided as (
    select g.*,
        case
            when g.is_new or g.is_off_ladder or g.fit >= g.rank then g.fit
            when not %(may_fall)s or %(downgrade)s = 'NEVER' then g.rank
            when g.grace > %(now)s or g.protected_until > %(now)s then g.rank
            when %(downgrade)s = 'ONE_LEVEL' then g.rank - 1
            else g.fit
        end as to_rank
    from judged_grace g
), moving as (
    select d.*, t.tier_code as to_tier_code,
        case
            when d.to_rank = 0 or d.ends_at is null then null
            when d.fit_current >= d.to_rank then d.next_ends_at
            when d.fit >= d.to_rank then d.ends_at
        end as new_holds_until,
        case when d.to_rank < d.rank or not d.fit < d.rank or d.is_new or d.is_off_ladder then null
             when %(may_fall)s and %(downgrade)s <> 'NEVER' then d.grace else d.grace_until end as new_grace_until,
        case when d.to_rank < d.rank and %(downgrade)s = 'ONE_LEVEL' and d.fit < d.to_rank
             then coalesce(d.ends_at, %(protected_until)s::timestamptz)
             when d.to_rank = d.rank and d.protected_until > %(now)s then d.protected_until end as new_protected_until,
        (select min(l.threshold) from ladder l where l.rank > d.to_rank) - d.progress
            + (select sum(a.counted_total) from accounts a where a.member_id = d.member_id)::bigint as new_judged_again_at
    from decided d join ladder t on t.rank = d.to_rank
), typed as (
    select m.*,
        case
            when m.is_new or m.is_off_ladder then 'JOINED'
            when m.to_rank < m.rank then 'DOWNGRADED'
            when m.to_rank > m.rank then 'UPGRADED'
            when m.new_holds_until > m.holds_until then 'PROLONGED'
        end as type
    from moving m
)"""

# The rows that stand are locked in the members' order by every act, so two acts wait for each other and never in a circle; a row that
# appeared meanwhile belongs to whoever wrote it. Moves are made of what was written, so the two cannot part.
# `judged_again_at` is the sum of what may count (kept on the accounts, it only grows) below which nobody rises under `judged_revision`:
# the sum and the progress are read by one statement, so what is posted meanwhile is in both or in neither.
WRITTEN = """entered as (
    insert into member_tiers (member_id, program_code, tier_code, since, holds_until, judged_again_at, judged_revision)
    select member_id, %(program_code)s, to_tier_code, %(now)s, new_holds_until, new_judged_again_at, %(revision)s::int
    from typed
    where is_new order by member_id
    on conflict (member_id) do nothing
    returning member_id
), changed as (
    update member_tiers s
    set tier_code = t.to_tier_code, since = case when t.to_tier_code = t.from_tier_code then s.since else %(now)s end,
        holds_until = t.new_holds_until, grace_until = t.new_grace_until, protected_until = t.new_protected_until,
        judged_again_at = t.new_judged_again_at, judged_revision = %(revision)s::int
    from typed t
    where s.member_id = t.member_id and not t.is_new
      and (not %(may_fall)s or (t.to_tier_code, t.new_holds_until, t.new_grace_until, t.new_protected_until)
          is distinct from (s.tier_code, s.holds_until, s.grace_until, s.protected_until))
    returning s.member_id
), recorded as (
    insert into tier_moves (member_id, program_code, type, from_tier_code, to_tier_code, progress, revision, reason,
                            effective_at, recorded_at)
    select t.member_id, %(program_code)s, t.type, t.from_tier_code, t.to_tier_code,
           case when %(by)s <> 'SEGMENT' then greatest(t.progress, t.progress_before) end, %(revision)s,
           case when t.is_off_ladder then 'LADDER_CHANGED' else %(by)s end, %(now)s, %(now)s
    from typed t
    where t.type is not null and t.member_id in (select member_id from entered union all select member_id from changed)
    order by t.member_id
    returning member_id, type
)"""

# Whoever closed their membership, or whose program has no tiers any more, stands nowhere.
LEAVE = """
with leaving as materialized (
    select s.member_id, s.tier_code from member_tiers s left join members m on m.id = s.member_id
    where s.program_code = %(program_code)s and (%(has_no_tiers)s or m.status = 'CLOSED' or m.id is null)
    order by s.member_id for update of s
), gone as (
    delete from member_tiers s using leaving l where s.member_id = l.member_id returning s.member_id
), recorded as (
    insert into tier_moves (member_id, program_code, type, from_tier_code, to_tier_code, progress, revision, reason,
                            effective_at, recorded_at)
    select l.member_id, %(program_code)s, 'LEFT', l.tier_code, null, null, %(revision)s,
           case when %(has_no_tiers)s then 'LADDER_CHANGED' else 'MEMBER_CLOSED' end, %(now)s, %(now)s
    from leaving l join gone g on g.member_id = l.member_id order by l.member_id
    returning 1
)
select count(*) from recorded
"""


def judging(tiers: TierStructure, *, of_some: bool, is_locking: bool) -> str:
    """The common beginning: judged members, their windows, what was measured, where they stand, what is decided (`typed`)."""
    by, period = tiers.qualification.by, tiers.qualification.period
    windows = NO_WINDOW if period is None else FROM_JOIN_WINDOW if period.kind is PeriodKind.FROM_JOIN else FIXED_WINDOW
    if by in EVENTS:
        measured = MEASURED_BY_EVENTS[of_some].format(events=(EVENTS_OF_ONE if of_some else EVENTS)[by])
    else:
        measured = MEASURED_BY_BALANCE if by is QualificationBy.BALANCE else MEASURED_BY_SEGMENT
    parts = [
        f"judged as materialized (select m.id, m.joined_at from members m {SOME if of_some else ALL})",
        LADDER,
        f"windows as materialized ({windows})",
        f"measured as materialized ({measured})",
        "standing as materialized (select s.* from member_tiers s where s.member_id in (select id from judged) order by s.member_id"
        + (" for update)" if is_locking else ")"),
        DECIDED,
    ]
    return "with " + ",\n".join(parts)


def writing(tiers: TierStructure, *, of_some: bool) -> str:
    """Judges and writes: one statement; its row says how many were judged, who was last, and the moves by type."""
    return (
        judging(tiers, of_some=of_some, is_locking=True)
        + ",\n"
        + WRITTEN
        + """
        select (select count(*) from judged), (select id from judged order by id desc limit 1),
               (select coalesce(jsonb_object_agg(type, count), '{}') from (select type, count(*) from recorded group by type) r)
        """
    )


def previewing(tiers: TierStructure) -> str:
    """Judges and writes nothing: who would move from where to where."""
    return (
        judging(tiers, of_some=False, is_locking=False)
        + """
        select from_tier_code, to_tier_code, type, count(*), count(*) filter (where fit < rank and to_rank = rank)
        from typed group by from_tier_code, to_tier_code, type order by from_tier_code nulls first, to_tier_code, type
        """
    )


def reading(tiers: TierStructure) -> str:
    """What the ladder says of some members today; writes nothing."""
    return (
        judging(tiers, of_some=True, is_locking=False)
        + """
        select member_id, from_tier_code, since, progress, fit, fit_current, rank, ends_at, next_ends_at, new_grace_until, protected_until,
               to_rank
        from typed
        """
    )
