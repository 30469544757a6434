"""What always holds of rewards and redemptions. Not here: running it (`loyalty.checks`)."""

from loyalty.checks.model import Check

CHECKS = (
    Check(
        code="STOCK_NEVER_BELOW_ZERO",
        sentence="No more units of a reward are redeemed than were put up.",
        query="""
            select program_code, code as reward_code, stock_count, redeemed_count from rewards
            where redeemed_count < 0 or redeemed_count > stock_count
        """,
    ),
    Check(
        code="REDEEMED_COUNT_EQUALS_REDEMPTIONS",
        sentence="A reward's stored count is the number of its redemptions that stand.",
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
        code="REDEMPTION_IS_PAID",
        sentence="Every redemption has its posting, for the same points, and every such posting its redemption.",
        query="""
            with paid as (select account_id, id, points from postings where type = 'SPENT_ON_REWARD')
            select coalesce(r.account_id, p.account_id) as account_id, r.id as redemption_id, p.id as posting_id,
                   r.points as redemption_points, p.points as posting_points
            from redemptions r full join paid p on p.account_id = r.account_id and p.id = r.posting_id
            where r.points is distinct from p.points
        """,
    ),
)
