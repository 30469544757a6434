"""Rewards on a real PostgreSQL: the catalogue, redeeming, and where a redemption may go from there."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from loyalty.ids import new_id
from loyalty.members import ChangeStatus, MemberStatus, change_status
from loyalty.rewards import (
    MoveRedemption,
    Redeemed,
    RedeemReward,
    RedemptionStatus,
    RewardDefinitionInvalid,
    catalogue,
    find_redemptions,
    move_redemptions,
    read_rewards,
)
from loyalty.settings import PROJECT_DIR
from tests.support.ledger import Shop, a_purchase, codes, enter_shop, open_shop
from tests.support.rewards import a_reward, stand_on


@pytest.fixture
def shop(database) -> Shop:
    """Two members with 300 points each, and four rewards."""
    shop = open_shop(database, 2)
    shop.offer(
        a_reward("bread"),
        a_reward("ham", price_points=250, stock_count=1),
        a_reward("feast", tier_minimum_code="GOLD"),
        a_reward("old", is_offered=False),
    )
    shop.post(*[a_purchase(member.id, 30_000) for member in shop.members])
    return shop


def redeemed(result: object) -> Redeemed:
    assert isinstance(result, Redeemed), result
    return result


def test_redeeming_burns_the_price_takes_the_stock_and_opens_a_redemption(shop):
    (result,) = shop.redeem(RedeemReward(shop.members[0].id, "ham", reference="r1", source="app"))
    redemption = redeemed(result).redemption
    assert redemption is not None
    assert (redemption.status, redemption.points, redemption.reference) == (RedemptionStatus.PENDING, 250, "r1")
    assert redeemed(result).available_points == shop.available(shop.members[0]) == 50
    assert sum(points for _, points in redeemed(result).allocations) == 250
    with shop.database.begin() as work:
        assert find_redemptions([redemption.id, new_id()], within=work) == {redemption.id: redemption}
        assert {reward.definition.code: reward.left_count for reward in catalogue("journey", within=work)} == {
            "bread": None,
            "feast": None,
            "ham": 0,
        }
    assert shop.violations() == []


def test_the_same_reference_answers_the_first_redemption(shop):
    member = shop.members[0].id
    (first,) = shop.redeem(RedeemReward(member, "bread", reference="r1"))
    second, other, unnamed = shop.redeem(
        RedeemReward(member, "bread", reference="r1"), RedeemReward(member, "ham", reference="r1"), RedeemReward(member, "bread")
    )
    assert codes([second, other, unnamed]) == ["again", "REFERENCE_ALREADY_POSTED", "ok"]
    assert redeemed(second).redemption == redeemed(first).redemption
    assert redeemed(second).allocations == redeemed(first).allocations
    assert shop.available(shop.members[0]) == 100


def test_one_batch_takes_the_last_unit_once(shop):
    results = shop.redeem(*[RedeemReward(member.id, "ham") for member in shop.members])
    assert codes(results) == ["ok", "STOCK_EXHAUSTED"]
    assert [shop.available(member) for member in shop.members] == [50, 300]


def test_refusals_come_in_the_documented_order_and_a_dry_run_refuses_the_same(shop):
    member = shop.members[0].id
    shop.redeem(RedeemReward(shop.members[1].id, "ham"), RedeemReward(member, "bread", reference="taken"))
    golden = enter_shop(shop.database, 1).members[0]
    shop.post(a_purchase(golden.id, 30_000))
    stand_on("GOLD", golden, database=shop.database, clock=shop.clock)
    stand_on("SILVER", shop.members[0], database=shop.database, clock=shop.clock)
    with shop.database.begin() as work:
        change_status([ChangeStatus(shop.members[1].id, MemberStatus.INACTIVE)], within=work)
    batch = [
        RedeemReward(new_id(), "bread", reference=""),
        RedeemReward(new_id(), "bread", actor="\n"),
        RedeemReward(new_id(), "nope"),
        RedeemReward(member, "ham", reference="taken"),
        RedeemReward(shop.members[1].id, "nope"),
        RedeemReward(golden.id, "nope"),
        RedeemReward(member, "a\x00"),
        RedeemReward(member, "old"),
        RedeemReward(member, "feast"),
        RedeemReward(member, "ham"),
        RedeemReward(golden.id, "feast"),
        RedeemReward(member, "bread", reference="taken"),
        RedeemReward(member, "bread"),
        RedeemReward(member, "bread"),
        RedeemReward(member, "bread"),
    ]
    rehearsed = shop.redeem(*batch, dry_run=True)
    assert (shop.count("redemptions"), shop.available(shop.members[0])) == (2, 200)
    written = shop.redeem(*batch)
    assert (
        codes(rehearsed)
        == codes(written)
        == [
            "REFERENCE_INVALID",
            "LABEL_INVALID",
            "MEMBER_UNKNOWN",
            "REFERENCE_ALREADY_POSTED",
            "MEMBER_INACTIVE",
            "REWARD_UNKNOWN",
            "REWARD_UNKNOWN",
            "REWARD_WITHDRAWN",
            "TIER_TOO_LOW",
            "STOCK_EXHAUSTED",
            "ok",
            "again",
            "ok",
            "ok",
            "POINTS_INSUFFICIENT",
        ]
    )
    assert [result.redemption is None for result in rehearsed if isinstance(result, Redeemed)] == [True, False, True, True]
    assert all(result.is_dry_run for result in rehearsed if isinstance(result, Redeemed))
    assert shop.violations() == []


def test_points_past_their_expiry_buy_nothing(shop):
    shop.clock.turn_to(shop.clock.now() + timedelta(days=500))
    assert codes(shop.redeem(RedeemReward(shop.members[0].id, "bread"))) == ["POINTS_INSUFFICIENT"]


def test_the_database_itself_keeps_stock_from_going_below_zero(shop):
    with pytest.raises(IntegrityError, match="rewards_stock_never_below_zero"), shop.database.begin() as work:
        work.exec_driver_sql("update rewards set redeemed_count = 2 where code = 'ham'")


def test_a_redemption_goes_only_where_its_state_lets_it(shop):
    (result,) = shop.redeem(RedeemReward(shop.members[0].id, "bread"))
    redemption = redeemed(result).redemption
    assert redemption is not None

    def move(to: RedemptionStatus) -> list[str]:
        with shop.database.begin() as work:
            return codes(move_redemptions([MoveRedemption(redemption.id, to)], within=work, clock=shop.clock))

    assert move(RedemptionStatus.FULFILLED) == ["REDEMPTION_STATUS_CONFLICT"]
    assert move(RedemptionStatus.PROCESSING) == ["ok"]
    assert move(RedemptionStatus.PROCESSING) == ["again"]
    assert move(RedemptionStatus.REFUNDED) == ["REDEMPTION_STATUS_CONFLICT"]
    shop.clock.turn_to(shop.clock.now() + timedelta(hours=2))
    assert move(RedemptionStatus.FULFILLED) == ["ok"]
    assert move(RedemptionStatus.PENDING) == ["REDEMPTION_STATUS_CONFLICT"]
    with shop.database.begin() as work:
        stored = find_redemptions([redemption.id], within=work)[redemption.id]
        unknown = MoveRedemption(new_id(), RedemptionStatus.PROCESSING)
        assert codes(move_redemptions([unknown], within=work, clock=shop.clock)) == ["REDEMPTION_UNKNOWN"]
    assert (stored.status, stored.changed_at) == (RedemptionStatus.FULFILLED, shop.clock.now())


def test_storing_the_same_rewards_again_changes_nothing_and_another_price_does(shop):
    assert shop.offer(a_reward("bread")) == 0
    assert shop.offer(a_reward("bread", price_points=120)) == 1
    assert redeemed(shop.redeem(RedeemReward(shop.members[0].id, "bread"))[0]).points == 120


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"program_code": "nope"}, "names no stored program"),
        ({"tier_minimum_code": "WOOD"}, "names no tier"),
        ({"code": "ham", "stock_count": 0}, "1 are redeemed already"),
    ],
)
def test_a_reward_that_does_not_fit_is_refused_and_nothing_is_stored(shop, changes, problem):
    shop.redeem(RedeemReward(shop.members[0].id, "ham"))
    with pytest.raises(RewardDefinitionInvalid, match=problem):
        shop.offer(a_reward("aaa"), a_reward(**{"code": "zzz"} | changes))
    assert shop.count("rewards") == 4


def test_the_demos_rewards_fit_the_demos_program(shop):
    rewards = read_rewards(PROJECT_DIR / "definitions" / "rewards")
    assert len(rewards) >= 5
    assert shop.offer(*rewards) == len(rewards)
