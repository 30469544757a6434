"""The model of values: the published fit on CDNOW, and expectations that draw the unknown towards everybody's mean."""

import numpy as np
import pytest
from scipy import optimize

from ml.lifetime_value.errors import TooFewCustomers
from ml.lifetime_value.spend import _Values, fit_spend
from ml.lifetime_value.summaries import Summaries
from tests.support.cdnow import cdnow_published


def test_the_fit_on_cdnow_is_the_published_one() -> None:
    found = fit_spend(cdnow_published())
    # Fader & Hardie 2013: p = 6.25, q = 3.74, gamma = 15.44.
    assert (found.p, found.q, found.v) == pytest.approx((6.25, 3.74, 15.44), abs=0.02)
    assert found.customer_count == 946
    assert found.population_mean == pytest.approx(35.2, abs=0.1)
    assert found.correlation == pytest.approx(0.11, abs=0.01)


def test_the_gradient_is_the_slope_of_the_likelihood() -> None:
    values = _Values(cdnow_published().spenders())
    for point in ([2.0, 1.5, 0.7], [0.3, 0.2, 4.0]):
        slope = optimize.approx_fprime(np.array(point), lambda at: values.likelihood(at)[0], 1e-7)
        assert values.likelihood(np.array(point))[1] == pytest.approx(slope, rel=1e-4, abs=1e-5)


def test_the_currency_does_not_matter() -> None:
    of = cdnow_published()
    in_cents = Summaries.of(of.frequency, of.recency, of.age, of.monetary * 100)
    dollars, cents = fit_spend(of), fit_spend(in_cents)
    assert cents.expected_value(in_cents) == pytest.approx(100 * dollars.expected_value(of), rel=1e-5)
    assert cents.log_likelihood == pytest.approx(dollars.log_likelihood - dollars.customer_count * np.log(100), abs=1e-3)


def test_who_never_came_again_is_worth_what_everybody_is_and_who_came_often_what_it_spent() -> None:
    found = fit_spend(cdnow_published())
    value = found.expected_value(Summaries.of([0, 1, 1_000], [0, 1, 30], [39, 39, 39], [0, 100, 100]))
    assert value[0] == pytest.approx(found.population_mean)
    assert found.population_mean < value[1] < value[2]
    assert value[2] == pytest.approx(100, rel=0.01)


def test_known_values_are_found_again() -> None:
    rng = np.random.default_rng(3)
    frequency = rng.poisson(4, 30_000) + 1.0
    scale = rng.gamma(4.0, 1.0 / 20.0, 30_000)
    value = rng.gamma(6.0 * frequency) / scale / frequency
    found = fit_spend(Summaries.of(frequency, frequency, frequency + 1, value))
    assert (found.p, found.q, found.v) == pytest.approx((6.0, 4.0, 20.0), rel=0.1)


def test_without_repeated_purchases_of_any_value_there_is_nothing_to_learn() -> None:
    with pytest.raises(TooFewCustomers, match="value of purchases"):
        fit_spend(Summaries.of(np.full(50, 2), np.full(50, 1), np.full(50, 9), np.zeros(50)))
