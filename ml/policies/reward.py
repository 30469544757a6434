"""Foretells the reward of every action in every decision, from decisions of other customers. Imports scikit-learn when it fits."""

import numpy as np

from ml.policies.log import DecisionLog
from ml.tabular.columns import Design, Numbers
from ml.tabular.folds import folds_of
from ml.tabular.outcome import Encoded, fit_outcome

FOLDS = 3
OWN_MODEL_MIN = 300
PRIOR_DECISIONS = 20.0


def foretell_rewards(log: DecisionLog, *, context: Design, seed: int) -> Numbers:
    """The expected reward (decisions, actions), each row by models that saw none of its customer's decisions.

    An action done 300 times in the other folds has a model of its own over `context`; a rarer one stands at its mean reward, drawn
    towards that of all actions. The same log and seed give the same answer.
    """
    encoded = Encoded.of(context)
    fold = folds_of(log.customer, log.reward, count=FOLDS, seed=seed)
    foretold = np.empty((len(log), len(log.actions)))
    for number in range(FOLDS):
        held_out, seen = np.flatnonzero(fold == number), fold != number
        overall = float(log.reward[seen].mean()) if seen.any() else 0.0
        for action in range(len(log.actions)):
            rows = np.flatnonzero(seen & (log.action == action))
            if len(rows) >= OWN_MODEL_MIN and context.names:
                foretold[held_out, action] = fit_outcome(encoded, log.reward, rows, seed=seed)(held_out)
            else:
                foretold[held_out, action] = (log.reward[rows].sum() + PRIOR_DECISIONS * overall) / (len(rows) + PRIOR_DECISIONS)
    return foretold
