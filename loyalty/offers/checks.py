"""What must hold of the shelf, as queries that return the rows breaking it. Not here: running them (`loyalty.checks`)."""

from loyalty.checks.model import Check

CHECKS = (
    Check(
        "OFFERS_SHELF_COUNTED",
        "The head of the shelf counts the offers and members that stand on it.",
        """
        select h.generation, h.offer_count, count(o.member_id) as offers_found, h.member_count, count(distinct o.member_id) as members_found
        from offer_shelf h left join member_offers o on true
        group by h.only_row, h.generation, h.offer_count, h.member_count
        having count(o.member_id) <> h.offer_count or count(distinct o.member_id) <> h.member_count
        """,
    ),
    Check(
        "OFFERS_OF_MEMBERS",
        "Every offer on the shelf is for a member, and nothing stands there without a head.",
        """
        select o.member_id, o.offer_rank from member_offers o
        where not exists (select from members m where m.id = o.member_id) or not exists (select from offer_shelf)
        """,
    ),
)
