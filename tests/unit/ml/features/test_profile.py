"""How columns are spread, and how far they have moved: the index is nought for the same rows and grows with what changed."""

import numpy as np
import pyarrow as pa
import pytest

from ml.features import Feature
from ml.features.profile import drift_of, profiles_of, stability

FEATURES = (
    Feature(name="spend", is_nullable=True),
    Feature(name="visits", scale="log1p", minimum=0.0),
    Feature(name="has_card", kind="flag"),
    Feature(name="department", kind="code", is_nullable=True),
)


def rows(count: int = 4_000, seed: int = 1, *, factor: float = 1.0, missing: float = 0.1, card: float = 0.3) -> pa.Table:
    rng = np.random.default_rng(seed)
    return pa.table(
        {
            "spend": pa.array(rng.gamma(2.0, 50.0 * factor, count), mask=rng.random(count) < missing),
            "visits": rng.poisson(0.4, count),
            "has_card": rng.random(count) < card,
            "department": pa.array(rng.choice(["A", "B", "C"], count, p=[0.6, 0.3, 0.1]), mask=rng.random(count) < 0.2),
        }
    )


def test_the_same_rows_have_not_moved_and_others_of_the_same_kind_hardly() -> None:
    profiles = profiles_of(FEATURES, rows(), np.linspace(0, 1, 500))
    assert drift_of(profiles, rows(), np.linspace(0, 1, 500)) == pytest.approx(
        dict.fromkeys(drift_of(profiles, rows()), 0.0) | {"score": 0.0}
    )
    assert max(drift_of(profiles, rows(seed=2)).values()) < 0.02


def test_what_moved_is_named_first_and_what_did_not_stays_low() -> None:
    found = drift_of(profiles_of(FEATURES, rows()), rows(seed=2, factor=3.0))
    assert next(iter(found)) == "spend"
    assert found["spend"] > 0.25
    assert max(value for name, value in found.items() if name != "spend") < 0.02


def test_missing_values_flags_codes_and_scores_move_too() -> None:
    profiles = profiles_of(FEATURES, rows(), np.linspace(0.0, 0.2, 500))
    assert drift_of(profiles, rows(missing=0.6))["spend"] > 0.25
    assert drift_of(profiles, rows(card=0.9))["has_card"] > 0.25
    all_new = rows().set_column(3, "department", pa.array(["NEW"] * 4_000))
    assert drift_of(profiles, all_new)["department"] > 0.25
    assert drift_of(profiles, rows(), np.linspace(0.0, 0.9, 500))["score"] > 0.25


def test_a_column_of_one_value_empty_rows_and_nothing_but_missing_do_not_break_it() -> None:
    flat = pa.table({"spend": pa.array([None] * 50, pa.float64()), "visits": [0] * 50, "has_card": [True] * 50, "department": ["A"] * 50})
    profiles = profiles_of(FEATURES, flat)
    assert drift_of(profiles, flat) == pytest.approx({"spend": 0.0, "visits": 0.0, "has_card": 0.0, "department": 0.0})
    assert all(np.isfinite(value) for value in drift_of(profiles, rows()).values())
    assert drift_of(profiles, flat.slice(0, 0)) == {}


def test_the_index_is_that_of_the_textbook() -> None:
    assert stability((0.5, 0.5), (0.4, 0.6)) == pytest.approx((0.4 - 0.5) * np.log(0.4 / 0.5) + (0.6 - 0.5) * np.log(0.6 / 0.5))
