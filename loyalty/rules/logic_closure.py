"""Turns the nodes of a condition into a closure: scopes, laziness, iteration. Not here: what operators say of values (the meanings)."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from loyalty.rules import logic_days as days
from loyalty.rules import logic_standard as standard
from loyalty.rules import logic_values as guarded
from loyalty.rules.errors import InvalidRule
from loyalty.rules.model import Call, Constant, ListOf, Node

STEPS_MAX = 100_000
"""Items that one decision may visit; a decision that needs more stops and says so."""


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
    """What operators say of values. `pairs` compare neighbours, `plain` take all arguments.

    `is_exact`: the standard to the letter, errors included. Otherwise null stays null: see README.md.
    """

    pairs: Mapping[str, Callable[[Any, Any], bool]]
    plain: Mapping[str, Callable[[list[Any]], object]]
    is_exact: bool


STANDARD = Meaning(standard.PAIRS, standard.PLAIN, is_exact=True)
GUARDED = Meaning(
    guarded.PAIRS,
    {**guarded.PLAIN, "days_between": days.days_between, "date_add": days.date_add, "date_part": days.date_part},
    is_exact=False,
)

_ABSENT = object()
# Written without an array and computed as a list, such an operator's argument is the list of its arguments.
_SPREADING = frozenset({"+", "-", "*", "/", "%", "min", "max", "cat"})
_PAIR_LEAST = 2


def find(name: str, scope: object) -> object:
    """What stands at the dotted name, or None."""
    found = _found(name, scope)
    return None if found is _ABSENT else found


def compile_node(node: Node, meaning: Meaning) -> Value:
    """The closure of one node."""
    if isinstance(node, Constant):
        constant = node.value
        return lambda scope, visits: constant  # noqa: ARG005 (every node has this signature)
    if isinstance(node, ListOf):
        items = [compile_node(item, meaning) for item in node.items]
        return lambda scope, visits: [item(scope, visits) for item in items]
    special = _SPECIAL.get(node.operator)
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
    if len(arguments) == _PAIR_LEAST:
        first, second = arguments
        return lambda scope, visits: compare(first(scope, visits), second(scope, visits))
    if len(arguments) < _PAIR_LEAST:
        return _refused

    def chain(scope: Any, visits: Visits) -> Any:  # noqa: ANN401
        left = arguments[0](scope, visits)
        for argument in arguments[1:]:
            right = argument(scope, visits)
            if not compare(left, right):
                return False
            left = right
        return True

    return chain


def _refused(scope: object, visits: Visits) -> Any:  # noqa: ANN401, ARG001
    standard.refuse_arguments()


# Reading facts


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

TODAY_PATHS, NOW_PATHS, SEGMENTS_PATH = ("today", "event.on"), ("now", "event.event_time"), "segments"
"""The paths of the facts that tell them; the first that is there counts."""


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


# Branching


def _and(node: Call, meaning: Meaning) -> Value:
    arguments = [compile_node(argument, meaning) for argument in node.arguments]
    if not node.is_listed and meaning.is_exact:
        return _refused

    def value(scope: Any, visits: Visits) -> Any:  # noqa: ANN401
        last: Any = False
        for argument in arguments:
            last = argument(scope, visits)
            if not guarded.is_truthy(last):
                return last
        return last

    return value


def _or(node: Call, meaning: Meaning) -> Value:
    arguments = [compile_node(argument, meaning) for argument in node.arguments]
    if not node.is_listed and meaning.is_exact:
        return _refused

    def value(scope: Any, visits: Visits) -> Any:  # noqa: ANN401
        last: Any = False
        for argument in arguments:
            last = argument(scope, visits)
            if guarded.is_truthy(last):
                return last
        return last

    return value


def _coalesce(node: Call, meaning: Meaning) -> Value:
    arguments = [compile_node(argument, meaning) for argument in node.arguments]

    def value(scope: Any, visits: Visits) -> Any:  # noqa: ANN401
        for argument in arguments:
            found = argument(scope, visits)
            if found is not None:
                return found
        return None

    return value


def _if(node: Call, meaning: Meaning) -> Value:
    arguments = [compile_node(argument, meaning) for argument in node.arguments]
    if not node.is_listed and meaning.is_exact:
        return _refused

    def value(scope: Any, visits: Visits) -> Any:  # noqa: ANN401
        for place in range(0, len(arguments) - 1, 2):
            if guarded.is_truthy(arguments[place](scope, visits)):
                return arguments[place + 1](scope, visits)
        return arguments[-1](scope, visits) if len(arguments) % 2 else None

    return value


def _throw(node: Call, meaning: Meaning) -> Value:
    (thrown, *_) = [compile_node(argument, meaning) for argument in node.arguments] or [_refused]

    def value(scope: Any, visits: Visits) -> Any:  # noqa: ANN401
        raise standard.LogicThrown(thrown(scope, visits))

    return value


def _try(node: Call, meaning: Meaning) -> Value:
    arguments = [compile_node(argument, meaning) for argument in node.arguments] or [_refused]

    def value(scope: Any, visits: Visits) -> Any:  # noqa: ANN401
        depth, last, inner = len(visits.frames), None, scope
        for argument in arguments:
            try:
                return argument(inner, visits)
            except standard.LogicThrown as thrown:
                last, inner = thrown, thrown.error
                # What was thrown becomes the scope, two levels within the one around `try`.
                del visits.frames[depth:]
                visits.frames.append((scope, None))
        del visits.frames[depth:]
        raise last or standard.LogicThrown(standard.INVALID_ARGUMENTS)

    return value


# Iterating


def _iteration(node: Call, meaning: Meaning) -> Value:
    if meaning.is_exact and (len(node.arguments) != _PAIR_LEAST or (node.operator in {"map", "filter"} and _is_null(node.arguments[1]))):
        return _refused
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
    if not _PAIR_LEAST <= len(node.arguments) <= _PAIR_LEAST + 1:
        return _refused
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


_SPECIAL: Mapping[str, Callable[[Call, Meaning], Value]] = {
    "var": _var,
    "val": _val,
    "exists": _exists,
    "today": _at_first(TODAY_PATHS),
    "now": _at_first(NOW_PATHS),
    "days_since": _days_since,
    "in_segment": _in_segment,
    "and": _and,
    "or": _or,
    "??": _coalesce,
    "if": _if,
    "?:": _if,
    "throw": _throw,
    "try": _try,
    "map": _iteration,
    "filter": _iteration,
    "all": _iteration,
    "some": _iteration,
    "none": _iteration,
    "reduce": _reduce,
    "missing": _missing,
    "missing_some": _missing_some,
}
_SUMMARIES: Mapping[str, Callable[[Sequence[object], Any], object]] = {
    "map": lambda items, results: list(results),  # noqa: ARG005
    "filter": lambda items, results: [item for item, result in zip(items, results, strict=True) if guarded.is_truthy(result)],
    # As in json-logic-js, nothing is true of all of an empty list.
    "all": lambda items, results: bool(items) and all(guarded.is_truthy(result) for result in results),
    "some": lambda items, results: any(guarded.is_truthy(result) for result in results),  # noqa: ARG005
    "none": lambda items, results: not any(guarded.is_truthy(result) for result in results),  # noqa: ARG005
}
