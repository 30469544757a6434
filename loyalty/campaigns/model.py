"""What a campaign and its audience are. Not here: who is in the segment (`loyalty/segments`), which offers exist (the warehouse)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class OfferChoice(StrEnum):
    """Where a member's offer comes from."""

    BEST = "BEST"
    """The best-ranked offer that runs on the day."""
    DEFAULT = "DEFAULT"
    """The campaign's own, for a member without one."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """A message to the members of a segment, minus a control group that gets nothing, so that its effect can be measured."""

    code: str
    name: Mapping[str, str]
    description: Mapping[str, str]
    owner: str
    segment_code: str
    control_share: float
    """Share of the audience (0 to below 1) that is set aside."""
    default_offer_code: str | None
    """What a member without an offer gets; None: such a member is refused and counted."""


@dataclass(frozen=True, slots=True)
class CampaignVersion:
    """The version of a campaign that is in force after storing it; `is_new` tells whether this call made it."""

    campaign: Campaign
    version: int
    is_new: bool = False

    @property
    def code(self) -> str:
        """The campaign's code."""
        return self.campaign.code


@dataclass(frozen=True, slots=True)
class AudienceDay:
    """The audience of one day in numbers: `read_count` = kept + control + refused."""

    campaign_code: str
    as_of_on: date
    version: int
    segment_code: str
    segment_version: int
    read_count: int
    kept_count: int
    control_count: int
    refused_inactive_count: int
    """Members who are in the segment and not ACTIVE."""
    refused_offerless_count: int
    """Members for whom there is neither an offer nor a default."""

    @property
    def refused_count(self) -> int:
        """Members of the segment who are neither addressed nor control."""
        return self.refused_inactive_count + self.refused_offerless_count


@dataclass(frozen=True, slots=True)
class CampaignSummary:
    """A campaign in a listing, with its newest audience (None before the first)."""

    code: str
    name: Mapping[str, str]
    description: Mapping[str, str]
    owner: str
    version: int
    segment_code: str
    control_share: float
    default_offer_code: str | None
    newest: AudienceDay | None


@dataclass(frozen=True, slots=True)
class AudienceMember:
    """One member of an audience. A control member's offer is the one that is withheld."""

    member_id: UUID
    external_id: str
    offer_code: str
    offer_choice: OfferChoice
    score_probability: float | None
    is_control: bool
