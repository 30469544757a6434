"""Turns what callers say into SQL for one dialect, values bound. Not here: running it (`duckdb.py`, `postgres.py`)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Dialect, Executable, text

_TABLE = re.compile(r"[a-z_][a-z0-9_]{0,62}\.[a-z_][a-z0-9_]{0,62}")


@dataclass(frozen=True, slots=True)
class Compiled:
    """SQL text in the dialect's own way of naming parameters, and their values by name."""

    sql: str
    values: Mapping[str, object]
    order: tuple[str, ...] | None
    """The names in the order of the numbered parameters, where the dialect numbers them."""


def compile_statement(statement: Executable | str, parameters: Mapping[str, object] | None, dialect: Dialect) -> Compiled:
    """`statement` in the dialect's SQL with every value bound; text names its parameters `:name`.

    Raises:
        KeyError: text names a parameter that `parameters` lacks (a mistake of the caller).
    """
    clause = text(statement.rstrip().rstrip(";")) if isinstance(statement, str) else statement
    compiled = clause.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})  # type: ignore[attr-defined]
    values = dict(compiled.params)
    # Oracle quotes a parameter that bears a reserved word, in the statement and among the values.
    places = {name.strip('"'): name for name in values}
    unknown = set(parameters or {}) - set(places)
    lacking = set(places) - set(parameters or {}) if isinstance(statement, str) else set()
    if unknown or lacking:
        raise KeyError(f"Parameters do not match the statement: unknown {sorted(unknown)}, lacking {sorted(lacking)}")
    values.update({places[name]: value for name, value in (parameters or {}).items()})
    return Compiled(sql=str(compiled), values=values, order=tuple(compiled.positiontup) if compiled.positiontup else None)


@lru_cache(maxsize=512)
def table_parts(table: str) -> tuple[str, str]:
    """Schema and name of `schema.name`; anything else is a mistake of the caller, for table names never come from users."""
    if not _TABLE.fullmatch(table):
        raise ValueError(f"'{table}' is not a table name of the form schema.name in lower case")
    schema, name = table.split(".")
    return schema, name


def quoted(identifier: str) -> str:
    """The identifier in double quotes, as both DuckDB and PostgreSQL read it."""
    return '"' + identifier.replace('"', '""') + '"'


def quoted_table(table: str) -> str:
    """`"schema"."name"`."""
    return ".".join(quoted(part) for part in table_parts(table))
