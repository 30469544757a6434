"""The rows for the shelf, as the warehouse has them: scores beside what is offered. Not here: putting them there."""

from datetime import date

import pyarrow as pa
from sqlalchemy import Date, column, select, table

from loyalty.warehouse.port import Warehouse

SCORED_COLUMNS = ("offer_rank", "score_probability", "model_version", "scored_at")
CANDIDATE_COLUMNS = ("title", "category_code", "campaign_id", "coupon_upc", "ends_on")
SCORES = table(
    "offers", column("customer_id"), column("as_of_on", Date), column("offer_code"), *map(column, SCORED_COLUMNS), schema="scores"
)
CANDIDATES = table("offer_candidates", column("as_of_on", Date), column("offer_code"), *map(column, CANDIDATE_COLUMNS), schema="marts")


def ranked_offers(warehouse: Warehouse, *, as_of_on: date) -> pa.Table:
    """Each customer's best offers of the day with title, category, campaign and coupon. One row per customer and offer."""
    same = (SCORES.c.as_of_on == CANDIDATES.c.as_of_on) & (SCORES.c.offer_code == CANDIDATES.c.offer_code)
    offered = [CANDIDATES.c[name] for name in CANDIDATE_COLUMNS]
    return warehouse.read(select(SCORES, *offered).select_from(SCORES.outerjoin(CANDIDATES, same)).where(SCORES.c.as_of_on == as_of_on))
