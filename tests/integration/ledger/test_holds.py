"""Holds on a real PostgreSQL: what is set aside is not available, is captured in parts, goes back, and resolves once."""

from datetime import timedelta

import pytest

from loyalty.database import Database
from loyalty.ids import new_id
from loyalty.ledger import BurnPoints, CaptureHold, Expiry, HoldPoints, ReleaseHold, ReturnOrder, TransferPoints
from tests.support.ledger import Shop, a_burn, a_purchase, codes, open_club
from tests.support.programs import a_program_of, a_rule

MONTHLY = a_rule(expiry={"policy": "ROLLING", "days": 30})


@pytest.fixture
def shop(database: Database) -> Shop:
    shop = open_club(database, a_program_of(MONTHLY), 2)
    shop.do(a_purchase(shop.members[0].id, 10_000))
    return shop


def test_held_points_are_not_available_and_come_back_when_released(shop):
    member = shop.members[0]
    held = shop.do(HoldPoints(member.id, "h", 60))
    balance = shop.balance(member)
    assert (held.held_points, held.available_points, balance.held_points, balance.available_points, balance.active_points) == (
        60, 40, 60, 40, 100,
    )  # fmt: skip
    assert shop.refusal(a_burn(member.id, 41)) == "POINTS_INSUFFICIENT"
    released = shop.do(ReleaseHold(member.id, held.hold_id))
    assert (released.points, released.available_points, shop.available(member)) == (60, 100, 100)
    assert shop.violations() == []


def test_a_hold_is_captured_in_parts_and_the_rest_stays_held_or_goes_back(shop):
    member = shop.members[0]
    held = shop.do(HoldPoints(member.id, "h", 60, order_id="o-9"))
    first = shop.do(CaptureHold(member.id, held.hold_id, "c1", 25))
    assert (first.points, first.held_points, shop.balance(member).held_points, shop.available(member)) == (25, 35, 35, 40)
    assert shop.refusal(CaptureHold(member.id, held.hold_id, "c2", 36)) == "CAPTURE_EXCEEDS_HOLD"
    last = shop.do(CaptureHold(member.id, held.hold_id, "c3", 5, is_final=True))
    balance = shop.balance(member)
    assert (last.held_points, balance.held_points, balance.spent_points, balance.available_points) == (0, 0, 30, 70)
    assert shop.refusal(CaptureHold(member.id, held.hold_id, "c4", 1)) == "HOLD_RESOLVED"
    assert shop.refusal(ReleaseHold(shop.members[1].id, held.hold_id)) == "HOLD_UNKNOWN"
    assert shop.violations() == []


def test_a_hold_resolves_once_however_often_it_is_asked(shop):
    member = shop.members[0]
    held = shop.do(HoldPoints(member.id, "h", 60))
    commands = [HoldPoints(member.id, "h", 60), CaptureHold(member.id, held.hold_id, "c"), CaptureHold(member.id, held.hold_id, "c")]
    assert codes(shop.post(*commands)) == ["again", "ok", "again"]
    assert codes(shop.post(ReleaseHold(member.id, held.hold_id))) == ["HOLD_RESOLVED"]
    assert codes(shop.post(HoldPoints(member.id, "h", 61))) == ["REFERENCE_ALREADY_POSTED"]
    assert shop.balance(member).spent_points == 60
    assert shop.violations() == []


def test_nobody_ends_anothers_hold_even_in_one_batch_with_its_owner(shop):
    ann, ben = shop.members
    held = shop.do(HoldPoints(ann.id, "h", 60))
    batch = [CaptureHold(ben.id, held.hold_id, "b", 5), ReleaseHold(ben.id, held.hold_id), CaptureHold(ann.id, held.hold_id, "a", 5)]
    assert codes(shop.post(*batch)) == ["HOLD_UNKNOWN", "HOLD_UNKNOWN", "ok"]
    assert (shop.balance(ann).held_points, shop.balance(ann).spent_points, shop.balance(ben).spent_points) == (55, 5, 0)
    assert shop.violations() == []


def test_a_batch_of_a_hold_and_what_ends_it_keeps_its_order(shop):
    member = shop.members[0]
    held = shop.do(HoldPoints(member.id, "h", 100))
    batch = [
        a_burn(member.id, 1),
        ReleaseHold(member.id, held.hold_id),
        BurnPoints(member.id, "after", 100),
        CaptureHold(member.id, held.hold_id, "late"),
    ]
    expected = ["POINTS_INSUFFICIENT", "ok", "ok", "HOLD_RESOLVED"]
    assert codes(shop.post(*batch, dry_run=True)) == expected
    assert shop.available(member) == 0
    assert shop.balance(member).held_points == 100
    assert codes(shop.post(*batch)) == expected
    assert shop.violations() == []


