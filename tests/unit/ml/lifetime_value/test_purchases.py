"""The model of purchases: the published fit on CDNOW (M-1), its holdout (M-2), expectations that hold where the textbook's form fails."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, special

from ml.lifetime_value.errors import TooFewCustomers
from ml.lifetime_value.purchases import PurchaseModel, _Histories, fit_purchases
from ml.lifetime_value.summaries import Summaries
from ml.metrics import interval_of
from tests.support.cdnow import WEEKS, cdnow_published, cdnow_transactions


def test_the_fit_on_cdnow_is_the_published_one() -> None:
    found = fit_purchases(cdnow_published())
    print(f"M-1 r={found.r:.4f} alpha={found.alpha:.4f} a={found.a:.4f} b={found.b:.4f} LL={found.log_likelihood:.3f}")
    assert found.customer_count == 2_357
    assert found.r == pytest.approx(0.243, abs=0.002)
    assert found.alpha == pytest.approx(4.414, abs=0.002)
    assert found.a == pytest.approx(0.793, abs=0.002)
    assert found.b == pytest.approx(2.426, abs=0.002)
    assert found.log_likelihood == pytest.approx(-9582.43, abs=0.01)


def test_the_holdout_of_cdnow_is_foretold_as_well_as_it_can_be() -> None:
    data = cdnow_transactions()
    model = fit_purchases(data.histories)
    foretold = model.expected_purchases(data.histories, horizon=WEEKS)
    correlation = float(np.corrcoef(foretold, data.bought_after)[0, 1])
    low, high = interval_of(lambda a, b: float(np.corrcoef(a, b)[0, 1]), foretold, data.bought_after, seed=1, draws=200)
    total = float(model.expected_from_start(2 * WEEKS - data.began_in_week).sum())
    came = float(data.histories.frequency.sum() + data.bought_after.sum())
    print(f"M-2 correlation {correlation:.4f} [{low:.3f}, {high:.3f}], by week 78 {total:,.0f} of {came:,.0f} ({total / came:.3f})")
    assert correlation >= 0.62
    assert total == pytest.approx(came, rel=0.05)


def test_counting_from_purchases_gives_the_published_summaries() -> None:
    counted, published = cdnow_transactions().histories, cdnow_published()
    assert np.array_equal(counted.frequency, published.frequency)
    assert np.abs(counted.recency - published.recency).max() < 0.005  # printed with two decimals
    assert np.abs(counted.age - published.age).max() < 0.005


def test_the_package_lifetimes_says_the_same() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lifetimes import BetaGeoFitter

        of = cdnow_published()
        theirs = BetaGeoFitter().fit(of.frequency, of.recency, of.age)
        their_purchases = theirs.conditional_expected_number_of_purchases_up_to_time(WEEKS, of.frequency, of.recency, of.age)
        their_alive = theirs.conditional_probability_alive(of.frequency, of.recency, of.age)
    ours = fit_purchases(of)
    assert np.abs(ours.expected_purchases(of, horizon=WEEKS) - their_purchases).max() < 1e-4
    assert np.abs(ours.alive_probability(of) - their_alive).max() < 1e-5


def test_the_gradient_is_the_slope_of_the_likelihood() -> None:
    histories = _Histories(cdnow_published().grouped())
    for point in ([0.5, 0.7, 0.9, 1.3], [0.05, 3.0, 8.0, 0.2]):
        slope = optimize.approx_fprime(np.array(point), lambda at: histories.likelihood(at)[0], 1e-7)
        assert histories.likelihood(np.array(point))[1] == pytest.approx(slope, rel=1e-4, abs=1e-5)


def test_neither_the_unit_of_time_nor_grouping_changes_what_is_foretold() -> None:
    of = cdnow_published()
    days = Summaries.of(of.frequency, of.recency * 7, of.age * 7)
    in_weeks, in_days = fit_purchases(of), fit_purchases(days)
    assert in_days.alpha == pytest.approx(7 * in_weeks.alpha, rel=1e-4)
    assert in_days.expected_purchases(days, horizon=84) == pytest.approx(in_weeks.expected_purchases(of, horizon=12), rel=1e-4)
    grouped = of.grouped()
    assert len(grouped) < len(of)
    assert grouped.customer_count == of.customer_count
    assert fit_purchases(grouped).log_likelihood == pytest.approx(in_weeks.log_likelihood, abs=1e-4)


log_uniform = st.floats(-3.0, 3.0).map(np.exp)


@given(
    parameters=st.tuples(log_uniform, log_uniform, log_uniform, log_uniform),
    count=st.integers(0, 900),
    days=st.tuples(*[st.floats(1, 500)] * 2),
)
def test_expectations_equal_a_mean_over_the_chances_to_leave(
    parameters: tuple[float, float, float, float], count: int, days: tuple[float, float]
) -> None:
    (r, alpha, a, b), (age, horizon) = parameters, days
    model = PurchaseModel(*parameters, 0.0, 1)
    of = Summaries.of([count], [age * 0.7 if count else 0.0], [age])
    nodes, weights = special.roots_jacobi(200, b + count - 1.0, a - 1.0)
    chance = (1.0 + nodes) / 2.0
    while_alive = -np.expm1(-(r + count) * np.log1p(chance * horizon / (alpha + age))) / chance
    expected = float((weights / weights.sum() * while_alive).sum()) * model.alive_probability(of)[0]
    # Where hardly anybody is left, the chance of being alive is a difference of nearly equal numbers, in both.
    assert model.expected_purchases(of, horizon=horizon)[0] == pytest.approx(expected, rel=1e-4, abs=1e-9)


@pytest.mark.parametrize("a", [1.0, 1.0 + 1e-9, 1.0 - 1e-9])
def test_an_expectation_at_its_limit_is_the_limit(a: float) -> None:
    of = Summaries.of([0, 3, 500], [0, 20, 300], [30, 30, 365])
    beside = PurchaseModel(0.5, 5.0, 1.001, 2.0, 0.0, 1).expected_purchases(of, horizon=84)
    assert PurchaseModel(0.5, 5.0, a, 2.0, 0.0, 1).expected_purchases(of, horizon=84) == pytest.approx(beside, rel=2e-3)


@pytest.mark.parametrize("parameters", [(1, 10, 1e3, 1e4), (2e4, 2e5, 0.5, 2.0), (2e4, 2e4, 2e4, 2e4), (1, 10, 5e-5, 5e-5)])
def test_customers_who_are_nearly_alike_still_get_numbers(parameters: tuple[float, float, float, float]) -> None:
    model = PurchaseModel(*parameters, 0.0, 1)
    of = Summaries.of([0, 5, 3_000], [0, 45, 900], [50, 50, 1_000])
    leaving = np.maximum(np.random.default_rng(1).beta(model.a, model.b + of.frequency[:, None], (3, 100_000)), 1e-12)
    bought = -np.expm1(-(model.r + of.frequency[:, None]) * np.log1p(leaving * 84 / (model.alpha + of.age[:, None]))) / leaving
    expected = bought.mean(axis=1) * model.alive_probability(of)
    assert model.expected_purchases(of, horizon=84) == pytest.approx(expected, rel=0.02, abs=1e-9)


def test_customers_of_known_habits_give_their_parameters_back() -> None:
    of, kept_on = _simulated(r=0.8, alpha=12.0, a=0.6, b=3.0, count=40_000)
    found = fit_purchases(of)
    assert (found.r, found.alpha, found.a, found.b) == pytest.approx((0.8, 12.0, 0.6, 3.0), rel=0.12)
    alive = found.alive_probability(of)
    for low in (0.0, 0.25, 0.5, 0.75):
        among = (alive >= low) & (alive < low + 0.25)
        assert kept_on[among].mean() == pytest.approx(alive[among].mean(), abs=0.02)


@pytest.mark.parametrize(("frequency", "recency"), [(np.full(500, 4), np.full(500, 90.0)), (np.ones(500), np.ones(500))])
def test_customers_without_any_difference_can_be_fitted_and_foretold(frequency: np.ndarray, recency: np.ndarray) -> None:
    of = Summaries.of(frequency, recency, np.full(500, 100.0))
    found = fit_purchases(of).expected_purchases(of, horizon=84)
    assert np.isfinite(found).all()
    assert (found >= 0).all()


def test_more_time_never_brings_fewer_purchases_and_silence_never_more_life() -> None:
    model = fit_purchases(cdnow_published())
    of = Summaries.of(np.full(50, 6), np.full(50, 20.0), np.linspace(20, 200, 50))
    assert (np.diff(model.alive_probability(of)) < 0).all()
    over = [model.expected_purchases(of, horizon=horizon).sum() for horizon in (0, 1, 10, 100, 1_000)]
    assert over[0] == 0
    assert (np.diff(over) > 0).all()


def test_too_few_customers_are_told_apart_from_a_model() -> None:
    with pytest.raises(TooFewCustomers, match="at least 10 customers"):
        fit_purchases(Summaries.of([3], [10], [20]))
    with pytest.raises(TooFewCustomers, match="bought again"):
        fit_purchases(Summaries.of(np.zeros(500), np.zeros(500), np.full(500, 30)))
    with pytest.raises(TooFewCustomers):
        fit_purchases(Summaries.of([], [], []))


def _simulated(*, r: float, alpha: float, a: float, b: float, count: int) -> tuple[Summaries, np.ndarray]:
    """Customers of the model's own kind over 100 units of time, and whether each is still there at the end."""
    rng = np.random.default_rng(7)
    rate, leaving = rng.gamma(r, 1.0 / alpha, count), rng.beta(a, b, count)
    at, frequency, recency = np.zeros(count), np.zeros(count), np.zeros(count)
    alive = np.ones(count, dtype=bool)
    going = np.arange(count)
    while len(going):
        at[going] += rng.exponential(1.0 / np.maximum(rate[going], 1e-12))
        going = going[at[going] <= 100.0]
        frequency[going] += 1
        recency[going] = at[going]
        left = rng.random(len(going)) < leaving[going]
        alive[going[left]] = False
        going = going[~left]
    return Summaries.of(frequency, recency, np.full(count, 100.0)), alive
