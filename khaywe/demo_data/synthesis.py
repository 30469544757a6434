"""Customers of any number, each a household of the Complete Journey drawn anew. Pure arrays: the same seed gives the same rows, whatever
the size of a part. Not here: writing them (`khaywe/synthesize.py`).

A customer takes baskets of one household in an order of its own until its share of the lines is full, and begins again (at other times
of the year) where the household has too few. So baskets, prices and tastes stay real, and habits differ from customer to customer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from khaywe.demo_data.errors import DemoDataExhausted
from khaywe.demo_data.source import FIRST_DAY, LAST_DAY, CompleteJourney
from loyalty.warehouse.raw import RAW_SOURCE

Integers = npt.NDArray[np.int64]
Columns = dict[str, npt.NDArray[Any]]

ORDERS_PER_HOUSEHOLD = 4
LINES_PER_PART = 1_000_000
BASKETS_PER_CUSTOMER_MAX = 100_000
SHIFT_DAYS_MAX = 3
"""Customers of one household shop within a few days of each other, not in the same minute of the same day."""

_PAID_AT = "transaction_timestamp"
_DAY_US = 86_400_000_000
_YEAR_DAYS = (LAST_DAY - FIRST_DAY).days + 1
_EPOCH_DAYS = (FIRST_DAY - FIRST_DAY.fromisoformat("1970-01-01")).days
# New York's offset in 2017: five hours, and four between these two instants (UTC).
_SUMMER_FROM = np.datetime64("2017-03-12T07:00:00", "us").astype(np.int64)
_SUMMER_TO = np.datetime64("2017-11-05T06:00:00", "us").astype(np.int64)
_STANDARD_US, _SUMMER_US = 5 * 3_600_000_000, 4 * 3_600_000_000


@dataclass(frozen=True)
class Pattern:
    """The journey's lines, several times over: each household's baskets in several orders, one after the other."""

    columns: Columns
    line: Integers
    """Per place in an order: the row of `columns`."""
    basket: Integers
    """Per place in an order: the basket's number within its household."""
    starts: Integers
    """Per household: where its first order begins; the orders follow each other."""
    line_counts: Integers
    basket_counts: Integers
    household_ids: Integers

    @classmethod
    def of(cls, journey: CompleteJourney) -> "Pattern":
        """The pattern of the whole journey. Orders come from a digest, so they are the same everywhere."""
        rows = journey.rows_of(RAW_SOURCE["purchase_lines"], FIRST_DAY, LAST_DAY)
        # As a whole number, for an instant's own way into NumPy would import pandas.
        rows = rows.set_column(rows.column_names.index(_PAID_AT), _PAID_AT, rows.column(_PAID_AT).cast(pa.int64()))
        columns = {name: rows.column(name).combine_chunks().to_numpy() for name in RAW_SOURCE["purchase_lines"].columns.names}
        household_ids, household = np.unique(columns["household_id"].astype(np.int64), return_inverse=True)
        basket_ids, basket = np.unique(columns["basket_id"].astype(np.int64), return_inverse=True)
        basket_household = np.zeros(len(basket_ids), np.int64)
        basket_household[basket] = household
        basket_counts = np.bincount(basket_household, minlength=len(household_ids))
        line_counts = np.bincount(household, minlength=len(household_ids))
        lines_by_basket = np.argsort(basket, kind="stable")
        basket_sizes = np.bincount(basket, minlength=len(basket_ids))
        ordinal = np.empty(len(basket_ids), np.int64)
        ordinal[np.argsort(basket_household, kind="stable")] = np.arange(len(basket_ids))
        ordinal -= (np.cumsum(basket_counts) - basket_counts)[basket_household]
        baskets = _in_orders(basket_ids, basket_household)
        sizes = basket_sizes[baskets]
        within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        line = lines_by_basket[np.repeat((np.cumsum(basket_sizes) - basket_sizes)[baskets], sizes) + within]
        starts = (np.cumsum(line_counts) - line_counts) * ORDERS_PER_HOUSEHOLD
        return cls(columns, line, np.repeat(ordinal[baskets], sizes), starts, line_counts, basket_counts, household_ids)


