"""The wire shapes of the ledger's other acts: holds, returns, corrections, reversals, transfers, adjustments and what moves lots.

Not here: earning and burning (`schemas.py`). Each shape says which command it is; `ITEM_OF` names them for batches.
"""

from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from loyalty.ids import MalformedId, read_id
from loyalty.ledger import (
    HOLD_ID_PREFIX,
    LOT_ID_PREFIX,
    POSTING_ID_PREFIX,
    ActivatePending,
    AdjustPoints,
    CancelPending,
    CaptureHold,
    Command,
    CorrectOrder,
    HoldPoints,
    MoveExpiry,
    OpenBalance,
    ReleaseHold,
    ReturnedLine,
    ReturnOrder,
    ReversePosting,
    TransferPoints,
)
from loyalty.ledger.model import AMOUNT_MAX
from serving.http.inputs import PLAIN_TEXT, Amount, AmountOrZero, CurrencyCode, In, Instant, JsonObject, Label, Reference
from serving.transactions.schemas import LINES_MAX, LineIn, MemberId, Trigger, WalletCode

_PLAIN = {"member_id", "to_member_id", "lines"}


_ID = StringConstraints(strict=True, min_length=1, max_length=64)


def _of_kind(prefix: str) -> AfterValidator:
    def check(text: str) -> str:
        try:
            read_id(prefix, text)
        except MalformedId as error:
            raise ValueError(error.message) from None
        return text

    return AfterValidator(check)


HoldId = Annotated[str, _ID, _of_kind(HOLD_ID_PREFIX), Field(pattern=rf"^{HOLD_ID_PREFIX}_[0-9a-f]{{32}}$")]
LotId = Annotated[str, _ID, _of_kind(LOT_ID_PREFIX), Field(pattern=rf"^{LOT_ID_PREFIX}_[0-9a-f]{{32}}$")]
PostingId = Annotated[str, _ID, _of_kind(POSTING_ID_PREFIX), Field(pattern=rf"^{POSTING_ID_PREFIX}_[0-9a-f]{{32}}$")]
Points = Annotated[int, Field(strict=True, ge=-AMOUNT_MAX, le=AMOUNT_MAX)]


class ActIn(In):
    """What the acts have in common: a member, and why and whence."""

    makes: ClassVar[type[Any]]
    ids: ClassVar[dict[str, str]] = {}

    member_id: MemberId
    source: Label | None = Field(default=None, description="Where it comes from, such as a till or a back office.")

    def command(self, member_id: UUID, *others: UUID, actor: str, key: str) -> Command:
        """The domain's command."""
        fields = {name: getattr(self, name) for name in type(self).model_fields if name not in _PLAIN and name != "type"}
        for name, prefix in self.ids.items():
            fields[name] = read_id(prefix, fields[name]) if fields[name] is not None else None
        made: Command = self.makes(member_id=member_id, **fields, **self.extra(*others), actor=actor, idempotency_key=key)
        return made

    def extra(self, *others: UUID) -> dict[str, Any]:  # noqa: ARG002 - for those that name a second member
        """Fields that are not simply carried over."""
        return {}


class HoldIn(ActIn):
    """Points set aside until they are captured, released, or lapse."""

    makes = HoldPoints

    reference: Reference = Field(description="The business reference. Unique among the member's holds for ever.", examples=["cart-77"])
    points: Amount
    lapses_at: Instant | None = Field(default=None, description="When the hold ends by itself; left out: not before somebody ends it.")
    wallet_code: WalletCode | None = None
    order_id: Reference | None = Field(default=None, description="The order that the points are meant for.")
    reason: Label | None = None


class CaptureIn(ActIn):
    """Held points are spent."""

    makes = CaptureHold
    ids: ClassVar[dict[str, str]] = {"hold_id": HOLD_ID_PREFIX}

    hold_id: HoldId
    reference: Reference = Field(description="The business reference. Unique among the member's captures for ever.")
    points: Amount | None = Field(default=None, description="How many; left out: all that is still held.")
    is_final: bool = Field(default=False, strict=True, description="Let go of what is not captured.")
    reason: Label | None = None


class ReleaseIn(ActIn):
    """Held points become available again."""

    makes = ReleaseHold
    ids: ClassVar[dict[str, str]] = {"hold_id": HOLD_ID_PREFIX}

    hold_id: HoldId
    reason: Label | None = None


