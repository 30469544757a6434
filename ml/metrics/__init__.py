"""How good scores are: discrimination, calibration, ranking. NumPy only; no model and no data here."""

from ml.metrics.binary import average_precision, calibration_error, log_loss, roc_auc
from ml.metrics.ranking import ndcg_at, recall_at

__all__ = ["average_precision", "calibration_error", "log_loss", "ndcg_at", "recall_at", "roc_auc"]
