"""A rule as it was written: JSONLogic read into frozen nodes, each knowing its place. Not here: what the nodes mean (`meaning.py`)."""

from dataclasses import dataclass
from typing import Any, TypeAlias

Scalar: TypeAlias = bool | int | float | str | None
"""What a JSON literal may be. A whole number within 64 bits is an `int`, however it was written (`2.0` is `2`)."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal. In a rule that is checked it is a `Scalar`; over free data it may be any JSON."""

    path: str
    value: Any


@dataclass(frozen=True, slots=True)
class ListOf:
    """A JSON array in the place of a value."""

    path: str
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Options:
    """A JSON object that names the parts of an operator, such as what `events` counts."""

    path: str
    entries: tuple[tuple[str, "Node"], ...]


@dataclass(frozen=True, slots=True)
class Call:
    """One operator with its arguments; `{"!": x}` is read as `{"!": [x]}`."""

    path: str
    operator: str
    arguments: tuple["Node", ...]
    is_listed: bool = True
    """Whether the arguments were written as an array."""
    options: Options | None = None
    """The last argument, where the operator takes its parts by name."""


Node: TypeAlias = Constant | ListOf | Call


def as_document(node: Node) -> object:
    """The JSON that reads back as the node; `{"!": [x]}` is written `{"!": x}` where that reads the same."""
    match node:
        case Constant():
            return node.value
        case ListOf():
            return [as_document(item) for item in node.items]
        case Call():
            arguments = [as_document(argument) for argument in node.arguments]
            if node.options:
                return {node.operator: [*arguments, {name: as_document(part) for name, part in node.options.entries}]}
            return {node.operator: arguments[0] if len(arguments) == 1 and not isinstance(arguments[0], list) else arguments}


@dataclass(frozen=True, slots=True)
class Rule:
    """A whole rule: well formed, of bounded size, and not yet checked against any catalogue."""

    root: Node
    node_count: int
    depth: int


@dataclass(frozen=True, slots=True)
class Limits:
    """How much rule is too much."""

    depth: int = 20
    nodes: int = 500
    list_items: int = 10_000


SEGMENT_LIMITS = Limits()
