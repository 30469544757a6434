"""TIFU-KNN: a customer's taste as a vector of decayed frequencies, moved towards that of the most similar customers.

Source: Hu, He, Gao, Zhang, "Modeling personalized item frequency information for next-basket recommendation", SIGIR 2020.
Not here: which customers may be known of (`known.py`), and how the settings are chosen (`tuning.py`).
"""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from ml.next_best_offer.basket.baskets import Baskets, Figures, Numbers, lines_between


@dataclass(frozen=True)
class Taste:
    """How baskets fade: `basket_decay` from one to the next within a group of `group_size`, `group_decay` from group to group."""

    group_size: int = 7
    basket_decay: float = 0.9
    group_decay: float = 0.7


@dataclass(frozen=True)
class TifuSettings:
    """A taste, how many neighbours are asked, and how much a customer's own taste counts beside theirs."""

    taste: Taste = Taste()
    neighbours: int = 300
    own_share: float = 0.7


def taste_weights(age: Numbers, count: Numbers, taste: Taste) -> Figures:
    """What a basket of `age` (0 is the newest) weighs among `count` baskets. Groups count from the newest; the oldest may be short."""
    group, place = np.divmod(age, taste.group_size)
    groups = -(-count // taste.group_size)
    short = count - (groups - 1) * taste.group_size
    members = np.where(group == groups - 1, short, taste.group_size)
    weights: Figures = taste.group_decay**group * taste.basket_decay**place / (groups * members)
    return weights


def taste_vectors(baskets: Baskets, first: Numbers, beyond: Numbers, taste: Taste) -> sp.csr_matrix:
    """`(rows, items) float32`, the taste of each row's baskets `first … beyond - 1`."""
    lines = lines_between(baskets, first, beyond)
    weights = taste_weights(beyond[lines.row] - 1 - lines.basket, (beyond - first)[lines.row], taste)
    return sp.csr_matrix((weights.astype(np.float32), (lines.row, lines.item)), shape=(len(first), baskets.item_count))


def faded_vectors(baskets: Baskets, first: Numbers, beyond: Numbers, decay: float) -> sp.csr_matrix:
    """`(rows, items) float32`, how often each item was bought, every basket counting `decay` of the one after it."""
    lines = lines_between(baskets, first, beyond)
    weights = decay ** (beyond[lines.row] - 1 - lines.basket).astype(np.float64)
    return sp.csr_matrix((weights.astype(np.float32), (lines.row, lines.item)), shape=(len(first), baskets.item_count))


def most_similar(similarity: NDArray[np.float32], count: int) -> tuple[Numbers, NDArray[np.float32]]:
    """The `count` greatest of each row of `similarity`, in no order: columns and values, `(rows, count)`."""
    count = min(count, similarity.shape[1])
    columns = np.argpartition(-similarity, count - 1, axis=1)[:, :count]
    return columns, np.take_along_axis(similarity, columns, axis=1)


def weighted_mean(vectors: sp.csr_matrix, columns: Numbers, weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Per row, the sum of the vectors `columns` names times `weights`: `(rows, items) float32`."""
    rows, count = columns.shape
    chosen = sp.csr_matrix((weights.ravel(), columns.ravel(), np.arange(rows + 1) * count), shape=(rows, vectors.shape[0]))
    mean: NDArray[np.float32] = (chosen @ vectors).toarray()
    return mean


def squared_norms(vectors: sp.csr_matrix) -> NDArray[np.float32]:
    """`(rows,)`."""
    norms: NDArray[np.float32] = np.asarray(vectors.multiply(vectors).sum(axis=1), dtype=np.float32).ravel()
    return norms
