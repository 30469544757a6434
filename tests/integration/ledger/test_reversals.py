"""Reversals, transfers, adjustments and opening balances on a real PostgreSQL."""

from datetime import timedelta

from loyalty.ids import new_id
from loyalty.ledger import AdjustPoints, HoldPoints, OpenBalance, ReturnOrder, ReversePosting, TransferPoints
from loyalty.members import ChangeStatus, MemberStatus, change_status
from loyalty.programs.model import OrderLine
from tests.integration.ledger.test_returns import STARS
from tests.support.ledger import Shop, a_burn, a_purchase, codes, open_club
from tests.support.programs import a_program_of, a_rule

CAPPED = a_rule(
    expiry={"policy": "ROLLING", "days": 30},
    caps=[{"code": "day", "points": 100, "period": "DAY", "scope": "ALL_MEMBERS", "beyond": "REJECT"}],
)


def undo(shop: Shop, posted, **changes) -> ReversePosting:
    return ReversePosting(**({"member_id": posted.member_id, "posting_id": posted.posting_id, "reason": "mistake"} | changes))


def test_an_earning_is_reversed_in_every_wallet_with_its_cap_room_and_only_once(database):
    shop = open_club(database, a_program_of(CAPPED, STARS))
    member = shop.members[0]
    earned = shop.do(a_purchase(member.id, 10_000, order_id="o", lines=(OrderLine("wine", 10_000),)))
    assert shop.do(a_purchase(member.id, 100)).points == 0
    assert codes(shop.post(undo(shop, earned), undo(shop, earned))) == ["ok", "again"]
    assert (shop.available(member), shop.balance(member, "stars").available_points) == (0, 0)
    assert shop.refusal(ReturnOrder(member.id, "o", "r")) == "RETURN_EXCEEDS_ORDER"
    assert shop.do(a_purchase(member.id, 10_000)).points == 100
    assert shop.violations() == []


def test_spent_points_are_not_reversed_and_a_burn_is_while_its_lots_live(database):
    shop = open_club(database, a_program_of(CAPPED))
    member = shop.members[0]
    earned = shop.do(a_purchase(member.id, 10_000))
    burned = shop.do(a_burn(member.id, 10, order_id="o"))
    assert shop.refusal(undo(shop, earned)) == "REVERSAL_POINTS_GONE"
    other = shop.do(a_burn(member.id, 10))
    assert shop.do(undo(shop, burned)).available_points == 90
    assert shop.refusal(undo(shop, earned)) == "REVERSAL_POINTS_GONE"
    shop.pass_days(31)
    assert shop.refusal(undo(shop, other)) == "REVERSAL_POINTS_GONE"
    assert shop.violations() == []


def test_what_is_not_a_mistake_of_that_kind_is_not_reversed(database):
    shop = open_club(database, a_program_of(CAPPED))
    member = shop.members[0]
    earned = shop.do(a_purchase(member.id, 10_000, order_id="o"))
    held = shop.do(HoldPoints(member.id, "h", 10))
    back = shop.do(ReturnOrder(member.id, "o", "r", amount_minor=5_000))
    for posted in (held, back, earned):
        assert shop.refusal(undo(shop, posted)) == "POSTING_NOT_REVERSIBLE"
    assert shop.refusal(undo(shop, earned, posting_id=new_id())) == "POSTING_UNKNOWN"
    assert shop.violations() == []


def test_adjustments_give_and_take_and_are_reversed(database):
    shop = open_club(database, a_program_of(a_rule()))
    member, now = shop.members[0], shop.clock.now()
    assert shop.refusal(AdjustPoints(member.id, "a", 0, "why")) == "AMOUNT_INVALID"
    assert shop.refusal(AdjustPoints(member.id, "a", -1, "why")) == "POINTS_INSUFFICIENT"
    assert shop.refusal(AdjustPoints(member.id, "a", 1, "why", expires_at=now)) == "EXPIRY_INVALID"
    given = shop.do(AdjustPoints(member.id, "a", 50, "sorry", expires_at=now + timedelta(days=3)))
    taken = shop.do(AdjustPoints(member.id, "b", -20, "oops"))
    assert codes(shop.post(AdjustPoints(member.id, "b", -20, "oops"), AdjustPoints(member.id, "b", 20, "oops"))) == [
        "again",
        "REFERENCE_ALREADY_POSTED",
    ]
    assert shop.do(undo(shop, taken)).available_points == 50
    assert shop.do(undo(shop, given)).available_points == 0
    assert shop.violations() == []


