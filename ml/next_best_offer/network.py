"""The offer network: two hidden layers over one customer and one offer. Imports TensorFlow; fitting is `train.py`'s."""

import keras


def build_network(input_count: int) -> keras.Model:
    """Logits of buying the offer's category: `(batch, inputs) float32 → (batch, 1) float32`."""
    features = keras.Input((input_count,), name="features", dtype="float32")
    hidden = keras.layers.Dense(64, activation="relu")(features)
    hidden = keras.layers.Dense(32, activation="relu")(hidden)
    return keras.Model(features, keras.layers.Dense(1)(hidden), name="next_best_offer")
