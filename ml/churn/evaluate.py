"""How good churn scores are on days they were not trained on, and how good recency alone would be. No model is loaded here."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ml.features.encoder import Column, Mask
from ml.metrics import average_precision, calibration_error, interval_of, log_loss, roc_auc
from ml.runtime.manifest import Slice
from ml.training.calibration import fit_platt

BASELINE, LOGISTIC, NETWORK = "recency", "logistic", "network"
INTERVAL_DRAWS = 1_000
SLICE_ROWS_MIN, SLICE_ANSWERS_MIN = 30, 5


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


def intervals_of(labels: Mask, probabilities: NDArray[np.float64], *, seed: int) -> dict[str, tuple[float, float]]:
    """95 % bootstrap intervals of what `measure` tells; a row is a customer, for there is one test day.

    Calibration error has none: it adds up distances, to which every draw adds some of its own, so that all draws lie above the figure.
    """
    measures = {"auc": roc_auc, "average_precision": average_precision, "log_loss": log_loss}
    return {name: interval_of(one, labels, probabilities, seed=seed, draws=INTERVAL_DRAWS) for name, one in measures.items()}


def slices_of(kinds: pa.Table | None, customers: Column, labels: Mask, probabilities: NDArray[np.float64]) -> tuple[Slice, ...]:
    """What is promised and what came, for each kind of customers with at least 30 rows; AUC where five of each answer are among them.

    Args:
        kinds: `customer_id`, and columns of codes; customers that it does not know are UNKNOWN.
        customers: `(rows,)` customer ids of the test rows.
        labels: `(rows,)`.
        probabilities: `(rows,)`.
    """
    if kinds is None:
        return ()
    place = pc.index_in(customers, value_set=kinds["customer_id"].combine_chunks())
    found = list[Slice]()
    for name in kinds.column_names[1:]:
        codes = kinds[name].combine_chunks().take(place).fill_null("UNKNOWN").to_numpy(zero_copy_only=False)
        for code in sorted(set(codes)):
            among: Mask = codes == code
            if int(among.sum()) >= SLICE_ROWS_MIN:
                figures = _slice(labels[among], probabilities[among])
                found.append(Slice(column=name, value=str(code), count=int(among.sum()), metrics=figures))
    return tuple(found)


def _slice(labels: Mask, probabilities: NDArray[np.float64]) -> dict[str, float]:
    told = {"mean_probability": float(probabilities.mean()), "observed_share": float(labels.mean())}
    enough = min(int(labels.sum()), int((~labels).sum())) >= SLICE_ANSWERS_MIN
    return told | ({"auc": roc_auc(labels, probabilities)} if enough else {})


def recency_alone(training: pa.Table, training_labels: Mask, test: pa.Table) -> NDArray[np.float64]:
    """What days since the last purchase alone would say of each row of `test`, fitted on `training`."""
    slope, intercept = fit_platt(_log_recency(training), training_labels)
    answer: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-(slope * _log_recency(test) + intercept)))
    return answer


def _log_recency(rows: pa.Table) -> NDArray[np.float64]:
    days: NDArray[np.float64] = rows["recency_days"].cast(pa.float64()).to_numpy()
    return np.log1p(days)
