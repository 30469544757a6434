"""The T-learner finds effects that are there, and finds none where there are none."""

import numpy as np
import polars as pl
import pytest

from ml.tabular.folds import folds_of
from ml.uplift.evaluate import evaluate_uplift, measure
from ml.uplift.experiment import experiment_of
from ml.uplift.learner import cross_fit, rank_within_folds
from tests.support.experiments import simulated


@pytest.mark.parametrize("kind", ["sloped", "by word"])
@pytest.mark.parametrize("is_binary", [True, False])
def test_a_known_effect_is_found_in_its_order(kind: str, is_binary: bool) -> None:
    table, effect = simulated(kind, is_binary=is_binary, seed=11)
    experiment = experiment_of(table)
    report = evaluate_uplift(experiment)
    truth = measure(experiment, effect)
    assert np.corrcoef(report.effects.uplift, effect)[0, 1] > 0.6
    assert report.is_better_than_random
    assert report.looks_randomised
    assert 0.5 * truth["qini"] < report.metrics["qini"] < 1.3 * truth["qini"]
    assert report.metrics["uplift@30"] > report.metrics["average_effect"]
    low, high = report.intervals["average_effect"]
    assert low < effect.mean() * (1 if is_binary else 20) < high
    assert abs(report.baselines["random"]["qini"]) < abs(report.metrics["qini"]) / 5
    assert report.deciles[0].found > report.deciles[-1].found


@pytest.mark.parametrize("kind", ["none", "even"])
def test_where_all_are_moved_alike_no_ranking_is_claimed(kind: str) -> None:
    """Twelve experiments, with strong differences in response: Qini is 0 on average, and rarely said to be more."""
    reports = [evaluate_uplift(experiment_of(simulated(kind, rows=1_000, seed=seed, is_binary=seed % 2 == 0)[0])) for seed in range(12)]
    shares = np.array([report.metrics["qini_coefficient"] for report in reports])
    assert abs(shares.mean()) < 3 * shares.std() / np.sqrt(len(shares)) + 0.002
    assert sum(report.is_better_than_random for report in reports) <= 2


def test_shuffled_arms_leave_nothing_to_find() -> None:
    table, _ = simulated("sloped", seed=12)
    shuffled = table.with_columns(pl.col("treated").shuffle(seed=3))
    report = evaluate_uplift(experiment_of(shuffled))
    low, high = report.intervals["qini"]
    assert low < 0.0 < high
    assert abs(report.metrics["average_effect"]) < 0.04


def test_the_same_rows_and_seed_give_the_same_report_and_their_order_changes_only_chance() -> None:
    table, _ = simulated("sloped", seed=13)
    one, again = (evaluate_uplift(experiment_of(table)) for _ in range(2))
    assert (one.metrics, one.intervals) == (again.metrics, again.intervals)
    other = evaluate_uplift(experiment_of(table.reverse()))
    assert other.metrics["qini"] == pytest.approx(one.metrics["qini"], abs=0.01)
    assert other.metrics["average_effect"] == pytest.approx(one.metrics["average_effect"])


def test_no_row_is_scored_by_a_model_that_saw_its_customer() -> None:
    """An outcome that only the row itself knows cannot be foretold: each customer has two rows, and a feature that names the customer."""
    rng = np.random.default_rng(5)
    table = pl.DataFrame(
        {
            "customer_id": np.repeat(np.arange(800), 2),
            "treated": np.tile([0, 1], 800),
            "outcome": np.repeat(rng.random(800) < 0.5, 2) & np.tile([False, True], 800),
            "who": np.repeat(rng.permutation(800), 2),
            "noise": rng.random(1600),
        }
    )
    experiment = experiment_of(table)
    effects = cross_fit(experiment, seed=1)
    for customer in (0, 17, 799):
        assert len(set(effects.fold[experiment.customer == customer])) == 1
    assert abs(np.corrcoef(effects.uplift[1::2], experiment.outcome[1::2])[0, 1]) < 0.12


def test_folds_hold_equal_parts_of_arms_and_outcomes() -> None:
    rng = np.random.default_rng(6)
    treated, outcome = rng.random(5_000) < 0.2, (rng.random(5_000) < 0.1).astype(np.float64)
    fold = folds_of(np.arange(5_000), outcome, arm=treated, count=5, seed=2)
    for number in range(5):
        inside = fold == number
        assert inside.sum() == 1_000
        assert treated[inside].sum() == pytest.approx(treated.sum() / 5, abs=2)
        assert outcome[inside & treated].sum() == pytest.approx(outcome[treated].sum() / 5, abs=2)


def test_ranks_within_folds_forget_the_level_of_a_fold() -> None:
    ranks = rank_within_folds(np.array([5.0, 6.0, 6.0, 100.0, 300.0]), np.array([0, 0, 0, 1, 1]))
    assert ranks == pytest.approx([1 / 3, 2.5 / 3, 2.5 / 3, 1 / 2, 1.0])


def test_a_treatment_that_followed_the_features_is_noticed() -> None:
    table, _ = simulated("none", seed=14)
    chosen = table.with_columns(treated=(pl.col("spend") + 0.5 * pl.col("noise") > 0).cast(pl.Int64))
    assert not evaluate_uplift(experiment_of(chosen)).looks_randomised
