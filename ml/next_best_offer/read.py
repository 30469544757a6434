"""The rows of the offer model in the warehouse: offers beside their customer. Not here: what becomes of them."""

from collections.abc import Iterator
from datetime import date

import pyarrow as pa
from sqlalchemy import Date, Select, column, func, select, table

from loyalty.warehouse.port import Warehouse
from ml.next_best_offer.features import CUSTOMER_FEATURES, LABEL, LABEL_DAYS, OFFER_FEATURES
from ml.training.read import TrainingRows, count_of, customers_in, labelled_days, watermark_on

# Enough to learn twenty numbers' worth of taste; beyond it, training only grows longer.
TRAINING_CUSTOMERS_MAX = 5_000
SCORING_ROWS_MAX = 4_000_000

LABELS = "offer_labels"
OFFERS = table(
    "customer_offer_features",
    column("customer_id"),
    column("as_of_on", Date),
    column("offer_code"),
    *(column(feature.name) for feature in OFFER_FEATURES),
    schema="marts",
)
CUSTOMERS = table(
    "customer_features",
    column("customer_id"),
    column("as_of_on", Date),
    *(column(feature.name) for feature in CUSTOMER_FEATURES),
    schema="marts",
)
LABELLED = table(LABELS, column("customer_id"), column("as_of_on", Date), column("offer_code"), column(LABEL), schema="marts")


def read_training_rows(warehouse: Warehouse, *, until: date, customers_max: int = TRAINING_CUSTOMERS_MAX) -> TrainingRows:
    """The labelled days known on `until`, for at most about `customers_max` customers, always the same ones."""
    days = labelled_days(warehouse, LABELS, until=until, label_days=LABEL_DAYS)
    known = count_of(warehouse, select(func.count(CUSTOMERS.c.customer_id.distinct())).where(CUSTOMERS.c.as_of_on.in_(days)))
    part = customers_max / max(known, 1)
    features = _rows().where(OFFERS.c.as_of_on.in_(days), customers_in(OFFERS.c.customer_id, first=0.0, beyond=part))
    labels = select(LABELLED).where(LABELLED.c.as_of_on.in_(days), customers_in(LABELLED.c.customer_id, first=0.0, beyond=part))
    return TrainingRows(warehouse.read(features), warehouse.read(labels), watermark_on(warehouse, until))


def read_scoring_rows(warehouse: Warehouse, *, as_of_on: date, rows_max: int = SCORING_ROWS_MAX) -> Iterator[pa.Table]:
    """Every customer and offer of the day, in tables of about `rows_max` rows; a customer is never spread over two tables."""
    row_count = count_of(warehouse, select(func.count()).select_from(OFFERS).where(OFFERS.c.as_of_on == as_of_on))
    parts = max(-(-row_count // rows_max), 1)
    for number in range(parts):
        # Asked of the customers, of whom there are far fewer rows than offers.
        part = customers_in(CUSTOMERS.c.customer_id, first=number / parts, beyond=(number + 1) / parts)
        yield warehouse.read(_rows().where(OFFERS.c.as_of_on == as_of_on, *([part] if parts > 1 else [])))


def _rows() -> Select[tuple[object, ...]]:
    beside = (OFFERS.c.customer_id == CUSTOMERS.c.customer_id) & (OFFERS.c.as_of_on == CUSTOMERS.c.as_of_on)
    return select(OFFERS, *(CUSTOMERS.c[feature.name] for feature in CUSTOMER_FEATURES)).join_from(OFFERS, CUSTOMERS, beside)
