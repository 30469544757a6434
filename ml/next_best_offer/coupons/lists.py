"""Candidate rows as lists, one per household and campaign, in batches for training. NumPy only; not here: the network."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml.features.encoder import Mask, Matrix

LISTS_PER_BATCH = 16
PADDING = -1.0


@dataclass(frozen=True)
class Lists:
    """`matrix` (rows, inputs) and `truth` (rows,); list `n` holds the `length[n]` rows from `first[n]` on."""

    matrix: Matrix
    truth: Mask
    first: NDArray[np.int64]
    length: NDArray[np.int64]

    def chosen(self, which: NDArray[np.int64]) -> "Lists":
        """The lists numbered `which`; the rows stay where they are."""
        return Lists(self.matrix, self.truth, self.first[which], self.length[which])

    def packed(self) -> tuple[Matrix, Matrix]:
        """The lists side by side: `(lists, longest, inputs)` and the truth `(lists, longest, 1)`, −1 where a list has no more rows."""
        place = np.arange(self.length.max())[None, :]
        inside = place < self.length[:, None]
        rows = np.where(inside, self.first[:, None] + place, self.first[:, None])
        truth = np.where(inside, self.truth[rows].astype(np.float32), np.float32(PADDING))
        return self.matrix[rows], truth[..., None]

    def batches(self, random: np.random.Generator) -> Iterator["Lists"]:
        """All lists in batches of sixteen of like length, in an order that is drawn."""
        by_length = np.argsort(self.length, kind="stable")
        parts = np.array_split(by_length, -(-len(by_length) // LISTS_PER_BATCH))
        for number in random.permutation(len(parts)):
            yield self.chosen(parts[number])


def lists_of(groups: NDArray[np.int64], matrix: Matrix, truth: Mask) -> Lists:
    """Lists of rows that stand together, one per number in `groups` (rows in its order); lists without any truth teach nothing and go."""
    first = np.flatnonzero(np.diff(groups, prepend=-1))
    length = np.diff(np.append(first, len(groups)))
    some = np.add.reduceat(truth.astype(np.int64), first) > 0 if len(first) else np.zeros(0, dtype=np.bool_)
    return Lists(matrix, truth, first[some], length[some])
