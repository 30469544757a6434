"""What always holds of rewards and redemptions. Not here: running it (`loyalty.checks`)."""

from loyalty.checks.model import Check

CHECKS = (
    Check(
        code="STOCK_NEVER_BELOW_ZERO",
        sentence="11: no more units of a reward are redeemed than were put up.",
        query="""
            select program_code, code as reward_code, stock_count, redeemed_count from rewards
            where redeemed_count < 0 or redeemed_count > stock_count
        """,
    ),
    Check(
        code="REDEEMED_COUNT_EQUALS_REDEMPTIONS",
        sentence="11: a reward's stored count is the number of its redemptions that stand.",
        query="""
            with counted as (
                select program_code, reward_code, count(*) as redemption_count from redemptions
                where status not in ('REJECTED', 'REFUNDED') group by program_code, reward_code
            )
            select coalesce(r.program_code, c.program_code) as program_code, coalesce(r.code, c.reward_code) as reward_code,
                   r.redeemed_count, c.redemption_count
            from rewards r full join counted c on c.program_code = r.program_code and c.reward_code = r.code
            where r.redeemed_count is distinct from coalesce(c.redemption_count, 0)
        """,
    ),
    Check(
        code="REDEEMED_WITHIN_MEMBER_LIMIT",
        sentence="11: a member holds each slot of a reward's limits once, and none above the limit of its time.",
        query="""
            with held as (
                select member_id, program_code, reward_code, null as period, null::date as period_starts_on, member_slot as slot,
                       member_limit as slot_limit
                from redemptions where member_slot is not null and status not in ('REJECTED', 'REFUNDED')
                union all
                select member_id, program_code, reward_code, period, period_starts_on, period_slot, period_limit
                from redemptions where period_slot is not null and status not in ('REJECTED', 'REFUNDED')
            )
            select member_id, program_code, reward_code, period, period_starts_on, slot, min(slot_limit) as slot_limit,
                   count(*) as held_count
            from held group by member_id, program_code, reward_code, period, period_starts_on, slot
            having count(*) > 1 or slot > min(slot_limit)
        """,
    ),
    Check(
        code="REDEMPTION_IS_PAID",
        sentence="Every redemption has its posting, for the same points, and every such posting its redemption.",
        query="""
            with paid as (select account_id, id, points from postings where reference_kind = 'REDEMPTION')
            select coalesce(r.account_id, p.account_id) as account_id, r.id as redemption_id, p.id as posting_id,
                   r.points as redemption_points, p.points as posting_points
            from redemptions r full join paid p on p.account_id = r.account_id and p.id = r.posting_id
            where r.points is distinct from p.points
        """,
    ),
    Check(
        code="REDEMPTION_IS_GIVEN_BACK_ONCE",
        sentence="A redemption that was rejected or refunded has one posting that gives its points back, and no other has one.",
        query="""
            with returned as (select account_id, id, points from postings where reference_kind = 'REDEMPTION_REFUND')
            select coalesce(r.account_id, p.account_id) as account_id, r.id as redemption_id, p.id as posting_id, r.status,
                   r.points as redemption_points, p.points as posting_points
            from (select * from redemptions where status in ('REJECTED', 'REFUNDED') or return_posting_id is not null) r
            full join returned p on p.account_id = r.account_id and p.id = r.return_posting_id
            where r.points is distinct from p.points or r.status not in ('REJECTED', 'REFUNDED')
        """,
    ),
    Check(
        code="REDEMPTION_STANDS_WHERE_ITS_MOVES_LED",
        sentence="A redemption stands where the last of its recorded moves led.",
        query="""
            select r.id as redemption_id, r.status, m.status as moved_to from redemptions r
            join lateral (
                select status from redemption_moves m
                where m.account_id = r.account_id and m.redemption_id = r.id order by m.id desc limit 1
            ) m on true
            where m.status <> r.status
        """,
    ),
)
