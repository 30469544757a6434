"""The logistic regression that a churn network must beat, or be replaced by. NumPy and SciPy; not here: the contest (`train.py`)."""

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

from ml.features.encoder import Mask, Matrix

# Ridge per row, on inputs of mean 0 and deviation 1; between a third and three times as much changes nothing to speak of.
RIDGE = 0.006
ROUNDS_MAX = 1_000


def fit_logistic(matrix: Matrix, labels: Mask) -> NDArray[np.float64]:
    """The weights of the inputs and, last, the intercept: `(inputs + 1,)`; the greatest likelihood with a ridge on the weights.

    Args:
        matrix: `(rows, inputs) float32`.
        labels: `(rows,)`, both answers among them.
    """
    design, truth = matrix.astype(np.float64), labels.astype(np.float64)
    share = float(truth.mean())

    def cost(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        slopes, said = weights[:-1], design @ weights[:-1] + weights[-1]
        loss = np.logaddexp(0.0, said).mean() - (truth * said).mean() + RIDGE / 2.0 * (slopes @ slopes)
        error = (special.expit(said) - truth) / len(truth)
        return float(loss), np.append(design.T @ error + RIDGE * slopes, error.sum())

    start = np.append(np.zeros(design.shape[1]), np.log(share / (1.0 - share)))
    found = optimize.minimize(cost, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS_MAX, "ftol": 1e-14, "gtol": 1e-8})
    weights: NDArray[np.float64] = found.x
    return weights
