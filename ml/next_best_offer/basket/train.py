"""Fits the networks that rank lists, by a listwise softmax. Not here: which baskets train and which judge (`protocol.py`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ml.next_best_offer.basket.baskets import Numbers
from ml.next_best_offer.basket.features import Matrix
from ml.next_best_offer.basket.lists import TrainingLists

if TYPE_CHECKING:  # TensorFlow takes seconds to import; a type needs none of it.
    import keras

# How many lists each network sees, each several times: few lists more often than many. Beyond it, validation gained nothing.
LISTS_SEEN = 100_000
EPOCHS_MIN, EPOCHS_MAX = 3, 40
LISTS_PER_STEP = 32
LEARNING_RATE = 2e-3
SEEDS = 5


def train_ranker(
    training: TrainingLists, validation: TrainingLists, *, seed: int, seeds: int = SEEDS, lists_seen: int = LISTS_SEEN
) -> keras.Model:
    """The mean of `seeds` networks, each as it was when it foretold the validation lists best.

    The same lists and seed give the same network, on one machine bit for bit.

    Args:
        training: at least one list.
        validation: lists of other customers; without any, the last epoch's weights stay.
        seed: of weights and order.
        seeds: how many networks are averaged.
        lists_seen: how many lists each network sees, about.
    """
    # TensorFlow takes seconds to import; only training pays them.
    from ml.next_best_offer.basket.network import build_network, mean_of
    from ml.training.fitting import make_reproducible

    networks = []
    for number in range(seeds):
        make_reproducible(seed + number)
        network = build_network(training.matrix, name=f"ranker_{number}")
        _fit(network, training, validation, np.random.default_rng(seed + number), lists_seen)
        networks.append(network)
    return mean_of(networks)


def _fit(network: keras.Model, training: TrainingLists, validation: TrainingLists, random: np.random.Generator, lists_seen: int) -> None:
    import keras

    count = len(training.customers)
    per_epoch = -(-count // LISTS_PER_STEP)
    epochs = int(np.clip(lists_seen // count, EPOCHS_MIN, EPOCHS_MAX))
    course = keras.optimizers.schedules.CosineDecay(LEARNING_RATE, epochs * per_epoch)
    steps = _Steps(network, keras.optimizers.Adam(course), max(training.width, validation.width))
    best, weights = np.inf, network.get_weights()
    for _ in range(epochs):
        order = random.permutation(count)
        for first in range(0, count, LISTS_PER_STEP):
            steps.learn(training, order[first : first + LISTS_PER_STEP])
        loss = steps.loss_of(validation) if len(validation.customers) else -np.inf
        if loss < best or loss == -np.inf:
            best, weights = loss, network.get_weights()
    network.set_weights(weights)


class _Steps:
    """One step of learning, and the loss of lists: the cross-entropy of a softmax over each list."""

    def __init__(self, network: keras.Model, optimizer: keras.optimizers.Optimizer, width: int) -> None:
        import tensorflow as tf

        self._width = width
        features = network.input_shape[-1]

        def loss(matrix: tf.Tensor, share: tf.Tensor, standing_for: tf.Tensor) -> tf.Tensor:
            scores = tf.reshape(network(tf.reshape(matrix, (-1, features)), training=True), tf.shape(share)) + standing_for
            chances = scores - tf.reduce_logsumexp(scores, axis=1, keepdims=True)
            return -tf.reduce_sum(tf.where(share > 0.0, share * chances, 0.0), axis=1)

        def learn(matrix: tf.Tensor, share: tf.Tensor, standing_for: tf.Tensor) -> None:
            with tf.GradientTape() as tape:
                mean = tf.reduce_mean(loss(matrix, share, standing_for))
            gradients = tape.gradient(mean, network.trainable_variables)
            optimizer.apply_gradients(zip(gradients, network.trainable_variables, strict=True))

        optimizer.build(network.trainable_variables)
        shapes = [tf.TensorSpec(shape, tf.float32) for shape in ((None, width, features), (None, width), (None, width))]
        self._loss = tf.function(loss, input_signature=shapes, autograph=False)
        self._learn = tf.function(learn, input_signature=shapes, autograph=False)

    def learn(self, lists: TrainingLists, chosen: Numbers) -> None:
        """The network's weights moved by some lists."""
        self._learn(*self._batch(lists, chosen))

    def loss_of(self, lists: TrainingLists) -> float:
        """The mean loss of all lists."""
        numbers = np.arange(len(lists.customers))
        parts = [self._loss(*self._batch(lists, numbers[first : first + 256])).numpy() for first in range(0, len(numbers), 256)]
        return float(np.concatenate(parts).mean())

    def _batch(self, lists: TrainingLists, chosen: Numbers) -> tuple[Matrix, ...]:
        rows, is_row = lists.chosen(chosen, self._width)
        none = np.float32(-1e9)
        return lists.matrix[rows], np.where(is_row, lists.share[rows], np.float32(0.0)), np.where(is_row, lists.standing_for[rows], none)
