"""The wire shapes of posting points: a purchase that earns, an order that burns."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import orjson
from pydantic import Field, StringConstraints

from loyalty.access import Caller
from loyalty.ids import show_id
from loyalty.ledger import ACCOUNT_ID_PREFIX, HOLD_ID_PREFIX, LOT_ID_PREFIX, POSTING_ID_PREFIX, BurnPoints, EarnPoints, Grant, Posted
from loyalty.ledger.model import AMOUNT_MAX
from loyalty.members import MEMBER_ID_PREFIX
from loyalty.programs import OrderLine
from loyalty.promotions import EarnWithPromotions, Purchased
from serving.http.inputs import PLAIN_TEXT, Amount, AmountOrZero, CurrencyCode, In, Instant, JsonObject, Label, Reference
from serving.http.outputs import Out
from serving.promotions.outcomes import PurchasePromotionsIn, PurchasePromotionsOut

MemberId = Annotated[
    Annotated[str, StringConstraints(strict=True, min_length=1, max_length=200, pattern=PLAIN_TEXT)],
    Field(description="The member's id (`mbr_…`) or external id.", examples=["1042"]),
]

LINES_MAX = 500
WalletCode = Annotated[
    Annotated[str, StringConstraints(strict=True, min_length=1, max_length=64, pattern=PLAIN_TEXT)],
    Field(description="The wallet; left out: the program's first redeemable one."),
]
Trigger = Annotated[
    Annotated[str, StringConstraints(strict=True, min_length=1, max_length=64, pattern=r"^[a-z][a-z0-9_.]*$")],
    Field(description="`purchase`, or the code of another event that rules wait for.", examples=["review.written"]),
]


class LineIn(In):
    """One line of an order."""

    line_id: Reference = Field(description="The line's own id within the order; a return names it.", examples=["1"])
    amount_minor: AmountOrZero
    quantity: Annotated[int, Field(strict=True, ge=1, le=AMOUNT_MAX)] = 1
    product_id: Label | None = None
    category_code: Label | None = None
    attributes: JsonObject = Field(default_factory=dict, description="What else rules may ask about the line.")

    def line(self) -> OrderLine:
        """The line as the domain knows it."""
        return OrderLine(self.line_id, self.amount_minor, self.quantity, self.product_id, self.category_code, self.attributes)


class EarnIn(In):
    """A purchase, or another event. What it earns, the program's rules say."""

    type: Literal["EARN"]
    member_id: MemberId
    order_id: Reference = Field(description="The business reference. Unique for the member for ever: the same order never earns twice.")
    spend_minor: AmountOrZero = Field(description="What was paid, in minor units (cents).", examples=[4599])
    currency_code: CurrencyCode = Field(description="ISO 4217, the program's currency.", examples=["USD"])
    event_time: Instant | None = Field(default=None, description="When the purchase happened; left out: now, by the business clock.")
    source: Label | None = Field(default=None, description="Where it comes from, such as a till or a shop.", examples=["till-17"])
    trigger: Trigger = "purchase"
    lines: list[LineIn] = Field(default_factory=list, max_length=LINES_MAX, description="What was bought, where rules or returns need it.")
    attributes: JsonObject = Field(default_factory=dict, description="What else rules may ask about the event.")
    promotions: PurchasePromotionsIn | None = Field(
        default=None, description="Promotions and vouchers to settle with the purchase, all of it or nothing; left out: none."
    )

    @property
    def permissions(self) -> tuple[str, ...]:
        """What a key must hold to post it."""
        return ("ledger.earn", *(self.promotions.permissions if self.promotions is not None else ()))

    def command(self, member_id: UUID, *, actor: str, key: str, caller_id: str) -> EarnPoints | EarnWithPromotions:
        """The domain's command, with what the purchase brings along."""
        earn = self.earn(member_id, actor=actor, key=key)
        return earn if self.promotions is None else self.promotions.command(earn, caller_id=caller_id)

    def earn(self, member_id: UUID, *, actor: str, key: str) -> EarnPoints:
        """The purchase alone."""
        return EarnPoints(
            member_id=member_id,
            order_id=self.order_id,
            spend_minor=self.spend_minor,
            currency_code=self.currency_code,
            event_time=self.event_time,
            source=self.source,
            actor=actor,
            idempotency_key=key,
            trigger=self.trigger,
            lines=tuple([line.line() for line in self.lines]),
            attributes=self.attributes,
        )


class BurnIn(In):
    """Points spent on an order, soonest-expiring first."""

    type: Literal["BURN"]
    member_id: MemberId
    reference: Reference = Field(description="The business reference. Unique among the member's burns for ever.", examples=["order-77"])
    points: Amount = Field(description="How many points to spend.", examples=[500])
    reason: Label | None = Field(default=None, description="Why, for the history.")
    source: Label | None = Field(default=None, description="Where it comes from, such as a till or a shop.")
    wallet_code: WalletCode | None = None
    order_id: Reference | None = Field(default=None, description="The order that the points pay for; a return of it gives them back.")

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
            wallet_code=self.wallet_code,
            order_id=self.order_id,
        )


