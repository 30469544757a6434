"""Fits the churn model: earlier days train, a later day judges. TensorFlow is imported when training starts, not before."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ml.churn.evaluate import BASELINE, LOGISTIC, NETWORK, intervals_of, measure, recency_alone, slices_of
from ml.churn.features import CONTRACT, KEYS, LABEL, LABEL_DAYS, MODEL_NAME
from ml.churn.logistic import fit_logistic
from ml.features import fit_encoder
from ml.features.encoder import Mask, Matrix
from ml.features.profile import profiles_of
from ml.metrics import roc_auc
from ml.training.calibration import fit_level, fit_platt
from ml.training.judge import judge_on
from ml.training.split import days_of, hold_out_customers, labels_of, rows_of_days, split_in_time, window_of, with_labels
from ml.training.trained import TrainedModel

if TYPE_CHECKING:  # TensorFlow takes seconds to import
    import keras

SEED = 20170326
HELD_OUT_SHARE = 0.3


def train_churn(
    features: pa.Table, labels: pa.Table, *, data_watermark: str, seed: int = SEED, kinds: pa.Table | None = None
) -> TrainedModel:
    """A calibrated churn model, judged on the newest labelled day. The same rows and seed give the same model.

    A network and a logistic regression contend: the network is taken where it ranks better both on customers held out of fitting and on
    the test day, and otherwise the logistic regression is. `algorithm` says which.

    Args:
        features: rows of `marts.customer_features`, as-of days with and without labels.
        labels: rows of `marts.churn_labels` (customer_id, as_of_on, has_churned), complete by the day of training.
        data_watermark: up to where the data was loaded, for the manifest.
        seed: of weights, shuffling, the choice of held-out customers, and the bootstrap.
        kinds: of what kind each customer is, for figures by kind.

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

    from ml.training.fitting import predict

    line, network = _contenders(training, matrix, yes, seed=seed)
    said = {one.name: predict(one.calibrated, sample) for one in (line, network)}
    chosen = network if _earned(network, line, test_yes, said) else line
    found = said[chosen.name]
    baselines = {BASELINE: measure(test_yes, recency_alone(training, yes, test))}
    if chosen is network:
        baselines[LOGISTIC] = measure(test_yes, said[LOGISTIC])
    return TrainedModel(
        name=MODEL_NAME,
        label=LABEL,
        contract=CONTRACT,
        encoder=encoder,
        network=chosen.calibrated,
        training=window_of(split.train_days, LABEL_DAYS, yes),
        test=window_of((split.test_day,), LABEL_DAYS, test_yes),
        metrics=measure(test_yes, found),
        baselines=baselines,
        sample=sample,
        data_watermark=data_watermark,
        seed=seed,
        intervals=intervals_of(test_yes, found, seed=seed),
        algorithm=chosen.name,
        slices=slices_of(kinds, test["customer_id"], test_yes, found),
        profiles=profiles_of(CONTRACT.features, training, found),
        judge=judge_on(test, partial(measure, test_yes)),
    )


@dataclass(frozen=True)
class Contender:
    """A fitted and calibrated model, and its AUC on the customers held out of fitting."""

    name: str
    calibrated: "keras.Model"
    held_out_auc: float


def _contenders(training: pa.Table, matrix: Matrix, yes: Mask, *, seed: int) -> tuple[Contender, Contender]:
    """The logistic regression and the network, fitted on the same rows and calibrated on the same others."""
    from ml.churn.network import build_line, build_network
    from ml.training.fitting import Course, fit, make_reproducible, predict, with_calibration

    held_out = hold_out_customers(training["customer_id"], share=HELD_OUT_SHARE, seed=seed)
    make_reproducible(seed)
    network = build_network(matrix.shape[1])
    fit(network, matrix, yes, held_out=held_out, course=Course(60, batch_size(len(matrix)), learning_rate=2e-3, patience=5))
    line = build_line(fit_logistic(matrix[~held_out], yes[~held_out]))

    def contender(name: str, fitted: "keras.Model") -> Contender:
        logits = predict(fitted, matrix)
        calibrated = with_calibration(fitted, *calibration(logits, training, yes, held_out))
        return Contender(name, calibrated, roc_auc(yes[held_out], logits[held_out]))

    return contender(LOGISTIC, line), contender(NETWORK, network)


def _earned(network: Contender, line: Contender, test_yes: Mask, said: Mapping[str, NDArray[np.float64]]) -> bool:
    """Whether the network ranks better, on the held-out customers and on the test day; the simpler model needs no proof."""
    better_on_test = roc_auc(test_yes, said[network.name]) > roc_auc(test_yes, said[line.name])
    return network.held_out_auc > line.held_out_auc and better_on_test


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
