"""Returns and corrections on a real PostgreSQL: exactly what those lines earned, whatever the steps, under each policy."""

import pytest

from loyalty.ledger import AdjustPoints, CorrectOrder, EarnPoints, ReturnedLine, ReturnOrder
from loyalty.programs.model import OrderLine
from tests.support.ledger import Shop, a_burn, a_purchase, codes, open_club
from tests.support.programs import a_program_of, a_rule

STARS = a_rule("stars", {"type": "PER_AMOUNT", "points": 1, "per_minor": 1000}, wallet_code="stars")
LINES = (OrderLine("wine", 3_333, 3), OrderLine("bread", 2_000, 2), OrderLine("bag", 0))


def an_order(shop: Shop, order_id: str = "o", member: int = 0) -> EarnPoints:
    return a_purchase(shop.members[member].id, 5_333, order_id=order_id, lines=LINES)


def points_left(shop: Shop) -> tuple[int, int]:
    return shop.balance(shop.members[0]).available_points, shop.balance(shop.members[0], "stars").available_points


def test_a_full_return_takes_back_exactly_everything_in_every_wallet_whatever_the_steps(database):
    shop = open_club(database, a_program_of(a_rule(), STARS))
    member = shop.members[0]
    shop.do(an_order(shop))
    assert points_left(shop) == (53, 5)
    steps = [
        ReturnOrder(member.id, "o", "r1", (ReturnedLine("wine", quantity=1),)),
        ReturnOrder(member.id, "o", "r2", (ReturnedLine("wine", quantity=1), ReturnedLine("bread", amount_minor=999))),
        ReturnOrder(member.id, "o", "r3", (ReturnedLine("bag"),)),
        ReturnOrder(member.id, "o", "r4", amount_minor=1),
        ReturnOrder(member.id, "o", "r5"),
    ]
    taken = [shop.do(step).points for step in steps]
    assert sum(taken) == 53
    assert points_left(shop) == (0, 0)
    assert shop.refusal(ReturnOrder(member.id, "o", "r6")) == "RETURN_EXCEEDS_ORDER"
    assert codes(shop.post(*steps)) == ["again"] * 5
    assert codes(shop.post(ReturnOrder(member.id, "o", "r1", (ReturnedLine("wine", quantity=2),)))) == ["REFERENCE_ALREADY_POSTED"]
    assert shop.violations() == []


def test_an_order_without_lines_comes_back_by_amount(database):
    shop = open_club(database, a_program_of(a_rule()))
    member = shop.members[0]
    shop.do(a_purchase(member.id, 1_000, order_id="o"))
    assert [shop.do(ReturnOrder(member.id, "o", f"r{n}", amount_minor=333)).points for n in range(3)] == [3, 3, 3]
    assert shop.refusal(ReturnOrder(member.id, "o", "r", amount_minor=2)) == "RETURN_EXCEEDS_ORDER"
    assert shop.refusal(ReturnOrder(member.id, "o", "r", (ReturnedLine("wine"),))) == "ORDER_LINE_UNKNOWN"
    assert shop.refusal(ReturnOrder(member.id, "other", "r")) == "ORDER_UNKNOWN"
    assert shop.do(ReturnOrder(member.id, "o", "r")).points == 1
    assert shop.violations() == []


@pytest.mark.parametrize(
    ("policy", "points", "uncollected", "available"),
    [("ONLY_PENDING", 0, 100, 20), ("WITHIN_BALANCE", 20, 80, 0), ("UNLIMITED", 100, 0, -80)],
)
def test_spent_points_are_taken_back_as_far_as_the_policy_goes(database, policy, points, uncollected, available):
    shop = open_club(database, a_program_of(a_rule(), return_policy=policy))
    member = shop.members[0]
    shop.do(a_purchase(member.id, 10_000, order_id="o"))
    shop.do(a_burn(member.id, 80))
    back = shop.do(ReturnOrder(member.id, "o", "r"))
    assert (back.points, back.uncollected_points, back.available_points, shop.available(member)) == (
        points, uncollected, available, available,
    )  # fmt: skip
    again = shop.do(ReturnOrder(member.id, "o", "r"))
    assert (again.is_duplicate, again.points, again.uncollected_points) == (True, points, uncollected)
    assert shop.violations() == []


def test_what_is_owed_after_a_return_is_repaid_by_the_next_points(database):
    shop = open_club(database, a_program_of(a_rule(), return_policy="UNLIMITED"))
    member = shop.members[0]
    shop.do(a_purchase(member.id, 10_000, order_id="o"))
    shop.do(a_burn(member.id, 80))
    assert shop.do(ReturnOrder(member.id, "o", "r")).owed_points == 80
    assert shop.refusal(a_burn(member.id, 1)) == "POINTS_INSUFFICIENT"
    assert shop.do(a_purchase(member.id, 5_000)).available_points == -30
    after = shop.do(a_purchase(member.id, 5_000))
    assert (after.available_points, after.owed_points) == (20, 0)
    assert shop.do(a_burn(member.id, 20)).available_points == 0
    assert shop.violations() == []


