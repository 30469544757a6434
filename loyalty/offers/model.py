"""What is asked of the shelf and what it answers. Not here: SQL (`store.py`) and Redis (`cached.py`)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal
from uuid import UUID

OFFER_ID_PREFIX = "ofr"

Source = Literal["cache", "database", "default"]


@dataclass(frozen=True, slots=True)
class ByMemberId:
    """The member with this id."""

    member_id: UUID


@dataclass(frozen=True, slots=True)
class ByExternalId:
    """The customer with this external id in this program."""

    program_code: str
    external_id: str


MemberKey = ByMemberId | ByExternalId


@dataclass(frozen=True, slots=True)
class OfferAnswer:
    """A member's offers as JSON, ready to be sent, and where they came from (`body` says so too).

    `body`: {member_id, source, model_version, scored_at, as_of_on, offers: [{rank, offer_id, offer_code, title, category_code,
    score_probability, campaign_id, coupon_upc, ends_on, policy_code, product, is_accepted, reason_code, reason}]}; model_version to
    as_of_on, and the ids, policies and products of offers, are null for default offers.
    """

    source: Source
    body: bytes


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer as the database gives it: whose, of which generation (None: the shelf was never filled), and the JSON."""

    member_id: UUID
    program_code: str
    external_id: str
    generation: int | None
    answer: OfferAnswer


@dataclass(frozen=True, slots=True)
class Decision:
    """One offer to one member: why, with which chance, and what became of it so far."""

    offer_id: UUID
    member_id: UUID
    offer_code: str
    offer_rank: int
    as_of_on: date
    ends_on: date | None
    model_version: str
    score_probability: float
    propensity: float
    policy_code: str
    reason_code: str
    decided_at: datetime
    shown_count: int
    first_shown_at: datetime | None
    last_shown_at: datetime | None
    answer_code: str | None
    answered_at: datetime | None
    redeemed_at: datetime | None

    def shown(self, at: datetime) -> "Decision":
        """The same offer, shown once more."""
        first, last = (self.first_shown_at or at, self.last_shown_at or at)
        return replace(self, shown_count=self.shown_count + 1, first_shown_at=min(first, at), last_shown_at=max(last, at))

    def answered(self, outcome_code: str, at: datetime) -> "Decision":
        """The same offer after the member answered; redeeming is accepting too."""
        if outcome_code == "REDEEMED":
            return replace(self, answer_code="ACCEPTED", answered_at=self.answered_at or at, redeemed_at=at)
        return replace(self, answer_code=outcome_code, answered_at=at)


@dataclass(frozen=True, slots=True)
class Shelved:
    """The shelf that stands once the transaction commits. read = kept + refused, in rows of customer and offer."""

    as_of_on: date
    generation: int
    read_count: int
    kept_count: int
    member_count: int
    refused: Mapping[str, int]
    heard_through: int = 0
    """The newest outcome that was heard when deciding began."""

    @property
    def refused_count(self) -> int:
        """Rows set aside, and rows that the rules left out."""
        return sum(self.refused.values())


@dataclass(frozen=True, slots=True)
class CacheFill:
    """What the cache holds of the shelf. Not complete (`reason` says why): the database answers and lookups fill it up."""

    generation: int | None
    member_count: int
    is_complete: bool
    reason: str | None = None
