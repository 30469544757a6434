"""Many at once on one account: whoever comes first, the sums are right and nobody hears of a deadlock."""

import random
from dataclasses import replace
from datetime import timedelta
from functools import partial

from loyalty.ledger import CaptureHold, HoldPoints, Posted, ReleaseHold, ReturnedLine, ReturnOrder, ReversePosting, TransferPoints
from loyalty.programs import store_program
from loyalty.programs.model import OrderLine
from loyalty.programs.rules_model import Cap, CapPeriod, CapScope
from loyalty.rewards import Redeemed, RedeemReward
from loyalty.tiers import requalify
from tests.support.ledger import NOON, a_burn, a_purchase, a_reward, codes, journey, open_shop
from tests.support.races import at_once


def test_a_hundred_posts_of_one_order_make_one_posting(database):
    shop = open_shop(database)
    command = a_purchase(shop.members[0].id)
    outcomes = at_once([partial(shop.post, command)] * 100)
    results = [result for (result,) in outcomes]
    assert sorted(codes(results)) == ["again"] * 99 + ["ok"]
    assert len({result.posting_id for result in results if isinstance(result, Posted)}) == 1
    assert (shop.count("postings"), shop.available(shop.members[0])) == (1, 100)
    assert shop.violations() == []


def test_fifty_burns_on_an_empty_account_leave_it_at_zero(database):
    shop = open_shop(database)
    outcomes = at_once([partial(shop.post, a_burn(shop.members[0].id, 1)) for _ in range(50)])
    assert codes([result for (result,) in outcomes]) == ["POINTS_INSUFFICIENT"] * 50
    assert (shop.count("postings"), shop.available(shop.members[0])) == (0, 0)


def test_fifty_burns_of_a_tenth_spend_exactly_what_is_there(database):
    shop = open_shop(database)
    shop.post(*[a_purchase(shop.members[0].id, 900) for _ in range(10)])
    outcomes = at_once([partial(shop.post, a_burn(shop.members[0].id, 9)) for _ in range(50)])
    assert sorted(codes([result for (result,) in outcomes])) == ["POINTS_INSUFFICIENT"] * 40 + ["ok"] * 10
    assert shop.available(shop.members[0]) == 0
    assert shop.violations() == []


def test_a_hundred_redeemers_and_ten_units_make_ten_redemptions(database):
    shop = open_shop(database, 100)
    shop.offer(a_reward("ham", price_points=100, stock_count=10))
    shop.post(*[a_purchase(member.id) for member in shop.members])
    outcomes = at_once([partial(shop.redeem, RedeemReward(member.id, "ham")) for member in shop.members])
    results = [result for (result,) in outcomes]
    assert sorted(codes(results)) == ["STOCK_EXHAUSTED"] * 90 + ["ok"] * 10
    assert len({result.redemption.id for result in results if isinstance(result, Redeemed) and result.redemption}) == 10
    assert sum(shop.available(member) for member in shop.members) == 90 * 100
    assert shop.violations() == []


def test_batches_that_share_accounts_in_any_order_never_deadlock(database):
    """Each batch names the members in an order of its own; every one of them must come through."""
    shop = open_shop(database, 30)
    shop.offer(a_reward("tea", price_points=1), a_reward("cup", price_points=1))

    def batch(seed: int) -> list[str]:
        order = random.Random(seed)  # noqa: S311 (any order will do)
        members = order.sample(shop.members, 20)
        results = shop.post(*[a_purchase(member.id, 1_000) for member in members], *[a_burn(member.id, 1) for member in reversed(members)])
        rewards = [RedeemReward(member.id, order.choice(["tea", "cup"])) for member in order.sample(members, 10)]
        return codes(results) + codes(shop.redeem(*rewards))

    outcomes = at_once([partial(batch, seed) for seed in range(16)])
    assert outcomes == [["ok"] * 50] * 16
    assert shop.violations() == []


def test_two_nightly_runs_at_once_expire_each_lot_once(database):
    shop = open_shop(database, 10)
    shop.post(*[a_purchase(member.id) for member in shop.members for _ in range(5)])
    shop.clock.turn_to(shop.clock.now().replace(year=2019))
    runs = at_once([shop.expire] * 4)
    assert sum(run.points for run in runs) == 5_000
    assert sum(run.lot_count for run in runs) == 50
    assert shop.violations() == []


def test_transfers_to_and_fro_never_deadlock_and_lose_nothing(database):
    shop = open_shop(database, 2)
    first, second = shop.members
    shop.post(a_purchase(first.id, 100_000), a_purchase(second.id, 100_000))
    there = [TransferPoints(first.id, second.id, f"there-{number}", 1 + number % 7) for number in range(64)]
    back = [TransferPoints(second.id, first.id, f"back-{number}", 1 + number % 7) for number in range(64)]
    outcomes = at_once([partial(shop.post, command) for pair in zip(there, back, strict=True) for command in pair])
    assert codes([result for (result,) in outcomes]) == ["ok"] * 128
    assert [shop.available(member) for member in shop.members] == [1_000, 1_000]
    assert shop.violations() == []


