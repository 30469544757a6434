"""Baskets still to come stand beside the past and change nothing of it. Not here: the warehouse."""

import numpy as np
import polars as pl
import pytest

from ml.next_best_offer.basket.baskets import with_coming
from ml.next_best_offer.basket.candidates import Depths
from ml.next_best_offer.basket.contract import COLUMNS
from ml.next_best_offer.basket.features import Lists
from ml.next_best_offer.basket.plan import Group
from ml.next_best_offer.basket.protocol import lists_of_groups
from ml.next_best_offer.basket.read import baskets_of
from ml.next_best_offer.basket.score import reason_codes
from ml.next_best_offer.basket.tifu import TifuSettings
from tests.support.baskets import habitual

DAY = 100


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    return habitual(customers=30, items=60)


def coming_lists(frame: pl.DataFrame, customers: list[int], day: int = DAY) -> Lists:
    past = baskets_of(frame)
    asked = np.array(customers)
    lasting = with_coming(past, asked, day)
    beyond = lasting.basket_start[:-1] + np.diff(past.basket_start)
    group = Group(lasting.basket_start[asked + 1] - 1, beyond)
    return next(lists_of_groups(lasting, (group,), TifuSettings(), Depths()))


def test_the_past_stays_as_it_was_and_the_coming_basket_is_empty(frame: pl.DataFrame):
    past = baskets_of(frame)
    lasting = with_coming(past, np.array([0, 4, past.customer_count - 1]), DAY)
    added = lasting.basket_start[np.array([0, 4, past.customer_count - 1]) + 1] - 1
    assert lasting.sizes[added].tolist() == [0, 0, 0]
    assert lasting.days[added].tolist() == [DAY, DAY, DAY]
    np.testing.assert_array_equal(np.delete(lasting.sizes, added), past.sizes)
    np.testing.assert_array_equal(np.delete(lasting.days, added), past.days)
    np.testing.assert_array_equal(np.delete(lasting.customers, added), past.customers)
    np.testing.assert_array_equal(lasting.items, past.items)


def test_the_features_are_the_columns_of_the_contract_in_its_order(frame: pl.DataFrame):
    assert coming_lists(frame, [0, 1]).columns == COLUMNS


def test_a_customer_asked_about_alone_has_the_features_it_has_among_others(frame: pl.DataFrame):
    together, alone = coming_lists(frame, [2, 3, 9]), coming_lists(frame, [3])
    mine = together.rows == 1
    np.testing.assert_array_equal(together.items[mine], alone.items)
    np.testing.assert_allclose(together.matrix[mine], alone.matrix, rtol=1e-5, atol=1e-6)


def test_a_basket_that_really_came_has_the_features_it_would_have_had_while_still_to_come(frame: pl.DataFrame):
    past = baskets_of(frame)
    customer = 5
    last = int(past.basket_start[customer + 1] - 1)
    beyond = past.basket_start[1:].copy()
    beyond[customer] = last
    came = next(lists_of_groups(past, (Group(np.array([last]), beyond),), TifuSettings(), Depths()))
    until_then = frame.filter(
        ~((pl.col("customer_id") == customer) & (pl.col("basket_id") == pl.col("basket_id").max().over("customer_id")))
    )
    asked = coming_lists(until_then, [customer], day=int(past.days[last]))
    kept = np.isin(came.items, asked.items)
    assert kept.mean() > 0.95  # a product that only that basket held has another number
    assert asked.wanted.sum() == 0 < came.wanted.sum()


def test_a_habit_is_told_before_taste_and_taste_before_fashion():
    rows = np.zeros((5, len(COLUMNS)), dtype=np.float32)

    def tell(row: int, **values: float) -> None:
        for name, value in values.items():
            rows[row, COLUMNS.index(name)] = value

    far = float(np.log1p(400))
    for row in range(5):
        tell(row, companions=np.log(1e-4), companions_rank=far, neighbours_rank=far, collaborative_rank=far, own_overdue_days=-1.0)
    tell(0, is_repeat=1, own_count=np.log1p(5), own_overdue_days=0.3, own_in_last_10=4)
    tell(1, is_repeat=1, own_count=np.log1p(5), own_in_last_10=4)
    tell(2, is_repeat=1, own_count=np.log1p(1), own_in_last_10=1)
    tell(3, neighbours_rank=np.log1p(3), item_popularity_rank=np.log1p(90))
    assert reason_codes(rows).tolist() == ["DUE_AGAIN", "BOUGHT_OFTEN", "BOUGHT_BEFORE", "BOUGHT_BY_ALIKE", "POPULAR"]
