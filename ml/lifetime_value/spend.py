"""What a purchase is worth to each customer: the gamma-gamma model. Not here: how many purchases there will be (`purchases.py`).

Purchases of a customer scatter around a mean of its own (shape p); the means are spread over customers (q, v). The model takes how often
somebody buys to say nothing about how much, which `correlation` lets a reader judge.

Source: Fader, Hardie & Lee 2005, RFM and CLV: Using Iso-Value Curves; Fader & Hardie 2013, The Gamma-Gamma Model of Monetary Value.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from ml.lifetime_value.errors import TooFewCustomers
from ml.lifetime_value.fitting import maximise
from ml.lifetime_value.purchases import CUSTOMERS_MIN
from ml.lifetime_value.summaries import Figures, Summaries


@dataclass(frozen=True)
class SpendModel:
    """A fitted gamma-gamma model; `v` is in the unit of money of the histories that it was fitted on.

    `correlation` is that between the number of purchases and their mean value: far from 0, the model's assumption fails.
    """

    p: float
    q: float
    v: float
    log_likelihood: float
    customer_count: int
    correlation: float

    @property
    def population_mean(self) -> float:
        """The value of a purchase of somebody of whom nothing is known."""
        return self.p * self.v / (self.q - 1.0)

    def expected_value(self, of: Summaries) -> Figures:
        """The mean value of each customer's purchases, `(rows,)`: its own so far, drawn to the population's the fewer they are."""
        return self.p * (self.v + of.frequency * of.monetary) / (self.p * of.frequency + self.q - 1.0)


def fit_spend(of: Summaries) -> SpendModel:
    """The gamma-gamma model with the greatest likelihood among those with a finite mean (q above 1).

    Only customers with a purchase after the first, and of some value, say anything.

    Raises:
        TooFewCustomers: fewer than ten of them.
        FitFailed: no finite maximum was found.
    """
    told = of.spenders()
    if told.customer_count < CUSTOMERS_MIN:
        raise TooFewCustomers(
            f"The value of purchases needs at least {CUSTOMERS_MIN} customers with a purchase after the first; there are "
            f"{told.customer_count:,}.",
            customers=told.customer_count,
        )
    values = _Values(told)
    parameters, mean = maximise(values.likelihood, start=np.array([1.0, 1.0, 1.0]), what="The model of values (gamma-gamma)")
    p, above_one, v = (float(value) for value in parameters)
    total = told.customer_count * (mean - float(np.log(values.unit)))
    return SpendModel(p, 1.0 + above_one, v * values.unit, total, told.customer_count, _correlation(told))


class _Values:
    """Histories with their value, divided by the mean value so that the search begins near its end whatever the currency is."""

    def __init__(self, of: Summaries) -> None:
        self.share = of.customers / of.customers.sum()
        self.unit = float((of.monetary * self.share).sum())
        self.frequency, self.spent = of.frequency, of.frequency * of.monetary / self.unit
        self.log_value = np.log(of.monetary / self.unit)
        self.counts, self.place = np.unique(of.frequency, return_inverse=True)
        self.count_share = np.bincount(self.place, weights=self.share)
        self.log_value_share = np.bincount(self.place, weights=self.share * self.log_value)

    def likelihood(self, parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        """Mean log-likelihood and its gradient by (p, q - 1, v)."""
        p, above_one, v = parameters
        q, counts, seen = 1.0 + above_one, self.counts, self.count_share
        log_sum = np.bincount(self.place, weights=self.share * np.log(self.spent + v))
        one_over = np.bincount(self.place, weights=self.share / (self.spent + v))
        shape = p * counts
        value = (seen * (special.gammaln(shape + q) - special.gammaln(shape) + shape * np.log(counts))).sum()
        value += q * np.log(v) - special.gammaln(q) + (shape * (self.log_value_share - log_sum)).sum() - q * log_sum.sum()
        value -= self.log_value_share.sum()
        together = special.digamma(shape + q)
        by_p = (counts * (seen * (together - special.digamma(shape) + np.log(counts)) + self.log_value_share - log_sum)).sum()
        by_q = (seen * together).sum() - special.digamma(q) + np.log(v) - log_sum.sum()
        by_v = q / v - ((shape + q) * one_over).sum()
        return float(value), np.array([by_p, by_q, by_v])


def _correlation(of: Summaries) -> float:
    """Pearson's, over customers; 0 where all buy equally often or equally much."""
    covariance = np.cov(of.frequency, of.monetary, aweights=of.customers)
    spread = float(covariance[0, 0] * covariance[1, 1])
    return float(covariance[0, 1]) / spread**0.5 if spread > 0 else 0.0
