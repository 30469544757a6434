"""Purchases from a file, as a warehouse that the models read like any other. Not here: what is made of them."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from loyalty.warehouse import Warehouse, open_warehouse
from ml.lifetime_value.errors import SummariesInvalid

TIMES = ("occurred_at", "purchased_on", "date")
SPENDS = ("spend_minor", "spend", "amount")


@contextmanager
def opened_purchases(path: Path) -> Iterator[Warehouse]:
    """The purchases in the file: `customer_id` (whole numbers or text), a day or an instant, and what was spent where the file tells it.

    Instants count to the day of their own clock. `spend_minor` is read as it stands, `spend` and `amount` as a hundred times that.
    Without any, every purchase is worth one.

    Raises:
        SummariesInvalid: no such file, no CSV or Parquet, a column is missing, or a value is empty, no date or no number.
    """
    rows = _read(path)
    time = _column(rows, TIMES, path, "when it happened")
    missing = [] if "customer_id" in rows.columns else ["customer_id"]
    if missing or time is None:
        raise SummariesInvalid(f"{path.name} lacks a column: {', '.join([*missing, *([] if time else [TIMES[0]])])}.")
    told = pl.DataFrame({"customer_id": rows["customer_id"].cast(pl.String), "purchased_on": _days(rows[time], path)})
    told = told.with_columns(spend_minor=_cents(rows, path))
    empty = [name for name in told.columns if told[name].null_count()]
    if empty or not told.height:
        raise SummariesInvalid(f"{path.name} has " + (f"empty values in {', '.join(empty)}." if empty else "no purchase."))
    # A file, for DuckDB 2.0 in memory loses what one transaction inserts beyond 122,879 rows: `select *` finds none of them.
    with tempfile.TemporaryDirectory(prefix="khaywe-purchases-") as folder:
        warehouse = open_warehouse(f"duckdb:///{folder}/purchases.duckdb")
        warehouse.replace_rows("marts.fct_purchases", told.to_arrow(), where={"customer_id": []})
        yield warehouse


def _read(path: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path, try_parse_dates=True, infer_schema_length=None)
    except FileNotFoundError as error:
        raise SummariesInvalid(f"There is no file {path.name}.") from error
    except (OSError, pl.exceptions.PolarsError) as error:
        raise SummariesInvalid(f"{path.name} cannot be read as CSV or Parquet: {str(error).splitlines()[0]}.") from error


def _column(rows: pl.DataFrame, names: tuple[str, ...], path: Path, what: str) -> str | None:
    found = [name for name in names if name in rows.columns]
    if len(found) > 1:
        raise SummariesInvalid(f"{path.name} says {what} in several columns: {', '.join(found)}; leave one.")
    return found[0] if found else None


def _days(column: pl.Series, path: Path) -> pl.Series:
    if column.dtype == pl.String:
        column = column.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    if column.dtype not in (pl.Date, pl.Datetime):
        raise SummariesInvalid(f"{path.name}: {column.name} holds no dates but {column.dtype}.")
    return column.cast(pl.Date)


def _cents(rows: pl.DataFrame, path: Path) -> pl.Series:
    name = _column(rows, SPENDS, path, "what was spent")
    if name is None:
        return pl.Series("spend_minor", [1] * rows.height, dtype=pl.Int64)
    if not rows[name].dtype.is_numeric():
        raise SummariesInvalid(f"{path.name}: {name} holds no numbers but {rows[name].dtype}.")
    factor = 1 if name == "spend_minor" else 100
    cents = (rows[name].cast(pl.Float64) * factor).round()
    if not cents.drop_nulls().is_finite().all():
        raise SummariesInvalid(f"{path.name}: {name} holds what is no finite number.")
    return cents.cast(pl.Int64).alias("spend_minor")
