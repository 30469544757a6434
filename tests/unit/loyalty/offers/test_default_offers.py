"""The file of default offers: the one we ship, and what is wrong with others."""

import json
from pathlib import Path

import pytest

from loyalty.offers import DefaultOffersInvalid, read_default_offers
from loyalty.programs import read_program
from loyalty.settings import PROJECT_DIR

MILK = {"offer_code": "DEFAULT-MILK", "title": "Milk", "category_code": "MILK"}


def file_with(folder: Path, content: object) -> Path:
    path = folder / "defaults.json"
    path.write_text(json.dumps(content))
    return path


def test_the_file_we_ship_is_valid_and_names_only_tiers_of_the_program() -> None:
    defaults = read_default_offers(PROJECT_DIR / "definitions" / "offers" / "defaults.json")
    program = read_program(PROJECT_DIR / "definitions" / "programs" / "journey.json")
    assert defaults.everyone
    assert set(defaults.by_tier) <= {tier.code for tier in program.ladder.tiers}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ({"everyone": []}, "everyone must be a list with at least one object"),
        ({"everyone": [MILK], "tiers": [{"tier_code": "GOLD", "offers": [MILK, MILK]}]}, "none twice"),
        ({"everyone": [MILK | {"offer_code": f"D-{n}"} for n in range(6)], "tiers": []}, "1 to 5 offers"),
        ({"everyone": [MILK | {"titel": "Milch"}], "tiers": [{"tier_code": "G", "offers": [MILK]}]}, "did you mean 'title'"),
        ({"everyone": [{"offer_code": "D", "title": ""}]}, "title must be a text"),
        ({"everyone": [MILK], "tiers": [{"tier_code": "GOLD", "offers": [MILK], "offer": []}]}, "did you mean 'offers'"),
        ([], "must be an object"),
    ],
)
def test_a_wrong_file_is_refused_with_file_path_and_reason(tmp_path: Path, content: object, problem: str) -> None:
    with pytest.raises(DefaultOffersInvalid, match=problem) as refusal:
        read_default_offers(file_with(tmp_path, content))
    assert refusal.value.facts["file"] == "defaults.json"


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(DefaultOffersInvalid, match=r"defaults.json: cannot be read"):
        read_default_offers(tmp_path / "defaults.json")
