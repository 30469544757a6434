"""The wire shapes of redeeming a reward."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from loyalty.ids import show_id
from loyalty.ledger import ACCOUNT_ID_PREFIX, LOT_ID_PREFIX, POSTING_ID_PREFIX
from loyalty.members import MEMBER_ID_PREFIX
from loyalty.rewards import REDEMPTION_ID_PREFIX, Moved, QueuedRedemption, Redeemed, RedeemReward, Redemption, RedemptionStatus
from loyalty.vouchers import VOUCHER_ID_PREFIX
from serving.http.inputs import PLAIN_TEXT, In, Label, Reference
from serving.http.outputs import Out
from serving.rewards.schemas import QuoteOut
from serving.transactions.schemas import AllocationOut, MemberId

RewardCode = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=64, pattern=PLAIN_TEXT)]

EXAMPLES: dict[str, Any] = {
    "redeem": {
        "summary": "One coffee for points",
        "value": {"member_id": "1042", "reward_code": "coffee", "reference": "app-5512"},
    }
}


class RedeemIn(In):
    """One unit of a reward, paid with points."""

    member_id: MemberId
    reward_code: RewardCode = Field(description="The reward's code in the catalogue.", examples=["coffee"])
    reference: Reference | None = Field(default=None, description="The business reference, unique among the member's redemptions for ever.")
    source: Label | None = Field(default=None, description="Where it comes from, such as an app or a shop.")
    wallet_code: RewardCode | None = Field(
        default=None, description="The wallet that pays; left out: the first of the program's in which a price applies."
    )

    def command(self, member_id: UUID, *, actor: str, key: str) -> RedeemReward:
        """The domain's command."""
        return RedeemReward(
            member_id=member_id,
            reward_code=self.reward_code,
            reference=self.reference,
            wallet_code=self.wallet_code,
            source=self.source,
            actor=actor,
            idempotency_key=key,
        )


class MoveIn(In):
    """Sending a redemption on."""

    reason: Label | None = Field(default=None, description="Why, for the history.")


class RedemptionOut(Out):
    """A reward that a member has paid for."""

    redemption_id: str
    status: str = Field(description="PENDING → PROCESSING → FULFILLED or REJECTED; FULFILLED → REFUNDED.")
    member_id: str
    account_id: str
    reward_code: str
    reference: str
    points: int = Field(description="What was paid.")
    list_points: int | None = Field(description="What everybody would have paid.")
    price_reason: str | None = Field(description="Why that price: LIST, TIER, SEGMENT, TIER_AND_SEGMENT or TIER_BENEFIT.")
    wallet_code: str | None
    reward_revision: int | None = Field(description="The reward as it was redeemed.")
    posting_id: str
    return_posting_id: str | None = Field(description="The posting that gave the points back; null unless rejected or refunded.")
    voucher_id: str | None = Field(description="The voucher that fulfilled it; its code is read with the member's vouchers.")
    requested_at: datetime
    changed_at: datetime

    @classmethod
    def of(cls, redemption: Redemption) -> "RedemptionOut":
        """The wire shape of a redemption."""
        return cls(
            redemption_id=show_id(REDEMPTION_ID_PREFIX, redemption.id),
            status=redemption.status,
            member_id=show_id(MEMBER_ID_PREFIX, redemption.member_id),
            account_id=show_id(ACCOUNT_ID_PREFIX, redemption.account_id),
            reward_code=redemption.reward_code,
            reference=redemption.reference,
            points=redemption.points,
            list_points=redemption.list_points,
            price_reason=redemption.price_reason,
            wallet_code=redemption.wallet_code,
            reward_revision=redemption.reward_revision,
            posting_id=show_id(POSTING_ID_PREFIX, redemption.posting_id),
            return_posting_id=show_id(POSTING_ID_PREFIX, redemption.return_posting_id) if redemption.return_posting_id else None,
            voucher_id=show_id(VOUCHER_ID_PREFIX, redemption.voucher_id) if redemption.voucher_id else None,
            requested_at=redemption.requested_at,
            changed_at=redemption.changed_at,
        )


