"""Churn beyond training: which model was chosen, what moved each score, for whom it is how good, and that chance teaches nothing (M-7)."""

import hashlib
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from loyalty.features import load_catalogue
from ml.churn.evaluate import LOGISTIC, NETWORK, slices_of
from ml.churn.features import CONTRACT
from ml.churn.reasons import EFFECT_MIN, effects, in_words, reason_codes
from ml.churn.score import score_churn
from ml.features import fit_encoder
from ml.registry import ModelStore
from ml.runtime import Manifest, ScoringModel
from tests.support.models import TEST_DAY, customers

pytestmark = pytest.mark.slow
AT = datetime(2017, 8, 14, 3, 59, 59, tzinfo=UTC)


@pytest.fixture(scope="module")
def straight() -> tuple[ScoringModel, np.ndarray]:
    """A model whose log-odds are a sum that we know: the weights of its inputs."""
    from ml.churn.network import build_line
    from ml.training.fitting import make_reproducible, with_calibration
    from ml.training.litert import to_litert

    make_reproducible(1)
    encoder = fit_encoder(CONTRACT, customers(count=200)[0])
    weights = np.random.default_rng(4).normal(0.0, 0.3, len(encoder.inputs) + 1)
    content = to_litert(with_calibration(build_line(weights), 1.0, 0.0))
    window = {"as_of_days": [TEST_DAY], "label_days": 56, "row_count": 1, "positive_count": 1}
    told: dict[str, Any] = {"name": "churn", "version": "2017-08-13.1", "label": "x", "contract_name": CONTRACT.name}
    told |= {"contract_version": CONTRACT.version, "features": encoder.features, "inputs": encoder.inputs, "training": window}
    told |= {"test": window, "metrics": {}, "baselines": {}, "parity_difference_max": 0.0, "data_watermark": "", "seed": 1}
    return ScoringModel(Manifest(**told, model_bytes=len(content), model_sha256=hashlib.sha256(content).hexdigest()), content), weights


def test_the_effect_of_a_feature_is_what_it_adds_to_the_log_odds(straight: tuple[ScoringModel, np.ndarray]) -> None:
    model, weights = straight
    matrix = model.encoder.encode(customers(count=100)[0]).matrix
    before = matrix.copy()
    found, first = effects(model, matrix), 0
    assert np.array_equal(matrix, before)
    for place, feature in enumerate(model.manifest.features):
        inputs = slice(first, first + len(feature.inputs))
        first = inputs.stop
        assert found[:, place] == pytest.approx(matrix[:, inputs] @ weights[inputs], abs=2e-3), feature.name


def test_reasons_are_the_greatest_effects_in_order_and_small_ones_are_none(straight: tuple[ScoringModel, np.ndarray]) -> None:
    features = straight[0].manifest.features
    found = np.zeros((3, len(features)), dtype=np.float32)
    found[0, [1, 5, 9, 12]] = [0.5, -2.0, 1.0, EFFECT_MIN / 2]
    found[1, 3] = -0.4
    first, second, third = (column.to_pylist() for column in reason_codes(found, features))
    names = [feature.name.upper() for feature in features]
    assert first == [f"LOWERS_{names[5]}", f"LOWERS_{names[3]}", None]
    assert second == [f"RAISES_{names[9]}", None, None]
    assert third == [f"RAISES_{names[1]}", None, None]


def test_every_reason_can_be_said_in_both_languages() -> None:
    catalogue = load_catalogue()
    assert in_words("RAISES_RECENCY_DAYS", catalogue) == "Days since last purchase: raises the churn risk"
    for feature in CONTRACT.features:
        assert feature.name in catalogue
        assert feature.name not in in_words(f"LOWERS_{feature.name.upper()}", catalogue)
        assert feature.name not in in_words(f"LOWERS_{feature.name.upper()}", catalogue, language="ar")
    assert in_words("RAISES_GONE", catalogue) == "gone: raises the churn risk"


