"""What may be known of other customers when a group of baskets is foretold: their tastes, and how items sell and come back.

Each customer is known up to a basket of its own (`beyond`); nothing after it is looked at. Not here: the customer who is judged.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from ml.next_best_offer.basket.baskets import Baskets, Figures, Lines, Numbers, lines_between
from ml.next_best_offer.basket.tifu import (
    Taste,
    TifuSettings,
    faded_vectors,
    most_similar,
    squared_norms,
    taste_vectors,
    weighted_mean,
)

COLLABORATIVE_DECAY = 0.9
COLLABORATIVE_NEIGHBOURS = 100
COLLABORATIVE_LOCALITY = 1.5
# Two items that were together fewer times than this were together by chance.
TOGETHER_MIN = 3


@dataclass(frozen=True)
class ItemHabits:
    """How each item sells and comes back, `(items,)` each: buyers, purchases, the share that buys again, the chance that one who has
    bought buys in a given basket, and the usual days between two purchases. Rare items stand near the average of all."""

    buyers: Figures
    purchases: Figures
    repeat_share: Figures
    reorder_chance: Figures
    gap_days: Figures


class Known:
    """Everything known of customers whose first baskets, up to `beyond` of each, may be looked at."""

    def __init__(self, baskets: Baskets, beyond: Numbers) -> None:
        """Look at the baskets `basket_start … beyond - 1` of each customer; a customer with none is unknown. `beyond` is `(customers,)`."""
        self.baskets = baskets
        self._customers = np.flatnonzero(beyond > baskets.basket_start[:-1])
        self._first, self._beyond = baskets.basket_start[self._customers], beyond[self._customers]
        self._row_of = np.full(baskets.customer_count, -1)
        self._row_of[self._customers] = np.arange(len(self._customers))
        self._tastes: dict[Taste, tuple[sp.csr_matrix, NDArray[np.float32]]] = {}

    @property
    def customer_count(self) -> int:
        """How many customers are known."""
        return len(self._customers)

    def neighbours_taste(self, own: sp.csr_matrix, customers: Numbers, settings: TifuSettings) -> NDArray[np.float32]:
        """The mean taste of those whose taste is nearest to `own`, without the customer itself: `(rows, items)`."""
        tastes, norms = self._taste(settings.taste)
        nearness = 2.0 * (own @ tastes.T).toarray() - norms[None, :]
        others = self._without_itself(nearness, customers, -np.inf)
        if others < 1:
            return np.zeros(own.shape, dtype=np.float32)
        columns, _ = most_similar(nearness, min(settings.neighbours, others))
        return weighted_mean(tastes, columns, np.full(columns.shape, 1.0 / columns.shape[1], dtype=np.float32))

    def collaborative(self, own: sp.csr_matrix, customers: Numbers) -> NDArray[np.float32]:
        """What customers alike by cosine buy, the more alike the heavier: `(rows, items)`. User-based collaborative filtering."""
        faded, norms = self._faded
        similarity = (own @ faded.T).toarray() / np.maximum(np.sqrt(squared_norms(own))[:, None] * norms[None, :], 1e-9)
        if self._without_itself(similarity, customers, 0.0) < 1:
            return np.zeros(own.shape, dtype=np.float32)
        columns, values = most_similar(similarity, min(COLLABORATIVE_NEIGHBOURS, self.customer_count))
        weights = values**COLLABORATIVE_LOCALITY
        weights /= np.maximum(weights.sum(axis=1, keepdims=True), 1e-9)
        return weighted_mean(faded, columns, weights)

    def companions(self, recent: sp.csr_matrix) -> NDArray[np.float32]:
        """What others' baskets hold together with the items of `recent`, by cosine over baskets: `(rows, items)`."""
        scores: NDArray[np.float32] = (recent @ self._together).toarray()
        return scores

    def sold(self, day: int, within_days: int) -> Figures:
        """How often each item was bought in the `within_days` days before `day`, which is not counted itself: `(items,)`."""
        first, beyond = np.searchsorted(self._by_day[0], [day - within_days, day])
        return np.bincount(self._by_day[1][first:beyond], minlength=self.baskets.item_count).astype(np.float64)

    @cached_property
    def habits(self) -> ItemHabits:
        """How items sell and come back."""
        lines, count = self._lines, self.baskets.item_count
        pair = lines.row * count + lines.item
        order = np.argsort(pair, kind="stable")
        start = np.flatnonzero(np.diff(pair[order], prepend=-1))
        last = np.append(start, len(pair))[1:] - 1
        item, bought = lines.item[order][start], last - start + 1
        days, baskets_since = self.baskets.days[lines.basket][order], self._beyond[lines.row[order][start]] - 1 - lines.basket[order][start]

        def summed(weights: NDArray[np.generic] | None = None) -> Figures:
            return np.bincount(item, weights, minlength=count).astype(np.float64)

        buyers, again, span = summed(), summed(bought - 1), summed(days[last] - days[start])
        usual_gap = span.sum() / max(again.sum(), 1.0)
        return ItemHabits(
            buyers=buyers,
            purchases=summed(bought),
            repeat_share=(summed(bought > 1) + 0.5) / (buyers + 3.0),
            reorder_chance=(again + 0.2) / (summed(baskets_since) + 5.0),
            gap_days=(span + 2.0 * usual_gap) / (again + 2.0),
        )

    @cached_property
    def _lines(self) -> Lines:
        return lines_between(self.baskets, self._first, self._beyond)

    @cached_property
    def _by_day(self) -> tuple[Numbers, Numbers]:
        days = self.baskets.days[self._lines.basket]
        order = np.argsort(days, kind="stable")
        return days[order], self._lines.item[order]

    @cached_property
    def _together(self) -> sp.csr_matrix:
        """The cosine of each two items over the known baskets: `(items, items)`, 0 from an item to itself."""
        lines = self._lines
        ones = np.ones(len(lines.item), dtype=np.float32)
        _, basket = np.unique(lines.basket, return_inverse=True)
        held = sp.csr_matrix((ones, (basket, lines.item)), shape=(int(basket.max(initial=-1)) + 1, self.baskets.item_count))
        counts = (held.T @ held).tocoo()
        kept = (counts.data >= TOGETHER_MIN) & (counts.row != counts.col)
        bought = np.bincount(lines.item, minlength=self.baskets.item_count).astype(np.float32)
        cosine = counts.data[kept] / np.sqrt(bought[counts.row[kept]] * bought[counts.col[kept]])
        return sp.csr_matrix((cosine, (counts.row[kept], counts.col[kept])), shape=counts.shape)

    @cached_property
    def _faded(self) -> tuple[sp.csr_matrix, NDArray[np.float32]]:
        """Faded frequencies, the favourite item of each customer at 1, and their norms."""
        faded = faded_vectors(self.baskets, self._first, self._beyond, COLLABORATIVE_DECAY)
        rows = np.repeat(np.arange(faded.shape[0]), np.diff(faded.indptr))
        greatest = np.full(faded.shape[0], 1e-9, dtype=np.float32)
        np.maximum.at(greatest, rows, faded.data)
        scaled = (sp.diags_array((1.0 / greatest).astype(np.float32)) @ faded).tocsr()
        return scaled, np.sqrt(squared_norms(scaled))

    def _taste(self, taste: Taste) -> tuple[sp.csr_matrix, NDArray[np.float32]]:
        if taste not in self._tastes:
            tastes = taste_vectors(self.baskets, self._first, self._beyond, taste)
            self._tastes[taste] = tastes, squared_norms(tastes)
        return self._tastes[taste]

    def _without_itself(self, similarity: NDArray[np.float32], customers: Numbers, away: float) -> int:
        """A customer is no neighbour of its own; how many neighbours each has at least."""
        row = self._row_of[customers]
        known = np.flatnonzero(row >= 0)
        similarity[known, row[known]] = away
        return self.customer_count - (1 if len(known) else 0)
