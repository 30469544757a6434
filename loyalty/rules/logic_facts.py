"""Reads the facts: names with dots, scopes around, what is missing, today and segments. Not here: what is done with them.

Scopes: the facts, or inside an iteration the item.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from loyalty.rules import logic_days as days
from loyalty.rules import logic_values as guarded
from loyalty.rules.logic_closure import Meaning, Value, Visits, compile_node
from loyalty.rules.model import Call, Constant, ListOf

TODAY_PATHS, NOW_PATHS, SEGMENTS_PATH = ("today", "event.on"), ("now", "event.event_time"), "segments"
"""The paths of the facts that tell them; the first that is there counts."""

_ABSENT = object()


def find(name: str, scope: object) -> object:
    """What stands at the dotted name, or None."""
    found = _found(name, scope)
    return None if found is _ABSENT else found


def _found(name: str, scope: object) -> object:
    found: object = scope
    for step in name.split(".") if name else ():
        found = _stepped(found, step)
        if found is _ABSENT:
            return _ABSENT
    return found


def _stepped(found: object, step: str) -> object:
    if isinstance(found, Mapping):
        return found.get(step, _ABSENT)
    if isinstance(found, list | tuple | str) and step.isascii() and step.isdecimal() and int(step) < len(found):
        return found[int(step)]
    return _ABSENT


def _var(node: Call, meaning: Meaning) -> Value:
    named = node.arguments[0] if node.arguments else Constant(node.path, None)
    default = compile_node(node.arguments[1], meaning) if len(node.arguments) > 1 else None
    if not isinstance(named, Constant) or isinstance(named.value, list | dict):
        return _computed_var(compile_node(named, meaning), default)
    name = guarded.as_text(named.value)
    is_exact = meaning.is_exact

    def value(scope: Any, visits: Visits) -> Any:  # noqa: ANN401
        found = _found(name, scope)
        if found is _ABSENT or (found is None and not is_exact):
            return None if default is None else default(scope, visits)
        return found

    return value


def _computed_var(named: Value, default: Value | None) -> Value:
    def value(scope: Any, visits: Visits) -> Any:  # noqa: ANN401
        found = _found(guarded.as_text(named(scope, visits)), scope)
        if found is _ABSENT:
            return None if default is None else default(scope, visits)
        return found

    return value


def _val(node: Call, meaning: Meaning) -> Value:
    steps = compile_node(ListOf(node.path, node.arguments), meaning)

    def value(scope: Any, visits: Visits) -> Any:  # noqa: ANN401
        found = _walked(_path_of(steps(scope, visits), node), scope, visits)
        return None if found is _ABSENT else found

    return value


def _exists(node: Call, meaning: Meaning) -> Value:
    steps = compile_node(ListOf(node.path, node.arguments), meaning)
    return lambda scope, visits: _walked(_path_of(steps(scope, visits), node), scope, visits) is not _ABSENT


def _path_of(steps: list[Any], node: Call) -> list[Any]:
    return steps[0] if not node.is_listed and isinstance(steps[0], list) else steps


def _walked(steps: list[Any], scope: Any, visits: Visits) -> object:  # noqa: ANN401
    found = scope
    if steps and isinstance(steps[0], list):
        (jump, *_), *steps = steps
        found = _outer(abs(int(jump)), scope, visits)
    for step in steps:
        found = _stepped(found, guarded.as_text(step))
        if found is _ABSENT:
            return _ABSENT
    return found


def _outer(levels: int, scope: object, visits: Visits) -> object:
    """The scope so many levels up. Each iteration has two: where the walk stands, and the scope around it."""
    if levels == 0:
        return scope
    back = (levels + 1) // 2
    if back > len(visits.frames):
        return None
    around, standing = visits.frames[-back]
    return standing if levels % 2 else around


def _missing(node: Call, meaning: Meaning) -> Value:
    arguments = [compile_node(argument, meaning) for argument in node.arguments]

    def value(scope: Any, visits: Visits) -> Any:  # noqa: ANN401
        given = [argument(scope, visits) for argument in arguments]
        names = given[0] if given and isinstance(given[0], list) else given
        return _absent(names, scope)

    return value


def _missing_some(node: Call, meaning: Meaning) -> Value:
    arguments = [compile_node(argument, meaning) for argument in node.arguments]

    def value(scope: Any, visits: Visits) -> Any:  # noqa: ANN401
        fewest, listed, *_ = *(argument(scope, visits) for argument in arguments), None, None
        names = listed if isinstance(listed, list) else [listed]
        absent = _absent(names, scope)
        return [] if len(names) - len(absent) >= (guarded.as_number(fewest) or 0) else absent

    return value


def _absent(names: Sequence[Any], scope: object) -> list[Any]:
    return [name for name in names if find(guarded.as_text(name), scope) in (None, "")]


# Today and segments, wherever in the facts they stand


def _outermost(scope: Any, visits: Visits) -> Any:  # noqa: ANN401
    return visits.frames[0][0] if visits.frames else scope


def _at_first(paths: Sequence[str]) -> Callable[[Call, Meaning], Value]:
    def compiled(node: Call, meaning: Meaning) -> Value:  # noqa: ARG001
        def value(scope: Any, visits: Visits) -> Any:  # noqa: ANN401
            facts = _outermost(scope, visits)
            return next((found for found in (find(path, facts) for path in paths) if found is not None), None)

        return value

    return compiled


def _days_since(node: Call, meaning: Meaning) -> Value:
    day, today = compile_node(node.arguments[0], meaning), _at_first(TODAY_PATHS)(node, meaning)
    return lambda scope, visits: days.days_between([day(scope, visits), today(scope, visits)])


def _in_segment(node: Call, meaning: Meaning) -> Value:
    code = compile_node(node.arguments[0], meaning)
    return lambda scope, visits: guarded.contains(code(scope, visits), find(SEGMENTS_PATH, _outermost(scope, visits)))


FACTS: Mapping[str, Callable[[Call, Meaning], Value]] = {
    "var": _var,
    "val": _val,
    "exists": _exists,
    "missing": _missing,
    "missing_some": _missing_some,
    "today": _at_first(TODAY_PATHS),
    "now": _at_first(NOW_PATHS),
    "days_since": _days_since,
    "in_segment": _in_segment,
}
"""How each operator that reads facts does so."""
