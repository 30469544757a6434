"""Inverse propensity, self-normalised, doubly robust: what a policy would have earned per decision, with intervals. NumPy only.

An interval is 95 %, normal, from the spread of each estimator's influence summed by customer: decisions of one customer are not drawn
apart. A log that cannot carry the answer is refused rather than answered.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml.policies.errors import SupportMissing
from ml.policies.log import DecisionLog
from ml.tabular.columns import Numbers

NORMAL_95 = 1.959964
EFFECTIVE_MIN = 50.0
# The weights of a log that supports the policy average 1. Less than this, by more than chance, and a part of the policy is unseen.
SUPPORT_MIN = 0.95
STANDARD_ERRORS = 3.0


@dataclass(frozen=True)
class Estimate:
    """The expected reward per decision, and its interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Support:
    """How much the log says about a policy: how many decisions of its own the weighted log is worth, and what the weights average."""

    effective_count: float
    effective_share: float
    mean_weight: float
    mean_weight_error: float
    greatest_weight: float


def weights_of(log: DecisionLog, target: Numbers) -> Numbers:
    """By how much likelier the policy is to do what was done, per decision."""
    return np.asarray(target[np.arange(len(log)), log.action] / log.propensity)


def support_of(log: DecisionLog, target: Numbers) -> Support:
    """How much the log says about the policy."""
    weight = weights_of(log, target)
    squares = float((weight**2).sum())
    effective = float(weight.sum()) ** 2 / squares if squares > 0 else 0.0
    error = standard_error(weight - weight.mean(), log.customer)
    return Support(effective, effective / len(log), float(weight.mean()), error, float(weight.max()))


def require_support(support: Support) -> None:
    """The log carries an answer.

    Raises:
        SupportMissing: too few decisions of the log are like the policy's; a part of what it would do was never done; or propensities are
            not the chances with which actions were drawn.
    """
    if support.effective_count < EFFECTIVE_MIN:
        raise SupportMissing(
            f"The log is worth {support.effective_count:.0f} decisions of this policy; {EFFECTIVE_MIN:.0f} are needed to say anything.",
            effective_count=support.effective_count,
        )
    slack = STANDARD_ERRORS * support.mean_weight_error
    if support.mean_weight + slack < SUPPORT_MIN:
        raise SupportMissing(
            f"About {1.0 - support.mean_weight:.0%} of what this policy would do, the log never did where the policy would do it.",
            mean_weight=support.mean_weight,
        )
    if support.mean_weight - slack > 2.0 - SUPPORT_MIN:
        raise SupportMissing(
            f"The weights average {support.mean_weight:.2f} instead of 1: the log's propensities are not the chances with which it acted.",
            mean_weight=support.mean_weight,
        )


def estimates(log: DecisionLog, target: Numbers, foretold: Numbers) -> dict[str, Estimate]:
    """The policy's reward per decision by four estimators; `logged` is what the policy that ran earned.

    Args:
        log: the decisions.
        target: (decisions, actions) chances of the policy to be judged.
        foretold: (decisions, actions) expected reward, by models that did not see the decision's customer.

    Raises:
        SupportMissing: the log does not carry the answer.
    """
    require_support(support_of(log, target))
    weight = weights_of(log, target)
    weighted = weight * log.reward
    normalised = float(weighted.sum() / weight.sum())
    direct = (target * foretold).sum(axis=1)
    done = foretold[np.arange(len(log)), log.action]
    corrected = direct + weight * (log.reward - done)
    return {
        "logged": _mean(log.reward, log.customer),
        "ips": _mean(weighted, log.customer),
        "snips": _estimate(normalised, weight * (log.reward - normalised) / weight.mean(), log.customer),
        "doubly_robust": _mean(corrected, log.customer),
        "direct": _mean(direct, log.customer),
    }


def lead(log: DecisionLog, target: Numbers, foretold: Numbers) -> Estimate:
    """By how much the policy earns more per decision than the one that ran, doubly robust; both are estimated on the same decisions."""
    weight = weights_of(log, target)
    done = foretold[np.arange(len(log)), log.action]
    return _mean((target * foretold).sum(axis=1) + weight * (log.reward - done) - log.reward, log.customer)


def _mean(values: Numbers, customer: NDArray[np.int64]) -> Estimate:
    return _estimate(float(values.mean()), values - values.mean(), customer)


def _estimate(value: float, influence: Numbers, customer: NDArray[np.int64]) -> Estimate:
    error = NORMAL_95 * standard_error(influence, customer)
    return Estimate(value, value - error, value + error)


def standard_error(influence: Numbers, customer: NDArray[np.int64]) -> float:
    """Of a mean whose rows have this influence, rows of one customer moving together."""
    by_customer = np.bincount(customer, weights=influence)
    count = len(by_customer)
    return float(np.sqrt((by_customer**2).sum() * count / max(count - 1, 1)) / len(influence))
