"""What always holds of programs. Not here: running it (`loyalty.checks`)."""

from loyalty.checks.model import Check

CHECKS = (
    Check(
        code="PROGRAM_HAS_REVISION",
        sentence="Every program has revisions 1 to n without a gap.",
        query="""
            select p.code as program_code, count(r.revision) as revision_count, max(r.revision) as last_revision
            from programs p left join program_revisions r on r.program_code = p.code
            group by p.code having count(r.revision) = 0 or count(r.revision) <> max(r.revision)
        """,
    ),
    Check(
        code="PROGRAM_REVISIONS_IN_ORDER",
        sentence="A later revision of a program is in force from no earlier instant, those left out that never came into force.",
        query="""
            select program_code, revision, valid_from from (
                select program_code, revision, valid_from,
                       lag(valid_from) over (partition by program_code order by revision) as before
                from program_revisions k
                where not exists (
                    select from program_revisions n
                    where n.program_code = k.program_code and n.revision > k.revision and n.replaces_from <= k.revision
                )
            ) r where valid_from < before
        """,
    ),
    Check(
        code="PROGRAM_STATUS_IS_ITS_LAST_MOVE",
        sentence="A program's status is what the last of its recorded moves says; one older than the record has none.",
        query="""
            select p.code as program_code, p.status, m.to_status
            from programs p
            cross join lateral (
                select to_status from program_status_moves m where m.program_code = p.code order by m.id desc limit 1
            ) m where m.to_status <> p.status
        """,
    ),
    Check(
        code="WALLET_HAS_ACCOUNT",
        sentence="Every member has an account in each wallet of the program's newest revision.",
        query="""
            with newest as (
                select distinct on (program_code) program_code, definition from program_revisions order by program_code, revision desc
            ), wallet as materialized (
                select n.program_code, w.wallet ->> 'code' as code
                from newest n cross join lateral jsonb_array_elements(n.definition -> 'wallets') as w (wallet)
            )
            select m.id as member_id, m.program_code, w.code as wallet_code
            from members m
            join wallet w on w.program_code = m.program_code
            left join accounts a on a.member_id = m.id and a.wallet_code = w.code
            where a.id is null
        """,
    ),
)
