"""The logistic regression that the network must beat is as good as scikit-learn's, and gives numbers on rows that are perfectly parted."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from ml.churn.logistic import RIDGE, fit_logistic


def test_its_weights_are_those_of_scikit_learn() -> None:
    rng = np.random.default_rng(1)
    matrix = rng.normal(size=(2_000, 7)).astype(np.float32)
    labels = rng.random(2_000) < 1 / (1 + np.exp(-(matrix @ [1.0, -0.5, 0, 0, 2.0, 0, 0.1] - 2.0)))
    theirs = LogisticRegression(C=1 / (RIDGE * 2_000), tol=1e-10, max_iter=1_000).fit(matrix, labels)
    found = fit_logistic(matrix, labels)
    assert found[:-1] == pytest.approx(theirs.coef_[0], abs=1e-4)
    assert found[-1] == pytest.approx(theirs.intercept_[0], abs=1e-4)


def test_perfectly_parted_rows_and_inputs_that_never_change_keep_finite_weights() -> None:
    matrix = np.stack([np.linspace(-1, 1, 100), np.zeros(100)], axis=1).astype(np.float32)
    found = fit_logistic(matrix, matrix[:, 0] > 0)
    assert np.isfinite(found).all()
    assert found[0] > 1.0
    assert found[1] == pytest.approx(0.0, abs=1e-9)
