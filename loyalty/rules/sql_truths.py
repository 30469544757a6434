"""What a checked rule's truths are in SQL, in three-valued logic. Not here: the values that they speak of (`sql_values.py`).

`truth(node, negated)` yields SQL that is TRUE exactly where the node is true (or, negated, false) and FALSE or NULL elsewhere.
Negation is carried down to the leaves, so a filter needs no coalesce around a column and a warehouse can prune by it.
"""

from collections.abc import Callable, Mapping

from sqlalchemy import (
    ARRAY,
    and_,
    bindparam,
    case,
    false,
    func,
    not_,
    or_,
    true,
)

from loyalty.rules.dialects import AmongMany, CodePointOrder, TextContains
from loyalty.rules.meaning import (
    INVERSE,
    Absent,
    AllOf,
    Always,
    AnyOf,
    Compare,
    Contains,
    Equal,
    Field,
    Known,
    Not,
    OneOf,
    Ordering,
    Truth,
    Truthy,
    Value,
)
from loyalty.rules.sql_values import TYPES, Sql, Values, any_of, bound, every

# Up to here a list is written out, so that a warehouse can prune by it; beyond, it travels as one array.
_SHORT_LIST = 20

_ORDERINGS: Mapping[Ordering, Callable[[Sql, Sql], Sql]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


class Truths(Values):
    """The truths of one rule over `columns`, by their names."""

    def truth(self, node: Truth, *, negated: bool) -> Sql:  # noqa: PLR0911 - one return for each kind of node
        """TRUE exactly where the node is true (or, negated, false)."""
        match node:
            case AllOf() | AnyOf():
                parts = [self.truth(part, negated=negated) for part in node.parts]
                return and_(*parts) if isinstance(node, AllOf) != negated else or_(*parts)
            case Not():
                return self.truth(node.part, negated=not negated)
            case Always():
                return true() if node.is_true != negated else false()
            case Truthy():
                return self._truthy(node.value, negated)
            case Compare():
                return self._compare(node, negated)
            case Equal():
                return self._equal(node.left, node.right, negated)
            case OneOf():
                return self._one_of(node, negated)
            case Contains():
                return self._contains(node, negated)
            case Absent():
                return self._absent(node, negated)

    def _truthy(self, value: Value, negated: bool) -> Sql:
        sql = self.value(value)
        match value.kind:
            case "boolean":
                holds, fails = _flags(value, sql)
            case "text":
                # Not `<> ''`, which Oracle, where '' is null, would never find true.
                holds, fails = func.length(sql) > 0, func.length(sql) == 0
            case "date":
                return any_of(self.missing(value, sql)) if negated else self.present(value, sql)
            case _:
                zero = bound(0, value.kind)
                holds, fails = and_(sql != zero, *self.finite(value, sql)), sql == zero
        return or_(fails, *self.missing(value, sql)) if negated else holds

    def _compare(self, node: Compare, negated: bool) -> Sql:
        left, right = self.value(node.left), self.value(node.right)
        ordered = (CodePointOrder(left), CodePointOrder(right)) if node.left.kind == "text" else (left, right)
        # The literal bounds a bare column on one side (or, negated, lets in what lies beyond it); only the other side is left to guard.
        is_less = node.symbol in {"<", "<="}
        if negated:
            missing = [
                *self.missing(node.left, left, below=not is_less, above=is_less),
                *self.missing(node.right, right, below=is_less, above=not is_less),
            ]
            return or_(_ORDERINGS[INVERSE[node.symbol]](*ordered), *missing)
        guards = [
            *self.finite(node.left, left, below=not is_less, above=is_less),
            *self.finite(node.right, right, below=is_less, above=not is_less),
        ]
        return and_(_ORDERINGS[node.symbol](*ordered), *guards)

    def _equal(self, left: Value, right: Value, negated: bool) -> Sql:
        first = self.value(left)
        if isinstance(right, Known):
            if right.value is None:
                return self.present(left, first) if negated else any_of(self.missing(left, first))
            return self._equal_literal(left, first, right, negated)
        second = self.value(right)
        if left.is_nullable and right.is_nullable:
            return first.is_distinct_from(second) if negated else first.is_not_distinct_from(second)
        if negated:
            return or_(first != second, *self.missing(left, first), *self.missing(right, second))
        return first == second

    def _equal_literal(self, left: Value, first: Sql, right: Known, negated: bool) -> Sql:
        if right.kind == "boolean":
            is_true, is_false = _flags(left, first)
            holds, fails = (is_true, is_false) if right.value else (is_false, is_true)
        else:
            literal = bound(right.value, right.kind)
            holds, fails = first == literal, first != literal
        # A column that is not finite differs from every literal already.
        return or_(fails, *self.null_test(left, first)) if negated else holds

    def _one_of(self, node: OneOf, negated: bool) -> Sql:
        sql = self.value(node.value)
        inside = self._among(node, sql)
        if not negated:
            return any_of([inside, *(self.missing(node.value, sql) if node.has_null else [])])
        if node.has_null:
            return every([self.present(node.value, sql), not_(inside)])
        return any_of([not_(inside), *self.null_test(node.value, sql)])

    def _among(self, node: OneOf, sql: Sql) -> Sql:
        if not node.items:
            return false()
        kind = node.value.kind
        items = [float(item) for item in node.items] if kind == "number" else list(node.items)  # type: ignore[arg-type]
        if len(items) > _SHORT_LIST:
            return AmongMany(sql, bindparam(None, items, type_=ARRAY(TYPES[kind]), unique=True))
        return sql.in_(bindparam(None, items, type_=TYPES[kind], unique=True, expanding=True))

    def _contains(self, node: Contains, negated: bool) -> Sql:
        needle, haystack = self.value(node.needle), self.value(node.haystack)
        found = TextContains(haystack, needle)
        if not negated:
            return found
        return or_(not_(found), *self.null_test(node.needle, needle), *self.null_test(node.haystack, haystack))

    def _absent(self, node: Absent, negated: bool) -> Sql:
        filled = [self._filled(field) for field in node.fields]
        if node.fewest == len(filled):
            return every(filled) if negated else not_(every(filled))
        there = [case((one, 1), else_=0) for one in filled]
        count = sum(there[1:], start=there[0])
        return count >= node.fewest if negated else count < node.fewest

    def _filled(self, field: Field) -> Sql:
        """TRUE where the field is present and, if a text, not empty; FALSE elsewhere, never NULL."""
        sql = self.value(field)
        known = self.present(field, sql)
        return and_(known, func.length(sql) > 0) if field.kind == "text" else known


def _flags(value: Value, sql: Sql) -> tuple[Sql, Sql]:
    """The conditions that a boolean value is true, and is false. To Oracle only a bare column is a condition."""
    return (sql, not_(sql)) if isinstance(value, Field) and value.default is None else (sql == true(), sql == false())


def is_two_valued(node: Truth) -> bool:  # noqa: PLR0911 - one return for each kind of node
    """Whether the SQL of `node` is never NULL."""
    match node:
        case AllOf() | AnyOf():
            return all(is_two_valued(part) for part in node.parts)
        case Not():
            return is_two_valued(node.part)
        case Always() | Absent():
            return True
        case Truthy() | OneOf():
            return not node.value.is_nullable
        case Compare():
            return not (node.left.is_nullable or node.right.is_nullable)
        case Equal():
            return _is_null_test(node) or node.left.is_nullable == node.right.is_nullable
        case Contains():
            return not (node.needle.is_nullable or node.haystack.is_nullable)


def _is_null_test(node: Equal) -> bool:
    return isinstance(node.right, Known) and node.right.value is None
