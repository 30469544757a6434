"""Lifetime value of customers in the shape of `scores.lifetime_value`. Not here: fitting (`train.py`) and writing it down."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from ml.lifetime_value.model import LifetimeValueModel
from ml.lifetime_value.read import Known
from ml.runtime.score import SCORE_DECIMALS, repeated, utc

COLUMNS: list[tuple[str, pa.DataType]] = [
    ("customer_id", pa.string()),
    ("as_of_on", pa.date32()),
    ("alive_probability", pa.float64()),
    ("expected_purchases_84d", pa.float64()),
    ("expected_spend_minor_84d", pa.int64()),
    ("model_version", pa.string()),
    ("scored_at", pa.timestamp("us")),
]
SCHEMA = pa.schema(COLUMNS)
MODEL_COLUMNS: list[tuple[str, pa.DataType]] = [
    ("model_version", pa.string()),
    ("as_of_on", pa.date32()),
    ("horizon_days", pa.int64()),
    ("customer_count", pa.int64()),
    ("facts", pa.string()),
]


def learnt_on(day: date) -> date:
    """The day as of which the model of `day` is fitted: the last Sunday, `day` included. So a day has one model whenever it is scored."""
    return day - timedelta(days=(day.weekday() + 1) % 7)


def score_lifetime_value(model: LifetimeValueModel, known: Known, *, scored_at: datetime) -> pa.Table:
    """Every customer of `known` has its chance of being alive, and what to expect of it over the horizon; money in whole minor units."""
    expected, count = model.expected(known), len(known)
    columns: dict[str, Any] = {
        "customer_id": known.customer_id,
        "as_of_on": repeated(known.as_of_on, pa.date32(), count),
        "alive_probability": pa.array(expected.alive_probability.round(SCORE_DECIMALS)),
        "expected_purchases_84d": pa.array(expected.purchases.round(SCORE_DECIMALS)),
        "expected_spend_minor_84d": pa.array(np.rint(expected.spend).astype(np.int64)),
        "model_version": repeated(model.model_version, pa.string(), count),
        "scored_at": repeated(utc(scored_at), pa.timestamp("us"), count),
    }
    return pa.table(columns).cast(SCHEMA)


def recorded(model: LifetimeValueModel) -> pa.Table:
    """The model as one row of `scores.lifetime_value_models`: everything its scores follow from, and how it was judged."""
    row: dict[str, Any] = {
        "model_version": [model.model_version],
        "as_of_on": [model.as_of_on],
        "horizon_days": [model.horizon_days],
        "customer_count": [model.purchases.customer_count],
        "facts": [json.dumps(model.facts(), sort_keys=True)],
    }
    return pa.table(row, schema=pa.schema(MODEL_COLUMNS))
