"""Fitting a network of logits and calibrating it. Imports TensorFlow; import it inside the function that trains."""

from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from ml.features.encoder import Mask, Matrix

PREDICT_ROWS = 65_536


@dataclass(frozen=True)
class Course:
    """How a network is fitted: `patience` epochs without a better validation loss end it, and the best weights stay."""

    epochs_max: int
    batch_size: int
    learning_rate: float
    patience: int


def make_reproducible(seed: int) -> None:
    """From here on the same seed and rows give the same weights, bit for bit, on the same machine."""
    keras.utils.clear_session()  # layers count on from the networks before, and their names are in the file
    keras.utils.set_random_seed(seed)
    tf.config.experimental.enable_op_determinism()


def fit(network: keras.Model, matrix: Matrix, labels: Mask, *, held_out: Mask, course: Course) -> None:
    """`network` is fitted on the rows not held out; those held out say when to stop.

    Args:
        network: `(batch, inputs) float32 → (batch, 1)` logits.
        matrix: `(rows, inputs) float32`.
        labels: `(rows,)`.
        held_out: `(rows,)`.
        course: epochs, batch size, learning rate, patience.
    """
    network.compile(optimizer=keras.optimizers.Adam(course.learning_rate), loss=keras.losses.BinaryCrossentropy(from_logits=True))
    target = labels.astype(np.float32)[:, None]
    network.fit(
        matrix[~held_out],
        target[~held_out],
        validation_data=(matrix[held_out], target[held_out]),
        epochs=course.epochs_max,
        batch_size=course.batch_size,
        callbacks=[keras.callbacks.EarlyStopping(patience=course.patience, restore_best_weights=True)],
        verbose=0,
    )


def with_calibration(network: keras.Model, slope: float, intercept: float) -> keras.Model:
    """The network with sigmoid(slope × logit + intercept) as its last layer: `(batch, inputs) → (batch, 1)` probabilities."""
    last = keras.layers.Dense(1, activation="sigmoid", name="probability")
    calibrated = keras.Model(network.input, last(network.output), name=network.name)
    last.set_weights([np.array([[slope]], dtype=np.float32), np.array([intercept], dtype=np.float32)])
    return calibrated


def predict(network: keras.Model, matrix: Matrix) -> NDArray[np.float64]:
    """The network's answers, `(rows,) float64`."""
    parts = [network(matrix[first : first + PREDICT_ROWS], training=False).numpy() for first in range(0, len(matrix), PREDICT_ROWS)]
    return np.concatenate(parts)[:, 0].astype(np.float64)
