"""Reads any JSONLogic document into nodes, as json-logic-js would take it. Not here: the stricter reading of what is saved (`parse.py`)."""

from loyalty.rules.errors import MalformedRule, RuleTooDeep, RuleTooLarge, UnknownOperator
from loyalty.rules.model import Call, Constant, Limits, ListOf, Node
from loyalty.rules.operators import STANDARD_OPERATORS, nearest_operator
from loyalty.rules.parse import escape

FREE_LIMITS = Limits(depth=100, nodes=100_000, list_items=1_000_000)
_ECHO_LENGTH = 60


def parse_free(document: object, limits: Limits = FREE_LIMITS) -> Node:
    """The nodes of a decoded JSON value. An object of one key is a call, any other object is data, and no arity is asked for: what an
    operator does with too few arguments is for its meaning to say.

    Raises:
        UnknownOperator: no such operator; the nearest is suggested.
        MalformedRule: something that JSON cannot hold.
        RuleTooDeep, RuleTooLarge: beyond `limits`.
    """
    return _Reading(limits).node(document, "", 1)


class _Reading:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.nodes = 0

    def node(self, value: object, path: str, depth: int) -> Node:
        self.nodes += 1
        if self.nodes > self.limits.nodes:
            raise RuleTooLarge(f"The rule has more than {self.limits.nodes:,} nodes.", path=path, limit=self.limits.nodes)
        if depth > self.limits.depth:
            raise RuleTooDeep(f"The rule is nested more than {self.limits.depth} deep.", path=path, limit=self.limits.depth)
        if isinstance(value, dict):
            return self.call(value, path, depth) if len(value) == 1 else Constant(path, value)
        if isinstance(value, list | tuple):
            return ListOf(path, tuple(self.node(item, f"{path}/{place}", depth + 1) for place, item in enumerate(value)))
        if value is None or isinstance(value, bool | int | float | str):
            return Constant(path, value)
        raise MalformedRule(f"{type(value).__name__} is not a JSON value.", path=path)

    def call(self, value: dict[object, object], path: str, depth: int) -> Call | Constant:
        ((name, given),) = value.items()
        operator = str(name)
        if operator not in STANDARD_OPERATORS:
            nearest = nearest_operator(operator, is_for_segments=False)
            raise UnknownOperator(
                f"There is no operator '{operator[:_ECHO_LENGTH]}'.",
                path=path,
                suggestion=f"Did you mean '{nearest}'?" if nearest else None,
                operator=operator[:_ECHO_LENGTH],
            )
        place = f"{path}/{escape(operator)}"
        if operator == "preserve":
            return Constant(place, given)
        if isinstance(given, list | tuple):
            read = tuple(self.node(item, f"{place}/{number}", depth + 1) for number, item in enumerate(given))
            return Call(path, operator, read)
        return Call(path, operator, (self.node(given, place, depth + 1),), is_listed=False)
