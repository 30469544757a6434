"""Stores a trained offer model and lets it serve if it passes the gates. Imports TensorFlow when called."""

from datetime import date
from typing import TYPE_CHECKING

from ml.registry import ModelStore
from ml.training.trained import TrainedModel

if TYPE_CHECKING:
    import pyarrow as pa

    from ml.training.release import Released

DECIDED_BY = "ndcg_at_5"


def release_offers(trained: TrainedModel, store: ModelStore, *, as_of_on: date, todays_rows: "pa.Table | None" = None) -> "Released":
    """The model is stored under the as-of day, and champion if it passes the gates; what decides is its NDCG@5.

    Raises:
        ParityBroken: LiteRT answers differently from Keras; nothing was stored.
        RegistryUnavailable, FilesUnavailable: it could not be recorded; nothing was promoted.
    """
    # TensorFlow takes seconds to import; only releasing pays them.
    from ml.training.release import release

    return release(trained, store, as_of_on=as_of_on, decided_by=DECIDED_BY, todays_rows=todays_rows)