def test_an_opening_balance_counts_since_it_was_granted(database):
    shop = open_club(database, a_program_of(a_rule()))
    member, now = shop.members[0], shop.clock.now()
    assert shop.refusal(OpenBalance(member.id, "x", 5, granted_at=now + timedelta(1))) == "EVENT_TIME_IN_FUTURE"
    assert shop.refusal(OpenBalance(member.id, "x", 5, expires_at=now)) == "EXPIRY_INVALID"
    opened = shop.do(OpenBalance(member.id, "x", 500, granted_at=now - timedelta(days=9), expires_at=now + timedelta(days=9)))
    stars = shop.do(OpenBalance(member.id, "x", 7, wallet_code="stars"))
    assert (opened.available_points, stars.available_points, shop.balance(member, "stars").active_points) == (500, 7, 7)
    shop.pass_days(9)
    assert shop.available(member) == 0
    assert shop.violations() == []


def test_points_move_to_another_member_with_the_life_they_have(database):
    limits = {"is_allowed": True, "points_min": 5, "points_max": 60, "points_per_day_max": 80}
    shop = open_club(database, a_program_of(a_rule(expiry={"policy": "ROLLING", "days": 30}), transfer=limits), 3)
    giver, taker, idle = shop.members
    with database.begin() as work:
        change_status([ChangeStatus(idle.id, MemberStatus.INACTIVE)], within=work)
    shop.do(a_purchase(giver.id, 10_000))
    shop.pass_days(10)

    def give(reference: str, points: int, to=taker.id) -> TransferPoints:
        return TransferPoints(giver.id, to, reference, points)

    assert shop.refusal(give("t", 10, giver.id)) == "TRANSFER_NOT_ALLOWED"
    assert shop.refusal(give("t", 10, new_id())) == "RECEIVER_UNKNOWN"
    assert shop.refusal(give("t", 10, idle.id)) == "RECEIVER_INACTIVE"
    assert shop.refusal(give("t", 4)) == "TRANSFER_OUTSIDE_LIMITS"
    assert shop.refusal(give("t", 61)) == "TRANSFER_OUTSIDE_LIMITS"
    first = shop.do(give("t1", 60))
    assert codes(shop.post(give("t1", 60), give("t1", 59), give("t2", 21))) == [
        "again", "REFERENCE_ALREADY_POSTED", "TRANSFER_OUTSIDE_LIMITS",
    ]  # fmt: skip
    assert shop.refusal(TransferPoints(taker.id, giver.id, "t", 61)) == "TRANSFER_OUTSIDE_LIMITS"
    assert (first.available_points, shop.available(taker)) == (40, 60)
    shop.pass_days(21)
    assert [shop.available(member) for member in (giver, taker)] == [0, 0]
    assert shop.expire().points == 100
    assert shop.violations() == []


def test_a_transfer_is_reversed_from_either_side_while_the_points_are_there(database):
    shop = open_club(database, a_program_of(a_rule(), transfer={"is_allowed": True}), 2)
    giver, taker = shop.members
    shop.do(a_purchase(giver.id, 10_000))
    first = shop.do(TransferPoints(giver.id, taker.id, "t1", 60))
    second = shop.do(TransferPoints(giver.id, taker.id, "t2", 10))
    assert codes(shop.post(undo(shop, first), a_burn(taker.id, 5), undo(shop, second))) == ["ok", "ok", "REVERSAL_POINTS_GONE"]
    assert [shop.available(member) for member in (giver, taker)] == [90, 5]
    with database.begin() as work:
        arrived = work.exec_driver_sql(
            "select to_posting_id from transfers where posting_id = %(id)s", {"id": second.posting_id}
        ).scalar_one()
    shop.do(AdjustPoints(taker.id, "a", 5, "found"))
    assert shop.refusal(undo(shop, second, member_id=taker.id, posting_id=arrived)) == "REVERSAL_POINTS_GONE"
    third = shop.do(TransferPoints(giver.id, taker.id, "t3", 10))
    with database.begin() as work:
        arrived = work.exec_driver_sql(
            "select to_posting_id from transfers where posting_id = %(id)s", {"id": third.posting_id}
        ).scalar_one()
    shop.do(undo(shop, third, member_id=taker.id, posting_id=arrived))
    assert codes(shop.post(undo(shop, third))) == ["again"]
    assert [shop.available(member) for member in (giver, taker)] == [90, 10]
    assert shop.violations() == []
