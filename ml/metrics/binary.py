"""Measures of one probability per row against one yes or no. Not here: measures of rankings (`ranking.py`)."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

LABELS_BOTH = "these measures need at least one yes and one no among the labels"


def _pair(labels: ArrayLike, scores: ArrayLike) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    truth, score = np.asarray(labels, dtype=np.bool_), np.asarray(scores, dtype=np.float64)
    if truth.shape != score.shape or truth.ndim != 1:
        raise ValueError(f"labels {truth.shape} and scores {score.shape} must be two rows of equal length")
    return truth, score


def roc_auc(labels: ArrayLike, scores: ArrayLike) -> float:
    """The chance that a random yes scores above a random no; ties count half.

    Raises:
        ValueError: the labels are all yes or all no.
    """
    truth, score = _pair(labels, scores)
    positive, negative = int(truth.sum()), int((~truth).sum())
    if not positive or not negative:
        raise ValueError(LABELS_BOTH)
    _, place, tied = np.unique(score, return_inverse=True, return_counts=True)
    mean_rank = np.cumsum(tied) - (tied - 1) / 2.0
    rank_sum = float(mean_rank[place[truth]].sum())
    return (rank_sum - positive * (positive + 1) / 2.0) / (positive * negative)


def average_precision(labels: ArrayLike, scores: ArrayLike) -> float:
    """The mean of the precision at each yes, rows with one score taken together.

    Raises:
        ValueError: no yes among the labels.
    """
    truth, score = _pair(labels, scores)
    if not truth.any():
        raise ValueError(LABELS_BOTH)
    order = np.argsort(-score, kind="stable")
    last_of_tie = np.append(np.flatnonzero(np.diff(score[order])), len(score) - 1)
    found = np.cumsum(truth[order])[last_of_tie]
    precision = found / (last_of_tie + 1)
    return float((np.diff(found, prepend=0) * precision).sum() / found[-1])


def log_loss(labels: ArrayLike, probabilities: ArrayLike) -> float:
    """Mean negative log-likelihood in nats; probabilities are held away from 0 and 1 by 1e-7."""
    truth, score = _pair(labels, probabilities)
    held = np.clip(score, 1e-7, 1 - 1e-7)
    return float(-np.mean(np.where(truth, np.log(held), np.log1p(-held))))


def calibration_error(labels: ArrayLike, probabilities: ArrayLike, *, bin_count: int = 10) -> float:
    """Mean gap between promised and observed share of yes, over bins of equally many rows (expected calibration error)."""
    truth, score = _pair(labels, probabilities)
    order = np.argsort(score, kind="stable")
    gaps = [abs(float(truth[part].mean() - score[part].mean())) * len(part) for part in np.array_split(order, bin_count) if len(part)]
    return sum(gaps) / len(score)