def test_pending_points_of_the_order_go_first_and_other_lots_serve_last(database):
    pending = a_rule("later", pending={"policy": "AFTER_PERIOD", "days": 14})
    shop = open_club(database, a_program_of(a_rule(), pending, return_policy="WITHIN_BALANCE"))
    member = shop.members[0]
    shop.do(a_purchase(member.id, 10_000, order_id="other"))
    shop.do(a_purchase(member.id, 10_000, order_id="o"))
    shop.do(a_burn(member.id, 150))
    balance = shop.balance(member)
    assert (balance.available_points, balance.pending_points) == (50, 200)
    back = shop.do(ReturnOrder(member.id, "o", "r"))
    balance = shop.balance(member)
    assert (back.points, back.uncollected_points, balance.available_points, balance.pending_points) == (150, 50, 0, 100)
    assert shop.violations() == []


def test_points_that_paid_for_the_order_come_back_to_their_lots_or_anew(database):
    shop = open_club(database, a_program_of(a_rule(expiry={"policy": "ROLLING", "days": 30})))
    member = shop.members[0]
    shop.do(a_purchase(member.id, 6_000))
    shop.pass_days(20)
    shop.do(a_purchase(member.id, 6_000))
    shop.do(a_burn(member.id, 100, order_id="o"))
    shop.do(a_purchase(member.id, 0, order_id="o"))
    shop.pass_days(15)
    back = shop.do(ReturnOrder(member.id, "o", "r"))
    assert (back.points, back.returned_points, shop.available(member), [grant.points for grant in back.grants]) == (0, 100, 120, [60])
    shop.expire()
    shop.pass_days(20)
    assert shop.available(member) == 60
    assert shop.violations() == []


def test_cap_room_comes_back_with_the_goods(database):
    capped = a_rule(caps=[{"code": "day", "points": 50, "period": "DAY", "scope": "MEMBER", "beyond": "TRUNCATE"}])
    shop = open_club(database, a_program_of(capped))
    member = shop.members[0]
    assert [shop.do(a_purchase(member.id, 4_000, order_id=f"o{n}")).points for n in range(3)] == [40, 10, 0]
    assert shop.do(ReturnOrder(member.id, "o0", "r")).points == 40
    assert [shop.do(a_purchase(member.id, 4_000, order_id=f"p{n}")).points for n in range(2)] == [40, 0]
    assert shop.violations() == []


def test_a_correction_posts_the_difference_with_a_link(database):
    shop = open_club(database, a_program_of(a_rule(), STARS))
    member = shop.members[0]
    first = shop.do(an_order(shop))
    more = shop.do(CorrectOrder(member.id, "o", "c1", 9_999, "USD", lines=(OrderLine("wine", 9_999),)))
    assert (more.points, more.corrects_posting_id, points_left(shop)) == (46, first.posting_id, (99, 9))
    less = shop.do(CorrectOrder(member.id, "o", "c2", 1_000, "USD"))
    assert (less.points, less.corrects_posting_id, points_left(shop)) == (89, more.posting_id, (10, 1))
    same = shop.do(CorrectOrder(member.id, "o", "c3", 1_000, "USD"))
    assert (same.points, points_left(shop)) == (0, (10, 1))
    assert codes(shop.post(CorrectOrder(member.id, "o", "c2", 1_000, "USD"), an_order(shop))) == ["again", "again"]
    assert shop.do(ReturnOrder(member.id, "o", "r", amount_minor=500)).points == 5
    assert shop.refusal(CorrectOrder(member.id, "o", "c4", 1, "USD")) == "ORDER_ALREADY_RETURNED"
    assert shop.refusal(CorrectOrder(member.id, "x", "c5", 1, "USD")) == "ORDER_UNKNOWN"
    assert shop.do(ReturnOrder(member.id, "o", "r2")).points == 5
    assert points_left(shop) == (0, 0)
    assert shop.violations() == []


def test_a_batch_that_sells_and_takes_back_keeps_its_order(database):
    shop = open_club(database, a_program_of(a_rule(), return_policy="WITHIN_BALANCE"))
    member = shop.members[0]
    batch = [
        ReturnOrder(member.id, "o", "too-early"),
        an_order(shop),
        ReturnOrder(member.id, "o", "r1", (ReturnedLine("wine"),)),
        AdjustPoints(member.id, "a", -20, "spent"),
        ReturnOrder(member.id, "o", "r2"),
    ]
    expected = ["ORDER_UNKNOWN", "ok", "ok", "ok", "ok"]
    assert codes(shop.post(*batch, dry_run=True)) == expected
    assert shop.count("postings") == 0
    assert codes(shop.post(*batch)) == expected
    assert shop.available(member) == 0
    assert shop.violations() == []


def test_lines_are_refused_before_anybody_is_looked_up(database):
    shop = open_club(database, a_program_of(a_rule()))
    member = shop.members[0]
    twice = (OrderLine("a", 1), OrderLine("a", 2))
    assert shop.refusal(a_purchase(member.id, 3, lines=twice)) == "LINES_INVALID"
    assert shop.refusal(a_purchase(member.id, 3, lines=(OrderLine("a", -1),))) == "LINES_INVALID"
    assert shop.refusal(a_purchase(member.id, 3, attributes={"x": float("nan")})) == "EVENT_ATTRIBUTES_INVALID"
    assert shop.refusal(ReturnOrder(member.id, "o", "r", (ReturnedLine("a"), ReturnedLine("a")))) == "LINES_INVALID"
    assert shop.refusal(ReturnOrder(member.id, "o", "r", (ReturnedLine("a"),), amount_minor=1)) == "LINES_INVALID"
