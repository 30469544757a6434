"""The rows to publish, as the warehouse has them. Not here: publishing."""

from datetime import date

import pyarrow as pa
from sqlalchemy import Date, column, select, table

from loyalty.warehouse.port import Warehouse

_KEYS = ("customer_id", "as_of_on")
PROFILE_COLUMNS = (
    "tier_code",
    "rfm_code",
    "rfm_segment_code",
    "recency_quintile",
    "frequency_quintile",
    "monetary_quintile",
    "churn_probability",
    "churn_band_code",
    "last_purchase_on",
    "recency_days",
    "purchase_count_364d",
    "spend_minor_364d",
)
PROFILE = table("customer_profile", column("customer_id"), column("as_of_on", Date), *map(column, PROFILE_COLUMNS), schema="marts")
CHURN = table("churn", *map(column, (*_KEYS, "model_version", "scored_at")), schema="scores")
TIERS = table("customer_tiers", *map(column, (*_KEYS, "qualifying_minor")), schema="scores")


def profiles_of_day(warehouse: Warehouse, *, as_of_on: date) -> pa.Table:
    """Each customer of the day: profile, tier, RFM, churn, last activity, and which model scored when."""
    of_churn = (PROFILE.c.customer_id == CHURN.c.customer_id) & (PROFILE.c.as_of_on == CHURN.c.as_of_on)
    of_tier = (PROFILE.c.customer_id == TIERS.c.customer_id) & (PROFILE.c.as_of_on == TIERS.c.as_of_on)
    query = (
        select(PROFILE, TIERS.c.qualifying_minor, CHURN.c.model_version, CHURN.c.scored_at)
        .select_from(PROFILE.outerjoin(CHURN, of_churn).outerjoin(TIERS, of_tier))
        .where(PROFILE.c.as_of_on == as_of_on)
    )
    return warehouse.read(query)
