"""Baskets with known habits, as frames and as `Baskets`: for the tests of next baskets."""

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from ml.next_best_offer.basket.baskets import Baskets
from ml.next_best_offer.basket.read import baskets_of

FIRST = datetime(2024, 1, 1, 9, tzinfo=UTC).replace(tzinfo=None)


def lines(*rows: tuple[object, object, int, object]) -> pl.DataFrame:
    """Lines (customer, basket, day, item)."""
    return pl.DataFrame(
        [(customer, basket, FIRST + timedelta(days=day), item) for customer, basket, day, item in rows],
        schema=["customer_id", "basket_id", "occurred_at", "item_id"],
        orient="row",
    )


def habitual(customers: int = 120, items: int = 150, baskets_each: int = 12, seed: int = 1, habit: float = 0.75) -> pl.DataFrame:
    """Customers with ten favourites each, in rhythms of one to four baskets, beside what everyone buys; every fourth basket is large."""
    random = np.random.default_rng(seed)
    popularity = 1.0 / np.arange(1, items + 1)
    popularity /= popularity.sum()
    rows = []
    for customer in range(customers):
        favourites = random.choice(items, 10, replace=False)
        rhythm, phase = random.integers(1, 5, 10), random.integers(0, 4, 10)
        day = int(random.integers(0, 20))
        for number in range(int(random.integers(baskets_each // 2, baskets_each + 1))):
            day += int(random.integers(1, 9))
            due = favourites[(number + phase) % rhythm == 0]
            bought = set(due[random.random(len(due)) < habit].tolist()) | set(random.choice(items, 3, p=popularity).tolist())
            rows += [(customer, customer * 1000 + number, day, int(item)) for item in bought]
    return lines(*rows)


def habitual_baskets(**habits: object) -> Baskets:
    """As `habitual`, read."""
    return baskets_of(habitual(**habits))  # type: ignore[arg-type]
