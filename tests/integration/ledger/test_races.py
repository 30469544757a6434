"""Many at once on one account: whoever comes first, the sums are right and nobody hears of a deadlock."""

import random
from functools import partial

from loyalty.ledger import Posted
from loyalty.rewards import Redeemed, RedeemReward
from tests.support.ledger import a_burn, a_purchase, a_reward, codes, open_shop
from tests.support.races import at_once


def test_fifty_posts_of_one_order_make_one_posting(database):
    shop = open_shop(database)
    command = a_purchase(shop.members[0].id)
    outcomes = at_once([partial(shop.post, command)] * 50)
    results = [result for (result,) in outcomes]
    assert sorted(codes(results)) == ["again"] * 49 + ["ok"]
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


def test_twenty_redeemers_and_five_units_make_five_redemptions(database):
    shop = open_shop(database, 20)
    shop.offer(a_reward("ham", price_points=100, stock_count=5))
    shop.post(*[a_purchase(member.id) for member in shop.members])
    outcomes = at_once([partial(shop.redeem, RedeemReward(member.id, "ham")) for member in shop.members])
    results = [result for (result,) in outcomes]
    assert sorted(codes(results)) == ["STOCK_EXHAUSTED"] * 15 + ["ok"] * 5
    assert len({result.redemption.id for result in results if isinstance(result, Redeemed) and result.redemption}) == 5
    assert sum(shop.available(member) for member in shop.members) == 15 * 100
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
