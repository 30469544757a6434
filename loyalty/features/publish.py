"""Replaces every member's published features by those of a day, in the caller's transaction. Not here: SQL (`rows.py`), Redis."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
import pyarrow as pa

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.features import rows as shelf
from loyalty.features.errors import FeaturesColumnMissing, FeaturesEmpty, FeaturesOlder
from loyalty.features.model import Catalogue
from loyalty.features.store_updates import supersede
from loyalty.row_contract import set_aside


@dataclass(frozen=True, slots=True)
class PublishedFeatures:
    """What members' features say once the transaction commits. read = kept + refused, in rows; one row may be two members."""

    as_of_on: date
    generation: int
    read_count: int
    kept_count: int
    member_count: int
    refused: Mapping[str, int]


def publish_features(
    rows: pa.Table, catalogue: Catalogue, *, as_of_on: date, loaded_at: datetime | None, within: Work, clock: Clock
) -> PublishedFeatures:
    """Members have the features of `as_of_on` once the transaction commits, under a new generation; yesterday's until then. What was known
    of single members before the newest of these loads is part of them and gone by itself; what was known later stays on top.

    Args:
        rows: one per customer, as `features_of_day` reads them. Rows of other days, without a customer, doubled, or of customers who
            are no members, are set aside and counted.
        catalogue: which columns are features.
        as_of_on: the day.
        loaded_at: when the newest load arrived that the rows know.
        within: the transaction.
        clock: says when this was published.

    Raises:
        FeaturesOlder: a newer day is published.
        FeaturesEmpty: no row is left.
        FeaturesColumnMissing: `rows` lack a feature of the catalogue.
    """
    missing = [name for name in ("customer_id", "as_of_on", *catalogue.features) if name not in rows.schema.names]
    if missing:
        raise FeaturesColumnMissing(f"The features lack {', '.join(missing)}; build {catalogue.relation} anew.", missing=missing)
    published_on = shelf.lock_shelf(within)
    if published_on is not None and published_on > as_of_on:
        raise FeaturesOlder(
            f"Features of {published_on} are published; those of {as_of_on} are older and were not.",
            published_on=published_on.isoformat(),
            as_of_on=as_of_on.isoformat(),
        )
    sound, refused = set_aside(rows, broken_promises(as_of_on))
    unknown_count = shelf.stage(sound, catalogue, within)
    kept_count = sound.num_rows - unknown_count
    if not kept_count:
        raise FeaturesEmpty(f"No row of {as_of_on} belongs to a member; the published features stay.", as_of_on=as_of_on.isoformat())
    now = clock.now()
    generation, member_count = shelf.replace_all(as_of_on, loaded_at, now, within)
    supersede(loaded_at or now, within)
    counted = refused | ({"unknown_member": unknown_count} if unknown_count else {})
    return PublishedFeatures(as_of_on, generation, rows.num_rows, kept_count, member_count, counted)


def broken_promises(as_of_on: date) -> dict[str, pl.Expr]:
    """Why a row cannot be published, in order of precedence."""
    return {
        "no_customer": pl.col("customer_id").is_null(),
        "other_day": pl.col("as_of_on").is_null() | (pl.col("as_of_on").cast(pl.Date) != as_of_on),
        "doubled": ~pl.col("customer_id").is_first_distinct(),
    }
