"""Lists as a network is trained on them: those with something wanted, with fewer of the rest, in one matrix. Not here: features."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml.next_best_offer.basket.baskets import Numbers
from ml.next_best_offer.basket.features import Lists, Matrix

# Rows a list may have in training: every wanted item (up to half) and chance's choice of the others, which then count for all of them.
TRAINING_ROWS_MAX = 192


@dataclass(frozen=True)
class TrainingLists:
    """Lists in one matrix.

    Args:
        start: `(lists + 1,)` where each list starts.
        matrix: `(rows, features) float32`.
        share: `(rows,)` of what is wanted on its list: 1 / count where wanted, else 0.
        standing_for: `(rows,)` the logarithm of how many rows each stands for.
        customers: `(lists,)`.
    """

    start: Numbers
    matrix: Matrix
    share: Matrix
    standing_for: Matrix
    customers: Numbers

    @property
    def width(self) -> int:
        """The rows of the longest list."""
        return int(np.diff(self.start).max(initial=0))

    def chosen(self, lists: Numbers, width: int) -> tuple[Numbers, NDArray[np.bool_]]:
        """The rows of some lists, side by side: `(lists, width)` row numbers, and which of them are rows."""
        rows = self.start[lists][:, None] + np.arange(width)
        is_row = rows < self.start[lists + 1][:, None]
        return np.where(is_row, rows, 0), is_row


def training_lists(parts: Iterable[Lists], customers: Numbers, *, seed: int, rows_max: int = TRAINING_ROWS_MAX) -> TrainingLists:
    """The lists on which something is wanted, thinned. The same parts and seed give the same rows.

    Args:
        parts: what `lists_of` yields.
        customers: `(baskets,)` whose each basket is.
        seed: of the choice of rows.
        rows_max: a list's rows.
    """
    random = np.random.default_rng(seed)
    thinned = [part for part in (_thinned(part, customers, random, rows_max) for part in parts) if len(part.customers)]
    if not thinned:
        return TrainingLists(np.zeros(1, dtype=np.int64), *(np.zeros((0, 0), dtype=np.float32),) * 3, np.zeros(0, dtype=np.int64))
    lengths = np.concatenate([np.diff(part.start) for part in thinned])
    return TrainingLists(
        start=np.append(0, np.cumsum(lengths)),
        matrix=np.concatenate([part.matrix for part in thinned]),
        share=np.concatenate([part.share for part in thinned]),
        standing_for=np.concatenate([part.standing_for for part in thinned]),
        customers=np.concatenate([part.customers for part in thinned]),
    )


def _thinned(part: Lists, customers: Numbers, random: np.random.Generator, rows_max: int) -> TrainingLists:
    count, row = len(part.targets), part.rows
    # A random order within each list, the wanted first: what is kept is the head of each list.
    order = np.lexsort((random.random(len(row)), ~part.wanted, row))
    place = np.arange(len(row)) - part.start[row]
    wanted = np.bincount(row, part.wanted, minlength=count).astype(np.int64)
    kept_wanted = np.minimum(wanted, rows_max // 2)
    is_wanted = part.wanted[order]
    # Beyond the wanted ones that fit stand those that do not; they are left out, and the others close up.
    place_of_other = place - (wanted - kept_wanted)[row]
    keep = np.where(is_wanted, place < kept_wanted[row], place_of_other < rows_max) & (wanted > 0)[row]
    kept, of = order[keep], row[keep]
    others = np.diff(part.start) - wanted
    kept_others = np.bincount(of, ~part.wanted[kept], minlength=count)
    stands = np.log(np.maximum(others, 1) / np.maximum(kept_others, 1)).astype(np.float32)
    lists = np.flatnonzero(wanted > 0)
    return TrainingLists(
        start=np.append(0, np.cumsum(np.bincount(of, minlength=count)[lists])),
        matrix=part.matrix[kept],
        share=np.where(part.wanted[kept], 1.0 / np.maximum(kept_wanted, 1)[of], 0.0).astype(np.float32),
        standing_for=np.where(part.wanted[kept], 0.0, stands[of]).astype(np.float32),
        customers=customers[part.targets[lists]],
    )
