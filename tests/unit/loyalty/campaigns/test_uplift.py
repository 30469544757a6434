"""An effect that is there is found, one that is not is not claimed, and the intervals hold what they promise. Not here: counting."""

import numpy as np
import pytest
from scipy import stats

from loyalty.campaigns.results_uplift import Difference, Sample, Verdict, conversion_uplift, is_split_sound, revenue_uplift, wilson
from loyalty.campaigns.results_words import conversion_words, revenue_words

SEEDS = 2_000


def arms_of(random: np.random.Generator, *, base: float, effect: float, treated: int, control: int) -> tuple[Sample, Sample]:
    """Two arms of members who buy by chance and spend long-tailed sums."""
    return (drawn(random, treated, base + effect), drawn(random, control, base))


def drawn(random: np.random.Generator, count: int, share: float) -> Sample:
    spent = np.floor(random.lognormal(8, 1.0, count)) * (random.random(count) < share)
    buyers = int((spent > 0).sum())
    return Sample(count, buyers, buyers, int(spent.sum()), float((spent**2).sum()))


def test_newcombes_own_example_comes_out() -> None:
    told = conversion_uplift(Sample(70, 56), Sample(80, 48))
    assert (told.low, told.high) == (pytest.approx(0.0524, abs=1e-4), pytest.approx(0.3339, abs=1e-4))


@pytest.mark.parametrize(("count", "total"), [(0, 1), (0, 10), (10, 10), (1, 30), (499, 1_000)])
def test_wilsons_interval_is_that_of_scipy(count: int, total: int) -> None:
    expected = stats.binomtest(count, total).proportion_ci(method="wilson")
    assert wilson(count, total) == (pytest.approx(expected.low, abs=1e-12), pytest.approx(expected.high, abs=1e-12))


def test_welchs_interval_is_that_of_scipy() -> None:
    random = np.random.default_rng(3)
    left, right = np.floor(random.lognormal(8, 1, 60)), np.floor(random.lognormal(8.2, 0.7, 51))
    arms = [Sample(len(one), len(one), len(one), int(one.sum()), float((one**2).sum())) for one in (left, right)]
    expected = stats.ttest_ind(left, right, equal_var=False).confidence_interval(0.95)
    told = revenue_uplift(*arms)
    assert (told.low, told.high) == (pytest.approx(expected.low, rel=1e-4), pytest.approx(expected.high, rel=1e-4))


@pytest.mark.parametrize(("treated", "control", "base"), [(9_000, 1_000, 0.11), (600, 600, 0.2), (4_000, 100, 0.1)])
def test_no_effect_is_claimed_where_there_is_none(treated: int, control: int, base: float) -> None:
    random = np.random.default_rng(11)
    claims = {"conversion": 0, "revenue": 0}
    for _ in range(SEEDS):
        arms = arms_of(random, base=base, effect=0.0, treated=treated, control=control)
        claims["conversion"] += conversion_uplift(*arms).verdict in {Verdict.BETTER, Verdict.WORSE}
        claims["revenue"] += revenue_uplift(*arms).verdict in {Verdict.BETTER, Verdict.WORSE}
    # One in twenty by design; three standard errors of the count more, and long tails make Welch a little bolder than that.
    assert claims["conversion"] <= SEEDS * 0.065
    assert claims["revenue"] <= SEEDS * 0.075


def test_the_interval_holds_the_truth_nineteen_times_in_twenty_and_a_plain_effect_is_found() -> None:
    random = np.random.default_rng(5)
    held = found = 0
    for _ in range(SEEDS):
        told = conversion_uplift(*arms_of(random, base=0.08, effect=0.04, treated=4_500, control=1_500))
        held += told.low is not None and told.high is not None and told.low <= 0.04 <= told.high
        found += told.verdict is Verdict.BETTER
    assert held >= SEEDS * 0.935
    assert found >= SEEDS * 0.95


@pytest.mark.parametrize(
    ("treated", "control", "verdict"),
    [
        (Sample(1_000, 900), Sample(0), Verdict.NO_CONTROL),
        (Sample(0), Sample(0), Verdict.NO_CONTROL),
        (Sample(0), Sample(100, 5), Verdict.TOO_FEW),
        (Sample(1_000, 900), Sample(20, 0), Verdict.TOO_FEW),
        (Sample(1_000, 4), Sample(1_000, 0), Verdict.TOO_FEW),
        (Sample(1_000, 40), Sample(1_000, 100), Verdict.WORSE),
        (Sample(1_000, 100), Sample(1_000, 100), Verdict.UNCLEAR),
    ],
)
def test_nothing_is_said_that_cannot_be_known(treated: Sample, control: Sample, verdict: Verdict) -> None:
    told = conversion_uplift(treated, control)
    assert told.verdict is verdict
    said = conversion_words(told, is_settled=True)
    assert set(said) == {"en", "ar"}
    assert ("Probably" in said["en"]) is (verdict in {Verdict.BETTER, Verdict.WORSE})


def test_words_say_points_money_and_whether_it_is_over() -> None:
    better = Difference(Verdict.BETTER, 0.05, 0.031, 0.07)
    assert (
        conversion_words(better, is_settled=True)["en"] == "Probably better: of 100 addressed, 3.1 to 7 more bought than would have anyway."
    )
    worse = Difference(Verdict.WORSE, -250.0, -400.0, -99.0)
    assert revenue_words(worse, "USD", is_settled=False)["en"] == "So far: Probably worse: a member spent $0.99 to $4.00 less."
    unclear = Difference(Verdict.UNCLEAR, 10.0, -3_000.0, 4_000.0)
    assert "¥3,000 less, ¥4,000 more" in revenue_words(unclear, "JPY", is_settled=True)["en"]


@pytest.mark.parametrize(
    ("treated", "control", "expected", "sound"),
    [(9_000, 1_000, 1_000, True), (9_000, 1_080, 1_008, True), (8_000, 1_000, 900, False), (0, 0, 0, True), (100, 0, 0, True)],
)
def test_a_lopsided_split_is_seen(treated: int, control: int, expected: float, *, sound: bool) -> None:
    assert is_split_sound(Sample(treated), Sample(control), expected) is sound
