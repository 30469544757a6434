"""Replaces every member's scores by those of a day, in the caller's transaction. Not here: SQL (`store.py`)."""

from datetime import date

import polars as pl
import pyarrow as pa

from loyalty.database import Work
from loyalty.row_contract import set_aside
from loyalty.scores import store
from loyalty.scores.errors import ScoresColumnMissing, ScoresEmpty, ScoresOlder
from loyalty.scores.model import Published


def publish_scores(rows: pa.Table, *, as_of_on: date, within: Work) -> Published:
    """Members see the scores of `as_of_on` once the transaction commits, and yesterday's until then.

    Args:
        rows: one per customer, as `profiles_of_day` reads them. Rows of other days, without a customer, doubled, with a
            probability that is none, or of customers who are no members, are set aside and counted.
        as_of_on: the day.
        within: the transaction.

    Raises:
        ScoresOlder: a newer day is published.
        ScoresEmpty: no row is left.
        ScoresColumnMissing: `rows` lack a column.
    """
    missing = [name for name in store.STAGED_COLUMNS if name not in rows.schema.names]
    if missing:
        raise ScoresColumnMissing(f"The profiles lack {', '.join(missing)}; build marts.customer_profile anew.", missing=missing)
    published_on = store.lock_shelf(within)
    if published_on is not None and published_on > as_of_on:
        raise ScoresOlder(
            f"Scores of {published_on} are published; those of {as_of_on} are older and were not.",
            published_on=published_on.isoformat(),
            as_of_on=as_of_on.isoformat(),
        )
    sound, refused = set_aside(rows, broken_promises(as_of_on))
    unknown_count = store.stage(sound, within)
    kept_count = sound.num_rows - unknown_count
    if not kept_count:
        raise ScoresEmpty(f"No row of {as_of_on} belongs to a member; the published scores stay.", as_of_on=as_of_on.isoformat())
    member_count = store.replace_all(as_of_on, within)
    counted = refused | ({"unknown_member": unknown_count} if unknown_count else {})
    return Published(as_of_on, rows.num_rows, kept_count, member_count, counted)


def broken_promises(as_of_on: date) -> dict[str, pl.Expr]:
    """Why a row cannot be published, in order of precedence."""
    probability = pl.col("churn_probability")
    return {
        "no_customer": pl.col("customer_id").is_null(),
        "other_day": pl.col("as_of_on").is_null() | (pl.col("as_of_on") != as_of_on),
        "probability": probability.is_nan() | ~probability.is_between(0.0, 1.0),
        "doubled": ~pl.struct("customer_id", "as_of_on").is_first_distinct(),
    }
