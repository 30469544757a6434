"""Training with the real TensorFlow: split in time, better than the baseline, reproducible, alike in Keras and LiteRT, no leak."""

import json
import os
import subprocess
import sys
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from loyalty.settings import PROJECT_DIR
from ml.churn.features import CONTRACT as CHURN_CONTRACT
from ml.registry import ModelStore, reasons_against
from tests.support.models import DAYS, TEST_DAY, customers

pytestmark = pytest.mark.slow


def test_training_uses_only_days_whose_labels_were_complete_on_the_test_day(trained_churn: Any, trained_offers: Any) -> None:
    assert trained_churn.test.as_of_days == trained_offers.test.as_of_days == (TEST_DAY,)
    # 07-16 lies 28 days before the test day: open for churn (56 days), complete for offers (28).
    assert trained_churn.training.as_of_days == DAYS[:2]
    assert trained_offers.training.as_of_days == DAYS[:3]


def test_both_models_beat_their_baselines_and_keep_their_promise(trained_churn: Any, trained_offers: Any) -> None:
    assert trained_churn.metrics["auc"] > trained_churn.baselines["recency"]["auc"] + 0.05
    assert trained_churn.metrics["average_precision"] > trained_churn.baselines["recency"]["average_precision"]
    assert trained_churn.metrics["calibration_error"] < 0.1
    for baseline in ("popularity", "personal_frequency"):
        for metric in ("ndcg_at_5", "recall_at_5", "auc"):
            assert trained_offers.metrics[metric] > trained_offers.baselines[baseline][metric], (baseline, metric)
    assert trained_offers.metrics["calibration_error"] < 0.05


def test_the_manifest_tells_the_whole_story(store: ModelStore, trained_churn: Any) -> None:
    manifest = store.manifest("churn", "2017-08-13.1")
    assert manifest.model_version == "churn-2017-08-13.1"
    assert (manifest.contract_name, manifest.contract_version) == ("customer", CHURN_CONTRACT.version)
    assert [feature.name for feature in manifest.features] == list(CHURN_CONTRACT.columns)
    assert manifest.inputs == manifest.encoder.inputs
    assert (manifest.metrics, manifest.baselines) == (trained_churn.metrics, trained_churn.baselines)
    assert manifest.training.as_of_days == DAYS[:2]
    assert manifest.data_watermark == "2017-08-13T23:59:59Z"
    assert manifest.parity_difference_max <= 1e-4


def test_training_again_gives_the_same_file_and_no_second_version(
    store: ModelStore, churn_rows: tuple[pa.Table, pa.Table], trained_churn: Any
) -> None:
    from ml.churn.export import release_churn
    from ml.churn.train import train_churn

    features, labels = churn_rows
    shuffled = np.random.default_rng(0).permutation(features.num_rows)
    again = train_churn(features.take(pa.array(shuffled)), labels, data_watermark="2017-08-13T23:59:59Z")
    assert again.metrics == trained_churn.metrics
    outcome = release_churn(again, store, as_of_on=TEST_DAY)
    assert outcome.manifest.version == "2017-08-13.1"
    assert store.versions("churn") == ["2017-08-13.1"]


def test_shuffled_labels_teach_nothing_and_do_not_become_champion(tmp_path: Any) -> None:
    from ml.churn.export import release_churn
    from ml.churn.train import train_churn

    features, labels = customers(count=800, seed=9)
    order = pa.array(np.random.default_rng(5).permutation(labels.num_rows))
    luck = train_churn(features, labels.set_column(2, "has_churned", labels["has_churned"].take(order)), data_watermark="")
    assert luck.metrics["auc"] == pytest.approx(0.5, abs=0.06)
    outcome = release_churn(luck, ModelStore(tmp_path), as_of_on=TEST_DAY)
    assert outcome.is_champion == (luck.metrics["auc"] > luck.baselines["recency"]["auc"])


def test_rows_after_the_newest_labelled_day_change_nothing(churn_rows: tuple[pa.Table, pa.Table], trained_churn: Any) -> None:
    from ml.churn.train import train_churn

    features, labels = churn_rows
    future = pa.array([date(2017, 10, 31)] * 600, type=pa.date32())
    later = features.filter(pc.equal(features["as_of_on"], pa.scalar(TEST_DAY))).set_column(1, "as_of_on", future)
    later = later.set_column(later.schema.get_field_index("recency_days"), "recency_days", pa.array([10_000] * 600))
    more = train_churn(pa.concat_tables([features, later.cast(features.schema)]), labels, data_watermark="2017-08-13T23:59:59Z")
    assert more.encoder == trained_churn.encoder
    assert more.metrics == trained_churn.metrics


