"""Lists are thinned for training without losing what is wanted or how much the rest counts. Not here: features."""

import numpy as np

from ml.next_best_offer.basket.features import Lists
from ml.next_best_offer.basket.lists import training_lists

CUSTOMERS = np.array([10, 11, 12])


def a_part(wanted: np.ndarray) -> Lists:
    """Three lists of 40 rows, whose only feature is the row's number."""
    rows = np.arange(120, dtype=np.float32)
    return Lists(np.arange(3), np.arange(4) * 40, rows.astype(int), rows[:, None], wanted, {}, ("row",))


def test_wanted_rows_are_kept_others_drawn_and_lists_with_nothing_wanted_left_out():
    wanted = np.zeros(120, dtype=bool)
    wanted[[3, 9, 85]] = True
    found = training_lists([a_part(wanted)], CUSTOMERS, seed=1, rows_max=16)
    assert found.customers.tolist() == [10, 12]
    assert np.diff(found.start).tolist() == [16, 16]
    assert {3.0, 9.0} <= set(found.matrix[:16, 0].tolist())
    assert found.share[:16].sum() == 1.0
    assert ((found.matrix[:16, 0] < 40) & (found.matrix[16:, 0] >= 80)).all()
    assert len(np.unique(found.matrix)) == 32


def test_the_drawn_rows_stand_for_all():
    wanted = np.zeros(120, dtype=bool)
    wanted[[3, 9]] = True
    found = training_lists([a_part(wanted)], CUSTOMERS, seed=1, rows_max=16)
    others = found.share == 0.0
    np.testing.assert_allclose(np.exp(found.standing_for[others]).sum(), 38.0, rtol=1e-5)
    assert not found.standing_for[~others].any()


def test_a_basket_larger_than_the_list_gives_half_of_it_to_what_is_wanted():
    wanted = np.zeros(120, dtype=bool)
    wanted[:30] = True
    found = training_lists([a_part(wanted)], CUSTOMERS, seed=1, rows_max=16)
    assert (found.share > 0).sum() == 8
    np.testing.assert_allclose(found.share.sum(), 1.0, rtol=1e-6)
    assert np.diff(found.start).tolist() == [16]


def test_short_lists_are_whole_and_a_seed_decides_the_rest():
    wanted = np.zeros(120, dtype=bool)
    wanted[[3, 50, 90]] = True
    assert np.diff(training_lists([a_part(wanted)], CUSTOMERS, seed=1).start).tolist() == [40, 40, 40]
    one, again, other = (training_lists([a_part(wanted)], CUSTOMERS, seed=seed, rows_max=8).matrix.tolist() for seed in (1, 1, 2))
    assert one == again != other


def test_nothing_wanted_anywhere_gives_no_list():
    assert not len(training_lists([a_part(np.zeros(120, dtype=bool))], CUSTOMERS, seed=1).customers)
