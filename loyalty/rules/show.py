"""Shows a statement as a warehouse would get it: its SQL, and the values bound to it. Not here: compiling rules, running SQL."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Dialect, Executable
from sqlalchemy.dialects import oracle, postgresql
from sqlalchemy.sql.compiler import SQLCompiler

from loyalty.errors import Invalid


class DialectMissing(Invalid):
    """No warehouse of this name, or its package is not installed."""

    code = "RULE_DIALECT_MISSING"


def _duckdb() -> Dialect:
    from duckdb_engine import Dialect as DuckDbDialect

    dialect: Dialect = DuckDbDialect(paramstyle="numeric_dollar")
    return dialect


def _snowflake() -> Dialect:
    from snowflake.sqlalchemy.snowdialect import SnowflakeDialect

    dialect: Dialect = SnowflakeDialect(force_div_is_floordiv=False)
    return dialect


DIALECTS: Mapping[str, Callable[[], Dialect]] = {
    "duckdb": _duckdb,
    "postgresql": postgresql.dialect,
    "snowflake": _snowflake,
    "oracle": oracle.dialect,
}


def shown(statement: Executable, dialect_name: str) -> tuple[str, dict[str, Any]]:
    """The SQL, and the bound values by the mark that stands for them in it, in the order of the SQL.

    Raises:
        DialectMissing: no such warehouse, or its package is not installed.
    """
    make = DIALECTS.get(dialect_name)
    if make is None:
        raise DialectMissing(f"There is no dialect '{dialect_name[:60]}'; there are {', '.join(DIALECTS)}.", dialects=list(DIALECTS))
    try:
        dialect = make()
    except ModuleNotFoundError as error:
        raise DialectMissing(f"For {dialect_name}, install the extra '{dialect_name}'.", dialect=dialect_name) from error
    compiled = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})  # type: ignore[attr-defined]
    return str(compiled), _marked(compiled)


def _marked(compiled: SQLCompiler) -> dict[str, Any]:
    if compiled.positiontup is not None:
        return {f"${number}": compiled.params[name] for number, name in enumerate(compiled.positiontup, start=1)}
    text = str(compiled)
    marks = {name: f"%({name})s" if f"%({name})s" in text else f":{name}" for name in compiled.params}
    return {marks[name]: compiled.params[name] for name in sorted(compiled.params, key=lambda name: text.find(marks[name]))}
