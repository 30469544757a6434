"""A fitted model of what customers will bring: purchases, their value, and how much the last weeks count. Not here: fitting it.

The model of purchases takes a customer's rate to be the same for life. Where habits drift, what somebody did in the last weeks says
something of its own; the two are weighed by what an earlier day would have shown best (`weights.py`).
"""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.lifetime_value.purchases import PurchaseModel
from ml.lifetime_value.read import Known
from ml.lifetime_value.spend import SpendModel
from ml.lifetime_value.summaries import Figures

NAME = "lifetime-value"
HORIZON_DAYS = 84


@dataclass(frozen=True)
class Weights:
    """How much of an answer is the model's, 0 to 1; the rest is what the customer did in the last `horizon_days`."""

    purchases: float = 1.0
    spend: float = 1.0


@dataclass(frozen=True)
class Expected:
    """What to expect of each customer over the horizon, `(rows,)`: purchases (days with any) and spend in minor units."""

    alive_probability: Figures
    purchases: Figures
    spend: Figures


@dataclass(frozen=True)
class Judgement:
    """How good the model was on a day it had not seen, beside the simple answers, with 95 % intervals over customers."""

    judged_on: date
    customer_count: int
    metrics: dict[str, float]
    baselines: dict[str, dict[str, float]]
    intervals: dict[str, tuple[float, float]]

    @property
    def reasons_against(self) -> tuple[str, ...]:
        """Which simple answer erred no more on the average, one sentence each; that decides, correlations are told beside it."""
        return tuple(
            f"Its {name} was {ours:.4g} on {self.judged_on}, that of {their_name} {theirs[name]:.4g}."
            for name, ours in self.metrics.items()
            if name.endswith("_mae")
            for their_name, theirs in self.baselines.items()
            if theirs[name] <= ours
        )


@dataclass(frozen=True)
class LifetimeValueModel:
    """Everything that expectations follow from. `judgement` is None while there is too little history to judge."""

    as_of_on: date
    horizon_days: int
    purchases: PurchaseModel
    spend: SpendModel
    weights: Weights = field(default_factory=Weights)
    judgement: Judgement | None = None

    @property
    def model_version(self) -> str:
        """How scores name it."""
        return f"{NAME}-{self.as_of_on.isoformat()}"

    def expected(self, of: Known) -> Expected:
        """What each customer will bring in the next `horizon_days`; whoever is younger than that has no weeks to weigh."""
        purchases = self.purchases.expected_purchases(of.histories, horizon=float(self.horizon_days))
        spend = purchases * self.spend.expected_value(of.histories)
        grown = of.histories.age >= self.horizon_days
        return Expected(
            self.purchases.alive_probability(of.histories),
            _weighed(self.weights.purchases, purchases, of.recent_visits, grown),
            _weighed(self.weights.spend, spend, of.recent_spend, grown),
        )

    def facts(self) -> dict[str, Any]:
        """Its parameters and its judgement, as JSON can say them."""
        said = asdict(self)
        said["as_of_on"] = self.as_of_on.isoformat()
        if self.judgement is not None:
            said["judgement"]["judged_on"] = self.judgement.judged_on.isoformat()
        return said


def _weighed(weight: float, ours: Figures, lately: Figures, grown: NDArray[np.bool_]) -> Figures:
    return np.where(grown, weight * ours + (1.0 - weight) * lately, ours)
