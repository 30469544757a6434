"""The network that ranks a list, and the mean of several. Imports TensorFlow; fitting is `train.py`'s."""

import keras
import numpy as np

from ml.next_best_offer.basket.features import Matrix

# Beyond so many standard deviations a value says no more; a far one must not swing a rank.
STANDARD_DEVIATIONS_MAX = 6.0


def build_network(matrix: Matrix, *, name: str) -> keras.Model:
    """Scores of rows, the greater the sooner bought: `(batch, features) float32 → (batch, 1) float32`; scaled by what `matrix` shows."""
    mean, deviation = matrix.mean(axis=0, dtype=np.float64), matrix.std(axis=0, dtype=np.float64)
    features = keras.Input((matrix.shape[1],), name="features", dtype="float32")
    # A column that never changes says nothing, whatever it is later.
    scale = np.where(deviation > 1e-6, 1.0 / np.maximum(deviation, 1e-6), 0.0)
    hidden = keras.layers.Rescaling(scale.astype(np.float32).tolist(), (-mean * scale).astype(np.float32).tolist())(features)
    hidden = keras.ops.clip(hidden, -STANDARD_DEVIATIONS_MAX, STANDARD_DEVIATIONS_MAX)
    hidden = keras.layers.Dense(96, activation="relu")(hidden)
    hidden = keras.layers.Dense(48, activation="relu")(hidden)
    return keras.Model(features, keras.layers.Dense(1)(hidden), name=name)


def mean_of(networks: list[keras.Model]) -> keras.Model:
    """One network that scores as the mean of `networks` does."""
    features = keras.Input(networks[0].input_shape[1:], name="features", dtype="float32")
    scores = [network(features) for network in networks]
    return keras.Model(features, keras.layers.Average()(scores) if len(scores) > 1 else scores[0], name="next_basket")
