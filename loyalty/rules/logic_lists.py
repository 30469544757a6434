"""Walks lists, item by item, each item a scope. Not here: how many items one decision may visit (`logic_closure.py`)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from loyalty.rules import logic_standard as standard
from loyalty.rules import logic_values as guarded
from loyalty.rules.logic_closure import PAIR_COUNT, Meaning, Value, Visits, compile_node, refused
from loyalty.rules.model import Call, Constant, Node


def _iteration(node: Call, meaning: Meaning) -> Value:
    if meaning.is_exact and (len(node.arguments) != PAIR_COUNT or (node.operator in {"map", "filter"} and _is_null(node.arguments[1]))):
        return refused
    over, inside = (compile_node(argument, meaning) for argument in node.arguments)
    summarise, items_of = _SUMMARIES[node.operator], _items_of(node, meaning)

    def value(scope: Any, visits: Visits) -> Any:  # noqa: ANN401
        items = items_of(over(scope, visits))
        visits.visit(items)
        return summarise(items, _each(items, inside, scope, visits))

    return value


def _each(items: Sequence[object], inside: Value, scope: object, visits: Visits) -> Any:  # noqa: ANN401
    frames = visits.frames
    depth = len(frames)
    for index, item in enumerate(items):
        frames.append((scope, {"index": index}))
        yield inside(item, visits)
        del frames[depth:]


def _reduce(node: Call, meaning: Meaning) -> Value:
    if not PAIR_COUNT <= len(node.arguments) <= PAIR_COUNT + 1:
        return refused
    over, inside, *start = (compile_node(argument, meaning) for argument in node.arguments)
    items_of = _items_of(node, meaning)

    def value(scope: Any, visits: Visits) -> Any:  # noqa: ANN401
        total = start[0](scope, visits) if start else None
        items = items_of(over(scope, visits))
        visits.visit(items)
        for index, item in enumerate(items):
            visits.frames.append((scope, {"index": index}))
            total = inside({"current": item, "accumulator": total}, visits)
            visits.frames.pop()
        return total

    return value


def _items_of(node: Call, meaning: Meaning) -> Callable[[object], Sequence[object]]:
    if not meaning.is_exact:
        return guarded.items_of
    operator, is_null_written = node.operator, _is_null(node.arguments[0])
    return lambda found: standard.items_of(found, operator, is_null_written=is_null_written)


def _is_null(node: Node) -> bool:
    return isinstance(node, Constant) and node.value is None


_SUMMARIES: Mapping[str, Callable[[Sequence[object], Any], object]] = {
    "map": lambda items, results: list(results),  # noqa: ARG005
    "filter": lambda items, results: [item for item, result in zip(items, results, strict=True) if guarded.is_truthy(result)],
    # As in json-logic-js, nothing is true of all of an empty list.
    "all": lambda items, results: bool(items) and all(guarded.is_truthy(result) for result in results),
    "some": lambda items, results: any(guarded.is_truthy(result) for result in results),  # noqa: ARG005
    "none": lambda items, results: not any(guarded.is_truthy(result) for result in results),  # noqa: ARG005
}

LISTS: Mapping[str, Callable[[Call, Meaning], Value]] = {**dict.fromkeys(_SUMMARIES, _iteration), "reduce": _reduce}
"""How each operator that walks a list does so."""
