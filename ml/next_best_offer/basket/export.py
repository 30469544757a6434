"""From trained networks to the bytes that rank, and the proof that both score alike. Imports TensorFlow when called."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from ml.next_best_offer.basket.features import Matrix
from ml.next_best_offer.basket.rank import Ranker
from ml.registry import ModelStore
from ml.training.errors import ParityBroken
from ml.training.trained import TrainedModel

if TYPE_CHECKING:  # TensorFlow takes seconds to import; a type needs none of it.
    import keras
    import pyarrow as pa

    from ml.training.release import Released

# Scores are logarithms of chances: so much apart, two rows of a list change places only if they were as good as equal.
PARITY_MAX = 1e-4
DECIDED_BY = "ndcg@10"


def export_ranker(network: keras.Model, sample: Matrix) -> tuple[bytes, float]:
    """`network` as LiteRT bytes, and the greatest difference between their scores over `sample`, for scores beyond ±1 in proportion.

    Raises:
        ParityBroken: it is more than 1e-4.
    """
    # TensorFlow takes seconds to import; only exporting pays them.
    from ml.training.litert import to_litert

    content = to_litert(network)
    theirs = network(sample, training=False).numpy()[:, 0]
    difference = float(np.max(np.abs(Ranker(content).scores(sample) - theirs) / np.maximum(np.abs(theirs), 1.0), initial=0.0))
    if not difference <= PARITY_MAX:
        raise ParityBroken(
            f"The exported ranker differs from its network by {difference:.2e}; at most {PARITY_MAX:.0e} is allowed.", difference=difference
        )
    return content, difference


def release_next_basket(trained: TrainedModel, store: ModelStore, *, as_of_on: date, todays_rows: pa.Table | None = None) -> Released:
    """The model is stored under the as-of day, and champion if it passes the gates; what decides is NDCG@10 of last baskets.

    Raises:
        ParityBroken: LiteRT answers differently from Keras; nothing was stored.
        RegistryUnavailable, FilesUnavailable: it could not be recorded; nothing was promoted.
    """
    # TensorFlow takes seconds to import; only releasing pays them.
    from ml.training.release import release

    return release(trained, store, as_of_on=as_of_on, decided_by=DECIDED_BY, todays_rows=todays_rows)