def test_keras_and_litert_agree_on_a_hundred_thousand_rows_and_one_by_one(
    store: ModelStore, trained_churn: Any, trained_offers: Any
) -> None:
    from ml.training.fitting import predict

    for name, trained in (("churn", trained_churn), ("next-best-offer", trained_offers)):
        model = store.champion(name).model
        matrix = np.random.default_rng(3).normal(size=(100_000, len(model.encoder.inputs))).astype(np.float32)
        keras, litert = predict(trained.network, matrix), model.probabilities(matrix)
        assert np.abs(keras - litert).max() <= 1e-4
        ranks = np.argsort(np.argsort(keras)), np.argsort(np.argsort(litert))
        assert np.corrcoef(*ranks)[0, 1] >= 0.9999
        alone = np.concatenate([model.probabilities(row[None, :]) for row in matrix[:200]])
        assert np.abs(alone - litert[:200]).max() <= 1e-6


def test_a_model_below_its_baseline_is_kept_from_serving_with_the_reason(store: ModelStore) -> None:
    manifest = store.manifest("churn", "2017-08-13.1")
    strong = manifest.model_copy(update={"baselines": {"recency": manifest.metrics | {"auc": manifest.metrics["auc"]}}})
    assert reasons_against(manifest, decided_by="auc") == []
    (reason,) = reasons_against(strong, decided_by="auc")
    assert "recency alone has" in reason


def test_a_candidate_is_measured_against_the_champion_on_the_very_rows_it_was_judged_on(
    store: ModelStore, churn_rows: tuple[pa.Table, pa.Table], trained_churn: Any
) -> None:
    from ml.churn.export import release_churn
    from ml.churn.train import train_churn

    other = train_churn(*churn_rows, data_watermark="2017-08-13T23:59:59Z", seed=7)
    champion = store.champion("churn").model
    theirs = other.judge(champion)
    # The champion was judged on these rows itself, by its own training: the same figures come out, but for float32.
    assert theirs == pytest.approx(champion.manifest.metrics, abs=1e-5)
    outcome = release_churn(other, store, as_of_on=TEST_DAY)
    assert outcome.is_champion == (other.metrics["auc"] > theirs["auc"])
    assert store.champion("churn").model.manifest.version == ("2017-08-13.2" if outcome.is_champion else "2017-08-13.1")
    assert outcome.is_champion or "on the same rows" in outcome.reasons[0]


def test_rows_of_today_that_score_otherwise_keep_a_candidate_from_serving(
    tmp_path: Any, churn_rows: tuple[pa.Table, pa.Table], trained_churn: Any
) -> None:
    from ml.churn.export import release_churn

    today = churn_rows[0].filter(pc.equal(churn_rows[0]["as_of_on"], pa.scalar(TEST_DAY)))
    assert release_churn(trained_churn, ModelStore(tmp_path / "as before"), as_of_on=TEST_DAY, todays_rows=today).is_champion
    place = today.schema.get_field_index("recency_days")
    gone_quiet = today.set_column(place, "recency_days", pc.multiply(today["recency_days"], 20))
    outcome = release_churn(trained_churn, ModelStore(tmp_path / "quiet"), as_of_on=TEST_DAY, todays_rows=gone_quiet)
    assert not outcome.is_champion
    assert "spread otherwise" in outcome.reasons[0]


def test_training_in_another_process_gives_the_same_metrics_to_a_millionth(trained_churn: Any) -> None:
    """Neither the order of hashes nor what ran before in the process has a say."""
    script = (
        "import json; from ml.churn.train import train_churn; from tests.support.models import customers; "
        "print('METRICS' + json.dumps(train_churn(*customers(), data_watermark='').metrics))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "12345", "PYTHONPATH": str(PROJECT_DIR)}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=400, check=True, env=environment, cwd=PROJECT_DIR
    )
    metrics = json.loads(done.stdout.partition("METRICS")[2])
    assert metrics == pytest.approx(trained_churn.metrics, abs=1e-6)