class QueuedRedemptionOut(RedemptionOut):
    """A redemption with whom it is for and what was last said of it."""

    member_external_id: str
    moved_by: str | None = Field(description="Who sent it to where it stands.")
    reason: str | None = Field(description="Why, where it was said.")

    @classmethod
    def of_queued(cls, queued: QueuedRedemption) -> "QueuedRedemptionOut":
        """The wire shape of a redemption in the queue."""
        shown = RedemptionOut.of(queued.redemption).model_dump()
        return cls(**shown, member_external_id=queued.external_id, moved_by=queued.moved_by, reason=queued.reason)


class RedemptionCountsOut(Out):
    """How many redemptions of the program stand where. Those that were delivered are the rewards' `redeemed_count`."""

    pending_count: int
    processing_count: int
    rejected_count: int
    refunded_count: int

    @classmethod
    def of(cls, counts: dict[RedemptionStatus, int]) -> "RedemptionCountsOut":
        """The wire shape of the counts."""
        return cls(
            pending_count=counts.get(RedemptionStatus.PENDING, 0),
            processing_count=counts.get(RedemptionStatus.PROCESSING, 0),
            rejected_count=counts.get(RedemptionStatus.REJECTED, 0),
            refunded_count=counts.get(RedemptionStatus.REFUNDED, 0),
        )


class RedeemedOut(Out):
    """What a redemption did."""

    redemption: RedemptionOut | None = Field(description="Null for a dry run.")
    reward_code: str
    points: int = Field(description="The price charged.")
    price: QuoteOut | None = Field(description="Why that price; null for a duplicate.")
    available_points: int = Field(description="What the member may spend afterwards.")
    allocations: list[AllocationOut] = Field(description="The lots that paid, in order of consumption.")
    is_duplicate: bool = Field(
        description="This reference was redeemed before, by another request; that redemption is answered and nothing was written."
    )
    would_apply: bool = Field(description="True for a dry run only: the call would be accepted, and nothing was stored.")

    @classmethod
    def of(cls, redeemed: Redeemed) -> "RedeemedOut":
        """The wire shape of what `redeem` did."""
        return cls(
            redemption=RedemptionOut.of(redeemed.redemption) if redeemed.redemption else None,
            reward_code=redeemed.reward_code,
            points=redeemed.points,
            price=QuoteOut.of(redeemed.quote) if redeemed.quote else None,
            available_points=redeemed.available_points,
            allocations=[
                AllocationOut(lot_id=show_id(LOT_ID_PREFIX, lot_id) if lot_id else None, points=points)
                for lot_id, points in redeemed.allocations
            ],
            is_duplicate=redeemed.is_duplicate,
            would_apply=redeemed.is_dry_run,
        )


class MovedOut(Out):
    """Where a redemption stands after it was sent on."""

    redemption: RedemptionOut
    returned_points: int = Field(description="What was given back to the member by it.")
    available_points: int | None = Field(description="What the member may spend afterwards; null where no points moved.")
    is_duplicate: bool = Field(description="It stood there already; nothing was written.")
    would_apply: bool = Field(description="True for a dry run only: the call would be accepted, and nothing was stored.")

    @classmethod
    def of(cls, moved: Moved) -> "MovedOut":
        """The wire shape of a move."""
        return cls(
            redemption=RedemptionOut.of(moved.redemption),
            returned_points=moved.returned_points,
            available_points=moved.available_points,
            is_duplicate=moved.is_duplicate,
            would_apply=moved.is_dry_run,
        )


def show_redeemed(redeemed: Redeemed) -> tuple[int, bytes]:
    """The status and body of a redemption: 201 where something was written."""
    is_new = not (redeemed.is_duplicate or redeemed.is_dry_run)
    return (201 if is_new else 200), RedeemedOut.of(redeemed).model_dump_json().encode()
