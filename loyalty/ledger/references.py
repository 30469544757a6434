"""What a command is known by: its business reference, and the content that a repetition must equal. Pure."""

import hashlib
import json
from datetime import UTC, datetime
from typing import assert_never

from loyalty.ledger.commands import (
    ActivatePending,
    AdjustPoints,
    BurnPoints,
    CancelPending,
    CaptureHold,
    Command,
    CorrectOrder,
    EarnPoints,
    HoldPoints,
    MoveExpiry,
    OpenBalance,
    ReleaseHold,
    ReturnOrder,
    ReversePosting,
    TransferPoints,
)
from loyalty.ledger.model import ReferenceKind
from loyalty.programs.model import OrderLine
from loyalty.programs.rules_model import PURCHASE

Reference = tuple[ReferenceKind, str]


def reference_of(command: Command) -> Reference:
    """The command's business reference. What can happen once to a thing is known by the thing."""
    match command:
        case EarnPoints():
            return (ReferenceKind.ORDER if command.trigger == PURCHASE else ReferenceKind.EVENT), command.order_id
        case BurnPoints():
            return ReferenceKind.BURN, command.reference
        case HoldPoints():
            return ReferenceKind.HOLD, command.reference
        case CaptureHold():
            return ReferenceKind.CAPTURE, command.reference
        case ReleaseHold():
            return ReferenceKind.HOLD_RELEASE, command.hold_id.hex
        case ReturnOrder():
            return ReferenceKind.RETURN, command.reference
        case CorrectOrder():
            return ReferenceKind.CORRECTION, command.reference
        case ReversePosting():
            return ReferenceKind.REVERSAL, command.posting_id.hex
        case TransferPoints():
            return ReferenceKind.TRANSFER_OUT, command.reference
        case AdjustPoints():
            return ReferenceKind.ADJUSTMENT, command.reference
        case OpenBalance():
            return ReferenceKind.OPENING_BALANCE, command.reference
        case ActivatePending():
            return ReferenceKind.ACTIVATION, command.reference
        case CancelPending():
            return ReferenceKind.CANCELLATION, command.lot_id.hex
        case MoveExpiry():
            return ReferenceKind.EXPIRY_MOVE, command.reference
        case _:
            assert_never(command)


def content_hash(command: Command) -> str | None:
    """A digest of what the command asks for beyond the columns of its posting; None: the columns say it all."""
    content = _content(command)
    if content is None:
        return None
    text = json.dumps(content, sort_keys=True, default=_plain, ensure_ascii=False)
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:32]


def _content(command: Command) -> list[object] | None:
    match command:
        case EarnPoints():
            plain = not command.lines and not command.attributes and command.trigger == PURCHASE
            return None if plain else [command.trigger, _lines(command.lines), dict(command.attributes)]
        case BurnPoints():
            return [command.order_id] if command.order_id is not None else None
        case HoldPoints():
            return [command.points, command.lapses_at, command.order_id]
        case CaptureHold():
            return [command.hold_id, command.points, command.is_final]
        case ReturnOrder():
            return [command.order_id, [list(line) for line in command.lines], command.amount_minor]
        case CorrectOrder():
            money = [command.spend_minor, command.currency_code, command.event_time]
            return [command.order_id, command.trigger, *money, _lines(command.lines), dict(command.attributes)]
        case TransferPoints():
            return [command.to_member_id, command.points]
        case AdjustPoints():
            return [command.points, command.expires_at]
        case OpenBalance():
            return [command.points, command.granted_at, command.expires_at]
        case ActivatePending():
            return [command.event, command.lot_id]
        case MoveExpiry():
            return [command.lot_id, command.expires_at]
        case ReleaseHold() | ReversePosting() | CancelPending():
            return None
        case _:
            assert_never(command)


def _lines(lines: tuple[OrderLine, ...]) -> list[object]:
    return [[line.line_id, line.amount_minor, line.quantity, line.product_id, line.category_code, dict(line.attributes)] for line in lines]


def _plain(value: object) -> str:
    """An instant is the same instant whatever its offset."""
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)
