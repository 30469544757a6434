"""The contract of the raw tables: which columns a load must bring, and which may be empty. Not here: whether a row is plausible.

Every raw table also carries `loaded_on` (the business day of the load) and `load_row` (the row's number within that load, from
1), so that any row can be named, even one whose own keys are missing: `quality.rejected_rows.row_key` is `load_row` as text.
"""

from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from loyalty.warehouse.port import Warehouse


@dataclass(frozen=True, slots=True)
class RawSource:
    """One source: its table in the schema raw, the columns its loads bring, and those that must have a value in every row."""

    name: str
    columns: pa.Schema
    required: tuple[str, ...]
    grain: str

    @property
    def table(self) -> str:
        """`raw.<name>`."""
        return f"raw.{self.name}"

    @property
    def schema(self) -> pa.Schema:
        """The table's columns: those of the source, then the load's."""
        return pa.schema([*self.columns, pa.field("loaded_on", pa.date32()), pa.field("load_row", pa.int64())])


def _source(name: str, grain: str, required: str, columns: dict[str, pa.DataType]) -> RawSource:
    return RawSource(name=name, columns=pa.schema(columns), required=tuple(required.split()), grain=grain)


_INTEGER, _NUMBER, _TEXT, _INSTANT = pa.int64(), pa.float64(), pa.string(), pa.timestamp("us")

RAW_SOURCES: tuple[RawSource, ...] = (
    _source(
        "purchase_lines",
        "one product in one basket; money in dollars, transaction_timestamp in UTC",
        "household_id store_id basket_id product_id quantity sales_value retail_disc coupon_disc coupon_match_disc transaction_timestamp",
        {
            "household_id": _INTEGER,
            "store_id": _INTEGER,
            "basket_id": _INTEGER,
            "product_id": _INTEGER,
            "quantity": _INTEGER,
            "sales_value": _NUMBER,
            "retail_disc": _NUMBER,
            "coupon_disc": _NUMBER,
            "coupon_match_disc": _NUMBER,
            "week": _INTEGER,
            "transaction_timestamp": _INSTANT,
        },
    ),
    _source(
        "products",
        "one product",
        "product_id department brand",
        {
            "product_id": _INTEGER,
            "manufacturer_id": _INTEGER,
            "department": _TEXT,
            "brand": _TEXT,
            "product_category": _TEXT,
            "product_type": _TEXT,
            "package_size": _TEXT,
        },
    ),
    _source(
        "households",
        "one household that told us about itself",
        "household_id",
        {
            "household_id": _INTEGER,
            "age": _TEXT,
            "income": _TEXT,
            "home_ownership": _TEXT,
            "marital_status": _TEXT,
            "household_size": _TEXT,
            "household_comp": _TEXT,
            "kids_count": _TEXT,
        },
    ),
    _source(
        "campaigns",
        "one campaign, known from the day it starts",
        "campaign_id campaign_type start_date end_date",
        {"campaign_id": _INTEGER, "campaign_type": _TEXT, "start_date": _INSTANT, "end_date": _INSTANT},
    ),
    _source(
        "campaign_households",
        "one household addressed by one campaign, known from the day the campaign starts",
        "campaign_id household_id",
        {"campaign_id": _INTEGER, "household_id": _INTEGER},
    ),
    _source(
        "coupons",
        "one product that one coupon of one campaign is good for; the source repeats some rows",
        "coupon_upc product_id campaign_id",
        {"coupon_upc": _INTEGER, "product_id": _INTEGER, "campaign_id": _INTEGER},
    ),
    _source(
        "coupon_redemptions",
        "one coupon redeemed by one household on one day",
        "household_id coupon_upc campaign_id redemption_date",
        {"household_id": _INTEGER, "coupon_upc": _INTEGER, "campaign_id": _INTEGER, "redemption_date": _INSTANT},
    ),
)

RAW_SOURCE: dict[str, RawSource] = {source.name: source for source in RAW_SOURCES}


def missing_columns(warehouse: Warehouse, source: RawSource, on: date) -> list[str]:
    """The contracted columns that the load of `on` did not bring, in contract order; empty when it is whole or has no rows.

    A column is missing when the raw table lacks it, or when it must have a value and has none in any row of that load (a
    delivery without a column leaves nulls in a table that already has it).
    """
    with warehouse.session() as session:
        present = set(session.read(f"select * from {source.table} limit 0").column_names)  # noqa: S608 -- our own table names
        absent = [name for name in source.columns.names if name not in present]
        counted = ", ".join(f'count("{name}") as "{name}"' for name in source.required if name in present)
        counts = session.read(
            f"select count(*) as rows_in_load, {counted or '0 as nothing'} from {source.table} where loaded_on = :on",  # noqa: S608
            {"on": on},
        ).to_pylist()[0]
    empty = [name for name in source.required if counts["rows_in_load"] and counts.get(name) == 0]
    return [name for name in source.columns.names if name in absent or name in empty]
