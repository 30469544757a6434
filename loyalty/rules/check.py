"""Types a rule against the feature catalogue: the segment profile. Not here: reading JSON (`parse.py`), conversions (`kinds.py`)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from difflib import get_close_matches

from loyalty.features.model import Catalogue
from loyalty.rules import kinds
from loyalty.rules.calendar import PARTS, SHIFT_MAX, UNITS, shiftable
from loyalty.rules.check_terms import TERM_OPERATORS, read_term
from loyalty.rules.closure import truth_of, value_of
from loyalty.rules.errors import ForbiddenOperator, MalformedRule, RuleTooLarge, TypeMismatch, UnknownField
from loyalty.rules.meaning import (
    Absent,
    AllOf,
    Always,
    AnyOf,
    CheckedRule,
    Choice,
    Compare,
    Contains,
    DaysBetween,
    Equal,
    Extreme,
    Field,
    Flag,
    Kind,
    Known,
    Not,
    OneOf,
    PartOfDate,
    Plain,
    Range,
    Remainder,
    Shifted,
    Truth,
    Truthy,
    Value,
)
from loyalty.rules.model import Call, Constant, ListOf, Node, Rule
from loyalty.rules.operators import OPERATORS
from loyalty.rules.terms import NO_TERMS, Term, Vocabulary, feature_of

WEIGHT_LIMIT = 20_000
"""Leaves of SQL that one rule may become; a list counts as one."""

_TRUTHS = frozenset({"and", "or", "!", "!!", "==", "!=", "===", "!==", "<", "<=", ">", ">=", "in", "missing", "missing_some"})
_ECHO_LENGTH = 60
_DATE_ADD_EXAMPLE = 'Write {"date_add": [{"today": []}, -30, "days"]}.'


def check_rule(rule: Rule, catalogue: Catalogue, vocabulary: Vocabulary = NO_TERMS) -> CheckedRule:
    """The rule, typed: every name is a feature of `catalogue` or of `vocabulary`, every operator gets kinds it takes, every conversion is
    written out.

    Raises:
        UnknownField, TypeMismatch, ForbiddenOperator, ImpossibleValue, MalformedRule, ArithmeticOutOfRange, RuleTooLarge: the first
            thing that is wrong in reading order, with its path and, where we can tell, a suggestion.
    """
    checked = _checked(rule.root, rule, catalogue, vocabulary)
    truth = checked.truth
    if kinds.weight(truth) > WEIGHT_LIMIT:
        raise RuleTooLarge(
            "Written as SQL the rule would grow out of proportion.",
            path="",
            suggestion="Nest 'if', 'min' and 'max' less deeply, or ask for a feature that already combines them.",
            limit=WEIGHT_LIMIT,
        )
    return checked


def _checked(root: Node, rule: Rule, catalogue: Catalogue, vocabulary: Vocabulary | None) -> CheckedRule:
    checking = _Checking(catalogue, vocabulary)
    truth = checking.truth(root)
    fields = tuple(feature for feature in catalogue if feature.name in checking.used)
    return CheckedRule(rule, truth, catalogue.relation, fields, tuple(checking.terms.values()))


class _Checking:
    def __init__(self, catalogue: Catalogue, vocabulary: Vocabulary | None) -> None:
        # Without a vocabulary the rule is asked of one event, not of a customer.
        self.catalogue = catalogue
        self.vocabulary = vocabulary
        self.used: set[str] = set()
        self.terms: dict[str, Term] = {}
        self._values: Mapping[str, Callable[[Call, Range], Value]] = {
            "var": self.field,
            "if": self.choice,
            "?:": self.choice,
            "+": self.arithmetic,
            "-": self.arithmetic,
            "*": self.arithmetic,
            "/": self.arithmetic,
            "%": self.remainder,
            "min": self.extreme,
            "max": self.extreme,
            "days_between": self.days_between,
            "days_since": self.days_since,
            "date_add": self.shifted,
            "date_part": self.part_of_date,
            **dict.fromkeys(TERM_OPERATORS, self.term),
        }

    def truth(self, node: Node) -> Truth:  # noqa: PLR0911 - one return for each kind of node
        """What `node` says of somebody: true or false."""
        if isinstance(node, Constant):
            return Always(node.path, bool(node.value))
        if isinstance(node, ListOf):
            raise TypeMismatch("A list is neither true nor false.", path=node.path, suggestion='Use {"in": [value, list]}.')
        self._allow(node)
        if node.operator not in _TRUTHS:
            return Truthy(node.path, self.value(node, "stored"))
        match node.operator:
            case "and":
                return AllOf(node.path, tuple(self.truth(argument) for argument in node.arguments))
            case "or":
                return AnyOf(node.path, tuple(self.truth(argument) for argument in node.arguments))
            case "!":
                return Not(node.path, self.truth(node.arguments[0]))
            case "!!":
                return self.truth(node.arguments[0])
            case "==" | "===":
                return self.equal(node)
            case "!=" | "!==":
                return Not(node.path, self.equal(node))
            case "in":
                return self.among(node)
            case "missing" | "missing_some":
                return self.absent(node)
            case _:
                return self.ordered(node)

    def value(self, node: Node, within: Range) -> Value:
        """What `node` is worth. `within` says how its number features are going to be used."""
        if isinstance(node, Constant):
            return kinds.known(node)
        if isinstance(node, ListOf):
            raise TypeMismatch("A list may only be the second argument of 'in'.", path=node.path)
        self._allow(node)
        if node.operator in _TRUTHS:
            return Flag(node.path, self.truth(node))
        return self._values[node.operator](node, within)

    def _allow(self, node: Call) -> None:
        operator = OPERATORS[node.operator]
        if not operator.is_allowed:
            raise ForbiddenOperator(
                f"'{node.operator}' cannot be used in a segment.", path=node.path, suggestion=operator.instead, operator=node.operator
            )

    # Truths

    def _sides(self, first: Node, second: Node, verb: str) -> tuple[Value, Value]:
        # A bare column beside a literal keeps the comparison in a form that warehouses prune by.
        within: Range = "stored" if isinstance(first, Constant) or isinstance(second, Constant) else "finite"
        return kinds.met(self.value(first, within), self.value(second, within), verb)

    def ordered(self, node: Call) -> Truth:
        """A comparison, or a chain of two: `a < b < c`."""
        pairs = list(zip(node.arguments, node.arguments[1:], strict=False))
        parts = tuple(self._compare(node, first, second) for first, second in pairs)
        return parts[0] if len(parts) == 1 else AllOf(node.path, parts)

    def _compare(self, node: Call, first: Node, second: Node) -> Truth:
        left, right = self._sides(first, second, "compared with")
        for side in (left, right):
            if side.kind == "boolean":
                raise TypeMismatch(f"'{node.operator}' orders numbers, texts and dates, not true and false.", path=side.path)
        if _is_null(left) or _is_null(right):
            return Always(node.path, is_true=False)
        compared = Compare(node.path, node.operator, left, right)  # type: ignore[arg-type]
        # Two literals are compared here and now: no warehouse has to guess their type.
        return Always(node.path, truth_of(compared)({})) if isinstance(left, Known) and isinstance(right, Known) else compared

    def equal(self, node: Call) -> Truth:
        """Null-safe equality; the literal, if any, comes to stand on the right."""
        left, right = self._sides(node.arguments[0], node.arguments[1], "compared with")
        if isinstance(left, Known) and not isinstance(right, Known):
            left, right = right, left
        if isinstance(right, Known):
            kinds.refuse_unknown_code(left, right)
            if isinstance(left, Known):
                return Always(node.path, left.value == right.value)
        return Equal(node.path, left, right)

    def among(self, node: Call) -> Truth:
        """Membership in a list of literals, or a text within a text."""
        first, second = node.arguments
        if isinstance(second, ListOf):
            return self._one_of(node, first, second)
        needle, haystack = self.value(first, "finite"), self.value(second, "finite")
        for side in (needle, haystack):
            if side.kind != "text":
                raise TypeMismatch(
                    f"'in' looks for a text in a text or a value in a list, not {kinds.described(needle)} in {kinds.described(haystack)}.",
                    path=side.path,
                    suggestion='Write {"in": [value, [a, b, c]]}.',
                )
        return Contains(node.path, needle, haystack)

    def _one_of(self, node: Call, first: Node, listed: ListOf) -> Truth:
        value = self.value(first, "stored")
        known = []
        for item in listed.items:
            if not isinstance(item, Constant):
                raise TypeMismatch("The list of 'in' may hold literals only.", path=item.path, suggestion="Join comparisons with 'or'.")
            known.append(kinds.known(item))
        if value.kind == "integer" and any(one.kind == "number" for one in known):
            value = kinds.widened(value)
        met = [kinds.met(value, one, "looked for among")[1] for one in known]
        for one in met:
            assert isinstance(one, Known)  # noqa: S101 - `met` turns literals into literals
            kinds.refuse_unknown_code(value, one)
        items: dict[Plain, None] = {one.value: None for one in met if isinstance(one, Known) and one.value is not None}
        has_null = any(_is_null(one) for one in met)
        if isinstance(value, Known):
            return Always(node.path, value.value in items if value.value is not None else has_null)
        return OneOf(node.path, value, tuple(items), has_null)

    def absent(self, node: Call) -> Truth:
        """`missing`: some field is not there; `missing_some`: fewer than so many are."""
        if node.operator == "missing":
            fields = self._named(node.arguments, node.path)
            return Absent(node.path, fields, len(fields))
        need, listed = node.arguments
        if not isinstance(need, Constant) or type(need.value) is not int or not isinstance(listed, ListOf):
            raise MalformedRule("'missing_some' takes a whole number and a list of names.", path=node.path)
        return Absent(node.path, self._named(listed.items, listed.path), need.value)

    def _named(self, nodes: tuple[Node, ...], path: str) -> tuple[Field, ...]:
        flat = [item for node in nodes for item in (node.items if isinstance(node, ListOf) else (node,))]
        if not flat:
            raise MalformedRule("Name at least one feature.", path=path)
        return tuple(self._lookup(node) for node in flat)

    # Values

    def field(self, node: Call, within: Range) -> Value:
        """The feature named by `var`, with its default."""
        field = self._lookup(node.arguments[0])
        field = replace(field, path=node.path, range=within if field.kind == "number" else "stored")
        if len(node.arguments) == 1:
            return field
        default = node.arguments[1]
        if not isinstance(default, Constant):
            raise TypeMismatch("The default of 'var' must be a literal.", path=default.path)
        if default.value is None:
            return field
        return self._defaulted(field, kinds.known(default), within)

    def _defaulted(self, field: Field, default: Known, within: Range) -> Field:
        met, stands_in = kinds.met(field, default, "replaced by")
        if isinstance(met, Field) and isinstance(stands_in, Known):
            kinds.refuse_unknown_code(field, stands_in)
            if within == "arithmetic":
                kinds.operand(stands_in)
            settled: Range = "finite" if field.is_bare else field.range
            return replace(field, default=stands_in, range=settled)
        raise TypeMismatch(
            f"'{field.feature.name}' is a whole number; its default must be one too.", path=default.path, suggestion="Round the default."
        )

    def _lookup(self, node: Node) -> Field:
        if not isinstance(node, Constant) or not isinstance(node.value, str):
            raise MalformedRule("A feature is named by a text.", path=node.path, suggestion='Write for example {"var": "recency_days"}.')
        name = node.value
        if name not in self.catalogue:
            close = get_close_matches(name.lower(), list(self.catalogue.features), n=1, cutoff=0.5)
            raise UnknownField(
                f"The catalogue has no feature '{name[:_ECHO_LENGTH]}'.",
                path=node.path,
                suggestion=f"Did you mean '{close[0]}'?" if close else f"See the columns of {self.catalogue.relation}.",
                field=name[:_ECHO_LENGTH],
            )
        self.used.add(name)
        return Field(node.path, self.catalogue[name])

    def choice(self, node: Call, within: Range) -> Value:
        """`if`, `else if`, `else`; no `else` is null. All branches end in one kind."""
        inner: Range = "arithmetic" if within == "arithmetic" else "finite"
        arguments = list(node.arguments)
        last = self.value(arguments.pop(), inner) if len(arguments) % 2 else Known(node.path, "null", None)
        conditions = [self.truth(argument) for argument in arguments[::2]]
        values = self._one_kind(node, [*(self.value(argument, inner) for argument in arguments[1::2]), last])
        kind: Kind = next((one.kind for one in values if one.kind != "null"), "null")
        if kind == "null":
            raise TypeMismatch("Every branch of this 'if' is null.", path=node.path)
        return Choice(node.path, tuple(zip(conditions, values[:-1], strict=True)), values[-1], kind)

    def extreme(self, node: Call, within: Range) -> Value:
        """The least or greatest of numbers."""
        inner: Range = "arithmetic" if within == "arithmetic" else "finite"
        values = [self.value(argument, inner) for argument in node.arguments]
        for one in values:
            if one.kind not in {"integer", "number"}:
                raise TypeMismatch(f"'{node.operator}' takes numbers, not {kinds.described(one)}.", path=one.path)
        values = self._one_kind(node, values)
        if len(values) == 1:
            return values[0]
        return _folded(Extreme(node.path, node.operator, tuple(values), values[0].kind), values)  # type: ignore[arg-type]

    def _one_kind(self, node: Call, values: list[Value]) -> list[Value]:
        if {one.kind for one in values} >= {"integer", "number"}:
            values = [kinds.widened(one) if one.kind in {"integer", "number"} else one for one in values]
        first = next((one for one in values if one.kind != "null"), None)
        for one in values:
            if first is not None and one.kind not in {first.kind, "null"}:
                raise TypeMismatch(
                    f"The branches of '{node.operator}' must be of one kind; {kinds.described(first)} and {kinds.described(one)} are not.",
                    path=one.path,
                )
        return values

    def arithmetic(self, node: Call, _within: Range) -> Value:
        """Sums, differences, products and quotients, in doubles."""
        operands = [kinds.operand(self.value(argument, "arithmetic")) for argument in node.arguments]
        if node.operator in {"+", "*"}:
            return kinds.balanced(node.path, node.operator, operands)
        if len(operands) == 1:
            operands = [Known(node.path, "number", 0.0), *operands]
        return kinds.computed(node.path, node.operator, operands[0], operands[1])

    def remainder(self, node: Call, _within: Range) -> Value:
        """The remainder by a literal: how random buckets and every-so-many are written."""
        value, divisor = self.value(node.arguments[0], "finite"), node.arguments[1]
        if value.kind != "integer":
            raise TypeMismatch(f"'%' takes a whole number, not {kinds.described(value)}.", path=value.path)
        if not isinstance(divisor, Constant) or type(divisor.value) is not int or divisor.value <= 0:
            raise TypeMismatch("'%' divides by a positive whole number written in the rule.", path=divisor.path)
        return _folded(Remainder(node.path, value, divisor.value), [value])

    # Days and terms

    def term(self, node: Call, within: Range) -> Value:
        """What is asked beyond the catalogue; it is compared like a feature of its kind."""
        if self.vocabulary is None and node.operator != "today":
            raise ForbiddenOperator(
                f"'{node.operator}' cannot be asked of an event.",
                path=node.path,
                suggestion="Ask it of the customer, beside 'events'.",
                operator=node.operator,
            )
        read = read_term(node, self.vocabulary or NO_TERMS, self.catalogue.keys[0], self._where)
        self.terms.setdefault(read.name, read)
        return Field(node.path, feature_of(read), range=within if read.kind == "number" else "stored", term=read)

    def _where(self, node: Node, catalogue: Catalogue) -> CheckedRule:
        return _checked(node, Rule(node, 0, 0), catalogue, None)

    def _day(self, node: Node, operator: str) -> Value:
        value = self.value(node, "stored")
        if isinstance(value, Known) and value.kind == "text":
            return kinds.read_date(value)
        if value.kind not in {"date", "null"}:
            raise TypeMismatch(f"'{operator}' takes days, not {kinds.described(value)}.", path=value.path)
        return value

    def days_between(self, node: Call, _within: Range) -> Value:
        """How many days lie between two days."""
        start, end = (self._day(argument, node.operator) for argument in node.arguments)
        return DaysBetween(node.path, start, end)

    def days_since(self, node: Call, within: Range) -> Value:
        """How many days ago a day was."""
        return DaysBetween(node.path, self._day(node.arguments[0], node.operator), self.term(Call(node.path, "today", ()), within))

    def shifted(self, node: Call, _within: Range) -> Value:
        """A day so many days, weeks, months or years later."""
        day, count, named = node.arguments
        if not isinstance(named, Constant) or named.value not in UNITS:
            raise TypeMismatch(f"'date_add' counts in {', '.join(UNITS)}.", path=named.path, suggestion=_DATE_ADD_EXAMPLE)
        unit, each = UNITS[named.value]
        if not isinstance(count, Constant) or type(count.value) is not int or abs(count.value * each) > SHIFT_MAX[unit]:
            raise TypeMismatch("'date_add' shifts by a whole number, by a century at most.", path=count.path, suggestion=_DATE_ADD_EXAMPLE)
        least, greatest = shiftable(count.value * each, unit)
        return Shifted(node.path, self._day(day, node.operator), count.value * each, unit, least, greatest)

    def part_of_date(self, node: Call, _within: Range) -> Value:
        """The year, month, day or weekday of a day."""
        day, part = node.arguments
        if not isinstance(part, Constant) or part.value not in PARTS:
            raise TypeMismatch(
                f"'date_part' takes one of {', '.join(PARTS)}.",
                path=part.path,
                suggestion='Write {"date_part": [{"today": []}, "month"]}.',
            )
        return PartOfDate(node.path, self._day(day, node.operator), part.value)


def _folded(value: Value, operands: list[Value]) -> Value:
    """The literal that the value is, where all it computes with are literals."""
    known = all(isinstance(one, Known) and one.value is not None for one in operands)
    return Known(value.path, value.kind, value_of(value)({})) if known else value


def _is_null(value: Value) -> bool:
    return isinstance(value, Known) and value.value is None
