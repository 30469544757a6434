"""Decides JSONLogic over nested facts: checked once against the shape of the facts, then a closure. Not here: segments (check, sql)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from loyalty.rules import logic_values as values
from loyalty.rules.errors import ForbiddenOperator, RuleTooDeep, TypeMismatch, UnknownOperator
from loyalty.rules.logic_closure import GUARDED, STANDARD, LogicTooCostly, Value, Visits, compile_node, find
from loyalty.rules.logic_standard import LogicThrown
from loyalty.rules.model import Call, Constant, Limits, ListOf, Node
from loyalty.rules.operators import nearest_operator
from loyalty.rules.parse import parse_rule
from loyalty.rules.parse_free import parse_free
from loyalty.rules.shapes import ANYTHING, Items, Plain, Record, Shape, shape_at

__all__ = [
    "Logic",
    "LogicThrown",
    "LogicTooCostly",
    "apply_standard",
    "decide_logic",
    "find",
    "read_logic",
    "worth",
    "written",
]

CONDITION_LIMITS = Limits(depth=20, nodes=500, list_items=1_000)
ITERATION_DEPTH_MAX = 2


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
    return Logic(document, root, frozenset(paths), compile_node(root, GUARDED))


def decide_logic(logic: Logic, facts: Mapping[str, object]) -> bool:
    """Whether the condition holds of the facts.

    Raises:
        LogicTooCostly: it visits more items than one decision may.
    """
    return values.is_truthy(logic.value(facts, Visits()))


def worth(node: Node, scope: object) -> object:
    """What a part of a condition is worth within a scope; for an explanation."""
    return compile_node(node, GUARDED)(scope, Visits())


def apply_standard(document: object, data: object = None) -> object:
    """What a rule over free data is worth, by the standard to the letter: json-logic-js, and the community's tests where those differ.

    Raises:
        UnknownOperator, RuleTooDeep, RuleTooLarge: it cannot be read.
        LogicThrown: it has no value (`NaN`, `Invalid Arguments`, or its own `throw`).
        LogicTooCostly: it visits more items than one decision may.
    """
    return compile_node(parse_free(document), STANDARD)(data, Visits())


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
