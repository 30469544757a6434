"""What always holds of promotions. Not here: running it (`loyalty.checks`)."""

from loyalty.checks.model import Check

CHECKS = (
    Check(
        code="PROMOTION_WITHIN_LIMITS",
        sentence="11, 12: no promotion is used more often, or gives away more, than it may.",
        query="""
            select program_code, code, used_count, usage_limit, used_points, budget_points, used_minor, budget_minor from promotions
            where used_count > usage_limit or used_points > budget_points or used_minor > budget_minor
               or used_count < 0 or used_points < 0 or used_minor < 0
        """,
    ),
    Check(
        code="PROMOTION_COUNTS_EQUAL_USES",
        sentence="What a promotion counts is the sum of its uses that stand.",
        query="""
            with summed as (
                select program_code, promotion_code, count(*) as used_count, sum(points - returned_points) as used_points,
                       sum(discount_minor - returned_minor) as used_minor
                from promotion_uses where returned_at is null group by program_code, promotion_code
            )
            select coalesce(p.program_code, s.program_code) as program_code, coalesce(p.code, s.promotion_code) as promotion_code,
                   p.used_count, s.used_count as use_count, p.used_points, s.used_points as use_points, p.used_minor,
                   s.used_minor as use_minor
            from promotions p full join summed s on s.program_code = p.program_code and s.promotion_code = p.code
            where (p.used_count, p.used_points, p.used_minor)
                is distinct from (coalesce(s.used_count, 0), coalesce(s.used_points, 0), coalesce(s.used_minor, 0))
        """,
    ),
    Check(
        code="PROMOTION_USED_WITHIN_MEMBER_LIMIT",
        sentence="11: a member holds each slot of a promotion once, and none above the limit of its time.",
        query="""
            select member_id, program_code, promotion_code, member_slot, max(member_limit) as member_limit, count(*) as use_count
            from promotion_uses where member_slot is not null and returned_at is null
            group by member_id, program_code, promotion_code, member_slot
            having count(*) > 1 or member_slot > min(member_limit)
        """,
    ),
    Check(
        code="PROMOTION_RETURNED_WITH_ORDER",
        sentence="No promotion stands for an order that has come back as a whole, and what was given back of a use is all of it then.",
        query="""
            select u.member_id, u.order_id, u.promotion_code, u.points, u.returned_points, u.discount_minor, u.returned_minor
            from promotion_uses u
            where case when u.returned_at is not null then (u.returned_points, u.returned_minor) <> (u.points, u.discount_minor)
                  else exists (
                      select from accounts a
                      join order_standings s on s.account_id = a.id and s.reference_kind = 'ORDER' and s.reference = u.order_id
                      where a.member_id = u.member_id and s.is_returned
                  ) end
        """,
    ),
    Check(
        code="PROMOTION_POINTS_ARE_POSTED",
        sentence="The points of a promotion's uses are those of their postings, entry by entry, and every such posting has its uses.",
        query="""
            with used as (
                select account_id, posting_id, sum(points) as points from promotion_uses where posting_id is not null group by 1, 2
            ), posted as (
                select account_id, id as posting_id, points from postings where reference_kind = 'PROMOTION'
            )
            select coalesce(u.account_id, p.account_id) as account_id, coalesce(u.posting_id, p.posting_id) as posting_id,
                   u.points as used_points, p.points as posted_points
            from used u full join posted p on p.account_id = u.account_id and p.posting_id = u.posting_id
            where u.points is distinct from p.points
        """,
    ),
)
