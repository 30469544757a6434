"""Measures of a ranking per group (a customer and a day) against the wanted items. Set-based: one sort, no loop over groups."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def _ranked(groups: ArrayLike, labels: ArrayLike, scores: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.int64]]:
    """Per row, best first within its group: the group's number, the label, the rank from 1. Ties keep the order given."""
    _, group = np.unique(np.asarray(groups), return_inverse=True)
    order = np.lexsort((-np.asarray(scores, dtype=np.float64), group))
    group, truth = group[order].astype(np.int64), np.asarray(labels, dtype=np.bool_)[order]
    start = np.flatnonzero(np.diff(group, prepend=-1))
    rank = np.arange(len(group)) - np.repeat(start, np.diff(np.append(start, len(group)))) + 1
    return group, truth, rank


def ndcg_at(k: int, groups: ArrayLike, labels: ArrayLike, scores: ArrayLike) -> float:
    """Mean NDCG of the first `k`, over groups that want at least one item; the ideal order holds every wanted item of the group.

    Raises:
        ValueError: no group wants anything.
    """
    group, truth, rank = _ranked(groups, labels, scores)
    wanted = np.bincount(group, weights=truth).astype(np.int64)
    if not wanted.any():
        raise ValueError("no group wants anything: there is nothing to rank")
    gains = np.bincount(group, weights=np.where(truth & (rank <= k), 1.0 / np.log2(rank + 1.0), 0.0), minlength=len(wanted))
    ideal = np.concatenate([[0.0], np.cumsum(1.0 / np.log2(np.arange(2, k + 2)))])[np.minimum(wanted, k)]
    some = wanted > 0
    return float((gains[some] / ideal[some]).mean())


def recall_at(k: int, groups: ArrayLike, labels: ArrayLike, scores: ArrayLike) -> float:
    """Mean share of a group's wanted items among its first `k`, over groups that want at least one.

    Raises:
        ValueError: no group wants anything.
    """
    group, truth, rank = _ranked(groups, labels, scores)
    wanted = np.bincount(group, weights=truth)
    if not wanted.any():
        raise ValueError("no group wants anything: there is nothing to rank")
    hits = np.bincount(group, weights=truth & (rank <= k), minlength=len(wanted))
    some = wanted > 0
    return float((hits[some] / wanted[some]).mean())
