"""What is known of a basket before it happens does not change by anything that happens later. Not here: figures."""

import numpy as np
import polars as pl
import pytest

from ml.next_best_offer.basket.baskets import Baskets
from ml.next_best_offer.basket.candidates import Depths
from ml.next_best_offer.basket.features import Lists, lists_of
from ml.next_best_offer.basket.known import Known
from ml.next_best_offer.basket.plan import plan_in_time
from ml.next_best_offer.basket.read import baskets_of
from ml.next_best_offer.basket.tifu import TifuSettings
from tests.support.baskets import habitual, lines

DAY, INJECTED_FROM = 40, 500


def known_before(baskets: Baskets, day: int) -> Known:
    earlier = np.bincount(baskets.customers, baskets.days < day, minlength=baskets.customer_count).astype(np.int64)
    return Known(baskets, baskets.basket_start[:-1] + earlier)


def lists_of_day(frame: pl.DataFrame) -> tuple[Baskets, Lists]:
    """The lists of each customer's first basket on or after the day."""
    baskets = baskets_of(frame)
    later = np.flatnonzero((baskets.days >= DAY) & (baskets.days < INJECTED_FROM - 50))
    _, first = np.unique(baskets.customers[later], return_index=True)
    targets = later[first]
    return baskets, next(lists_of(baskets, known_before(baskets, DAY), targets[:40], TifuSettings(), Depths()))


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    return habitual(customers=60, items=80)


def later_than_every_target(frame: pl.DataFrame, extra_lines: int = 400) -> pl.DataFrame:
    random = np.random.default_rng(5)
    rows = [(int(c), 900_000 + n, INJECTED_FROM + n % 7, int(i)) for n, (c, i) in enumerate(random.integers(0, 60, (extra_lines, 2)))]
    return pl.concat([frame, lines(*rows)])


def test_baskets_injected_after_the_target_change_no_candidate_and_no_feature(frame: pl.DataFrame):
    baskets, before = lists_of_day(frame)
    injected, after = lists_of_day(later_than_every_target(frame))
    assert injected.item_ids.to_list() == baskets.item_ids.to_list()
    np.testing.assert_array_equal(before.start, after.start)
    np.testing.assert_array_equal(before.items, after.items)
    np.testing.assert_array_equal(before.matrix, after.matrix)
    for name, values in before.baselines.items():
        np.testing.assert_array_equal(values, after.baselines[name])


def test_what_is_in_the_target_basket_changes_no_candidate_and_no_feature(frame: pl.DataFrame):
    """The held-out baskets are refilled at random: only `wanted` may notice."""
    baskets, before = lists_of_day(frame)
    refilled = baskets.items.copy()
    random = np.random.default_rng(2)
    for target in before.targets:
        span = slice(baskets.line_start[target], baskets.line_start[target + 1])
        refilled[span] = random.permutation(baskets.item_count)[: span.stop - span.start]
    other = Baskets(refilled, baskets.line_start, baskets.basket_start, baskets.days, baskets.customer_ids, baskets.item_ids)
    after = next(lists_of(other, known_before(other, DAY), before.targets, TifuSettings(), Depths()))
    np.testing.assert_array_equal(before.items, after.items)
    np.testing.assert_array_equal(before.matrix, after.matrix)
    assert (before.wanted != after.wanted).any()


def test_a_test_list_of_the_plan_does_not_see_other_held_out_baskets(frame: pl.DataFrame):
    baskets = baskets_of(frame)
    last = baskets.basket_start[1:] - 1
    emptied = baskets.items.copy()
    for target in last:
        span = slice(baskets.line_start[target], baskets.line_start[target + 1])
        emptied[span] = np.arange(span.stop - span.start)
    other = Baskets(emptied, baskets.line_start, baskets.basket_start, baskets.days, baskets.customer_ids, baskets.item_ids)
    for one, two in zip(plan_in_time(baskets, seed=1).test, plan_in_time(other, seed=1).test, strict=True):
        mine = [
            list(lists_of(these, Known(these, g.beyond), g.targets, TifuSettings(), Depths()))
            for these, g in ((baskets, one), (other, two))
        ]
        for left, right in zip(*mine, strict=True):
            np.testing.assert_array_equal(left.matrix, right.matrix)


def test_every_own_item_is_a_candidate_and_every_number_is_finite(frame: pl.DataFrame):
    baskets, found = lists_of_day(frame)
    assert np.isfinite(found.matrix).all()
    for row, target in enumerate(found.targets):
        first = baskets.basket_start[baskets.customers[target]]
        own = np.unique(baskets.items[baskets.line_start[first] : baskets.line_start[target]])
        assert np.isin(own, found.items[found.rows == row]).all()


def test_a_list_is_the_same_alone_as_among_others(frame: pl.DataFrame):
    baskets, together = lists_of_day(frame)
    alone = next(lists_of(baskets, known_before(baskets, DAY), together.targets[7:8], TifuSettings(), Depths()))
    mine = together.rows == 7
    np.testing.assert_array_equal(alone.items, together.items[mine])
    np.testing.assert_allclose(alone.matrix, together.matrix[mine], rtol=1e-5, atol=1e-6)


def test_a_list_can_be_made_where_nobody_else_is_known(frame: pl.DataFrame):
    baskets, found = lists_of_day(frame)
    unknown = Known(baskets, baskets.basket_start[:-1])
    alone = next(lists_of(baskets, unknown, found.targets, TifuSettings(), Depths()))
    assert np.isfinite(alone.matrix).all()
    assert alone.baselines["tifu_knn"].any()
    assert not alone.baselines["popularity"].any()
