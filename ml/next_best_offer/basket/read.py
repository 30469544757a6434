"""A Parquet file of basket lines as `Baskets`, or one sentence on what is wrong with it. Not here: which baskets are judged."""

from pathlib import Path

import numpy as np
import polars as pl

from ml.next_best_offer.basket.baskets import Baskets
from ml.next_best_offer.basket.columns import plain_lines
from ml.next_best_offer.basket.errors import BasketsTooFew, BasketsUnreadable

COLUMNS = ("customer_id", "basket_id", "occurred_at", "item_id")


def read_baskets(path: Path) -> Baskets:
    """The baskets of a Parquet file with `customer_id, basket_id, occurred_at, item_id`, one row per line in any order.

    An item that stands twice in a basket is one item; a basket is a customer's, and happened when its earliest line did. Baskets of one
    instant follow each other by id. A day is a day of the zone that the instants are in. Whole numbers may be kept as decimals or floats,
    texts as bytes or categories, instants as ISO text: other programs write them so.

    Raises:
        BasketsUnreadable: no Parquet, a column missing, of another kind, or with nulls.
        BasketsTooFew: no line, or only one item.
    """
    try:
        schema = pl.read_parquet_schema(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        reason = "there is no such file" if not path.exists() else "it is no Parquet file"
        raise BasketsUnreadable(f"{path.name} cannot be read: {reason}.", file=path.name) from error
    missing = [name for name in COLUMNS if name not in schema]
    if missing:
        raise BasketsUnreadable(
            f"{path.name} lacks {', '.join(missing)}; baskets need {', '.join(COLUMNS)}.", file=path.name, missing=missing
        )
    return baskets_of(pl.read_parquet(path, columns=list(COLUMNS)), source=path.name)


def baskets_of(lines: pl.DataFrame, *, source: str = "The table") -> Baskets:
    """As `read_baskets`, from a frame with its columns."""
    lines = plain_lines(lines, source)
    _check(lines, source)
    ordered = _ordered(lines)
    if ordered["item_id"].n_unique() < 2:
        raise BasketsTooFew(f"{source} holds one item; with nothing to choose from there is nothing to rank.", file=source)
    first = ordered.select(
        customer=pl.col("customer_id").rle_id(), basket=pl.struct("customer_id", "basket_id").rle_id(), day=pl.col("day")
    )
    starts = _starts(first["basket"])
    customers = first["customer"].to_numpy()[starts[:-1]]
    item_ids = ordered["item_id"].unique().sort()
    return Baskets(
        items=ordered["item_id"].rank("dense").to_numpy().astype(np.int64) - 1,
        line_start=starts,
        basket_start=np.append(np.flatnonzero(np.diff(customers, prepend=-1.0)), len(customers)).astype(np.int64),
        days=(first["day"] - first["day"].min()).to_numpy().astype(np.int64)[starts[:-1]],
        customer_ids=ordered["customer_id"].unique(maintain_order=True),
        item_ids=item_ids,
    )


def _check(lines: pl.DataFrame, source: str) -> None:
    if lines.is_empty():
        raise BasketsTooFew(f"{source} holds no line.", file=source)
    for name in ("customer_id", "basket_id", "item_id"):
        kind = lines.schema[name]
        if not (kind.is_integer() or isinstance(kind, pl.String | pl.Categorical | pl.Enum)):
            raise BasketsUnreadable(f"{source}: {name} must be integers or text, and is {kind}.", file=source, column=name)
    if not isinstance(lines.schema["occurred_at"], pl.Date | pl.Datetime):
        raise BasketsUnreadable(
            f"{source}: occurred_at must be a date or a timestamp, and is {lines.schema['occurred_at']}.", file=source, column="occurred_at"
        )
    for name in COLUMNS:
        if nulls := lines[name].null_count():
            raise BasketsUnreadable(f"{source}: {name} is null in {nulls} of {lines.height} rows.", file=source, column=name, rows=nulls)


def _ordered(lines: pl.DataFrame) -> pl.DataFrame:
    """One row per item of a basket: customers, then baskets in time, then items; `day` counts days."""
    ids = [pl.col(name).cast(pl.String) if not lines.schema[name].is_integer() else pl.col(name) for name in ("customer_id", "basket_id")]
    item = pl.col("item_id") if lines.schema["item_id"].is_integer() else pl.col("item_id").cast(pl.String)
    at = pl.col("occurred_at")
    wall = at if lines.schema["occurred_at"] == pl.Date else at.dt.replace_time_zone(None)
    return (
        lines.select(*ids, item, at=at.cast(pl.Datetime("us")), day=wall.cast(pl.Date).cast(pl.Int64))
        .group_by("customer_id", "basket_id", "item_id")
        .agg(pl.col("at").min(), pl.col("day").min())
        .with_columns(pl.col("at").min().over("customer_id", "basket_id"), pl.col("day").min().over("customer_id", "basket_id"))
        .sort("customer_id", "at", "basket_id", "item_id")
    )


def _starts(numbers: pl.Series) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    run = numbers.to_numpy().astype(np.int64)
    return np.append(np.flatnonzero(np.diff(run, prepend=-1)), len(run)).astype(np.int64)
