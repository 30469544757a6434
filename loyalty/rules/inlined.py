"""Writes a whole truth as one Python expression, so that deciding it costs one call, not one a clause. Not here: clauses (`closure.py`).

Nothing of a rule enters the source: names, literals and lists stand outside it as constants `k0`, `k1`, …, and whatever is not a plain leaf
is called as the closure that it is.
"""

from typing import Any

from loyalty.rules.closure import Decide, is_as_stored, truth_of
from loyalty.rules.meaning import DOUBLE_GREATEST, AllOf, Always, AnyOf, CheckedRule, Compare, Equal, Field, Known, Not, OneOf, Truth
from loyalty.rules.terms import with_terms

_MIRROR = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def decide_rule(rule: CheckedRule) -> Decide:
    """A function from one customer's facts to whether the rule holds; it answers as `compile_rule`'s SQL does, row by row."""
    truth, terms = inlined(rule.truth), rule.terms
    return truth if not terms else lambda facts: truth(with_terms(terms, facts))


def inlined(truth: Truth) -> Decide:
    """A function that answers as `truth_of(truth)` does, and sooner."""
    if not isinstance(truth, AllOf | AnyOf | Not):
        return truth_of(truth)
    writing = _Writing()
    source = f"def decide(facts):\n    get = facts.get\n    return {writing.truth(truth)}\n"
    exec(source, writing.constants)  # noqa: S102 - our own words only, which a test holds
    decide: Decide = writing.constants["decide"]
    return decide


class _Writing:
    def __init__(self) -> None:
        self.constants: dict[str, Any] = {"__builtins__": {}}

    def constant(self, value: object) -> str:
        name = f"k{len(self.constants)}"
        self.constants[name] = value
        return name

    def truth(self, node: Truth) -> str:
        match node:
            case AllOf() | AnyOf():
                joint = " and " if isinstance(node, AllOf) else " or "
                return f"({joint.join(self.truth(part) for part in node.parts)})"
            case Not():
                return f"(not {self.truth(node.part)})"
            case Always():
                return "True" if node.is_true else "False"
            case _:
                return self.leaf(node) or f"{self.constant(truth_of(node))}(facts)"

    def leaf(self, node: Truth) -> str | None:
        """The expression of a leaf that reads one fact as it is stored, or None."""
        match node:
            case Compare(left=Field() as field, right=Known(value=literal)) if is_as_stored(field):
                return self.compared(field, node.symbol, literal)
            case Compare(left=Known(value=literal), right=Field() as field) if is_as_stored(field):
                return self.compared(field, _MIRROR[node.symbol], literal)
            case Equal(left=Field() as field, right=Known(value=literal)) if is_as_stored(field) and literal is not None:
                return f"(get({self.constant(field.feature.name)}) == {self.constant(literal)})"
            case OneOf(value=Field() as field) if is_as_stored(field) and not (node.has_null and field.is_bare):
                items = frozenset([*node.items, None] if node.has_null else node.items)
                return f"(get({self.constant(field.feature.name)}) in {self.constant(items)})"
        return None

    def compared(self, field: Field, symbol: str, literal: Any) -> str:  # noqa: ANN401 - of the field's kind
        read = f"(v := get({self.constant(field.feature.name)})) is not None"
        if field.kind != "number":
            return f"({read} and v {symbol} {self.constant(literal)})"
        # Bounded on both sides, so that NaN and infinities, which count as missing, are false.
        bound = self.constant(float(literal))
        if symbol in {"<", "<="}:
            return f"({read} and {self.constant(-DOUBLE_GREATEST)} <= v {symbol} {bound})"
        return f"({read} and {bound} {_MIRROR[symbol]} v <= {self.constant(DOUBLE_GREATEST)})"
