"""Invariants 1 to 6 and 18: what the books add up to. Not here: records (checks_records), caps (checks_caps), other acts (checks_acts).

Every query is one or two passes over whole tables, never a look-up per row. The entries of a posting are recorded at one instant
(`ENTRY_HAS_POSTING` proves it), so queries group by that instant too: then each month's partition is aggregated by itself, in memory.
"""

from loyalty.checks.model import Check

CHECKS = (
    Check(
        code="POSTING_SUMS_TO_ZERO",
        sentence="1: the entries of a posting sum to zero.",
        query="""
            select account_id, posting_id, sum(amount_points) as sum_points from entries
            group by account_id, posting_id, recorded_at having sum(amount_points) <> 0
        """,
    ),
    Check(
        code="BOOKS_SUM_TO_ZERO",
        sentence="2: all books of a wallet sum to zero.",
        query="""
            select m.program_code, a.wallet_code, sum(e.sum_points) as sum_points
            from (select account_id, sum(amount_points) as sum_points from entries group by account_id having sum(amount_points) <> 0) e
            left join accounts a on a.id = e.account_id
            left join members m on m.id = a.member_id
            group by m.program_code, a.wallet_code having sum(e.sum_points) <> 0
        """,
    ),
    Check(
        code="BALANCE_EQUALS_ENTRIES",
        sentence="3, 18: every stored part of a balance is the sum of its entries, replayed from zero.",
        query="""
            with replayed as (
                select account_id,
                    sum(amount_points) filter (where book in ('ACTIVE', 'HELD')) as active_points,
                    sum(amount_points) filter (where book = 'PENDING') as pending_points,
                    sum(amount_points) filter (where book = 'HELD') as held_points,
                    sum(amount_points) filter (where book = 'REDEEMED') as spent_points,
                    sum(amount_points) filter (where book = 'EXPIRED') as expired_points,
                    -sum(amount_points) filter (where book in ('ISSUED', 'PENDING')) as lifetime_points,
                    -sum(amount_points) filter (where book = 'ADJUSTED') as adjusted_points,
                    -sum(amount_points) filter (where book = 'TRANSFERRED') as transferred_points,
                    -sum(amount_points) filter (where book = 'ACTIVE' and lot_id is null) as owed_points
                from entries group by account_id
            )
            select coalesce(a.id, r.account_id) as account_id, to_jsonb(a) as stored, to_jsonb(r) as replayed
            from accounts a full join replayed r on r.account_id = a.id
            where (a.active_points, a.pending_points, a.held_points, a.spent_points, a.expired_points, a.lifetime_points,
                   a.adjusted_points, a.transferred_points, a.owed_points)
                is distinct from
                  (coalesce(r.active_points, 0), coalesce(r.pending_points, 0), coalesce(r.held_points, 0),
                   coalesce(r.spent_points, 0), coalesce(r.expired_points, 0), coalesce(r.lifetime_points, 0),
                   coalesce(r.adjusted_points, 0), coalesce(r.transferred_points, 0), coalesce(r.owed_points, 0))
        """,
    ),
    Check(
        code="BALANCE_NOT_NEGATIVE",
        sentence="4: no balance is below zero without an overdraft, and nothing is owed without one.",
        query="""
            select id as account_id, active_points, held_points, pending_points, owed_points, overdraft_points from accounts
            where active_points - held_points < -overdraft_points or held_points < 0 or pending_points < 0 or owed_points < 0
               or owed_points > overdraft_points
        """,
    ),
    Check(
        code="LOTS_SUM_TO_BALANCE",
        sentence="5: what is free and held in an account's lots, less what is owed, is its active points; what waits in them is pending.",
        query="""
            with open as (
                select account_id, sum(remaining_points) filter (where not is_pending) as free_points,
                       sum(remaining_points) filter (where is_pending) as pending_points, sum(held_points) as held_points
                from lots where remaining_points > 0 or held_points > 0 group by account_id
            )
            select coalesce(a.id, l.account_id) as account_id, a.active_points, a.held_points, a.pending_points, a.owed_points,
                   l.free_points, l.held_points as held_lot_points, l.pending_points as pending_lot_points
            from accounts a full join open l on l.account_id = a.id
            where (a.active_points + a.owed_points, a.held_points, a.pending_points) is distinct from
                  (coalesce(l.free_points, 0) + coalesce(l.held_points, 0), coalesce(l.held_points, 0), coalesce(l.pending_points, 0))
        """,
    ),
    Check(
        code="LOT_WITHIN_GRANT",
        sentence="5: what is left, held and taken back of a lot lies between nothing and its grant.",
        query="""
            select account_id, id as lot_id, granted_points, remaining_points, held_points, taken_back_points from lots
            where remaining_points < 0 or held_points < 0 or taken_back_points < 0 or granted_points <= 0
               or remaining_points + held_points + taken_back_points > granted_points
        """,
    ),
    Check(
        code="LOT_ADDS_UP",
        sentence="6: for each lot, what its entries granted, less what they spent, expired, held and took away, is what it has left.",
        query="""
            with moved as (
                select account_id, lot_id,
                    sum(amount_points) filter (where book = 'ACTIVE') as active_points,
                    sum(amount_points) filter (where book = 'PENDING') as pending_points,
                    sum(amount_points) filter (where book = 'HELD') as held_points
                from entries where lot_id is not null and book in ('ACTIVE', 'PENDING', 'HELD') group by account_id, lot_id
            )
            select coalesce(l.account_id, m.account_id) as account_id, coalesce(l.id, m.lot_id) as lot_id, l.granted_points,
                   l.remaining_points, l.held_points, l.is_pending, m.active_points as active_entry_points,
                   m.pending_points as pending_entry_points, m.held_points as held_entry_points
            from lots l full join moved m on m.account_id = l.account_id and m.lot_id = l.id
            where l.held_points is distinct from coalesce(m.held_points, 0)
               or l.remaining_points is distinct from coalesce(case when l.is_pending then m.pending_points else m.active_points end, 0)
               or coalesce(case when l.is_pending then m.active_points else m.pending_points end, 0) <> 0
        """,
    ),
    Check(
        code="LOT_WAS_GRANTED",
        sentence="6: every lot was granted by its posting, for exactly the points it says.",
        query="""
            select l.account_id, l.id as lot_id, l.posting_id, l.granted_points, sum(e.amount_points) as posted_points
            from lots l
            left join entries e on e.account_id = l.account_id and e.lot_id = l.id and e.posting_id = l.posting_id
                               and e.amount_points > 0 and e.book in ('ACTIVE', 'PENDING')
            group by l.account_id, l.id having sum(e.amount_points) is distinct from l.granted_points
        """,
    ),
)
