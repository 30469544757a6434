"""TIFU-KNN's settings and the blend, chosen on validation baskets alone. Not here: the test."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ml.next_best_offer.basket.baskets import Baskets, Figures, Numbers, lines_between
from ml.next_best_offer.basket.features import DENSE_NUMBERS, Lists
from ml.next_best_offer.basket.known import Known
from ml.next_best_offer.basket.measures import joined, measures, quality
from ml.next_best_offer.basket.plan import LISTS_FEW, Group
from ml.next_best_offer.basket.tifu import Taste, TifuSettings, taste_vectors

# What the authors published for their four data sets; then how many neighbours, and how much one's own taste counts.
TASTES = (Taste(7, 0.9, 0.7), Taste(3, 0.9, 0.6), Taste(3, 0.9, 0.7), Taste(7, 1.0, 0.6))
NEIGHBOURS = (100, 300, 900)
OWN_SHARES = (0.2, 0.5, 0.7, 0.9)
TARGETS_MAX = 1_000
# A mixture must be better than the network alone by so many standard errors, or chance would choose.
STANDARD_ERRORS = 1.0


@dataclass(frozen=True)
class Blend:
    """What a list is ranked by: the network, the network and a baseline (`weight` on the baseline), or with `is_alone` the baseline."""

    baseline: str = "tifu_knn"
    weight: float = 0.0
    is_alone: bool = False


# A network that learned from few lists does not go alone.
UNPROVEN = Blend("tifu_knn", 1.0)
BLENDS = (
    Blend(),
    *(Blend("tifu_knn", weight) for weight in (0.25, 0.5, 1.0, 2.0)),
    *(Blend(name, 1.0, is_alone=True) for name in ("tifu_knn", "personal_top", "popularity")),
)


def choose_settings(baskets: Baskets, groups: Sequence[Group], length: int) -> TifuSettings:
    """The settings with the best recall and NDCG at `length`; the published defaults where no basket tells."""
    known = [(Known(baskets, group.beyond), group.targets) for group in _some(groups)]
    if not known:
        return TifuSettings()
    taste = max(TASTES, key=lambda one: _quality(baskets, known, [TifuSettings(one)], length)[0])
    around = [TifuSettings(taste, neighbours, share) for neighbours in NEIGHBOURS for share in OWN_SHARES]
    found = _quality(baskets, known, around, length)
    return around[int(np.argmax(found))]


def choose_blend(
    lists: Sequence[Lists], scores: Sequence[NDArray[np.float32]], sizes: Sequence[Numbers], length: int, *, learned_from: int
) -> Blend:
    """The network alone, or with TIFU-KNN if it learned from few lists, unless another blend is better here by more than chance."""
    usual = Blend() if learned_from >= LISTS_FEW else UNPROVEN
    if not lists:
        return usual
    found = {
        blend: quality(
            joined(
                [
                    measures(part.rows, part.wanted, blended(part, score, blend), size, [length])
                    for part, score, size in zip(lists, scores, sizes, strict=True)
                ]
            ),
            length,
        )
        for blend in BLENDS
    }
    leads = {blend: _lead(values - found[usual]) for blend, values in found.items() if blend != usual}
    best = max(leads, key=lambda blend: leads[blend])
    return best if leads[best] > 0.0 else usual


def blended(lists: Lists, scores: NDArray[np.float32], blend: Blend) -> Figures:
    """What the rows are ranked by: `(rows,)`."""
    baseline = lists.baselines[blend.baseline].astype(np.float64)
    if blend.is_alone:
        return np.where(baseline > 0.0, baseline, -1.0)
    if blend.weight == 0.0:
        return scores.astype(np.float64)
    greatest = np.full(len(lists.targets), 1e-12)
    np.maximum.at(greatest, lists.rows, baseline)
    mixed: Figures = scores + blend.weight * np.log(baseline / greatest[lists.rows] + 1e-3)
    return mixed


def _lead(differences: Figures) -> float:
    error = differences.std(ddof=1) / np.sqrt(len(differences)) if len(differences) > 1 else np.inf
    return float(differences.mean() - STANDARD_ERRORS * error)


def _some(groups: Sequence[Group]) -> list[Group]:
    """At most about a thousand targets, evenly of all groups."""
    total = sum(len(group.targets) for group in groups)
    step = max(-(-total // TARGETS_MAX), 1)
    thinned = [replace(group, targets=group.targets[::step]) for group in groups]
    return [group for group in thinned if len(group.targets)]


def _quality(baskets: Baskets, known: list[tuple[Known, Numbers]], settings: list[TifuSettings], length: int) -> list[float]:
    """What each of `settings`, all of one taste, reaches."""
    totals = np.zeros(len(settings))
    at_once = int(np.clip(DENSE_NUMBERS // baskets.item_count, 16, 1024))
    for others, targets in known:
        for first in range(0, len(targets), at_once):
            totals += _totals(baskets, others, targets[first : first + at_once], settings, length)
    return list(totals)


def _totals(baskets: Baskets, known: Known, targets: Numbers, settings: list[TifuSettings], length: int) -> Figures:
    customers = baskets.customers[targets]
    own = taste_vectors(baskets, baskets.basket_start[customers], targets, settings[0].taste)
    dense = own.toarray()
    means = {
        count: known.neighbours_taste(own, customers, TifuSettings(settings[0].taste, count))
        for count in {one.neighbours for one in settings}
    }
    lines = lines_between(baskets, targets, targets + 1)
    wanted = np.zeros(dense.shape, dtype=np.bool_)
    wanted[lines.row, lines.item] = True
    return np.array(
        [
            _total(one.own_share * dense + (1.0 - one.own_share) * means[one.neighbours], wanted, baskets.sizes[targets], length)
            for one in settings
        ]
    )


def _total(scores: NDArray[np.float32], wanted: NDArray[np.bool_], sizes: Numbers, length: int) -> float:
    rows, count = scores.shape[0], min(length, scores.shape[1])
    best = np.argpartition(-scores, count - 1, axis=1)[:, :count]
    row = np.repeat(np.arange(rows), count)
    column = best.ravel()
    return float(quality(measures(row, wanted[row, column], scores[row, column], sizes, [length]), length).sum())
