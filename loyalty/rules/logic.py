"""Decides JSONLogic over nested facts: checked once against the shape of the facts, then a closure. Not here: segments (check, sql)."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, TypeAlias

from loyalty.rules import logic_values as values
from loyalty.rules.errors import ForbiddenOperator, InvalidRule, RuleTooDeep, TypeMismatch, UnknownOperator
from loyalty.rules.model import Call, Constant, Limits, ListOf, Node
from loyalty.rules.operators import nearest_operator
from loyalty.rules.parse import parse_rule
from loyalty.rules.shapes import ANYTHING, Items, Plain, Record, Shape, shape_at

CONDITION_LIMITS = Limits(depth=20, nodes=500, list_items=1_000)
ITERATION_DEPTH_MAX = 2
STEPS_MAX = 100_000
"""Items that one decision may visit; a decision that needs more is false and says so."""


class LogicTooCostly(InvalidRule):
    """The condition visits more items than one decision may."""

    code = "RULE_TOO_COSTLY"


class Visits:
    """How many list items a decision has visited."""

    __slots__ = ("count",)

    def __init__(self) -> None:
        self.count = 0

    def visit(self, items: Collection[object]) -> None:
        """So many more.

        Raises:
            LogicTooCostly: beyond `STEPS_MAX`.
        """
        self.count += len(items) + 1
        if self.count > STEPS_MAX:
            raise LogicTooCostly(f"The condition visits more than {STEPS_MAX:,} items.", path="")


Value: TypeAlias = Callable[[Any, Visits], Any]
"""Worth of a node within a scope: the facts, or inside an iteration the item."""


@dataclass(frozen=True)
class Logic:
    """A condition that is sound: it can be decided over any facts. Equal documents make equal conditions."""

    document: object
    root: Node = field(compare=False)
    paths: frozenset[str] = field(compare=False)
    value: Value = field(compare=False)


def read_logic(document: object, shape: Shape = ANYTHING, limits: Limits = CONDITION_LIMITS) -> Logic:
    """The condition in a decoded JSON value, checked against the shape of the facts.

    Raises:
        InvalidRule: the first thing that is wrong, with its path and, where we can tell, a suggestion.
    """
    try:
        root = parse_rule(document, limits).root
    except UnknownOperator as unknown:
        nearest = nearest_operator(str(unknown.facts["operator"]), is_for_segments=False)
        raise UnknownOperator(
            f"There is no operator '{unknown.facts['operator']}'.",
            path=unknown.path,
            suggestion=f"Did you mean '{nearest}'?" if nearest else None,
            operator=unknown.facts["operator"],
        ) from None
    paths: set[str] = set()
    _check(root, shape, paths, 0, is_outer=True)
    return Logic(document, root, frozenset(paths), _compile(root))


def decide_logic(logic: Logic, facts: Mapping[str, object]) -> bool:
    """Whether the condition holds of the facts.

    Raises:
        LogicTooCostly: it visits more items than one decision may.
    """
    return values.is_truthy(logic.value(facts, Visits()))


def worth(node: Node, scope: object) -> object:
    """What a part of a condition is worth within a scope; for an explanation."""
    return _compile(node)(scope, Visits())


def written(document: object) -> str:
    """A part of a condition as one line of JSON."""
    return json.dumps(document, ensure_ascii=False)


# Checking

_ITERATIONS = {"map", "filter", "reduce", "all", "some", "none"}
_REFUSED = {"log": "It only prints; leave it out.", "method": "A condition never calls code."}


def _check(node: Node, scope: Shape, paths: set[str], iterations: int, *, is_outer: bool) -> Shape:  # noqa: PLR0911 - one return for each kind of node
    """The shape of the node's worth. `paths` gains every path of the facts that is named outside iterations."""
    if isinstance(node, Constant):
        return Plain()
    if isinstance(node, ListOf):
        for item in node.items:
            _check(item, scope, paths, iterations, is_outer=is_outer)
        return Items(ANYTHING)
    if node.operator in _REFUSED:
        raise ForbiddenOperator(f"'{node.operator}' is not for conditions.", path=node.path, suggestion=_REFUSED[node.operator])
    if node.operator == "var":
        return _check_var(node, scope, paths, is_outer=is_outer)
    if node.operator in _ITERATIONS:
        return _check_iteration(node, scope, paths, iterations, is_outer=is_outer)
    if node.operator in {"missing", "missing_some"}:
        return _check_missing(node, scope, paths, is_outer=is_outer)
    inner = [_check(argument, scope, paths, iterations, is_outer=is_outer) for argument in node.arguments]
    if node.operator == "merge":
        return inner[0] if len({id(one) for one in inner}) == 1 and isinstance(inner[0], Items) else Items(ANYTHING)
    return ANYTHING if node.operator in {"if", "?:", "and", "or"} else Plain()