def test_scores_carry_reasons_that_fit_what_is_known_of_the_customer(store: ModelStore, churn_rows: tuple[pa.Table, pa.Table]) -> None:
    features = churn_rows[0].filter(pc.equal(churn_rows[0]["as_of_on"], pa.scalar(TEST_DAY)))
    scored = score_churn(store.champion("churn").model, features, scored_at=AT).rows
    ratio = features["overdue_ratio"].to_numpy(zero_copy_only=False)
    first = np.array(scored["churn_reason_1_code"].to_pylist(), dtype=object)
    overdue, punctual = first == "RAISES_OVERDUE_RATIO", first == "LOWERS_OVERDUE_RATIO"
    assert overdue.sum() > 20
    assert punctual.sum() > 20
    assert np.nanmin(ratio[overdue]) > np.nanmax(ratio[punctual])


def test_what_was_chosen_is_named_and_a_network_is_never_worse_than_the_logistic_regression(trained_churn: Any) -> None:
    assert trained_churn.algorithm in {NETWORK, LOGISTIC}
    assert (LOGISTIC in trained_churn.baselines) == (trained_churn.algorithm == NETWORK)
    for baseline in trained_churn.baselines.values():
        assert trained_churn.metrics["auc"] > baseline["auc"]


def test_where_a_straight_line_is_the_truth_the_logistic_regression_is_taken() -> None:
    from ml.churn.train import train_churn

    features, labels = customers(count=400, seed=3)
    logit = 3.0 * (np.log1p(features["recency_days"].to_numpy().astype(float)) - 1.6)
    yes = np.random.default_rng(2).random(features.num_rows) < 1 / (1 + np.exp(-logit))
    trained = [train_churn(features, labels.set_column(2, "has_churned", pa.array(yes)), data_watermark="", seed=seed) for seed in range(3)]
    assert LOGISTIC in {one.algorithm for one in trained}
    chosen = next(one for one in trained if one.algorithm == LOGISTIC)
    assert set(chosen.baselines) == {"recency"}
    assert chosen.network.count_params() == len(chosen.encoder.inputs) + 1 + 2


def test_intervals_hold_the_figures_and_slices_add_up(trained_churn: Any) -> None:
    for name, (low, high) in trained_churn.intervals.items():
        assert low < trained_churn.metrics[name] < high
    assert set(trained_churn.intervals) == {"auc", "average_precision", "log_loss"}


def test_figures_by_kind_of_customer_are_those_of_its_rows() -> None:
    rng = np.random.default_rng(6)
    ids = np.array([f"cus_{number}" for number in range(300)])
    yes, said = rng.random(300) < 0.3, rng.random(300)
    sizes = np.where(np.arange(300) < 100, "1", np.where(np.arange(300) < 280, "2", "3"))
    kinds = pa.table({"customer_id": ids[:290][::-1], "household_size_code": sizes[:290][::-1]})
    found = {one.value: one for one in slices_of(kinds, pa.chunked_array([pa.array(ids)]), yes, said)}
    assert set(found) == {"1", "2"}, "ten customers are too few to say anything of"
    assert (found["1"].count, found["2"].count) == (100, 180)
    assert found["1"].metrics["observed_share"] == pytest.approx(yes[:100].mean())
    assert found["2"].metrics["mean_probability"] == pytest.approx(said[100:280].mean())
    assert 0.0 < found["1"].metrics["auc"] < 1.0
    assert slices_of(None, pa.chunked_array([pa.array(ids)]), yes, said) == ()


def test_shuffled_labels_give_no_better_ranking_than_chance() -> None:
    from ml.churn.train import train_churn

    features, labels = customers(count=6_000, seed=9)
    order = pa.array(np.random.default_rng(5).permutation(labels.num_rows))
    luck = train_churn(features, labels.set_column(2, "has_churned", labels["has_churned"].take(order)), data_watermark="")
    print(f"M-7 shuffled labels: AUC {luck.metrics['auc']:.4f} on {luck.test.row_count:,} rows")
    assert luck.metrics["auc"] == pytest.approx(0.5, abs=0.02)
