"""What the catalogue reads from dbt's YAML, and what it refuses."""

from pathlib import Path

import pytest

from loyalty.features import Catalogue, CatalogueMalformed, Feature, Label, load_catalogue

ONE_MODEL = """
models:
  - name: customer_profile
    description: One row per customer and day.
    columns:
      - {name: customer_id, data_type: string, description: The customer., config: {meta: {is_key: true}}}
      - name: recency_days
        data_type: bigint
        description: Days since the last purchase.
        constraints: [{type: not_null}]
        config: {meta: {owner: data, unit: days, label: {en: Recency, ar: الحداثة}}}
      - {name: churn_band_code, data_type: string, description: The risk., config: {meta: {codes: [LOW, HIGH]}}}
"""


def _written(path: Path, text: str) -> Path:
    file = path / "profile.yml"
    file.write_text(text, encoding="utf-8")
    return file


def test_columns_become_features_in_order_and_keys_are_told_apart(tmp_path: Path) -> None:
    catalogue = load_catalogue(_written(tmp_path, ONE_MODEL))
    assert catalogue.relation == "marts.customer_profile"
    assert catalogue.keys == ("customer_id",)
    assert list(catalogue) == [
        Feature("recency_days", "integer", False, "Days since the last purchase.", "days", "data", Label("Recency", "الحداثة")),
        Feature("churn_band_code", "text", True, "The risk.", codes=("LOW", "HIGH")),
    ]


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("data_type: bigint", "data_type: json", "'recency_days' needs a name, a description and a data_type"),
        ("description: Days since the last purchase.", "description: ''", "'recency_days' needs a name, a description"),
        ("name: churn_band_code", "name: recency_days", "'recency_days' is described twice"),
        ("models:", "sources:", "exactly one model"),
        ("  - name: customer_profile", "  - name: [", "not YAML"),
    ],
)
def test_a_malformed_description_is_refused_by_name(tmp_path: Path, was: str, becomes: str, says: str) -> None:
    assert was in ONE_MODEL
    with pytest.raises(CatalogueMalformed, match=says):
        load_catalogue(_written(tmp_path, ONE_MODEL.replace(was, becomes)))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueMalformed, match="cannot be read"):
        load_catalogue(tmp_path / "nowhere.yml")


def test_a_catalogue_cannot_be_changed_by_who_shares_it() -> None:
    catalogue = Catalogue.of("marts.x", Feature("a", "integer", False, "A."))
    with pytest.raises(TypeError):
        catalogue.features["b"] = Feature("b", "integer", False, "B.")  # type: ignore[index]


def test_every_feature_of_the_project_has_owner_unit_and_both_languages() -> None:
    lacking = [feature.name for feature in load_catalogue() if not (feature.owner and feature.unit and feature.label and feature.label.ar)]
    assert lacking == []


def test_the_profile_describes_a_feature_in_the_words_of_the_mart_that_makes_it() -> None:
    folder = Path(load_catalogue.__globals__["PROFILE_CATALOGUE"]).parent
    profile = {feature.name: (feature.kind, feature.description, feature.is_nullable) for feature in load_catalogue()}
    for mart in ("customer_features", "customer_rfm"):
        made = load_catalogue(folder / f"{mart}.yml")
        for feature in made:
            if feature.name not in ("customer_id", "as_of_on"):
                assert profile[feature.name] == (feature.kind, feature.description, feature.is_nullable)
