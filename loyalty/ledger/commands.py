"""What the ledger can be asked to do: one dataclass per act. Not here: results and words (model), what a command must look like (validate).

`reference` is the business reference: a second command with it and the same content answers the first posting. `wallet_code` None
means the program's first redeemable wallet.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from loyalty.programs.model import OrderLine
from loyalty.programs.rules_model import PURCHASE


@dataclass(frozen=True, slots=True)
class EarnPoints:
    """A purchase, or another event (`trigger`), that earns what the program's rules say.

    `spend_minor` is in the minor unit of `currency_code`. `event_time` None means: now. `lines` may say what was bought and
    `attributes` whatever else rules ask about.
    """

    member_id: UUID
    order_id: str
    spend_minor: int
    currency_code: str
    event_time: datetime | None = None
    source: str | None = None
    actor: str | None = None
    idempotency_key: str | None = None
    trigger: str = PURCHASE
    lines: tuple[OrderLine, ...] = ()
    attributes: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BurnPoints:
    """Spend points, on the order `order_id` where it is named; takes effect when it is recorded."""

    member_id: UUID
    reference: str
    points: int
    reason: str | None = None
    source: str | None = None
    actor: str | None = None
    idempotency_key: str | None = None
    wallet_code: str | None = None
    order_id: str | None = None


@dataclass(frozen=True, slots=True)
class HoldPoints:
    """Set points aside until they are captured or released, at the latest until `lapses_at` (None: until somebody does)."""

    member_id: UUID
    reference: str
    points: int
    lapses_at: datetime | None = None
    wallet_code: str | None = None
    order_id: str | None = None
    reason: str | None = None
    source: str | None = None
    actor: str | None = None
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class CaptureHold:
    """Spend `points` (None: all) of what a hold still holds; the rest stays held, or goes back where `is_final`."""

    member_id: UUID
    hold_id: UUID
    reference: str
    points: int | None = None
    is_final: bool = False
    reason: str | None = None
    source: str | None = None
    actor: str | None = None
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class ReleaseHold:
    """Give back whatever a hold still holds."""

    member_id: UUID
    hold_id: UUID
    reason: str | None = None
    source: str | None = None
    actor: str | None = None
    idempotency_key: str | None = None


class ReturnedLine(NamedTuple):
    """Part of an order line: so many pieces, or so much money of it; neither: all that is not returned yet."""

    line_id: str
    quantity: int | None = None
    amount_minor: int | None = None


@dataclass(frozen=True, slots=True)
class ReturnOrder:
    """Goods come back: these lines, or `amount_minor` of the order, or (neither) all that is not returned yet.

    What they earned is taken back and what they were paid with in points is given back.
    """

    member_id: UUID
    order_id: str
    reference: str
    lines: tuple[ReturnedLine, ...] = ()
    amount_minor: int | None = None
    reason: str | None = None
    source: str | None = None
    actor: str | None = None
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class CorrectOrder:
    """An order, or another event, was told wrongly: this is how it was. Only the difference in points is posted."""

    member_id: UUID
    order_id: str
    reference: str
    spend_minor: int
    currency_code: str
    event_time: datetime | None = None
    trigger: str = PURCHASE
    lines: tuple[OrderLine, ...] = ()
    attributes: Mapping[str, object] = field(default_factory=dict)
    reason: str | None = None
    source: str | None = None
    actor: str | None = None
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class ReversePosting:
    """A posting was a mistake: its exact negation, with everything posted by the same transaction. Once."""

    member_id: UUID
    posting_id: UUID
    reason: str
    source: str | None = None
    actor: str | None = None
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class TransferPoints:
    """Points of one member become another's, and expire when they would have."""

    member_id: UUID
    to_member_id: UUID
    reference: str
    points: int
    wallet_code: str | None = None
    reason: str | None = None
    source: str | None = None
    actor: str | None = None
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class AdjustPoints:
    """Points given (above 0) or taken (below 0) by decision; `expires_at` of a gift, None: never."""

    member_id: UUID
    reference: str
    points: int
    reason: str
    expires_at: datetime | None = None
    wallet_code: str | None = None
    source: str | None = None
    actor: str | None = None
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class OpenBalance:
    """Points that a member brings from another system, granted there at `granted_at` (None: now)."""

    member_id: UUID
    reference: str
    points: int
    granted_at: datetime | None = None
    expires_at: datetime | None = None
    wallet_code: str | None = None
    reason: str | None = None
    source: str | None = None
    actor: str | None = None
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class ActivatePending:
    """The event that a member's pending points wait for has happened; those of `lot_id` alone, where it is named."""

    member_id: UUID
    reference: str
    event: str
    lot_id: UUID | None = None
    reason: str | None = None
    source: str | None = None
    actor: str | None = None
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class CancelPending:
    """The pending points of a lot will not come."""

    member_id: UUID
    lot_id: UUID
    reason: str
    source: str | None = None
    actor: str | None = None
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class MoveExpiry:
    """A lot expires at another future instant (None: never)."""

    member_id: UUID
    lot_id: UUID
    reference: str
    expires_at: datetime | None
    reason: str
    source: str | None = None
    actor: str | None = None
    idempotency_key: str | None = None


Command = (
    EarnPoints
    | BurnPoints
    | HoldPoints
    | CaptureHold
    | ReleaseHold
    | ReturnOrder
    | CorrectOrder
    | ReversePosting
    | TransferPoints
    | AdjustPoints
    | OpenBalance
    | ActivatePending
    | CancelPending
    | MoveExpiry
)
