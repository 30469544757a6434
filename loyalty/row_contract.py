"""Sets aside the rows of a table that break a promise, and counts which one. Not here: any promise (the rooms have their own)."""

from collections.abc import Mapping

import polars as pl
import pyarrow as pa


def set_aside(rows: pa.Table, broken: Mapping[str, pl.Expr]) -> tuple[pa.Table, dict[str, int]]:
    """The rows for which none of `broken` is true, and how many were set aside for which first reason.

    A null counts as not true. Set-based: every expression is evaluated once over all rows.
    """
    frame = pl.DataFrame(rows)
    reason = frame.select(reason=pl.coalesce([pl.when(expression).then(pl.lit(name)) for name, expression in broken.items()]))["reason"]
    counted = reason.drop_nulls().value_counts().sort("reason")
    return rows.filter(pa.array(reason.is_null().to_numpy())), dict(counted.iter_rows())
