"""How well offers are ranked on a day not trained on, beside what everyone buys and what the customer always bought."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ml.features.encoder import Mask
from ml.metrics import average_precision, calibration_error, log_loss, ndcg_at, recall_at, roc_auc
from ml.next_best_offer.features import OFFERS_PER_CUSTOMER

# The column of the feature rows that each baseline ranks by.
BASELINES = {"popularity": "category_popularity_share_84d", "personal_frequency": "category_purchase_count_364d"}


def measure(test: pa.Table, labels: Mask, probabilities: NDArray[np.float64]) -> dict[str, float]:
    """Ranking (NDCG@5, recall@5 per customer) and probability (AUC, average precision, log loss, calibration error).

    `test` are rows of one day in the order of their keys, so that equal scores rank by offer code.
    """
    return rank_measures(test, labels, probabilities) | {
        "log_loss": log_loss(labels, probabilities),
        "calibration_error": calibration_error(labels, probabilities),
    }


def baselines(test: pa.Table, labels: Mask) -> dict[str, dict[str, float]]:
    """The ranking measures of each baseline on the same rows. A missing value ranks last."""
    return {name: rank_measures(test, labels, _column(test, column)) for name, column in BASELINES.items()}


def rank_measures(test: pa.Table, labels: Mask, scores: NDArray[np.float64]) -> dict[str, float]:
    """Measures that need an order only."""
    customers = pc.index_in(test["customer_id"], value_set=pc.unique(test["customer_id"])).to_numpy()
    return {
        "auc": roc_auc(labels, scores),
        "average_precision": average_precision(labels, scores),
        f"ndcg_at_{OFFERS_PER_CUSTOMER}": ndcg_at(OFFERS_PER_CUSTOMER, customers, labels, scores),
        f"recall_at_{OFFERS_PER_CUSTOMER}": recall_at(OFFERS_PER_CUSTOMER, customers, labels, scores),
    }


def _column(rows: pa.Table, name: str) -> NDArray[np.float64]:
    values: NDArray[np.float64] = rows[name].cast(pa.float64()).to_numpy()
    return np.nan_to_num(values, nan=-1.0)
