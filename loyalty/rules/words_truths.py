"""What a rule says of its values, and its contrary, in words. Not here: the values (`words_values.py`), sentences (`words_en`, `words_ar`).

Negation goes down to the clause it denies ("less than 5 or is unknown" for "not at least 5"), and a group within a group stands in
brackets, so that `and` and `or` are never left to the reader.
"""

from collections.abc import Callable, Mapping, Sequence

from loyalty.rules.model import Call, Constant, ListOf, Node
from loyalty.rules.words_lexicon import CHANNEL_LABELS
from loyalty.rules.words_values import PLAIN_OPERATORS, Values

_CONTRARY = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_MIRROR = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


class Truths(Values):
    """Tells truths."""

    def truth(self, node: Node, *, negated: bool = False, is_inner: bool = False) -> str:
        """What the node says, or its contrary. `is_inner`: it stands beside others, so a group needs brackets."""
        if isinstance(node, Constant):
            return self.say("everybody" if bool(node.value) != negated else "nobody")
        if isinstance(node, ListOf):
            return self.value(node)
        operator = PLAIN_OPERATORS.get(node.operator, node.operator)
        tell = TRUTH_OPERATORS.get(operator)
        if tell is not None:
            return tell(self, node, negated, is_inner)
        return self._holds(node, negated)

    def _group(self, node: Call, negated: bool, is_inner: bool) -> str:
        if len(node.arguments) == 1:
            return self.truth(node.arguments[0], negated=negated, is_inner=is_inner)
        if negated and node.operator == "and":
            told = self.language.joined([self.truth(one, is_inner=True) for one in node.arguments], "and")
            return self.say("not_all", inner=self.say("group", inner=told))
        # None of several holds: every contrary does.
        told = self.language.joined(
            [self.truth(one, negated=negated, is_inner=True) for one in node.arguments], "and" if negated else node.operator
        )
        return self.say("group", inner=told) if is_inner else told

    def _contrary(self, node: Call, negated: bool, is_inner: bool) -> str:
        return self.truth(node.arguments[0], negated=not negated, is_inner=is_inner)

    def _same(self, node: Call, negated: bool, is_inner: bool) -> str:
        return self.truth(node.arguments[0], negated=negated, is_inner=is_inner)

    def _compared(self, node: Call, negated: bool, is_inner: bool) -> str:
        symbol = PLAIN_OPERATORS.get(node.operator, node.operator)
        if len(node.arguments) > 2:
            return self._chained(node, symbol, negated, is_inner)
        return self._pair(symbol, node.arguments[0], node.arguments[1], negated)

    def _chained(self, node: Call, symbol: str, negated: bool, is_inner: bool) -> str:
        low, middle, high = node.arguments[:3]
        if symbol in {"<=", ">="}:
            low, high = (low, high) if symbol == "<=" else (high, low)
            of = self.about(middle)
            name = "not_between" if negated else "day_between" if self.is_day(middle) else "between"
            told = self.say(name, middle=self.value(middle), low=self.value(low, of), high=self.value(high, of))
            return self._unless_known(told, [middle, low, high]) if negated else told
        pairs = [self._pair(symbol, one, other, negated) for one, other in zip(node.arguments, node.arguments[1:], strict=False)]
        told = self.language.joined(pairs, "or" if negated else "and")
        return self.say("group", inner=told) if is_inner else told

    def _pair(self, symbol: str, left: Node, right: Node, negated: bool) -> str:
        if isinstance(left, Constant) and not isinstance(right, Constant):
            left, right, symbol = right, left, _MIRROR[symbol]
        told = _CONTRARY[symbol] if negated else symbol
        if isinstance(right, Constant) and right.value is None and told in {"==", "!="}:
            return self.say("unknown" if told == "==" else "known", left=self.value(left))
        if isinstance(right, Constant) and isinstance(right.value, bool) and told in {"==", "!="}:
            return self._flag(left, is_true=right.value == (told == "=="), is_contrary=told == "!=")
        about = self.about(left) or self.about(right)
        name = f"day{told}" if told not in {"==", "!="} and (self.is_day(left) or self.is_day(right)) else told
        said = self.say(name, left=self.value(left, about), right=self.value(right, about))
        # Not at least 5 is less than 5, or not known at all; and what is unknown differs from everything known.
        is_open = (negated and told not in {"==", "!="}) or told == "!="
        return self._unless_known(said, [left, right]) if is_open else said

    def _unless_known(self, said: str, nodes: Sequence[Node]) -> str:
        return self.say("or_unknown", inner=said) if any(self.may_be_null(node) for node in nodes) else said

    def _flag(self, left: Node, *, is_true: bool, is_contrary: bool) -> str:
        if isinstance(left, Call) and left.operator in TRUTH_OPERATORS:
            return self.truth(left, negated=not is_true, is_inner=True)
        said = self.say("yes" if is_true else "no", left=self.value(left))
        return self._unless_known(said, [left]) if is_contrary else said

    def _among(self, node: Call, negated: bool, _is_inner: bool) -> str:
        first, second = node.arguments
        if isinstance(second, ListOf) and all(isinstance(item, Constant) for item in second.items):
            about = self.about(first)
            items = (
                self.language.listed([self.value(item, about) for item in second.items], "list_or") if second.items else self.say("nobody")
            )
            said = self.say("none_of" if negated else "one_of", left=self.value(first), items=items)
            has_null = any(isinstance(item, Constant) and item.value is None for item in second.items)
            return self._unless_known(said, [first]) if negated and not has_null else said
        is_list = isinstance(second, ListOf) or self.is_list(second)
        name = ("not_among" if negated else "among") if is_list else ("not_contains" if negated else "contains")
        said = self.say(name, left=self.value(first), right=self.value(second))
        return self._unless_known(said, [first, second]) if negated and not is_list else said

    def _missing(self, node: Call, negated: bool, _is_inner: bool) -> str:
        listed = node.arguments[1:] if node.operator == "missing_some" else node.arguments
        names = [item for one in listed for item in (one.items if isinstance(one, ListOf) else (one,))]
        items = self.language.listed([self.named(one) for one in names], "list_and")
        if node.operator == "missing_some":
            return self.say("enough_present" if negated else "few_present", count=self.value(node.arguments[0]), items=items)
        if len(names) == 1:
            return self.say("one_present" if negated else "one_missing", items=items)
        return self.say("none_missing" if negated else "any_missing", items=items)

    def _choice_holds(self, node: Call, negated: bool, is_inner: bool) -> str:
        parts = [
            self.say("if", value=self._flagged(value, negated), condition=self.truth(condition, is_inner=True))
            for condition, value in zip(node.arguments[::2], node.arguments[1::2], strict=False)
        ]
        last = node.arguments[-1] if len(node.arguments) % 2 else Constant(node.path, value=False)
        other = self._flagged(last, negated)
        told = self.say("if_else", cases=self.language.joined(parts, "list_join"), other=other)
        return self.say("group", inner=told) if is_inner else told

    def _flagged(self, node: Node, negated: bool) -> str:
        if isinstance(node, Constant):
            return self.say("true" if bool(node.value) != negated else "false")
        return self.truth(node, negated=negated, is_inner=True)

    def _segment(self, node: Call, negated: bool, _is_inner: bool) -> str:
        code = self.code_of(node.arguments[0])
        label = self.lexicon.segments.get(code)
        return self.say(
            "not_in_segment" if negated else "in_segment", name=self.language.quoted(self.language.choose(label) if label else code)
        )

    def _consent(self, node: Call, negated: bool, _is_inner: bool) -> str:
        code = self.code_of(node.arguments[0])
        label = CHANNEL_LABELS.get(code)
        return self.say("not_consent" if negated else "consent", name=self.language.choose(label) if label else self.language.quoted(code))

    def _walked(self, node: Call, negated: bool, _is_inner: bool) -> str:
        name = {"all": "not_all_items", "some": "none", "none": "some"}[node.operator] if negated else node.operator
        return self.say(name, list=self.value(node.arguments[0]), inner=self.truth(node.arguments[1], is_inner=True))

    def _holds(self, node: Call, negated: bool) -> str:
        """A value in the place of a truth."""
        feature = self.about(node)
        told = self.value(node)
        if feature is not None and feature.kind == "boolean":
            said = self.say("no" if negated else "yes", left=told)
            return self._unless_known(said, [node]) if negated else said
        if feature is not None and feature.kind == "date":
            return self.say("unknown" if negated else "known", left=told)
        if feature is not None and feature.kind == "text":
            return self.say("not_filled" if negated else "filled", left=told)
        return self.say("not_truthy" if negated else "truthy", left=told)


_TellTruth = Callable[[Truths, Call, bool, bool], str]
TRUTH_OPERATORS: Mapping[str, _TellTruth] = {
    **dict.fromkeys(("and", "or"), Truths._group),
    "!": Truths._contrary,
    "!!": Truths._same,
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">="), Truths._compared),
    "in": Truths._among,
    **dict.fromkeys(("missing", "missing_some"), Truths._missing),
    "if": Truths._choice_holds,
    "in_segment": Truths._segment,
    "consent": Truths._consent,
    **dict.fromkeys(("all", "some", "none"), Truths._walked),
}
