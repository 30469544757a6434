"""From a Keras network to the bytes of a LiteRT model, and the proof that both answer alike. Imports TensorFlow."""

import tempfile
from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from ml.features.encoder import Matrix
from ml.registry.gate import PARITY_MAX
from ml.runtime import Manifest, ScoringModel
from ml.runtime.score import SCORE_DECIMALS
from ml.training.errors import ParityBroken
from ml.training.fitting import predict


def to_litert(network: keras.Model) -> bytes:
    """`network` as a float32 LiteRT model, by way of a saved model. The same weights give the same bytes."""
    with tempfile.TemporaryDirectory(prefix="khaywe-export-") as folder:
        network.export(folder, verbose=False)
        content: bytes = tf.lite.TFLiteConverter.from_saved_model(folder).convert()
    return content


@dataclass(frozen=True, slots=True)
class Parity:
    """How alike Keras and LiteRT answer: the greatest difference of a probability, and the rank correlation (1 is the same order)."""

    difference_max: float
    rank_agreement: float


def parity(network: keras.Model, manifest: Manifest, content: bytes, matrix: Matrix) -> Parity:
    """How alike both answer over `matrix`.

    Raises:
        ParityBroken: one differs by more than 1e-4 somewhere.
    """
    theirs, ours = predict(network, matrix), ScoringModel(manifest, content).probabilities(matrix).astype(np.float64)
    difference = float(np.abs(theirs - ours).max())
    if not difference <= PARITY_MAX:
        raise ParityBroken(
            f"Exported {manifest.model_version} differs from its network by {difference:.2e}; at most {PARITY_MAX:.0e} is allowed.",
            difference=difference,
        )
    return Parity(difference, rank_agreement(theirs, ours))


def rank_agreement(left: NDArray[np.float64], right: NDArray[np.float64]) -> float:
    """Spearman's correlation of two rows of scores as they are ranked when they serve: to six decimals, equal ones sharing their rank."""
    ranks = [_ranks(scores.round(SCORE_DECIMALS)) for scores in (left, right)]
    if any(one.std() == 0 for one in ranks):
        return 1.0 if all(one.std() == 0 for one in ranks) else 0.0
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1])


def _ranks(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    _, place, tied = np.unique(scores, return_inverse=True, return_counts=True)
    shared: NDArray[np.float64] = (np.cumsum(tied) - (tied - 1) / 2.0)[place]
    return shared
