"""Decides JSONLogic over nested facts: checked once against the shape of the facts, then a closure. Not here: segments (check, sql)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from loyalty.rules import logic_values as values
from loyalty.rules.errors import UnknownOperator
from loyalty.rules.logic_check import check_logic
from loyalty.rules.logic_closure import LogicTooCostly, Value, Visits, compile_node
from loyalty.rules.logic_facts import find
from loyalty.rules.logic_meanings import GUARDED, STANDARD
from loyalty.rules.logic_standard import LogicThrown
from loyalty.rules.model import Limits, Node
from loyalty.rules.operators import nearest_operator
from loyalty.rules.parse import parse_rule
from loyalty.rules.parse_free import parse_free
from loyalty.rules.shapes import ANYTHING, Shape

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
    return Logic(document, root, check_logic(root, shape), compile_node(root, GUARDED))


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
