"""The lists that a network ranks: for each target basket its candidates, what is known of each before, and whether it was in the basket.

Every column is known before the basket: of its customer the earlier baskets, of others what `Known` may look at, and the day.
Not here: the customer's own baskets item by item (`own.py`), and which items stand on a list (`candidates.py`).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml.next_best_offer.basket.baskets import Baskets, Figures, Numbers, lines_between
from ml.next_best_offer.basket.candidates import RECENT_DAYS, Depths, Guesses, candidates, guess
from ml.next_best_offer.basket.known import ItemHabits, Known
from ml.next_best_offer.basket.own import Columns, own_columns
from ml.next_best_offer.basket.tifu import TifuSettings

# Targets at a time: their scores of every item stand in memory at once.
DENSE_NUMBERS = 16_000_000
Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Lists:
    """Candidates of some target baskets, list by list.

    Args:
        targets: `(lists,)` the baskets.
        start: `(lists + 1,)` where each list starts.
        items: `(rows,)`.
        matrix: `(rows, features) float32`.
        wanted: `(rows,)` whether the item is in the basket.
        baselines: what the baselines say of each row, `(rows,)` each.
        columns: the names of the features.
    """

    targets: Numbers
    start: Numbers
    items: Numbers
    matrix: Matrix
    wanted: NDArray[np.bool_]
    baselines: dict[str, Matrix]
    columns: tuple[str, ...]

    @property
    def rows(self) -> Numbers:
        """`(rows,)` the list of each row."""
        return np.repeat(np.arange(len(self.targets)), np.diff(self.start))


def lists_of(baskets: Baskets, known: Known, targets: Numbers, settings: TifuSettings, depths: Depths) -> Iterator[Lists]:
    """The lists of `targets`, some at a time, so that memory stays bounded."""
    at_once = int(np.clip(DENSE_NUMBERS // baskets.item_count, 16, 1024))
    for first in range(0, len(targets), at_once):
        yield _lists(baskets, known, targets[first : first + at_once], settings, depths)


def _lists(baskets: Baskets, known: Known, targets: Numbers, settings: TifuSettings, depths: Depths) -> Lists:
    guesses = guess(baskets, known, targets, settings)
    pairs = candidates(baskets, known, guesses, depths)
    row, item = np.divmod(pairs, baskets.item_count)
    habits = known.habits
    own = own_columns(baskets, guesses.own, targets, pairs, habits.gap_days[item])
    columns: Columns = {
        **own,
        **_item_columns(habits, guesses, row, item),
        **_guess_columns(guesses, own, row, item),
        **{name: values[row] for name, values in _customer_columns(baskets, targets, own, row).items()},
    }
    return Lists(
        targets=targets,
        start=np.searchsorted(row, np.arange(len(targets) + 1)),
        items=item,
        matrix=np.stack([values.astype(np.float32) for values in columns.values()], axis=1),
        wanted=np.isin(pairs, _wanted(baskets, targets)),
        baselines={
            "tifu_knn": guesses.taste[row, item],
            # As often bought: the one bought later first.
            "personal_top": (np.round(np.expm1(own["own_count"])) + 0.5 * own["is_repeat"] / np.exp(own["own_recency_baskets"])).astype(
                np.float32
            ),
            "popularity": guesses.sold[-1][guesses.day_row[row], item],
        },
        columns=tuple(columns),
    )


def _wanted(baskets: Baskets, targets: Numbers) -> Numbers:
    lines = lines_between(baskets, targets, targets + 1)
    return lines.row * baskets.item_count + lines.item


def _item_columns(habits: ItemHabits, guesses: Guesses, row: Numbers, item: Numbers) -> Columns:
    week, fortnight, month, ever = (sold[guesses.day_row[row], item] for sold in guesses.sold)
    names = [f"item_sold_{days}d" for days in RECENT_DAYS]
    return {
        **{name: np.log1p(sold) for name, sold in zip(names, (week, fortnight, month), strict=True)},
        "item_sold_ever": np.log1p(ever),
        "item_trend_month": np.log((week + 1.0) / (month / 4.0 + 1.0)),
        "item_trend_ever": np.log((month + 1.0) / (ever / 10.0 + 1.0)),
        "item_popularity_rank": np.log1p(ranks(row, week + 0.1 * fortnight)),
        "item_repeat_share": habits.repeat_share[item],
        "item_reorder_chance": np.log(habits.reorder_chance[item]),
        "item_gap_days": np.log1p(habits.gap_days[item]),
        "item_buyers": np.log1p(habits.buyers[item]),
        "item_purchases_per_buyer": np.log((habits.purchases[item] + 1.0) / (habits.buyers[item] + 1.0)),
    }


def _guess_columns(guesses: Guesses, own: Columns, row: Numbers, item: Numbers) -> Columns:
    columns: Columns = {
        "own_count_rank": np.log1p(ranks(row, own["own_count"] + 1e-3 * own["own_faded_baskets_95"])),
        "own_faded_rank": np.log1p(ranks(row, own["own_faded_baskets_85"].astype(np.float64))),
    }
    guessed = (
        ("taste", guesses.taste),
        ("neighbours", guesses.neighbours),
        ("collaborative", guesses.collaborative),
        ("companions", guesses.companions),
    )
    for name, scores in guessed:
        values = scores[row, item].astype(np.float64)
        greatest = np.zeros(len(guesses.targets))
        np.maximum.at(greatest, row, values)
        columns |= {
            name: np.log(values + 1e-4),
            f"{name}_rank": np.log1p(ranks(row, values)),
            f"{name}_of_greatest": values / np.maximum(greatest[row], 1e-9),
        }
    return columns


def _customer_columns(baskets: Baskets, targets: Numbers, own: Columns, row: Numbers) -> dict[str, Figures]:
    first, before = baskets.basket_start[baskets.customers[targets]], baskets.baskets_before(targets)
    lines = baskets.line_start[targets] - baskets.line_start[first]
    since = (baskets.days[targets] - baskets.days[targets - 1]).astype(np.float64)
    gap = (baskets.days[targets - 1] - baskets.days[first]) / np.maximum(before - 1, 1)
    weekday = baskets.days[targets] % 7
    return {
        "customer_baskets": np.log1p(before),
        "customer_basket_size": np.log1p(lines / before),
        "customer_last_size": np.log1p(baskets.sizes[targets - 1]),
        "customer_recency_days": np.log1p(since),
        "customer_gap_days": np.log1p(gap),
        "customer_overdue": np.log((since + 1.0) / (gap + 1.0)),
        "customer_distinct_share": np.bincount(row, own["is_repeat"], minlength=len(targets)) / lines,
        "day_weekday_sine": np.sin(weekday * (2.0 * np.pi / 7.0)),
        "day_weekday_cosine": np.cos(weekday * (2.0 * np.pi / 7.0)),
    }


def ranks(row: Numbers, scores: NDArray[np.generic]) -> Numbers:
    """The place of each score within its row, from 0, the greatest first; ties keep their order."""
    order = np.lexsort((-scores.astype(np.float64), row))
    start = np.searchsorted(row[order], np.arange(row.max(initial=0) + 1))
    place = np.empty(len(row), dtype=np.int64)
    place[order] = np.arange(len(row)) - start[row[order]]
    return place
