"""What a customer's own baskets say of an item: how often, how lately, how regularly. Not here: other customers (`features.py`)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.next_best_offer.basket.baskets import Baskets, Figures, Lines, Numbers

BASKET_DECAYS = (0.5, 0.7, 0.85, 0.95)
DAY_DECAYS = (7, 21, 60, 180)
# An item never bought stands as if it had been bought so long ago.
NEVER_BASKETS, NEVER_DAYS = 200.0, 400.0
Columns = dict[str, NDArray[Any]]


def own_columns(baskets: Baskets, own: Lines, targets: Numbers, pairs: Numbers, usual_gap_days: Figures) -> Columns:
    """The columns of `pairs` (`target row × item_count + item`, in order, with every own item among them): `(pairs,)` each.

    Args:
        baskets: all of them.
        own: the lines before each target.
        targets: `(targets,)` the baskets to foretell.
        pairs: `(pairs,)`.
        usual_gap_days: `(pairs,)` days between two purchases of the item by others.
    """
    place = np.searchsorted(pairs, own.row * baskets.item_count + own.item)
    age, days = _ages(baskets, own, targets)
    return {
        **_frequencies(baskets, own, targets, pairs, place),
        **_rhythm(place, age, days, len(pairs), usual_gap_days),
    }


def _frequencies(baskets: Baskets, own: Lines, targets: Numbers, pairs: Numbers, place: Numbers) -> Columns:
    age, days = _ages(baskets, own, targets)

    def summed(weights: NDArray[np.generic] | None = None) -> Figures:
        return np.bincount(place, weights, minlength=len(pairs)).astype(np.float64)

    count, before = summed(), baskets.baskets_before(targets)[pairs // baskets.item_count]
    part = 1.0 / baskets.sizes[own.basket]
    same_weekday = baskets.days[targets][own.row] % 7 == baskets.days[own.basket] % 7
    return {
        "is_repeat": count > 0,
        "own_count": np.log1p(count),
        "own_share_of_baskets": count / before,
        **{f"own_faded_baskets_{int(decay * 100)}": summed(decay**age) for decay in BASKET_DECAYS},
        **{f"own_faded_days_{span}": np.log1p(summed(np.exp(-days / span))) for span in DAY_DECAYS},
        **{f"own_in_basket_{back}": summed(age == back - 1) for back in (1, 2, 3)},
        **{f"own_in_last_{back}": summed(age < back) for back in (5, 10)},
        "own_part_of_baskets": np.log1p(summed(part)),
        "own_part_faded": summed(0.8**age * part),
        "own_same_weekday": summed(same_weekday) / np.maximum(count, 1.0),
    }


def _ages(baskets: Baskets, own: Lines, targets: Numbers) -> tuple[Numbers, Figures]:
    """How many baskets lie between each line's and the target, and how many days."""
    return targets[own.row] - 1 - own.basket, (baskets.days[targets][own.row] - baskets.days[own.basket]).astype(np.float64)


def _rhythm(place: Numbers, age: Numbers, days: Figures, pair_count: int, usual_gap_days: Figures) -> Columns:
    """When it was bought last, first and between, and whether it is due again."""
    order = np.lexsort((age, place))
    start = np.flatnonzero(np.diff(place[order], prepend=-1))
    end = np.append(start, len(order))[1:] - 1
    bought = place[order[start]]
    newest, second, oldest = order[start], order[np.minimum(start + 1, end)], order[end]
    steps, twice = end - start, end > start

    def at(values: NDArray[np.generic], otherwise: float) -> Figures:
        column = np.full(pair_count, otherwise)
        column[bought] = values
        return column

    usual = usual_gap_days[bought]
    gap_days = (days[oldest] - days[newest] + usual) / (steps + 1.0)
    gap_baskets = (age[oldest] - age[newest]) / np.maximum(steps, 1)
    since = at(days[newest], NEVER_DAYS)
    gap = usual_gap_days.copy()
    gap[bought] = gap_days
    overdue = np.log((since + 1.0) / (gap + 1.0))
    return {
        "own_recency_baskets": np.log1p(at(age[newest], NEVER_BASKETS)),
        "own_recency_days": np.log1p(since),
        "own_first_baskets": np.log1p(at(age[oldest], NEVER_BASKETS)),
        "own_first_days": np.log1p(at(days[oldest], NEVER_DAYS)),
        "own_second_baskets": np.log1p(at(np.where(twice, age[second], NEVER_BASKETS), NEVER_DAYS)),
        "own_last_gap_days": np.log1p(at(np.where(twice, days[second] - days[newest], NEVER_BASKETS), NEVER_DAYS)),
        "own_gap_days": np.log1p(at(gap_days, NEVER_DAYS)),
        "own_gap_baskets": np.log1p(at(np.where(twice, gap_baskets, 100.0), NEVER_BASKETS)),
        "own_overdue_days": overdue,
        "own_overdue_baskets": at(np.where(twice, np.log((age[newest] + 1.0) / np.maximum(gap_baskets, 1.0)), 0.0), 0.0),
        "own_overdue_usually": np.log((since + 1.0) / (usual_gap_days + 1.0)),
        "own_is_due": at(np.ones(len(bought)), 0.0) * np.exp(-np.abs(overdue)),
    }
