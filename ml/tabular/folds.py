"""Which rows judge together: folds of customers. Not here: what is fitted on the other folds."""

import numpy as np
from numpy.typing import NDArray

from ml.tabular.columns import Numbers


def folds_of(
    customer: NDArray[np.int64], outcome: Numbers, *, arm: NDArray[np.bool_] | None = None, count: int, seed: int
) -> NDArray[np.int64]:
    """A fold per row, one for all rows of a customer; arms and outcomes are spread evenly over folds, by each customer's first row."""
    _, first, place = np.unique(customer, return_index=True, return_inverse=True)
    arm = np.zeros(len(customer), dtype=np.bool_) if arm is None else arm
    generator = np.random.default_rng(seed)
    order = np.lexsort((generator.random(len(first)), outcome[first], arm[first]))
    # Neighbours in arm and outcome go to different folds; which of a handful goes where is drawn.
    handful = np.arange(len(first)) // count
    fold = np.empty(len(first), dtype=np.int64)
    fold[order] = np.lexsort((generator.random(len(first)), handful)) % count
    return fold[place]