def test_a_lapsed_hold_is_free_before_the_night_posts_it_and_stays_so(shop):
    member = shop.members[0]
    held = shop.do(HoldPoints(member.id, "h", 100, lapses_at=shop.clock.now() + timedelta(hours=1)))
    assert shop.refusal(HoldPoints(member.id, "h2", 1)) == "POINTS_INSUFFICIENT"
    shop.pass_days(1)
    assert shop.available(member) == 100
    assert shop.refusal(CaptureHold(member.id, held.hold_id, "c")) == "HOLD_RESOLVED"
    done = shop.activate()
    assert (done.hold_count, done.points, shop.activate().hold_count) == (1, 100, 0)
    assert (shop.available(member), shop.balance(member).held_points) == (100, 0)
    assert shop.violations() == []


def test_a_burn_posts_the_lapse_it_lives_from(shop):
    member = shop.members[0]
    shop.do(HoldPoints(member.id, "h", 100, lapses_at=shop.clock.now() + timedelta(hours=1)))
    shop.pass_days(1)
    assert shop.do(a_burn(member.id, 100)).available_points == 0
    assert shop.activate().hold_count == 0
    assert shop.violations() == []


@pytest.mark.parametrize("act", [a_burn, lambda member, points: HoldPoints(member, "again", points), "transfer"])
def test_what_a_lapsed_hold_let_go_of_lives_on_by_the_next_act(database, act):
    quiet = a_rule(expiry={"policy": "INACTIVITY", "days": 30})
    shop = open_club(database, a_program_of(quiet, transfer={"points_per_day_max": 1_000}), 2)
    member, other = shop.members
    shop.do(a_purchase(member.id, 10_000))
    shop.do(HoldPoints(member.id, "h", 100, lapses_at=shop.clock.now() + timedelta(hours=1)))
    shop.pass_days(10)
    shop.do(TransferPoints(member.id, other.id, "t", 40) if act == "transfer" else act(member.id, 40))
    ends = shop.clock.now() + timedelta(days=30)
    assert shop.balance(member).soonest_expiries == (Expiry(ends, 60),)
    if act == "transfer":
        assert shop.balance(other).soonest_expiries == (Expiry(ends, 40),)
    assert shop.violations() == []


def test_what_a_hold_kept_over_the_expiry_of_its_lot_expires_when_it_comes_back(shop):
    member = shop.members[0]
    held = shop.do(HoldPoints(member.id, "h", 60))
    shop.pass_days(31)
    assert shop.expire().points == 40
    assert shop.do(ReleaseHold(member.id, held.hold_id)).available_points == 0
    assert shop.expire().points == 0
    balance = shop.balance(member)
    assert (balance.active_points, balance.expired_points, balance.held_points) == (0, 100, 0)
    assert shop.violations() == []


def test_points_held_for_an_order_come_back_when_the_order_does(shop):
    member = shop.members[0]
    held = shop.do(HoldPoints(member.id, "h", 60, order_id="o-9"))
    shop.do(a_purchase(member.id, 1_000, order_id="o-9"))
    shop.do(CaptureHold(member.id, held.hold_id, "c", 50, is_final=True))
    back = shop.do(ReturnOrder(member.id, "o-9", "r"))
    assert (back.points, back.returned_points, shop.available(member)) == (10, 50, 100)
    assert shop.violations() == []


def test_holds_are_refused_in_the_documented_order(shop):
    member, other = shop.members
    past = shop.clock.now() - timedelta(seconds=1)
    assert shop.refusal(HoldPoints(member.id, "h", 0)) == "AMOUNT_INVALID"
    assert shop.refusal(HoldPoints(member.id, "", 1)) == "REFERENCE_INVALID"
    assert shop.refusal(HoldPoints(member.id, "h", 1, lapses_at=past.replace(tzinfo=None))) == "EVENT_TIME_INVALID"
    assert shop.refusal(HoldPoints(new_id(), "h", 1)) == "MEMBER_UNKNOWN"
    assert shop.refusal(HoldPoints(member.id, "h", 1, wallet_code="gems")) == "WALLET_UNKNOWN"
    assert shop.refusal(HoldPoints(member.id, "h", 1, wallet_code="stars")) == "WALLET_NOT_REDEEMABLE"
    assert shop.refusal(HoldPoints(member.id, "h", 1_000, lapses_at=past)) == "HOLD_TIME_INVALID"
    assert shop.refusal(HoldPoints(other.id, "h", 1)) == "POINTS_INSUFFICIENT"
    assert shop.refusal(CaptureHold(member.id, new_id(), "c")) == "HOLD_UNKNOWN"
