"""The history of coupons as the warehouse holds it, of some customers. Not here: files (`khaywe/models`), and what follows from it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Date, Select, column, func, or_, select, table

from loyalty.warehouse.port import Warehouse
from ml.next_best_offer.coupons.history import IDS, CouponHistory, history_of
from ml.training.errors import TooLittleHistory
from ml.training.read import count_of, customers_in

# Customers are asked about so many at a time; what lies further back than this tells hardly anything of the next weeks.
CUSTOMERS_AT_ONCE = 2_500
HISTORY_DAYS = 364
Part = tuple[float, float]

PURCHASES = table(
    "fct_purchases",
    *(column("customer_id"), column("basket_id"), column("store_id"), column("purchased_on", Date), column("loaded_on", Date)),
    schema="marts",
)
LINES = table("fct_purchase_lines", column("basket_id"), column("product_id"), schema="marts")
PRODUCTS = table("dim_products", *map(column, ("product_id", "category_code", "kind_code", "maker_code")), schema="marts")
CAMPAIGNS = table(
    "dim_campaigns", column("campaign_id"), column("campaign_type_code"), column("starts_on", Date), column("ends_on", Date), schema="marts"
)
COUPONS = table("dim_campaign_coupons", *map(column, ("campaign_id", "coupon_upc", "product_id")), schema="marts")
TARGETS = table("dim_campaign_customers", *map(column, ("campaign_id", "customer_id")), schema="marts")
REDEMPTIONS = table(
    "fct_coupon_redemptions", *map(column, ("customer_id", "campaign_id", "coupon_upc")), column("redeemed_on", Date), schema="marts"
)


def read_history(warehouse: Warehouse, *, until: date, customers_max: int) -> CouponHistory:
    """What is known on `until` of at most about `customers_max` customers, a fixed part of all, and of the campaigns begun by then.

    Raises:
        TooLittleHistory: nobody bought anything yet.
    """
    part = (0.0, _share(warehouse, until, customers_max))
    return _history(warehouse, until, addressed=part, known=part)


def read_live_histories(
    warehouse: Warehouse, *, as_of_on: date, references_max: int, customers_at_once: int = CUSTOMERS_AT_ONCE
) -> Iterator[CouponHistory]:
    """What is known on `as_of_on` of some thousand addressed customers at a time, beside those that the model was trained on.

    Nothing where no campaign runs on the day after, or it addresses nobody.
    """
    morning = as_of_on + timedelta(days=1)
    live = select(CAMPAIGNS.c.campaign_id).where(CAMPAIGNS.c.starts_on <= morning, CAMPAIGNS.c.ends_on >= morning)
    asked = count_of(warehouse, select(func.count(TARGETS.c.customer_id.distinct())).where(TARGETS.c.campaign_id.in_(live)))
    parts = -(-asked // customers_at_once)
    compared = (0.0, _share(warehouse, as_of_on, references_max)) if parts else (0.0, 0.0)
    for number in range(parts):
        yield _history(warehouse, as_of_on, addressed=(number / parts, (number + 1) / parts), known=compared)


def _history(warehouse: Warehouse, until: date, *, addressed: Part, known: Part) -> CouponHistory:
    """Purchases and redemptions of both parts of the customers, of whom those of `addressed` count as addressed."""

    def either(customer: ColumnElement[str]) -> ColumnElement[bool]:
        parts = [addressed] if known == addressed else [addressed, known]
        return or_(*(customers_in(customer, first=first, beyond=beyond) for first, beyond in parts))

    bought = (PURCHASES.c.customer_id, PURCHASES.c.basket_id, PURCHASES.c.store_id, PURCHASES.c.purchased_on.label("bought_on"))
    lines = select(*bought, LINES.c.product_id).join_from(PURCHASES, LINES, PURCHASES.c.basket_id == LINES.c.basket_id)
    part = customers_in(TARGETS.c.customer_id, first=addressed[0], beyond=addressed[1])
    redeemed = (
        REDEMPTIONS.c.customer_id,
        REDEMPTIONS.c.campaign_id,
        REDEMPTIONS.c.coupon_upc.label("coupon_id"),
        REDEMPTIONS.c.redeemed_on,
    )
    begun = CAMPAIGNS.c.starts_on <= until + timedelta(days=1)
    asked: dict[str, Select[Any]] = {
        "purchases": lines.where(*_lately(until), either(PURCHASES.c.customer_id)),
        "products": select(
            PRODUCTS.c.product_id,
            PRODUCTS.c.category_code.label("category"),
            PRODUCTS.c.kind_code.label("kind"),
            PRODUCTS.c.maker_code.label("maker"),
        ),
        "campaigns": select(
            CAMPAIGNS.c.campaign_id, CAMPAIGNS.c.campaign_type_code.label("campaign_type"), CAMPAIGNS.c.starts_on, CAMPAIGNS.c.ends_on
        ).where(begun),
        "coupons": select(COUPONS.c.campaign_id, COUPONS.c.coupon_upc.label("coupon_id"), COUPONS.c.product_id),
        "targets": select(TARGETS.c.campaign_id, TARGETS.c.customer_id).where(part),
        "redemptions": select(*redeemed).where(REDEMPTIONS.c.redeemed_on <= until, either(REDEMPTIONS.c.customer_id)),
    }
    tables = {name: pl.DataFrame(warehouse.read(query)) for name, query in asked.items()}
    if tables["purchases"].is_empty():
        raise TooLittleHistory("Nobody has bought anything yet; there is nothing to learn about coupons.", until=until.isoformat())
    texts = {name: rows.with_columns(pl.col([one for one in IDS if one in rows.columns]).cast(pl.String)) for name, rows in tables.items()}
    return history_of(texts, until=until)


def _lately(until: date) -> tuple[ColumnElement[bool], ...]:
    since = until - timedelta(days=HISTORY_DAYS - 1)
    return PURCHASES.c.purchased_on >= since, PURCHASES.c.purchased_on <= until, PURCHASES.c.loaded_on <= until


def _share(warehouse: Warehouse, until: date, customers_max: int) -> float:
    count = count_of(warehouse, select(func.count(PURCHASES.c.customer_id.distinct())).where(*_lately(until)))
    return min(customers_max / max(count, 1), 1.0)
