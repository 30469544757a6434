"""What a checked rule means: typed, frozen nodes that the SQL compiler, the closure and the explanation all read. Not here: JSON.

Two families. A *value* has a kind and may be null. A *truth* is true or false, never null; that is what makes negation safe.
Every conversion is a node (`Widened`), so neither executor is left to its own habits.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from loyalty.features.model import Feature
from loyalty.rules.model import Rule
from loyalty.rules.terms import Term

Kind: TypeAlias = Literal["integer", "number", "text", "boolean", "date", "null"]
Plain: TypeAlias = bool | int | float | str | date

Range: TypeAlias = Literal["stored", "finite", "arithmetic"]
"""How much of a number feature counts. `stored`: the bare column, its user guards against values that are not finite.
`finite`: null where not finite. `arithmetic`: null where not finite or beyond `ARITHMETIC_GREATEST`, 0 where below `ARITHMETIC_LEAST`."""

DOUBLE_GREATEST = 1.7976931348623157e308
ARITHMETIC_LEAST, ARITHMETIC_GREATEST = 1e-30, 1e30
"""Magnitudes that arithmetic works on. Within them no product of a rule's size overflows or underflows, and PostgreSQL, which
raises where others give infinity or zero, computes what they compute."""

Ordering: TypeAlias = Literal["<", "<=", ">", ">="]
INVERSE: Mapping[Ordering, Ordering] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


@dataclass(frozen=True, slots=True)
class Known:
    """A literal, or null."""

    path: str
    kind: Kind
    value: Plain | None

    @property
    def is_nullable(self) -> bool:
        """Whether it is the literal null."""
        return self.value is None


@dataclass(frozen=True, slots=True)
class Field:
    """The value of a feature; `default` stands in where it is missing. A `term` is one that the caller provides under its name."""

    path: str
    feature: Feature
    range: Range = "stored"
    default: Known | None = None
    term: Term | None = None

    @property
    def kind(self) -> Kind:
        """The feature's kind."""
        return self.feature.kind

    @property
    def is_bare(self) -> bool:
        """A number column that may still hold NaN or an infinity."""
        return self.range == "stored" and self.kind == "number"

    @property
    def is_nullable(self) -> bool:
        """Whether it can be null once its range is respected."""
        return self.default is None and (self.feature.is_nullable or self.range != "stored")


