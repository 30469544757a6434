"""Invariants 13 and 17, and what transfers and moved expiries promise. Not here: caps (checks_caps),
sums (checks_books) and records (checks_records).
"""

from loyalty.checks.model import Check

CHECKS = (
    Check(
        code="HOLD_RESOLVES_ONCE",
        sentence="13: of a hold no more is captured and released than was held, and it is open exactly while something is left of it.",
        query="""
            with parts as (
                select account_id, hold_id, sum(points) as points, sum(captured_points) as captured_points,
                       sum(released_points) as released_points,
                       bool_or(captured_points < 0 or released_points < 0 or captured_points + released_points > points) as is_over
                from hold_lots group by account_id, hold_id
            )
            select coalesce(h.account_id, p.account_id) as account_id, coalesce(h.id, p.hold_id) as hold_id, h.status, h.points,
                   h.captured_points, h.released_points, p.points as lot_points, p.captured_points as captured_lot_points,
                   p.released_points as released_lot_points
            from holds h full join parts p on p.account_id = h.account_id and p.hold_id = h.id
            where h.id is null or p.hold_id is null or p.is_over
               or (h.points, h.captured_points, h.released_points) is distinct from (p.points, p.captured_points, p.released_points)
               or (h.status = 'ISSUED') <> (h.captured_points + h.released_points < h.points)
               or (h.status = 'ISSUED') <> (h.resolved_at is null)
        """,
    ),
    Check(
        code="LOT_HELD_BY_HOLDS",
        sentence="13: what is held of a lot is what the open holds on it have left.",
        query="""
            with held as (
                select account_id, lot_id, sum(points - captured_points - released_points) as points
                from hold_lots group by account_id, lot_id
            )
            select coalesce(l.account_id, h.account_id) as account_id, coalesce(l.id, h.lot_id) as lot_id, l.held_points,
                   h.points as hold_points
            from (select account_id, id, held_points from lots where held_points <> 0) l
            full join (select * from held where points <> 0) h on h.account_id = l.account_id and h.lot_id = l.id
            where l.held_points is distinct from h.points
        """,
    ),
    Check(
        code="REVERSAL_NEGATES_ONCE",
        sentence="17: a posting is reversed once, by exactly the opposite in every book.",
        query="""
            with reversal as (
                select account_id, id, reverses_posting_id, count(*) over (partition by account_id, reverses_posting_id) as times
                from postings where reverses_posting_id is not null
            ), both_sides as (
                select r.account_id, r.id, r.reverses_posting_id, r.times, e.book, sum(e.amount_points) as sum_points
                from reversal r
                left join entries e on e.account_id = r.account_id and e.posting_id in (r.id, r.reverses_posting_id)
                group by r.account_id, r.id, r.reverses_posting_id, r.times, e.book
            )
            select account_id, id as posting_id, reverses_posting_id, times, book, sum_points from both_sides
            where times > 1 or sum_points <> 0
               or not exists (select from postings p where p.account_id = both_sides.account_id and p.id = both_sides.reverses_posting_id)
        """,
    ),
    Check(
        code="TRANSFER_ARRIVES",
        sentence="What leaves one member in a transfer arrives, all of it, at the other.",
        query="""
            select coalesce(p.transaction_id, p.id) as transaction_id, array_agg(distinct p.id) as posting_ids,
                   sum(e.amount_points) as sum_points
            from postings p join entries e on e.account_id = p.account_id and e.posting_id = p.id and e.book = 'TRANSFERRED'
            where e.recorded_at = p.recorded_at
            group by coalesce(p.transaction_id, p.id) having sum(e.amount_points) <> 0
        """,
    ),
    Check(
        code="EXPIRY_MOVES_LEAD_TO_THE_LOT",
        sentence="A lot expires when the last of its moves says, and every move began where the one before ended.",
        query="""
            with move as (
                select account_id, id, lot_id, from_expires_at, to_expires_at,
                       lead(from_expires_at) over next_one as next_from, lead(id) over next_one as next_id
                from lot_expiry_moves window next_one as (partition by account_id, lot_id order by recorded_at, id)
            )
            select m.account_id, m.lot_id, m.id as move_id, m.to_expires_at, m.next_from, l.expires_at
            from move m left join lots l on l.account_id = m.account_id and l.id = m.lot_id
            where l.inactivity_days is null
              and m.to_expires_at is distinct from case when m.next_id is null then l.expires_at else m.next_from end
        """,
    ),
)
