"""Turns a checked rule into a Python closure that decides one customer. Not here: many customers at once (`sql.py`).

The closures are built once and specialised at the leaves, where the time goes: a comparison of a feature with a literal is one
dictionary look-up and one comparison. They read and never write, so one closure serves all threads.
"""

import operator
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeAlias

from loyalty.rules.calendar import PARTS, shifted
from loyalty.rules.meaning import (
    ARITHMETIC_GREATEST,
    ARITHMETIC_LEAST,
    DOUBLE_GREATEST,
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

Facts: TypeAlias = Mapping[str, Any]
"""One customer's features by name, each of its catalogue kind (bool, int, float, str, date) or None; a name that is not there is null.
The terms of the rule are there under their names; today and random buckets come from the keys where they are not."""

Decide: TypeAlias = Callable[[Facts], bool]
# A value may be of any kind; the checker has proven that it is the right one.
Read: TypeAlias = Callable[[Facts], Any]

_ORDERINGS: Mapping[str, Callable[[Any, Any], bool]] = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
# The mirror of a comparison: `5 < x` is `x > 5`.
_MIRROR = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def truth_of(node: Truth) -> Decide:  # noqa: PLR0911 - one return for each kind of node
    """The closure of one truth."""
    match node:
        case AllOf():
            return _all_of([truth_of(part) for part in node.parts])
        case AnyOf():
            return _any_of([truth_of(part) for part in node.parts])
        case Not():
            part = truth_of(node.part)
            return lambda facts: not part(facts)
        case Always():
            is_true = node.is_true
            return lambda _facts: is_true
        case Truthy():
            # 0, "" and false are falsy in Python too; every date is truthy.
            value = value_of(node.value, is_finite=True)
            return lambda facts: bool(value(facts))
        case Compare():
            return _compare(node)
        case Equal():
            return _equal(node)
        case OneOf():
            return _one_of(node)
        case Contains():
            return _contains(value_of(node.needle), value_of(node.haystack))
        case Absent():
            return _absent(node)


def value_of(node: Value, *, is_finite: bool = False) -> Read:  # noqa: PLR0911 - one return for each kind of node
    """The closure of one value. `is_finite`: read a bare number column as null where it is not finite."""
    match node:
        case Known():
            constant = node.value
            return lambda _facts: constant
        case Field():
            return _field(node, is_finite)
        case Widened():
            return _widened(value_of(node.value))
        case Arithmetic():
            return _arithmetic(node.symbol, value_of(node.left), value_of(node.right))
        case Remainder():
            return _remainder(value_of(node.value), node.divisor)
        case Extreme():
            return _extreme(min if node.which == "min" else max, [value_of(one) for one in node.operands])
        case DaysBetween():
            return _days_between(value_of(node.start), value_of(node.end))
        case Shifted():
            return _shifted(node, value_of(node.value))
        case PartOfDate():
            return _part_of_date(PARTS[node.part], value_of(node.value))
        case Choice():
            return _choice([(truth_of(condition), value_of(chosen)) for condition, chosen in node.cases], value_of(node.otherwise))
        case Flag():
            return truth_of(node.condition)


def _all_of(parts: list[Decide]) -> Decide:
    if len(parts) == 1:
        return parts[0]
    held = tuple(parts)

    def all_of(facts: Facts) -> bool:
        for part in held:  # noqa: SIM110 - all() with a generator takes twice as long
            if not part(facts):
                return False
        return True

    return all_of


def _any_of(parts: list[Decide]) -> Decide:
    if len(parts) == 1:
        return parts[0]
    held = tuple(parts)

    def any_of(facts: Facts) -> bool:
        for part in held:  # noqa: SIM110
            if part(facts):
                return True
        return False

    return any_of


def is_as_stored(field: Field) -> bool:
    """Whether the fact itself is the value, so that a leaf may read it directly."""
    return field.default is None and field.range == "stored"


def _compare(node: Compare) -> Decide:
    if isinstance(node.left, Field) and isinstance(node.right, Known) and is_as_stored(node.left):
        return _compare_literal(node.symbol, node.left, node.right.value)
    if isinstance(node.right, Field) and isinstance(node.left, Known) and is_as_stored(node.right):
        return _compare_literal(_MIRROR[node.symbol], node.right, node.left.value)
    ordered, left, right = _ORDERINGS[node.symbol], value_of(node.left), value_of(node.right)

    def compare(facts: Facts) -> bool:
        first = left(facts)
        if first is None:
            return False
        second = right(facts)
        return second is not None and ordered(first, second)

    return compare


def _compare_literal(symbol: str, field: Field, literal: Any) -> Decide:  # noqa: ANN401 - of the field's kind
    name = field.feature.name
    if field.kind == "number":
        return _compare_number(symbol, name, float(literal))
    match symbol:
        case "<":
            return lambda facts: (value := facts.get(name)) is not None and value < literal
        case "<=":
            return lambda facts: (value := facts.get(name)) is not None and value <= literal
        case ">":
            return lambda facts: (value := facts.get(name)) is not None and value > literal
        case _:
            return lambda facts: (value := facts.get(name)) is not None and value >= literal


def _compare_number(symbol: str, name: str, literal: float) -> Decide:
    # The chain with the greatest double is false of NaN and of infinities, which count as missing.
    least, greatest = -DOUBLE_GREATEST, DOUBLE_GREATEST
    match symbol:
        case "<":
            return lambda facts: (value := facts.get(name)) is not None and least <= value < literal
        case "<=":
            return lambda facts: (value := facts.get(name)) is not None and least <= value <= literal
        case ">":
            return lambda facts: (value := facts.get(name)) is not None and literal < value <= greatest
        case _:
            return lambda facts: (value := facts.get(name)) is not None and literal <= value <= greatest


def _equal(node: Equal) -> Decide:
    if isinstance(node.right, Known) and node.right.value is not None and isinstance(node.left, Field) and is_as_stored(node.left):
        name, literal = node.left.feature.name, node.right.value
        return lambda facts: facts.get(name) == literal
    left, right = value_of(node.left, is_finite=True), value_of(node.right)
    return lambda facts: left(facts) == right(facts)


def _one_of(node: OneOf) -> Decide:
    items: frozenset[object] = frozenset([*node.items, None] if node.has_null else node.items)
    if isinstance(node.value, Field) and is_as_stored(node.value) and not (node.has_null and node.value.is_bare):
        name = node.value.feature.name
        return lambda facts: facts.get(name) in items
    value = value_of(node.value, is_finite=True)
    return lambda facts: value(facts) in items


def _contains(needle: Read, haystack: Read) -> Decide:
    def contains(facts: Facts) -> bool:
        part, whole = needle(facts), haystack(facts)
        return part is not None and whole is not None and part in whole

    return contains


def _absent(node: Absent) -> Decide:
    fields = [value_of(field, is_finite=True) for field in node.fields]
    fewest = node.fewest

    def absent(facts: Facts) -> bool:
        present = 0
        for field in fields:
            value = field(facts)
            if value is not None and value != "":
                present += 1
        return present < fewest

    return absent


def _field(node: Field, is_finite: bool) -> Read:
    name, default = node.feature.name, None if node.default is None else node.default.value
    if node.range == "arithmetic":
        return _arithmetic_field(name, default)
    if node.range == "finite" or (is_finite and node.is_bare):
        return _finite_field(name, default)
    if default is None:
        return lambda facts: facts.get(name)
    return lambda facts: default if (value := facts.get(name)) is None else value


def _finite_field(name: str, default: object) -> Read:
    least, greatest = -DOUBLE_GREATEST, DOUBLE_GREATEST

    def finite(facts: Facts) -> object:
        value: Any = facts.get(name)
        return value if value is not None and least <= value <= greatest else default

    return finite


def _arithmetic_field(name: str, default: object) -> Read:
    least, greatest = ARITHMETIC_LEAST, ARITHMETIC_GREATEST

    def bounded(facts: Facts) -> object:
        value: Any = facts.get(name)
        if value is None:
            return default
        magnitude = abs(value)
        if magnitude < least:
            return 0.0
        return float(value) if magnitude <= greatest else default

    return bounded


def _widened(value: Read) -> Read:
    def widened(facts: Facts) -> float | None:
        found = value(facts)
        return None if found is None else float(found)

    return widened


def _arithmetic(symbol: str, left: Read, right: Read) -> Read:
    if symbol == "/":
        return _quotient(left, right)
    compute = {"+": operator.add, "-": operator.sub, "*": operator.mul}[symbol]

    def arithmetic(facts: Facts) -> float | None:
        first, second = left(facts), right(facts)
        return None if first is None or second is None else compute(first, second)

    return arithmetic


def _quotient(left: Read, right: Read) -> Read:
    def quotient(facts: Facts) -> float | None:
        first, second = left(facts), right(facts)
        return first / second if first is not None and second else None

    return quotient


def _remainder(value: Read, divisor: int) -> Read:
    def remainder(facts: Facts) -> int | None:
        found: int | None = value(facts)
        if found is None:
            return None
        # SQL's remainder has the sign of the dividend, Python's that of the divisor.
        return found % divisor if found >= 0 else -(-found % divisor)

    return remainder


def _extreme(choose: Callable[[list[Any]], Any], operands: list[Read]) -> Read:
    def extreme(facts: Facts) -> object:
        values = [operand(facts) for operand in operands]
        return None if None in values else choose(values)

    return extreme


def _days_between(start: Read, end: Read) -> Read:
    def days_between(facts: Facts) -> int | None:
        first, last = start(facts), end(facts)
        return None if first is None or last is None else (last - first).days

    return days_between


def _shifted(node: Shifted, value: Read) -> Read:
    least, greatest, count, unit = node.least, node.greatest, node.count, node.unit

    def moved(facts: Facts) -> date | None:
        found = value(facts)
        return shifted(found, count, unit) if found is not None and least <= found <= greatest else None

    return moved


def _part_of_date(part: Callable[[date], int], value: Read) -> Read:
    def part_of_date(facts: Facts) -> int | None:
        found = value(facts)
        return None if found is None else part(found)

    return part_of_date


def _choice(cases: list[tuple[Decide, Read]], otherwise: Read) -> Read:
    def choice(facts: Facts) -> object:
        for condition, value in cases:
            if condition(facts):
                return value(facts)
        return otherwise(facts)

    return choice
