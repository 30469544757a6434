"""Thompson sampling over a member's candidates, with the chance of every draw. Pure; not here: which offers are candidates (`decide.py`).

The chance that an arm's draw is the greatest is worked out first, by quadrature over tables of Beta densities, and the arm is then drawn
from these chances with one number per member. So what is logged is exactly the chance with which the offer was chosen, whatever the
quadrature's error, and no draw has to be repeated to estimate it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from loyalty.offers.rules import Exploration

Floats = NDArray[np.float64]

GRID_CELLS = 128
FINE_CELLS = 4_096
PROBABILITY_BINS = 64
MEMBERS_AT_ONCE = 4_096


@dataclass(frozen=True, slots=True)
class Evidence:
    """What came of an offer: how often it was shown to somebody for the first time, and how many of those took it."""

    shown_count: int
    taken_count: int


def uniform_of(hashes: NDArray[np.uint64]) -> Floats:
    """Numbers in [0, 1) out of hashes."""
    numbers: Floats = (hashes >> np.uint64(11)).astype(np.float64) * 2.0**-53
    return numbers


def first_choice(arms: NDArray[np.int64], scores: Floats, numbers: Floats, beta: "Beliefs") -> tuple[NDArray[np.int64], Floats]:
    """Which place of each member's candidates comes first, and every candidate's chance of it.

    Args:
        arms: (members, places) which offer stands on the place; −1 where there is none. The best by value stands on place 0.
        scores: (members, places) the model's probability.
        numbers: (members,) in [0, 1), one per member.
        beta: what is believed.

    Returns:
        (members,) the chosen place, and (members, places) chances that sum to 1 over a member's candidates.
    """
    chances = np.empty_like(scores)
    for first in range(0, len(arms), MEMBERS_AT_ONCE):
        part = slice(first, first + MEMBERS_AT_ONCE)
        chances[part] = beta.chances(arms[part], scores[part])
    chosen = (np.cumsum(chances, axis=1) <= numbers[:, None]).sum(axis=1)
    last = (arms >= 0).sum(axis=1) - 1
    return np.minimum(chosen, last), chances


class Beliefs:
    """Tables of what is believed of each offer at each probability of the model. Built once per publication, or per generation online."""

    def __init__(self, offer_codes: Sequence[str], evidence: Mapping[str, Evidence], rules: Exploration) -> None:
        self._rules = rules
        self._taken, self._missed = np.zeros(len(offer_codes)), np.zeros(len(offer_codes))
        for place, code in enumerate(offer_codes):
            found = evidence.get(code)
            if found is not None and found.shown_count:
                weight = min(1.0, rules.evidence_max / found.shown_count)
                self._taken[place] = weight * found.taken_count
                self._missed[place] = weight * (found.shown_count - found.taken_count)
        self._tables: dict[int, tuple[NDArray[np.float32], NDArray[np.float32]]] = {}

    def parameters(self, arms: NDArray[np.int64], bins: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """α and β of each arm at each bin of the model's probability."""
        probability = (bins + 0.5) / PROBABILITY_BINS
        weight = self._rules.prior_weight
        return 1.0 + weight * probability + self._taken[arms], 1.0 + weight * (1.0 - probability) + self._missed[arms]

    def chances(self, arms: NDArray[np.int64], scores: Floats) -> Floats:
        """(members, places): the chance that the place comes first under the whole policy: mostly the best, for a share a draw."""
        is_there = arms >= 0
        rules = self._rules
        counts = is_there.sum(axis=1, keepdims=True)
        floor = np.minimum(rules.propensity_min, 1.0 / np.maximum(counts, 1))
        drawn = np.where(is_there, (1.0 - counts * floor) * self._wins(arms, scores, is_there) + floor, 0.0)
        chances = rules.share * drawn
        chances[:, 0] += 1.0 - rules.share
        total: Floats = chances / chances.sum(axis=1, keepdims=True)
        return total

    def _wins(self, arms: NDArray[np.int64], scores: Floats, is_there: NDArray[np.bool_]) -> Floats:
        """∫ density of one × Π distribution of the others, over the grid; sums to 1 over a member's places."""
        bins = np.minimum((scores * PROBABILITY_BINS).astype(np.int64), PROBABILITY_BINS - 1)
        keys = np.where(is_there, arms * PROBABILITY_BINS + bins, -1)
        known, places = np.unique(keys, return_inverse=True)
        density, log_below = self._tables_of(known)
        log_all = log_below[places.reshape(keys.shape)]
        together = log_all.sum(axis=1, keepdims=True)
        wins = (density[places.reshape(keys.shape)] * np.exp(together - log_all)).sum(axis=2, dtype=np.float64)
        wins = np.where(is_there, wins, 0.0)
        total = wins.sum(axis=1, keepdims=True)
        evenly = is_there / np.maximum(is_there.sum(axis=1, keepdims=True), 1)
        return np.where(total > 0, wins / np.where(total > 0, total, 1.0), evenly)

    def _tables_of(self, keys: NDArray[np.int64]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Per key the mass in each cell and the logarithm of the mass below its middle; the key −1 wins nothing and hinders nobody."""
        missing = np.array([key for key in keys.tolist() if key >= 0 and key not in self._tables], dtype=np.int64)
        if len(missing):
            alpha, beta = self.parameters(missing // PROBABILITY_BINS, missing % PROBABILITY_BINS)
            for key, mass, log_below in zip(missing.tolist(), *_beta_tables(alpha, beta), strict=True):
                self._tables[key] = (mass, log_below)
        nobody = (np.zeros(GRID_CELLS, dtype=np.float32), np.zeros(GRID_CELLS, dtype=np.float32))
        found = [self._tables.get(key, nobody) for key in keys.tolist()]
        return np.stack([mass for mass, _ in found]), np.stack([log_below for _, log_below in found])


def _beta_tables(alpha: Floats, beta: Floats) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """(keys, cells): mass of Beta(α, β) in each cell of the grid, and the logarithm of the mass below the cell's middle."""
    middles = (np.arange(FINE_CELLS) + 0.5) / FINE_CELLS
    logs = (alpha[:, None] - 1.0) * np.log(middles) + (beta[:, None] - 1.0) * np.log1p(-middles)
    fine = np.exp(logs - logs.max(axis=1, keepdims=True))
    fine /= fine.sum(axis=1, keepdims=True)
    mass = fine.reshape(len(alpha), GRID_CELLS, -1).sum(axis=2)
    below = np.cumsum(mass, axis=1) - mass / 2
    return mass.astype(np.float32), np.log(np.maximum(below, 1e-30)).astype(np.float32)