def test_batches_in_several_parts_lock_whoever_receives_before_they_begin(database):
    """A return and a transfer of the same member are two parts: the second must not find its receiver waiting for the sender."""
    shop = open_shop(database, 2)
    first, second = shop.members
    shop.post(*[a_purchase(member.id, 10_000, order_id=f"order-{number}") for member in shop.members for number in range(25)])
    batches = [
        partial(shop.post, ReturnOrder(one.id, f"order-{number}", f"return-{number}"), TransferPoints(one.id, other.id, f"t-{number}", 1))
        for number in range(24)
        for one, other in ((first, second), (second, first))
    ]
    assert [codes(outcome) for outcome in at_once(batches)] == [["ok", "ok"]] * 48
    assert [shop.available(member) for member in shop.members] == [100, 100]
    assert shop.violations() == []


def test_a_cap_is_exact_however_many_earn_at_once(database):
    """Of each member at most 30 points a month by this rule, of all together at most 100: whichever comes first is never passed."""
    shop = open_shop(database, 8)
    rule = journey().rules[0]
    caps = (Cap("mine", 30, CapPeriod.MONTH), Cap("ours", 100, CapPeriod.TOTAL, scope=CapScope.ALL_MEMBERS))
    shop.clock.turn_to(NOON + timedelta(hours=1))
    with database.begin() as work:
        store_program(replace(journey(), rules=(replace(rule, caps=caps),)), within=work, clock=shop.clock)
    outcomes = at_once([partial(shop.post, a_purchase(shop.members[number % 8].id, 700)) for number in range(64)])
    results = [result for (result,) in outcomes]
    assert codes(results) == ["ok"] * 64
    assert sum(result.points for result in results if isinstance(result, Posted)) == 100
    assert sum(shop.available(member) for member in shop.members) == 100
    assert max(shop.available(member) for member in shop.members) <= 30
    assert shop.violations() == []


def test_a_hold_captured_by_twenty_at_once_is_captured_once(database):
    shop = open_shop(database)
    member = shop.members[0]
    (_, held) = shop.post(a_purchase(member.id), HoldPoints(member.id, "till", 60))
    assert isinstance(held, Posted)
    assert held.hold_id is not None
    outcomes = at_once([partial(shop.post, CaptureHold(member.id, held.hold_id, f"capture-{number}")) for number in range(20)])
    assert sorted(codes([result for (result,) in outcomes])) == ["HOLD_RESOLVED"] * 19 + ["ok"]
    assert shop.available(member) == 40
    assert shop.violations() == []


def test_a_hold_is_captured_or_released_never_both(database):
    shop = open_shop(database)
    member = shop.members[0]
    (_, held) = shop.post(a_purchase(member.id), HoldPoints(member.id, "till", 60))
    assert isinstance(held, Posted)
    assert held.hold_id is not None
    captures = [partial(shop.post, CaptureHold(member.id, held.hold_id, f"capture-{number}")) for number in range(10)]
    releases = [partial(shop.post, ReleaseHold(member.id, held.hold_id)) for _ in range(10)]
    results = [result for (result,) in at_once([runner for pair in zip(captures, releases, strict=True) for runner in pair])]
    (won,) = {result.posting_id for result in results if isinstance(result, Posted)}
    assert won is not None
    assert shop.available(member) in {40, 100}
    assert shop.violations() == []


def test_a_line_returned_by_twenty_at_once_comes_back_once(database):
    shop = open_shop(database)
    member = shop.members[0]
    lines = (OrderLine("ham", 6_000), OrderLine("bread", 4_000))
    shop.post(a_purchase(member.id, 10_000, order_id="order", lines=lines))
    returns = [ReturnOrder(member.id, "order", f"return-{number}", (ReturnedLine("ham"),)) for number in range(20)]
    results = [result for (result,) in at_once([partial(shop.post, command) for command in returns])]
    assert sorted(codes(results)) == ["RETURN_EXCEEDS_ORDER"] * 19 + ["ok"]
    assert shop.available(member) == 40
    assert shop.violations() == []


def test_a_posting_reversed_by_twenty_at_once_is_reversed_once(database):
    shop = open_shop(database)
    member = shop.members[0]
    (earned,) = shop.post(a_purchase(member.id))
    assert isinstance(earned, Posted)
    assert earned.posting_id is not None
    outcomes = at_once([partial(shop.post, ReversePosting(member.id, earned.posting_id, "mistake"))] * 20)
    assert sorted(codes([result for (result,) in outcomes])) == ["again"] * 19 + ["ok"]
    assert shop.available(member) == 0
    assert shop.violations() == []


def test_postings_that_lift_tiers_and_the_nightly_judgement_never_deadlock(database):
    shop = open_shop(database, 40)
    ids = [member.id for member in shop.members]

    def purchases(seed: int) -> list:
        mixed = random.Random(seed).sample(ids, len(ids))  # noqa: S311 (an order of work, not a secret)
        return shop.post(*[a_purchase(member_id, 20_000) for member_id in mixed])

    def night() -> list:
        with database.begin() as work:
            requalify("journey", within=work, clock=shop.clock)
        return []

    shop.post(*[a_purchase(member_id, 100) for member_id in ids])
    outcomes = at_once([runner for seed in range(12) for runner in (partial(purchases, seed), night)])
    assert [code for results in outcomes for code in codes(results)] == ["ok"] * (12 * 40)
    with database.begin() as work:
        tiers = work.exec_driver_sql("select distinct tier_code from member_tiers").scalars().all()
    assert tiers == ["GOLD"]
    assert shop.violations() == []
