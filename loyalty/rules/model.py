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
class Call:
    """One operator with its arguments; `{"!": x}` is read as `{"!": [x]}`."""

    path: str
    operator: str
    arguments: tuple["Node", ...]
    is_listed: bool = True
    """Whether the arguments were written as an array."""


Node: TypeAlias = Constant | ListOf | Call


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
