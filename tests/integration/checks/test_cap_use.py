"""What caps say is used is proven against the entries, whatever happened to the orders since; one point too many or too few is found."""

from datetime import timedelta

import pytest

from loyalty.ledger import CancelPending, CorrectOrder, ReturnOrder, ReversePosting
from loyalty.ledger.store_caps import ALL_MEMBERS
from loyalty.programs import store_program
from tests.support.ledger import Shop, a_burn, a_purchase, open_club
from tests.support.programs import a_program_of, a_rule

DAILY = {"code": "daily", "points": 300, "period": "DAY"}
WEEKLY = {"code": "weekly", "points": 5_000, "period": "WEEK", "scope": "ALL_MEMBERS"}
BUDGET = {"code": "budget", "points": 10_000, "period": "MONTH", "scope": "ALL_MEMBERS", "wallet_code": "points"}
ONCE = {"code": "once", "points": 500, "period": "TOTAL"}


@pytest.fixture
def shop(database) -> Shop:
    """Three members, a rule that is capped by day and week, one that waits and is capped for ever, one for another wallet, and a budget."""
    rules = [
        a_rule(caps=[DAILY, WEEKLY]),
        a_rule("later", pending={"policy": "AFTER_PERIOD", "days": 14}, caps=[ONCE]),
        a_rule("stars", wallet_code="stars", caps=[{**DAILY, "code": "stars"}]),
    ]
    return open_club(database, a_program_of(*rules, caps=[BUDGET], return_policy="WITHIN_BALANCE"), 3)


def busy(shop: Shop) -> None:
    """Everything that moves the use of a cap has happened."""
    first, second, third = shop.members
    earned = shop.do(a_purchase(first.id, 10_000, order_id="o1"))
    pending = next(grant for grant in earned.grants if grant.is_pending)
    shop.do(a_purchase(first.id, 50_000, order_id="o2"))
    shop.do(ReturnOrder(first.id, "o2", "r1", amount_minor=20_000))
    shop.do(CancelPending(first.id, pending.lot_id, "a mistake"))
    shop.do(ReturnOrder(first.id, "o1", "r2"))
    shop.do(a_purchase(second.id, 20_000, order_id="o3"))
    before = shop.clock.now() - timedelta(days=3)
    shop.do(CorrectOrder(second.id, "o3", "c1", 12_000, "USD", event_time=before))
    shop.do(ReturnOrder(second.id, "o3", "r3", amount_minor=6_000))
    mistake = shop.do(a_purchase(third.id, 7_000))
    shop.do(ReversePosting(third.id, mistake.posting_id, "a mistake"))
    shop.do(a_purchase(third.id, 9_000, order_id="o4"))
    shop.do(a_burn(third.id, 90))
    shop.do(ReturnOrder(third.id, "o4", "r4"))
    shop.pass_days(1)
    shop.do(a_purchase(third.id, 4_000))


def use(shop: Shop) -> dict[tuple[str, int], int]:
    with shop.database.begin() as work:
        rows = work.exec_driver_sql("select cap_code, used_points from cap_usages order by cap_code, member_id, starts_on").all()
    return {(code, number): points for number, (code, points) in enumerate(rows)}


def test_the_use_of_caps_is_what_the_entries_say_whatever_happened(shop):
    busy(shop)
    assert sum(use(shop).values()) > 0
    codes = {code for code, _ in use(shop)}
    assert codes == {"club/purchase/daily", "club/purchase/weekly", "club/later/once", "club/stars/stars", "club//budget"}
    assert shop.violations() == []


