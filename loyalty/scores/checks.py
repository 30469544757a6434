"""What must hold of published scores, as queries that return the rows breaking it. Not here: running them (`loyalty.checks`)."""

from loyalty.checks.model import Check

CHECKS = (
    Check(
        "SCORES_OF_ONE_DAY",
        "Published scores are of one day, and their head counts them.",
        """
        select s.as_of_on, count(*) as members_found, max(h.as_of_on) as published_on, max(h.member_count) as member_count
        from member_scores s left join score_shelf h on true
        group by s.as_of_on
        having s.as_of_on is distinct from max(h.as_of_on) or count(*) is distinct from max(h.member_count)
        """,
    ),
    Check(
        "SCORES_OF_MEMBERS",
        "Every published score is of a member.",
        "select s.member_id from member_scores s where not exists (select from members m where m.id = s.member_id)",
    ),
)
