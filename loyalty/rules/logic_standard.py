"""What the operators say of values by the standard: json-logic-js, and where it leaves NaN or undefined, the community's tests. Pure.

Not here: the meaning that conditions over declared facts have (`logic_values.py`), scopes and laziness (`logic_facts.py` and its likes).
"""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any, NoReturn

from loyalty.errors import Refused
from loyalty.rules.logic_values import as_text, is_list, is_truthy, joined_text, merged_items, part_of, strictly_equal

NOT_A_NUMBER = "NaN"
INVALID_ARGUMENTS = "Invalid Arguments"


class LogicThrown(Refused):
    """The rule has no value: arithmetic on what is no number, arguments that an operator cannot take, or its own `throw`."""

    code = "RULE_THREW"

    def __init__(self, thrown: Any) -> None:  # noqa: ANN401 - a rule may throw any JSON
        self.error = thrown if isinstance(thrown, Mapping) else {"type": thrown}
        super().__init__(f"The rule has no value: {self.error.get('type')}.", type=self.error.get("type"))


def refuse_number() -> NoReturn:
    """Nothing sensible can be computed.

    Raises:
        LogicThrown: always.
    """
    raise LogicThrown(NOT_A_NUMBER)


def refuse_arguments() -> NoReturn:
    """The operator cannot take these arguments.

    Raises:
        LogicThrown: always.
    """
    raise LogicThrown(INVALID_ARGUMENTS)


def number_of(value: object) -> int | float:
    """The number that a value counts as: null, false and "" are 0, true is 1, a text is read as JavaScript reads one.

    Raises:
        LogicThrown: NaN, for a list, an object, or a text that is no number.
    """
    if value is None:
        return 0
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return value
    if isinstance(value, str):
        return _read_number(value)
    refuse_number()


def loosely_equal(left: object, right: object) -> bool:
    """Texts as texts; everything else as numbers, so that null, false, 0 and "" are equal.

    Raises:
        LogicThrown: NaN, where a side is neither.
    """
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    if left is None and right is None:
        return True
    return number_of(left) == number_of(right)


def is_below(left: object, right: object) -> bool:
    """Texts by code point; everything else as numbers.

    Raises:
        LogicThrown: NaN, where a side is neither.
    """
    if isinstance(left, str) and isinstance(right, str):
        return left < right
    return number_of(left) < number_of(right)


def is_not_above(left: object, right: object) -> bool:
    """As `is_below`, equality included.

    Raises:
        LogicThrown: NaN, where a side is neither.
    """
    if isinstance(left, str) and isinstance(right, str):
        return left <= right
    return number_of(left) <= number_of(right)


def contains(given: Sequence[object]) -> bool:
    """Whether a text has the part, or a list an item that is the same (`===`)."""
    needle, haystack = (*given, None, None)[:2]
    if isinstance(haystack, str):
        return haystack != "" and as_text(needle if needle is not None else "null") in haystack
    return is_list(haystack) and any(strictly_equal(needle, item) for item in haystack)  # type: ignore[attr-defined]


def add(given: Sequence[object]) -> object:
    """The sum; of nothing, 0."""
    return _finite(sum(number_of(one) for one in given))


def multiply(given: Sequence[object]) -> object:
    """The product; of nothing, 1."""
    numbers: list[int | float] = [1, *(number_of(one) for one in given)]
    return reduce(_times, numbers)


def subtract(given: Sequence[object]) -> object:
    """The first less all others; of one, its contrary."""
    numbers = [number_of(one) for one in given] or refuse_arguments()
    return _finite(reduce(lambda total, one: total - one, numbers) if len(numbers) > 1 else -numbers[0])


def divide(given: Sequence[object]) -> object:
    """The first by each of the others; of one, its inverse."""
    numbers = [number_of(one) for one in given] or refuse_arguments()
    return reduce(_quotient, numbers if len(numbers) > 1 else [1, *numbers])


def remainder(given: Sequence[object]) -> object:
    """What division leaves, with the sign of the dividend."""
    if len(given) < 2:
        refuse_arguments()
    return reduce(_remainder, [number_of(one) for one in given])


def least(given: Sequence[object]) -> object:
    """The least number."""
    return min([number_of(one) for one in given] or refuse_arguments())


def greatest(given: Sequence[object]) -> object:
    """The greatest number."""
    return max([number_of(one) for one in given] or refuse_arguments())


def substring(given: Sequence[object]) -> object:
    """The characters from a place on, so many of them."""
    source, start, length = (*given, None, None, None)[:3]
    return part_of("null" if source is None else source, start, length)


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
    "!": lambda given: not is_truthy(given[0] if given else None),
    "!!": lambda given: is_truthy(given[0] if given else None),
    "in": contains,
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "%": remainder,
    "min": least,
    "max": greatest,
    "cat": joined_text,
    "substr": substring,
    "merge": merged_items,
    "log": lambda given: given[0] if given else None,
}


def items_of(found: object, operator: str, *, is_null_written: bool) -> Sequence[object]:
    """The list that an iteration walks over; what is not there is an empty one to `map`, `filter` and `reduce`.

    Raises:
        LogicThrown: Invalid Arguments, for anything else that is no list.
    """
    if isinstance(found, list | tuple):
        return found
    if operator in {"all", "some", "none"} or is_null_written:
        refuse_arguments()
    return ()


def _read_number(text: str) -> int | float:
    stripped = text.strip()
    if not stripped:
        return 0
    if "_" in stripped or not stripped.isascii():
        refuse_number()
    try:
        if stripped.lstrip("+-").isdigit():
            return int(stripped)
        if stripped[:2].lower() in {"0x", "0o", "0b"}:
            return int(stripped, 0)
        return _finite(float(stripped))
    except ValueError:
        refuse_number()


def _finite(number: int | float) -> int | float:
    if isinstance(number, int):
        return number if abs(number) < 2**53 else _finite_double(number)
    if not math.isfinite(number):
        refuse_number()
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _finite_double(number: int) -> int | float:
    # Beyond 2^53 JavaScript computes in doubles.
    try:
        return int(float(number))
    except OverflowError:
        refuse_number()


def _times(left: float, right: float) -> int | float:
    try:
        return _finite(left * right)
    except OverflowError:
        refuse_number()


def _quotient(left: int | float, right: int | float) -> int | float:
    if not right:
        refuse_number()
    try:
        return _finite(left / right)
    except OverflowError:
        refuse_number()


def _remainder(left: int | float, right: int | float) -> int | float:
    if not right:
        refuse_number()
    if isinstance(left, int) and isinstance(right, int):
        return abs(left) % abs(right) * (1 if left >= 0 else -1)
    return _finite(math.fmod(left, right))
