"""A table from a file, CSV or Parquet, and the columns every task asks for. Not here: what its columns mean to a task."""

from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ml.tabular.errors import TableFlawed, TableUnreadable

PARQUET_MARK = b"PAR1"
SEPARATORS = (",", ";", "\t", "|")
NULL_WORDS = ["", "NA", "N/A", "NaN", "nan", "null", "NULL", "None"]
YES = ("1", "1.0", "true", "t", "yes", "y", "treated", "treatment")
NO = ("0", "0.0", "false", "f", "no", "n", "control")


def read_table(path: Path) -> pl.DataFrame:
    """The rows of a Parquet or CSV file; which of the two is seen in its bytes. A CSV may be parted by comma, semicolon, tab or bar.

    Raises:
        TableUnreadable: there is no such file, it is neither, or it has no header or no row.
    """
    try:
        with path.open("rb") as file:
            start = file.read(4)
        table = pl.read_parquet(path) if start == PARQUET_MARK else _read_csv(path)
    except OSError as error:
        raise TableUnreadable(f"{path} cannot be opened: {error.strerror or error}.", path=str(path)) from error
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        reason = str(error).strip().splitlines()[0][:120] if str(error).strip() else "it is empty"
        raise TableUnreadable(f"{path} is neither Parquet nor CSV that can be read: {reason}.", path=str(path)) from error
    if not table.height:
        raise TableUnreadable(f"{path} has no row.", path=str(path))
    return table


def require_columns(table: pl.DataFrame, names: tuple[str, ...]) -> None:
    """`table` has all of `names`, and none of them a null.

    Raises:
        TableFlawed: one is absent, or holds a null.
    """
    absent = [name for name in names if name not in table.columns]
    if absent:
        raise TableFlawed(
            f"The file lacks the column {', '.join(absent)}; it has {', '.join(table.columns[:20])}.",
            missing=absent,
            found=table.columns[:50],
        )
    for name in names:
        column = table[name]
        empty = column.null_count() + (int(column.is_nan().sum()) if column.dtype.is_float() else 0)
        if empty:
            raise TableFlawed(f"{empty:,} of {table.height:,} rows have no {name}.", column=name, rows=empty)


def truth_of(table: pl.DataFrame, name: str) -> NDArray[np.bool_]:
    """A column of yes and no: booleans, 0 and 1, or such words.

    Raises:
        TableFlawed: it says something else.
    """
    column = table[name]
    plain = column.cast(pl.Float64) if column.dtype.is_decimal() else column
    words = plain.cast(pl.String).str.strip_chars().str.to_lowercase()
    strange = words.filter(~words.is_in([*YES, *NO]))
    if strange.len():
        raise TableFlawed(
            f"The column {name} must say 0 or 1 (or true or false); it also says {strange[0]!r}.", column=name, found=strange[0]
        )
    found: NDArray[np.bool_] = words.is_in(list(YES)).to_numpy()
    return found


def numbers_of(table: pl.DataFrame, name: str) -> NDArray[np.float64]:
    """A column of finite numbers; true and false count as 1 and 0.

    Raises:
        TableFlawed: it holds words, or an infinite number.
    """
    column = table[name]
    if isinstance(column.dtype, pl.Categorical | pl.Enum):
        column = column.cast(pl.String)
    if column.dtype == pl.String and set(column.str.to_lowercase().unique()) <= {*YES, *NO}:
        return truth_of(table, name).astype(np.float64)
    if not (column.dtype.is_numeric() or column.dtype == pl.Boolean):
        raise TableFlawed(f"The column {name} must hold numbers; it holds {column[0]!r}.", column=name)
    values: NDArray[np.float64] = column.cast(pl.Float64).to_numpy()
    if not np.isfinite(values).all():
        raise TableFlawed(f"The column {name} holds an infinite number.", column=name)
    return values


def places_of(column: pl.Series) -> NDArray[np.int64]:
    """For each row the number of its value among the sorted different ones, counted from 0."""
    found: NDArray[np.int64] = column.to_frame("it").select(pl.col("it").rank("dense").cast(pl.Int64) - 1)["it"].to_numpy()
    return found


def _read_csv(path: Path) -> pl.DataFrame:
    with path.open(encoding="utf-8-sig") as file:
        header = file.readline()
    separator = max(SEPARATORS, key=header.count)
    table = pl.read_csv(path, separator=separator, null_values=NULL_WORDS, infer_schema_length=None)
    return table.rename({name: name.strip().removeprefix("\ufeff").strip('"') for name in table.columns})
