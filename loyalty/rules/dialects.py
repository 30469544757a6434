"""The few places where warehouses want different words for one meaning. Not here: the compiler that uses them (`sql.py`)."""

from typing import Any

from sqlalchemy import BigInteger, BindParameter, Boolean, ColumnElement, Date, Double, Integer, String, Text, bindparam, cast, func, or_
from sqlalchemy.dialects import oracle
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import TypeEngine

# Oracle's DOUBLE PRECISION is a decimal; the IEEE double has its own name there.
DOUBLE: TypeEngine[float] = Double().with_variant(oracle.BINARY_DOUBLE(), "oracle")


class TextContains(GenericFunction[bool]):
    """Whether the first text contains the second, letter by letter."""

    type = Boolean()
    name = "khaywe_text_contains"
    inherit_cache = True


@compiles(TextContains)
def _by_position(element: TextContains, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's signature
    haystack, needle = element.clauses
    return f"(strpos({compiler.process(haystack, **options)}, {compiler.process(needle, **options)}) > 0)"


@compiles(TextContains, "duckdb")
@compiles(TextContains, "snowflake")
def _by_contains(element: TextContains, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    haystack, needle = element.clauses
    return f"contains({compiler.process(haystack, **options)}, {compiler.process(needle, **options)})"


@compiles(TextContains, "oracle")
def _by_instr(element: TextContains, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    haystack, needle = element.clauses
    return f"(instr({compiler.process(haystack, **options)}, {compiler.process(needle, **options)}) > 0)"


class CodePointOrder(GenericFunction[str]):
    """A text that orders by code point, whatever collation the database was made with."""

    type = Text()
    name = "khaywe_code_point_order"
    inherit_cache = True


@compiles(CodePointOrder)
def _as_it_is(element: CodePointOrder, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    (text,) = element.clauses
    return compiler.process(text, **options)


@compiles(CodePointOrder, "postgresql")
def _by_collation(element: CodePointOrder, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    (text,) = element.clauses
    return f'({compiler.process(text, **options)} COLLATE "C")'


class Bracketed(GenericFunction[float]):
    """A number in brackets. SQLAlchemy writes a + (b + c) without them, even for a `Grouping`, and doubles do not forgive that."""

    type = DOUBLE
    name = "khaywe_bracketed"
    inherit_cache = True


@compiles(Bracketed)
def _in_brackets(element: Bracketed, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    (number,) = element.clauses
    return f"({compiler.process(number, **options)})"


# Oracle takes 1,000 items in one list.
_LIST_LENGTH = 1_000


class AmongMany(GenericFunction[bool]):
    """Whether the value is one of the items of a bound array; NULL where the value is.

    For long lists: DuckDB and PostgreSQL hash one array, where 10,000 parameters would be compared one by one.
    """

    type = Boolean()
    name = "khaywe_among_many"
    # The other dialects write the items out, so the text depends on the values.
    inherit_cache = False


@compiles(AmongMany)
def _in_lists(element: AmongMany, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    value, array = element.clauses
    assert isinstance(array, BindParameter)  # noqa: S101 - our own compiler made it
    items = list(array.value or ())
    kind = array.type.item_type  # type: ignore[attr-defined]
    lists: list[ColumnElement[bool]] = [
        value.in_(bindparam(None, items[start : start + _LIST_LENGTH], type_=kind, unique=True, expanding=True))
        for start in range(0, len(items), _LIST_LENGTH)
    ]
    return f"({compiler.process(or_(*lists), **options)})"


@compiles(AmongMany, "duckdb")
def _in_unnested(element: AmongMany, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    value, array = element.clauses
    kind = compiler.dialect.type_compiler_instance.process(array.type)
    return f"({compiler.process(value, **options)} IN (SELECT unnest(CAST({compiler.process(array, **options)} AS {kind}))))"


@compiles(AmongMany, "postgresql")
def _any_of_array(element: AmongMany, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    value, array = element.clauses
    kind = compiler.dialect.type_compiler_instance.process(array.type)
    return f"({compiler.process(value, **options)} = ANY (CAST({compiler.process(array, **options)} AS {kind})))"


class DaysBetween(GenericFunction[int]):
    """How many days the second date lies after the first."""

    type = BigInteger()
    name = "khaywe_days_between"
    inherit_cache = True


@compiles(DaysBetween)
def _by_subtraction(element: DaysBetween, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    start, end = element.clauses
    return f"CAST(({compiler.process(end, **options)} - {compiler.process(start, **options)}) AS {_bigint(compiler)})"


@compiles(DaysBetween, "snowflake")
def _by_datediff(element: DaysBetween, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    start, end = element.clauses
    return f"datediff(day, {compiler.process(start, **options)}, {compiler.process(end, **options)})"


class DateShifted(ColumnElement[Any]):
    """A date so many days or months later; a month that is too short gives its last day. The caller keeps it within the calendar."""

    type = Date()
    inherit_cache = False

    def __init__(self, day: ColumnElement[Any], count: int, unit: str) -> None:
        self.day, self.unit = day, unit
        self.count = bindparam(None, count, type_=Integer(), unique=True)


@compiles(DateShifted)
def _by_interval(element: DateShifted, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    day, count = compiler.process(element.day, **options), f"CAST({compiler.process(element.count, **options)} AS INTEGER)"
    if element.unit == "days":
        return f"({day} + {count})"
    return f"CAST(({day} + make_interval(months => {count})) AS DATE)"


@compiles(DateShifted, "duckdb")
def _by_to_months(element: DateShifted, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    day, count = compiler.process(element.day, **options), f"CAST({compiler.process(element.count, **options)} AS INTEGER)"
    if element.unit == "days":
        return f"({day} + {count})"
    return f"CAST(({day} + to_months({count})) AS DATE)"


@compiles(DateShifted, "snowflake")
def _by_dateadd(element: DateShifted, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    day, count = compiler.process(element.day, **options), compiler.process(element.count, **options)
    # Not ADD_MONTHS, to which the last day of a month stays the last day.
    return f"({day} + {count})" if element.unit == "days" else f"dateadd(month, {count}, {day})"


@compiles(DateShifted, "oracle")
def _by_add_months(element: DateShifted, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    day, count = compiler.process(element.day, **options), compiler.process(element.count, **options)
    if element.unit == "days":
        return f"({day} + {count})"
    # ADD_MONTHS keeps the last day of a month the last day, so it is asked from the first.
    first = f"add_months(trunc({day}, 'MM'), {count})"
    return f"least({first} + extract(day from {day}) - 1, last_day({first}))"


class DatePart(ColumnElement[Any]):
    """The year, month, day or weekday (Monday is 1) of a date."""

    type = BigInteger()
    inherit_cache = False

    def __init__(self, part: str, day: ColumnElement[Any]) -> None:
        self.part, self.day = part, day


@compiles(DatePart)
def _by_extract(element: DatePart, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    part = "isodow" if element.part == "weekday" else element.part
    return f"CAST(extract({part} FROM {compiler.process(element.day, **options)}) AS BIGINT)"


@compiles(DatePart, "snowflake")
def _by_date_part(element: DatePart, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    part = "dayofweekiso" if element.part == "weekday" else element.part
    return f"{part}({compiler.process(element.day, **options)})"


@compiles(DatePart, "oracle")
def _by_extract_of_oracle(element: DatePart, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    day = compiler.process(element.day, **options)
    # A week of ISO begins on a Monday, wherever the session thinks it is.
    return f"(trunc({day}) - trunc({day}, 'IW') + 1)" if element.part == "weekday" else f"extract({element.part} FROM {day})"


# A CLOB, which is what Oracle makes of a text without a length, cannot be hashed.
_KEY: TypeEngine[str] = String().with_variant(oracle.VARCHAR2(255), "oracle")


class FirstBitsOfMd5(GenericFunction[int]):
    """The first 32 bits of the MD5 of a text in UTF-8, as a whole number."""

    type = BigInteger()
    name = "khaywe_first_bits_of_md5"
    inherit_cache = True


@compiles(FirstBitsOfMd5)
def _by_bits(element: FirstBitsOfMd5, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    (text,) = element.clauses
    return f"CAST(CAST('x' || substr(md5({compiler.process(text, **options)}), 1, 8) AS BIT(32)) AS BIGINT)"


@compiles(FirstBitsOfMd5, "duckdb")
def _by_hexadecimal(element: FirstBitsOfMd5, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    (text,) = element.clauses
    return f"CAST('0x' || substr(md5({compiler.process(text, **options)}), 1, 8) AS BIGINT)"


@compiles(FirstBitsOfMd5, "snowflake")
def _by_to_number(element: FirstBitsOfMd5, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    (text,) = element.clauses
    return f"to_number(substr(md5({compiler.process(text, **options)}), 1, 8), 'XXXXXXXX')"


@compiles(FirstBitsOfMd5, "oracle")
def _by_standard_hash(element: FirstBitsOfMd5, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    (text,) = element.clauses
    # TO_SINGLE_BYTE is not asked for: the database must be AL32UTF8 for other than ASCII to fall in the same bucket.
    return f"to_number(substr(rawtohex(standard_hash({compiler.process(text, **options)}, 'MD5')), 1, 8), 'XXXXXXXX')"


def bucket_sql(key: ColumnElement[Any], salt: str, count: int) -> ColumnElement[int]:
    """`bucket_of` in the warehouse: 0 … count − 1."""
    salted = bindparam(None, f"{salt}:", type_=Text(), unique=True).concat(cast(key, _KEY))
    return func.mod(FirstBitsOfMd5(salted), bindparam(None, count, type_=BigInteger(), unique=True), type_=BigInteger)


def _bigint(compiler: SQLCompiler) -> str:
    return compiler.dialect.type_compiler_instance.process(BigInteger())