def _check_var(node: Call, scope: Shape, paths: set[str], *, is_outer: bool) -> Shape:
    name = node.arguments[0]
    if not isinstance(name, Constant) or isinstance(name.value, bool | float) or name.value is None:
        raise TypeMismatch(
            "The name of a fact is written out, not computed.", path=node.path, suggestion='Write {"var": "order.spend_minor"}.'
        )
    if len(node.arguments) > 1 and not isinstance(node.arguments[1], Constant):
        _check(node.arguments[1], scope, paths, 0, is_outer=is_outer)
    return _named(str(name.value), scope, node.path, paths, is_outer=is_outer)


def _named(name: str, scope: Shape, path: str, paths: set[str], *, is_outer: bool) -> Shape:
    shape = shape_at(name, scope, path)
    if is_outer:
        paths.add(name)
    return shape


def _check_missing(node: Call, scope: Shape, paths: set[str], *, is_outer: bool) -> Shape:
    listed = node.arguments[1:] if node.operator == "missing_some" else node.arguments
    names = [item for argument in listed for item in (argument.items if isinstance(argument, ListOf) else (argument,))]
    for name in names:
        if not isinstance(name, Constant) or not isinstance(name.value, str):
            raise TypeMismatch(f"'{node.operator}' takes names of facts, written out.", path=name.path)
        _named(name.value, scope, name.path, paths, is_outer=is_outer)
    return Items(Plain())


def _check_iteration(node: Call, scope: Shape, paths: set[str], iterations: int, *, is_outer: bool) -> Shape:
    if iterations >= ITERATION_DEPTH_MAX:
        raise RuleTooDeep(f"Lists are walked inside lists more than {ITERATION_DEPTH_MAX} deep.", path=node.path, limit=ITERATION_DEPTH_MAX)
    over = _check(node.arguments[0], scope, paths, iterations, is_outer=is_outer)
    if isinstance(over, Plain | Record):
        raise TypeMismatch(
            f"'{node.operator}' walks over a list.", path=node.arguments[0].path, suggestion="The order lines are one: 'lines'."
        )
    item = over.of if isinstance(over, Items) else ANYTHING
    inside: Shape = Record({"current": item, "accumulator": ANYTHING}) if node.operator == "reduce" else item
    _check(node.arguments[1], inside, paths, iterations + 1, is_outer=False)
    if node.operator == "reduce":
        _check(node.arguments[2], scope, paths, iterations, is_outer=is_outer)
        return ANYTHING
    if node.operator == "map":
        return Items(ANYTHING)
    return over if node.operator == "filter" else Plain()


# Deciding


def find(name: str, scope: object) -> object:
    """What stands at the dotted name, or None."""
    found: object = scope
    for step in name.split(".") if name else ():
        if isinstance(found, Mapping):
            found = found.get(step)
        elif isinstance(found, list | tuple) and step.isdecimal() and int(step) < len(found):
            found = found[int(step)]
        else:
            return None
    return found


def _compile(node: Node) -> Value:
    if isinstance(node, Constant):
        constant = node.value
        return lambda scope, visits: constant  # noqa: ARG005 (every node has this signature)
    if isinstance(node, ListOf):
        items = [_compile(item) for item in node.items]
        return lambda scope, visits: [item(scope, visits) for item in items]
    special = _SPECIAL.get(node.operator)
    if special is not None:
        return special(node)
    apply, arguments = _PLAIN[node.operator], [_compile(argument) for argument in node.arguments]
    return lambda scope, visits: apply([argument(scope, visits) for argument in arguments])


def _var(node: Call) -> Value:
    name = str(node.arguments[0].value) if isinstance(node.arguments[0], Constant) else ""
    default = _compile(node.arguments[1]) if len(node.arguments) > 1 else None

    def value(scope: Any, visits: Visits) -> Any:  # noqa: ANN401 (JSON)
        found = find(name, scope)
        return default(scope, visits) if found is None and default is not None else found

    return value


def _and(node: Call) -> Value:
    arguments = [_compile(argument) for argument in node.arguments]

    def value(scope: Any, visits: Visits) -> Any:  # noqa: ANN401
        last = None
        for argument in arguments:
            last = argument(scope, visits)
            if not values.is_truthy(last):
                return last
        return last

    return value


def _or(node: Call) -> Value:
    arguments = [_compile(argument) for argument in node.arguments]

    def value(scope: Any, visits: Visits) -> Any:  # noqa: ANN401
        last = None
        for argument in arguments:
            last = argument(scope, visits)
            if values.is_truthy(last):
                return last
        return last

    return value


