"""Our measures agree with scikit-learn's, and with figures worked out by hand."""

import numpy as np
import pytest
from sklearn import metrics as theirs

from ml.metrics import average_precision, calibration_error, log_loss, ndcg_at, recall_at, roc_auc


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("decimals", [1, 8])
def test_measures_equal_those_of_scikit_learn_with_and_without_ties(seed: int, decimals: int) -> None:
    rng = np.random.default_rng(seed)
    labels, scores = rng.random(500) < 0.2, rng.random(500).round(decimals)
    assert roc_auc(labels, scores) == pytest.approx(theirs.roc_auc_score(labels, scores))
    assert average_precision(labels, scores) == pytest.approx(theirs.average_precision_score(labels, scores))
    held = np.clip(scores, 1e-7, 1 - 1e-7)
    assert log_loss(labels, held) == pytest.approx(theirs.log_loss(labels, held))


def test_ndcg_equals_scikit_learns_mean_over_customers_that_want_something() -> None:
    rng = np.random.default_rng(3)
    labels, scores = rng.random((40, 12)) < 0.15, rng.random((40, 12))
    wanting = labels.any(axis=1)
    assert 0 < wanting.sum() < 40
    groups = np.repeat(np.arange(40), 12)
    expected = theirs.ndcg_score(labels[wanting].astype(float), scores[wanting], k=5)
    assert ndcg_at(5, groups, labels.ravel(), scores.ravel()) == pytest.approx(expected)


def test_ranking_measures_do_not_care_in_which_order_rows_arrive() -> None:
    rng = np.random.default_rng(4)
    groups, labels, scores = np.repeat(np.arange(20), 9), rng.random(180) < 0.3, rng.random(180)
    shuffled = rng.permutation(180)
    assert ndcg_at(5, groups, labels, scores) == pytest.approx(ndcg_at(5, groups[shuffled], labels[shuffled], scores[shuffled]))
    assert recall_at(5, groups, labels, scores) == pytest.approx(recall_at(5, groups[shuffled], labels[shuffled], scores[shuffled]))


def test_recall_by_hand() -> None:
    groups, labels = ["a", "a", "a", "b", "b", "b"], [1, 0, 1, 0, 0, 1]
    scores = [0.9, 0.8, 0.1, 0.9, 0.8, 0.1]
    assert recall_at(2, groups, labels, scores) == pytest.approx((1 / 2 + 0) / 2)


def test_a_promise_that_is_off_by_a_tenth_everywhere_has_calibration_error_of_a_tenth() -> None:
    labels = np.tile([True, False], 500)
    assert calibration_error(labels, np.full(1000, 0.6)) == pytest.approx(0.1)
    assert calibration_error(labels, np.full(1000, 0.5)) == pytest.approx(0.0)


def test_labels_of_one_kind_are_refused_instead_of_scored() -> None:
    with pytest.raises(ValueError, match="at least one yes"):
        roc_auc([True, True], [0.1, 0.2])
    with pytest.raises(ValueError, match="nothing to rank"):
        ndcg_at(5, [1, 1], [False, False], [0.1, 0.2])
