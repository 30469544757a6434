"""Reads JSONLogic into `Rule`: well formed, known operators, bounded. Not here: whether it fits a catalogue (`check.py`)."""

import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NoReturn

from loyalty.rules.errors import ImpossibleValue, InvalidRule, MalformedRule, RuleTooDeep, RuleTooLarge, UnknownOperator
from loyalty.rules.model import SEGMENT_LIMITS, Call, Constant, Limits, ListOf, Node, Options, Rule
from loyalty.rules.operators import OPERATORS, nearest_operator
from loyalty.rules.positions import positions_of

INT64_LEAST, INT64_GREATEST = -(2**63), 2**63 - 1

_ECHO_LENGTH = 60
_EVENTS_EXAMPLE = 'Write {"events": ["count", {"type": "purchase", "within_days": 30}]}.'


def parse_text(text: str, limits: Limits = SEGMENT_LIMITS) -> Rule:
    """The rule written in `text`.

    Raises:
        MalformedRule: not JSON (the line and column are told), a key twice in one object; and everything of `parse_rule`.
    """
    document = read_json(text)
    with located_in(text):
        return parse_rule(document, limits)


@contextmanager
def located_in(text: str) -> Iterator[None]:
    """What is refused within tells the line and column of the JSON text, beside its path."""
    try:
        yield
    except InvalidRule as refused:
        place = positions_of(text).get(refused.path)
        raise (refused.located(place.line, place.column) if place and "line" not in refused.facts else refused) from None


def read_json(text: str, *, is_strict: bool = True) -> Any:  # noqa: ANN401 - JSON is any of its types
    """The JSON value in `text`, where a number beyond doubles is an error, and if `is_strict` a repeated key too, and no silent loss.

    Raises:
        MalformedRule: not JSON; the line and column are told.
    """
    try:
        return json.loads(text, object_pairs_hook=_object if is_strict else None, parse_constant=_not_a_number)
    except json.JSONDecodeError as error:
        raise MalformedRule(
            f"This is not JSON: {error.msg} (line {error.lineno}, column {error.colno}).", path="", line=error.lineno, column=error.colno
        ) from None
    except RecursionError:
        raise RuleTooDeep("The JSON is nested too deeply to be a rule.", path="") from None
    except ValueError as error:
        # An integer literal of more than 4,300 digits.
        raise ImpossibleValue(f"A number is too long: {error}.", path="") from None


def parse_rule(document: object, limits: Limits = SEGMENT_LIMITS) -> Rule:
    """The rule in a decoded JSON value; every node keeps its JSON Pointer.

    Raises:
        MalformedRule: an object that is not one operator, or a wrong number of arguments.
        UnknownOperator: no such operator; the nearest is suggested.
        ImpossibleValue: a number that is not finite, a text that no database stores.
        RuleTooDeep, RuleTooLarge: beyond `limits`.
    """
    reading = _Reading(limits)
    root = reading.node(document, "", 1)
    return Rule(root=root, node_count=reading.nodes, depth=reading.deepest)


