"""The greatest likelihood of a few positive parameters, by their logarithms. Not here: the likelihoods (`purchases.py`, `spend.py`)."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from ml.lifetime_value.errors import FitFailed

# Parameters stay within e^-10 and e^10 of the unit of the data. Customers who are all alike would send them to infinity; what the model
# foretells no longer changes out there.
LOG_MAX = 10.0
ROUNDS_MAX = 500

Likelihood = Callable[[NDArray[np.float64]], tuple[float, NDArray[np.float64]]]


def maximise(likelihood: Likelihood, *, start: NDArray[np.float64], what: str) -> tuple[NDArray[np.float64], float]:
    """The positive parameters with the greatest mean log-likelihood, and that likelihood.

    Args:
        likelihood: parameters → mean log-likelihood and its gradient by the parameters.
        start: where the search begins; every one positive.
        what: is named when it fails.

    Raises:
        FitFailed: the search found no finite maximum.
    """

    def cost(logs: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        parameters = np.exp(logs)
        value, gradient = likelihood(parameters)
        return -value, -gradient * parameters

    bounds = [(-LOG_MAX, LOG_MAX)] * len(start)
    settings = {"maxiter": ROUNDS_MAX, "maxfun": 4 * ROUNDS_MAX, "ftol": 1e-14, "gtol": 1e-8, "maxcor": 20}
    with np.errstate(over="ignore", invalid="ignore"):
        found = optimize.minimize(cost, np.log(start), jac=True, method="L-BFGS-B", bounds=bounds, options=settings)
    if not np.isfinite(found.fun) or found.nit >= ROUNDS_MAX:
        raise FitFailed(f"{what} could not be fitted: the search for the greatest likelihood did not end.", rounds=int(found.nit))
    return np.exp(found.x), -float(found.fun)
