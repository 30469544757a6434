"""The wire shapes of offers and outcomes. Members' answers leave as the bytes the shelf keeps; their shape documents and tests them."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from loyalty.ids import show_id
from loyalty.members import MEMBER_ID_PREFIX
from loyalty.offers import OFFER_ID_PREFIX, Decision, OutcomeCode, Recorded
from serving.http.inputs import PLAIN_TEXT, In, Instant, Label
from serving.http.outputs import LocalText, Out, ReasonOut

BATCH_MAX = 1_000

Reference = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=200, pattern=PLAIN_TEXT)]


class OfferProductOut(Out):
    """The product of an offer's category that the member will most likely want."""

    product_id: str
    title: str


class OfferOut(Out):
    """One offer."""

    rank: int = Field(description="1 is the best.")
    offer_id: str | None = Field(description="`ofr_…`: name it when you say what became of it. Null for a default offer.")
    offer_code: str = Field(examples=["CAT-COFFEE"])
    title: str
    category_code: str
    score_probability: float | None = Field(
        description="How likely a purchase in the category follows within 28 days; null for a default offer."
    )
    campaign_id: str | None = Field(description="The campaign that pays for it, if any.")
    coupon_upc: str | None
    ends_on: date | None = Field(description="The last business day on which it holds.")
    policy_code: Literal["BEST", "EXPLORE"] | None = Field(
        description="BEST: the best by model and rules. EXPLORE: drawn, to learn what others would take. Null for a default offer."
    )
    product: OfferProductOut | None = Field(
        description="What of it to show: the product that this member will most likely want. Null where no model names one."
    )
    is_accepted: bool = Field(description="Whether the member accepted it already.")
    reason_code: str = Field(examples=["DUE_AGAIN"], description="Why it is offered.")
    reason: LocalText = Field(description="The same in words.")


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


class OffersBatchIn(In):
    """Whose offers are asked for."""

    member_ids: list[Reference] = Field(
        min_length=1, max_length=BATCH_MAX, description="Ids (`mbr_…`) or external ids.", examples=[["1042"]]
    )
    program_code: Annotated[str, StringConstraints(strict=True, min_length=1, max_length=64, pattern=PLAIN_TEXT)] | None = Field(
        default=None, description="The program whose external ids are meant; left out: the first one."
    )


class OffersItemOut(Out):
    """One member of a batch, in the place where it was asked for."""

    member_id: str = Field(description="As it was asked for.")
    answer: OffersOut | None
    error: ReasonOut | None


class OffersBatchOut(Out):
    """As many items as were asked for, in the same order."""

    items: list[OffersItemOut]


class OutcomeIn(In):
    """What became of an offer."""

    outcome: Literal["SHOWN", "ACCEPTED", "REJECTED", "REDEEMED"] = Field(
        description="SHOWN may be said each time it is shown; the others count once. REDEEMED is ACCEPTED too."
    )
    occurred_at: Instant | None = Field(default=None, description="When it happened; left out: now.")
    channel: Label | None = Field(default=None, examples=["app"])
    reason: Label | None = Field(default=None, description="What the member said.")


class OfferDecisionOut(Out):
    """One offer to one member: why it was made, with which chance, and how it stands."""

    offer_id: str
    member_id: str
    offer_code: str
    rank: int
    as_of_on: date
    ends_on: date | None
    model_version: str
    score_probability: float
    policy_code: Literal["BEST", "EXPLORE"]
    propensity: float = Field(description="The chance with which the policy chose it for this place; 1 where nothing was drawn.")
    reason_code: str
    decided_at: datetime
    shown_count: int
    last_shown_at: datetime | None
    answer_code: Literal["ACCEPTED", "REJECTED"] | None
    answered_at: datetime | None
    redeemed_at: datetime | None

    @classmethod
    def of(cls, found: Decision) -> "OfferDecisionOut":
        """The wire shape of a decision."""
        return cls.model_validate(
            {name: getattr(found, name) for name in cls.model_fields if hasattr(found, name)}
            | {
                "offer_id": show_id(OFFER_ID_PREFIX, found.offer_id),
                "member_id": show_id(MEMBER_ID_PREFIX, found.member_id),
                "rank": found.offer_rank,
            }
        )


class OutcomeOut(Out):
    """An outcome that was heard, and the offer as it stands after it."""

    outcome: OutcomeCode
    occurred_at: datetime
    is_duplicate: bool = Field(description="The offer stood so already; nothing changed.")
    would_apply: bool = Field(description="True for a dry run only: the call would be accepted, and nothing was stored.")
    offer: OfferDecisionOut

    @classmethod
    def of_recorded(cls, recorded: Recorded, *, is_dry_run: bool) -> "OutcomeOut":
        """The wire shape of an outcome."""
        return cls(
            outcome=recorded.outcome_code,
            occurred_at=recorded.occurred_at,
            is_duplicate=recorded.is_duplicate,
            would_apply=is_dry_run,
            offer=OfferDecisionOut.of(recorded.decision),
        )
