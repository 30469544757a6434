"""The three places where warehouses want different words for one meaning. Not here: the compiler that uses them (`sql.py`)."""

from typing import Any

from sqlalchemy import Boolean, Double, Text
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
