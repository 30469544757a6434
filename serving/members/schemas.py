"""The wire shapes of members and their profile. Not here: their points (`point_schemas.py`)."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from loyalty.ids import show_id
from loyalty.members import MEMBER_ID_PREFIX, EnrolMember, Member
from loyalty.scores import MemberScores
from loyalty.segments import MembershipOfMember
from serving.http.inputs import PLAIN_TEXT, In, Instant, JsonObject
from serving.http.outputs import LocalText, Out

ExternalId = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=200, pattern=PLAIN_TEXT)]


class EnrolIn(In):
    """A customer to be made a member."""

    external_id: ExternalId = Field(description="The company's own number for the customer; unique within the program.", examples=["1042"])
    joined_at: Instant | None = Field(default=None, description="When the customer joined; left out: now, by the business clock.")
    attributes: JsonObject = Field(default_factory=dict, description="What else is known, as a JSON object of at most 16 KiB.")

    def command(self, program_code: str) -> EnrolMember:
        """The domain's command."""
        return EnrolMember(self.external_id, program_code, self.joined_at, self.attributes)


class MemberOut(Out):
    """A customer enrolled in the program."""

    member_id: str = Field(examples=["mbr_01936b2e7c7a7c1e8f2a4b6d8e0f1a2b"])
    external_id: str
    program_code: str
    status: str = Field(description="ACTIVE, INACTIVE or CLOSED; only an ACTIVE member earns, burns and redeems.")
    joined_at: datetime
    attributes: dict[str, Any]

    @classmethod
    def of(cls, member: Member) -> "MemberOut":
        """The wire shape of a member."""
        return cls(
            member_id=show_id(MEMBER_ID_PREFIX, member.id),
            external_id=member.external_id,
            program_code=member.program_code,
            status=member.status,
            joined_at=member.joined_at,
            attributes=dict(member.attributes),
        )


class EnrolledOut(MemberOut):
    """The member, and whether this call made it one."""

    is_duplicate: bool = Field(description="The customer was a member already; nothing was written.")
    would_apply: bool = Field(description="True for a dry run only: the call would be accepted, and nothing was stored.")

    @classmethod
    def of_enrolled(cls, member: Member, *, is_dry_run: bool) -> "EnrolledOut":
        """The wire shape of what `enrol` did."""
        return cls(**MemberOut.of(member).model_dump(), is_duplicate=member.is_duplicate, would_apply=is_dry_run)


class RfmOut(Out):
    """Recency, frequency and monetary value in quintiles, 5 is best."""

    code: str | None = Field(examples=["545"])
    segment_code: str | None
    recency_quintile: int | None
    frequency_quintile: int | None
    monetary_quintile: int | None


class ChurnOut(Out):
    """How likely no purchase follows within 56 days."""

    probability: float | None
    band_code: str | None = Field(description="LOW, MEDIUM or HIGH.")
    model_version: str | None
    scored_at: datetime | None


class ActivityOut(Out):
    """What the member did lately, from the warehouse."""

    last_purchase_on: date | None
    recency_days: int | None
    purchase_count_364d: int | None
    spend_minor_364d: int | None


class StandingOut(Out):
    """The tier the member stands on, as last published."""

    code: str | None
    qualifying_minor: int | None = Field(description="Spend that counts towards the tier, in minor units.")


class ProfileOut(Out):
    """What the last nightly run says of a member. Nulls: the run has not seen this member yet."""

    member_id: str
    external_id: str
    status: str
    joined_at: datetime
    as_of_on: date | None = Field(description="The business day the scores speak of; null before the first publication.")
    tier: StandingOut
    rfm: RfmOut
    churn: ChurnOut
    activity: ActivityOut

    @classmethod
    def of(cls, member: Member, scores: MemberScores | None) -> "ProfileOut":
        """The wire shape of what is published of a member; None: nothing yet."""

        def known(name: str) -> Any:  # noqa: ANN401 - the fields it fills check their types
            return getattr(scores, name, None)

        return cls(
            member_id=show_id(MEMBER_ID_PREFIX, member.id),
            external_id=member.external_id,
            status=member.status,
            joined_at=member.joined_at,
            as_of_on=known("as_of_on"),
            tier=StandingOut(code=known("tier_code"), qualifying_minor=known("qualifying_minor")),
            rfm=RfmOut(
                code=known("rfm_code"),
                segment_code=known("rfm_segment_code"),
                recency_quintile=known("recency_quintile"),
                frequency_quintile=known("frequency_quintile"),
                monetary_quintile=known("monetary_quintile"),
            ),
            churn=ChurnOut(
                probability=known("churn_probability"),
                band_code=known("churn_band_code"),
                model_version=known("model_version"),
                scored_at=known("scored_at"),
            ),
            activity=ActivityOut(
                last_purchase_on=known("last_purchase_on"),
                recency_days=known("recency_days"),
                purchase_count_364d=known("purchase_count_364d"),
                spend_minor_364d=known("spend_minor_364d"),
            ),
        )


class MembershipOut(Out):
    """One segment a member is in."""

    segment_code: str
    name: LocalText
    version: int = Field(description="The version by which the member came in.")
    valid_from: datetime
    valid_to: datetime | None

    @classmethod
    def of(cls, membership: MembershipOfMember) -> "MembershipOut":
        """The wire shape of a membership."""
        return cls(
            segment_code=membership.segment_code,
            name=LocalText.of(membership.name),
            version=membership.version,
            valid_from=membership.valid_from,
            valid_to=membership.valid_to,
        )


class MembershipsOut(Out):
    """The segments a member is in at one instant."""

    member_id: str
    as_of: datetime
    items: list[MembershipOut]
