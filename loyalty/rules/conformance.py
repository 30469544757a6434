"""Runs a suite of the JSONLogic community through the executor. Pure; not here: reading the file and printing (`khaywe rules`)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from loyalty.errors import Invalid
from loyalty.rules.errors import InvalidRule
from loyalty.rules.logic import LogicThrown, apply_standard

_TRIPLE = 3


class SuiteMalformed(Invalid):
    """The file is no suite: an array of comments and cases."""

    code = "RULE_SUITE_MALFORMED"


@dataclass(frozen=True)
class Case:
    """One case: the rule, its data, and what it must be worth, or the error it must end in."""

    number: int
    description: str
    rule: object
    data: object
    expected: object
    is_error: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of a case; `found` is its worth, or the error in words where `is_error`."""

    case: Case
    found: object
    is_error: bool

    @property
    def has_passed(self) -> bool:
        """The same JSON value, or the same kind of error."""
        if self.is_error != self.case.is_error:
            return False
        return is_same_json(_error_type(self.found), _error_type(self.case.expected)) if self.is_error else self._is_equal()

    def _is_equal(self) -> bool:
        return is_same_json(self.found, self.case.expected)


def read_suite(document: object) -> list[Case]:
    """The cases of a decoded suite: texts are comments, cases are `{description, rule, data, result}`, or `[rule, data, result]` as in
    json-logic-js's own file. `error` in the place of `result` asks for an error of that type.

    Raises:
        SuiteMalformed: anything else; says which entry.
    """
    if not isinstance(document, list):
        raise SuiteMalformed("A suite is a JSON array of comments and cases.")
    return [_case(number, entry) for number, entry in enumerate(document) if not isinstance(entry, str)]


def run_suite(cases: Sequence[Case]) -> Iterator[Outcome]:
    """Every case decided by the standard's meaning, in order."""
    for case in cases:
        yield _decided(case)


def is_same_json(left: object, right: object) -> bool:
    """Whether two values are one JSON value: 1 and 1.0 are, true and 1 are not."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, int | float) and isinstance(right, int | float):
        return left == right
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(is_same_json(*pair) for pair in zip(left, right, strict=True))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(is_same_json(left[key], right[key]) for key in left)
    return type(left) is type(right) and left == right


def _case(number: int, entry: object) -> Case:
    match entry:
        case {"rule": rule, "error": error, **others}:
            return Case(number, _described(others, rule), rule, others.get("data"), error, is_error=True)
        case {"rule": rule, "result": result, **others}:
            return Case(number, _described(others, rule), rule, others.get("data"), result)
        case [rule, data, result] if len(entry) == _TRIPLE:
            return Case(number, _described({}, rule), rule, data, result)
    raise SuiteMalformed(f"Entry {number} is no comment and no case {{description, rule, data, result}}.", entry=number)


def _described(others: Mapping[Any, Any], rule: object) -> str:
    told = others.get("description")
    return told if isinstance(told, str) and told else str(rule)


def _decided(case: Case) -> Outcome:
    try:
        return Outcome(case, apply_standard(case.rule, case.data), is_error=False)
    except LogicThrown as thrown:
        return Outcome(case, dict(thrown.error), is_error=True)
    except InvalidRule as refused:
        return Outcome(case, {"type": refused.message}, is_error=True)


def _error_type(error: object) -> object:
    return error.get("type") if isinstance(error, dict) else error
