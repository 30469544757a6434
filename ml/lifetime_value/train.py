"""Fits the model of lifetime value as of a day, and judges it one horizon earlier. Not here: the likelihoods, and writing scores.

```
weighed_on ── horizon ──▶ judged_on ── horizon ──▶ as_of_on
   fitted, weighed by ────────┘            │
              fitted, with those weights, judged by ──┘        fitted, weighed by what judged it
```
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from loyalty.warehouse.port import Warehouse
from ml.lifetime_value.errors import FitFailed, TooFewCustomers
from ml.lifetime_value.evaluate import judge
from ml.lifetime_value.model import HORIZON_DAYS, Judgement, LifetimeValueModel, Weights
from ml.lifetime_value.purchases import fit_purchases
from ml.lifetime_value.read import Known, Outcomes, first_purchase_on, read_known, read_outcomes
from ml.lifetime_value.spend import fit_spend
from ml.lifetime_value.summaries import Figures

SEED = 20170326


@dataclass(frozen=True)
class Past:
    """A day whose outcomes are known by now, and the model that was fitted on it."""

    known: Known
    outcomes: Outcomes
    model: LifetimeValueModel


def train_lifetime_value(warehouse: Warehouse, *, as_of_on: date, horizon_days: int = HORIZON_DAYS, seed: int = SEED) -> LifetimeValueModel:
    """The model of what was known at the end of `as_of_on`, judged on the day one horizon before. The same rows give the same model.

    Where nothing is known of that earlier day, the last weeks have no weight and there is no judgement.

    Raises:
        SummariesInvalid: a history contradicts itself.
        TooFewCustomers, FitFailed: there is nothing to learn from yet.
    """
    fitted = fit_as_of(read_known(warehouse, as_of_on=as_of_on, horizon_days=horizon_days))
    first_on = first_purchase_on(warehouse)
    past = _past(warehouse, as_of_on - timedelta(days=horizon_days), horizon_days, first_on)
    if past is None:
        return fitted
    return with_past(fitted, past, _past(warehouse, past.known.as_of_on - timedelta(days=horizon_days), horizon_days, first_on), seed=seed)


def fit_as_of(known: Known) -> LifetimeValueModel:
    """The model of these histories alone.

    Raises:
        TooFewCustomers, FitFailed: there is nothing to learn from.
    """
    return LifetimeValueModel(known.as_of_on, known.horizon_days, fit_purchases(known.histories), fit_spend(known.histories))


def with_past(fitted: LifetimeValueModel, past: Past, before: Past | None, *, seed: int) -> LifetimeValueModel:
    """`fitted` with weights and a judgement from `past`; the model that is judged has its weights from the day `before` that."""
    judged = _weighed(past.model, before)
    judgement: Judgement = judge(judged, past.known, past.outcomes, seed=seed)
    final = _weighed(fitted, past)
    return LifetimeValueModel(final.as_of_on, final.horizon_days, final.purchases, final.spend, final.weights, judgement)


def weights_of(past: Past) -> Weights:
    """The weights with the least squared error on the outcomes of the day, over customers who are old enough to have any."""
    grown = past.known.histories.age >= past.known.horizon_days
    alone = past.model.expected(past.known)
    return Weights(
        _weight(alone.purchases[grown], past.known.recent_visits[grown], past.outcomes.visits[grown]),
        _weight(alone.spend[grown], past.known.recent_spend[grown], past.outcomes.spend[grown]),
    )


def _weighed(model: LifetimeValueModel, past: Past | None) -> LifetimeValueModel:
    weights = Weights() if past is None else weights_of(past)
    return LifetimeValueModel(model.as_of_on, model.horizon_days, model.purchases, model.spend, weights)


def _weight(ours: Figures, lately: Figures, truth: Figures) -> float:
    apart = ours - lately
    squares = float((apart * apart).sum())
    return float(np.clip((apart * (truth - lately)).sum() / squares, 0.0, 1.0)) if squares > 0 else 1.0


def _past(warehouse: Warehouse, on: date, horizon_days: int, first_on: date | None) -> Past | None:
    """The day, if purchases reach a whole horizon further back: younger histories have no last weeks to compare with."""
    if first_on is None or on - timedelta(days=horizon_days) < first_on:
        return None
    known = read_known(warehouse, as_of_on=on, horizon_days=horizon_days)
    try:
        return Past(known, read_outcomes(warehouse, known), fit_as_of(known))
    except (TooFewCustomers, FitFailed):
        return None
