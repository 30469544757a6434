"""The Qini curve and its measures, against figures worked out by hand and against what chance gives."""

import numpy as np
import pytest

from ml.uplift.curve import gain_curve, qini, qini_at_best, uplift_at


def test_the_curve_by_hand() -> None:
    # Best first: treated 1, control 0, treated 0, control 1.
    curve = gain_curve([4, 3, 2, 1], [1, 0, 1, 0], [1.0, 0.0, 0.0, 1.0])
    assert curve.share[0] == pytest.approx([0, 0.25, 0.5, 0.75, 1.0])
    # Nobody of control reached: nothing to take away. Then 1 − 0·1/1, 1 − 0·2/1, 1 − 1·2/2, per two treated.
    assert curve.gain[0] == pytest.approx([0, 0.5, 0.5, 0.5, 0.0])
    assert qini(curve)[0] == pytest.approx(0.25 * (0.25 + 0.5 + 0.5 + 0.25))
    assert uplift_at(curve, 0.5)[0] == pytest.approx(1.0)
    assert uplift_at(curve, 1.0)[0] == pytest.approx(0.0)


def test_equal_scores_are_worth_exactly_nothing_whatever_the_order_of_rows() -> None:
    rng = np.random.default_rng(1)
    treated, outcome = rng.random(200) < 0.4, rng.random(200)
    curve = gain_curve(np.ones(200), treated, outcome)
    assert qini(curve)[0] == pytest.approx(0.0, abs=1e-12)
    assert uplift_at(curve, 0.3)[0] == pytest.approx(outcome[treated].mean() - outcome[~treated].mean())


def test_rows_in_another_order_give_the_same_figures() -> None:
    rng = np.random.default_rng(2)
    score, treated, outcome = rng.integers(0, 9, 300), rng.random(300) < 0.5, rng.random(300)
    shuffled = rng.permutation(300)
    one, other = gain_curve(score, treated, outcome), gain_curve(score[shuffled], treated[shuffled], outcome[shuffled])
    assert qini(one) == pytest.approx(qini(other))
    assert uplift_at(one, 0.3) == pytest.approx(uplift_at(other, 0.3))


def test_a_weight_of_two_is_a_row_given_twice() -> None:
    rng = np.random.default_rng(3)
    score, treated, outcome, weight = rng.random(60), rng.random(60) < 0.5, rng.random(60), rng.integers(1, 4, 60)
    weighted = gain_curve(score, treated, outcome, weight[None, :].astype(np.float64))
    repeated = gain_curve(np.repeat(score, weight), np.repeat(treated, weight), np.repeat(outcome, weight))
    assert qini(weighted) == pytest.approx(qini(repeated))
    assert uplift_at(weighted, 0.3) == pytest.approx(uplift_at(repeated, 0.3))


def test_the_true_effect_ranks_better_than_chance_its_reverse_worse_and_hindsight_best() -> None:
    rng = np.random.default_rng(4)
    effect, treated = rng.uniform(-0.2, 0.4, 20_000), rng.random(20_000) < 0.3
    outcome = (rng.random(20_000) < 0.3 + effect * treated).astype(np.float64)
    knowing, wrong = (qini(gain_curve(score, treated, outcome))[0] for score in (effect, -effect))
    by_chance = [qini(gain_curve(rng.random(20_000), treated, outcome))[0] for _ in range(50)]
    # A linear effect of spread d, perfectly ranked, has an area of d / 12.
    assert knowing == pytest.approx(0.6 / 12, abs=0.012)
    assert wrong == pytest.approx(-knowing, abs=0.003)
    assert np.mean(by_chance) == pytest.approx(0.0, abs=0.002)
    assert qini_at_best(treated, outcome) > knowing


def test_one_arm_alone_and_arrays_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError, match="treated and control"):
        gain_curve([1, 2], [1, 1], [0, 1])
    with pytest.raises(ValueError, match="equal length"):
        gain_curve([1, 2, 3], [1, 0], [0, 1])
