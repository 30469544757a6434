"""What always holds of vouchers. Not here: running it (`loyalty.checks`)."""

from loyalty.checks.model import Check

CHECKS = (
    Check(
        code="VOUCHER_USED_WITHIN_LIMIT",
        sentence="11: a voucher is used at most as often as it may be, and its count is the number of its uses.",
        query="""
            select v.id as voucher_id, v.program_code, v.pool_code, v.usage_limit, v.used_count, coalesce(u.use_count, 0) as use_count
            from vouchers v
            left join (select voucher_id, count(*) as use_count from voucher_uses group by voucher_id) u on u.voucher_id = v.id
            where v.used_count <> coalesce(u.use_count, 0) or v.used_count > v.usage_limit
               or (v.status = 'USED') <> (v.used_count = v.usage_limit and v.status not in ('EXPIRED', 'WITHDRAWN'))
        """,
    ),
    Check(
        code="VOUCHER_USED_BY_ITS_MEMBER",
        sentence="A voucher that belongs to a member was used by that member alone.",
        query="""
            select u.voucher_id, u.member_id as used_by, v.member_id as belongs_to
            from voucher_uses u join vouchers v on v.id = u.voucher_id
            where v.member_id is not null and u.member_id <> v.member_id
        """,
    ),
    Check(
        code="VOUCHER_HAS_POOL",
        sentence="Every voucher lies in a pool.",
        query="""
            select v.id as voucher_id, v.program_code, v.pool_code from vouchers v
            left join voucher_pools p on p.program_code = v.program_code and p.code = v.pool_code
            where p.code is null
        """,
    ),
)
