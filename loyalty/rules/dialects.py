"""The few places where warehouses want different words for one meaning. Not here: the compiler that uses them (`sql.py`)."""

from typing import Any

from sqlalchemy import BindParameter, Boolean, ColumnElement, Double, Text, bindparam, or_
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
