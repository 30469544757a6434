"""What is known of purchases, products, campaigns and coupons, as tables. Not here: where they come from, what follows from them."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from ml.tabular import TableFlawed

DAY = pl.Date
COLUMNS: dict[str, dict[str, pl.DataType | type[pl.DataType] | None]] = {
    "purchases": {"customer_id": None, "basket_id": None, "bought_on": DAY, "product_id": None},
    "products": {"product_id": None, "category": pl.String, "kind": pl.String, "maker": pl.String},
    "campaigns": {"campaign_id": None, "campaign_type": pl.String, "starts_on": DAY, "ends_on": DAY},
    "coupons": {"campaign_id": None, "coupon_id": None, "product_id": None},
    "targets": {"campaign_id": None, "customer_id": None},
    "redemptions": {"campaign_id": None, "customer_id": None, "coupon_id": None, "redeemed_on": DAY},
}
IDS = ("customer_id", "product_id", "basket_id", "campaign_id", "coupon_id")


@dataclass(frozen=True)
class CouponHistory:
    """Six tables, ids being whole numbers; one purchase per customer, basket and product. `until` is the last day that is known."""

    purchases: pl.DataFrame
    products: pl.DataFrame
    campaigns: pl.DataFrame
    coupons: pl.DataFrame
    targets: pl.DataFrame
    redemptions: pl.DataFrame
    until: date
    names: dict[str, pl.Series]

    def named(self, rows: pl.DataFrame) -> pl.DataFrame:
        """`rows` with the ids that the tables came with."""
        known = [name for name in IDS if name in rows.columns and name in self.names]
        return rows.with_columns(pl.Series(name, self.names[name].gather(rows[name])) for name in known)


def history_of(tables: dict[str, pl.DataFrame], *, until: date | None = None) -> CouponHistory:
    """The history in `tables`, up to and with `until`, if that is given. Store and spend of a purchase may be told too.

    Raises:
        TableFlawed: a table or a column is absent, an id is null, or there is no purchase.
    """
    plain = {name: _plain(name, tables) for name in COLUMNS}
    bought = (plain["purchases"].filter(pl.col("bought_on") <= until) if until else plain["purchases"]).sort("bought_on")
    if not bought.height:
        raise TableFlawed("There is no purchase to learn from.", until=str(until))
    plain["purchases"] = bought
    names = {name: _names(name, plain) for name in IDS}
    numbered = {name: _numbered(table, names) for name, table in plain.items()}
    one_each = numbered["purchases"].unique(["customer_id", "basket_id", "product_id"], keep="first", maintain_order=True)
    return CouponHistory(
        purchases=one_each.sort("bought_on", "basket_id", "product_id"),
        products=numbered["products"].unique("product_id", keep="first", maintain_order=True),
        campaigns=numbered["campaigns"].sort("starts_on", "campaign_id"),
        coupons=numbered["coupons"].unique(maintain_order=True),
        targets=numbered["targets"].unique(maintain_order=True),
        redemptions=numbered["redemptions"],
        until=until or bought["bought_on"].to_list()[-1],
        names=names,
    )


def _plain(name: str, tables: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """The columns that are read, in their types. Products and redemptions may be missing: nothing is known of them then."""
    wanted = COLUMNS[name]
    table = tables.get(name)
    if table is None and name in ("products", "redemptions"):
        return pl.DataFrame(schema={column: kind or pl.Int64 for column, kind in wanted.items()})
    absent = [name] if table is None else [f"{name}.{column}" for column in wanted if column not in table.columns]
    if table is None or absent:
        raise TableFlawed(f"Coupon response needs {', '.join(absent)}.", missing=absent)
    more = [column for column in ("store_id", "spend") if name == "purchases" and column in table.columns]
    found = table.select(*(pl.col(column).cast(kind) if kind else pl.col(column) for column, kind in wanted.items()), *more)
    empty = [column for column in wanted if found[column].null_count() and name != "products"]
    if empty:
        raise TableFlawed(f"{found[empty[0]].null_count():,} rows of {name} have no {empty[0]}.", table=name, column=empty[0])
    numbered = [column for column in IDS if column in found.columns and found[column].dtype.is_integer()]
    return found.with_columns(pl.col(numbered).cast(pl.Int64))


def _names(name: str, tables: dict[str, pl.DataFrame]) -> pl.Series:
    columns = [table[name] for table in tables.values() if name in table.columns and table.height]
    if len({column.dtype for column in columns}) > 1:
        raise TableFlawed(f"The ids {name} are words in one table and numbers in another.", column=name)
    return pl.concat([column.unique() for column in columns]).unique().sort() if columns else pl.Series(name, [], dtype=pl.Int64)


def _numbered(table: pl.DataFrame, names: dict[str, pl.Series]) -> pl.DataFrame:
    """`table` with a whole number for each id: its place among all ids of the kind, in their order."""
    for column in (name for name in IDS if name in table.columns):
        if not table.height:
            table = table.with_columns(pl.col(column).cast(pl.Int64))
            continue
        order = pl.DataFrame({column: names[column], "number": range(len(names[column]))}, schema_overrides={"number": pl.Int64})
        number = table.select(column).join(order, on=column, how="left", maintain_order="left")["number"]
        table = table.with_columns(number.alias(column))
    return table
