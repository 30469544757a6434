"""What JSONLogic's plain operators say of values: truth, equality, order, numbers, texts, lists. Pure; not here: scopes and rules (logic).

JavaScript's coercions, as json-logic-js has them, with three exceptions that README.md explains: an ordering with null is false,
what is not a number makes arithmetic null, and a value beyond the bounds below is null.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

Combine: TypeAlias = Callable[[int | float, int | float], int | float]

NUMBER_MAX = 1e300
TEXT_LENGTH_MAX = 10_000
LIST_LENGTH_MAX = 10_000
DOUBLE_WHOLE_MAX = 2**53
WRITTEN_IN_FULL_LEAST, WRITTEN_IN_FULL_BELOW = 1e-6, 1e21


def is_truthy(value: object) -> bool:
    """False for null, false, 0, an empty text and an empty list; true for everything else, "0" and {} included."""
    if isinstance(value, Mapping):
        return True
    return bool(value)


def is_list(value: object) -> bool:
    """Whether JSON would write the value as an array."""
    return isinstance(value, Sequence | frozenset | set) and not isinstance(value, str | bytes)


def as_number(value: object) -> int | float | None:
    """The number that the value counts as, or None: true is 1, "3.5" is 3.5, "" is 0, null and everything else is none."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return value if abs(value) <= NUMBER_MAX else None
    if isinstance(value, str):
        return _read_number(value)
    return None


def loosely_equal(left: object, right: object) -> bool:
    """JavaScript's `==` for JSON values: null only equals null; between a text and a number the text is read as one."""
    if left is None or right is None:
        return left is None and right is None
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    if is_list(left) or is_list(right) or isinstance(left, Mapping) or isinstance(right, Mapping):
        return False
    first, second = as_number(left), as_number(right)
    return first is not None and first == second


def strictly_equal(left: object, right: object) -> bool:
    """JavaScript's `===` for JSON values: same kind and same value; 1 and 1.0 are one number."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, int | float) and isinstance(right, int | float):
        return left == right
    return type(left) is type(right) and not is_list(left) and not isinstance(left, Mapping) and left == right


def is_below(left: object, right: object) -> bool:
    """Texts by code point, everything else as numbers; false where one side is no number."""
    if isinstance(left, str) and isinstance(right, str):
        return left < right
    first, second = as_number(left), as_number(right)
    return first is not None and second is not None and first < second


def is_not_above(left: object, right: object) -> bool:
    """As `is_below`, equality included."""
    if isinstance(left, str) and isinstance(right, str):
        return left <= right
    first, second = as_number(left), as_number(right)
    return first is not None and second is not None and first <= second


def contains(needle: object, haystack: object) -> bool:
    """Whether a list has an equal item (`===`), or a text the part."""
    if isinstance(haystack, str):
        return isinstance(needle, str) and needle in haystack
    if isinstance(haystack, frozenset | set):
        return isinstance(needle, str) and needle in haystack
    return is_list(haystack) and any(strictly_equal(needle, item) for item in haystack)  # type: ignore[attr-defined]


def add(values: Sequence[object]) -> object:
    """The sum; null where one is no number."""
    return _folded(values, lambda total, one: total + one)


def multiply(values: Sequence[object]) -> object:
    """The product; null where one is no number."""
    return _folded(values, lambda total, one: total * one)


def subtract(values: Sequence[object]) -> object:
    """The difference, or of a single number its contrary."""
    return _folded(values if len(values) > 1 else [0, *values], lambda total, one: total - one)


def divide(left: object, right: object) -> object:
    """The quotient, whole where it is; null for a division by zero."""
    first, second = as_number(left), as_number(right)
    return None if first is None or not second else _bounded(first / second if first % second else first // second)


def remainder(left: object, right: object) -> object:
    """What division leaves, with the sign of the dividend as in JavaScript; null for a division by zero."""
    first, second = as_number(left), as_number(right)
    if first is None or not second:
        return None
    if isinstance(first, int) and isinstance(second, int):
        return abs(first) % abs(second) * (1 if first >= 0 else -1)
    return _bounded(math.fmod(first, second))


def extreme(values: Sequence[object], *, is_least: bool) -> object:
    """The least or the greatest; null where one is no number."""
    numbers = [as_number(value) for value in values]
    known = [number for number in numbers if number is not None]
    if len(known) != len(numbers) or not known:
        return None
    return min(known) if is_least else max(known)


def joined(values: Sequence[object]) -> object:
    """The texts one after the other; null is nothing, lists are joined with commas."""
    text = joined_text(values)
    return text if len(text) <= TEXT_LENGTH_MAX else None


def joined_text(values: Sequence[object]) -> str:
    """As `joined`, of any length."""
    return "".join(as_text(value) for value in values)


def as_text(value: object) -> str:
    """The value as JavaScript would write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number_text(value)
    if is_list(value):
        return ",".join(as_text(item) for item in value)  # type: ignore[attr-defined]
    return "[object Object]" if isinstance(value, Mapping) else str(value)


