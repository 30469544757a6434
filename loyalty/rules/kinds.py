"""How values of different kinds meet: conversions, magnitudes, the cost in SQL. Not here: which operator wants what (`check.py`)."""

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import TypeAlias

from loyalty.rules.errors import ArithmeticOutOfRange, ImpossibleValue, TypeMismatch
from loyalty.rules.meaning import (
    ARITHMETIC_GREATEST,
    ARITHMETIC_LEAST,
    Absent,
    AllOf,
    Always,
    AnyOf,
    Arithmetic,
    Choice,
    Compare,
    Contains,
    DaysBetween,
    Equal,
    Extreme,
    Field,
    Flag,
    Kind,
    Known,
    Not,
    OneOf,
    PartOfDate,
    Remainder,
    Shifted,
    Truth,
    Truthy,
    Value,
    Widened,
)
from loyalty.rules.model import Constant

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WORDS: dict[Kind, str] = {
    "integer": "a whole number",
    "number": "a number",
    "text": "a text",
    "boolean": "true or false",
    "date": "a date",
    "null": "null",
}
# Far from overflow (1.8e308) and from the last normal number (2.2e-308).
_RESULT_LEAST, _RESULT_GREATEST = 1e-300, 1e300
_ROUNDING = 2.0**-53
_ECHO_LENGTH = 60

Span: TypeAlias = tuple[float, float]


def known(node: Constant) -> Known:
    """The literal as a value."""
    return Known(node.path, _kind_of(node.value), node.value)


def _kind_of(value: object) -> Kind:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    return "number" if isinstance(value, float) else "text"


def described(value: Value) -> str:
    """The value as an error message names it."""
    if isinstance(value, Field):
        return f"'{value.term.operator if value.term else value.feature.name}' ({_WORDS[value.kind]})"
    if isinstance(value, Known):
        written = json.dumps(value.value, ensure_ascii=False, default=str)[:_ECHO_LENGTH]
        return "null" if value.value is None else f"{_WORDS[value.kind]} ({written})"
    return _WORDS[value.kind]


def met(left: Value, right: Value, verb: str) -> tuple[Value, Value]:
    """Both sides in one kind: integers widened beside numbers, ISO texts read as dates beside dates, null left alone.

    Raises:
        TypeMismatch: the kinds do not meet; the path is that of the literal, or of the right side.
        ImpossibleValue: a text beside a date is not a date.
    """
    if left.kind == right.kind or "null" in {left.kind, right.kind}:
        return left, right
    if {left.kind, right.kind} == {"integer", "number"}:
        return widened(left), widened(right)
    if left.kind == "date" and isinstance(right, Known) and right.kind == "text":
        return left, read_date(right)
    if right.kind == "date" and isinstance(left, Known) and left.kind == "text":
        return read_date(left), right
    wrong, other = (left, right) if isinstance(left, Known) else (right, left)
    raise TypeMismatch(
        f"{described(left)} cannot be {verb} {described(right)}.",
        path=wrong.path,
        suggestion=_advice(wrong, other.kind),
        expected=other.kind,
        given=wrong.kind,
    )


def widened(value: Value) -> Value:
    """An integer as a double; a number as it is; null as a missing number."""
    if isinstance(value, Known):
        plain = value.value
        return replace(value, kind="number", value=None if plain is None else float(plain))  # type: ignore[arg-type]
    return value if value.kind == "number" else Widened(value.path, value)


def read_date(value: Known) -> Known:
    """The day that a literal text names.

    Raises:
        ImpossibleValue: it is no day of the calendar.
    """
    written = str(value.value)
    try:
        read = date.fromisoformat(written) if _ISO_DATE.fullmatch(written) else None
    except ValueError:
        read = None
    if read is None:
        raise ImpossibleValue(
            f'"{written[:_ECHO_LENGTH]}" is not a day of the calendar.', path=value.path, suggestion='Write dates as "2017-10-31".'
        )
    return replace(value, kind="date", value=read)


def _advice(wrong: Value, expected: Kind) -> str | None:
    if not isinstance(wrong, Known):
        return None
    written = str(wrong.value)
    if wrong.kind == "text" and expected in {"integer", "number"} and re.fullmatch(r"-?\d+(\.\d+)?", written):
        return f"Write {written} without quotes."
    if wrong.kind == "text" and expected == "boolean" and written.lower() in {"true", "false"}:
        return f"Write {written.lower()} without quotes."
    if wrong.kind in {"integer", "number"} and expected == "text":
        return f'Write "{written}" in quotes.'
    if wrong.kind in {"integer", "number"} and expected == "boolean":
        return "Write true or false."
    return 'Write dates as "2017-10-31".' if expected == "date" else None


def refuse_unknown_code(value: Value, literal: Known) -> None:
    """Nothing happens unless `value` is a feature with a closed list of codes and `literal` is not among them.

    Raises:
        ImpossibleValue: such a comparison could never be true; the nearest code is suggested.
    """
    codes = value.feature.codes if isinstance(value, Field) else None
    if codes is None or not isinstance(literal.value, str) or literal.value in codes:
        return
    close = get_close_matches(literal.value.upper(), [code.upper() for code in codes], n=1, cutoff=0.6)
    nearest = next((code for code in codes if close and code.upper() == close[0]), None)
    assert isinstance(value, Field)  # noqa: S101 - follows from `codes`; tells the type checker
    raise ImpossibleValue(
        f"'{value.feature.name}' is never \"{literal.value[:_ECHO_LENGTH]}\".",
        path=literal.path,
        suggestion=f'Did you mean "{nearest}"?' if nearest else f"It is one of {', '.join(codes[:20])}.",
        codes=list(codes),
    )


