"""What a command must look like before anybody is looked up. Not here: what the member and the program say (each act)."""

import json
from dataclasses import fields
from datetime import datetime
from typing import assert_never, get_args

from loyalty.errors import LoyaltyError
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
    ReturnedLine,
    ReturnOrder,
    ReversePosting,
    TransferPoints,
)
from loyalty.ledger.errors import AmountInvalid, AttributesInvalid, EventTimeInvalid, LabelInvalid, LinesInvalid, ReferenceInvalid
from loyalty.ledger.model import AMOUNT_MAX, LABEL_LENGTH_MAX, REFERENCE_LENGTH_MAX
from loyalty.programs.model import OrderLine
from loyalty.text_rules import is_short_text

IDEMPOTENCY_KEY_LENGTH_MAX = 255
LINES_MAX = 500
ATTRIBUTES_BYTES_MAX = 16 * 1024


def _texts_of(kind: type[Command]) -> tuple[tuple[str, bool], ...]:
    known = {field.name for field in fields(kind)}
    optional = {"wallet_code"} | ({"order_id"} if kind in {BurnPoints, HoldPoints} else set())
    names = ("order_id", "reference", "event", "trigger", "wallet_code")
    return tuple((name, name in optional) for name in names if name in known)


def _instants_of(kind: type[Command]) -> tuple[str, ...]:
    known = {field.name for field in fields(kind)}
    return tuple(name for name in ("event_time", "lapses_at", "granted_at", "expires_at") if name in known)


# By kind of command: the fields that name something, each with whether it may be absent; and those that are instants.
TEXTS = {kind: _texts_of(kind) for kind in get_args(Command)}
INSTANTS = {kind: _instants_of(kind) for kind in get_args(Command)}


def shape_refusal(command: Command) -> LoyaltyError | None:
    """The first thing wrong with the command itself: its amount, its references, its labels, its instants, its lines; None: nothing."""
    return (
        _amounts(command)
        or _references(command)
        or label_refusal(command.source, command.actor, getattr(command, "reason", None), command.idempotency_key)
        or _instants(command)
        or _contents(command)
    )


def _amounts(command: Command) -> LoyaltyError | None:
    match command:
        case EarnPoints() | CorrectOrder():
            return amount_refusal("spend_minor", command.spend_minor, least=0)
        case BurnPoints() | HoldPoints() | TransferPoints() | OpenBalance():
            return amount_refusal("points", command.points, least=1)
        case AdjustPoints():
            return _adjustment_refusal(command.points)
        case CaptureHold():
            return amount_refusal("points", command.points, least=1) if command.points is not None else None
        case ReturnOrder():
            return amount_refusal("amount_minor", command.amount_minor, least=1) if command.amount_minor is not None else None
        case ReleaseHold() | ReversePosting() | ActivatePending() | CancelPending() | MoveExpiry():
            return None
        case _:
            assert_never(command)


def _adjustment_refusal(points: object) -> LoyaltyError | None:
    if type(points) is int and 1 <= abs(points) <= AMOUNT_MAX:
        return None
    return AmountInvalid(f"points must be a whole number other than 0, to {AMOUNT_MAX} either way.", field="points", given=_shown(points))


def _references(command: Command) -> LoyaltyError | None:
    """Every text that names something: required ones first, in the order in which a reader meets them."""
    for name, is_optional in TEXTS[type(command)]:
        value = getattr(command, name)
        if value is None and is_optional:
            continue
        refusal = reference_refusal(name, value)
        if refusal is not None:
            return refusal
    return None


def _instants(command: Command) -> LoyaltyError | None:
    for name in INSTANTS[type(command)]:
        refusal = _instant_refusal(name, getattr(command, name))
        if refusal is not None:
            return refusal
    return None


def _contents(command: Command) -> LoyaltyError | None:
    if isinstance(command, EarnPoints | CorrectOrder):
        if command.lines and (problem := _lines_problem(command.lines)) is not None:
            return LinesInvalid(f"lines {problem}.")
        if command.attributes and (problem := _attributes_problem(command.attributes)) is not None:
            return AttributesInvalid(f"attributes {problem}.")
    if isinstance(command, ReturnOrder) and (problem := _returned_lines_problem(command)) is not None:
        return LinesInvalid(f"lines {problem}.")
    return None


