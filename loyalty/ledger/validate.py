"""What a command must look like before anybody is looked up. Not here: what the member and the program say (earn, burn)."""

from datetime import datetime

from loyalty.errors import LoyaltyError
from loyalty.ledger.commands import BurnPoints, Command, EarnPoints
from loyalty.ledger.errors import AmountInvalid, EventTimeInvalid, LabelInvalid, ReferenceInvalid
from loyalty.ledger.model import AMOUNT_MAX, LABEL_LENGTH_MAX, REFERENCE_LENGTH_MAX
from loyalty.text_rules import is_short_text

IDEMPOTENCY_KEY_LENGTH_MAX = 255


def shape_refusal(command: Command) -> LoyaltyError | None:
    """The first thing wrong with the command itself: its amount, its reference, its labels, its time; None: nothing."""
    if isinstance(command, EarnPoints):
        return (
            amount_refusal("spend_minor", command.spend_minor, least=0)
            or reference_refusal("order_id", command.order_id)
            or label_refusal(command.source, command.actor, None, command.idempotency_key)
            or _event_time_refusal(command.event_time)
        )
    return _burn_refusal(command) if isinstance(command, BurnPoints) else None


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


def _burn_refusal(command: BurnPoints) -> LoyaltyError | None:
    return (
        amount_refusal("points", command.points, least=1)
        or reference_refusal("reference", command.reference)
        or label_refusal(command.source, command.actor, command.reason, command.idempotency_key)
    )


def _event_time_refusal(event_time: object) -> LoyaltyError | None:
    if event_time is None or (isinstance(event_time, datetime) and event_time.tzinfo is not None):
        return None
    return EventTimeInvalid("event_time must be an instant with its offset from UTC.", field="event_time", given=_shown(event_time))


def _shown(value: object) -> str:
    return str(value)[:80]
