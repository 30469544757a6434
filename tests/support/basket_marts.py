"""Purchases as the marts tell them, made of baskets with known habits: for tests of what reads them. No server is started here."""

from datetime import date, datetime, timedelta

import polars as pl

from loyalty.warehouse import Warehouse
from loyalty.warehouse.tables import LOAD_LOG
from tests.support.baskets import FIRST

FIRST_ON = FIRST.date()


def put_purchases(warehouse: Warehouse, frame: pl.DataFrame) -> None:
    """The marts of purchases and products and the load log hold the lines of `frame`, and nothing else."""
    lines = frame.select(
        pl.col("customer_id", "basket_id").cast(pl.String), product_id=pl.col("item_id").cast(pl.String), at=pl.col("occurred_at")
    )
    baskets = lines.group_by("basket_id", "customer_id").agg(purchased_at=pl.col("at").max()).sort("basket_id")
    day = pl.col("purchased_at").dt.date()
    told = baskets.with_columns(purchased_on=day, loaded_on=day, store_id=pl.lit("1"))
    products = lines.select("product_id").unique().sort("product_id")
    named = products.with_columns(title=pl.format("Product {}", "product_id"), category_code=pl.format("CATEGORY_{}", "product_id"))
    warehouse.execute("create schema if not exists marts")
    warehouse.execute("create schema if not exists raw")
    for name, rows in {"fct_purchases": told, "fct_purchase_lines": lines.select("basket_id", "product_id"), "dim_products": named}.items():
        warehouse.execute(f"drop table if exists marts.{name}")
        warehouse.replace_rows(f"marts.{name}", rows.to_arrow(), where={rows.columns[0]: []})
    days = told.group_by("purchased_on").agg(watermark=pl.col("purchased_at").max(), row_count=pl.len().cast(pl.Int64)).sort("purchased_on")
    log = days.select(
        source=pl.lit("purchase_lines"),
        business_on="purchased_on",
        watermark=pl.col("watermark").cast(pl.Datetime("us")),
        row_count="row_count",
        loaded_at=pl.col("watermark").cast(pl.Datetime("us")),
    )
    warehouse.execute("drop table if exists raw.load_log")
    warehouse.replace_rows("raw.load_log", log.to_arrow().cast(LOAD_LOG), where={"source": []})


def day_number(number: int) -> date:
    """The calendar day of a day of `tests/support/baskets.py`."""
    return FIRST_ON + timedelta(days=number)


def last_day(frame: pl.DataFrame) -> date:
    """The day of the newest basket."""
    newest: datetime = frame["occurred_at"].max()  # type: ignore[assignment]
    return newest.date()
