"""What the scoring assets say of the model that gave the scores: drift, age, and why another one serves."""

from datetime import date
from pathlib import Path

import dagster as dg
import numpy as np
import pyarrow as pa
import pytest

from ml.features.profile import profiles_of
from ml.registry import ModelStore
from ml.runtime import ScoringModel
from orchestration.scoring.champion import Serving
from orchestration.scoring.drift import IS_FRESH, NO_DRIFT, ROWS_MAX, Noted, drawn_of, drift_checks
from tests.support.stored_models import a_model

KEY = dg.AssetKey("score_customer__churn")
ON = date(2017, 8, 20)


def rows(shift: float = 0.0, count: int = 3_000) -> pa.Table:
    rng = np.random.default_rng(3)
    return pa.table({"a": rng.normal(size=count) + shift, "b": rng.normal(size=count)})


@pytest.fixture
def model() -> ScoringModel:
    manifest, content = a_model("2017-08-13.1")
    model = ScoringModel(manifest, content)
    scores = model.probabilities(model.encoder.encode(rows()).matrix).astype(np.float64)
    return ScoringModel(manifest.model_copy(update={"profiles": profiles_of(manifest.features, rows(), scores)}), content)


def noted() -> Noted:
    """A folder alone keeps no notes."""
    return Noted(ModelStore(Path("nowhere")), "run-1", 3_000)


def checks(model: ScoringModel | None, found: pa.Table | None, on: date = ON) -> dict[str, dg.AssetCheckResult]:
    return {str(one.check_name): one for one in drift_checks(KEY, Serving(model), found, on=on, noted=noted())[0]}


def test_rows_like_those_of_the_training_pass_both_checks_and_are_plotted(model: ScoringModel) -> None:
    told, metadata = drift_checks(KEY, Serving(model), rows(), on=ON, noted=noted())
    assert [one.passed for one in told] == [True, True]
    assert metadata["drift_feature_max"].value == pytest.approx(0.0, abs=1e-9)
    assert metadata["drift_score"].value == pytest.approx(0.0, abs=1e-9)
    assert metadata["model_age_days"].value == 7
    assert "drift" in metadata


def test_a_feature_that_moved_and_the_scores_that_moved_with_it_are_named_with_a_warning(model: ScoringModel) -> None:
    check = checks(model, rows(shift=2.0))[NO_DRIFT]
    assert not check.passed
    assert check.severity is dg.AssetCheckSeverity.WARN
    assert "a " in str(check.description)
    assert "score " in str(check.description)
    assert "b " not in str(check.description).split(":")[1]


def test_a_feature_that_grows_by_itself_has_not_drifted(model: ScoringModel) -> None:
    first, *others = model.manifest.features
    grown = model.manifest.model_copy(update={"features": (first.model_copy(update={"grows": True}), *others)})
    said = str(checks(ScoringModel(grown, model._content), rows(shift=2.0))[NO_DRIFT].description)
    assert "score " in said
    assert "a " not in said.split(":")[1].replace("score", "")


def test_a_model_that_was_trained_long_ago_serves_on_and_says_so(model: ScoringModel) -> None:
    assert checks(model, rows(), on=date(2017, 9, 17))[IS_FRESH].passed
    check = checks(model, rows(), on=date(2017, 9, 18))[IS_FRESH]
    assert not check.passed
    assert "36 days before the day it scores" in str(check.description)


def test_no_model_no_rows_and_a_model_of_before_are_told_plainly(model: ScoringModel) -> None:
    assert {str(one.description) for one in checks(None, None).values()} == {"No model serves."}
    assert checks(model, rows().slice(0, 0))[NO_DRIFT].passed
    old = ScoringModel(model.manifest.model_copy(update={"profiles": ()}), model._content)
    assert "train anew to watch for drift" in str(checks(old, rows())[NO_DRIFT].description)


def test_a_large_day_is_looked_at_by_a_part_that_is_spread_over_it() -> None:
    many = pa.table({"a": np.arange(200_001)})
    drawn = drawn_of(many)["a"].to_numpy()
    assert len(drawn) == ROWS_MAX
    assert (drawn[0], drawn[-1]) == (0, 200_000)
    assert np.diff(drawn).max() <= 5
