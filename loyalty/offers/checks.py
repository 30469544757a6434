"""What must hold of the shelf, as queries that return the rows breaking it. Not here: running them (`loyalty.checks`)."""

from loyalty.checks.model import Check

CHECKS = (
    Check(
        "OFFERS_SHELF_COUNTED",
        "The head of the shelf counts the offers and members that stand on it.",
        """
        select h.generation, h.offer_count, count(o.member_id) as offers_found, h.member_count, count(distinct o.member_id) as members_found
        from offer_shelf h left join member_offers o on o.computed_at is null
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
    Check(
        "OFFERS_LOGGED",
        "Every offer on the shelf is in the log of decisions, for the same member.",
        """
        select o.member_id, o.offer_id from member_offers o left join offer_decisions d on d.offer_id = o.offer_id
        where o.offer_id is not null and (d.offer_id is null or d.member_id <> o.member_id or d.offer_code <> o.offer_code)
        """,
    ),
    Check(
        "OFFERS_STAND_AS_HEARD",
        "An offer stands as its outcomes say: shown as often, answered and redeemed as told.",
        """
        select d.offer_id, d.shown_count, d.answer_code
        from offer_decisions d
        left join lateral (
            select count(*) filter (where x.outcome_code = 'SHOWN') as shown, bool_or(x.outcome_code = 'REDEEMED') as redeemed,
                bool_or(x.outcome_code = 'REJECTED') as rejected, bool_or(x.outcome_code in ('ACCEPTED', 'REDEEMED')) as accepted
            from offer_outcomes x where x.offer_id = d.offer_id
        ) heard on true
        where (d.first_shown_at is not null or d.answer_code is not null) and (
            d.shown_count <> heard.shown or coalesce(heard.redeemed, false) <> (d.redeemed_at is not null)
            or coalesce(heard.rejected, false) <> (d.answer_code is not distinct from 'REJECTED')
            or coalesce(heard.accepted, false) <> (d.answer_code is not distinct from 'ACCEPTED'))
        """,
    ),
    Check(
        "OFFERS_STOCK_COUNTED",
        "What is taken of an offer's stock is what members accepted of it.",
        """
        select k.offer_code, k.units, k.taken_units from offer_stocks k
        where k.taken_units <> (select count(*) from offer_decisions d where d.offer_code = k.offer_code and d.answer_code = 'ACCEPTED')
        """,
    ),
    Check(
        "OFFERS_RESERVED_COUNTED",
        "What is kept of an offer's stock is what is reserved of it.",
        """
        select k.offer_code, k.units, k.taken_units, k.reserved_units from offer_stocks k
        where k.reserved_units <> (select count(*) from offer_reservations r where r.offer_code = k.offer_code)
        """,
    ),
)
