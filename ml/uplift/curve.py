"""What targeting by a score would have gained: the Qini curve, its area, and the uplift of the best share. Not here: making scores.

Everything is computed on one order of the rows for many sets of weights at once: weights of one give the figure, weights drawn by
the bootstrap give its interval.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Curve:
    """Running sums down the ranking, one entry per group of equal scores, beginning with nobody; per set of weights one row."""

    treated: Numbers
    control: Numbers
    treated_outcome: Numbers
    control_outcome: Numbers

    @property
    def share(self) -> Numbers:
        """The share of all customers down to each entry, 0 to 1."""
        reached = self.treated + self.control
        return np.asarray(reached / reached[:, -1:])

    @property
    def gain(self) -> Numbers:
        """The outcome won per treated customer of the whole file, had only those down to each entry been treated."""
        return np.asarray((self.treated_outcome - self.control_outcome * _ratio(self.treated, self.control)) / self.treated[:, -1:])


def gain_curve(scores: ArrayLike, treated: ArrayLike, outcome: ArrayLike, weights: Numbers | None = None) -> Curve:
    """The running sums of a ranking by `scores`, greatest first; equal scores stand together, so their order cannot matter.

    Args:
        scores: (rows,).
        treated: (rows,) who was treated.
        outcome: (rows,).
        weights: (sets, rows), or none for one set of ones.

    Raises:
        ValueError: the arrays are not of equal length, or an arm is empty.
    """
    score, arm, result = np.asarray(scores, dtype=np.float64), np.asarray(treated, dtype=np.bool_), np.asarray(outcome, dtype=np.float64)
    if not score.shape == arm.shape == result.shape or score.ndim != 1:
        raise ValueError(f"scores {score.shape}, treated {arm.shape} and outcome {result.shape} must be rows of equal length")
    if arm.all() or not arm.any():
        raise ValueError("a curve needs treated and control rows")
    order = np.argsort(-score, kind="stable")
    last = np.append(np.flatnonzero(np.diff(score[order])), len(score) - 1)
    weight = np.ones((1, len(score))) if weights is None else weights
    ordered, arm, result = weight[:, order], arm[order], result[order]

    def running(values: Numbers) -> Numbers:
        found = np.cumsum(values, axis=1)[:, last]
        return np.hstack([np.zeros((len(found), 1)), found])

    return Curve(running(ordered * arm), running(ordered * ~arm), running(ordered * (arm * result)), running(ordered * (~arm * result)))


def qini(curve: Curve) -> Numbers:
    """The area between the curve and the straight line of a random order, per set of weights, in outcome per treated customer.

    0 for a ranking that knows nothing, below 0 for one that is the wrong way round.
    """
    return np.asarray(np.trapezoid(curve.gain, curve.share, axis=1) - curve.gain[:, -1] / 2.0)


def uplift_at(curve: Curve, share: float) -> Numbers:
    """Mean outcome of treated less that of control among the best `share`, per set of weights; a group of equals is taken in part."""

    def reached(sums: Numbers) -> Numbers:
        return np.asarray([np.interp(share, place, values) for place, values in zip(curve.share, sums, strict=True)])

    treated, control = reached(curve.treated), reached(curve.control)
    return _ratio(reached(curve.treated_outcome), treated) - _ratio(reached(curve.control_outcome), control)


def qini_at_best(treated: ArrayLike, outcome: ArrayLike) -> float:
    """The area of the best order there is with hindsight: who did well treated first, who did well without last."""
    arm, result = np.asarray(treated, dtype=np.bool_), np.asarray(outcome, dtype=np.float64)
    return float(qini(gain_curve(np.where(arm, result, -result), arm, result))[0])


def _ratio(part: Numbers, whole: Numbers) -> Numbers:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
