"""The wire shapes of campaigns and their audiences."""

from datetime import date

from pydantic import Field

from loyalty.campaigns import AudienceDay, AudienceMember, CampaignSummary
from loyalty.ids import show_id
from loyalty.members import MEMBER_ID_PREFIX
from serving.http.outputs import LocalText, Out


class AudienceDayOut(Out):
    """The audience of one business day in numbers: `read_count = kept_count + control_count + refused_count`."""

    as_of_on: date
    version: int
    segment_code: str
    segment_version: int
    read_count: int = Field(description="Members of the segment.")
    kept_count: int = Field(description="Members who are addressed.")
    control_count: int = Field(description="Members set aside, so that the effect can be measured.")
    refused_count: int = Field(description="Members who are not ACTIVE, or for whom there is no offer.")
    refused_inactive_count: int
    refused_offerless_count: int

    @classmethod
    def of(cls, day: AudienceDay) -> "AudienceDayOut":
        """The wire shape of a day."""
        return cls(
            as_of_on=day.as_of_on,
            version=day.version,
            segment_code=day.segment_code,
            segment_version=day.segment_version,
            read_count=day.read_count,
            kept_count=day.kept_count,
            control_count=day.control_count,
            refused_count=day.refused_count,
            refused_inactive_count=day.refused_inactive_count,
            refused_offerless_count=day.refused_offerless_count,
        )


class CampaignOut(Out):
    """A campaign with its newest audience in numbers."""

    code: str
    name: LocalText
    description: LocalText
    owner: str
    version: int
    segment_code: str
    control_share: float = Field(description="The share of the audience that is set aside, 0 to below 1.")
    default_offer_code: str | None = Field(description="What a member without a ranked offer gets.")
    newest: AudienceDayOut | None = Field(description="Null before the first audience.")

    @classmethod
    def of(cls, campaign: CampaignSummary) -> "CampaignOut":
        """The wire shape of a campaign."""
        return cls(
            code=campaign.code,
            name=LocalText.of(campaign.name),
            description=LocalText.of(campaign.description),
            owner=campaign.owner,
            version=campaign.version,
            segment_code=campaign.segment_code,
            control_share=campaign.control_share,
            default_offer_code=campaign.default_offer_code,
            newest=AudienceDayOut.of(campaign.newest) if campaign.newest else None,
        )


class AudienceMemberOut(Out):
    """One member of an audience. A control member's offer is the one that is withheld."""

    member_id: str
    external_id: str
    offer_code: str
    offer_choice: str = Field(description="BEST: the member's best-ranked offer; DEFAULT: the campaign's own.")
    score_probability: float | None
    is_control: bool

    @classmethod
    def of(cls, member: AudienceMember) -> "AudienceMemberOut":
        """The wire shape of a member of an audience."""
        return cls(
            member_id=show_id(MEMBER_ID_PREFIX, member.member_id),
            external_id=member.external_id,
            offer_code=member.offer_code,
            offer_choice=member.offer_choice,
            score_probability=member.score_probability,
            is_control=member.is_control,
        )
