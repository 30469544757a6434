"""The dbt marts promise what the models read: each feature's column exists, of its kind, and may be null only where the model allows it."""

from pathlib import Path

import pytest

from loyalty.features import catalogue
from loyalty.settings import PROJECT_DIR
from ml.churn.features import CONTRACT as CHURN
from ml.features import Feature
from ml.next_best_offer.features import CUSTOMER_FEATURES, OFFER_FEATURES

MARTS = PROJECT_DIR / "dbt_project" / "models" / "marts"
KINDS = {"number": {"integer", "number"}, "flag": {"boolean"}, "code": {"text"}}
READ = {
    "churn": (MARTS / "features" / "customer_features.yml", CHURN.features),
    "offers: the customer": (MARTS / "features" / "customer_features.yml", CUSTOMER_FEATURES),
    "offers: the offer": (MARTS / "offers" / "customer_offer_features.yml", OFFER_FEATURES),
}


@pytest.mark.parametrize("model", READ)
def test_every_feature_of_the_model_is_a_promised_column(model: str) -> None:
    path, features = READ[model]
    promised = catalogue.load_catalogue(path)
    problems = [problem for feature in features if (problem := problem_with(feature, promised, path))]
    assert problems == []


def problem_with(feature: Feature, promised: catalogue.Catalogue, path: Path) -> str | None:
    if feature.name not in promised:
        return f"{path.name} does not promise {feature.name}"
    column = promised[feature.name]
    if column.kind not in KINDS[feature.kind]:
        return f"{feature.name} is read as a {feature.kind}, {path.name} promises a {column.kind}"
    if column.is_nullable and not feature.is_nullable:
        return f"{feature.name} may be null in {path.name}, and a null would set the customer aside"
    return None
