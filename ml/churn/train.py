"""Fits the churn model: earlier days train, a later day judges. TensorFlow is imported when training starts, not before."""

from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ml.churn.evaluate import BASELINE, measure, recency_alone
from ml.churn.features import CONTRACT, KEYS, LABEL, LABEL_DAYS, MODEL_NAME
from ml.features import fit_encoder
from ml.features.encoder import Mask
from ml.features.profile import profiles_of
from ml.training.calibration import fit_level, fit_platt
from ml.training.judge import judge_on
from ml.training.split import days_of, hold_out_customers, labels_of, rows_of_days, split_in_time, window_of, with_labels
from ml.training.trained import TrainedModel

SEED = 20170326
HELD_OUT_SHARE = 0.3


def train_churn(features: pa.Table, labels: pa.Table, *, data_watermark: str, seed: int = SEED) -> TrainedModel:
    """A calibrated churn model, judged on the newest labelled day. The same rows and seed give the same model.

    Args:
        features: rows of `marts.customer_features`, as-of days with and without labels.
        labels: rows of `marts.churn_labels` (customer_id, as_of_on, has_churned), complete by the day of training.
        data_watermark: up to where the data was loaded, for the manifest.
        seed: of weights, shuffling and the choice of held-out customers.

    Raises:
        TooLittleHistory: no labelled day is 56 days older than the newest one.
        LabelsOneSided: everyone, or no one, churned.
        FeatureMissing: a column of the contract is absent.
        FeatureTypeWrong: a column is of another kind than its feature.
    """
    rows = with_labels(features, labels, keys=KEYS, label=LABEL)
    split = split_in_time(days_of(rows), label_days=LABEL_DAYS)
    encoder = fit_encoder(CONTRACT, rows_of_days(rows, split.train_days))
    training, matrix = encoder.keep(rows_of_days(rows, split.train_days))
    test, sample = encoder.keep(rows_of_days(rows, (split.test_day,)))
    yes, test_yes = labels_of(training, LABEL, what="training rows"), labels_of(test, LABEL, what="test rows")
    held_out = hold_out_customers(training["customer_id"], share=HELD_OUT_SHARE, seed=seed)

    from ml.churn.network import build_network
    from ml.training.fitting import Course, fit, make_reproducible, predict, with_calibration

    make_reproducible(seed)
    network = build_network(matrix.shape[1])
    fit(network, matrix, yes, held_out=held_out, course=Course(60, batch_size(len(matrix)), learning_rate=2e-3, patience=5))
    calibrated = with_calibration(network, *calibration(predict(network, matrix), training, yes, held_out))
    return TrainedModel(
        name=MODEL_NAME,
        label=LABEL,
        contract=CONTRACT,
        encoder=encoder,
        network=calibrated,
        training=window_of(split.train_days, LABEL_DAYS, yes),
        test=window_of((split.test_day,), LABEL_DAYS, test_yes),
        metrics=measure(test_yes, predict(calibrated, sample)),
        baselines={BASELINE: measure(test_yes, recency_alone(training, yes, test))},
        sample=sample,
        data_watermark=data_watermark,
        seed=seed,
        profiles=profiles_of(CONTRACT.features, training, predict(calibrated, sample)),
        judge=judge_on(test, partial(measure, test_yes)),
    )


def batch_size(row_count: int) -> int:
    """512 rows, or fewer where there are few, so that an epoch has enough steps to learn from."""
    return min(512, max(32, row_count // 16))


def calibration(logits: NDArray[np.float64], training: pa.Table, yes: Mask, held_out: Mask) -> tuple[float, float]:
    """Slope and intercept from logits to probabilities.

    How sure the network may be is learnt from customers it never saw. How many churn moves with the season, so the level is that
    of the newest day: of all its rows, for the held-out ones alone hold too few yeses to tell it.
    """
    slope, intercept = fit_platt(logits[held_out], yes[held_out])
    newest: Mask = pc.equal(training["as_of_on"], pc.max(training["as_of_on"])).to_numpy()
    if not yes[newest].any() or yes[newest].all():
        return slope, intercept
    return slope, fit_level(logits[newest], yes[newest], slope=slope)
