"""Stores a trained coupon model and lets it serve if it ranks better than the others. Imports TensorFlow when called."""

from datetime import date
from typing import TYPE_CHECKING

from ml.next_best_offer.coupons.train import DECIDED_BY
from ml.registry import ModelStore
from ml.training.trained import TrainedModel

if TYPE_CHECKING:
    from ml.training.release import Released


def release_coupons(trained: TrainedModel, store: ModelStore, *, as_of_on: date) -> "Released":
    """The model is stored under the as-of day, and champion if it passes the gates; what decides is NDCG@10 on later campaigns.

    Raises:
        ParityBroken: LiteRT answers differently from Keras; nothing was stored.
        RegistryUnavailable, FilesUnavailable: it could not be recorded; nothing was promoted.
    """
    # TensorFlow takes seconds to import; only releasing pays them.
    from ml.training.release import release

    return release(trained, store, as_of_on=as_of_on, decided_by=DECIDED_BY)