def _lines_problem(lines: tuple[OrderLine, ...]) -> str | None:
    if len(lines) > LINES_MAX:
        return f"are at most {LINES_MAX}"
    if len({line.line_id for line in lines}) != len(lines):
        return "have distinct line ids"
    for line in lines:
        if not is_short_text(line.line_id, REFERENCE_LENGTH_MAX):
            return "have ids of 1 to 200 printable characters"
        if amount_refusal("amount_minor", line.amount_minor, least=0) is not None:
            return f"have whole amounts from 0 to {AMOUNT_MAX}"
        if amount_refusal("quantity", line.quantity, least=1) is not None:
            return f"have whole quantities from 1 to {AMOUNT_MAX}"
        if line.attributes and _attributes_problem(line.attributes) is not None:
            return "have attributes that are small JSON objects"
    return None


def _returned_lines_problem(command: ReturnOrder) -> str | None:
    if command.lines and command.amount_minor is not None:
        return "go without an amount of the whole order"
    if len(command.lines) > LINES_MAX:
        return f"are at most {LINES_MAX}"
    if len({line.line_id for line in command.lines}) != len(command.lines):
        return "are each named once"
    return next((problem for line in command.lines if (problem := _returned_line_problem(line)) is not None), None)


def _returned_line_problem(line: ReturnedLine) -> str | None:
    if not is_short_text(line.line_id, REFERENCE_LENGTH_MAX):
        return "have ids of 1 to 200 printable characters"
    if line.quantity is not None and amount_refusal("quantity", line.quantity, least=1) is not None:
        return f"have whole quantities from 1 to {AMOUNT_MAX}"
    if line.amount_minor is not None and amount_refusal("amount_minor", line.amount_minor, least=1) is not None:
        return f"have whole amounts from 1 to {AMOUNT_MAX}"
    return None


def _attributes_problem(attributes: object) -> str | None:
    if not isinstance(attributes, dict):
        return "must be a JSON object"
    try:
        size = len(json.dumps(attributes, allow_nan=False, ensure_ascii=False).encode())
    except (TypeError, ValueError, RecursionError):
        return "must be JSON: texts, numbers, true, false, null, lists and objects"
    return f"must be at most {ATTRIBUTES_BYTES_MAX} bytes of JSON" if size > ATTRIBUTES_BYTES_MAX else None


def amount_refusal(name: str, amount: object, *, least: int) -> LoyaltyError | None:
    """`AmountInvalid` unless `amount` is a whole number (not a truth value, not 1.0) within the limits."""
    if type(amount) is int and least <= amount <= AMOUNT_MAX:
        return None
    return AmountInvalid(f"{name} must be a whole number from {least} to {AMOUNT_MAX}.", field=name, given=_shown(amount))


def reference_refusal(name: str, reference: object) -> LoyaltyError | None:
    """`ReferenceInvalid` unless `reference` is a short printable text."""
    if is_short_text(reference, REFERENCE_LENGTH_MAX):
        return None
    return ReferenceInvalid(
        f"{name} must be a text of 1 to {REFERENCE_LENGTH_MAX} printable characters.", field=name, given=_shown(reference)
    )


def label_refusal(source: object, actor: object, reason: object, idempotency_key: object) -> LoyaltyError | None:
    """`LabelInvalid` unless each is None or a short printable text."""
    for name, label, length_max in (
        ("source", source, LABEL_LENGTH_MAX),
        ("actor", actor, LABEL_LENGTH_MAX),
        ("reason", reason, LABEL_LENGTH_MAX),
        ("idempotency_key", idempotency_key, IDEMPOTENCY_KEY_LENGTH_MAX),
    ):
        if label is not None and not is_short_text(label, length_max):
            return LabelInvalid(
                f"{name} must be a text of 1 to {length_max} printable characters, or absent.", field=name, given=_shown(label)
            )
    return None


def _instant_refusal(name: str, instant: object) -> LoyaltyError | None:
    if instant is None or (isinstance(instant, datetime) and instant.tzinfo is not None):
        return None
    return EventTimeInvalid(f"{name} must be an instant with its offset from UTC.", field=name, given=_shown(instant))


def _shown(value: object) -> str:
    return str(value)[:80]
