"""Creates the tables that are written by us and not by dbt: raw, quality, scores. Not here: marts (dbt_project) and who writes the rows."""

import pyarrow as pa

from loyalty.warehouse.port import Warehouse
from loyalty.warehouse.raw import RAW_SOURCES

_INSTANT: pa.DataType = pa.timestamp("us")
_TEXT: pa.DataType = pa.string()
_DAY: pa.DataType = pa.date32()
_INTEGER: pa.DataType = pa.int64()
_RANK: pa.DataType = pa.int32()
_NUMBER: pa.DataType = pa.float64()

LOAD_LOG = pa.schema({"source": _TEXT, "business_on": _DAY, "watermark": _INSTANT, "row_count": _INTEGER, "loaded_at": _INSTANT})
"""One row per source and business day. `watermark` is the latest event instant in the load (the day's end where it has none), UTC."""

REJECTED_ROWS = pa.schema({"source": _TEXT, "business_on": _DAY, "row_key": _TEXT, "reason": _TEXT})
"""Rows of a load set aside by the ingest checks: `row_key` is the raw row's `load_row` as text. Staging leaves them out."""

_ADDED_TYPES = {
    _TEXT: "varchar(200)",
    _NUMBER: "double precision",
    _INTEGER: "decimal(19)",
    _RANK: "integer",
    _DAY: "date",
    _INSTANT: "timestamp",
}
"""The type of a column that is added, in the words that every dialect has."""

SCORES: dict[str, pa.Schema] = {
    "scores.churn": pa.schema(
        {
            "customer_id": _TEXT,
            "as_of_on": _DAY,
            "churn_probability": _NUMBER,
            "churn_band_code": _TEXT,
            "churn_reason_1_code": _TEXT,
            "churn_reason_2_code": _TEXT,
            "churn_reason_3_code": _TEXT,
            "model_version": _TEXT,
            "scored_at": _INSTANT,
        }
    ),
    "scores.lifetime_value": pa.schema(
        {
            "customer_id": _TEXT,
            "as_of_on": _DAY,
            "alive_probability": _NUMBER,
            "expected_purchases_84d": _NUMBER,
            "expected_spend_minor_84d": _INTEGER,
            "model_version": _TEXT,
            "scored_at": _INSTANT,
        }
    ),
    "scores.lifetime_value_models": pa.schema(
        {"model_version": _TEXT, "as_of_on": _DAY, "horizon_days": _INTEGER, "customer_count": _INTEGER, "facts": _TEXT}
    ),
    "scores.offers": pa.schema(
        {
            "customer_id": _TEXT,
            "as_of_on": _DAY,
            "offer_rank": _RANK,
            "offer_code": _TEXT,
            "score_probability": _NUMBER,
            "model_version": _TEXT,
            "scored_at": _INSTANT,
        }
    ),
    "scores.next_basket": pa.schema(
        {
            "customer_id": _TEXT,
            "as_of_on": _DAY,
            "product_rank": _RANK,
            "product_id": _TEXT,
            "score_probability": _NUMBER,
            "reason_code": _TEXT,
            "model_version": _TEXT,
            "scored_at": _INSTANT,
        }
    ),
    "scores.coupons": pa.schema(
        {
            "customer_id": _TEXT,
            "as_of_on": _DAY,
            "campaign_id": _TEXT,
            "coupon_rank": _RANK,
            "coupon_id": _TEXT,
            "product_id": _TEXT,
            "score_probability": _NUMBER,
            "reason": _TEXT,
            "model_version": _TEXT,
            "scored_at": _INSTANT,
        }
    ),
    "scores.customer_tiers": pa.schema({"customer_id": _TEXT, "as_of_on": _DAY, "tier_code": _TEXT, "qualifying_minor": _INTEGER}),
}


def ensure_raw_tables(warehouse: Warehouse) -> None:
    """Every table of the schema raw exists, empty where it did not."""
    _ensure(warehouse, {source.table: source.schema for source in RAW_SOURCES} | {"raw.load_log": LOAD_LOG})


def ensure_quality_tables(warehouse: Warehouse) -> None:
    """`quality.rejected_rows` exists."""
    _ensure(warehouse, {"quality.rejected_rows": REJECTED_ROWS})


def ensure_score_tables(warehouse: Warehouse) -> None:
    """The tables of scores exist with every column of ours, so that views over them can be built before anything has been scored.

    A column that came with a later release is added, empty, to the rows that stand.
    """
    _ensure(warehouse, SCORES)
    for table, schema in SCORES.items():
        standing = {name.lower() for name in warehouse.read(f"select * from {table} where 1 = 0").column_names}  # noqa: S608 -- our own names
        for name in schema.names:
            if name not in standing:
                warehouse.execute(f"alter table {table} add {name} {_ADDED_TYPES[schema.field(name).type]}")


def _ensure(warehouse: Warehouse, schemas: dict[str, pa.Schema]) -> None:
    # Each for itself and not all or none: Snowflake and Oracle end a transaction where a table is created.
    with warehouse.session() as session:
        for table, schema in schemas.items():
            if not session.table_exists(table):
                session.replace_rows(table, schema.empty_table(), where={schema.names[0]: []})
