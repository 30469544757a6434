"""What a row of a file means: one command of its kind, or why not. Pure. Not here: files (reading), cells (cells), acting (act)."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple
from uuid import UUID

from loyalty.jobs.cells import (
    Row,
    instant,
    invalid,
    json_object,
    number,
    number_or_none,
    order_lines,
    returned_lines,
    text,
    text_or_none,
)
from loyalty.jobs.model import JobKind
from loyalty.ledger.commands import (
    AdjustPoints,
    BurnPoints,
    Command,
    CorrectOrder,
    EarnPoints,
    OpenBalance,
    ReturnOrder,
    TransferPoints,
)
from loyalty.members.model import EnrolMember
from loyalty.programs.rules_model import PURCHASE

# The columns each kind needs; what else it takes is optional. A column that it does not know is refused, so that none is misspelt.
NEEDED: dict[JobKind, frozenset[str]] = {
    JobKind.TRANSACTIONS: frozenset({"type", "member_id"}),
    JobKind.MEMBERS: frozenset({"external_id"}),
    JobKind.OPENING_BALANCES: frozenset({"member_id", "reference", "points"}),
    JobKind.VOUCHERS: frozenset({"pool_code", "code"}),
    JobKind.SEGMENT_MEMBERS: frozenset({"segment_code", "member_id"}),
}
KNOWN: dict[JobKind, frozenset[str]] = {
    JobKind.TRANSACTIONS: NEEDED[JobKind.TRANSACTIONS]
    | {
        "order_id", "spend_minor", "currency_code", "event_time", "trigger", "attributes", "lines", "reference", "points", "wallet_code",
        "amount_minor", "to_member_id", "expires_at", "reason", "source",
    },
    JobKind.MEMBERS: NEEDED[JobKind.MEMBERS] | {"joined_at", "attributes"},
    JobKind.OPENING_BALANCES: NEEDED[JobKind.OPENING_BALANCES]
    | {"granted_at", "expires_at", "wallet_code", "reason", "source"},
    JobKind.VOUCHERS: NEEDED[JobKind.VOUCHERS],
    JobKind.SEGMENT_MEMBERS: NEEDED[JobKind.SEGMENT_MEMBERS] | {"action"},
}  # fmt: skip


def enrolment(row: Row, program_code: str) -> EnrolMember:
    """The customer that a row of members names.

    Raises:
        RowInvalid: a value is missing or of another kind than its column.
    """
    return EnrolMember(text(row, "external_id"), program_code, instant(row, "joined_at"), json_object(row, "attributes"))


class VoucherCode(NamedTuple):
    """A partner's code that is to be a voucher of the pool."""

    pool_code: str
    code: str


def voucher_code(row: Row) -> VoucherCode:
    """The code that a row of vouchers names, and where it belongs.

    Raises:
        RowInvalid: a value is missing or of another kind than its column.
    """
    return VoucherCode(text(row, "pool_code"), text(row, "code"))


def command(kind: JobKind, row: Row, member_id: UUID, to_member_id: UUID | None = None, *, actor: str, idempotency_key: str) -> Command:
    """The act that a row of transactions or opening balances asks for. `to_member_id`: known where the row is a transfer.

    Raises:
        RowInvalid: a value is missing or of another kind than its column.
    """
    shared: dict[str, Any] = {"source": text_or_none(row, "source"), "actor": actor, "idempotency_key": idempotency_key}
    if kind is JobKind.OPENING_BALANCES:
        return OpenBalance(
            member_id=member_id,
            reference=text(row, "reference"),
            points=number(row, "points"),
            granted_at=instant(row, "granted_at"),
            expires_at=instant(row, "expires_at"),
            wallet_code=text_or_none(row, "wallet_code"),
            reason=text_or_none(row, "reason"),
            **shared,
        )
    others = () if to_member_id is None else (to_member_id,)
    return row_type(row).command(row, member_id, shared, *others)


