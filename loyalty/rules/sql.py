"""Compiles a checked rule to SQLAlchemy Core: values bound, identifiers from the catalogue only. Not here: running it (the warehouse).

`_truth(node, negated)` yields SQL that is TRUE exactly where the node is true (or, negated, false) and FALSE or NULL elsewhere.
Negation is carried down to the leaves, so a filter needs no coalesce around a column and a warehouse can prune by it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    ColumnClause,
    ColumnElement,
    Date,
    TableClause,
    Text,
    and_,
    bindparam,
    case,
    cast,
    column,
    false,
    func,
    not_,
    null,
    or_,
    table,
    true,
)
from sqlalchemy.types import TypeEngine

from loyalty.features.errors import CatalogueMalformed
from loyalty.features.model import Catalogue, Feature
from loyalty.rules.dialects import (
    DOUBLE,
    AmongMany,
    Bracketed,
    CodePointOrder,
    DatePart,
    DateShifted,
    TextContains,
    bucket_sql,
)
from loyalty.rules.dialects import DaysBetween as DaysBetweenSql
from loyalty.rules.meaning import (
    ARITHMETIC_GREATEST,
    ARITHMETIC_LEAST,
    DOUBLE_GREATEST,
    INVERSE,
    Absent,
    AllOf,
    Always,
    AnyOf,
    Arithmetic,
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
    Ordering,
    PartOfDate,
    Plain,
    Remainder,
    Shifted,
    Truth,
    Truthy,
    Value,
    Widened,
)
from loyalty.rules.terms import AS_OF_KEY, RandomBucket, TermNotProvided, Today

Columns = Mapping[str, ColumnElement[Any]]
Sql = ColumnElement[Any]

# Up to here a list is written out, so that a warehouse can prune by it; beyond, it travels as one array.
_SHORT_LIST = 20

# SQLAlchemy numbers its binds by looking for them in the finished text, and would find this one within the quotes.
_LIKE_A_BIND = re.compile(r"%\(param_\d+\)s")

_TYPES: Mapping[Kind, TypeEngine[Any]] = {
    "integer": BigInteger(),
    "number": DOUBLE,
    "text": Text(),
    "boolean": Boolean(),
    "date": Date(),
}
_ORDERINGS: Mapping[Ordering, Callable[[Sql, Sql], Sql]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


def relation_of(catalogue: Catalogue) -> TableClause:
    """The catalogue's relation, its keys and its features as typed columns."""
    schema, _, name = catalogue.relation.rpartition(".")
    columns = [column(key, Date() if key.endswith("_on") else Text()) for key in catalogue.keys]
    return table(name, *columns, *(_column(feature) for feature in catalogue), schema=schema or None)


def columns_of(catalogue: Catalogue) -> Columns:
    """The features as bare typed columns, for a query that names the relation itself."""
    return {feature.name: _column(feature) for feature in catalogue}


def compile_rule(rule: CheckedRule, columns: Columns) -> Sql:
    """A boolean expression that is TRUE where the rule holds and FALSE elsewhere, never NULL: usable anywhere, `not` included.

    `columns` gives the column for each of `rule.fields` and the expression for each of `rule.terms` by name; today and random buckets come
    from the keys (`as_of_on` and the first) where they are not given.
    """
    truth = _Compiling(_with_terms(rule, columns)).truth(rule.truth, negated=False)
    return truth if _is_two_valued(rule.truth) else case((truth, true()), else_=false())


def compile_filter(rule: CheckedRule, columns: Columns) -> Sql:
    """A condition for WHERE and CASE WHEN: TRUE where the rule holds, FALSE or NULL elsewhere. What warehouses prune by best."""
    return _Compiling(_with_terms(rule, columns)).truth(rule.truth, negated=False)


def _with_terms(rule: CheckedRule, columns: Columns) -> Columns:
    """The columns with every term: as provided, or derived from the keys of the row.

    Raises:
        TermNotProvided: the columns hold neither the term nor the key that it is derived from.
    """
    derived: dict[str, Sql] = {}
    for term in rule.terms:
        if term.name in columns:
            continue
        if isinstance(term, Today) and AS_OF_KEY in columns:
            derived[term.name] = columns[AS_OF_KEY]
        elif isinstance(term, RandomBucket) and term.key in columns:
            derived[term.name] = bucket_sql(columns[term.key], term.salt, term.count)
        else:
            raise TermNotProvided(f"The columns do not hold '{term.name}'.", term=term.name)
    return {**columns, **derived} if derived else columns


def _column(feature: Feature) -> ColumnClause[Any]:
    if _LIKE_A_BIND.search(feature.name):
        raise CatalogueMalformed(f"No column may be named like a bound value: '{feature.name}'.", column=feature.name)
    return column(feature.name, _TYPES[feature.kind])


def _bound(plain: Plain | None, kind: Kind) -> Sql:
    if plain is None:
        return cast(null(), _TYPES[kind]) if kind in _TYPES else null()
    if kind == "number":
        plain = float(plain)  # type: ignore[arg-type]
    return bindparam(None, plain, type_=_TYPES[kind], unique=True)


