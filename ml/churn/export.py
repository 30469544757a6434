"""Stores a trained churn model and lets it serve if it passes the gates. Imports TensorFlow when called."""

from datetime import date
from typing import TYPE_CHECKING

from ml.registry import ModelStore
from ml.training.trained import TrainedModel

if TYPE_CHECKING:
    import pyarrow as pa

    from ml.training.release import Released

DECIDED_BY = "auc"


def release_churn(trained: TrainedModel, store: ModelStore, *, as_of_on: date, todays_rows: "pa.Table | None" = None) -> "Released":
    """The model is stored under the as-of day, and champion if it passes the gates; what decides is its AUC on the test day.

    Raises:
        ParityBroken: LiteRT answers differently from Keras; nothing was stored.
        RegistryUnavailable, FilesUnavailable: it could not be recorded; nothing was promoted.
    """
    from ml.training.release import release

    return release(trained, store, as_of_on=as_of_on, decided_by=DECIDED_BY, todays_rows=todays_rows)
