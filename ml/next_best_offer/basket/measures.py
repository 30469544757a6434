"""How good a ranked list is for each customer: recall, NDCG and hit of its first items. Not here: means, intervals (`ml/metrics`)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ml.next_best_offer.basket.baskets import Figures, Numbers
from ml.next_best_offer.basket.features import ranks

ByCustomer = dict[str, Figures]


def measures(rows: Numbers, wanted: NDArray[np.bool_], scores: NDArray[np.generic], sizes: Numbers, lengths: Sequence[int]) -> ByCustomer:
    """`recall@k`, `ndcg@k` and `hit@k` of each list, `(lists,)` each. Rows scored −∞ are not offered.

    Recall and NDCG count every item of the basket as wanted, also those that are on no list: the ideal order of NDCG holds them all.

    Args:
        rows: `(rows,)` the list of each row.
        wanted: `(rows,)`.
        scores: `(rows,)`; equal ones keep their order.
        sizes: `(lists,)` how many items the basket holds.
        lengths: the k.
    """
    rank = ranks(rows, scores)
    found = wanted & np.isfinite(scores)
    return _of_ranks(rows[found], rank[found], sizes, lengths)


def _of_ranks(rows: Numbers, rank: Numbers, sizes: Numbers, lengths: Sequence[int]) -> ByCustomer:
    ideal = np.cumsum(1.0 / np.log2(np.arange(2, sizes.max(initial=1) + 2)))[sizes - 1]
    found: ByCustomer = {}
    for length in lengths:
        first = rank < length
        hits = np.bincount(rows[first], minlength=len(sizes))
        gain = np.bincount(rows[first], 1.0 / np.log2(rank[first] + 2.0), minlength=len(sizes))
        found |= {f"recall@{length}": hits / sizes, f"ndcg@{length}": gain / ideal, f"hit@{length}": (hits > 0).astype(np.float64)}
    return found


def joined(parts: Sequence[ByCustomer]) -> ByCustomer:
    """The measures of some lists after those of others."""
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def quality(found: ByCustomer, length: int) -> Figures:
    """What choices are made by: recall and NDCG at `length` together, per list."""
    return found[f"recall@{length}"] + found[f"ndcg@{length}"]
