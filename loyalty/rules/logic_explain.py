"""Says which clause of a condition failed, and what it saw. Pure; not here: deciding (logic) and words in a person's language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from loyalty.rules.logic import Logic, find, worth, written
from loyalty.rules.logic_values import is_truthy
from loyalty.rules.model import Call, Constant, ListOf, Node, as_document


@dataclass(frozen=True)
class FailedClause:
    """The smallest clause that made the condition false: its place (JSON Pointer), its JSON, and the facts it read."""

    path: str
    text: str
    values: Mapping[str, object] = field(default_factory=dict)


def failed_clause(logic: Logic, facts: Mapping[str, object]) -> FailedClause | None:
    """The first clause, in reading order, for which the condition does not hold; None where it holds."""
    node = _failed(logic.root, facts)
    if node is None:
        return None
    return FailedClause(node.path, written(as_document(node)), {name: find(name, facts) for name in dict.fromkeys(_names(node))})


def _failed(node: Node, facts: Mapping[str, object]) -> Node | None:
    if is_truthy(worth(node, facts)):
        return None
    if isinstance(node, Call):
        if node.operator == "and" or (node.operator == "or" and len(node.arguments) == 1):
            return next((found for found in (_failed(argument, facts) for argument in node.arguments) if found), node)
        if node.operator in {"if", "?:"}:
            taken = _taken(node, facts)
            return node if taken is None else _failed(taken, facts)
        if node.operator == "!!":
            return _failed(node.arguments[0], facts) or node
    return node


def _taken(node: Call, facts: Mapping[str, object]) -> Node | None:
    for place in range(0, len(node.arguments) - 1, 2):
        if is_truthy(worth(node.arguments[place], facts)):
            return node.arguments[place + 1]
    return node.arguments[-1] if len(node.arguments) % 2 else None


def _names(node: Node) -> Iterator[str]:
    if isinstance(node, ListOf):
        for item in node.items:
            yield from _names(item)
    elif isinstance(node, Call):
        if node.operator == "var" and isinstance(node.arguments[0], Constant):
            yield str(node.arguments[0].value)
        # Inside an iteration the names are the item's, not the facts'.
        of_facts = node.arguments[:1] if node.operator in {"map", "filter", "reduce", "all", "some", "none"} else node.arguments
        for argument in of_facts:
            yield from _names(argument)
