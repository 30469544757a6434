"""The products a member will most likely buy next: published for everybody at once, read for one. Not here: ranking them (`ml`), and SQL
(`next_basket_store.py`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

import polars as pl
import pyarrow as pa
from sqlalchemy import Date, and_, column, select, table

from loyalty.database import Work
from loyalty.row_contract import set_aside
from loyalty.scores import next_basket_store as store
from loyalty.scores.errors import ScoresColumnMissing, ScoresEmpty, ScoresOlder
from loyalty.scores.model import Published
from loyalty.warehouse.port import Warehouse

RANK_MAX = 100
SCORE_COLUMNS = ("customer_id", "as_of_on", "product_rank", "product_id", "score_probability", "reason_code", "model_version", "scored_at")
COLUMNS = (*SCORE_COLUMNS, "title", "category_code")
SCORES = table("next_basket", *(column(name, Date) if name == "as_of_on" else column(name) for name in SCORE_COLUMNS), schema="scores")
PRODUCTS = table("dim_products", column("product_id"), column("title"), column("category_code"), schema="marts")

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "DUE_AGAIN": {"en": "Usually bought again about now.", "ar": "يُشترى مجددًا عادةً في مثل هذا الوقت."},
    "BOUGHT_OFTEN": {"en": "Bought often lately.", "ar": "اشتُري كثيرًا مؤخرًا."},
    "BOUGHT_BEFORE": {"en": "Bought before.", "ar": "سبق شراؤه."},
    "BOUGHT_TOGETHER": {"en": "Others buy it together with what was bought lately.", "ar": "يشتريه آخرون مع ما اشتُري مؤخرًا."},
    "BOUGHT_BY_ALIKE": {"en": "Customers with a similar taste buy it.", "ar": "يشتريه عملاء ذوو ذوق مشابه."},
    "POPULAR": {"en": "Many customers buy it.", "ar": "يشتريه كثير من العملاء."},
}


@dataclass(frozen=True, slots=True)
class NextProduct:
    """One product, with its chance to be in the next basket; why in a code and in words (`WORDS`)."""

    product_id: str
    title: str
    category_code: str
    score_probability: float
    reason_code: str


@dataclass(frozen=True, slots=True)
class NextBasket:
    """What a member will most likely buy next, the likeliest first, as of the evening of `as_of_on`."""

    member_id: UUID
    as_of_on: date
    products: tuple[NextProduct, ...]
    model_version: str
    scored_at: datetime


def next_baskets_of_day(warehouse: Warehouse, *, as_of_on: date) -> pa.Table:
    """Each customer's products of the day with their names: one row per customer and product."""
    named = SCORES.outerjoin(PRODUCTS, and_(SCORES.c.product_id == PRODUCTS.c.product_id))
    return warehouse.read(
        select(SCORES, PRODUCTS.c.title, PRODUCTS.c.category_code).select_from(named).where(SCORES.c.as_of_on == as_of_on)
    )


def publish_next_baskets(rows: pa.Table, *, as_of_on: date, within: Work) -> Published:
    """Members have the products of `as_of_on` once the transaction commits, and those of the day before until then.

    Args:
        rows: as `next_baskets_of_day` reads them. Rows of other days, without customer or product, with a rank or probability out of
            bounds, doubled, or of customers who are no members, are set aside and counted.
        as_of_on: the day.
        within: the transaction.

    Raises:
        ScoresOlder: a newer day is published.
        ScoresEmpty: no row is left.
        ScoresColumnMissing: `rows` lack a column.
    """
    missing = [name for name in COLUMNS if name not in rows.schema.names]
    if missing:
        raise ScoresColumnMissing(f"The next baskets lack {', '.join(missing)}; score the day anew.", missing=missing)
    published_on = store.lock_shelf(within)
    if published_on is not None and published_on > as_of_on:
        raise ScoresOlder(
            f"Next baskets of {published_on} are published; those of {as_of_on} are older and were not.",
            published_on=published_on.isoformat(),
            as_of_on=as_of_on.isoformat(),
        )
    sound, refused = set_aside(rows, broken_promises(as_of_on))
    unknown_count = store.stage(_by_customer(sound), within)
    kept_count = sound.num_rows - unknown_count
    if not kept_count:
        raise ScoresEmpty(f"No next basket of {as_of_on} belongs to a member; the published ones stay.", as_of_on=as_of_on.isoformat())
    member_count = store.replace_all(as_of_on, within)
    counted = refused | ({"unknown_member": unknown_count} if unknown_count else {})
    return Published(as_of_on, rows.num_rows, kept_count, member_count, counted)


def broken_promises(as_of_on: date) -> dict[str, pl.Expr]:
    """Why a row cannot be published, in order of precedence."""
    probability = pl.col("score_probability")
    return {
        "no_customer": pl.col("customer_id").is_null(),
        "other_day": pl.col("as_of_on").is_null() | (pl.col("as_of_on") != as_of_on),
        "no_product": pl.any_horizontal(pl.col("product_id", "reason_code", "model_version", "scored_at").is_null()),
        "rank": pl.col("product_rank").is_null() | ~pl.col("product_rank").is_between(1, RANK_MAX),
        "probability": probability.is_null() | probability.is_nan() | ~probability.is_between(0.0, 1.0),
        "doubled": ~pl.struct("customer_id", "product_id").is_first_distinct(),
    }


def read_next_baskets(member_ids: Sequence[UUID], *, within: Work) -> dict[UUID, NextBasket]:
    """The published products of these members; a member without any is simply not in the answer."""
    return {
        row.member_id: NextBasket(
            row.member_id, row.as_of_on, tuple(NextProduct(**one) for one in row.products), row.model_version, row.scored_at
        )
        for row in store.read(member_ids, within)
    }


def _by_customer(rows: pa.Table) -> pa.Table:
    """One row per customer, with the products as JSON, best first. A product that nobody describes is called by its id."""
    frame = pl.DataFrame(rows).sort("customer_id", "product_rank")
    told = pl.struct(
        "product_id",
        title=pl.coalesce("title", "product_id"),
        category_code=pl.col("category_code").fill_null("UNKNOWN"),
        score_probability="score_probability",
        reason_code="reason_code",
    )
    grouped = frame.group_by("customer_id", maintain_order=True).agg(
        products=pl.concat_str(pl.lit("["), told.struct.json_encode().str.join(","), pl.lit("]")).first(),
        product_count=pl.len().cast(pl.Int32),
        model_version=pl.col("model_version").first(),
        scored_at=pl.col("scored_at").max(),
    )
    return grouped.to_arrow()