def _in_orders(basket_ids: Integers, household: Integers) -> Integers:
    """The places of the baskets: household by household, each household's in one order after the other."""
    order = np.repeat(np.arange(ORDERS_PER_HOUSEHOLD), len(basket_ids))
    places = np.tile(np.arange(len(basket_ids)), ORDERS_PER_HOUSEHOLD)
    mixed = mix(basket_ids[places].view(np.uint64), order.astype(np.uint64))
    sorted_places: Integers = places[np.lexsort((mixed, order, household[places]))]
    return sorted_places


@dataclass(frozen=True)
class Population:
    """Who is drawn: for each customer (numbered from 1) a household, one of its orders, and how many lines are its share."""

    seed: int
    household: Integers
    order: Integers
    line_counts: Integers

    @classmethod
    def drawn(cls, pattern: Pattern, *, customers: int, lines: int, seed: int) -> "Population":
        """`customers` customers who have exactly `lines` lines together, each in proportion to its household's.

        Raises:
            DemoDataExhausted: fewer than one line each were asked for.
        """
        if customers < 1 or lines < customers:
            raise DemoDataExhausted(
                "Every customer needs a line: ask for at least as many lines as customers.", customers=customers, lines=lines
            )
        number = np.arange(1, customers + 1, dtype=np.uint64)
        household = (mix(number, np.uint64(seed)) % np.uint64(len(pattern.household_ids))).astype(np.int64)
        order = (mix(number, np.uint64(seed) + np.uint64(1 << 32)) % np.uint64(ORDERS_PER_HOUSEHOLD)).astype(np.int64)
        reach = np.cumsum(pattern.line_counts[household], dtype=np.float64)
        # One line each, and what is left by weight; rounding the running total keeps the sum exact.
        shares = np.floor(reach / reach[-1] * (lines - customers)).astype(np.int64)
        shares[-1] = lines - customers
        return cls(seed, household, order, 1 + np.diff(shares, prepend=0))

    def parts(self, lines_per_part: int = LINES_PER_PART) -> Iterator[tuple[int, int]]:
        """The customers, from one place to before another, of about so many lines each."""
        ends = np.cumsum(self.line_counts)
        first = 0
        while first < len(ends):
            reached = int(ends[first - 1]) if first else 0
            last = max(int(np.searchsorted(ends, reached + lines_per_part, side="right")), first + 1)
            yield first, last
            first = last


