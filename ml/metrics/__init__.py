"""How good scores are: discrimination, calibration, ranking, and how sure each figure is. NumPy only; no model and no data here."""

from ml.metrics.binary import average_precision, calibration_error, log_loss, roc_auc
from ml.metrics.bootstrap import interval, interval_of, paired_difference, paired_p, paired_p_of
from ml.metrics.ranking import ndcg_at, recall_at

__all__ = [
    "average_precision",
    "calibration_error",
    "interval",
    "interval_of",
    "log_loss",
    "ndcg_at",
    "paired_difference",
    "paired_p",
    "paired_p_of",
    "recall_at",
    "roc_auc",
]
