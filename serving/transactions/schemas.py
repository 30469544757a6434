"""The wire shapes of posting points: a purchase that earns, an order that burns."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from loyalty.ids import show_id
from loyalty.ledger import ACCOUNT_ID_PREFIX, LOT_ID_PREFIX, POSTING_ID_PREFIX, BurnPoints, EarnPoints, Posted
from loyalty.members import MEMBER_ID_PREFIX
from serving.http.inputs import PLAIN_TEXT, Amount, AmountOrZero, CurrencyCode, In, Instant, Label, Reference
from serving.http.outputs import Out

MemberId = Annotated[
    Annotated[str, StringConstraints(strict=True, min_length=1, max_length=200, pattern=PLAIN_TEXT)],
    Field(description="The member's id (`mbr_…`) or external id.", examples=["1042"]),
]


class EarnIn(In):
    """A purchase. What it earns, the program's rules say."""

    type: Literal["EARN"]
    member_id: MemberId
    order_id: Reference = Field(description="The business reference. Unique for the member for ever: the same order never earns twice.")
    spend_minor: AmountOrZero = Field(description="What was paid, in minor units (cents).", examples=[4599])
    currency_code: CurrencyCode = Field(description="ISO 4217, the program's currency.", examples=["USD"])
    event_time: Instant | None = Field(default=None, description="When the purchase happened; left out: now, by the business clock.")
    source: Label | None = Field(default=None, description="Where it comes from, such as a till or a shop.", examples=["till-17"])

    def command(self, member_id: UUID, *, actor: str, key: str) -> EarnPoints:
        """The domain's command."""
        return EarnPoints(
            member_id=member_id,
            order_id=self.order_id,
            spend_minor=self.spend_minor,
            currency_code=self.currency_code,
            event_time=self.event_time,
            source=self.source,
            actor=actor,
            idempotency_key=key,
        )


class BurnIn(In):
    """Points spent on an order, soonest-expiring first."""

    type: Literal["BURN"]
    member_id: MemberId
    reference: Reference = Field(description="The business reference. Unique among the member's burns for ever.", examples=["order-77"])
    points: Amount = Field(description="How many points to spend.", examples=[500])
    reason: Label | None = Field(default=None, description="Why, for the history.")
    source: Label | None = Field(default=None, description="Where it comes from, such as a till or a shop.")

    def command(self, member_id: UUID, *, actor: str, key: str) -> BurnPoints:
        """The domain's command."""
        return BurnPoints(
            member_id=member_id,
            reference=self.reference,
            points=self.points,
            reason=self.reason,
            source=self.source,
            actor=actor,
            idempotency_key=key,
        )


TransactionIn = Annotated[EarnIn | BurnIn, Field(discriminator="type")]

EXAMPLES: dict[str, Any] = {
    "earn": {
        "summary": "A purchase of 45.99 earns points",
        "value": {"type": "EARN", "member_id": "1042", "order_id": "order-2017-77", "spend_minor": 4599, "currency_code": "USD"},
    },
    "burn": {
        "summary": "500 points are spent on an order",
        "value": {"type": "BURN", "member_id": "1042", "reference": "order-2017-78", "points": 500, "reason": "5 USD off"},
    },
}


class AllocationOut(Out):
    """Points of a burn that came out of one lot."""

    lot_id: str
    points: int


class TransactionOut(Out):
    """What a purchase earned, or what was burned."""

    posting_id: str | None = Field(description="Null for a dry run.")
    type: str = Field(examples=["POINTS_EARNED"])
    member_id: str
    account_id: str | None
    reference: str
    points: int = Field(description="Points earned or burned; never negative.")
    available_points: int = Field(description="What the member may spend afterwards.")
    event_time: datetime
    recorded_at: datetime
    lot_id: str | None = Field(description="The lot that an earning granted; null where it earned nothing.")
    expires_at: datetime | None = Field(description="When that lot stops being spendable.")
    rule_code: str | None = Field(description="The earning rule that decided.")
    rule_revision: int | None
    allocations: list[AllocationOut] = Field(description="The lots a burn consumed, in order of consumption.")
    is_duplicate: bool = Field(
        description="This order was posted before, by another request; that posting is answered and nothing was written."
    )
    would_apply: bool = Field(description="True for a dry run only: the call would be accepted, and nothing was stored.")

    @classmethod
    def of(cls, posted: Posted) -> "TransactionOut":
        """The wire shape of a posting."""
        return cls(
            posting_id=show_id(POSTING_ID_PREFIX, posted.posting_id) if posted.posting_id else None,
            type=posted.type,
            member_id=show_id(MEMBER_ID_PREFIX, posted.member_id),
            account_id=show_id(ACCOUNT_ID_PREFIX, posted.account_id) if posted.account_id else None,
            reference=posted.reference,
            points=posted.points,
            available_points=posted.available_points,
            event_time=posted.event_time,
            recorded_at=posted.recorded_at,
            lot_id=show_id(LOT_ID_PREFIX, posted.lot_id) if posted.lot_id else None,
            expires_at=posted.expires_at,
            rule_code=posted.rule_code,
            rule_revision=posted.rule_revision,
            allocations=[AllocationOut(lot_id=show_id(LOT_ID_PREFIX, lot_id), points=points) for lot_id, points in posted.allocations],
            is_duplicate=posted.is_duplicate,
            would_apply=posted.is_dry_run,
        )


def show_posted(posted: Posted) -> tuple[int, bytes]:
    """The status and body of a posting: 201 where something was written."""
    is_new = not (posted.is_duplicate or posted.is_dry_run)
    return (201 if is_new else 200), TransactionOut.of(posted).model_dump_json().encode()