def _if(node: Call) -> Value:
    arguments = [_compile(argument) for argument in node.arguments]

    def value(scope: Any, visits: Visits) -> Any:  # noqa: ANN401
        for place in range(0, len(arguments) - 1, 2):
            if values.is_truthy(arguments[place](scope, visits)):
                return arguments[place + 1](scope, visits)
        return arguments[-1](scope, visits) if len(arguments) % 2 else None

    return value


def _iteration(node: Call) -> Value:
    over, inside = _compile(node.arguments[0]), _compile(node.arguments[1])
    summarise = _SUMMARIES[node.operator]

    def value(scope: Any, visits: Visits) -> Any:  # noqa: ANN401
        items = _items(over(scope, visits), visits)
        return summarise(items, (inside(item, visits) for item in items))

    return value


def _reduce(node: Call) -> Value:
    over, inside, start = (_compile(argument) for argument in node.arguments)

    def value(scope: Any, visits: Visits) -> Any:  # noqa: ANN401
        total = start(scope, visits)
        for item in _items(over(scope, visits), visits):
            total = inside({"current": item, "accumulator": total}, visits)
        return total

    return value


def _items(found: object, visits: Visits) -> Sequence[object]:
    # Segments are a set to us; the order of a set is nobody's business, so it is sorted and every decision is repeatable.
    items = sorted(found) if isinstance(found, frozenset | set) else found if isinstance(found, list | tuple) else ()
    visits.visit(items)
    return items


def _missing(node: Call) -> Value:
    names = [item.value for argument in node.arguments for item in (argument.items if isinstance(argument, ListOf) else (argument,))]  # type: ignore[union-attr]
    return lambda scope, visits: [name for name in names if find(str(name), scope) in (None, "")]  # noqa: ARG005


def _missing_some(node: Call) -> Value:
    fewest, listed = _compile(node.arguments[0]), node.arguments[1]
    names = [str(item.value) for item in (listed.items if isinstance(listed, ListOf) else (listed,)) if isinstance(item, Constant)]

    def value(scope: Any, visits: Visits) -> Any:  # noqa: ANN401
        absent = [name for name in names if find(name, scope) in (None, "")]
        needed = values.as_number(fewest(scope, visits)) or 0
        return [] if len(names) - len(absent) >= needed else absent

    return value


def _chained(pair: Callable[[object, object], bool]) -> Callable[[list[Any]], bool]:
    return lambda given: all(pair(left, right) for left, right in pairwise(given))


_SPECIAL: Mapping[str, Callable[[Call], Value]] = {
    "var": _var,
    "and": _and,
    "or": _or,
    "if": _if,
    "?:": _if,
    "map": _iteration,
    "filter": _iteration,
    "all": _iteration,
    "some": _iteration,
    "none": _iteration,
    "reduce": _reduce,
    "missing": _missing,
    "missing_some": _missing_some,
}
_SUMMARIES: Mapping[str, Callable[[Sequence[object], Any], object]] = {
    "map": lambda items, results: list(results),  # noqa: ARG005
    "filter": lambda items, results: [item for item, result in zip(items, results, strict=True) if values.is_truthy(result)],
    # As in json-logic-js, nothing is true of all of an empty list.
    "all": lambda items, results: bool(items) and all(values.is_truthy(result) for result in results),
    "some": lambda items, results: any(values.is_truthy(result) for result in results),  # noqa: ARG005
    "none": lambda items, results: not any(values.is_truthy(result) for result in results),  # noqa: ARG005
}
_PLAIN: Mapping[str, Callable[[list[Any]], object]] = {
    "!": lambda given: not values.is_truthy(given[0]),
    "!!": lambda given: values.is_truthy(given[0]),
    "==": lambda given: values.loosely_equal(*given),
    "!=": lambda given: not values.loosely_equal(*given),
    "===": lambda given: values.strictly_equal(*given),
    "!==": lambda given: not values.strictly_equal(*given),
    "<": _chained(values.is_below),
    "<=": _chained(values.is_not_above),
    ">": _chained(lambda left, right: values.is_below(right, left)),
    ">=": _chained(lambda left, right: values.is_not_above(right, left)),
    "in": lambda given: values.contains(*given),
    "+": values.add,
    "-": values.subtract,
    "*": values.multiply,
    "/": lambda given: values.divide(*given),
    "%": lambda given: values.remainder(*given),
    "min": lambda given: values.extreme(given, is_least=True),
    "max": lambda given: values.extreme(given, is_least=False),
    "cat": values.joined,
    "substr": lambda given: values.part_of(*given),
    "merge": values.merged,
}
