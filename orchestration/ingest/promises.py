"""What we expect of a load, as plain data: which promise, in which words, checked by which expectation. Not here: the checking.

A promise about rows sets the rows that break it aside. A promise about the load makes the whole load broken: nothing runs on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from loyalty.warehouse.raw import RawSource


@dataclass(frozen=True, slots=True)
class Promise:
    """One expectation of Great Expectations under a name and a sentence of ours; the sentence says what a row that breaks it is."""

    code: str
    sentence: str
    expectation: str
    arguments: Mapping[str, object] = field(default_factory=dict)


REFUSED_SHARE_MAX = 0.05
"""A load that loses more of its rows than this is broken as a whole: something upstream has changed its meaning."""

MUST_HAVE_ROWS = frozenset({"purchase_lines"})
"""Sources that bring something every day the stores are open; the others may have nothing to say."""

CLOSED_DAYS = frozenset({(12, 25)})
"""(month, day) on which the stores are closed and an empty load is right: on 2017-12-25 nobody bought anything."""


def may_be_empty(source: str, on: date) -> bool:
    """Whether a load of `source` without rows is in order on that day."""
    return source not in MUST_HAVE_ROWS or (on.month, on.day) in CLOSED_DAYS


def _is(code: str, sentence: str, column: str, *, value: object) -> Promise:
    return Promise(code, sentence, "expect_column_values_to_be_in_set", {"column": column, "value_set": [value]})


def _not_negative(column: str) -> Promise:
    arguments = {"column": column, "min_value": 0}
    return Promise(f"{column.upper()}_NOT_NEGATIVE", f"{column} is negative", "expect_column_values_to_be_between", arguments)


def _once(what: str) -> Promise:
    arguments = {"column": "copy_number", "max_value": 1}
    return Promise("ONCE", f"repeats a row that came before: {what}", "expect_column_values_to_be_between", arguments)


LOAD_PROMISES = (
    _is("LOAD_ARRIVED", "no load arrived for the day", "has_arrived", value=True),
    _is("COLUMNS_WHOLE", "the load lacks a column", "missing", value=""),
    _is("DAY_NOT_EMPTY", "the load has no rows", "is_empty", value=False),
    _is("COUNT_AS_LOGGED", "the table does not hold as many rows as the load log says", "unlogged_rows", value=0),
    _is("WATERMARK_FORWARD", "the watermark went back behind that of an earlier day", "went_back", value=False),
)
"""Checked on one row per load (see `summaries.py`)."""


def row_promises(source: RawSource) -> tuple[Promise, ...]:
    """The promises about the rows of `source`: the columns that must have a value, then what only that source can break."""
    filled = tuple(
        Promise(f"{column.upper()}_PRESENT", f"{column} is empty", "expect_column_values_to_not_be_null", {"column": column})
        for column in source.required
    )
    return filled + _SPECIAL.get(source.name, ())


_SPECIAL: Mapping[str, tuple[Promise, ...]] = {
    "purchase_lines": (
        *(_not_negative(column) for column in ("quantity", "sales_value", "retail_disc", "coupon_disc", "coupon_match_disc")),
        _once("the same product in the same basket"),
        _is("PRODUCT_KNOWN", "product_id is not in the product list", "is_known_product", value=True),
    ),
    "products": (_once("the same product"),),
    "households": (_once("the same household"),),
    "campaigns": (
        _once("the same campaign"),
        Promise(
            "ENDS_AFTER_START",
            "end_date lies before start_date",
            "expect_column_pair_values_a_to_be_greater_than_b",
            {"column_A": "end_date", "column_B": "start_date", "or_equal": True},
        ),
    ),
    "campaign_households": (_once("the same household in the same campaign"),),
}

COPY_KEYS: Mapping[str, tuple[str, ...]] = {
    "purchase_lines": ("basket_id", "product_id"),
    "products": ("product_id",),
    "households": ("household_id",),
    "campaigns": ("campaign_id",),
    "campaign_households": ("campaign_id", "household_id"),
}
"""The columns by which a row is the same as an earlier one. Coupons repeat rows at the source and redemptions may; staging folds them."""
