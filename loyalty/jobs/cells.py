"""Reads the cells of a row: texts, whole numbers, instants, JSON. Pure. Not here: what a row means (rows).

Every function but `shown` raises `RowInvalid` where the value is missing or of another kind than asked.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from loyalty.jobs.errors import RowInvalid
from loyalty.ledger.commands import ReturnedLine
from loyalty.programs.model import OrderLine

Row = Mapping[str, object]

ORDER_LINE = {"line_id", "amount_minor", "quantity", "product_id", "category_code", "attributes"}
RETURNED_LINE = {"line_id", "quantity", "amount_minor"}


def text(row: Row, name: str) -> str:
    """The text in the cell; raises `RowInvalid` where there is none."""
    value = text_or_none(row, name)
    if value is None:
        raise invalid(row, name, "is missing")
    return value


def text_or_none(row: Row, name: str) -> str | None:
    """The text in the cell, None where it is empty; a whole number counts as its digits."""
    value = row.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, bool | float) or not isinstance(value, str | int):
        raise invalid(row, name, "must be a text")
    return str(value)


def number(row: Row, name: str) -> int:
    """The whole number in the cell."""
    value = row.get(name)
    if isinstance(value, str):
        digits = value.strip()
        if digits.isascii() and digits.removeprefix("-").isdecimal() and len(digits) <= 19:
            return int(digits)
    elif isinstance(value, int) and not isinstance(value, bool):
        return value
    raise invalid(row, name, "is missing" if value in (None, "") else "must be a whole number")


def number_or_none(row: Row, name: str) -> int | None:
    """The whole number in the cell; None where it is empty."""
    return None if row.get(name) in (None, "") else number(row, name)


def instant(row: Row, name: str) -> datetime | None:
    """The instant in the cell, in UTC; None where it is empty."""
    value = row.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise invalid(row, name, "must be an RFC 3339 instant with a zone") from None
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC)
    raise invalid(row, name, "must be an instant with a zone")


def json_object(row: Row, name: str) -> Mapping[str, object]:
    """The JSON object in the cell; empty where there is none."""
    value = row.get(name)
    if value is None or value == "":
        return {}
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            raise invalid(row, name, "must be a JSON object") from None
    if not isinstance(value, dict):
        raise invalid(row, name, "must be a JSON object")
    return value


def invalid(row: Row, name: str, problem: str) -> RowInvalid:
    """The refusal for a cell."""
    return RowInvalid(f"{name} {problem}.", field=name, given=shown(row.get(name)))


def shown(value: object) -> object:
    """A value of a row as JSON can hold it, not too long."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value).replace("\x00", "�")[:200]


def order_lines(row: Row, name: str) -> tuple[OrderLine, ...]:
    """The lines of an order in the cell, a JSON list; what they must look like beyond, the ledger says."""
    return tuple(
        OrderLine(
            line["line_id"],
            line["amount_minor"],
            line.get("quantity", 1),
            line.get("product_id"),
            line.get("category_code"),
            line.get("attributes", {}),
        )
        for line in _lines(row, name, {"line_id", "amount_minor"}, ORDER_LINE)
    )


def returned_lines(row: Row, name: str) -> tuple[ReturnedLine, ...]:
    """The lines that come back in the cell, a JSON list."""
    lines = _lines(row, name, {"line_id"}, RETURNED_LINE)
    return tuple(ReturnedLine(line["line_id"], line.get("quantity"), line.get("amount_minor")) for line in lines)


def _lines(row: Row, name: str, needed: set[str], known: set[str]) -> list[dict[str, Any]]:
    value = row.get(name)
    if value is None or value == "":
        return []
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            raise invalid(row, name, "must be a JSON list of lines") from None
    if not isinstance(value, list) or not all(isinstance(line, dict) for line in value):
        raise invalid(row, name, "must be a JSON list of lines")
    # Parquet gives every line every field.
    lines = [{field: part for field, part in line.items() if part is not None} for line in value]
    texts = ("line_id", "product_id", "category_code")
    for place, line in enumerate(lines):
        if needed - line.keys() or line.keys() - known or any(not isinstance(line.get(field, ""), str) for field in texts):
            raise invalid(
                row, name, f"line {place + 1} must have {', '.join(sorted(needed))}, may have {', '.join(sorted(known - needed))}"
            )
    return lines
