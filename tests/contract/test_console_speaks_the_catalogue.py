"""The console names features and codes as the catalogue does; the catalogue is the truth, the console's languages are copies."""

import json

import pytest

from loyalty.features.catalogue import load_catalogue
from loyalty.settings import PROJECT_DIR

LOCALES = PROJECT_DIR / "console" / "src" / "locales"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_feature_is_called_in_the_console_as_in_the_catalogue(language: str) -> None:
    said = json.loads((LOCALES / f"{language}.json").read_text(encoding="utf-8"))["feature"]
    assert said == {feature.name: getattr(feature.label, language) for feature in load_catalogue() if feature.label}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_code_of_the_catalogue_has_words_in_the_console(language: str) -> None:
    said = json.loads((LOCALES / f"{language}.json").read_text(encoding="utf-8"))["code"]
    codes = {code for feature in load_catalogue() for code in feature.codes or ()}
    assert codes - set(said) == set()
