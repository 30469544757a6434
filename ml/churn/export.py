"""Stores a trained churn model and lets it serve if it beats recency alone. Imports TensorFlow when called."""

from datetime import date
from typing import TYPE_CHECKING

from ml.registry import ModelStore
from ml.training.trained import TrainedModel

if TYPE_CHECKING:
    from ml.training.release import Released

DECIDED_BY = "auc"


def release_churn(trained: TrainedModel, store: ModelStore, *, as_of_on: date) -> "Released":
    """The model is stored under the as-of day, and champion if its AUC on the test day is above that of recency alone.

    Raises:
        ParityBroken: LiteRT answers differently from Keras; nothing was stored.
    """
    from ml.training.release import release

    return release(trained, store, as_of_on=as_of_on, decided_by=DECIDED_BY)
