"""From the model's shortlist to a member's offers: each rule, the order of rules, and that everything read is accounted for."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest

from loyalty.offers.decide import Decided, Known, decide_offers
from loyalty.offers.reasons import REASON_COLUMNS, WORDS, reason_codes
from loyalty.offers.rules import Diversity, Exploration, Margins, OfferEligibility, OfferRules

DAY = date(2017, 10, 31)


def shortlist(*customers: str, count: int = 8, **changes: Any) -> pl.DataFrame:
    """The same candidates for each customer: A-1 is the best; departments take turns in twos."""
    rows = [
        {
            "customer_id": customer,
            "offer_rank": rank,
            "offer_code": f"A-{rank}",
            "category_code": f"C-{rank}",
            "department_code": f"D-{(rank + 1) // 2}",
            "campaign_id": "18" if rank % 2 else None,
            "ends_on": DAY,
            "score_probability": 1.0 - rank / 20,
            **changes,
        }
        for customer in customers
        for rank in range(1, count + 1)
    ]
    return pl.DataFrame(rows, schema_overrides={"campaign_id": pl.String})


def decided(rows: pl.DataFrame, rules: OfferRules | None = None, known: Known | None = None) -> Decided:
    outcome = decide_offers(rows, rules or OfferRules(), known or Known(), on=DAY)
    assert rows.height == outcome.offers.height + sum(outcome.left_out.values())
    return outcome


def codes(outcome: Decided, customer: str = "1") -> list[str]:
    ordered = outcome.offers.filter(pl.col("customer_id") == customer).sort("offer_rank")
    assert ordered["offer_rank"].to_list() == list(range(1, ordered.height + 1))
    return ordered["offer_code"].to_list()


def pairs(*of: tuple[str, str]) -> pl.DataFrame:
    return pl.DataFrame(list(of), schema={"customer_id": pl.String, "offer_code": pl.String}, orient="row")


def names(*of: str) -> Sequence[pl.Series]:
    return [pl.Series("customer_id", list(of), dtype=pl.String)]


def test_without_rules_the_models_best_five_stand_in_its_order() -> None:
    outcome = decided(shortlist("1", "2"))
    assert codes(outcome) == codes(outcome, "2") == ["A-1", "A-2", "A-3", "A-4", "A-5"]
    assert outcome.left_out == {"beyond_the_best": 6}
    assert set(outcome.offers["propensity"]) == {1.0}


def test_what_rests_for_one_customer_stands_for_another_and_the_next_moves_up() -> None:
    outcome = decided(shortlist("1", "2"), known=Known(resting=pairs(("1", "A-1"), ("1", "A-3"), ("9", "A-2"))))
    assert codes(outcome) == ["A-2", "A-4", "A-5", "A-6", "A-7"]
    assert codes(outcome, "2")[0] == "A-1"
    assert outcome.left_out["resting"] == 2


def test_what_is_gone_or_lapsed_is_offered_to_nobody() -> None:
    outcome = decided(shortlist("1"), known=Known(gone=["A-2"]))
    assert "A-2" not in codes(outcome)
    assert decided(shortlist("1", ends_on=date(2017, 10, 30))).left_out == {"lapsed": 8}
    assert codes(decided(shortlist("1", ends_on=None).with_columns(pl.col("ends_on").cast(pl.Date))))[0] == "A-1"


def test_no_more_of_a_department_than_allowed_and_an_unknown_department_is_not_one() -> None:
    rules = OfferRules(diversity=Diversity(per_department_max=1))
    outcome = decided(shortlist("1"), rules)
    assert codes(outcome) == ["A-1", "A-3", "A-5", "A-7"]
    assert outcome.left_out == {"too_alike": 4}
    nowhere = shortlist("1").with_columns(department_code=pl.lit(None, pl.String))
    assert len(codes(decided(nowhere, rules))) == 5


def test_margin_moves_an_offer_up_only_as_far_as_its_weight_says() -> None:
    margins = Margins(weight=1.0, default_share=0.2, by_category={"C-4": 0.4})
    assert codes(decided(shortlist("1"), OfferRules(margins=margins)))[0] == "A-4"
    assert codes(decided(shortlist("1"), OfferRules(margins=replace(margins, weight=0.0))))[0] == "A-1"


def test_an_offer_is_only_for_those_whom_every_rule_that_means_it_lets() -> None:
    rules = OfferRules(eligibility=(OfferEligibility(offer_codes=("A-1",), tiers_in=("GOLD",)),))
    outcome = decided(shortlist("1", "2"), rules, Known(allowed=names("2")))
    assert codes(outcome)[0] == "A-2"
    assert codes(outcome, "2")[0] == "A-1"
    assert outcome.left_out["not_eligible"] == 1
    for_campaign = OfferRules(eligibility=(OfferEligibility(campaign_ids=("18",), tiers_in=("GOLD",)),))
    assert codes(decided(shortlist("1"), for_campaign, Known(allowed=names()))) == ["A-2", "A-4", "A-6", "A-8"]
    for_everything = OfferRules(eligibility=(OfferEligibility(segments_in=("vip",)),))
    assert decided(shortlist("1"), for_everything, Known(allowed=names())).offers.is_empty()


def test_only_customers_whom_the_campaign_addressed_get_its_offers_where_that_is_asked() -> None:
    rows = shortlist("1").with_columns(is_in_campaign=pl.col("offer_code") == "A-3")
    assert codes(decided(rows, OfferRules(is_addressed_only=True))) == ["A-3"]
    assert len(codes(decided(rows))) == 5


def test_nothing_to_decide_is_decided() -> None:
    assert decided(shortlist("1").clear(), OfferRules(exploration=Exploration(share=0.5))).offers.is_empty()


EXPLORING = OfferRules(exploration=Exploration(share=0.3, seed=7))


def test_a_drawn_offer_comes_first_with_its_chance_and_the_rest_follow_in_order() -> None:
    customers = [str(number) for number in range(2_000)]
    outcome = decided(shortlist(*customers), EXPLORING)
    first = outcome.offers.filter(pl.col("offer_rank") == 1)
    explored = first.filter(pl.col("policy_code") == "EXPLORE")
    assert 0.1 < explored.height / 2_000 < 0.3
    assert "A-1" not in set(explored["offer_code"])
    assert first.filter(pl.col("policy_code") == "BEST")["propensity"].min() > 0.7
    assert explored["propensity"].max() < 0.3
    assert set(outcome.offers.filter(pl.col("offer_rank") > 1)["propensity"]) == {1.0}
    for row in outcome.offers.filter(pl.col("customer_id") == explored["customer_id"][0]).sort("offer_rank").iter_slices(5):
        assert row["offer_code"].to_list()[1:] == [code for code in [f"A-{n}" for n in range(1, 9)] if code != row["offer_code"][0]][:4]


def test_the_arms_of_a_draw_are_logged_with_chances_that_sum_to_one() -> None:
    outcome = decided(shortlist("1", "2", "3"), EXPLORING)
    told = outcome.offers.filter(pl.col("arms").is_not_null())
    assert told["offer_rank"].to_list() == [1, 1, 1]
    listed = told.with_columns(
        pl.col("arms").str.json_decode(pl.List(pl.Struct({"offer_code": pl.String, "score": pl.Float64, "propensity": pl.Float64})))
    )
    for row in listed.iter_rows(named=True):
        assert sum(arm["propensity"] for arm in row["arms"]) == pytest.approx(1.0)
        assert next(arm["propensity"] for arm in row["arms"] if arm["offer_code"] == row["offer_code"]) == row["propensity"]


def test_deciding_again_or_for_one_customer_alone_decides_the_same_and_another_day_or_seed_does_not() -> None:
    customers = [str(number) for number in range(300)]
    together = decided(shortlist(*customers), EXPLORING)
    assert together.offers.equals(decided(shortlist(*customers), EXPLORING).offers)
    for customer in ("7", "42", "299"):
        assert codes(decided(shortlist(customer), EXPLORING), customer) == codes(together, customer)
    other_day = decide_offers(shortlist(*customers), EXPLORING, Known(), on=date(2017, 11, 1)).offers
    other_seed = decided(shortlist(*customers), OfferRules(exploration=Exploration(share=0.3, seed=8))).offers
    for other in (other_day, other_seed):
        assert not other["offer_code"].equals(together.offers["offer_code"])


def test_every_reason_has_words_in_both_languages_and_says_what_is_true() -> None:
    rows = np.array(
        [
            (4, 9, 15, 10.0, 0, True),
            (4, 9, 2, 10.0, 0, True),
            (0, 2, 90, None, 1, True),
            (0, 1, 90, None, 0, False),
            (0, 0, None, None, 0, True),
            (0, 0, None, None, 0, False),
        ],
        dtype=np.float64,
    )
    found = reason_codes(dict(zip(REASON_COLUMNS, rows.T, strict=True)))
    assert found == ["DUE_AGAIN", "BOUGHT_OFTEN", "COUPON_USED", "BOUGHT_BEFORE", "CAMPAIGN", "POPULAR"]
    assert all(set(words) == {"en", "ar"} for words in WORDS.values())