def test_one_point_more_or_less_is_found_in_every_cap(shop):
    """But where a return of the third member's could not take everything: which of the rules kept it, nobody recorded."""
    busy(shop)
    with shop.database.begin() as work:
        keys = work.exec_driver_sql("select cap_code, member_id, starts_on from cap_usages where used_points > 0").all()
    found, missed = set(), set()
    for key in keys:
        for change in (1, -1):
            move(shop, tuple(key), change)
            violations = shop.violations()
            move(shop, tuple(key), -change)
            assert all(one.startswith("CAP_USE_IS_WHAT_WAS_AWARDED") for one in violations)
            (found if violations else missed).add((key.cap_code, key.member_id, change))
    assert {member_id for _, member_id, _ in missed} <= {shop.members[2].id, ALL_MEMBERS}
    assert {(code, change) for code, member_id, change in found if member_id == shop.members[1].id} == {
        (code, change) for code in ("club/purchase/daily", "club/later/once", "club/stars/stars") for change in (1, -1)
    }
    assert {code for code, member_id, _ in found if member_id == ALL_MEMBERS} == {"club/purchase/weekly", "club//budget"}
    assert shop.violations() == []


def move(shop: Shop, key: tuple[object, ...], change: int) -> None:
    with shop.database.begin() as work:
        work.exec_driver_sql(
            f"update cap_usages set used_points = used_points + {change}, limit_points = 1000000"
            " where (cap_code, member_id, starts_on) = (%s, %s, %s)",
            key,
        )


def test_a_cap_that_lost_its_row_is_found(shop):
    shop.do(a_purchase(shop.members[0].id, 10_000))
    with shop.database.begin() as work:
        work.exec_driver_sql("delete from cap_usages where cap_code = 'club/stars/stars'")
    (found,) = shop.violations()
    assert found.startswith("CAP_USE_IS_WHAT_WAS_AWARDED")
    assert "'most_points': 100" in found


def test_awards_count_under_the_revision_that_made_them(shop):
    shop.do(a_purchase(shop.members[0].id, 10_000))
    with shop.database.begin() as work:
        store_program(a_program_of(a_rule(), return_policy="WITHIN_BALANCE"), within=work, clock=shop.clock)
    shop.pass_days(1)
    shop.do(a_purchase(shop.members[0].id, 10_000))
    shop.do(ReturnOrder(shop.members[0].id, shop.do(a_purchase(shop.members[0].id, 10_000)).reference, "r"))
    assert shop.violations() == []


@pytest.mark.parametrize("way", ["correction", "reversal"])
def test_points_of_another_wallet_free_no_room_of_a_wallets_budget(shop, way):
    member = shop.members[0]
    posted = shop.do(a_purchase(member.id, 10_000, order_id="o1"))
    shop.do(a_purchase(shop.members[1].id, 10_000))
    if way == "correction":
        shop.do(CorrectOrder(member.id, "o1", "c1", 0, "USD"))
    else:
        shop.do(ReversePosting(member.id, posted.posting_id, "a mistake"))
    assert [points for (code, _), points in use(shop).items() if code == "club//budget"] == [200]
    assert shop.violations() == []


def test_a_return_after_a_correction_frees_the_day_that_the_correction_says(shop):
    member, before = shop.members[0], shop.clock.now() - timedelta(days=3)
    shop.do(a_purchase(member.id, 10_000, order_id="o1"))
    shop.do(CorrectOrder(member.id, "o1", "c1", 10_000, "USD", event_time=before))
    shop.do(CorrectOrder(member.id, "o1", "c2", 30_000, "USD"))
    shop.do(ReturnOrder(member.id, "o1", "r1"))
    assert set(use(shop).values()) == {0}
    assert shop.violations() == []


def test_what_was_canceled_before_a_correction_counts_no_more(shop):
    member = shop.members[0]
    earned = shop.do(a_purchase(member.id, 10_000, order_id="o1"))
    shop.do(CancelPending(member.id, next(grant.lot_id for grant in earned.grants if grant.is_pending), "a mistake"))
    shop.do(CorrectOrder(member.id, "o1", "c1", 2_000, "USD"))
    assert shop.violations() == []
    shop.do(ReturnOrder(member.id, "o1", "r1", amount_minor=500))
    assert shop.violations() == []
    shop.do(ReturnOrder(member.id, "o1", "r2"))
    assert set(use(shop).values()) == {0}
    assert shop.violations() == []
