"""What tiers go by: spend that stands, points earned, a balance, a segment."""

from datetime import UTC, datetime, timedelta

from tests.support.tiers import open_club, tiers_json

# Noon in New York.
NOON = datetime(2017, 10, 15, 16, 0, tzinfo=UTC)


def test_spend_counts_what_stands_of_an_order(database):
    club = open_club(database, NOON)
    member = club.member()
    club.order(member, 350, reference="A")
    club.at_once(member)
    with database.begin() as work:
        work.exec_driver_sql(
            "insert into order_standings (account_id, reference_kind, reference, posting_id, spend_minor, returned_minor, changed_at) "
            "select account_id, reference_kind, reference, id, spend_minor, 200, recorded_at from postings"
        )
    assert club.standing(member).progress == 150
    club.night()
    assert club.tier(member) == "SILVER"


def test_a_posting_of_another_wallet_does_not_count_its_spend_again(database):
    club = open_club(database, NOON)
    member = club.member()
    club.order(member, 80, reference="A")
    with database.begin() as work:
        work.exec_driver_sql(
            "insert into postings (account_id, id, type, reference_kind, reference, points, spend_minor, event_time, recorded_at, "
            "transaction_id) select s.id, gen_random_uuid(), p.type, 'ORDER', p.reference, 0, p.spend_minor, p.event_time, p.recorded_at, "
            "p.id from postings p, accounts s where s.wallet_code = 'stars'"
        )
    assert club.standing(member).progress == 80


def test_tiers_by_points_earned_count_what_was_not_taken_back(database):
    club = open_club(database, NOON, tiers_json("POINTS_EARNED"))
    member = club.member()
    with database.begin() as work:
        for book, amount, kind, days in [
            ("ISSUED", -350, "POINTS_EARNED", 1),
            ("ISSUED", 60, "REFUNDED", 0),
            ("ISSUED", -500, "POINTS_EARNED", 11),
        ]:
            work.exec_driver_sql("alter table entries disable trigger user")
            work.exec_driver_sql(
                "insert into entries (account_id, recorded_at, id, posting_id, book, type, amount_points, effective_at) "
                "select a.id, %(now)s, gen_random_uuid(), gen_random_uuid(), %(book)s, %(type)s, %(amount)s, %(at)s "
                "from accounts a where a.member_id = %(member)s and a.wallet_code = 'stars'",
                {"now": NOON, "book": book, "type": kind, "amount": amount, "at": NOON - timedelta(days=days), "member": member},
            )
    club.night()
    assert (club.tier(member), club.standing(member).progress) == ("SILVER", 290)


def test_tiers_by_balance_follow_the_wallet(database):
    club = open_club(database, NOON, tiers_json("BALANCE"))
    member = club.member()
    for balance, tier_code in [(-5, "BASE"), (299, "SILVER"), (900, "TOP"), (100, "SILVER")]:
        with database.begin() as work:
            work.exec_driver_sql(
                "update accounts set active_points = %(points)s, adjusted_points = %(points)s, overdraft_points = 10 "
                "where member_id = %(id)s and wallet_code = 'stars'",
                {"points": balance, "id": member},
            )
        club.night()
        assert club.tier(member) == tier_code


def test_tiers_by_segment_follow_the_membership(database):
    club = open_club(database, NOON, tiers_json("SEGMENT"))
    member = club.member()
    with database.begin() as work:
        work.exec_driver_sql(
            "insert into segment_memberships (segment_code, member_id, valid_from, valid_to, version) values "
            "('silver', %(id)s, %(from)s, null, 1), ('top', %(id)s, %(from)s, %(to)s, 1)",
            {"id": member, "from": NOON - timedelta(days=1), "to": NOON + timedelta(days=1)},
        )
    club.night()
    assert club.tier(member) == "TOP"
    club.later(days=1)
    club.night()
    assert club.tier(member) == "SILVER"
    assert club.standing(member).progress is None
