"""How often customers buy until they leave: the BG/NBD model. Not here: what a purchase is worth (`spend.py`).

While alive a customer buys at random at a rate of its own; after each purchase it leaves with a chance of its own. The rates are gamma
distributed over customers (r, alpha), the chances beta distributed (a, b).

Source: Fader, Hardie & Lee 2005, "Counting Your Customers" the Easy Way: An Alternative to the Pareto/NBD Model.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from ml.lifetime_value.errors import TooFewCustomers
from ml.lifetime_value.fitting import maximise
from ml.lifetime_value.summaries import Figures, Summaries

CUSTOMERS_MIN = 10
# At a = 1 the expectation is a limit that floats cannot take; so near to it the figure is right to nine digits.
_BESIDE_ONE = 1e-6
_SERIES_MAX = 200.0
_QUANTILES = 96


@dataclass(frozen=True)
class PurchaseModel:
    """A fitted BG/NBD model; `alpha` and every time are in the unit of the histories that it was fitted on.

    `log_likelihood` is the sum over `customer_count` customers.
    """

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float
    customer_count: int

    def alive_probability(self, of: Summaries) -> Figures:
        """The chance that the customer has not left for good, `(rows,)`; 1 after a single purchase, for a customer leaves by buying."""
        with np.errstate(divide="ignore"):
            odds_gone = (
                np.log(self.a)
                - np.log(self.b + np.maximum(of.frequency, 1.0) - 1.0)
                + (self.r + of.frequency) * (np.log(self.alpha + of.age) - np.log(self.alpha + of.recency))
            )
        alive: Figures = np.where(of.frequency > 0, special.expit(-odds_gone), 1.0)
        return alive

    def expected_purchases(self, of: Summaries, *, horizon: float) -> Figures:
        """The purchases to expect in the next `horizon` units of time, `(rows,)`, as far as we know whether the customer is still there."""
        return self.alive_probability(of) * self._while_alive(of.frequency, self.alpha + of.age, horizon)

    def expected_from_start(self, age: Figures) -> Figures:
        """The purchases after the first that anybody makes in the first `age` units of time, before anything is known of them."""
        return self._while_alive(np.zeros_like(age), np.full_like(age, self.alpha), age)

    def _while_alive(self, frequency: Figures, known: Figures, horizon: Figures | float) -> Figures:
        """What one who is alive buys over the horizon; `known` is alpha and the age."""
        over = np.broadcast_to(np.asarray(horizon, dtype=np.float64), known.shape)
        if max(self.r, self.a, self.b) > _SERIES_MAX:
            return self._by_quadrature(frequency, known, over)
        bought = self._by_series(frequency, known, over)
        lost = ~np.isfinite(bought)
        if lost.any():
            bought[lost] = self._by_quadrature(frequency[lost], known[lost], over[lost])
        return np.maximum(bought, 0.0)

    def _by_series(self, frequency: Figures, known: Figures, over: Figures) -> Figures:
        """The closed form. Euler's transformation takes the large power in front of the hypergeometric series into it; what is left is
        well behaved: its third parameter grows with the purchases, where the textbook's form overflows."""
        a = self.a if abs(self.a - 1.0) > _BESIDE_ONE else 1.0 + _BESIDE_ONE
        third = a + self.b + frequency - 1.0
        third = np.where(np.abs(third) > _BESIDE_ONE, third, _BESIDE_ONE)
        z = over / (known + over)
        left = np.exp((a - 1.0) * np.log1p(-z)) * special.hyp2f1(a + self.b - 1.0 - self.r, a - 1.0, third, z)
        bought: Figures = third / (a - 1.0) * (1.0 - left)
        return bought

    def _by_quadrature(self, frequency: Figures, known: Figures, over: Figures) -> Figures:
        """The same as a mean over the chances to leave, at the quantiles of their distribution; right to four digits or more.

        Customers who are nearly alike make parameters so large that the series is lost in cancellation.
        """
        points, weights = np.polynomial.legendre.leggauss(_QUANTILES)
        counts, place = np.unique(frequency, return_inverse=True)
        leaving = special.betaincinv(self.a, self.b + counts[:, None], (points + 1.0) / 2.0)
        total = np.zeros(len(frequency))
        for number, weight in enumerate(weights / 2.0):
            chance = np.maximum(leaving[place, number], np.finfo(np.float64).tiny)
            bought = -np.expm1(-(self.r + frequency) * np.log1p(chance * over / known)) / chance
            total += weight * bought
        return total


