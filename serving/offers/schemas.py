"""The wire shape of a member's offers. Answers leave as the bytes the shelf keeps; this shape documents and tests them."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from serving.http.outputs import Out


class OfferOut(Out):
    """One offer."""

    rank: int = Field(description="1 is the best.")
    offer_code: str = Field(examples=["CAT-COFFEE"])
    title: str
    category_code: str
    score_probability: float | None = Field(
        description="How likely a purchase in the category follows within 28 days; null for a default offer."
    )
    campaign_id: str | None = Field(description="The campaign that pays for it, if any.")
    coupon_upc: str | None
    ends_on: date | None = Field(description="The last business day on which it holds.")


class OffersOut(Out):
    """A member's next best offers, all of one generation."""

    member_id: str
    source: Literal["cache", "database", "default"] = Field(
        description="Where the answer came from. `default`: no offers are ranked for this member, the tier's own are shown."
    )
    model_version: str | None
    scored_at: datetime | None
    as_of_on: date | None = Field(description="The business day the ranking speaks of.")
    offers: list[OfferOut] = Field(description="Best first, at most 5.")
