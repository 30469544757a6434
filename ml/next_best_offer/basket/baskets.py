"""Every basket of every customer, in order, as flat arrays that slice by customer and by basket. Not here: files (`read.py`)."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Figures = NDArray[np.float64]


@dataclass(frozen=True)
class Baskets:
    """Baskets by customer, then time. Customers, baskets and items are numbers from 0; the ids they stand for are beside them.

    Args:
        items: `(lines,)` the item of each line, each item once a basket.
        line_start: `(baskets + 1,)` where the lines of each basket start.
        basket_start: `(customers + 1,)` where the baskets of each customer start.
        days: `(baskets,)` the day of each basket, counted from the first one.
        customer_ids: `(customers,)`.
        item_ids: `(items,)`.
    """

    items: Numbers
    line_start: Numbers
    basket_start: Numbers
    days: Numbers
    customer_ids: pl.Series
    item_ids: pl.Series

    @property
    def customer_count(self) -> int:
        """How many customers there are."""
        return len(self.basket_start) - 1

    @property
    def item_count(self) -> int:
        """How many items there are."""
        return len(self.item_ids)

    @cached_property
    def sizes(self) -> Numbers:
        """`(baskets,)` how many items each holds."""
        return np.diff(self.line_start)

    @cached_property
    def customers(self) -> Numbers:
        """`(baskets,)` whose each is."""
        return np.repeat(np.arange(self.customer_count), np.diff(self.basket_start))

    def baskets_before(self, baskets: Numbers) -> Numbers:
        """How many baskets the customer of each of `baskets` had before it."""
        return baskets - self.basket_start[self.customers[baskets]]


@dataclass(frozen=True)
class Lines:
    """Lines of some rows' baskets: the row that asked, the basket, the item; each `(lines,)`."""

    row: Numbers
    basket: Numbers
    item: Numbers


def spans(first: Numbers, beyond: Numbers) -> tuple[Numbers, Numbers]:
    """Every number of the spans `first … beyond - 1`, one after the other, beside the span it belongs to."""
    lengths = np.maximum(beyond - first, 0)
    row = np.repeat(np.arange(len(lengths)), lengths)
    offset = np.arange(len(row)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return row, offset + np.repeat(first, lengths)


def lines_between(baskets: Baskets, first: Numbers, beyond: Numbers) -> Lines:
    """The lines of the baskets `first … beyond - 1` of each row."""
    row, basket = spans(first, beyond)
    within, line = spans(baskets.line_start[basket], baskets.line_start[basket + 1])
    return Lines(row[within], basket[within], baskets.items[line])


def with_coming(baskets: Baskets, customers: Numbers, day: int) -> Baskets:
    """`baskets` with an empty one at the end of each of `customers`, on `day`: what is in it nobody knows yet."""
    added = np.zeros(baskets.customer_count, dtype=np.int64)
    added[customers] = 1
    ends = baskets.basket_start[customers + 1]
    return replace(
        baskets,
        line_start=np.append(0, np.cumsum(np.insert(baskets.sizes, ends, 0))),
        basket_start=np.append(0, np.cumsum(np.diff(baskets.basket_start) + added)),
        days=np.insert(baskets.days, ends, day),
    )
