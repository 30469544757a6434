"""What the values of a rule are worth, in words. Not here: what is said of them (`words_truths.py`), sentences (`words_en`, `words_ar`)."""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from datetime import date

from loyalty.features.model import Feature
from loyalty.rules.model import Call, Constant, ListOf, Node
from loyalty.rules.words_known import Knowing
from loyalty.rules.words_lexicon import CODE_LABELS, EVENT_LABELS

PLAIN_OPERATORS = {"===": "==", "!==": "!=", "?:": "if"}
"""Operators that are told as others are."""


class Values(Knowing):
    """Tells values."""

    @abstractmethod
    def truth(self, node: Node, *, negated: bool = False, is_inner: bool = False) -> str:
        """What the node says, or its contrary."""

    def value(self, node: Node, about: Feature | None = None) -> str:
        """What the node is worth, in words; a literal beside a feature takes its unit."""
        if isinstance(node, Constant):
            return self._literal(node.value, about)
        if isinstance(node, ListOf):
            return self.say(
                "group", inner=self.language.listed([self.value(item, about) for item in node.items], "list_and") if node.items else ""
            )
        operator = PLAIN_OPERATORS.get(node.operator, node.operator)
        tell = VALUE_OPERATORS.get(operator)
        return tell(self, node) if tell else self.say("whether", inner=self.truth(node, is_inner=True))

    def _literal(self, value: object, about: Feature | None) -> str:  # noqa: PLR0911 - one return for each kind of literal
        if value is None:
            return self.say("null")
        if isinstance(value, bool):
            return self.say("true" if value else "false")
        if isinstance(value, int | float):
            return self._amount(value, about)
        if not isinstance(value, str):
            return self.language.quoted(str(value))
        if value == "":
            return self.say("empty")
        if about is not None and about.kind == "date":
            return self._day(value)
        label = CODE_LABELS.get(value) if about is not None and about.codes else None
        return self.language.choose(label) if label else self.language.quoted(value)

    def _amount(self, value: float, about: Feature | None) -> str:
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

    def _day(self, written: str) -> str:
        try:
            return self.language.day(date.fromisoformat(written[:10]))
        except ValueError:
            return self.language.quoted(written)

    def named(self, node: Node) -> str:
        """What the named fact is called."""
        if not isinstance(node, Constant):
            return self.say("computed", name=self.value(node))
        name = "" if node.value is None else str(node.value)
        if name in {"", "current", "accumulator"}:
            return self.say({"": "item"}.get(name, name))
        feature = self.lexicon.feature(name) or self.lexicon.feature(name.removeprefix("current."))
        label = self.language.choose(feature.label) if feature is not None and feature.label else ""
        # A label with a comma would fall apart in a list.
        return label if label and not set(label) & set(",،") else self.language.quoted(label or name)

    def _variable(self, node: Call) -> str:
        name = node.arguments[0] if node.arguments else Constant(node.path, None)
        left = self.named(name)
        if len(node.arguments) < 2:
            return left
        return self.say("or_else", left=left, default=self.value(node.arguments[1], self.about(node)))

    def _arithmetic(self, node: Call) -> str:
        inner = [self._operand(one) for one in node.arguments]
        if len(inner) == 1:
            return self.say("minus_one", left=inner[0]) if node.operator == "-" else inner[0]
        told = inner[0]
        for one in inner[1:]:
            told = self.say(node.operator, left=told, right=one)
        return told

    def _operand(self, node: Node) -> str:
        told = self.value(node, self.about(node))
        is_compound = isinstance(node, Call) and node.operator in {"+", "-", "*", "/", "%", "if", "?:", "days_since", "days_between"}
        return self.say("group", inner=told) if is_compound else told

    def _extreme(self, node: Call) -> str:
        about = next((found for found in map(self.about, node.arguments) if found), None)
        items = self.language.listed([self.value(one, about) for one in node.arguments], "list_and")
        return self.say(node.operator, items=self.say("group", inner=items))

    def _choice(self, node: Call) -> str:
        parts = [
            self.say("if", value=self.value(value), condition=self.truth(condition, is_inner=True))
            for condition, value in zip(node.arguments[::2], node.arguments[1::2], strict=False)
        ]
        last = self.value(node.arguments[-1]) if len(node.arguments) % 2 else self.say("null")
        return self.say("group", inner=self.say("if_else", cases=self.language.joined(parts, "list_join"), other=last))

    def _bucket(self, node: Call) -> str:
        salt, count = node.arguments
        return self.say(
            "random_bucket", count=self.value(count), salt=self.language.quoted(self.code_of(salt)), zero=self.language.number(0)
        )

    def _events(self, node: Call) -> str:
        options = dict(node.options.entries) if node.options else {}
        kind = self.code_of(options["type"]) if "type" in options else ""
        inner = type(self)(self.language, self.lexicon.within_event(kind))
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

    def _since(self, node: Call) -> str:
        return self.say("days_since", day=self._as_day(node.arguments[0]))

    def _span(self, node: Call) -> str:
        return self.say("days_between", start=self._as_day(node.arguments[0]), end=self._as_day(node.arguments[1]))

    def _shifted(self, node: Call) -> str:
        day, count, unit = node.arguments
        if (
            not isinstance(count, Constant)
            or not isinstance(count.value, int)
            or self.code_of(unit) not in {"days", "weeks", "months", "years"}
        ):
            return self.say("shift", day=self._as_day(day), count=self.value(count), unit=self.value(unit))
        counted = self.language.count(abs(count.value), self.code_of(unit))
        return self.say("later" if count.value >= 0 else "earlier", count=counted, day=self._as_day(day))

    def _part(self, node: Call) -> str:
        day, part = node.arguments
        name = self.code_of(part)
        known = name in {"year", "month", "day", "weekday"}
        return self.say(name, day=self._as_day(day)) if known else self.say("part", part=self.value(part), day=self._as_day(day))

    def _as_day(self, node: Node) -> str:
        return self._day(node.value) if isinstance(node, Constant) and isinstance(node.value, str) else self.value(node)

    def _plain(self, node: Call) -> str:
        return self.say(node.operator)

    def _listing(self, node: Call) -> str:
        names = {"merge": "merge", "cat": "cat", "missing": "missing_list", "missing_some": "missing_list"}
        return self.say(
            names[node.operator],
            items=self.language.listed([self.value(one) for one in node.arguments], "list_and") if node.arguments else "",
        )

    def _sublist(self, node: Call) -> str:
        over, inside = node.arguments[:2]
        told = self.truth(inside, is_inner=True) if node.operator == "filter" else self.value(inside)
        return self.say(node.operator, list=self.value(over), inner=told)

    def _gathered(self, node: Call) -> str:
        over, inside, *start = node.arguments
        return self.say(
            "reduce", list=self.value(over), inner=self.value(inside), start=self.value(start[0]) if start else self.say("null")
        )

    def _substring(self, node: Call) -> str:
        text, start, *length = (self.value(one) for one in node.arguments)
        return self.say("substr_length", text=text, start=start, length=length[0]) if length else self.say("substr", text=text, start=start)

    def _logged(self, node: Call) -> str:
        return self.say("log", left=self.value(node.arguments[0]))

    def _called(self, node: Call) -> str:
        left, name = self.value(node.arguments[0]), self.value(node.arguments[1])
        return self.say("method", left=left, name=name)


VALUE_OPERATORS: Mapping[str, Callable[[Values, Call], str]] = {
    "var": Values._variable,
    **dict.fromkeys(("+", "-", "*", "/", "%"), Values._arithmetic),
    **dict.fromkeys(("min", "max"), Values._extreme),
    "if": Values._choice,
    "random_bucket": Values._bucket,
    "events": Values._events,
    "days_since": Values._since,
    "days_between": Values._span,
    "date_add": Values._shifted,
    "date_part": Values._part,
    **dict.fromkeys(("today", "now"), Values._plain),
    **dict.fromkeys(("merge", "cat", "missing", "missing_some"), Values._listing),
    **dict.fromkeys(("map", "filter"), Values._sublist),
    "reduce": Values._gathered,
    "substr": Values._substring,
    "log": Values._logged,
    "method": Values._called,
}
