"""Baskets as the warehouse holds them, of some customers and of those whom they are compared with. Not here: files (`read.py`)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
import pyarrow as pa
from sqlalchemy import ColumnElement, Date, Select, and_, column, func, or_, select, table

from loyalty.warehouse.port import Warehouse
from ml.next_best_offer.basket.baskets import Baskets, with_coming
from ml.next_best_offer.basket.contract import BASKETS_MAX, HISTORY_DAYS
from ml.next_best_offer.basket.errors import BasketsTooFew
from ml.next_best_offer.basket.plan import Group
from ml.next_best_offer.basket.read import baskets_of
from ml.training.read import count_of, customers_in, watermark_on

CUSTOMERS_AT_ONCE = 5_000

PURCHASES = table(
    "fct_purchases",
    *(column("customer_id"), column("basket_id"), column("purchased_at"), column("purchased_on", Date), column("loaded_on", Date)),
    schema="marts",
)
LINES = table("fct_purchase_lines", column("basket_id"), column("product_id"), schema="marts")


@dataclass(frozen=True)
class Coming:
    """Baskets still to come: `baskets` hold an empty one for each customer asked about, which `group` targets."""

    baskets: Baskets
    group: Group


@dataclass(frozen=True)
class PastBaskets:
    """The baskets of some customers, and up to where the data was loaded."""

    baskets: Baskets
    first_on: date
    data_watermark: str

    def day(self, number: int) -> date:
        """The calendar day of a day counted from the first basket's."""
        return self.first_on + timedelta(days=number)


def read_past_baskets(warehouse: Warehouse, *, until: date, customers_max: int) -> PastBaskets:
    """The baskets of at most about `customers_max` customers, a fixed part of all, as they were known on `until`.

    Raises:
        BasketsTooFew: nobody has bought, or everybody only one product.
    """
    share = customers_max / max(_customer_count(warehouse, until), 1)
    lines = _frame(warehouse.read(_recent(until, (0.0, share))))
    if lines.is_empty():
        raise BasketsTooFew("Nobody has bought anything yet; there is no basket to learn from.")
    return PastBaskets(baskets_of(lines, source="The warehouse"), _first_day(lines), watermark_on(warehouse, until))


def read_coming_baskets(
    warehouse: Warehouse, *, as_of_on: date, references_max: int, customers_at_once: int = CUSTOMERS_AT_ONCE
) -> Iterator[Coming]:
    """For every customer who bought within a year the basket of the next day, should there be one; some thousand customers at a time.

    Args:
        warehouse: where purchases are.
        as_of_on: the last day that is known.
        references_max: with how many customers each is compared, a fixed part of all: as many as the model was trained on.
        customers_at_once: how many are asked about at a time.
    """
    count = _customer_count(warehouse, as_of_on)
    parts = max(-(-count // customers_at_once), 1)
    compared = (0.0, min(references_max / max(count, 1), 1.0))
    for number in range(parts):
        asked = (number / parts, (number + 1) / parts)
        found = coming_baskets(warehouse.read(_recent(as_of_on, asked, compared)), as_of_on=as_of_on)
        if found is not None:
            yield found


def coming_baskets(rows: pa.Table, *, as_of_on: date) -> Coming | None:
    """The baskets of the day after `as_of_on` for customers whose rows say `is_asked`, beside those that are only compared with.

    None where nobody is asked about, or all that was ever bought is one product.
    """
    lines = _frame(rows)
    if not lines["is_asked"].any() or lines["item_id"].n_unique() < 2:
        return None
    baskets = baskets_of(lines, source="The warehouse")
    told = lines.group_by("customer_id").agg(pl.col("is_asked", "is_compared").any())
    customers = pl.DataFrame({"customer_id": baskets.customer_ids}).join(told, on="customer_id", how="left", maintain_order="left")
    asked = np.flatnonzero(customers["is_asked"].to_numpy())
    lasting = with_coming(baskets, asked, (as_of_on - _first_day(lines)).days + 1)
    past = np.diff(baskets.basket_start)
    beyond = lasting.basket_start[:-1] + np.where(customers["is_compared"].to_numpy(), past, 0)
    return Coming(lasting, Group(lasting.basket_start[asked + 1] - 1, beyond))


def _customer_count(warehouse: Warehouse, until: date) -> int:
    return count_of(warehouse, select(func.count(PURCHASES.c.customer_id.distinct())).where(*_known(until)))


def _known(until: date) -> tuple[ColumnElement[bool], ...]:
    since = until - timedelta(days=HISTORY_DAYS - 1)
    return PURCHASES.c.purchased_on >= since, PURCHASES.c.purchased_on <= until, PURCHASES.c.loaded_on <= until


def _recent(until: date, asked: tuple[float, float], compared: tuple[float, float] | None = None) -> Select[tuple[object, ...]]:
    """One row per line of the newest baskets of the customers asked about, and of those they are compared with."""
    is_asked, is_compared = (
        customers_in(PURCHASES.c.customer_id, first=part[0], beyond=part[1]) for part in (asked, asked if compared is None else compared)
    )
    newest_first = (PURCHASES.c.purchased_at.desc(), PURCHASES.c.basket_id.desc())
    back = func.row_number().over(partition_by=PURCHASES.c.customer_id, order_by=newest_first).label("back")
    told = (PURCHASES.c.customer_id, PURCHASES.c.basket_id, PURCHASES.c.purchased_at, PURCHASES.c.purchased_on)
    of = (is_asked.label("is_asked"), is_compared.label("is_compared"))
    recent = select(*told, *of, back).where(*_known(until), or_(is_asked, is_compared)).subquery()
    names = ("customer_id", "basket_id", "purchased_at", "purchased_on", "is_asked", "is_compared")
    return select(*(recent.c[name] for name in names), LINES.c.product_id).join_from(
        recent, LINES, and_(recent.c.basket_id == LINES.c.basket_id, recent.c.back <= BASKETS_MAX)
    )


def _frame(rows: pa.Table) -> pl.DataFrame:
    """Lines as `baskets_of` reads them. An instant is the business day, and within it the order in which its customer paid."""
    lines = pl.DataFrame(rows)
    order = pl.duration(microseconds=pl.col("purchased_at").rank("dense").over("customer_id"))
    return lines.select(
        pl.col("customer_id", "basket_id").cast(pl.String),
        pl.col("is_asked", "is_compared").cast(pl.Boolean),
        item_id=pl.col("product_id").cast(pl.String),
        occurred_at=pl.col("purchased_on").cast(pl.Datetime("us")) + order,
    )


def _first_day(lines: pl.DataFrame) -> date:
    first: date = lines.select(pl.col("occurred_at").min().dt.date()).item()
    return first