def part_of(source: object, start: object, length: object = None) -> str:
    """The characters from `start` (below zero: from the end), `length` of them (below zero: all but so many at the end)."""
    text = as_text(source)
    begin = _whole(start)
    rest = text[begin:] if begin >= 0 else text[max(len(text) + begin, 0) :]
    return rest if length is None else rest[: _whole(length)]


def merged(values: Sequence[object]) -> object:
    """One list of all items; what is no list is an item."""
    items = merged_items(values)
    return items if len(items) <= LIST_LENGTH_MAX else None


def merged_items(values: Sequence[object]) -> list[object]:
    """As `merged`, of any length."""
    items: list[object] = []
    for value in values:
        items.extend(value) if is_list(value) else items.append(value)  # type: ignore[arg-type]
    return items


def items_of(found: object) -> Sequence[object]:
    """The list that an iteration walks over; what is no list is an empty one."""
    # Segments are a set to us; the order of a set is nobody's business, so it is sorted and every decision is repeatable.
    return sorted(found) if isinstance(found, frozenset | set) else found if isinstance(found, list | tuple) else ()


def _folded(values: Sequence[object], combine: Combine) -> object:
    numbers = [as_number(value) for value in values]
    if not numbers or numbers[0] is None:
        return None
    total = numbers[0]
    for number in numbers[1:]:
        if number is None:
            return None
        bounded = _bounded(combine(total, number))
        if bounded is None:
            return None
        total = bounded
    return total


def _bounded(number: int | float) -> int | float | None:
    if not abs(number) <= NUMBER_MAX:
        return None
    return int(number) if isinstance(number, float) and number.is_integer() and abs(number) < DOUBLE_WHOLE_MAX else number


def _read_number(text: str) -> int | float | None:
    stripped = text.strip()
    if not stripped:
        return 0
    if len(stripped) > 50 or "_" in stripped:
        return None
    try:
        return _bounded(int(stripped) if stripped.lstrip("+-").isdecimal() else float(stripped))
    except ValueError:
        return None


def _number_text(number: int | float) -> str:
    # As JavaScript writes it: in full from a millionth up to 10^21, with an exponent beyond; whole numbers that a double holds as they are.
    if isinstance(number, int) and abs(number) < DOUBLE_WHOLE_MAX:
        return str(number)
    double = _as_double(number)
    if not math.isfinite(double):
        return "NaN" if math.isnan(double) else f"{'-' if double < 0 else ''}Infinity"
    if double and not WRITTEN_IN_FULL_LEAST <= abs(double) < WRITTEN_IN_FULL_BELOW:
        digits, exponent = repr(double).split("e")
        return f"{digits}e{int(exponent):+d}"
    return format(Decimal(repr(double)), "f").removesuffix(".0") if double else "0"


def _as_double(number: int | float) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.copysign(math.inf, number > 0 or -1)


def _whole(value: object) -> int:
    number = as_number(value)
    return 0 if number is None else int(number)


PAIRS: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": loosely_equal,
    "!=": lambda left, right: not loosely_equal(left, right),
    "===": strictly_equal,
    "!==": lambda left, right: not strictly_equal(left, right),
    "<": is_below,
    "<=": is_not_above,
    ">": lambda left, right: is_below(right, left),
    ">=": lambda left, right: is_not_above(right, left),
}
PLAIN: Mapping[str, Callable[[list[Any]], object]] = {
    "!": lambda given: not is_truthy(given[0]),
    "!!": lambda given: is_truthy(given[0]),
    "in": lambda given: contains(*given),
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": lambda given: divide(*given),
    "%": lambda given: remainder(*given),
    "min": lambda given: extreme(given, is_least=True),
    "max": lambda given: extreme(given, is_least=False),
    "cat": joined,
    "substr": lambda given: part_of(*given),
    "merge": merged,
}
