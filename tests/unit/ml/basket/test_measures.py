"""Recall, NDCG and hits count as the protocol says, by hand. Not here: which items are ranked."""

import numpy as np
import pytest

from ml.next_best_offer.basket.measures import measures

LOG3 = 1.0 / np.log2(3.0)


def test_a_list_of_two_hits_by_hand():
    # Wanted are four items; of the list's first three the first and the third are.
    found = measures(np.zeros(4, int), np.array([False, True, True, False]), np.array([0.5, 0.9, 0.4, -1.0]), np.array([4]), [1, 3])
    ideal = 1.0 + LOG3 + 0.5 + 1.0 / np.log2(5.0)
    assert found["recall@1"].tolist() == [0.25]
    assert found["recall@3"].tolist() == [0.5]
    assert found["ndcg@3"][0] == pytest.approx((1.0 + 0.5) / ideal)
    assert found["hit@3"].tolist() == [1.0]


def test_the_ideal_holds_every_item_of_the_basket_however_short_the_list():
    found = measures(np.zeros(1, int), np.array([True]), np.array([1.0]), np.array([50]), [1])
    assert found["ndcg@1"][0] == pytest.approx(1.0 / (1.0 / np.log2(np.arange(2, 52))).sum())


def test_a_list_that_finds_nothing_counts_as_nothing_found():
    found = measures(np.array([1]), np.array([True]), np.array([1.0]), np.array([2, 1]), [10])
    assert found["recall@10"].tolist() == [0.0, 1.0]
    assert found["hit@10"].tolist() == [0.0, 1.0]


def test_what_is_not_offered_is_never_a_hit():
    found = measures(np.zeros(2, int), np.array([True, True]), np.array([-np.inf, 3.0]), np.array([2]), [5])
    assert found["recall@5"].tolist() == [0.5]


def test_order_within_other_lists_says_nothing_of_this_one():
    random = np.random.default_rng(3)
    rows, wanted, scores = np.repeat(np.arange(4), 6), random.random(24) < 0.4, random.random(24)
    together = measures(rows, wanted, scores, np.full(4, 6), [3])
    for one in range(4):
        mine = rows == one
        alone = measures(np.zeros(6, int), wanted[mine], scores[mine], np.array([6]), [3])
        assert together["ndcg@3"][one] == alone["ndcg@3"][0]