def lines_of(pattern: Pattern, population: Population, first: int, last: int) -> Columns:
    """The purchase lines of the customers at `first` to before `last`, in raw's columns, by day, then customer and basket.

    `load_row` is left out: it counts over all parts of a day.
    """
    counts = population.line_counts[first:last]
    household = population.household[first:last]
    customer = np.repeat(np.arange(first + 1, last + 1, dtype=np.int64), counts)
    place = np.arange(counts.sum(), dtype=np.int64) - np.repeat(np.cumsum(counts) - counts, counts)
    length = np.repeat(pattern.line_counts[household], counts)
    turn = place // length
    begin = pattern.starts[household] + population.order[first:last] * pattern.line_counts[household]
    at = np.repeat(begin, counts) + place - turn * length
    line = pattern.line[at]
    basket = pattern.basket[at] + turn * np.repeat(pattern.basket_counts[household], counts)
    paid_at = _moved(pattern.columns[_PAID_AT][line].astype(np.int64), customer, turn, population.seed)
    loaded_on = business_days(paid_at)
    by_day = np.argsort((loaded_on - _EPOCH_DAYS).astype(np.int16), kind="stable")
    told: Columns = {
        "household_id": customer[by_day],
        "basket_id": (customer * BASKETS_PER_CUSTOMER_MAX + basket)[by_day],
        "transaction_timestamp": paid_at[by_day].view("datetime64[us]"),
        "loaded_on": loaded_on[by_day].astype("datetime64[D]"),
    }
    line = line[by_day]
    as_they_are = {name: column[line] for name, column in pattern.columns.items() if name not in {*told, "week"}}
    # The journey counts weeks from the Monday before its first day.
    weeks = {"week": (told["loaded_on"].astype(np.int64) - _EPOCH_DAYS + 6) // 7 + 1}
    return told | as_they_are | weeks


def numbered(day: npt.NDArray[Any], seen: Integers) -> Integers:
    """The row's number within its day, from 1, going on from the `seen` rows of each day, which grow. `day` is sorted."""
    offset = day.astype("datetime64[D]").astype(np.int64) - _EPOCH_DAYS
    counts = np.bincount(offset, minlength=_YEAR_DAYS)
    starts = np.cumsum(counts) - counts
    rows: Integers = np.arange(len(offset), dtype=np.int64) - starts[offset] + seen[offset] + 1
    seen += counts
    return rows


def no_rows_yet() -> Integers:
    """For `numbered`: nothing of any day was seen."""
    return np.zeros(_YEAR_DAYS, np.int64)


def customers_like(population: Population, pattern: Pattern, rows: pa.Table) -> pa.Table:
    """`rows`, which name a household each, once for every customer who was drawn from it, under the customer's number."""
    places = {household: place for place, household in enumerate(pattern.household_ids.tolist())}
    by_place: dict[int, list[int]] = {}
    for row, household in enumerate(rows.column("household_id").to_pylist()):
        by_place.setdefault(places[household], []).append(row)
    counts = np.array([len(by_place.get(place, ())) for place in range(len(pattern.household_ids))])
    flat = np.array([row for place in range(len(pattern.household_ids)) for row in by_place.get(place, ())], dtype=np.int64)
    starts = np.cumsum(counts) - counts
    of_each = counts[population.household]
    number = np.repeat(np.arange(1, len(of_each) + 1), of_each)
    within = np.arange(of_each.sum()) - np.repeat(np.cumsum(of_each) - of_each, of_each)
    taken = rows.take(pa.array(flat[np.repeat(starts[population.household], of_each) + within]))
    return taken.set_column(taken.column_names.index("household_id"), "household_id", pa.array(number))


def business_days(at_us: Integers) -> Integers:
    """The day in New York of instants of 2017, as days since 1970."""
    offset = np.where((at_us >= _SUMMER_FROM) & (at_us < _SUMMER_TO), _SUMMER_US, _STANDARD_US)
    days: Integers = (at_us - offset) // _DAY_US
    return days


def mix(value: npt.NDArray[np.uint64], salt: "np.uint64 | npt.NDArray[np.uint64]") -> npt.NDArray[np.uint64]:
    """SplitMix64 of value and salt: every bit of the answer hangs on every bit of both."""
    with np.errstate(over="ignore"):
        z = value + (salt + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed: npt.NDArray[np.uint64] = z ^ (z >> np.uint64(31))
    return mixed


def _moved(paid_at: Integers, customer: Integers, turn: Integers, seed: int) -> Integers:
    """Whole days earlier or later, round the year: a few in the first turn, any number in the others; the hour stays as it was."""
    drawn = mix(customer.view(np.uint64), np.uint64(seed) + turn.astype(np.uint64) * np.uint64(7919))
    few = (drawn % np.uint64(2 * SHIFT_DAYS_MAX + 1)).astype(np.int64) - SHIFT_DAYS_MAX
    many = (drawn % np.uint64(_YEAR_DAYS)).astype(np.int64)
    day = business_days(paid_at)
    there = (day - _EPOCH_DAYS + np.where(turn == 0, few, many)) % _YEAR_DAYS + _EPOCH_DAYS
    moved = paid_at + (there - day) * _DAY_US
    # Where the clock was changed in between, the same hour of UTC may lie on the day beside.
    result: Integers = moved + (there - business_days(moved)) * _DAY_US
    return result
