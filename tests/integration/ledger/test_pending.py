"""Pending points and moved expiries on a real PostgreSQL: due points count at once, whoever posts them when."""

from datetime import timedelta

from loyalty.ids import new_id
from loyalty.ledger import ActivatePending, CancelPending, CorrectOrder, EarnPoints, HoldPoints, MoveExpiry, ReturnOrder
from loyalty.programs.model import OrderLine
from tests.support.ledger import Shop, a_burn, a_purchase, codes, open_club
from tests.support.programs import a_program_of, a_rule

LATER = a_rule(pending={"policy": "AFTER_PERIOD", "days": 14}, expiry={"policy": "ROLLING", "days": 10})
DELIVERED = a_rule(pending={"policy": "ON_EVENT", "event": "order.delivered"}, expiry={"policy": "ROLLING", "days": 10})


def test_pending_points_count_from_their_instant_whether_or_not_the_night_came(database):
    shop = open_club(database, a_program_of(LATER), 2)
    night, day = shop.members
    for member in shop.members:
        earned = shop.do(a_purchase(member.id, 5_000))
        assert (earned.available_points, earned.grants[0].is_pending, shop.balance(member).pending_points) == (0, True, 50)
    assert shop.refusal(a_burn(day.id, 1)) == "POINTS_INSUFFICIENT"
    shop.pass_days(15)
    assert [shop.available(member) for member in shop.members] == [50, 50]
    assert shop.do(a_burn(day.id, 20)).available_points == 30
    done = shop.activate()
    assert (done.lot_count, done.points, shop.activate().lot_count) == (1, 50, 0)
    assert [shop.available(member) for member in (night, day)] == [50, 30]
    shop.pass_days(10)
    assert [shop.available(member) for member in shop.members] == [0, 0]
    assert shop.expire().points == 80
    assert shop.violations() == []


def test_a_night_that_never_came_activates_before_it_expires(database):
    shop = open_club(database, a_program_of(LATER))
    shop.do(a_purchase(shop.members[0].id, 5_000))
    shop.pass_days(40)
    assert shop.available(shop.members[0]) == 0
    assert shop.expire().points == 50
    balance = shop.balance(shop.members[0])
    assert (balance.pending_points, balance.active_points, balance.expired_points) == (0, 0, 50)
    assert shop.violations() == []


def test_points_wait_for_their_event_and_live_from_then_on(database):
    shop = open_club(database, a_program_of(DELIVERED))
    member = shop.members[0]
    shop.do(a_purchase(member.id, 5_000))
    shop.pass_days(100)
    assert shop.available(member) == 0
    happened = shop.do(ActivatePending(member.id, "d1", "order.delivered"))
    assert (happened.points, happened.available_points) == (50, 50)
    assert happened.grants[0].expires_at == shop.clock.now() + timedelta(days=10)
    assert shop.do(ActivatePending(member.id, "d2", "order.delivered")).points == 0
    assert codes(shop.post(ActivatePending(member.id, "d1", "order.delivered"))) == ["again"]
    shop.pass_days(11)
    assert shop.available(member) == 0
    assert shop.violations() == []


def test_a_cancelled_lot_never_comes_and_the_order_has_nothing_more_to_give_back(database):
    shop = open_club(database, a_program_of(DELIVERED))
    member = shop.members[0]
    earned = shop.do(a_purchase(member.id, 5_000, order_id="o"))
    assert shop.refusal(CancelPending(member.id, new_id(), "why")) == "LOT_UNKNOWN"
    assert shop.do(CancelPending(member.id, earned.lot_id, "fraud")).points == 50
    assert codes(shop.post(CancelPending(member.id, earned.lot_id, "fraud"))) == ["again"]
    assert shop.do(ActivatePending(member.id, "d", "order.delivered")).points == 0
    assert shop.do(ReturnOrder(member.id, "o", "r")).points == 0
    balance = shop.balance(member)
    assert (balance.pending_points, balance.active_points, balance.lifetime_points) == (0, 0, 0)
    assert shop.violations() == []


