"""Says of one customer what each clause of a rule saw and decided. Pure; not here: words in a person's language, storage."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from loyalty.rules.closure import Facts, truth_of
from loyalty.rules.meaning import AllOf, AnyOf, CheckedRule, Field, Not, Truth
from loyalty.rules.terms import with_terms


@dataclass(frozen=True, slots=True)
class Clause:
    """One node of the rule that is true or false.

    `depth` and `path` place it; `operator` is `and`, `or`, `not` or, for a leaf, None; `values` are the features a leaf read.
    """

    path: str
    depth: int
    operator: str | None
    is_true: bool
    values: dict[str, object]


def explain_rule(rule: CheckedRule, facts: Facts) -> list[Clause]:
    """Every clause in reading order, each with its own truth; the first is the whole rule. Nothing is skipped: a clause that the
    closure would not reach is explained all the same.
    """
    return list(_explained(rule.truth, with_terms(rule.terms, facts), 0))


def _explained(node: Truth, facts: Facts, depth: int) -> Iterator[Clause]:
    is_true = truth_of(node)(facts)
    match node:
        case AllOf() | AnyOf():
            yield Clause(node.path, depth, "and" if isinstance(node, AllOf) else "or", is_true, {})
            for part in node.parts:
                yield from _explained(part, facts, depth + 1)
        case Not():
            yield Clause(node.path, depth, "not", is_true, {})
            yield from _explained(node.part, facts, depth + 1)
        case _:
            yield Clause(node.path, depth, None, is_true, {name: facts.get(name) for name in dict.fromkeys(_names(node))})


def _names(node: object) -> Iterator[str]:
    if isinstance(node, Field):
        yield node.feature.name
    elif isinstance(node, tuple):
        for one in node:
            yield from _names(one)
    elif is_dataclass(node):
        for member in fields(node):
            yield from _names(getattr(node, member.name))
