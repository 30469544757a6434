"""What is asked of the shelf and what it answers. Not here: SQL (`store.py`) and Redis (`cached.py`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

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

    `body`: {member_id, source, model_version, scored_at, as_of_on, offers: [{rank, offer_code, title, category_code,
    score_probability, campaign_id, coupon_upc, ends_on}]}; model_version to as_of_on are null for default offers.
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
class Shelved:
    """The shelf that stands once the transaction commits. read = kept + refused, in rows of customer and offer."""

    as_of_on: date
    generation: int
    read_count: int
    kept_count: int
    member_count: int
    refused: Mapping[str, int]

    @property
    def refused_count(self) -> int:
        """Rows set aside."""
        return sum(self.refused.values())


@dataclass(frozen=True, slots=True)
class CacheFill:
    """What the cache holds of the shelf. Not complete (`reason` says why): the database answers and lookups fill it up."""

    generation: int | None
    member_count: int
    is_complete: bool
    reason: str | None = None