def test_an_active_lot_is_not_cancelled_and_waits_for_nothing(database):
    shop = open_club(database, a_program_of(a_rule()))
    earned = shop.do(a_purchase(shop.members[0].id))
    assert shop.refusal(CancelPending(shop.members[0].id, earned.lot_id, "why")) == "LOT_NOT_PENDING"
    assert shop.refusal(ActivatePending(shop.members[0].id, "d", "e", lot_id=earned.lot_id)) == "LOT_NOT_PENDING"


def test_an_expiry_moves_only_while_it_lies_ahead_and_only_ahead(database):
    shop = open_club(database, a_program_of(a_rule(expiry={"policy": "ROLLING", "days": 10})))
    member, now = shop.members[0], shop.clock.now()
    earned = shop.do(a_purchase(member.id, 5_000))
    assert shop.refusal(MoveExpiry(member.id, earned.lot_id, "m0", now, "late")) == "EXPIRY_INVALID"
    moved = shop.do(MoveExpiry(member.id, earned.lot_id, "m1", now + timedelta(days=20), "sorry", actor="ann"))
    assert moved.expires_at == now + timedelta(days=20)
    shop.pass_days(15)
    assert (shop.available(member), shop.expire().points) == (50, 0)
    shop.pass_days(10)
    assert shop.available(member) == 0
    assert shop.refusal(MoveExpiry(member.id, earned.lot_id, "m2", now + timedelta(days=90), "sorry")) == "LOT_EXPIRED"
    assert shop.count("lot_expiry_moves") == 1
    assert shop.violations() == []


def test_points_that_expire_by_inactivity_live_on_with_every_activity(database):
    shop = open_club(database, a_program_of(a_rule(expiry={"policy": "INACTIVITY", "days": 30})))
    member = shop.members[0]
    shop.do(a_purchase(member.id, 5_000))
    shop.pass_days(25)
    shop.do(a_burn(member.id, 10))
    shop.pass_days(25)
    assert shop.available(member) == 40
    shop.do(a_purchase(member.id, 0))
    shop.pass_days(25)
    assert shop.available(member) == 40
    shop.pass_days(6)
    assert shop.available(member) == 0
    assert shop.expire().points == 40
    assert shop.violations() == []


def test_a_rule_extends_the_life_of_what_is_there(database):
    review = a_rule("review", {"type": "EXTEND_EXPIRY", "days": 5}, trigger="review.written")
    shop: Shop = open_club(database, a_program_of(a_rule(expiry={"policy": "ROLLING", "days": 10}), review))
    member, now = shop.members[0], shop.clock.now()
    shop.do(a_purchase(member.id, 5_000))
    shop.do(EarnPoints(member.id, "review-1", 0, "USD", trigger="review.written"))
    assert shop.balance(member).soonest_expiries[0].expires_at == now + timedelta(days=15)
    assert shop.count("lot_expiry_moves") == 1
    assert shop.violations() == []


def test_points_of_a_hold_past_its_time_live_on_with_a_purchase(database):
    """The night has not come yet: nobody has said that the hold lapsed, and it counts all the same."""
    shop = open_club(database, a_program_of(a_rule(expiry={"policy": "INACTIVITY", "days": 30})))
    member = shop.members[0]
    shop.do(a_purchase(member.id))
    shop.do(HoldPoints(member.id, "h", 100, shop.clock.now() + timedelta(days=3)))
    shop.pass_days(20)
    shop.do(a_purchase(member.id))
    shop.pass_days(20)
    assert shop.available(member) == 200
    assert shop.violations() == []


def test_canceling_one_lot_of_a_corrected_order_leaves_its_other_lots_to_be_returned(database):
    shop = open_club(database, a_program_of(LATER))
    member = shop.members[0]
    first = shop.do(a_purchase(member.id, 2_000, order_id="o", lines=(OrderLine("wine", 2_000),)))
    more = shop.do(CorrectOrder(member.id, "o", "c", 6_000, "USD", lines=(OrderLine("wine", 5_000), OrderLine("bread", 1_000))))
    assert [grant.points for grant in (*first.grants, *more.grants)] == [20, 40]
    shop.do(CancelPending(member.id, more.grants[0].lot_id, "because"))
    assert shop.balance(member).pending_points == 20
    back = shop.do(ReturnOrder(member.id, "o", "r"))
    assert (back.points, back.uncollected_points, shop.balance(member).pending_points) == (20, 0, 0)
    assert shop.violations() == []
