"""A blend is chosen only where validation says so by more than chance. Not here: the test baskets."""

import numpy as np

from ml.next_best_offer.basket.features import Lists
from ml.next_best_offer.basket.tuning import UNPROVEN, Blend, blended, choose_blend

LISTS, ROWS = 200, 30


def some_lists(seed: int = 1) -> tuple[Lists, np.ndarray]:
    """Lists of which each wants one row, foretold without fault by `tifu_knn`; and what was wanted."""
    random = np.random.default_rng(seed)
    wanted = np.zeros((LISTS, ROWS), dtype=bool)
    wanted[np.arange(LISTS), random.integers(0, ROWS, LISTS)] = True
    flat = wanted.ravel()
    noise = random.random(LISTS * ROWS).astype(np.float32)
    baselines = {"tifu_knn": flat + 0.5 * noise, "personal_top": noise, "popularity": noise[::-1]}
    found = Lists(np.arange(LISTS), np.arange(LISTS + 1) * ROWS, np.zeros(LISTS * ROWS, int), noise[:, None], flat, baselines, ("noise",))
    return found, flat


def chosen(lists: Lists, scores: np.ndarray, learned_from: int = 5_000) -> Blend:
    return choose_blend([lists], [scores.astype(np.float32)], [np.ones(LISTS, int)], 10, learned_from=learned_from)


def test_a_good_network_goes_alone():
    lists, wanted = some_lists()
    assert chosen(lists, wanted * 9.0) == Blend()


def test_a_network_that_knows_nothing_gives_way_to_the_better_baseline():
    lists, wanted = some_lists()
    blend = chosen(lists, np.random.default_rng(2).random(LISTS * ROWS))
    assert blend.baseline == "tifu_knn"
    found = blended(lists, np.zeros(LISTS * ROWS, dtype=np.float32), blend)
    assert (found.reshape(LISTS, ROWS).argmax(axis=1) == wanted.reshape(LISTS, ROWS).argmax(axis=1)).all()


def test_a_baseline_as_good_as_the_network_does_not_take_its_place():
    lists, _ = some_lists()
    assert chosen(lists, lists.baselines["tifu_knn"] * 9.0) == Blend()


def test_few_lists_to_learn_from_leave_the_network_in_company():
    lists, wanted = some_lists()
    assert choose_blend([], [], [], 10, learned_from=100) == UNPROVEN
    assert choose_blend([], [], [], 10, learned_from=1_000) == Blend()
    assert chosen(lists, wanted * 9.0, learned_from=100) == UNPROVEN
