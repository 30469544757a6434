"""TIFU-KNN does what the paper says, compared with a reading of it loop by loop. Not here: how its settings are chosen."""

import numpy as np
import pytest

from ml.next_best_offer.basket.known import Known
from ml.next_best_offer.basket.read import baskets_of
from ml.next_best_offer.basket.tifu import Taste, TifuSettings, taste_vectors, taste_weights
from tests.support.baskets import habitual, lines


def by_the_paper(baskets: list[list[int]], items: int, taste: Taste) -> np.ndarray:
    """Baskets, oldest first, in groups counted from the newest: a mean of faded baskets within, a mean of faded groups over all."""
    newest_first = baskets[::-1]
    groups = [newest_first[first : first + taste.group_size] for first in range(0, len(baskets), taste.group_size)]
    total = np.zeros(items)
    for number, group in enumerate(groups):
        mean = np.zeros(items)
        for place, basket in enumerate(group):
            for item in basket:
                mean[item] += taste.basket_decay**place
        total += taste.group_decay**number * mean / len(group)
    return total / len(groups)


@pytest.mark.parametrize("taste", [Taste(), Taste(3, 0.9, 0.6), Taste(1, 1.0, 0.5), Taste(50, 0.8, 0.9)])
def test_a_taste_is_the_papers(taste: Taste):
    read = baskets_of(habitual(customers=8, items=30))
    first, beyond = read.basket_start[:-1], read.basket_start[1:] - 1
    vectors = taste_vectors(read, first, beyond, taste).toarray()
    for customer in range(8):
        own = [read.items[read.line_start[n] : read.line_start[n + 1]].tolist() for n in range(first[customer], beyond[customer])]
        np.testing.assert_allclose(vectors[customer], by_the_paper(own, read.item_count, taste), rtol=1e-5)


def test_equal_baskets_weigh_one_together_without_decay():
    for count in (1, 5, 7, 8, 20):
        weights = taste_weights(np.arange(count), np.full(count, count), Taste(7, 1.0, 1.0))
        assert weights.sum() == pytest.approx(1.0)


def test_neighbours_are_the_nearest_by_distance_and_never_oneself():
    read = baskets_of(habitual(customers=25, items=40))
    known = Known(read, read.basket_start[1:] - 1)
    settings = TifuSettings(neighbours=4)
    first, beyond = read.basket_start[:-1], read.basket_start[1:] - 1
    own = taste_vectors(read, first, beyond, settings.taste)
    found = known.neighbours_taste(own, np.arange(25), settings)
    dense = own.toarray()
    for customer in range(25):
        distance = np.linalg.norm(dense - dense[customer], axis=1)
        distance[customer] = np.inf
        np.testing.assert_allclose(found[customer], dense[np.argsort(distance)[:4]].mean(axis=0), atol=1e-6)


def test_one_customer_alone_has_no_neighbours():
    read = baskets_of(lines((1, 1, 0, 7), (1, 2, 3, 8), (1, 3, 4, 8)))
    known = Known(read, read.basket_start[1:] - 1)
    own = taste_vectors(read, read.basket_start[:-1], read.basket_start[1:] - 1, Taste())
    assert not known.neighbours_taste(own, np.array([0]), TifuSettings()).any()
