"""What a row of a file means: one command of its kind, or why not. Pure. Not here: reading files (reading), acting (act)."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from loyalty.jobs.errors import RowInvalid
from loyalty.jobs.model import JobKind
from loyalty.ledger.commands import BurnPoints, Command, EarnPoints, OpenBalance
from loyalty.members.model import EnrolMember
from loyalty.programs.rules_model import PURCHASE

Row = Mapping[str, object]

# The columns each kind needs; what else it takes is optional. A column that it does not know is refused, so that none is misspelt.
NEEDED: dict[JobKind, frozenset[str]] = {
    JobKind.TRANSACTIONS: frozenset({"type", "member_id"}),
    JobKind.MEMBERS: frozenset({"external_id"}),
    JobKind.OPENING_BALANCES: frozenset({"member_id", "reference", "points"}),
    JobKind.VOUCHERS: frozenset({"pool_code", "code"}),
}
KNOWN: dict[JobKind, frozenset[str]] = {
    JobKind.TRANSACTIONS: NEEDED[JobKind.TRANSACTIONS]
    | {
        "order_id", "spend_minor", "currency_code", "event_time", "trigger", "attributes", "reference", "points", "wallet_code", "reason",
        "source",
    },
    JobKind.MEMBERS: NEEDED[JobKind.MEMBERS] | {"joined_at", "attributes"},
    JobKind.OPENING_BALANCES: NEEDED[JobKind.OPENING_BALANCES]
    | {"granted_at", "expires_at", "wallet_code", "reason", "source"},
    JobKind.VOUCHERS: NEEDED[JobKind.VOUCHERS],
}  # fmt: skip


def enrolment(row: Row, program_code: str) -> EnrolMember:
    """The customer that a row of members names.

    Raises:
        RowInvalid: a value is missing or of another kind than its column.
    """
    return EnrolMember(_text(row, "external_id"), program_code, _instant(row, "joined_at"), _object(row, "attributes"))


class VoucherCode(NamedTuple):
    """A partner's code that is to be a voucher of the pool."""

    pool_code: str
    code: str


def voucher_code(row: Row) -> VoucherCode:
    """The code that a row of vouchers names, and where it belongs.

    Raises:
        RowInvalid: a value is missing or of another kind than its column.
    """
    return VoucherCode(_text(row, "pool_code"), _text(row, "code"))


def command(kind: JobKind, row: Row, member_id: UUID, *, actor: str, idempotency_key: str) -> Command:
    """The act that a row of transactions or opening balances asks for.

    Raises:
        RowInvalid: a value is missing or of another kind than its column.
    """
    shared: dict[str, Any] = {"source": _text_or_none(row, "source"), "actor": actor, "idempotency_key": idempotency_key}
    if kind is JobKind.OPENING_BALANCES:
        return OpenBalance(
            member_id=member_id,
            reference=_text(row, "reference"),
            points=_number(row, "points"),
            granted_at=_instant(row, "granted_at"),
            expires_at=_instant(row, "expires_at"),
            wallet_code=_text_or_none(row, "wallet_code"),
            reason=_text_or_none(row, "reason"),
            **shared,
        )
    return _BY_TYPE.get(_text(row, "type"), _unknown_type)(row, member_id, shared)


def _earn(row: Row, member_id: UUID, shared: dict[str, Any]) -> Command:
    return EarnPoints(
        member_id=member_id,
        order_id=_text(row, "order_id"),
        spend_minor=_number(row, "spend_minor"),
        currency_code=_text(row, "currency_code"),
        event_time=_instant(row, "event_time"),
        attributes=_object(row, "attributes"),
        trigger=_text_or_none(row, "trigger") or PURCHASE,
        **shared,
    )


def _burn(row: Row, member_id: UUID, shared: dict[str, Any]) -> Command:
    return BurnPoints(
        member_id=member_id,
        reference=_text(row, "reference"),
        points=_number(row, "points"),
        reason=_text_or_none(row, "reason"),
        wallet_code=_text_or_none(row, "wallet_code"),
        order_id=_text_or_none(row, "order_id"),
        **shared,
    )


def _unknown_type(row: Row, *_: object) -> Command:
    raise _invalid(row, "type", "must be EARN or BURN")


_BY_TYPE: dict[str, Callable[[Row, UUID, dict[str, Any]], Command]] = {"EARN": _earn, "BURN": _burn}


def _text(row: Row, name: str) -> str:
    value = _text_or_none(row, name)
    if value is None:
        raise _invalid(row, name, "is missing")
    return value


def _text_or_none(row: Row, name: str) -> str | None:
    value = row.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, bool | float) or not isinstance(value, str | int):
        raise _invalid(row, name, "must be a text")
    return str(value)


def _number(row: Row, name: str) -> int:
    value = row.get(name)
    if isinstance(value, str):
        text = value.strip()
        if text.isascii() and text.removeprefix("-").isdecimal() and len(text) <= 19:
            return int(text)
    elif isinstance(value, int) and not isinstance(value, bool):
        return value
    raise _invalid(row, name, "is missing" if value in {None, ""} else "must be a whole number")


def _instant(row: Row, name: str) -> datetime | None:
    value = row.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise _invalid(row, name, "must be an RFC 3339 instant with a zone") from None
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC)
    raise _invalid(row, name, "must be an instant with a zone")


def _object(row: Row, name: str) -> Mapping[str, object]:
    value = row.get(name)
    if value is None or value == "":
        return {}
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            raise _invalid(row, name, "must be a JSON object") from None
    if not isinstance(value, dict):
        raise _invalid(row, name, "must be a JSON object")
    return value


def _invalid(row: Row, name: str, problem: str) -> RowInvalid:
    return RowInvalid(f"{name} {problem}.", field=name, given=shown(row.get(name)))


def shown(value: object) -> object:
    """A value of a row as JSON can hold it, not too long."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value).replace("\x00", "�")[:200]