def fit_purchases(of: Summaries) -> PurchaseModel:
    """The BG/NBD model with the greatest likelihood; equal histories are counted once.

    Raises:
        TooFewCustomers: fewer than ten customers, or nobody who bought again.
        FitFailed: no finite maximum was found.
    """
    if of.customer_count < CUSTOMERS_MIN or not (of.frequency > 0).any():
        raise TooFewCustomers(
            f"Lifetime value needs at least {CUSTOMERS_MIN} customers, one of whom bought again; there are {of.customer_count:,}, of whom "
            f"{int(of.customers[of.frequency > 0].sum()):,} bought again.",
            customers=of.customer_count,
        )
    histories = _Histories(of.grouped())
    parameters, mean = maximise(histories.likelihood, start=np.array([1.0, 1.0, 1.0, 1.0]), what="The model of purchases (BG/NBD)")
    r, alpha, a, b = (float(value) for value in parameters)
    total = of.customer_count * mean - histories.purchase_count * float(np.log(histories.unit))
    return PurchaseModel(r, alpha * histories.unit, a, b, total, of.customer_count)


class _Histories:
    """Grouped histories, prepared so that each look at the likelihood costs two logarithms and one exponential a row.

    Times are divided by the mean age, so that the search begins near its end whatever the unit is.
    """

    def __init__(self, of: Summaries) -> None:
        self.unit = float((of.age * of.customers).sum() / of.customers.sum()) or 1.0
        self.frequency, self.recency, self.age = of.frequency, of.recency / self.unit, of.age / self.unit
        self.share = of.customers / of.customers.sum()
        self.again = of.frequency > 0
        self.purchase_count = float((of.frequency * of.customers).sum())
        self.counts, self.place = np.unique(of.frequency, return_inverse=True)
        self.count_share = np.bincount(self.place, weights=self.share)

    def likelihood(self, parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        """Mean log-likelihood and its gradient by (r, alpha, a, b)."""
        r, alpha, a, b = parameters
        x, counts, share = self.frequency, self.counts, self.share
        log_age, log_recency = np.log(alpha + self.age), np.log(alpha + self.recency)
        repeats = np.log(a) - np.log(b + np.maximum(counts, 1.0) - 1.0)
        # Gone since the last purchase, against still alive.
        gone_over_alive = np.where(self.again, repeats[self.place] + (r + x) * (log_age - log_recency), -np.inf)
        gone = special.expit(gone_over_alive)
        value = (share * (np.logaddexp(0.0, gone_over_alive) - (r + x) * log_age)).sum()
        value += (self.count_share * _of_counts(counts, r, alpha, a, b)).sum()
        by_r = (self.count_share * (special.digamma(r + counts) - special.digamma(r))).sum() + np.log(alpha)
        by_r -= (share * ((1.0 - gone) * log_age + gone * log_recency)).sum()
        by_alpha = r / alpha - (share * (r + x) * ((1.0 - gone) / (alpha + self.age) + gone / (alpha + self.recency))).sum()
        gone_share = np.bincount(self.place, weights=share * gone)
        both = special.digamma(a + b) - special.digamma(a + b + counts)
        by_a = (self.count_share * both).sum() + gone_share.sum() / a
        by_b = (self.count_share * (both + special.digamma(b + counts) - special.digamma(b))).sum()
        by_b -= (gone_share / (b + np.maximum(counts, 1.0) - 1.0)).sum()
        return float(value), np.array([by_r, by_alpha, by_a, by_b])


def _of_counts(counts: Figures, r: float, alpha: float, a: float, b: float) -> Figures:
    """The part of the log-likelihood that depends on nothing but how often a customer bought."""
    rates = special.gammaln(r + counts) - special.gammaln(r) + r * np.log(alpha)
    chances = special.gammaln(a + b) + special.gammaln(b + counts) - special.gammaln(b) - special.gammaln(a + b + counts)
    both: Figures = rates + chances
    return both
