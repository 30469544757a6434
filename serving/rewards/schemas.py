"""The wire shapes of rewards: the catalogue, its revisions, and what a member can redeem."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from loyalty.ids import show_id
from loyalty.members import MEMBER_ID_PREFIX, Member
from loyalty.rewards import Quote, Reward, RewardRevision, RewardStanding, reward_to_json
from serving.http.inputs import PLAIN_TEXT, In, JsonObject
from serving.http.outputs import LocalText, Out, ReasonOut
from serving.transactions.schemas import MemberId

Code = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=64, pattern=PLAIN_TEXT)]
Revision = Annotated[int, Field(strict=True, ge=1, le=2_147_483_647)]

DEFINITION_EXAMPLE: dict[str, Any] = {
    "code": "coffee",
    "name": {"en": "A bag of coffee", "ar": "كيس قهوة"},
    "description": {"en": "340 g of house-roasted coffee."},
    "prices": [{"points": 400}, {"points": 350, "tier_minimum_code": "GOLD"}],
    "stock_count": 5000,
    "eligibility": {"segments_out": ["lapsing-regulars"]},
    "limits": {"total_count": 10, "period": "DAY", "period_count": 1},
}


class RewardIn(In):
    """A reward as it shall be."""

    definition: JsonObject = Field(
        description="code, name, description, prices (points, wallet_code, tier_minimum_code, segment_code), stock_count, eligibility, "
        "limits, voucher_pool_code, is_offered, picture_url (https). `program_code` may be left out: the program of the query.",
        examples=[DEFINITION_EXAMPLE],
    )


class RewardChangeIn(RewardIn):
    """A change of a reward."""

    revision: Revision | None = Field(default=None, description="The revision that was changed; refused if another came since.")


class WithdrawIn(In):
    """Taking a reward off the catalogue."""

    revision: Revision | None = Field(default=None, description="The revision that was read; refused if another came since.")


class ExamineRewardsIn(In):
    """What could this member redeem?"""

    member_id: MemberId
    reward_codes: Annotated[list[Code], Field(max_length=200)] | None = Field(
        default=None, description="These rewards, offered or not; left out: every reward on offer."
    )
    wallet_code: Code | None = Field(default=None, description="Paid from this wallet; left out: the first in which a price applies.")


class RewardOut(Out):
    """Something that points buy."""

    code: str
    name: LocalText
    description: LocalText
    price_points: int = Field(description="The price for everybody; the least price where there is none for everybody.")
    tier_minimum_code: str | None = Field(description="The lowest tier that may redeem it; null: everyone.")
    left_count: int | None = Field(description="How many are left; null: without limit.")
    is_offered: bool
    picture_url: str | None = Field(description="An https address; null: there is none.")
    revision: int
    redeemed_count: int = Field(description="How many redemptions stand.")

    @classmethod
    def of(cls, reward: Reward) -> "RewardOut":
        """The wire shape of a reward."""
        definition = reward.definition
        return cls(
            code=definition.code,
            name=LocalText.of(definition.name),
            description=LocalText.of(definition.description),
            price_points=definition.price_points,
            tier_minimum_code=definition.tier_minimum_code,
            left_count=reward.left_count,
            is_offered=definition.is_offered,
            picture_url=definition.picture_url,
            revision=reward.revision,
            redeemed_count=reward.redeemed_count,
        )


class RewardsOut(Out):
    """The catalogue."""

    items: list[RewardOut]


class DefinedRewardOut(RewardOut):
    """A reward with everything that defines it."""

    definition: dict[str, Any]
    would_apply: bool = Field(description="True for a dry run only: the call would be accepted, and nothing was stored.")

    @classmethod
    def of_defined(cls, reward: Reward, *, is_dry_run: bool = False) -> "DefinedRewardOut":
        """The wire shape of a reward and its definition."""
        shown = RewardOut.of(reward).model_dump()
        return cls(**shown, definition=reward_to_json(reward.definition), would_apply=is_dry_run)


class RewardRevisionOut(Out):
    """A reward as somebody left it."""

    revision: int
    actor: str | None = Field(description="Who; null: a definition file.")
    recorded_at: datetime
    definition: dict[str, Any]

    @classmethod
    def of(cls, found: RewardRevision) -> "RewardRevisionOut":
        """The wire shape of a revision."""
        return cls(revision=found.revision, actor=found.actor, recorded_at=found.recorded_at, definition=reward_to_json(found.definition))


class RewardRevisionsOut(Out):
    """The newest revisions of a reward, newest first."""

    items: list[RewardRevisionOut]


class QuoteOut(Out):
    """What one unit costs this member, and why."""

    wallet_code: str
    points: int
    list_points: int = Field(description="What everybody would pay.")
    reason: str = Field(description="LIST, TIER, SEGMENT, TIER_AND_SEGMENT or TIER_BENEFIT.")
    tier_code: str | None
    segment_code: str | None

    @classmethod
    def of(cls, quote: Quote) -> "QuoteOut":
        """The wire shape of a quote."""
        return cls(
            wallet_code=quote.wallet_code,
            points=quote.points,
            list_points=quote.list_points,
            reason=quote.reason,
            tier_code=quote.tier_code,
            segment_code=quote.segment_code,
        )


class MemberRewardOut(Out):
    """Whether a member can redeem a reward now."""

    reward: RewardOut
    is_available: bool
    reasons: list[ReasonOut] = Field(description="Every reason why not, in the order in which redeeming judges them; empty: available.")
    price: QuoteOut | None = Field(description="Null: no price applies to the member.")
    available_points: int = Field(description="What the member may spend in the wallet that would pay.")
    missing_points: int = Field(description="What the balance lacks; 0: nothing.")

    @classmethod
    def of(cls, found: RewardStanding) -> "MemberRewardOut":
        """The wire shape of a standing."""
        return cls(
            reward=RewardOut.of(found.reward),
            is_available=found.is_available,
            reasons=[ReasonOut.of(one) for one in found.refusals],
            price=QuoteOut.of(found.quote) if found.quote else None,
            available_points=found.available_points,
            missing_points=found.missing_points,
        )


class MemberRewardsOut(Out):
    """What a member can redeem, and what not and why; cheapest first."""

    member_id: str
    items: list[MemberRewardOut]

    @classmethod
    def of(cls, member: Member, found: list[RewardStanding]) -> "MemberRewardsOut":
        """The wire shape of a member's rewards."""
        return cls(member_id=show_id(MEMBER_ID_PREFIX, member.id), items=[MemberRewardOut.of(one) for one in found])