@dataclass
class _Reading:
    limits: Limits
    nodes: int = 0
    list_items: int = 0
    deepest: int = field(default=0)

    def node(self, value: object, path: str, depth: int) -> Node:
        if isinstance(value, dict):
            return self.call(value, path, depth)
        if isinstance(value, list | tuple):
            return self.list_of(value, path, depth)
        self.count(path)
        return _constant(value, path)

    def call(self, value: dict[object, object], path: str, depth: int) -> Call:
        if len(value) != 1:
            told = ", ".join(str(key) for key in list(value)[:5]) or "none"
            raise MalformedRule(
                f"An object must hold exactly one operator; this one holds {len(value)} ({told}).",
                path=path,
                suggestion='Join several conditions with {"and": […]}.' if value else 'Write for example {"var": "recency_days"}.',
            )
        ((name, given),) = value.items()
        operator = OPERATORS.get(name) if isinstance(name, str) else None
        if operator is None:
            _unknown(str(name), path)
        self.descend(path, depth)
        self.count(path)
        place = f"{path}/{escape(operator.name)}"
        listed = isinstance(given, list | tuple)
        arguments: list[object] = list(given) if isinstance(given, list | tuple) else [given]
        if len(arguments) < operator.fewest or (operator.most is not None and len(arguments) > operator.most):
            raise MalformedRule(
                f"'{operator.name}' takes {operator.arity}, not {len(arguments)}.",
                path=place,
            )
        if operator.name == "var":
            # The name is part of the node, not a node of its own.
            self.nodes -= 1
        if operator.name == "events":
            measure, options = self.node(arguments[0], f"{place}/0", depth + 1), self.options(arguments[1], f"{place}/1", depth + 1)
            return Call(path, "events", (measure,), options=options)
        read = tuple(self.node(argument, f"{place}/{index}" if listed else place, depth + 1) for index, argument in enumerate(arguments))
        return Call(path, operator.name, read)

    def options(self, value: object, path: str, depth: int) -> Options:
        if not isinstance(value, dict):
            raise MalformedRule("'events' takes what to measure and an object.", path=path, suggestion=_EVENTS_EXAMPLE)
        entries = [(str(key), self.node(given, f"{path}/{escape(str(key))}", depth + 1)) for key, given in value.items()]
        return Options(path, tuple(entries))

    def list_of(self, value: list[object] | tuple[object, ...], path: str, depth: int) -> ListOf:
        self.descend(path, depth)
        self.count(path)
        self.list_items += len(value)
        if self.list_items > self.limits.list_items:
            raise RuleTooLarge(
                f"The rule lists more than {self.limits.list_items:,} values.",
                path=path,
                suggestion="Load the list as a static segment or as a column of the feature mart.",
                limit=self.limits.list_items,
            )
        items = tuple(
            self.node(item, f"{path}/{index}", depth + 1) if isinstance(item, dict | list | tuple) else _constant(item, f"{path}/{index}")
            for index, item in enumerate(value)
        )
        return ListOf(path, items)

    def descend(self, path: str, depth: int) -> None:
        self.deepest = max(self.deepest, depth)
        if depth > self.limits.depth:
            raise RuleTooDeep(
                f"Operators are nested more than {self.limits.depth} deep.",
                path=path,
                suggestion="Flatten it: 'and' and 'or' take any number of arguments.",
                limit=self.limits.depth,
            )

    def count(self, path: str) -> None:
        self.nodes += 1
        if self.nodes > self.limits.nodes:
            raise RuleTooLarge(
                f"The rule has more than {self.limits.nodes} nodes.",
                path=path,
                suggestion="Use 'in' with a list instead of many comparisons, or a feature that already combines them.",
                limit=self.limits.nodes,
            )


def escape(segment: str) -> str:
    """One segment of a JSON Pointer (RFC 6901)."""
    return segment.replace("~", "~0").replace("/", "~1")


def _constant(value: object, path: str) -> Constant:
    if value is None or isinstance(value, bool):
        return Constant(path, value)
    if isinstance(value, int | float):
        return Constant(path, _number(value, path))
    if isinstance(value, str):
        return Constant(path, _text(value, path))
    raise MalformedRule(f"{type(value).__name__} is not a JSON value.", path=path)


def _number(value: int | float, path: str) -> int | float:
    try:
        as_double = float(value)
    except OverflowError:
        as_double = math.inf
    if not math.isfinite(as_double):
        raise ImpossibleValue("A number must be finite and fit a double.", path=path)
    if as_double.is_integer() and INT64_LEAST <= int(value) <= INT64_GREATEST:
        return int(value)
    return as_double


def _text(value: str, path: str) -> str:
    if "\x00" in value:
        raise ImpossibleValue("A text with a NUL character can be stored in no database.", path=path, suggestion="Remove the \\u0000.")
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise ImpossibleValue("A text with half a surrogate pair is not Unicode.", path=path, suggestion="Write the whole character.")
    return value


def _unknown(name: str, path: str) -> NoReturn:
    nearest = nearest_operator(name)
    raise UnknownOperator(
        f"There is no operator '{name[:_ECHO_LENGTH]}'.",
        path=path,
        suggestion=f"Did you mean '{nearest}'?" if nearest else None,
        operator=name[:_ECHO_LENGTH],
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for name, value in pairs:
        if name in read:
            raise MalformedRule(f"The key '{name[:_ECHO_LENGTH]}' stands twice in one object.", path="", key=name[:_ECHO_LENGTH])
        read[name] = value
    return read


def _not_a_number(name: str) -> NoReturn:
    raise ImpossibleValue(f"{name} is not a JSON number.", path="")
