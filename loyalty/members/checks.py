"""What always holds of members. Not here: running it (`loyalty.checks`)."""

from loyalty.checks.model import Check

CHECKS = (
    Check(
        code="MEMBER_HAS_ACCOUNT",
        sentence="Every member has an account to earn on.",
        query="""
            select m.id as member_id, m.external_id from members m
            where not exists (select from accounts a where a.member_id = m.id)
        """,
    ),
)