class ReturnedLineIn(In):
    """Part of an order line; neither quantity nor amount: all of it that has not come back yet."""

    line_id: Reference
    quantity: Annotated[int, Field(strict=True, ge=1, le=AMOUNT_MAX)] | None = None
    amount_minor: AmountOrZero | None = None


class ReturnIn(ActIn):
    """Goods come back. Name lines, or an amount of the order, or neither: everything that has not come back yet."""

    makes = ReturnOrder

    order_id: Reference
    reference: Reference = Field(description="The business reference. Unique among the member's returns for ever.", examples=["return-5"])
    lines: list[ReturnedLineIn] = Field(default_factory=list, max_length=LINES_MAX)
    amount_minor: AmountOrZero | None = None
    reason: Label | None = None

    def extra(self, *_: UUID) -> dict[str, Any]:
        """The lines as the domain knows them."""
        return {"lines": tuple(ReturnedLine(line.line_id, line.quantity, line.amount_minor) for line in self.lines)}


class CorrectionIn(ActIn):
    """An order was told wrongly: this is how it was. Only the difference in points is posted."""

    makes = CorrectOrder

    order_id: Reference
    reference: Reference = Field(description="The business reference of the correction, unique among the member's for ever.")
    spend_minor: AmountOrZero
    currency_code: CurrencyCode
    event_time: Instant | None = None
    trigger: Trigger = "purchase"
    lines: list[LineIn] = Field(default_factory=list, max_length=LINES_MAX)
    attributes: JsonObject = Field(default_factory=dict)
    reason: Label | None = None

    def extra(self, *_: UUID) -> dict[str, Any]:
        """The lines as the domain knows them."""
        return {"lines": tuple(line.line() for line in self.lines)}


class ReversalIn(ActIn):
    """A posting was a mistake: its exact negation, once."""

    makes = ReversePosting
    ids: ClassVar[dict[str, str]] = {"posting_id": POSTING_ID_PREFIX}

    posting_id: PostingId
    reason: Label


class TransferIn(ActIn):
    """Points of one member become another's; they expire when they would have."""

    makes = TransferPoints

    to_member_id: MemberId
    reference: Reference = Field(description="The business reference. Unique among the member's transfers for ever.")
    points: Amount
    wallet_code: WalletCode | None = None
    reason: Label | None = None

    def extra(self, *others: UUID) -> dict[str, Any]:
        """The member who receives."""
        return {"to_member_id": others[0]}


class AdjustmentIn(ActIn):
    """Points given (above 0) or taken (below 0) by decision."""

    makes = AdjustPoints

    reference: Reference = Field(description="The business reference. Unique among the member's adjustments for ever.")
    points: Points
    reason: Label
    expires_at: Instant | None = Field(default=None, description="When given points expire; left out: never.")
    wallet_code: WalletCode | None = None


class OpeningBalanceIn(ActIn):
    """Points that a member brings from another system."""

    makes = OpenBalance

    reference: Reference = Field(description="The business reference, such as the old system's id of the balance.")
    points: Amount
    granted_at: Instant | None = Field(default=None, description="When the other system granted them; left out: now.")
    expires_at: Instant | None = Field(default=None, description="When they expire; left out: never.")
    wallet_code: WalletCode | None = None
    reason: Label | None = None


class ActivationIn(ActIn):
    """The event that pending points wait for has happened."""

    makes = ActivatePending
    ids: ClassVar[dict[str, str]] = {"lot_id": LOT_ID_PREFIX}

    reference: Reference
    event: Annotated[str, StringConstraints(strict=True, min_length=1, max_length=64, pattern=PLAIN_TEXT)] = Field(
        examples=["stay.completed"]
    )
    lot_id: LotId | None = Field(default=None, description="Only the points of this lot; left out: all that wait for the event.")
    reason: Label | None = None


class CancellationIn(ActIn):
    """The pending points of a lot will not come."""

    makes = CancelPending
    ids: ClassVar[dict[str, str]] = {"lot_id": LOT_ID_PREFIX}

    lot_id: LotId
    reason: Label


class ExpiryMoveIn(ActIn):
    """A lot expires at another future instant."""

    makes = MoveExpiry
    ids: ClassVar[dict[str, str]] = {"lot_id": LOT_ID_PREFIX}

    lot_id: LotId
    reference: Reference
    expires_at: Instant | None = Field(description="Null: never.")
    reason: Label
