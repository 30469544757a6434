"""Asks the warehouse for training rows, as they were known on one day. Which columns: the model rooms. What to do with them: not here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow as pa
from sqlalchemy import ColumnElement, Date, Select, column, func, literal, select, table

from loyalty.warehouse.port import Warehouse

# Days nearer to each other say almost the same; a year of days is enough.
DAYS_APART = 28
DAYS_MAX = 13

LOAD_LOG = table("load_log", column("business_on", Date), column("watermark"), schema="raw")


@dataclass(frozen=True)
class TrainingRows:
    """Features and complete labels of some as-of days, and up to where the data was loaded.

    `kinds` says of what kind each customer is (`customer_id` and columns of codes), for figures by kind; never a feature.
    """

    features: pa.Table
    labels: pa.Table
    data_watermark: str
    kinds: pa.Table | None = None


def labelled_days(warehouse: Warehouse, labels_name: str, *, until: date, label_days: int) -> list[date]:
    """The as-of days to train on, newest first, 28 days apart; their labels were complete on `until`.

    A training run of an older day therefore reads what it read then, whatever has been loaded since.
    """
    days = table(labels_name, column("as_of_on", Date), schema="marts").c.as_of_on
    query = select(days).distinct().where(days <= until - timedelta(days=label_days)).order_by(days.desc())
    found: list[date] = warehouse.read(query).to_pydict()["as_of_on"]
    return spaced(found)


def spaced(days: Sequence[date]) -> list[date]:
    """Of `days`, newest first, those at least 28 days before the one taken last; at most 13."""
    taken: list[date] = []
    for day in days:
        if not taken or taken[-1] - day >= timedelta(days=DAYS_APART):
            taken.append(day)
    return taken[:DAYS_MAX]


def watermark_on(warehouse: Warehouse, until: date) -> str:
    """The newest event in the loads of the business days up to `until`, as ISO text in UTC; empty where nothing was loaded."""
    query = select(func.max(LOAD_LOG.c.watermark).label("watermark")).where(LOAD_LOG.c.business_on <= until)
    newest = warehouse.read(query)["watermark"][0].as_py()
    return "" if newest is None else f"{newest.isoformat()}Z"


def count_of(warehouse: Warehouse, query: Select[tuple[int]]) -> int:
    """The one number that `query` answers."""
    return int(warehouse.read(query).column(0)[0].as_py())


def customers_in(customer_id: ColumnElement[str], *, first: float, beyond: float) -> ColumnElement[bool]:
    """Whether a customer falls into the part [first, beyond) of all, both 0 to 1; a customer stays in the same part for ever."""
    hashed = func.md5(customer_id)
    return (hashed >= literal(_mark(first))) & (hashed < literal(_mark(beyond)))


def _mark(part: float) -> str:
    """The least MD5 text of the part; `g` lies beyond every one."""
    return "g" if part >= 1.0 else f"{int(part * 0x1_0000_0000):08x}"
