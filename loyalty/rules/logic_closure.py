"""Turns the nodes of a condition into a closure, under a meaning. Not here: what its operators make of values (`logic_meanings.py`)."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from loyalty.rules import logic_standard as standard
from loyalty.rules.errors import InvalidRule
from loyalty.rules.model import Call, Constant, ListOf, Node

STEPS_MAX = 100_000
"""Items that one decision may visit; a decision that needs more stops and says so."""

PAIR_COUNT = 2
# Written without an array and computed as a list, such an operator's argument is the list of its arguments.
_SPREADING = frozenset({"+", "-", "*", "/", "%", "min", "max", "cat"})


class LogicTooCostly(InvalidRule):
    """The condition visits more items than one decision may."""

    code = "RULE_TOO_COSTLY"


class Visits:
    """One decision under way: how many list items it has visited, and the scopes around the present one, outermost first."""

    __slots__ = ("count", "frames")

    def __init__(self) -> None:
        self.count = 0
        self.frames: list[tuple[Any, Any]] = []

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
class Meaning:
    """What operators say of values. `pairs` compare neighbours, `plain` take all arguments, `special` decide what is evaluated at all.

    `is_exact`: the standard to the letter, errors included. Otherwise null stays null: see README.md.
    """

    pairs: Mapping[str, Callable[[Any, Any], bool]]
    plain: Mapping[str, Callable[[list[Any]], object]]
    special: Mapping[str, Callable[[Call, "Meaning"], Value]]
    is_exact: bool


def compile_node(node: Node, meaning: Meaning) -> Value:
    """The closure of one node."""
    if isinstance(node, Constant):
        constant = node.value
        return lambda scope, visits: constant  # noqa: ARG005 (every node has this signature)
    if isinstance(node, ListOf):
        items = [compile_node(item, meaning) for item in node.items]
        return lambda scope, visits: [item(scope, visits) for item in items]
    special = meaning.special.get(node.operator)
    if special is not None:
        return special(node, meaning)
    if node.operator in meaning.pairs:
        return _compared(node, meaning)
    return _plain(node, meaning)


def _plain(node: Call, meaning: Meaning) -> Value:
    apply, arguments = meaning.plain[node.operator], [compile_node(argument, meaning) for argument in node.arguments]
    if not meaning.is_exact or node.is_listed or node.operator not in _SPREADING:
        return lambda scope, visits: apply([argument(scope, visits) for argument in arguments])
    (only,) = arguments

    def spread(scope: Any, visits: Visits) -> Any:  # noqa: ANN401 (JSON)
        found = only(scope, visits)
        return apply(found if isinstance(found, list) else [found])

    return spread


def _compared(node: Call, meaning: Meaning) -> Value:
    compare, arguments = meaning.pairs[node.operator], [compile_node(argument, meaning) for argument in node.arguments]
    if len(arguments) == PAIR_COUNT:
        first, second = arguments
        return lambda scope, visits: compare(first(scope, visits), second(scope, visits))
    if len(arguments) < PAIR_COUNT:
        return refused

    def chain(scope: Any, visits: Visits) -> Any:  # noqa: ANN401
        left = arguments[0](scope, visits)
        for argument in arguments[1:]:
            right = argument(scope, visits)
            if not compare(left, right):
                return False
            left = right
        return True

    return chain


def refused(scope: object, visits: Visits) -> Any:  # noqa: ANN401, ARG001
    """The closure of a node whose arguments the standard does not take."""
    standard.refuse_arguments()
