"""Bootstrap intervals cover what they promise, know whose rows they draw, and a paired comparison tells a lead from luck."""

import numpy as np
import pytest

from ml.metrics import interval, interval_of, paired_difference, paired_p, paired_p_of, roc_auc


def test_nineteen_intervals_in_twenty_hold_the_true_mean() -> None:
    rng = np.random.default_rng(1)
    held = 0
    for seed in range(300):
        low, high = interval(rng.exponential(2.0, 200), seed=seed, draws=400)
        held += low <= 2.0 <= high
    assert 0.90 <= held / 300 <= 0.98


def test_the_same_seed_gives_the_same_interval_and_another_one_another() -> None:
    values = np.random.default_rng(2).random(100)
    assert interval(values, seed=5) == interval(values, seed=5)
    assert interval(values, seed=5) != interval(values, seed=6)


def test_many_customers_are_drawn_in_parts_without_changing_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(2).random(1_000)
    whole = interval(values, seed=5, draws=1_000)
    monkeypatch.setattr("ml.metrics.bootstrap._DRAWN_AT_ONCE", 7_000)
    assert interval(values, seed=5, draws=1_000) == pytest.approx(whole)


def test_without_a_difference_p_falls_below_five_percent_one_time_in_twenty() -> None:
    rng = np.random.default_rng(3)
    found = [paired_p(rng.random(150), rng.random(150), seed, draws=500) for seed in range(400)]
    assert 0.02 <= np.mean(np.asarray(found) < 0.05) <= 0.09
    assert 0.40 <= np.median(found) <= 0.60


def test_a_small_lead_that_every_customer_shares_is_seen_although_customers_differ_much() -> None:
    theirs = np.random.default_rng(4).random(300)
    assert paired_p(theirs + 0.001, theirs, 7) == pytest.approx(1 / 10_001)
    assert paired_p(theirs, theirs + 0.001, 7) == 1.0
    assert paired_p(theirs, theirs, 7) == 1.0
    assert interval(paired_difference(theirs + 0.001, theirs), seed=7) == pytest.approx((0.001, 0.001))


def test_rows_of_one_customer_travel_together_so_that_copies_make_nothing_surer() -> None:
    rng = np.random.default_rng(5)
    labels, customers = rng.random(200) < 0.3, np.array([f"cus_{number}" for number in range(200)])
    scores = labels * 0.5 + rng.random(200)
    once = interval_of(roc_auc, labels, scores, seed=9, draws=500)
    copied = [np.tile(column, 20) for column in (labels, scores, customers)]
    as_customers = interval_of(roc_auc, copied[0], copied[1], customers=copied[2], seed=9, draws=500)
    as_rows = interval_of(roc_auc, copied[0], copied[1], seed=9, draws=100)
    width = once[1] - once[0]
    assert as_customers[1] - as_customers[0] == pytest.approx(width, rel=0.2)
    assert as_rows[1] - as_rows[0] < width / 3


def test_customers_with_more_rows_bring_all_of_them() -> None:
    customers, values = ["a", "b", "b", "b", "c"], np.array([1.0, 2.0, 2.0, 2.0, 4.0])
    sizes = []
    interval_of(lambda drawn: float(sizes.append(sorted(drawn)) or drawn.mean()), values, customers=customers, seed=1, draws=50)
    assert all(drawn.count(2.0) % 3 == 0 for drawn in sizes)
    assert {len(drawn) for drawn in sizes} > {3, 5}


def test_one_measure_is_compared_with_another_on_the_same_draws() -> None:
    rng = np.random.default_rng(6)
    labels = rng.random(800) < 0.3
    good, bad = labels + rng.normal(0, 1.0, 800), labels + rng.normal(0, 3.0, 800)
    assert paired_p_of(roc_auc, labels, good, bad, seed=1, draws=300) < 0.01
    assert paired_p_of(roc_auc, labels, bad, good, seed=1, draws=300) > 0.99


def test_a_draw_with_labels_all_alike_is_passed_over() -> None:
    labels = np.array([True] + [False] * 9)
    low, high = interval_of(roc_auc, labels, np.arange(10.0), seed=1, draws=200)
    assert 0.0 <= low <= high <= 1.0


@pytest.mark.parametrize("values", [[], [1.0, float("nan")], [[1.0, 2.0]]])
def test_figures_that_cannot_be_drawn_are_refused(values: list[float]) -> None:
    with pytest.raises(ValueError, match="a bootstrap needs"):
        interval(values, seed=1)


def test_columns_of_other_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="same customers"):
        paired_p([1.0], [1.0, 2.0], 1)
    with pytest.raises(ValueError, match="one length"):
        interval_of(roc_auc, [True, False], [0.5], seed=1)
    with pytest.raises(ValueError, match="needs its customer"):
        interval_of(roc_auc, [True, False], [0.5, 0.1], customers=["a"], seed=1)
    with pytest.raises(ValueError, match="refused every draw"):
        interval_of(roc_auc, [True, True], [0.5, 0.1], seed=1)
