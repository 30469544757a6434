"""Foretells an outcome from features: penalised lines and small boosted trees, averaged. Imports scikit-learn when it fits."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml.tabular.columns import Design, Numbers

Rows = NDArray[np.int64]
Foretell = Callable[[Rows], Numbers]
PENALTIES = (0.001, 0.01, 0.1, 1.0)


@dataclass(frozen=True)
class Encoded:
    """One design in the two forms in which it is read, made once for all folds."""

    for_lines: Numbers
    for_trees: Numbers
    is_code: NDArray[np.bool_]

    @classmethod
    def of(cls, design: Design) -> "Encoded":
        """Both forms of `design`."""
        is_code = np.arange(len(design.names)) >= len(design.number_names)
        return cls(design.for_lines, design.for_trees, is_code)


def fit_outcome(encoded: Encoded, outcome: Numbers, rows: Rows, *, seed: int) -> Foretell:
    """How the expected outcome of any row is foretold, learnt from `rows`. Outcomes of 0 and 1 are foretold as probabilities.

    Lines find what is even over a feature, trees what has steps or depends on two features at once; the mean of both loses little to
    the better one. The same rows and seed give the same answer.
    """
    known = outcome[rows]
    if np.ptp(known) == 0.0:
        return lambda asked: np.full(len(asked), known[0])
    is_binary = bool(np.isin(outcome, (0.0, 1.0)).all())
    if is_binary and min(known.sum(), len(known) - known.sum()) < 10:
        return lambda asked: np.full(len(asked), known.mean())  # a handful of yeses teaches a level and nothing else
    line, tree = _fit_line(encoded, known, rows, is_binary), _fit_trees(encoded, known, rows, is_binary=is_binary, seed=seed)
    return lambda asked: (line(asked) + tree(asked)) / 2.0


def _fit_line(encoded: Encoded, known: Numbers, rows: Rows, is_binary: bool) -> Foretell:
    from sklearn.linear_model import LogisticRegressionCV, RidgeCV

    inputs = encoded.for_lines
    if not is_binary:
        ridge = RidgeCV(alphas=np.logspace(-1, 4, 11)).fit(inputs[rows], known)
        return lambda asked: np.asarray(ridge.predict(inputs[asked]), dtype=np.float64)
    logistic = LogisticRegressionCV(
        Cs=PENALTIES, cv=3, scoring="neg_log_loss", max_iter=300, tol=1e-3, use_legacy_attributes=False, l1_ratios=(0.0,)
    ).fit(inputs[rows], known > 0)
    return lambda asked: np.asarray(logistic.predict_proba(inputs[asked])[:, 1], dtype=np.float64)


def _fit_trees(encoded: Encoded, known: Numbers, rows: Rows, *, is_binary: bool, seed: int) -> Foretell:
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    inputs = encoded.for_trees
    course = {
        "learning_rate": 0.05,
        "max_iter": 200,
        "max_leaf_nodes": 8,
        "min_samples_leaf": max(20, len(rows) // 200),
        "l2_regularization": 1.0,
        "early_stopping": True,
        "validation_fraction": 0.15,
        "n_iter_no_change": 10,
        "categorical_features": encoded.is_code,
        "random_state": seed,
    }
    if not is_binary:
        regressor = HistGradientBoostingRegressor(**course).fit(inputs[rows], known)
        return lambda asked: np.asarray(regressor.predict(inputs[asked]), dtype=np.float64)
    classifier = HistGradientBoostingClassifier(**course).fit(inputs[rows], known > 0)
    return lambda asked: np.asarray(classifier.predict_proba(inputs[asked])[:, 1], dtype=np.float64)
