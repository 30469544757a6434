"""How good churn scores are on days they were not trained on, and how good recency alone would be. No model is loaded here."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ml.features.encoder import Mask
from ml.metrics import average_precision, calibration_error, log_loss, roc_auc
from ml.training.calibration import fit_platt

BASELINE = "recency"


def measure(labels: Mask, probabilities: NDArray[np.float64]) -> dict[str, float]:
    """AUC, average precision, log loss and calibration error of one probability per customer and day."""
    return {
        "auc": roc_auc(labels, probabilities),
        "average_precision": average_precision(labels, probabilities),
        "log_loss": log_loss(labels, probabilities),
        "calibration_error": calibration_error(labels, probabilities),
        "mean_probability": float(probabilities.mean()),
        "observed_share": float(labels.mean()),
    }


def recency_alone(training: pa.Table, training_labels: Mask, test: pa.Table) -> NDArray[np.float64]:
    """What days since the last purchase alone would say of each row of `test`, fitted on `training`."""
    slope, intercept = fit_platt(_log_recency(training), training_labels)
    answer: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-(slope * _log_recency(test) + intercept)))
    return answer


def _log_recency(rows: pa.Table) -> NDArray[np.float64]:
    days: NDArray[np.float64] = rows["recency_days"].cast(pa.float64()).to_numpy()
    return np.log1p(days)
