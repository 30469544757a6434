"""Tells a rule in a person's language, for the console and the audit. Pure; not here: sentences (`words_en`, `words_ar`).

Negation goes down to the clause it denies ("less than 5 or is unknown" for "not at least 5"), and a group within a group stands in
brackets, so that `and` and `or` are never left to the reader.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from loyalty.features.model import Feature
from loyalty.rules.meaning import CheckedRule
from loyalty.rules.model import Call, Constant, ListOf, Node, as_document
from loyalty.rules.words_ar import ARABIC
from loyalty.rules.words_en import ENGLISH
from loyalty.rules.words_language import Language
from loyalty.rules.words_lexicon import CHANNEL_LABELS, CODE_LABELS, EVENT_LABELS, Lexicon

LANGUAGES: Mapping[str, Language] = {language.code: language for language in (ENGLISH, ARABIC)}
_CONTRARY = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_PLAIN = {"===": "==", "!==": "!=", "?:": "if"}
_MIRROR = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


def in_words(rule: CheckedRule | Node, lexicon: Lexicon) -> dict[str, str]:
    """The rule in every language: `{"en": …, "ar": …}`."""
    root = rule.rule.root if isinstance(rule, CheckedRule) else rule
    return {code: _Telling(language, lexicon).truth(root) for code, language in LANGUAGES.items()}


def clause_in_words(rule: CheckedRule, path: str, lexicon: Lexicon, language_code: str) -> str:
    """The part of the rule at `path`, as an explanation names it."""
    found = _at(rule.rule.root, path) or rule.rule.root
    return _Telling(LANGUAGES[language_code], lexicon).truth(found)


def _at(node: Node, path: str) -> Node | None:
    if node.path == path:
        return node
    inner = node.arguments if isinstance(node, Call) else node.items if isinstance(node, ListOf) else ()
    return next((found for found in (_at(one, path) for one in inner) if found is not None), None)


@dataclass(frozen=True)
class _Telling:
    language: Language
    lexicon: Lexicon

    def say(self, name: str, /, **parts: str) -> str:
        return self.language.say(name, **parts)

    # What holds or does not

    def truth(self, node: Node, *, negated: bool = False, is_inner: bool = False) -> str:
        """What the node says, or its contrary. `is_inner`: it stands beside others, so a group needs brackets."""
        if isinstance(node, Constant):
            return self.say("everybody" if bool(node.value) != negated else "nobody")
        if isinstance(node, ListOf):
            return self.value(node)
        operator = _PLAIN.get(node.operator, node.operator)
        tell = _TRUTHS.get(operator)
        if tell is not None:
            return tell(self, node, negated, is_inner)
        return self.holds(node, negated)

    def group(self, node: Call, negated: bool, is_inner: bool) -> str:
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

    def contrary(self, node: Call, negated: bool, is_inner: bool) -> str:
        return self.truth(node.arguments[0], negated=not negated, is_inner=is_inner)

    def same(self, node: Call, negated: bool, is_inner: bool) -> str:
        return self.truth(node.arguments[0], negated=negated, is_inner=is_inner)

    def compared(self, node: Call, negated: bool, is_inner: bool) -> str:
        symbol = _PLAIN.get(node.operator, node.operator)
        if len(node.arguments) > 2:
            return self.chained(node, symbol, negated, is_inner)
        return self.pair(symbol, node.arguments[0], node.arguments[1], negated)

    def chained(self, node: Call, symbol: str, negated: bool, is_inner: bool) -> str:
        low, middle, high = node.arguments[:3]
        if symbol in {"<=", ">="}:
            low, high = (low, high) if symbol == "<=" else (high, low)
            of = self.about(middle)
            name = "not_between" if negated else "day_between" if self.is_day(middle) else "between"
            told = self.say(name, middle=self.value(middle), low=self.value(low, of), high=self.value(high, of))
            return self.unless_known(told, [middle, low, high]) if negated else told
        pairs = [self.pair(symbol, one, other, negated) for one, other in zip(node.arguments, node.arguments[1:], strict=False)]
        told = self.language.joined(pairs, "or" if negated else "and")
        return self.say("group", inner=told) if is_inner else told

    def pair(self, symbol: str, left: Node, right: Node, negated: bool) -> str:
        if isinstance(left, Constant) and not isinstance(right, Constant):
            left, right, symbol = right, left, _MIRROR[symbol]
        told = _CONTRARY[symbol] if negated else symbol
        if isinstance(right, Constant) and right.value is None and told in {"==", "!="}:
            return self.say("unknown" if told == "==" else "known", left=self.value(left))
        if isinstance(right, Constant) and isinstance(right.value, bool) and told in {"==", "!="}:
            return self.flag(left, is_true=right.value == (told == "=="), is_contrary=told == "!=")
        about = self.about(left) or self.about(right)
        name = f"day{told}" if told not in {"==", "!="} and (self.is_day(left) or self.is_day(right)) else told
        said = self.say(name, left=self.value(left, about), right=self.value(right, about))
        # Not at least 5 is less than 5, or not known at all; and what is unknown differs from everything known.
        is_open = (negated and told not in {"==", "!="}) or told == "!="
        return self.unless_known(said, [left, right]) if is_open else said

    def unless_known(self, said: str, nodes: Sequence[Node]) -> str:
        return self.say("or_unknown", inner=said) if any(self.may_be_null(node) for node in nodes) else said

    def flag(self, left: Node, *, is_true: bool, is_contrary: bool) -> str:
        if isinstance(left, Call) and left.operator in _TRUTHS:
            return self.truth(left, negated=not is_true, is_inner=True)
        said = self.say("yes" if is_true else "no", left=self.value(left))
        return self.unless_known(said, [left]) if is_contrary else said

    def among(self, node: Call, negated: bool, _is_inner: bool) -> str:
        first, second = node.arguments
        if isinstance(second, ListOf) and all(isinstance(item, Constant) for item in second.items):
            about = self.about(first)
            items = (
                self.language.listed([self.value(item, about) for item in second.items], "list_or") if second.items else self.say("nobody")
            )
            said = self.say("none_of" if negated else "one_of", left=self.value(first), items=items)
            has_null = any(isinstance(item, Constant) and item.value is None for item in second.items)
            return self.unless_known(said, [first]) if negated and not has_null else said
        is_list = isinstance(second, ListOf) or self.is_list(second)
        name = ("not_among" if negated else "among") if is_list else ("not_contains" if negated else "contains")
        said = self.say(name, left=self.value(first), right=self.value(second))
        return self.unless_known(said, [first, second]) if negated and not is_list else said

    def missing(self, node: Call, negated: bool, _is_inner: bool) -> str:
        listed = node.arguments[1:] if node.operator == "missing_some" else node.arguments
        names = [item for one in listed for item in (one.items if isinstance(one, ListOf) else (one,))]
        items = self.language.listed([self.named(one) for one in names], "list_and")
        if node.operator == "missing_some":
            return self.say("enough_present" if negated else "few_present", count=self.value(node.arguments[0]), items=items)
        if len(names) == 1:
            return self.say("one_present" if negated else "one_missing", items=items)
        return self.say("none_missing" if negated else "any_missing", items=items)

    def choice_holds(self, node: Call, negated: bool, is_inner: bool) -> str:
        parts = [
            self.say("if", value=self.flagged(value, negated), condition=self.truth(condition, is_inner=True))
            for condition, value in zip(node.arguments[::2], node.arguments[1::2], strict=False)
        ]
        last = node.arguments[-1] if len(node.arguments) % 2 else Constant(node.path, value=False)
        other = self.flagged(last, negated)
        told = self.say("if_else", cases=self.language.joined(parts, "list_join"), other=other)
        return self.say("group", inner=told) if is_inner else told

    def flagged(self, node: Node, negated: bool) -> str:
        if isinstance(node, Constant):
            return self.say("true" if bool(node.value) != negated else "false")
        return self.truth(node, negated=negated, is_inner=True)

    def segment(self, node: Call, negated: bool, _is_inner: bool) -> str:
        code = self.code_of(node.arguments[0])
        label = self.lexicon.segments.get(code)
        return self.say(
            "not_in_segment" if negated else "in_segment", name=self.language.quoted(self.language.choose(label) if label else code)
        )

    def consent(self, node: Call, negated: bool, _is_inner: bool) -> str:
        code = self.code_of(node.arguments[0])
        label = CHANNEL_LABELS.get(code)
        return self.say("not_consent" if negated else "consent", name=self.language.choose(label) if label else self.language.quoted(code))

    def walked(self, node: Call, negated: bool, _is_inner: bool) -> str:
        name = {"all": "not_all_items", "some": "none", "none": "some"}[node.operator] if negated else node.operator
        return self.say(name, list=self.value(node.arguments[0]), inner=self.truth(node.arguments[1], is_inner=True))

    def holds(self, node: Call, negated: bool) -> str:
        """A value in the place of a truth."""
        feature = self.about(node)
        told = self.value(node)
        if feature is not None and feature.kind == "boolean":
            said = self.say("no" if negated else "yes", left=told)
            return self.unless_known(said, [node]) if negated else said
        if feature is not None and feature.kind == "date":
            return self.say("unknown" if negated else "known", left=told)
        if feature is not None and feature.kind == "text":
            return self.say("not_filled" if negated else "filled", left=told)
        return self.say("not_truthy" if negated else "truthy", left=told)

    # What something is worth

    def value(self, node: Node, about: Feature | None = None) -> str:
        """What the node is worth, in words; a literal beside a feature takes its unit."""
        if isinstance(node, Constant):
            return self.literal(node.value, about)
        if isinstance(node, ListOf):
            return self.say(
                "group", inner=self.language.listed([self.value(item, about) for item in node.items], "list_and") if node.items else ""
            )
        operator = _PLAIN.get(node.operator, node.operator)
        tell = _VALUES.get(operator)
        return tell(self, node) if tell else self.say("whether", inner=self.truth(node, is_inner=True))

    def literal(self, value: object, about: Feature | None) -> str:  # noqa: PLR0911 - one return for each kind of literal
        if value is None:
            return self.say("null")
        if isinstance(value, bool):
            return self.say("true" if value else "false")
        if isinstance(value, int | float):
            return self.amount(value, about)
        if not isinstance(value, str):
            return self.language.quoted(str(value))
        if value == "":
            return self.say("empty")
        if about is not None and about.kind == "date":
            return self.day(value)
        label = CODE_LABELS.get(value) if about is not None and about.codes else None
        return self.language.choose(label) if label else self.language.quoted(value)

    def amount(self, value: float, about: Feature | None) -> str:
        unit = about.unit if about is not None else None
        if unit == "cents" or (about is not None and unit is None and "minor" in about.name.split("_")):
            return self.language.number(value / 100, decimals=2)
        if unit in {"probability", "share"}:
            return self.language.percent(value)
        if unit == "weekday" and value in range(1, 8):
            return self.language.weekdays[int(value) - 1]
        if unit == "month" and value in range(1, 13):
            return self.language.months[int(value) - 1]
        return self.language.number(value)

    def day(self, written: str) -> str:
        try:
            return self.language.day(date.fromisoformat(written[:10]))
        except ValueError:
            return self.language.quoted(written)

    def code_of(self, node: Node) -> str:
        return str(node.value) if isinstance(node, Constant) else self.value(node)

    def named(self, node: Node) -> str:
        if not isinstance(node, Constant):
            return self.say("computed", name=self.value(node))
        name = "" if node.value is None else str(node.value)
        if name in {"", "current", "accumulator"}:
            return self.say({"": "item"}.get(name, name))
        feature = self.lexicon.feature(name) or self.lexicon.feature(name.removeprefix("current."))
        label = self.language.choose(feature.label) if feature is not None and feature.label else ""
        # A label with a comma would fall apart in a list.
        return label if label and not set(label) & set(",،") else self.language.quoted(label or name)

    def variable(self, node: Call) -> str:
        name = node.arguments[0] if node.arguments else Constant(node.path, None)
        left = self.named(name)
        if len(node.arguments) < 2:
            return left
        return self.say("or_else", left=left, default=self.value(node.arguments[1], self.about(node)))

    def arithmetic(self, node: Call) -> str:
        inner = [self.operand(one) for one in node.arguments]
        if len(inner) == 1:
            return self.say("minus_one", left=inner[0]) if node.operator == "-" else inner[0]
        told = inner[0]
        for one in inner[1:]:
            told = self.say(node.operator, left=told, right=one)
        return told

    def operand(self, node: Node) -> str:
        told = self.value(node, self.about(node))
        is_compound = isinstance(node, Call) and node.operator in {"+", "-", "*", "/", "%", "if", "?:", "days_since", "days_between"}
        return self.say("group", inner=told) if is_compound else told

    def extreme(self, node: Call) -> str:
        about = next((found for found in map(self.about, node.arguments) if found), None)
        items = self.language.listed([self.value(one, about) for one in node.arguments], "list_and")
        return self.say(node.operator, items=self.say("group", inner=items))

    def choice(self, node: Call) -> str:
        parts = [
            self.say("if", value=self.value(value), condition=self.truth(condition, is_inner=True))
            for condition, value in zip(node.arguments[::2], node.arguments[1::2], strict=False)
        ]
        last = self.value(node.arguments[-1]) if len(node.arguments) % 2 else self.say("null")
        return self.say("group", inner=self.say("if_else", cases=self.language.joined(parts, "list_join"), other=last))

    def bucket(self, node: Call) -> str:
        salt, count = node.arguments
        return self.say(
            "random_bucket", count=self.value(count), salt=self.language.quoted(self.code_of(salt)), zero=self.language.number(0)
        )

    def events(self, node: Call) -> str:
        options = dict(node.options.entries) if node.options else {}
        kind = self.code_of(options["type"]) if "type" in options else ""
        inner = _Telling(self.language, self.lexicon.within_event(kind))
        within, where = options.get("within_days"), options.get("where")
        label = EVENT_LABELS.get(kind)
        days = self.language.count(within.value, "days") if isinstance(within, Constant) and isinstance(within.value, int) else ""
        return self.say(
            f"events_{self.code_of(node.arguments[0])}",
            type=self.language.choose(label) if label else self.language.quoted(kind),
            of=inner.named(options["of"]) if "of" in options else "",
            window=self.say("window", days=days) if days else "",
            where=self.say("where", inner=self.say("group", inner=inner.truth(where))) if where is not None else "",
        )

    def since(self, node: Call) -> str:
        return self.say("days_since", day=self.as_day(node.arguments[0]))

    def span(self, node: Call) -> str:
        return self.say("days_between", start=self.as_day(node.arguments[0]), end=self.as_day(node.arguments[1]))

    def shifted(self, node: Call) -> str:
        day, count, unit = node.arguments
        if (
            not isinstance(count, Constant)
            or not isinstance(count.value, int)
            or self.code_of(unit) not in {"days", "weeks", "months", "years"}
        ):
            return self.say("shift", day=self.as_day(day), count=self.value(count), unit=self.value(unit))
        counted = self.language.count(abs(count.value), self.code_of(unit))
        return self.say("later" if count.value >= 0 else "earlier", count=counted, day=self.as_day(day))

    def part(self, node: Call) -> str:
        day, part = node.arguments
        name = self.code_of(part)
        known = name in {"year", "month", "day", "weekday"}
        return self.say(name, day=self.as_day(day)) if known else self.say("part", part=self.value(part), day=self.as_day(day))

    def as_day(self, node: Node) -> str:
        return self.day(node.value) if isinstance(node, Constant) and isinstance(node.value, str) else self.value(node)

    def plain(self, node: Call) -> str:
        return self.say(node.operator)

    def listing(self, node: Call) -> str:
        names = {"merge": "merge", "cat": "cat", "missing": "missing_list", "missing_some": "missing_list"}
        return self.say(
            names[node.operator],
            items=self.language.listed([self.value(one) for one in node.arguments], "list_and") if node.arguments else "",
        )

    def sublist(self, node: Call) -> str:
        over, inside = node.arguments[:2]
        told = self.truth(inside, is_inner=True) if node.operator == "filter" else self.value(inside)
        return self.say(node.operator, list=self.value(over), inner=told)

    def gathered(self, node: Call) -> str:
        over, inside, *start = node.arguments
        return self.say(
            "reduce", list=self.value(over), inner=self.value(inside), start=self.value(start[0]) if start else self.say("null")
        )

    def substring(self, node: Call) -> str:
        text, start, *length = (self.value(one) for one in node.arguments)
        return self.say("substr_length", text=text, start=start, length=length[0]) if length else self.say("substr", text=text, start=start)

    def logged(self, node: Call) -> str:
        return self.say("log", left=self.value(node.arguments[0]))

    def called(self, node: Call) -> str:
        left, name = self.value(node.arguments[0]), self.value(node.arguments[1])
        return self.say("method", left=left, name=name)

    # What is known of a value

    def about(self, node: Node) -> Feature | None:  # noqa: PLR0911 - one return for each kind of node
        """The feature whose kind and unit the value has."""
        if not isinstance(node, Call):
            return None
        if node.operator == "var" and node.arguments and isinstance(node.arguments[0], Constant):
            name = str(node.arguments[0].value)
            return self.lexicon.feature(name) or self.lexicon.feature(name.removeprefix("current."))
        if node.operator in {"min", "max", "+", "-"}:
            return next((found for found in map(self.about, node.arguments) if found), None)
        if node.operator in {"days_since", "days_between"}:
            return _DAYS
        if node.operator == "date_part" and isinstance(node.arguments[1], Constant):
            return _PARTS.get(str(node.arguments[1].value))
        if node.operator == "events" and node.options and self.code_of(node.arguments[0]) == "sum":
            options = dict(node.options.entries)
            return self.lexicon.within_event(self.code_of(options["type"])).feature(self.code_of(options["of"]))
        return _A_DAY if self.is_day(node) else None

    def is_day(self, node: Node) -> bool:
        if not isinstance(node, Call):
            return False
        if node.operator == "events":
            return self.code_of(node.arguments[0]) == "last"
        if node.operator == "var":
            feature = self.about(node)
            return feature is not None and feature.kind == "date"
        return node.operator in {"today", "now", "date_add"}

    def is_list(self, node: Node) -> bool:
        name = as_document(node.arguments[0]) if isinstance(node, Call) and node.operator == "var" and node.arguments else None
        return name in {"segments", "lines"} or (isinstance(node, Call) and node.operator in {"map", "filter", "merge"})

    def may_be_null(self, node: Node) -> bool:
        if isinstance(node, Constant):
            return node.value is None
        if isinstance(node, ListOf):
            return False
        if node.operator == "var":
            feature = self.about(node)
            return len(node.arguments) < 2 and (feature is None or feature.is_nullable)
        if node.operator == "events":
            return self.code_of(node.arguments[0]) == "last"
        if node.operator in {"today", "now", "random_bucket"}:
            return False
        return node.operator in {"/", "date_add"} or any(map(self.may_be_null, node.arguments))


def _feature(kind: str, unit: str | None) -> Feature:
    return Feature("", kind, is_nullable=False, description="", unit=unit)  # type: ignore[arg-type]


_DAYS, _A_DAY = _feature("integer", "days"), _feature("date", None)
_PARTS = {"month": _feature("integer", "month"), "weekday": _feature("integer", "weekday")}
_TellTruth = Callable[[_Telling, Call, bool, bool], str]
_TRUTHS: Mapping[str, _TellTruth] = {
    **dict.fromkeys(("and", "or"), _Telling.group),
    "!": _Telling.contrary,
    "!!": _Telling.same,
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">="), _Telling.compared),
    "in": _Telling.among,
    **dict.fromkeys(("missing", "missing_some"), _Telling.missing),
    "if": _Telling.choice_holds,
    "in_segment": _Telling.segment,
    "consent": _Telling.consent,
    **dict.fromkeys(("all", "some", "none"), _Telling.walked),
}
_VALUES: Mapping[str, Callable[[_Telling, Call], str]] = {
    "var": _Telling.variable,
    **dict.fromkeys(("+", "-", "*", "/", "%"), _Telling.arithmetic),
    **dict.fromkeys(("min", "max"), _Telling.extreme),
    "if": _Telling.choice,
    "random_bucket": _Telling.bucket,
    "events": _Telling.events,
    "days_since": _Telling.since,
    "days_between": _Telling.span,
    "date_add": _Telling.shifted,
    "date_part": _Telling.part,
    **dict.fromkeys(("today", "now"), _Telling.plain),
    **dict.fromkeys(("merge", "cat", "missing", "missing_some"), _Telling.listing),
    **dict.fromkeys(("map", "filter"), _Telling.sublist),
    "reduce": _Telling.gathered,
    "substr": _Telling.substring,
    "log": _Telling.logged,
    "method": _Telling.called,
}
TOLD_OPERATORS = frozenset(_TRUTHS) | frozenset(_VALUES) | frozenset(_PLAIN)
"""Every operator that has words; a test holds it against every operator that there is."""
