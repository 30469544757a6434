"""The rows of the churn model in the warehouse. Not here: what becomes of them (`train.py`, `score.py`)."""

from datetime import date

import pyarrow as pa
from sqlalchemy import Date, column, select, table

from loyalty.warehouse.port import Warehouse
from ml.churn.features import CONTRACT, KEYS, LABEL, LABEL_DAYS
from ml.training.read import TrainingRows, labelled_days, watermark_on

LABELS = "churn_labels"
_KEYS = [column("customer_id"), column("as_of_on", Date)]
FEATURES = table("customer_features", *_KEYS, *map(column, CONTRACT.columns), schema="marts")
CUSTOMERS = table("dim_customers", *map(column, ("customer_id", "household_size_code", "income_band_code")), schema="marts")
LABELLED = table(LABELS, *map(column, KEYS), column(LABEL), schema="marts")


def read_training_rows(warehouse: Warehouse, *, until: date) -> TrainingRows:
    """The labelled days known on `until`, with the columns that the model reads."""
    days = labelled_days(warehouse, LABELS, until=until, label_days=LABEL_DAYS)
    return TrainingRows(
        warehouse.read(select(FEATURES).where(FEATURES.c.as_of_on.in_(days))),
        warehouse.read(select(LABELLED).where(LABELLED.c.as_of_on.in_(days))),
        watermark_on(warehouse, until),
        read_kinds(warehouse),
    )


def read_kinds(warehouse: Warehouse) -> pa.Table | None:
    """Household size and income band of each customer; None where the warehouse keeps none."""
    return warehouse.read(select(CUSTOMERS)) if warehouse.table_exists("marts.dim_customers") else None


def read_scoring_rows(warehouse: Warehouse, *, as_of_on: date) -> pa.Table:
    """Every customer of the day, with the columns that the model reads."""
    return warehouse.read(select(FEATURES).where(FEATURES.c.as_of_on == as_of_on))
