"""How near expectations came to what customers then did, beside two simple answers. Not here: fitting.

The simple answers: *the rate so far* (visits over age, times the horizon) and *the last weeks again* (what the customer did in the last
horizon). A campaign would use one of them if there were no model.
"""

import numpy as np

from ml.lifetime_value.model import Judgement, LifetimeValueModel
from ml.lifetime_value.read import Known, Outcomes
from ml.lifetime_value.summaries import Figures
from ml.metrics import interval_of, roc_auc

RATE, AGAIN = "rate_so_far", "last_weeks_again"
DRAWS = 500


def judge(model: LifetimeValueModel, known: Known, outcomes: Outcomes, *, seed: int) -> Judgement:
    """The model's figures on these outcomes, which it did not see, and those of the simple answers."""
    expected = model.expected(known)
    answers = {
        RATE: rate_so_far(known),
        AGAIN: (known.recent_visits, known.recent_spend),
    }
    metrics = measure(expected.purchases, expected.spend, outcomes)
    came = outcomes.visits > 0
    if came.any() and not came.all():
        metrics["returning_auc"] = roc_auc(came, expected.purchases)
    intervals = {
        "purchase_correlation": interval_of(correlation, outcomes.visits, expected.purchases, seed=seed, draws=DRAWS),
        "spend_correlation": interval_of(correlation, outcomes.spend, expected.spend, seed=seed, draws=DRAWS),
    }
    baselines = {name: measure(visits, spend, outcomes) for name, (visits, spend) in answers.items()}
    return Judgement(known.as_of_on, len(known), metrics, baselines, intervals)


def measure(purchases: Figures, spend: Figures, outcomes: Outcomes) -> dict[str, float]:
    """Correlation, mean absolute error, and the total as a multiple of what came, of purchases and of spend (minor units)."""
    return {
        "purchase_correlation": correlation(outcomes.visits, purchases),
        "purchase_mae": float(np.abs(purchases - outcomes.visits).mean()),
        "purchase_total_ratio": _ratio(purchases, outcomes.visits),
        "spend_correlation": correlation(outcomes.spend, spend),
        "spend_mae": float(np.abs(spend - outcomes.spend).mean()),
        "spend_total_ratio": _ratio(spend, outcomes.spend),
    }


def rate_so_far(known: Known) -> tuple[Figures, Figures]:
    """Visits and spend if every customer went on as in its life so far."""
    of, horizon = known.histories, known.horizon_days
    visits = (of.frequency + 1.0) / (of.age + 1.0) * horizon
    return visits, visits * of.monetary


def correlation(truth: Figures, foretold: Figures) -> float:
    """Pearson's; 0 where one of the two never changes."""
    left, right = np.asarray(truth) - np.mean(truth), np.asarray(foretold) - np.mean(foretold)
    spread = float((left * left).sum() * (right * right).sum())
    return float((left * right).sum()) / spread**0.5 if spread > 0 else 0.0


def _ratio(foretold: Figures, truth: Figures) -> float:
    total = float(truth.sum())
    return float(foretold.sum()) / total if total > 0 else float("inf")
