"""Reward files: what is read, and the one clear refusal that everything else gets."""

import json

import pytest

from loyalty.rewards import RewardDefinitionInvalid, read_rewards
from loyalty.rewards.definition import reward_from_json, reward_to_json
from loyalty.rewards.model import NEXT_STATUSES, LimitPeriod, Limits, Price, RedemptionStatus
from tests.support.rewards import a_reward


def write(directory, file_name: str, **changes) -> None:
    content = {key: value for key, value in (reward_to_json(a_reward()) | changes).items() if value != "absent"}
    (directory / file_name).write_text(json.dumps(content))


def test_a_reward_reads_back_as_it_was_written():
    reward = a_reward(
        "ham", stock_count=0, tier_minimum_code="GOLD", is_offered=False, limits=Limits(5, LimitPeriod.WEEK, 2), voucher_pool_code="p"
    )
    assert reward_from_json(reward_to_json(reward)) == reward


def test_rewards_come_by_code(tmp_path):
    write(tmp_path, "1.json", code="b")
    absent = dict.fromkeys(("stock_count", "eligibility", "is_offered", "limits", "voucher_pool_code"), "absent")
    write(tmp_path, "2.json", code="a", **absent)
    assert [reward.code for reward in read_rewards(tmp_path)] == ["a", "b"]


def test_a_reward_of_one_price_may_say_it_shortly_as_it_did_before(tmp_path):
    write(tmp_path, "1.json", prices="absent", price_points=7, eligibility="absent", tier_minimum_code="GOLD")
    (reward,) = read_rewards(tmp_path)
    assert (reward.prices, reward.tier_minimum_code, reward.price_points) == ((Price(7),), "GOLD", 7)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"prices": "absent", "price_points": 0}, "price_points must be a whole number from 1"),
        ({"prices": "absent", "price_points": 9.5}, "price_points must be a whole number from 1"),
        ({"price_points": 5}, "price_points is one of the prices"),
        ({"prices": []}, "prices must be a list with at least one object"),
        ({"prices": [{"points": 5}, {"points": 6}]}, "must not have two prices for the same wallet, tier and segment"),
        ({"limits": {"period": "DAY"}}, "limits.period_count and period go together"),
        ({"limits": {"period": "YEAR", "period_count": 1}}, "limits.period must be one of DAY, WEEK, MONTH"),
        ({"tier_minimum_code": "GOLD"}, "tier_minimum_code is part of eligibility"),
        ({"eligibility": {"condition": {"var": "features.nope"}}}, "eligibility.condition"),
        ({"stock_count": -1}, "stock_count must be a whole number from 0"),
        ({"is_offered": "yes"}, "is_offered must be true or false"),
        ({"name": {}}, "must have a text for 'en'"),
        ({"prize_points": 5}, "prize_points is not known here; did you mean 'price_points'"),
        ({"code": "absent"}, "code is missing"),
    ],
)
def test_a_bad_file_is_refused_with_its_name_and_path(tmp_path, changes, problem):
    write(tmp_path, "ham.json", **changes)
    with pytest.raises(RewardDefinitionInvalid) as caught:
        read_rewards(tmp_path)
    assert problem in caught.value.message
    assert caught.value.facts["file"] == "ham.json"


def test_two_files_with_one_code_are_refused(tmp_path):
    write(tmp_path, "1.json")
    write(tmp_path, "2.json")
    with pytest.raises(RewardDefinitionInvalid, match="another file too"):
        read_rewards(tmp_path)


def test_a_missing_folder_is_refused(tmp_path):
    with pytest.raises(RewardDefinitionInvalid, match="is not a folder"):
        read_rewards(tmp_path / "absent")


def test_every_status_has_its_next_ones_and_ends_are_ends():
    assert set(NEXT_STATUSES) == set(RedemptionStatus)
    assert [status for status, following in NEXT_STATUSES.items() if not following] == [
        RedemptionStatus.REJECTED,
        RedemptionStatus.REFUNDED,
    ]