class _Compiling:
    def __init__(self, columns: Columns) -> None:
        self.columns = columns

    # Truths

    def truth(self, node: Truth, *, negated: bool) -> Sql:  # noqa: PLR0911 - one return for each kind of node
        match node:
            case AllOf() | AnyOf():
                parts = [self.truth(part, negated=negated) for part in node.parts]
                return and_(*parts) if isinstance(node, AllOf) != negated else or_(*parts)
            case Not():
                return self.truth(node.part, negated=not negated)
            case Always():
                return true() if node.is_true != negated else false()
            case Truthy():
                return self.truthy(node.value, negated)
            case Compare():
                return self.compare(node, negated)
            case Equal():
                return self.equal(node.left, node.right, negated)
            case OneOf():
                return self.one_of(node, negated)
            case Contains():
                return self.contains(node, negated)
            case Absent():
                return self.absent(node, negated)

    def truthy(self, value: Value, negated: bool) -> Sql:
        sql = self.value(value)
        match value.kind:
            case "boolean":
                holds, fails = _flags(value, sql)
            case "text":
                # Not `<> ''`, which Oracle, where '' is null, would never find true.
                holds, fails = func.length(sql) > 0, func.length(sql) == 0
            case "date":
                return _any(self.missing(value, sql)) if negated else self.present(value, sql)
            case _:
                zero = _bound(0, value.kind)
                holds, fails = and_(sql != zero, *self.finite(value, sql)), sql == zero
        return or_(fails, *self.missing(value, sql)) if negated else holds

    def compare(self, node: Compare, negated: bool) -> Sql:
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

    def equal(self, left: Value, right: Value, negated: bool) -> Sql:
        first = self.value(left)
        if isinstance(right, Known):
            if right.value is None:
                return self.present(left, first) if negated else _any(self.missing(left, first))
            return self.equal_literal(left, first, right, negated)
        second = self.value(right)
        if left.is_nullable and right.is_nullable:
            return first.is_distinct_from(second) if negated else first.is_not_distinct_from(second)
        if negated:
            return or_(first != second, *self.missing(left, first), *self.missing(right, second))
        return first == second

    def equal_literal(self, left: Value, first: Sql, right: Known, negated: bool) -> Sql:
        if right.kind == "boolean":
            is_true, is_false = _flags(left, first)
            holds, fails = (is_true, is_false) if right.value else (is_false, is_true)
        else:
            literal = _bound(right.value, right.kind)
            holds, fails = first == literal, first != literal
        # A column that is not finite differs from every literal already.
        return or_(fails, *self.null_test(left, first)) if negated else holds

    def one_of(self, node: OneOf, negated: bool) -> Sql:
        sql = self.value(node.value)
        inside = self.among(node, sql)
        if not negated:
            return _any([inside, *(self.missing(node.value, sql) if node.has_null else [])])
        if node.has_null:
            return _every([self.present(node.value, sql), not_(inside)])
        return _any([not_(inside), *self.null_test(node.value, sql)])

    def among(self, node: OneOf, sql: Sql) -> Sql:
        if not node.items:
            return false()
        kind = node.value.kind
        items = [float(item) for item in node.items] if kind == "number" else list(node.items)  # type: ignore[arg-type]
        if len(items) > _SHORT_LIST:
            return AmongMany(sql, bindparam(None, items, type_=ARRAY(_TYPES[kind]), unique=True))
        return sql.in_(bindparam(None, items, type_=_TYPES[kind], unique=True, expanding=True))

    def contains(self, node: Contains, negated: bool) -> Sql:
        needle, haystack = self.value(node.needle), self.value(node.haystack)
        found = TextContains(haystack, needle)
        if not negated:
            return found
        return or_(not_(found), *self.null_test(node.needle, needle), *self.null_test(node.haystack, haystack))

    def absent(self, node: Absent, negated: bool) -> Sql:
        filled = [self.filled(field) for field in node.fields]
        if node.fewest == len(filled):
            return _every(filled) if negated else not_(_every(filled))
        there = [case((one, 1), else_=0) for one in filled]
        count = sum(there[1:], start=there[0])
        return count >= node.fewest if negated else count < node.fewest

    def filled(self, field: Field) -> Sql:
        """TRUE where the field is present and, if a text, not empty; FALSE elsewhere, never NULL."""
        sql = self.value(field)
        known = self.present(field, sql)
        return and_(known, func.length(sql) > 0) if field.kind == "text" else known

    # Missing and present

    def null_test(self, value: Value, sql: Sql) -> list[Sql]:
        return [sql.is_(None)] if value.is_nullable else []

    def finite(self, value: Value, sql: Sql, *, below: bool = False, above: bool = False) -> list[Sql]:
        """The guards that a bare column is a finite number; `below`, `above`: it is known to have a bound there."""
        if not isinstance(value, Field) or not value.is_bare:
            return []
        guards = [] if below else [sql >= _bound(-DOUBLE_GREATEST, "number")]
        return guards if above else [*guards, sql <= _bound(DOUBLE_GREATEST, "number")]

    def missing(self, value: Value, sql: Sql, *, below: bool = False, above: bool = False) -> list[Sql]:
        """One of them is TRUE where the value is null, or a bare column that is not finite; else all are FALSE or NULL.

        `below`, `above`: what is not finite on that side is let in already.
        """
        tests = self.null_test(value, sql)
        if not isinstance(value, Field) or not value.is_bare:
            return tests
        # NaN is greater than every number in every warehouse.
        beyond = [] if above else [sql > _bound(DOUBLE_GREATEST, "number")]
        return [*tests, *beyond] if below else [*tests, *beyond, sql < _bound(-DOUBLE_GREATEST, "number")]

    def present(self, value: Value, sql: Sql) -> Sql:
        """The contrary of `missing`, never NULL."""
        known = [sql.is_not(None)] if value.is_nullable else []
        return _every([*known, *self.finite(value, sql)])

    # Values

    def value(self, value: Value) -> Sql:  # noqa: PLR0911 - one return for each kind of node
        match value:
            case Known():
                return _bound(value.value, value.kind)
            case Field():
                return self.field(value)
            case Widened():
                return cast(self.value(value.value), DOUBLE)
            case Arithmetic():
                return self.arithmetic(value)
            case Remainder():
                return func.mod(self.value(value.value), _bound(value.divisor, "integer"), type_=BigInteger)
            case Extreme():
                return self.extreme(value)
            case DaysBetween():
                return DaysBetweenSql(self.typed(value.start), self.typed(value.end))
            case Shifted():
                day = self.typed(value.value)
                within = and_(day >= _bound(value.least, "date"), day <= _bound(value.greatest, "date"))
                return case((within, DateShifted(day, value.count, value.unit)))
            case PartOfDate():
                return DatePart(value.part, self.typed(value.value))
            case Choice():
                cases = [(self.truth(condition, negated=False), self.typed(chosen)) for condition, chosen in value.cases]
                return case(*cases, else_=self.typed(value.otherwise))
            case Flag():
                # Always a CASE: to Oracle a condition is not a value.
                return case((self.truth(value.condition, negated=False), true()), else_=false())

    def field(self, value: Field) -> Sql:
        sql = self.columns[value.feature.name]
        if value.range == "finite":
            sql = case((and_(sql >= _bound(-DOUBLE_GREATEST, "number"), sql <= _bound(DOUBLE_GREATEST, "number")), sql))
        elif value.range == "arithmetic":
            zero, least, greatest = (_bound(bound, "number") for bound in (0.0, ARITHMETIC_LEAST, ARITHMETIC_GREATEST))
            magnitude = func.abs(sql, type_=DOUBLE)
            sql = case((magnitude < least, cast(zero, DOUBLE)), (magnitude <= greatest, sql))
        return sql if value.default is None else func.coalesce(sql, _bound(value.default.value, value.kind))

    def typed(self, value: Value) -> Sql:
        """The value where nothing beside it tells its type: a bare literal would leave a warehouse to guess."""
        sql = self.value(value)
        return cast(sql, _TYPES[value.kind]) if isinstance(value, Known) and value.value is not None else sql

    def arithmetic(self, value: Arithmetic) -> Sql:
        left, right = (Bracketed(self.value(one)) if isinstance(one, Arithmetic) else self.value(one) for one in (value.left, value.right))
        match value.symbol:
            case "+":
                return left + right
            case "-":
                return left - right
            case "*":
                return left * right
            case "/":
                # Without the type SQLAlchemy would divide by a NUMERIC, which PostgreSQL rounds to 15 digits.
                return left / func.nullif(right, _bound(0.0, "number"), type_=DOUBLE)

    def extreme(self, value: Extreme) -> Sql:
        operands = [(one, self.value(one)) for one in value.operands]
        choose = func.least if value.which == "min" else func.greatest
        chosen: Sql = choose(*(sql for _, sql in operands), type_=_TYPES[value.kind])
        present = [sql.is_not(None) for one, sql in operands if one.is_nullable]
        # PostgreSQL and DuckDB skip nulls here, Oracle and Snowflake do not; the rule does not.
        return case((and_(*present), chosen)) if present else chosen


def _flags(value: Value, sql: Sql) -> tuple[Sql, Sql]:
    """The conditions that a boolean value is true, and is false. To Oracle only a bare column is a condition."""
    return (sql, not_(sql)) if isinstance(value, Field) and value.default is None else (sql == true(), sql == false())


def _any(tests: Sequence[Sql]) -> Sql:
    return or_(*tests) if tests else false()


def _every(tests: Sequence[Sql]) -> Sql:
    return and_(*tests) if tests else true()


def _is_two_valued(node: Truth) -> bool:  # noqa: PLR0911 - one return for each kind of node
    """Whether the SQL of `node` is never NULL."""
    match node:
        case AllOf() | AnyOf():
            return all(_is_two_valued(part) for part in node.parts)
        case Not():
            return _is_two_valued(node.part)
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
