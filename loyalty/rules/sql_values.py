"""What a checked rule's values are in SQL, and when one is missing. Not here: what is said of them (`sql_truths.py`)."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Date,
    Text,
    and_,
    bindparam,
    case,
    cast,
    false,
    func,
    null,
    or_,
    true,
)
from sqlalchemy.types import TypeEngine

from loyalty.rules.dialects import DOUBLE, Bracketed, DatePart, DateShifted
from loyalty.rules.dialects import DaysBetween as DaysBetweenSql
from loyalty.rules.meaning import (
    ARITHMETIC_GREATEST,
    ARITHMETIC_LEAST,
    DOUBLE_GREATEST,
    Arithmetic,
    Choice,
    DaysBetween,
    Extreme,
    Field,
    Flag,
    Kind,
    Known,
    PartOfDate,
    Plain,
    Remainder,
    Shifted,
    Truth,
    Value,
    Widened,
)

Columns: TypeAlias = Mapping[str, ColumnElement[Any]]
Sql: TypeAlias = ColumnElement[Any]

TYPES: Mapping[Kind, TypeEngine[Any]] = {
    "integer": BigInteger(),
    "number": DOUBLE,
    "text": Text(),
    "boolean": Boolean(),
    "date": Date(),
}


def bound(plain: Plain | None, kind: Kind) -> Sql:
    """The literal as a bound value of its kind's type; null is cast, since nothing else would tell its type."""
    if plain is None:
        return cast(null(), TYPES[kind]) if kind in TYPES else null()
    if kind == "number":
        plain = float(plain)  # type: ignore[arg-type]
    return bindparam(None, plain, type_=TYPES[kind], unique=True)


def any_of(tests: Sequence[Sql]) -> Sql:
    """One of them holds; of none, none does."""
    return or_(*tests) if tests else false()


def every(tests: Sequence[Sql]) -> Sql:
    """All of them hold; of none, all do."""
    return and_(*tests) if tests else true()


class Values(ABC):
    """The values of one rule over `columns`, by their names."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns

    @abstractmethod
    def truth(self, node: Truth, *, negated: bool) -> Sql:
        """What a choice between values hangs on."""

    # Missing and present

    def null_test(self, value: Value, sql: Sql) -> list[Sql]:
        """The test for null, where the value may be null."""
        return [sql.is_(None)] if value.is_nullable else []

    def finite(self, value: Value, sql: Sql, *, below: bool = False, above: bool = False) -> list[Sql]:
        """The guards that a bare column is a finite number; `below`, `above`: it is known to have a bound there."""
        if not isinstance(value, Field) or not value.is_bare:
            return []
        guards = [] if below else [sql >= bound(-DOUBLE_GREATEST, "number")]
        return guards if above else [*guards, sql <= bound(DOUBLE_GREATEST, "number")]

    def missing(self, value: Value, sql: Sql, *, below: bool = False, above: bool = False) -> list[Sql]:
        """One of them is TRUE where the value is null, or a bare column that is not finite; else all are FALSE or NULL.

        `below`, `above`: what is not finite on that side is let in already.
        """
        tests = self.null_test(value, sql)
        if not isinstance(value, Field) or not value.is_bare:
            return tests
        # NaN is greater than every number in every warehouse.
        beyond = [] if above else [sql > bound(DOUBLE_GREATEST, "number")]
        return [*tests, *beyond] if below else [*tests, *beyond, sql < bound(-DOUBLE_GREATEST, "number")]

    def present(self, value: Value, sql: Sql) -> Sql:
        """The contrary of `missing`, never NULL."""
        known = [sql.is_not(None)] if value.is_nullable else []
        return every([*known, *self.finite(value, sql)])

    # Values

    def value(self, value: Value) -> Sql:  # noqa: PLR0911 - one return for each kind of node
        """The value as an expression of its kind, null where it is unknown."""
        match value:
            case Known():
                return bound(value.value, value.kind)
            case Field():
                return self._field(value)
            case Widened():
                return cast(self.value(value.value), DOUBLE)
            case Arithmetic():
                return self._arithmetic(value)
            case Remainder():
                return func.mod(self.value(value.value), bound(value.divisor, "integer"), type_=BigInteger)
            case Extreme():
                return self._extreme(value)
            case DaysBetween():
                return DaysBetweenSql(self._typed(value.start), self._typed(value.end))
            case Shifted():
                day = self._typed(value.value)
                within = and_(day >= bound(value.least, "date"), day <= bound(value.greatest, "date"))
                return case((within, DateShifted(day, value.count, value.unit)))
            case PartOfDate():
                return DatePart(value.part, self._typed(value.value))
            case Choice():
                cases = [(self.truth(condition, negated=False), self._typed(chosen)) for condition, chosen in value.cases]
                return case(*cases, else_=self._typed(value.otherwise))
            case Flag():
                # Always a CASE: to Oracle a condition is not a value.
                return case((self.truth(value.condition, negated=False), true()), else_=false())

    def _field(self, value: Field) -> Sql:
        sql = self.columns[value.feature.name]
        if value.range == "finite":
            sql = case((and_(sql >= bound(-DOUBLE_GREATEST, "number"), sql <= bound(DOUBLE_GREATEST, "number")), sql))
        elif value.range == "arithmetic":
            zero, least, greatest = (bound(limit, "number") for limit in (0.0, ARITHMETIC_LEAST, ARITHMETIC_GREATEST))
            magnitude = func.abs(sql, type_=DOUBLE)
            sql = case((magnitude < least, cast(zero, DOUBLE)), (magnitude <= greatest, sql))
        return sql if value.default is None else func.coalesce(sql, bound(value.default.value, value.kind))

    def _typed(self, value: Value) -> Sql:
        """The value where nothing beside it tells its type: a bare literal would leave a warehouse to guess."""
        sql = self.value(value)
        return cast(sql, TYPES[value.kind]) if isinstance(value, Known) and value.value is not None else sql

    def _arithmetic(self, value: Arithmetic) -> Sql:
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
                return left / func.nullif(right, bound(0.0, "number"), type_=DOUBLE)

    def _extreme(self, value: Extreme) -> Sql:
        operands = [(one, self.value(one)) for one in value.operands]
        choose = func.least if value.which == "min" else func.greatest
        chosen: Sql = choose(*(sql for _, sql in operands), type_=TYPES[value.kind])
        present = [sql.is_not(None) for one, sql in operands if one.is_nullable]
        # PostgreSQL and DuckDB skip nulls here, Oracle and Snowflake do not; the rule does not.
        return case((and_(*present), chosen)) if present else chosen
