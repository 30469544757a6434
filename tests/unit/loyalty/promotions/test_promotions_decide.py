"""Which promotions apply: all reasons in the documented order, stacking and exclusion, effects, limits."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.eligibility import Criteria, Person
from loyalty.ids import new_id
from loyalty.members import MemberStatus
from loyalty.programs.model import OrderLine
from loyalty.programs.rating import EarningEvent
from loyalty.promotions import (
    Discount,
    Points,
    Promotion,
    PromotionDefinitionInvalid,
    PromotionStatus,
    UsageLimits,
    promotion_from_json,
    promotion_to_json,
    read_promotions,
)
from loyalty.promotions.decide import Occasion, Usage, Used, UsedBy, consider
from loyalty.promotions.effects import discount_for, points_for
from loyalty.rules.logic import read_logic
from loyalty.settings import PROJECT_DIR
from tests.support.ledger import journey
from tests.support.rewards import a_promotion

NOW = datetime(2017, 10, 15, 16, 0, tzinfo=UTC)
MEMBER = new_id()


def an_occasion(spend_minor: int = 10_000, **event) -> Occasion:
    person = Person(MEMBER, "journey", MemberStatus.ACTIVE, NOW - timedelta(days=5), "SILVER", frozenset({"vip"}))
    values = {"trigger": "purchase", "event_time": NOW, "spend_minor": spend_minor, "currency_code": "USD"} | event
    return Occasion(EarningEvent(**values), person, journey(), Criteria())


def active(*definitions, status: PromotionStatus = PromotionStatus.ACTIVE) -> list[Promotion]:
    return [Promotion(definition, status, 1) for definition in definitions]


def applied(*definitions, usage: Usage | None = None, spend_minor: int = 10_000) -> dict[str, object]:
    found = consider(an_occasion(spend_minor), active(*definitions), usage or Usage())
    return {one.promotion_code: [refusal.code for refusal in one.refusals] or (one.points, one.discount_minor) for one in found}


def test_every_reason_is_said_in_the_documented_order():
    strict = a_promotion(
        "strict",
        trigger="review.written",
        eligibility=Criteria(tier_minimum_code="GOLD", segments_out=("vip",), ends_at=NOW),
        condition=read_logic({">": [{"var": "order.spend_minor"}, 20_000]}),
        points=Points(5, per_minor=50_000),
        priority=-1,
        exclusivity_group="one",
        limits=UsageLimits(total_count=1, per_member_count=1, budget_points=0, budget_minor=0),
    )
    usage = Usage({("journey", "strict"): Used(1, 1, 1)}, {UsedBy(MEMBER, "journey", "strict"): {1}})
    first = a_promotion("first", exclusivity_group="one")
    (_, found) = consider(an_occasion(), [*active(first), *active(strict, status=PromotionStatus.PAUSED)], usage)
    assert [refusal.code for refusal in found.refusals] == [
        "PROMOTION_NOT_ACTIVE",
        "PROMOTION_TRIGGER_OTHER",
        "NO_LONGER_OPEN",
        "TIER_TOO_LOW",
        "SEGMENT_EXCLUDED",
        "CONDITION_NOT_MET",
        "PROMOTION_GIVES_NOTHING",
        "PROMOTION_EXCLUDED",
        "PROMOTION_USAGE_LIMIT_REACHED",
        "PROMOTION_MEMBER_LIMIT_REACHED",
        "PROMOTION_BUDGET_POINTS_EXHAUSTED",
        "PROMOTION_BUDGET_MONEY_EXHAUSTED",
    ]


def test_promotions_stack_unless_told_otherwise():
    assert applied(a_promotion("a"), a_promotion("b", discount=Discount(100))) == {"a": (50, 0), "b": (50, 100)}


def test_of_a_group_the_first_that_is_not_refused_applies():
    full = a_promotion("a", exclusivity_group="one", priority=9, limits=UsageLimits(budget_points=49))
    assert applied(a_promotion("c", exclusivity_group="one"), a_promotion("b", exclusivity_group="one"), full) == {
        "a": ["PROMOTION_BUDGET_POINTS_EXHAUSTED"],
        "b": (50, 0),
        "c": ["PROMOTION_EXCLUDED"],
    }


def test_a_budget_is_given_to_its_last_point_and_cent():
    rich, poor = UsageLimits(budget_points=50, budget_minor=100), UsageLimits(budget_points=50, budget_minor=99)
    assert applied(a_promotion("a", discount=Discount(100), limits=rich), a_promotion("b", discount=Discount(100), limits=poor)) == {
        "a": (50, 100),
        "b": ["PROMOTION_BUDGET_MONEY_EXHAUSTED"],
    }


def test_an_exclusive_promotion_applies_alone_or_not_at_all():
    alone = {"is_exclusive": True}
    assert applied(a_promotion("a", priority=1, **alone), a_promotion("b")) == {"a": (50, 0), "b": ["PROMOTION_EXCLUDED"]}
    assert applied(a_promotion("a", **alone), a_promotion("b", priority=1)) == {"b": (50, 0), "a": ["PROMOTION_EXCLUDED"]}


def test_a_condition_asks_about_lines_and_event():
    coffee = a_promotion(condition=read_logic({"some": [{"var": "lines"}, {"==": [{"var": "category_code"}, "COFFEE"]}]}))
    occasion = an_occasion(lines=(OrderLine("1", 500, category_code="COFFEE"),))
    assert consider(occasion, active(coffee), Usage())[0].is_applied
    assert not consider(an_occasion(), active(coffee), Usage())[0].is_applied


@pytest.mark.parametrize(
    ("discount", "spend_minor", "left_minor", "expected"),
    [
        (None, 1_000, 1_000, 0),
        (Discount(300), 1_000, 1_000, 300),
        (Discount(300), 1_000, 200, 200),
        (Discount(percent=10), 999, 999, 99),
        (Discount(50, percent=10), 1_000, 1_000, 50),
        (Discount(percent=100), 1_000, 700, 700),
    ],
)
def test_money_off_is_never_more_than_is_left_to_pay(discount, spend_minor, left_minor, expected):
    assert discount_for(a_promotion(discount=discount), spend_minor, left_minor) == expected


@given(st.lists(st.tuples(st.integers(1, 100), st.integers(1, 5_000)), max_size=6), st.integers(0, 10_000))
def test_all_discounts_together_are_never_more_than_the_order(discounts, spend_minor):
    promotions = [a_promotion(f"p{n}", points=None, discount=Discount(amount, percent)) for n, (percent, amount) in enumerate(discounts)]
    found = consider(an_occasion(spend_minor), active(*promotions), Usage())
    assert sum(one.discount_minor for one in found) <= spend_minor


def test_points_per_amount_count_full_amounts_only():
    assert points_for(a_promotion(points=Points(3, per_minor=100)), 1_099) == 30
    assert points_for(a_promotion(points=None, discount=Discount(1)), 1_099) == 0


def test_a_promotion_reads_back_as_it_was_written():
    promotion = a_promotion(
        discount=Discount(5, 10),
        condition=read_logic({"==": [1, 1]}),
        eligibility=Criteria(segments_in=("vip",)),
        exclusivity_group="g",
        is_exclusive=True,
        priority=-3,
        limits=UsageLimits(1, 2, 3, 4),
        points=Points(5, 10, "points", 30),
    )
    assert promotion_from_json(json.loads(json.dumps(promotion_to_json(promotion)))) == promotion


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"points": None}, "points or discount must be there"),
        ({"discount": {}}, "discount.amount_minor or percent must be there"),
        ({"discount": {"percent": 101}}, "discount.percent must be a whole number from 1 to 100"),
        ({"points": {"points": 0}}, "points.points must be a whole number from 1"),
        ({"limits": {"total": 1}}, "limits.total is not known here"),
        ({"condition": {"==": [{"var": "order.colour"}, 1]}}, "condition"),
        ({"budget": 5}, "budget is not known here"),
    ],
)
def test_a_bad_promotion_is_refused_with_its_path(changes, problem):
    with pytest.raises(PromotionDefinitionInvalid) as refused:
        promotion_from_json(promotion_to_json(a_promotion()) | changes, name="p.json", is_stored=False)
    assert problem in refused.value.message


def test_the_demos_promotions_can_be_read():
    assert len(read_promotions(PROJECT_DIR / "definitions" / "promotions")) >= 2
