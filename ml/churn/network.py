"""The churn network: a straight line plus a small hidden layer, strongly held back. Imports TensorFlow; fitting is `train.py`'s."""

import keras
import numpy as np
from numpy.typing import NDArray


def build_network(input_count: int) -> keras.Model:
    """Logits of churn: `(batch, inputs) float32 → (batch, 1) float32`.

    The straight line alone is a logistic regression; the hidden layer adds what bends. With a few thousand customers, more
    width only learns them by heart.
    """
    features = keras.Input((input_count,), name="features", dtype="float32")
    line = keras.layers.Dense(1, kernel_regularizer=keras.regularizers.L2(1e-3))(features)
    hidden = keras.layers.Dense(24, activation="relu", kernel_regularizer=keras.regularizers.L2(1e-2))(features)
    bend = keras.layers.Dense(1)(keras.layers.Dropout(0.3)(hidden))
    return keras.Model(features, keras.layers.Add()([line, bend]), name="churn")


def build_line(weights: NDArray[np.float64]) -> keras.Model:
    """A fitted logistic regression as a network of logits: `(batch, inputs) float32 → (batch, 1) float32`; its intercept comes last."""
    features = keras.Input((len(weights) - 1,), name="features", dtype="float32")
    line = keras.layers.Dense(1)
    network = keras.Model(features, line(features), name="churn")
    line.set_weights([weights[:-1, None].astype(np.float32), weights[-1:].astype(np.float32)])
    return network