@dataclass(frozen=True, slots=True)
class Widened:
    """An integer as the nearest double."""

    path: str
    value: "Value"
    kind: Literal["number"] = "number"

    @property
    def is_nullable(self) -> bool:
        """As the integer is."""
        return self.value.is_nullable


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`left symbol right` in doubles; null where an operand is, and where the divisor is 0."""

    path: str
    symbol: Literal["+", "-", "*", "/"]
    left: "Value"
    right: "Value"
    kind: Literal["number"] = "number"

    @property
    def is_nullable(self) -> bool:
        """Whether an operand can be null, or the divisor 0."""
        return self.symbol == "/" or self.left.is_nullable or self.right.is_nullable


@dataclass(frozen=True, slots=True)
class Remainder:
    """The remainder of an integer by a positive literal; it has the sign of the dividend."""

    path: str
    value: "Value"
    divisor: int
    kind: Literal["integer"] = "integer"

    @property
    def is_nullable(self) -> bool:
        """As the dividend is."""
        return self.value.is_nullable


@dataclass(frozen=True, slots=True)
class Extreme:
    """The least or greatest operand; null where any operand is."""

    path: str
    which: Literal["min", "max"]
    operands: tuple["Value", ...]
    kind: Kind

    @property
    def is_nullable(self) -> bool:
        """Whether any operand can be null."""
        return any(operand.is_nullable for operand in self.operands)


@dataclass(frozen=True, slots=True)
class Choice:
    """The value of the first case whose condition holds, or `otherwise`."""

    path: str
    cases: tuple[tuple["Truth", "Value"], ...]
    otherwise: "Value"
    kind: Kind

    @property
    def is_nullable(self) -> bool:
        """Whether any branch can be null."""
        return self.otherwise.is_nullable or any(value.is_nullable for _, value in self.cases)


@dataclass(frozen=True, slots=True)
class DaysBetween:
    """How many days `end` lies after `start`; null where either is."""

    path: str
    start: "Value"
    end: "Value"
    kind: Literal["integer"] = "integer"

    @property
    def is_nullable(self) -> bool:
        """Whether a day can be null."""
        return self.start.is_nullable or self.end.is_nullable


@dataclass(frozen=True, slots=True)
class Shifted:
    """A day so many days or months later; null where it is, and where the calendar (years 1 to 9999) ends. A short month gives its last
    day. `least` and `greatest` bound the days that stay within the calendar.
    """

    path: str
    value: "Value"
    count: int
    unit: Literal["days", "months"]
    least: date
    greatest: date
    kind: Literal["date"] = "date"
    is_nullable: Literal[True] = True


@dataclass(frozen=True, slots=True)
class PartOfDate:
    """The year, month, day or weekday (Monday is 1) of a day; null where it is."""

    path: str
    value: "Value"
    part: Literal["year", "month", "day", "weekday"]
    kind: Literal["integer"] = "integer"

    @property
    def is_nullable(self) -> bool:
        """As the day is."""
        return self.value.is_nullable


@dataclass(frozen=True, slots=True)
class Flag:
    """A truth in the place of a value: true or false, never null."""

    path: str
    condition: "Truth"
    kind: Literal["boolean"] = "boolean"
    is_nullable: Literal[False] = False


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    path: str
    parts: tuple["Truth", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Some part holds."""

    path: str
    parts: tuple["Truth", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    path: str
    part: "Truth"


@dataclass(frozen=True, slots=True)
class Always:
    """True, or false, of everybody."""

    path: str
    is_true: bool


@dataclass(frozen=True, slots=True)
class Truthy:
    """The value is not null and not 0, "" or false. A date is truthy when it is known."""

    path: str
    value: "Value"


@dataclass(frozen=True, slots=True)
class Compare:
    """`left symbol right`; false where either is null. Both are of one kind."""

    path: str
    symbol: Ordering
    left: "Value"
    right: "Value"


@dataclass(frozen=True, slots=True)
class Equal:
    """Both are the same value, or both are null. Both are of one kind, or one is the literal null."""

    path: str
    left: "Value"
    right: "Value"


@dataclass(frozen=True, slots=True)
class OneOf:
    """The value is among `items`; `has_null` tells whether null is among them."""

    path: str
    value: "Value"
    items: tuple[Plain, ...]
    has_null: bool


@dataclass(frozen=True, slots=True)
class Contains:
    """`needle` is part of the text `haystack`, letter by letter; false where either is null."""

    path: str
    needle: "Value"
    haystack: "Value"


@dataclass(frozen=True, slots=True)
class Absent:
    """Fewer than `fewest` of `fields` are present. A null, an empty text and a number that is not finite are not present."""

    path: str
    fields: tuple[Field, ...]
    fewest: int


Value: TypeAlias = Known | Field | Widened | Arithmetic | Remainder | Extreme | Choice | DaysBetween | Shifted | PartOfDate | Flag
Truth: TypeAlias = AllOf | AnyOf | Not | Always | Truthy | Compare | Equal | OneOf | Contains | Absent


@dataclass(frozen=True, slots=True)
class CheckedRule:
    """A rule that fits a catalogue. Only this can be compiled or decided.

    `relation` is the catalogue's; `fields` are the features the rule reads, in the order of the catalogue; `terms` are what it asks beyond
    them, each once, in reading order.
    """

    rule: Rule
    truth: Truth
    relation: str
    fields: tuple[Feature, ...]
    terms: tuple[Term, ...] = ()
