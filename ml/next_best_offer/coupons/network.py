"""The coupon network: three small ones over a household and a product, averaged, and the loss of a list; and a formula in the same clothes.
Imports TensorFlow."""

from collections.abc import Sequence

import keras
import numpy as np
import tensorflow as tf

from ml.next_best_offer.coupons.formula import SCORE_MIN, Decoding

# Of a list's loss, how much asks for the right level beside the right order: scores then stand for chances in every household alike.
LEVEL_SHARE = 0.3
PADDING = -1.0
TRUTHS_MAX = 10.0


def build_network(input_count: int) -> keras.Model:
    """Logits of buying the product: `(…, inputs) float32 → (…, 1) float32`, over rows or over lists of rows."""
    features = keras.Input((None, input_count), dtype="float32")
    hidden = keras.layers.Dense(96, activation="relu")(features)
    hidden = keras.layers.Dense(48, activation="relu")(hidden)
    return keras.Model(features, keras.layers.Dense(1)(hidden))


def over_rows(networks: list[keras.Model], input_count: int) -> keras.Model:
    """The mean logit of networks over lists, as one network over rows: `(batch, inputs) → (batch, 1)`, sharing their weights."""
    features = keras.Input((input_count,), name="features", dtype="float32")
    answers = []
    for network in networks:
        hidden = features
        for layer in network.layers:
            if isinstance(layer, keras.layers.Dense):
                hidden = layer(hidden)
        answers.append(hidden)
    return keras.Model(features, keras.layers.Average()(answers) if len(answers) > 1 else answers[0], name="coupon_response")


def build_formula(decodings: Sequence[Decoding], input_count: int) -> keras.Model:
    """The logarithm of a formula's score, for want of logits: `(batch, inputs) float32 → (batch, 1) float32`. Nothing in it is learnt."""
    features = keras.Input((input_count,), name="features", dtype="float32")
    read, weighed = keras.layers.Dense(len(decodings)), keras.layers.Dense(1, use_bias=False)
    # Not expm1, for which LiteRT has no operation; what it would save is far below the least score.
    columns = keras.ops.relu(keras.ops.exp(read(features)) - 1.0)
    formula = keras.Model(features, keras.ops.log(weighed(columns) + SCORE_MIN), name="coupon_response")
    kernel = np.zeros((input_count, len(decodings)), dtype=np.float32)
    for column, one in enumerate(decodings):
        kernel[one.place, column] = one.deviation
    read.set_weights([kernel, np.array([one.mean for one in decodings], dtype=np.float32)])
    weighed.set_weights([np.array([[one.weight] for one in decodings], dtype=np.float32)])
    return formula


def loss_of_list(truth: tf.Tensor, logits: tf.Tensor) -> tf.Tensor:
    """Per list, the softmax cross-entropy of its truths, and a part of the plain one of each row; rows of −1 are padding.

    A list of many truths says more than one of few: it weighs the root of their number, up to ten.
    """
    answer, wanted = logits[..., 0], tf.reshape(truth, tf.shape(logits)[:2])
    is_row = wanted > PADDING
    yes, rows = tf.where(is_row, wanted, 0.0), tf.cast(is_row, tf.float32)
    count = tf.reduce_sum(yes, axis=1)
    chance = tf.nn.log_softmax(tf.where(is_row, answer, -1e9), axis=1)
    order = -tf.reduce_sum(yes * chance, axis=1) / tf.maximum(count, 1.0) * tf.sqrt(tf.minimum(count, TRUTHS_MAX))
    level = tf.reduce_sum(rows * tf.nn.sigmoid_cross_entropy_with_logits(labels=yes, logits=answer), axis=1)
    return order + LEVEL_SHARE * level / 10.0
