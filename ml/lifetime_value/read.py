"""Purchase histories and what came after them, counted in the warehouse. Not here: what the models make of them.

The unit of a purchase is a day with purchases: two baskets on one day are one visit, as in the rhythm of the feature mart. Every
statement stops at a day, so nothing that happened after it has any influence.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import BigInteger, ColumnElement, Date, Select, String, Subquery, case, cast, column, func, select, table

from loyalty.warehouse.port import Warehouse
from ml.features.encoder import Column
from ml.lifetime_value.errors import TooFewCustomers
from ml.lifetime_value.summaries import Figures, Summaries

PURCHASES = table(
    "fct_purchases",
    column("customer_id", String),
    column("purchased_on", Date),
    column("spend_minor", BigInteger),
    schema="marts",
)


@dataclass(frozen=True)
class Known:
    """What was known of each customer at the end of `as_of_on`, row for row: its history in days, spend in minor units a visit.

    `recent_visits` and `recent_spend` are of the last `horizon_days`, that day included.
    """

    as_of_on: date
    horizon_days: int
    customer_id: Column
    histories: Summaries
    recent_visits: Figures
    recent_spend: Figures

    def __len__(self) -> int:
        """Customers."""
        return len(self.histories)


@dataclass(frozen=True)
class Outcomes:
    """What the customers of a `Known` did in the days after it, row for row; 0 for those who stayed away."""

    visits: Figures
    spend: Figures


def read_known(warehouse: Warehouse, *, as_of_on: date, horizon_days: int) -> Known:
    """Every customer who had bought by the end of the day, by customer.

    Raises:
        SummariesInvalid: a history contradicts itself.
    """
    rows = warehouse.read(_histories(as_of_on, recent_after=as_of_on - timedelta(days=horizon_days)).order_by("customer_id"))
    repeats = _numbers(rows, "visit_count") - 1.0
    # More taken back than bought counts as nothing spent: a purchase has no value below zero.
    spent = np.maximum(_numbers(rows, "repeat_spend_minor"), 0.0)
    first, last = _days(rows["first_on"]), _days(rows["last_on"])
    today = float(pa.scalar(as_of_on, pa.date32()).cast(pa.int32()).as_py())
    monetary = np.where(repeats > 0, spent / np.maximum(repeats, 1.0), 0.0)
    return Known(
        as_of_on,
        horizon_days,
        rows["customer_id"],
        Summaries.of(repeats, last - first, today - first, monetary),
        _numbers(rows, "recent_visit_count"),
        np.maximum(_numbers(rows, "recent_spend_minor"), 0.0),
    )


def read_outcomes(warehouse: Warehouse, known: Known) -> Outcomes:
    """What they did in the `horizon_days` after."""
    days, through = PURCHASES.c.purchased_on, known.as_of_on + timedelta(days=known.horizon_days)
    rows = warehouse.read(
        select(
            PURCHASES.c.customer_id,
            func.count(days.distinct()).label("visit_count"),
            cast(func.sum(PURCHASES.c.spend_minor), BigInteger).label("spend_minor"),
        )
        .where(days > known.as_of_on, days <= through)
        .group_by(PURCHASES.c.customer_id)
    )
    return Outcomes(_of(known, rows, "visit_count"), _of(known, rows, "spend_minor"))


def first_purchase_on(warehouse: Warehouse) -> date | None:
    """The day of the first purchase there is."""
    found: date | None = warehouse.read(select(func.min(PURCHASES.c.purchased_on).label("first_on")))["first_on"][0].as_py()
    return found


def last_purchase_on(warehouse: Warehouse) -> date:
    """The day of the last purchase there is.

    Raises:
        TooFewCustomers: there is none.
    """
    found: date | None = warehouse.read(select(func.max(PURCHASES.c.purchased_on).label("last_on")))["last_on"][0].as_py()
    if found is None:
        raise TooFewCustomers("There are no purchases.", customers=0)
    return found


def _of(known: Known, rows: pa.Table, name: str) -> Figures:
    found = pc.index_in(known.customer_id, value_set=rows["customer_id"].combine_chunks())
    values = np.append(_numbers(rows, name), 0.0)
    answer: Figures = values[found.fill_null(rows.num_rows).to_numpy()]
    return answer


def _numbers(rows: pa.Table, name: str) -> Figures:
    numbers: Figures = rows[name].cast(pa.float64()).to_numpy()
    return numbers


def _days(column: Column) -> Figures:
    numbers: Figures = column.cast(pa.date32()).cast(pa.int32()).to_numpy().astype(np.float64)
    return numbers


def _histories(as_of_on: date, *, recent_after: date) -> Select[Any]:
    visits = _visits(as_of_on)
    is_repeat, is_recent = visits.c.purchased_on > visits.c.first_on, visits.c.purchased_on > recent_after
    return select(
        visits.c.customer_id,
        func.min(visits.c.purchased_on).label("first_on"),
        func.max(visits.c.purchased_on).label("last_on"),
        func.count().label("visit_count"),
        _total(is_repeat, visits.c.spend_minor).label("repeat_spend_minor"),
        _total(is_recent, 1).label("recent_visit_count"),
        _total(is_recent, visits.c.spend_minor).label("recent_spend_minor"),
    ).group_by(visits.c.customer_id)


def _total(condition: ColumnElement[bool], quantity: Any) -> ColumnElement[int]:  # noqa: ANN401 - a column or a number
    return cast(func.sum(case((condition, quantity), else_=0)), BigInteger)


def _visits(as_of_on: date) -> Subquery:
    """One row per customer and day with purchases, and the customer's first such day beside each."""
    bought = PURCHASES.c
    return (
        select(
            bought.customer_id,
            bought.purchased_on,
            func.sum(bought.spend_minor).label("spend_minor"),
            func.min(bought.purchased_on).over(partition_by=bought.customer_id).label("first_on"),
        )
        .where(bought.purchased_on <= as_of_on)
        .group_by(bought.customer_id, bought.purchased_on)
        .subquery("visits")
    )
