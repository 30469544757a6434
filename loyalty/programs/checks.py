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
        sentence="A later revision of a program is in force from no earlier instant.",
        query="""
            select program_code, revision, valid_from from (
                select program_code, revision, valid_from,
                       lag(valid_from) over (partition by program_code order by revision) as before
                from program_revisions
            ) r where valid_from < before
        """,
    ),
)
