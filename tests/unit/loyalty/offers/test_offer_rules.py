"""The file of rules for offers: what it may say, and how it is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from loyalty.offers import OfferRules, OfferRulesInvalid, read_offer_rules
from loyalty.settings import PROJECT_DIR


def read(tmp_path: Path, content: Any) -> OfferRules:
    path = tmp_path / "rules.json"
    path.write_text(json.dumps(content))
    return read_offer_rules(path)


def test_the_rules_that_ship_are_read_and_explore_a_tenth() -> None:
    rules = read_offer_rules(PROJECT_DIR / "definitions" / "offers" / "rules.json")
    assert rules.exploration.share == 0.1
    assert (rules.fatigue.rejected_days, rules.diversity.per_department_max) == (60, 3)


def test_without_a_file_the_models_best_five_pass(tmp_path: Path) -> None:
    assert read_offer_rules(tmp_path / "none.json") == OfferRules()


def test_everything_that_may_be_said_is_read(tmp_path: Path) -> None:
    rules = read(
        tmp_path,
        {
            "offers_max": 3,
            "is_addressed_only": True,
            "is_computed_on_miss": False,
            "kept_days": 10,
            "fatigue": {"rejected_days": 7},
            "diversity": {"per_category_max": 2},
            "margins": {"weight": 0.5, "default_share": 0.2, "by_category": {"EGGS": 0.4}},
            "eligibility": [{"category_codes": ["BEEF"], "tiers_in": ["GOLD"], "segments_out": ["staff"]}],
            "stock": [{"offer_code": "CAT-EGGS", "units": 7}],
            "exploration": {"share": 0.25},
        },
    )
    assert (rules.offers_max, rules.is_addressed_only, rules.is_computed_on_miss, rules.kept_days) == (3, True, False, 10)
    assert (rules.fatigue.rejected_days, rules.fatigue.shown_max) == (7, 0)
    assert rules.margins.by_category == {"EGGS": 0.4}
    assert rules.eligibility[0].tiers_in == ("GOLD",)
    assert rules.stock_units == {"CAT-EGGS": 7}
    assert rules.exploration.share == 0.25


@pytest.mark.parametrize(
    ("content", "path"),
    [
        ({"offer_max": 3}, "offer_max"),
        ({"offers_max": 6}, "offers_max"),
        ({"exploration": {"share": 1.0}}, "exploration.share"),
        ({"exploration": {"share": 0.1, "propensity_min": 0.5}}, "exploration.propensity_min"),
        ({"margins": {"weight": 1, "default_share": 0}}, "margins.default_share"),
        ({"margins": {"weight": 1, "default_share": 0.2, "by_category": {"EGGS": "much"}}}, "margins.by_category.EGGS"),
        ({"eligibility": [{"offer_codes": ["CAT-1"]}]}, "eligibility[0].tiers_in"),
        ({"stock": [{"offer_code": "A", "units": 1}, {"offer_code": "A", "units": 2}]}, "stock[1].offer_code"),
        ({"fatigue": {"rejected_days": -1}}, "fatigue.rejected_days"),
    ],
)
def test_a_wrong_value_is_refused_by_its_place(tmp_path: Path, content: Any, path: str) -> None:
    with pytest.raises(OfferRulesInvalid) as refused:
        read(tmp_path, content)
    assert path in refused.value.message
