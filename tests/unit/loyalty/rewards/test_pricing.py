"""The best price that applies is charged, and the answer says why."""

from datetime import UTC, datetime

import pytest

from loyalty.eligibility import Person
from loyalty.ids import new_id
from loyalty.members import MemberStatus
from loyalty.rewards.model import LimitPeriod, Limits, Price, PriceReason
from loyalty.rewards.pricing import quote
from loyalty.rewards.shelf import Uses, begins_at, period_starts_on
from tests.support.rewards import a_reward, rich_journey

NOW = datetime(2017, 11, 1, 3, 30, tzinfo=UTC)
PRICES = (
    Price(400),
    Price(350, tier_minimum_code="SILVER"),
    Price(320, segment_code="vip"),
    Price(280, tier_minimum_code="PLATINUM", segment_code="vip"),
    Price(9, wallet_code="stars"),
)


def asked(tier_code: str | None, *segments: str, wallet_code: str | None = None, prices: tuple[Price, ...] = PRICES):
    person = Person(new_id(), "journey", MemberStatus.ACTIVE, NOW, tier_code, frozenset(segments))
    return quote(a_reward(prices=prices), person, rich_journey(), wallet_code)


@pytest.mark.parametrize(
    ("tier_code", "segments", "points", "reason"),
    [
        (None, (), 400, PriceReason.LIST),
        ("BRONZE", (), 400, PriceReason.LIST),
        ("SILVER", (), 350, PriceReason.TIER),
        ("BRONZE", ("vip",), 320, PriceReason.SEGMENT),
        ("GOLD", (), 300, PriceReason.TIER_BENEFIT),
        ("GOLD", ("vip",), 300, PriceReason.TIER_BENEFIT),
        ("PLATINUM", ("other",), 350, PriceReason.TIER),
        ("PLATINUM", ("vip",), 280, PriceReason.TIER_AND_SEGMENT),
    ],
)
def test_the_lowest_price_that_applies_is_charged_and_says_why(tier_code, segments, points, reason):
    found = asked(tier_code, *segments)
    assert (found.points, found.reason, found.list_points, found.wallet_code) == (points, reason, 400, "points")


def test_a_named_wallet_is_the_only_one_asked():
    assert asked("SILVER", wallet_code="stars").points == 9
    assert asked("SILVER", wallet_code="stones") is None


def test_without_a_price_in_the_first_wallet_the_next_one_pays():
    assert asked(None, prices=(Price(9, wallet_code="stars"),)).wallet_code == "stars"


def test_a_price_for_some_is_no_price_for_others():
    assert asked("BRONZE", prices=(Price(5, tier_minimum_code="GOLD"),)) is None


def test_a_benefit_is_rounded_up_and_never_free():
    assert asked("GOLD", prices=(Price(1),)).points == 1
    assert asked("GOLD", prices=(Price(101),)).points == 76


def test_of_two_equal_prices_the_earlier_says_why():
    assert asked("GOLD", "vip", prices=(Price(5, segment_code="vip"), Price(5, tier_minimum_code="GOLD"))).reason is PriceReason.SEGMENT


@pytest.mark.parametrize(
    ("period", "day"), [(LimitPeriod.DAY, "2017-10-31"), (LimitPeriod.WEEK, "2017-10-30"), (LimitPeriod.MONTH, "2017-10-01")]
)
def test_periods_are_local_ones(period, day):
    """It is the first of November in Greenwich and still October in New York."""
    starts_on = period_starts_on(period, NOW, "America/New_York")
    assert starts_on.isoformat() == day
    assert begins_at(starts_on, "America/New_York").hour == 4


def test_a_slot_given_back_is_taken_first():
    uses = Uses(total_count=2, slots={2, 3})
    slot, period_slot = uses.take(Limits(total_count=3), None)
    assert (slot, period_slot) == ((1, 3), None)
