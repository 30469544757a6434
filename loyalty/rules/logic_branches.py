"""Decides which arguments are evaluated at all: and, or, if, what is thrown and caught. Not here: iteration (`logic_lists.py`)."""

from collections.abc import Callable, Mapping
from typing import Any

from loyalty.rules import logic_standard as standard
from loyalty.rules import logic_values as guarded
from loyalty.rules.logic_closure import Meaning, Value, Visits, compile_node, refused
from loyalty.rules.model import Call


def _and(node: Call, meaning: Meaning) -> Value:
    arguments = [compile_node(argument, meaning) for argument in node.arguments]
    if not node.is_listed and meaning.is_exact:
        return refused

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
        return refused

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
        return refused

    def value(scope: Any, visits: Visits) -> Any:  # noqa: ANN401
        for place in range(0, len(arguments) - 1, 2):
            if guarded.is_truthy(arguments[place](scope, visits)):
                return arguments[place + 1](scope, visits)
        return arguments[-1](scope, visits) if len(arguments) % 2 else None

    return value


def _throw(node: Call, meaning: Meaning) -> Value:
    (thrown, *_) = [compile_node(argument, meaning) for argument in node.arguments] or [refused]

    def value(scope: Any, visits: Visits) -> Any:  # noqa: ANN401
        raise standard.LogicThrown(thrown(scope, visits))

    return value


def _try(node: Call, meaning: Meaning) -> Value:
    arguments = [compile_node(argument, meaning) for argument in node.arguments] or [refused]

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


BRANCHES: Mapping[str, Callable[[Call, Meaning], Value]] = {
    "and": _and,
    "or": _or,
    "??": _coalesce,
    "if": _if,
    "?:": _if,
    "throw": _throw,
    "try": _try,
}
"""How each operator that branches does so."""
