"""Rankings that need no learning, as the coupon model that serves while the network beats none of them. NumPy; not here: Keras and the
contest (`network.py`, `train.py`).

A formula reads columns of the contract as the encoder writes them, so that it is exported, hashed, tried and scored like any network.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ml.features import Encoder
from ml.next_best_offer.coupons.evaluate import PERSONAL_FREQUENCY, TIFU
from ml.tabular.columns import Numbers

# Before a score becomes a chance: who never bought a product, nor anybody alike, buys it now and then all the same. Of four floors the one
# whose chances held best on the Complete Journey's campaigns; it moves nobody up or down.
SCORE_MIN = 1e-3
# What parts households that bought a product equally often: everybody's purchases, which count for less than one purchase of one's own.
TIE_SHARE = 1e-4


@dataclass(frozen=True)
class Formula:
    """A ranking by the weighted sum of columns, each at least 0."""

    name: str
    weights: Mapping[str, float]

    def scores(self, columns: Mapping[str, Numbers]) -> Numbers:
        """`(rows,)`, the greater the sooner bought."""
        total: Numbers = np.sum([weight * columns[name] for name, weight in self.weights.items()], axis=0)
        return total


@dataclass(frozen=True)
class Decoding:
    """How a column of the contract comes back from the encoder's inputs: `expm1(input × deviation + mean)` of the input at `place`."""

    place: int
    deviation: float
    mean: float
    weight: float


def tifu(alpha: float) -> Formula:
    """As TIFU-KNN blends them: `alpha` of the household's own decayed purchases, the rest of what its neighbours buy."""
    return Formula(TIFU, {"own_rate": alpha / 100.0, "neighbour_score": (1.0 - alpha) / 4.0})


def personal_frequency() -> Formula:
    """How often the household bought the product, and between equals how often everybody does."""
    return Formula(PERSONAL_FREQUENCY, {"own_count": 1.0, "bought_28d": TIE_SHARE})


def decodings(formula: Formula, encoder: Encoder) -> list[Decoding]:
    """Where the formula's columns stand among the inputs, and how each is read there; all of them are counts."""
    found = {feature.name: feature for feature in encoder.features}
    assert all(found[name].scale == "log1p" and found[name].maximum is None for name in formula.weights), formula  # noqa: S101 (our contract)
    return [
        Decoding(encoder.inputs.index(name), found[name].deviation, found[name].mean, weight) for name, weight in formula.weights.items()
    ]