def command_of(body: EarnIn | BurnIn, caller: Caller, key: str, member_id: UUID) -> EarnPoints | EarnWithPromotions | BurnPoints:
    """The domain's command of a transaction that this caller sends."""
    if isinstance(body, EarnIn):
        return body.command(member_id, actor=caller.name, key=key, caller_id=caller.id.hex)
    return body.command(member_id, actor=caller.name, key=key)


TransactionIn = Annotated[EarnIn | BurnIn, Field(discriminator="type")]

EXAMPLES: dict[str, Any] = {
    "earn": {
        "summary": "A purchase of 45.99 earns points",
        "value": {"type": "EARN", "member_id": "1042", "order_id": "order-2017-77", "spend_minor": 4599, "currency_code": "USD"},
    },
    "earn-with-promotions": {
        "summary": "A purchase with every promotion that fits",
        "value": {
            "type": "EARN",
            "member_id": "1042",
            "order_id": "order-2017-79",
            "spend_minor": 4599,
            "currency_code": "USD",
            "promotions": {},
        },
    },
    "burn": {
        "summary": "500 points are spent on an order",
        "value": {"type": "BURN", "member_id": "1042", "reference": "order-2017-78", "points": 500, "reason": "5 USD off"},
    },
}


class AllocationOut(Out):
    """Points that came out of one lot."""

    lot_id: str | None = Field(description="Null: out of no lot; the points are owed.")
    points: int


class GrantOut(Out):
    """Points that came into being as one lot."""

    wallet_code: str
    lot_id: str | None = Field(description="Null for a dry run.")
    points: int
    expires_at: datetime | None
    rule_code: str | None
    is_pending: bool
    activates_at: datetime | None = Field(description="When pending points become spendable by themselves.")
    activation_event: str | None = Field(description="What pending points wait for.")

    @classmethod
    def of(cls, grant: Grant, *, is_dry_run: bool) -> "GrantOut":
        """The wire shape of a grant."""
        return cls(
            wallet_code=grant.wallet_code,
            lot_id=None if is_dry_run else show_id(LOT_ID_PREFIX, grant.lot_id),
            points=grant.points,
            expires_at=grant.expires_at,
            rule_code=grant.rule_code,
            is_pending=grant.is_pending,
            activates_at=grant.activates_at,
            activation_event=grant.activation_event,
        )


class TransactionOut(Out):
    """What an act did to a member's points."""

    posting_id: str | None = Field(description="Null for a dry run.")
    transaction_id: str | None = Field(description="Shared by all postings of one act, such as both sides of a transfer.")
    type: str = Field(examples=["POINTS_EARNED"])
    member_id: str
    account_id: str | None
    wallet_code: str
    reference: str
    points: int = Field(description="What moved: earned, burned, held, taken back, transferred; never negative.")
    available_points: int = Field(description="What the member may spend of this wallet afterwards; below zero where more is owed.")
    held_points: int = Field(description="Of a hold: what it still holds.")
    owed_points: int = Field(description="What the member owes afterwards.")
    returned_points: int = Field(description="Of a return: points given back that had paid for the order.")
    uncollected_points: int = Field(description="Of a return: points that could not be taken back under the program's policy.")
    event_time: datetime
    recorded_at: datetime
    lot_id: str | None = Field(description="The lot that was granted; null where there is none.")
    expires_at: datetime | None = Field(description="When that lot stops being spendable.")
    rule_code: str | None = Field(description="The earning rule that decided.")
    rule_revision: int | None
    grants: list[GrantOut] = Field(description="Every lot that came into being, in every wallet.")
    allocations: list[AllocationOut] = Field(description="The lots that points came out of, in order of consumption.")
    hold_id: str | None
    lapses_at: datetime | None
    reverses_posting_id: str | None
    corrects_posting_id: str | None
    is_duplicate: bool = Field(description="This was posted before, by another request; that posting is answered and nothing was written.")
    would_apply: bool = Field(description="True for a dry run only: the call would be accepted, and nothing was stored.")
    promotions: PurchasePromotionsOut | None = Field(description="Of a purchase that asked for promotions or vouchers: what they did.")

    @classmethod
    def of(cls, outcome: Posted | Purchased) -> "TransactionOut":
        """The wire shape of a posting."""
        posted, promotions = _parts(outcome)
        return cls(
            posting_id=_shown(POSTING_ID_PREFIX, posted.posting_id),
            transaction_id=_shown(POSTING_ID_PREFIX, posted.transaction_id),
            type=posted.type,
            member_id=show_id(MEMBER_ID_PREFIX, posted.member_id),
            account_id=_shown(ACCOUNT_ID_PREFIX, posted.account_id),
            wallet_code=posted.wallet_code,
            reference=posted.reference,
            points=posted.points,
            available_points=posted.available_points,
            held_points=posted.held_points,
            owed_points=posted.owed_points,
            returned_points=posted.returned_points,
            uncollected_points=posted.uncollected_points,
            event_time=posted.event_time,
            recorded_at=posted.recorded_at,
            lot_id=_shown(LOT_ID_PREFIX, posted.lot_id),
            expires_at=posted.expires_at,
            rule_code=posted.rule_code,
            rule_revision=posted.rule_revision,
            grants=[GrantOut.of(grant, is_dry_run=posted.is_dry_run) for grant in posted.grants],
            allocations=[AllocationOut(lot_id=_shown(LOT_ID_PREFIX, lot_id), points=points) for lot_id, points in posted.allocations],
            hold_id=_shown(HOLD_ID_PREFIX, posted.hold_id),
            lapses_at=posted.lapses_at,
            reverses_posting_id=_shown(POSTING_ID_PREFIX, posted.reverses_posting_id),
            corrects_posting_id=_shown(POSTING_ID_PREFIX, posted.corrects_posting_id),
            is_duplicate=outcome.is_duplicate,
            would_apply=posted.is_dry_run,
            promotions=promotions,
        )


