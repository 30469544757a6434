"""The rows for the shelf, as the warehouse has them: shortlists, candidates, histories. Not here: putting them there."""

from datetime import date
from typing import Any

import pyarrow as pa
from sqlalchemy import ColumnClause, ColumnElement, Date, TableClause, and_, column, func, or_, select, table

from loyalty.offers.personal import best_coupons, best_products
from loyalty.offers.reasons import REASON_COLUMNS
from loyalty.offers.store_online import CANDIDATE_COLUMNS, HISTORY_KINDS, POPULARITY, histories_of
from loyalty.warehouse.port import Warehouse

SCORED_COLUMNS = ("offer_rank", "score_probability", "model_version", "scored_at")
OFFERED_COLUMNS = tuple(name for name in CANDIDATE_COLUMNS if name != "offer_code")


def _keys() -> list[ColumnClause[Any]]:
    return [column("customer_id"), column("as_of_on", Date), column("offer_code")]


SCORES = table("offers", *_keys(), *map(column, SCORED_COLUMNS), schema="scores")
CANDIDATES = table(
    "offer_candidates", column("as_of_on", Date), column("offer_code"), *map(column, (*OFFERED_COLUMNS, POPULARITY)), schema="marts"
)
HISTORIES = table("customer_offer_features", *_keys(), *map(column, HISTORY_KINDS), schema="marts")


def ranked_offers(warehouse: Warehouse, *, as_of_on: date) -> pa.Table:
    """Each customer's shortlist of the day: what is offered, and what the customer has to do with it. One row per customer and offer.

    Within the category of an offer, its campaign's coupon that suits the customer best stands for it, and the likeliest product is named.
    """
    coupons, products = best_coupons(as_of_on), best_products(as_of_on)
    offered = [CANDIDATES.c[name] for name in OFFERED_COLUMNS if name != "coupon_upc"]
    suits = [
        func.coalesce(coupons.c.coupon_id, CANDIDATES.c.coupon_upc).label("coupon_upc"),
        func.coalesce(coupons.c.product_id, products.c.product_id).label("product_id"),
        func.coalesce(coupons.c.title, products.c.title).label("product_title"),
    ]
    told = [HISTORIES.c[name] for name in REASON_COLUMNS]
    rows = SCORES.outerjoin(CANDIDATES, _same(CANDIDATES)).outerjoin(
        HISTORIES, and_(_same(HISTORIES), SCORES.c.customer_id == HISTORIES.c.customer_id)
    )
    of_category = [one.c.category_code == CANDIDATES.c.category_code for one in (coupons, products)]
    rows = rows.outerjoin(
        coupons, and_(coupons.c.customer_id == SCORES.c.customer_id, coupons.c.campaign_id == CANDIDATES.c.campaign_id, of_category[0])
    ).outerjoin(products, and_(products.c.customer_id == SCORES.c.customer_id, of_category[1]))
    return warehouse.read(select(SCORES, *offered, *suits, *told).select_from(rows).where(SCORES.c.as_of_on == as_of_on))


def candidates_of_day(warehouse: Warehouse, *, as_of_on: date) -> pa.Table:
    """What may be offered on the day."""
    return warehouse.read(select(CANDIDATES).where(CANDIDATES.c.as_of_on == as_of_on).order_by(CANDIDATES.c.offer_code))


def histories_of_day(warehouse: Warehouse, *, as_of_on: date) -> pa.Table:
    """What each customer has to do with the candidates, one row per customer, for ranking one member at once."""
    columns = [HISTORIES.c[name] for name in ("customer_id", "offer_code", *HISTORY_KINDS)]
    counts = ("category_purchase_count_364d", "category_redemption_count_364d")
    something = or_(*(HISTORIES.c[name] > 0 for name in counts), HISTORIES.c.is_in_campaign)
    return histories_of(warehouse.read(select(*columns).where(HISTORIES.c.as_of_on == as_of_on, something)))


def _same(other: TableClause) -> ColumnElement[bool]:
    return and_(SCORES.c.as_of_on == other.c.as_of_on, SCORES.c.offer_code == other.c.offer_code)
