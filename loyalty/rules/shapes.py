"""The shape of the facts that a condition may ask about: which paths exist. Not here: the facts themselves and the operators (logic)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NoReturn, TypeAlias

from loyalty.rules.errors import UnknownField

_ECHO_LENGTH = 60


@dataclass(frozen=True)
class Plain:
    """A text, a number, true, false or null; `kind` is for people to read."""

    kind: str = "value"


@dataclass(frozen=True)
class Anything:
    """Values of the company's own, of which nothing is known before they arrive."""


@dataclass(frozen=True)
class Record:
    """An object with these keys and no others."""

    fields: Mapping[str, "Shape"]


@dataclass(frozen=True)
class Items:
    """A list whose items all have one shape."""

    of: "Shape"


Shape: TypeAlias = Plain | Anything | Record | Items

ANYTHING = Anything()


def shape_at(name: str, within: Shape, path: str) -> Shape:
    """The shape of what stands at the dotted `name` within a shape; `path` is where the rule says it.

    Raises:
        UnknownField: no such fact; the nearest one is suggested.
    """
    shape = within
    for step in name.split(".") if name else []:
        found = _step(shape, step)
        if found is None:
            _refuse(name, within, path)
        shape = found
    return shape


def paths_of(shape: Shape, prefix: str = "") -> Iterator[str]:
    """Every path that can be named, for a suggestion or a screen; `*` stands for a key of the company's own."""
    match shape:
        case Record():
            for name, inner in shape.fields.items():
                yield from paths_of(inner, f"{prefix}.{name}" if prefix else name)
        case Anything() if prefix:
            yield f"{prefix}.*"
        case _ if prefix:
            yield prefix


def _step(shape: Shape, step: str) -> Shape | None:
    match shape:
        case Record():
            return shape.fields.get(step)
        case Items():
            return shape.of if step.isdecimal() else None
        case Anything():
            return shape
        case Plain():
            return None


def _refuse(name: str, within: Shape, path: str) -> NoReturn:
    known = list(paths_of(within))
    close = get_close_matches(name, known, n=1, cutoff=0.5) or [one for one in known if one.rpartition(".")[2] == name.rpartition(".")[2]]
    if close:
        advice = f"Did you mean '{close[0]}'?"
    elif "." in name or not isinstance(within, Record):
        advice = None
    else:
        advice = "There are " + ", ".join(f"'{one}'" for one in within.fields) + "."
    raise UnknownField(f"There is no fact '{name[:_ECHO_LENGTH]}' here.", path=path, suggestion=advice, field=name[:_ECHO_LENGTH])
