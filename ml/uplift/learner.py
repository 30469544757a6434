"""The T-learner: one model of the outcome with the treatment, one without; their difference is the effect. Cross-fitted, so honest."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml.tabular.columns import Numbers
from ml.tabular.folds import folds_of
from ml.tabular.outcome import Encoded, fit_outcome
from ml.uplift.experiment import Experiment

FOLDS = 5


@dataclass(frozen=True)
class Effects:
    """What models that never saw a row's customer foretell of it, (rows,) each, and the fold that the row was held out in."""

    with_treatment: Numbers
    without: Numbers
    fold: NDArray[np.int64]

    @property
    def uplift(self) -> Numbers:
        """The effect of the treatment, in units of the outcome."""
        return self.with_treatment - self.without


def cross_fit(experiment: Experiment, *, seed: int) -> Effects:
    """Effects of every row, from models fitted on the other four fifths of customers. The same rows and seed give the same effects."""
    encoded = Encoded.of(experiment.features)
    fold = folds_of(experiment.customer, experiment.outcome, arm=experiment.treated, count=FOLDS, seed=seed)
    effects = Effects(np.empty(len(fold)), np.empty(len(fold)), fold)
    for number in range(FOLDS):
        held_out = np.flatnonzero(fold == number)
        for into, arm in ((effects.with_treatment, experiment.treated), (effects.without, ~experiment.treated)):
            into[held_out] = fit_outcome(encoded, experiment.outcome, np.flatnonzero(arm & (fold != number)), seed=seed)(held_out)
    return effects


def rank_within_folds(scores: Numbers, fold: NDArray[np.int64]) -> Numbers:
    """Scores as ranks from 0 to 1 within each fold, equal ones alike.

    Models of different folds stand at different levels, and a fold that did badly by chance is foretold to do well by the others:
    pooled as they are, scores of nothing would rank worse than nothing.
    """
    ranks = np.empty(len(scores))
    for number in np.unique(fold):
        rows = np.flatnonzero(fold == number)
        _, place, counts = np.unique(scores[rows], return_inverse=True, return_counts=True)
        ranks[rows] = (np.cumsum(counts) - (counts - 1) / 2.0)[place] / len(rows)
    return ranks
