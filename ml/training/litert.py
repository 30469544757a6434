"""From a Keras network to the bytes of a LiteRT model, and the proof that both answer alike. Imports TensorFlow."""

import tempfile

import keras
import numpy as np
import tensorflow as tf

from ml.features.encoder import Matrix
from ml.runtime import Manifest, ScoringModel
from ml.training.errors import ParityBroken
from ml.training.fitting import predict

PARITY_MAX = 1e-4


def to_litert(network: keras.Model) -> bytes:
    """`network` as a float32 LiteRT model, by way of a saved model. The same weights give the same bytes."""
    with tempfile.TemporaryDirectory(prefix="khaywe-export-") as folder:
        network.export(folder, verbose=False)
        content: bytes = tf.lite.TFLiteConverter.from_saved_model(folder).convert()
    return content


def parity_difference(network: keras.Model, manifest: Manifest, content: bytes, matrix: Matrix) -> float:
    """The greatest difference between the probabilities of Keras and LiteRT over `matrix`.

    Raises:
        ParityBroken: it is more than 1e-4.
    """
    difference = float(np.abs(predict(network, matrix) - ScoringModel(manifest, content).probabilities(matrix)).max())
    if not difference <= PARITY_MAX:
        raise ParityBroken(
            f"Exported {manifest.model_version} differs from its network by {difference:.2e}; at most {PARITY_MAX:.0e} is allowed.",
            difference=difference,
        )
    return difference