def _earn(row: Row, member_id: UUID, shared: dict[str, Any]) -> Command:
    return EarnPoints(
        member_id=member_id,
        order_id=text(row, "order_id"),
        spend_minor=number(row, "spend_minor"),
        currency_code=text(row, "currency_code"),
        event_time=instant(row, "event_time"),
        attributes=json_object(row, "attributes"),
        trigger=text_or_none(row, "trigger") or PURCHASE,
        lines=order_lines(row, "lines"),
        **shared,
    )


def _burn(row: Row, member_id: UUID, shared: dict[str, Any]) -> Command:
    return BurnPoints(
        member_id=member_id,
        reference=text(row, "reference"),
        points=number(row, "points"),
        reason=text_or_none(row, "reason"),
        wallet_code=text_or_none(row, "wallet_code"),
        order_id=text_or_none(row, "order_id"),
        **shared,
    )


def _return(row: Row, member_id: UUID, shared: dict[str, Any]) -> Command:
    return ReturnOrder(
        member_id=member_id,
        order_id=text(row, "order_id"),
        reference=text(row, "reference"),
        lines=returned_lines(row, "lines"),
        amount_minor=number_or_none(row, "amount_minor"),
        reason=text_or_none(row, "reason"),
        **shared,
    )


def _correction(row: Row, member_id: UUID, shared: dict[str, Any]) -> Command:
    return CorrectOrder(
        member_id=member_id,
        order_id=text(row, "order_id"),
        reference=text(row, "reference"),
        spend_minor=number(row, "spend_minor"),
        currency_code=text(row, "currency_code"),
        event_time=instant(row, "event_time"),
        trigger=text_or_none(row, "trigger") or PURCHASE,
        lines=order_lines(row, "lines"),
        attributes=json_object(row, "attributes"),
        reason=text_or_none(row, "reason"),
        **shared,
    )


def _adjustment(row: Row, member_id: UUID, shared: dict[str, Any]) -> Command:
    return AdjustPoints(
        member_id=member_id,
        reference=text(row, "reference"),
        points=number(row, "points"),
        reason=text(row, "reason"),
        expires_at=instant(row, "expires_at"),
        wallet_code=text_or_none(row, "wallet_code"),
        **shared,
    )


def _transfer(row: Row, member_id: UUID, shared: dict[str, Any], to_member_id: UUID) -> Command:
    return TransferPoints(
        member_id=member_id,
        to_member_id=to_member_id,
        reference=text(row, "reference"),
        points=number(row, "points"),
        wallet_code=text_or_none(row, "wallet_code"),
        reason=text_or_none(row, "reason"),
        **shared,
    )


class RowType(NamedTuple):
    """A type of transaction in a file: its act, and the permission that whoever sent the file must hold for it."""

    permission: str
    command: Callable[..., Command]


TRANSFER = "TRANSFER"
# In the words of `POST /v1/transactions:batch`.
ROW_TYPES: Final[Mapping[str, RowType]] = MappingProxyType(
    {
        "EARN": RowType("ledger.earn", _earn),
        "BURN": RowType("ledger.burn", _burn),
        "RETURN": RowType("ledger.return", _return),
        "CORRECTION": RowType("ledger.return", _correction),
        "ADJUSTMENT": RowType("ledger.adjust", _adjustment),
        TRANSFER: RowType("ledger.transfer", _transfer),
    }
)


ROW_PERMISSIONS: Final = tuple(dict.fromkeys(found.permission for found in ROW_TYPES.values()))
"""Of these a file of transactions may need some."""


def row_type(row: Row) -> RowType:
    """The type that a row of transactions names.

    Raises:
        RowInvalid: there is none.
    """
    found = ROW_TYPES.get(text(row, "type"))
    if found is None:
        raise invalid(row, "type", f"must be one of {', '.join(ROW_TYPES)}")
    return found
