"""A member's published scores and the outcome of a publication. Not here: SQL (`store.py`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class MemberScores:
    """What was known of a member on `as_of_on`; `model_version` and `scored_at` are of the churn score. None: not known."""

    member_id: UUID
    as_of_on: date
    tier_code: str | None
    qualifying_minor: int | None
    rfm_code: str | None
    rfm_segment_code: str | None
    recency_quintile: int | None
    frequency_quintile: int | None
    monetary_quintile: int | None
    churn_probability: float | None
    churn_band_code: str | None
    last_purchase_on: date | None
    recency_days: int | None
    purchase_count_364d: int | None
    spend_minor_364d: int | None
    model_version: str | None
    scored_at: datetime | None


@dataclass(frozen=True, slots=True)
class Published:
    """The day that members now see. read = kept + refused, in rows; a customer in two programs is one row and two members."""

    as_of_on: date
    read_count: int
    kept_count: int
    member_count: int
    refused: Mapping[str, int]

    @property
    def refused_count(self) -> int:
        """Rows set aside."""
        return sum(self.refused.values())