def _parts(outcome: Posted | Purchased) -> tuple[Posted, PurchasePromotionsOut | None]:
    return (outcome.posted, PurchasePromotionsOut.of(outcome)) if isinstance(outcome, Purchased) else (outcome, None)


def _shown(prefix: str, value: UUID | None) -> str | None:
    return None if value is None else show_id(prefix, value)


def show_posted(outcome: Posted | Purchased) -> tuple[int, bytes]:
    """The status and body of a posting: 201 where something was written."""
    is_dry_run = outcome.posted.is_dry_run if isinstance(outcome, Purchased) else outcome.is_dry_run
    return (200 if outcome.is_duplicate or is_dry_run else 201), transaction_bytes(outcome)


def transaction_bytes(outcome: Posted | Purchased) -> bytes:
    """What `TransactionOut.of` writes, without making the model: that takes three times as long, for every request.

    The tests hold the two together, byte for byte.
    """
    show = _shown
    posted, promotions = _parts(outcome)
    return orjson.dumps(
        {
            "posting_id": show(POSTING_ID_PREFIX, posted.posting_id),
            "transaction_id": show(POSTING_ID_PREFIX, posted.transaction_id),
            "type": posted.type,
            "member_id": show(MEMBER_ID_PREFIX, posted.member_id),
            "account_id": show(ACCOUNT_ID_PREFIX, posted.account_id),
            "wallet_code": posted.wallet_code,
            "reference": posted.reference,
            "points": posted.points,
            "available_points": posted.available_points,
            "held_points": posted.held_points,
            "owed_points": posted.owed_points,
            "returned_points": posted.returned_points,
            "uncollected_points": posted.uncollected_points,
            "event_time": posted.event_time,
            "recorded_at": posted.recorded_at,
            "lot_id": show(LOT_ID_PREFIX, posted.lot_id),
            "expires_at": posted.expires_at,
            "rule_code": posted.rule_code,
            "rule_revision": posted.rule_revision,
            "grants": [_grant(grant, is_dry_run=posted.is_dry_run) for grant in posted.grants],
            "allocations": [{"lot_id": show(LOT_ID_PREFIX, lot_id), "points": points} for lot_id, points in posted.allocations],
            "hold_id": show(HOLD_ID_PREFIX, posted.hold_id),
            "lapses_at": posted.lapses_at,
            "reverses_posting_id": show(POSTING_ID_PREFIX, posted.reverses_posting_id),
            "corrects_posting_id": show(POSTING_ID_PREFIX, posted.corrects_posting_id),
            "is_duplicate": outcome.is_duplicate,
            "would_apply": posted.is_dry_run,
            "promotions": None if promotions is None else promotions.model_dump(mode="json"),
        },
        option=orjson.OPT_UTC_Z,
    )


def _grant(grant: Grant, *, is_dry_run: bool) -> dict[str, object]:
    return {
        "wallet_code": grant.wallet_code,
        "lot_id": None if is_dry_run else _shown(LOT_ID_PREFIX, grant.lot_id),
        "points": grant.points,
        "expires_at": grant.expires_at,
        "rule_code": grant.rule_code,
        "is_pending": grant.is_pending,
        "activates_at": grant.activates_at,
        "activation_event": grant.activation_event,
    }
