"""The same rows in DuckDB and in PostgreSQL, and statements run over both. Not here: any test."""

import os
import random
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import pytest
import sqlalchemy as sa
from duckdb_engine import Dialect as DuckDbDialect

from loyalty.features import FeatureKind

SEED = int(os.environ.get("KHAYWE_RULES_SEED") or random.randrange(2**32))  # noqa: S311 - which rules are drawn
"""Another one each run, and printed; `KHAYWE_RULES_SEED` runs one again."""

TYPES: Mapping[FeatureKind, sa.types.TypeEngine[Any]] = {
    "integer": sa.BigInteger(),
    "number": sa.Double(),
    "text": sa.Text(),
    "boolean": sa.Boolean(),
    "date": sa.Date(),
}
_WRITTEN = {"integer": "bigint", "number": "double precision", "text": "text", "boolean": "boolean", "date": "date"}
_DUCKDB = DuckDbDialect(paramstyle="numeric_dollar")


class Executors:
    """Both databases, each with one table per call of `make`."""

    def __init__(self, postgres: sa.Connection) -> None:
        self.postgres = postgres
        self.duckdb = duckdb.connect()

    def make(self, name: str, kinds: Mapping[str, FeatureKind], rows: Sequence[Mapping[str, Any]]) -> None:
        """The table in both, with these rows."""
        columns = ", ".join(f'"{column}" {_WRITTEN[kind]}' for column, kind in kinds.items())
        create = f"create table {name} ({columns})"
        values = [[row.get(column) for column in kinds] for row in rows]
        self.duckdb.execute(create)
        self.duckdb.executemany(f"insert into {name} values ({', '.join('?' for _ in kinds)})", values)
        self.postgres.exec_driver_sql(create)
        with self.postgres.connection.cursor() as cursor:
            cursor.executemany(f"insert into {name} values ({', '.join('%s' for _ in kinds)})", values)

    def in_duckdb(self, statement: sa.Select[Any]) -> list[tuple[Any, ...]]:
        compiled = statement.compile(dialect=_DUCKDB, compile_kwargs={"render_postcompile": True})
        return self.duckdb.execute(compiled.string, [compiled.params[name] for name in compiled.positiontup or ()]).fetchall()

    def in_postgres(self, statement: sa.Select[Any]) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.postgres.execute(statement)]


def told(capsys: pytest.CaptureFixture[str], line: str) -> None:
    """One line on the screen, whatever pytest captures: how much was proven, and how to run it again."""
    with capsys.disabled():
        print(f"\nrules, KHAYWE_RULES_SEED={SEED}: {line}")
