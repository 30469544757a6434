"""Which items are worth ranking for a basket: all bought before, and the best of each way to guess. Not here: the features."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml.next_best_offer.basket.baskets import Baskets, Lines, Numbers, lines_between, spans
from ml.next_best_offer.basket.known import COLLABORATIVE_DECAY, Known
from ml.next_best_offer.basket.tifu import TifuSettings, faded_vectors, taste_vectors

RECENT_DAYS = (7, 14, 28)
# What is bought together is asked of a customer's newest baskets, each counting half of the one after it.
COMPANIONS_BASKETS, COMPANIONS_DECAY = 4, 0.5
EVER_DAYS = 1_000_000


@dataclass(frozen=True)
class Depths:
    """How many items each way to guess adds to a list."""

    taste: int = 150
    collaborative: int = 150
    companions: int = 60
    popular: int = 60
    recent: int = 60


@dataclass(frozen=True)
class Guesses:
    """What is known of some target baskets before they happen.

    Args:
        targets: `(targets,)` the baskets to foretell.
        own: the lines of each target's customer before it; `row` counts targets.
        taste, neighbours, collaborative, companions: `(targets, items)` TIFU-KNN, its neighbours' part, user-based collaborative
            filtering, and what others buy together with the newest baskets.
        day_row: `(targets,)` the row of `sold` that is the target's day.
        sold: per window of `RECENT_DAYS` and ever, `(days, items)`.
    """

    targets: Numbers
    own: Lines
    taste: NDArray[np.float32]
    neighbours: NDArray[np.float32]
    collaborative: NDArray[np.float32]
    companions: NDArray[np.float32]
    day_row: Numbers
    sold: tuple[NDArray[np.float32], ...]


def guess(baskets: Baskets, known: Known, targets: Numbers, settings: TifuSettings) -> Guesses:
    """Every way to guess, for baskets whose customers' earlier baskets and `known` are all that is looked at."""
    customers = baskets.customers[targets]
    first = baskets.basket_start[customers]
    own_taste = taste_vectors(baskets, first, targets, settings.taste)
    neighbours = known.neighbours_taste(own_taste, customers, settings)
    days, day_row = np.unique(baskets.days[targets], return_inverse=True)
    return Guesses(
        targets=targets,
        own=lines_between(baskets, first, targets),
        taste=settings.own_share * own_taste.toarray() + (1.0 - settings.own_share) * neighbours,
        neighbours=neighbours,
        collaborative=known.collaborative(faded_vectors(baskets, first, targets, COLLABORATIVE_DECAY), customers),
        companions=known.companions(faded_vectors(baskets, np.maximum(first, targets - COMPANIONS_BASKETS), targets, COMPANIONS_DECAY)),
        day_row=day_row,
        sold=tuple(np.stack([known.sold(int(day), window) for day in days]).astype(np.float32) for window in (*RECENT_DAYS, EVER_DAYS)),
    )


def candidates(baskets: Baskets, known: Known, guesses: Guesses, depths: Depths) -> Numbers:
    """The pairs `target row × item_count + item` worth ranking, in order and once each."""
    count, own = baskets.item_count, guesses.own
    seldom = (known.habits.buyers * 1e-6).astype(np.float32)  # among equally popular items of a day, those with more buyers
    of_days = [best(sold + seldom, depths.recent) for sold in guesses.sold[:2]] + [best(guesses.sold[-1], depths.popular)]
    return np.unique(
        np.concatenate(
            [
                own.row * count + own.item,
                best(guesses.taste, depths.taste),
                best(guesses.collaborative, depths.collaborative),
                best(guesses.companions, depths.companions),
                *(_for_targets(pairs, guesses.day_row, count) for pairs in of_days),
            ]
        )
    )


def best(scores: NDArray[np.float32], count: int) -> Numbers:
    """The pairs `row × columns + column` of the `count` greatest scores above 0 of each row."""
    rows, columns = scores.shape
    count = min(count, columns)
    chosen = np.argpartition(-scores, count - 1, axis=1)[:, :count]
    above: NDArray[np.bool_] = np.take_along_axis(scores, chosen, axis=1) > np.float32(0.0)
    pairs: Numbers = (np.arange(rows)[:, None] * columns + chosen)[above]
    return pairs


def _for_targets(pairs: Numbers, day_row: Numbers, item_count: int) -> Numbers:
    """Pairs of days as pairs of the targets on these days."""
    by_day = np.argsort(day_row, kind="stable")
    start = np.searchsorted(day_row[by_day], np.arange(day_row.max() + 2))
    day, item = np.divmod(pairs, item_count)
    which, place = spans(start[day], start[day + 1])
    return by_day[place] * item_count + item[which]
