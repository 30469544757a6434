"""Fits the offer model: earlier days train, a later day judges. TensorFlow is imported when training starts, not before."""

from functools import partial

import numpy as np
import pyarrow as pa

from ml.features import fit_encoder
from ml.features.profile import profiles_of
from ml.next_best_offer.evaluate import baselines, measure
from ml.next_best_offer.features import CONTRACT, KEYS, LABEL, LABEL_DAYS, MODEL_NAME
from ml.training.calibration import fit_platt
from ml.training.judge import judge_on
from ml.training.split import days_of, hold_out_customers, labels_of, rows_of_days, split_in_time, window_of, with_labels
from ml.training.trained import TrainedModel

SEED = 20170326
HELD_OUT_SHARE = 0.2
TRAINING_ROWS_MAX = 400_000


def train_offers(features: pa.Table, labels: pa.Table, *, data_watermark: str, seed: int = SEED) -> TrainedModel:
    """A calibrated offer model, judged on the newest labelled day. The same rows and seed give the same model.

    Args:
        features: rows of `read.read_training_rows`: `marts.customer_offer_features` with their customer's columns.
        labels: rows of `marts.offer_labels` (customer_id, as_of_on, offer_code, has_bought), complete by the day of training.
        data_watermark: up to where the data was loaded, for the manifest.
        seed: of weights, shuffling, and the choice of rows and held-out customers.

    Raises:
        TooLittleHistory: no labelled day is 28 days older than the newest one.
        LabelsOneSided: everything, or nothing, was bought.
        FeatureMissing: a column of the contract is absent.
        FeatureTypeWrong: a column is of another kind than its feature.
    """
    rows = with_labels(features, labels, keys=KEYS, label=LABEL)
    split = split_in_time(days_of(rows), label_days=LABEL_DAYS)
    chosen = draw_rows(rows_of_days(rows, split.train_days), count=TRAINING_ROWS_MAX, seed=seed)
    encoder = fit_encoder(CONTRACT, chosen)
    training, matrix = encoder.keep(chosen)
    test, sample = encoder.keep(rows_of_days(rows, (split.test_day,)))
    yes, test_yes = labels_of(training, LABEL, what="training rows"), labels_of(test, LABEL, what="test rows")
    held_out = hold_out_customers(training["customer_id"], share=HELD_OUT_SHARE, seed=seed)

    # TensorFlow takes seconds to import; only training pays them.
    from ml.next_best_offer.network import build_network
    from ml.training.fitting import Course, fit, make_reproducible, predict, with_calibration

    make_reproducible(seed)
    network = build_network(matrix.shape[1])
    fit(network, matrix, yes, held_out=held_out, course=Course(epochs_max=10, batch_size=2048, learning_rate=2e-3, patience=2))
    calibrated = with_calibration(network, *fit_platt(predict(network, matrix[held_out]), yes[held_out]))
    return TrainedModel(
        name=MODEL_NAME,
        label=LABEL,
        contract=CONTRACT,
        encoder=encoder,
        network=calibrated,
        training=window_of(split.train_days, LABEL_DAYS, yes),
        test=window_of((split.test_day,), LABEL_DAYS, test_yes),
        metrics=measure(test, test_yes, predict(calibrated, sample)),
        baselines=baselines(test, test_yes),
        sample=sample,
        data_watermark=data_watermark,
        seed=seed,
        profiles=profiles_of(CONTRACT.features, training, predict(calibrated, sample)),
        judge=judge_on(test, partial(measure, test, test_yes)),
    )


def draw_rows(rows: pa.Table, *, count: int, seed: int) -> pa.Table:
    """At most `count` of `rows`, drawn evenly, in their order."""
    if rows.num_rows <= count:
        return rows
    drawn = np.zeros(rows.num_rows, dtype=np.bool_)
    drawn[np.random.default_rng(seed).permutation(rows.num_rows)[:count]] = True
    return rows.filter(pa.array(drawn))