def operand(value: Value) -> Value:
    """The value as a double that arithmetic may use.

    Raises:
        TypeMismatch: not a number.
        ArithmeticOutOfRange: a literal beyond the magnitudes that arithmetic works on.
    """
    if value.kind not in {"integer", "number", "null"}:
        raise TypeMismatch(f"Arithmetic takes numbers, not {described(value)}.", path=value.path, suggestion=_advice(value, "number"))
    if isinstance(value, Known) and value.value:
        magnitude = abs(float(value.value))  # type: ignore[arg-type]
        if not ARITHMETIC_LEAST <= magnitude <= ARITHMETIC_GREATEST:
            raise ArithmeticOutOfRange(
                f"Arithmetic works on magnitudes from {ARITHMETIC_LEAST:g} to {ARITHMETIC_GREATEST:g}.", path=value.path
            )
    return widened(value)


def computed(path: str, symbol: str, left: Value, right: Value) -> Arithmetic:
    """`left symbol right`, proven to stay within doubles whatever the features hold.

    Raises:
        ArithmeticOutOfRange: some values of the features could overflow or underflow.
    """
    assert symbol in {"+", "-", "*", "/"}  # noqa: S101 - our own dispatch
    made = Arithmetic(path, symbol, left, right)  # type: ignore[arg-type]
    least, greatest = _span(made)
    if least < _RESULT_LEAST or greatest > _RESULT_GREATEST:
        raise ArithmeticOutOfRange(
            "So many multiplications or divisions could leave the range of numbers.",
            path=path,
            suggestion="Ask for a feature that already combines them.",
        )
    return made


def balanced(path: str, symbol: str, operands: list[Value]) -> Value:
    """The sum or product of all operands, in pairs of pairs: as deep as the logarithm of their number, and the same in every executor."""
    if len(operands) == 1:
        return operands[0]
    middle = (len(operands) + 1) // 2
    return computed(path, symbol, balanced(path, symbol, operands[:middle]), balanced(path, symbol, operands[middle:]))


def _span(value: Value) -> Span:  # noqa: PLR0911 - one return for each kind of node
    """The least magnitude other than 0 and the greatest that the value can have."""
    match value:
        case Known():
            magnitude = abs(float(value.value)) if value.value else 1.0  # type: ignore[arg-type]
            return magnitude, magnitude
        case Field():
            own = (1.0, 2.0**63) if value.kind == "integer" else (ARITHMETIC_LEAST, ARITHMETIC_GREATEST)
            return _union([own, _span(value.default)]) if value.default else own
        case Widened():
            return _span(value.value)
        case Remainder():
            return 1.0, float(value.divisor)
        case DaysBetween() | PartOfDate():
            return 1.0, 4e6
        case Extreme():
            return _union(_span(one) for one in value.operands)
        case Choice():
            return _union([*(_span(one) for _, one in value.cases), _span(value.otherwise)])
        case Arithmetic():
            return _span_of_result(value)
        case _:
            return 1.0, 1.0


def _span_of_result(value: Arithmetic) -> Span:
    (left_least, left_greatest), (right_least, right_greatest) = _span(value.left), _span(value.right)
    if value.symbol == "*":
        return left_least * right_least, left_greatest * right_greatest
    if value.symbol == "/":
        return left_least / right_greatest, left_greatest / right_least
    # A difference of doubles is 0 or at least a unit in the last place of the smaller one.
    return min(left_least, right_least) * _ROUNDING, left_greatest + right_greatest


def _union(spans: Iterable[Span]) -> Span:
    known_spans = list(spans)
    return min(least for least, _ in known_spans), max(greatest for _, greatest in known_spans)


def weight(node: Truth | Value) -> int:  # noqa: C901, PLR0911, PLR0912 - one return for each kind of node
    """How many leaves the SQL of `node` has at most: a null-safe form may write a nullable operand up to three times."""
    match node:
        case Known() | Field() | Always():
            return 1
        case Widened() | Remainder() | PartOfDate():
            return weight(node.value)
        case DaysBetween():
            return weight(node.start) + weight(node.end)
        case Shifted():
            return weight(node.value) * 3
        case Arithmetic():
            return weight(node.left) + weight(node.right)
        case Extreme():
            return sum(_repeated(one) for one in node.operands)
        case Choice():
            return weight(node.otherwise) + sum(weight(condition) + weight(one) for condition, one in node.cases)
        case Flag():
            return weight(node.condition)
        case AllOf() | AnyOf():
            return sum(weight(part) for part in node.parts)
        case Not():
            return weight(node.part)
        case Truthy() | OneOf():
            return _repeated(node.value)
        case Compare() | Equal():
            return _repeated(node.left) + _repeated(node.right)
        case Contains():
            return _repeated(node.needle) + _repeated(node.haystack)
        case Absent():
            return len(node.fields)


def _repeated(value: Value) -> int:
    return weight(value) * (3 if value.is_nullable else 1)
