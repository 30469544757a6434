"""The warehouse as one DuckDB file: native API, Arrow in and out, a bounded wait for the file. Not here: what is asked of it.

DuckDB shuts every other process out of a file that is open for writing. So nothing is kept open between calls (unless a
`session` asks for it), and a call that finds the file held waits for its turn.
"""

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
import pyarrow as pa
from duckdb_engine import Dialect as DuckDbDialect
from sqlalchemy import Dialect, Executable

from loyalty.warehouse.calls import SessionPerCall
from loyalty.warehouse.errors import WarehouseQueryFailed, WarehouseTimedOut, WarehouseUnavailable
from loyalty.warehouse.statements import Compiled, compile_statement, quoted, quoted_table, table_parts

_DIALECT: Dialect = DuckDbDialect(paramstyle="numeric_dollar")
_HELD = ("Could not set lock on file", "with a different configuration than existing connections")
_INCOMING = "incoming_rows"


class DuckDbWarehouse(SessionPerCall):
    """A DuckDB file, or memory when `path` is None."""

    def __init__(
        self,
        path: Path | None,
        *,
        read_only: bool = False,
        lock_wait_seconds: float = 120.0,
        options: Mapping[str, str] | None = None,
        statement_timeout_seconds: float | None = None,
    ) -> None:
        self._path = path
        self._statement_timeout_seconds = statement_timeout_seconds
        self._read_only = read_only
        self._lock_wait_seconds = lock_wait_seconds
        self._options: dict[str, str | bool | int | float | list[str]] = {**(options or {})}
        self._memory = self._connect() if path is None else None

    @property
    def dialect(self) -> Dialect:
        """DuckDB's, with numbered parameters."""
        return _DIALECT

    @property
    def path(self) -> Path | None:
        """The file, or None for a warehouse in memory."""
        return self._path

    @contextmanager
    def session(self) -> Iterator["DuckDbSession"]:
        """Hold the file until the block ends; nobody else writes it meanwhile."""
        connection = self._memory.cursor() if self._memory is not None else self._connect()
        try:
            yield DuckDbSession(connection, statement_timeout_seconds=self._statement_timeout_seconds)
        finally:
            connection.close()

    def _connect(self) -> duckdb.DuckDBPyConnection:
        """A connection, as soon as the file is free.

        Raises:
            WarehouseUnavailable: the file is held for longer than we wait, is absent, or is not DuckDB's.
        """
        deadline = time.monotonic() + self._lock_wait_seconds
        pause_seconds = 0.05
        if self._path is not None and not self._read_only:
            self._make_room(self._path.parent)
        while True:
            try:
                return _in_utc(duckdb.connect(str(self._path or ":memory:"), read_only=self._read_only, config=self._options))
            except duckdb.Error as error:
                if not any(sign in str(error) for sign in _HELD):
                    raise self._unavailable("cannot be opened", error) from error
                if time.monotonic() + pause_seconds > deadline:
                    raise self._unavailable(f"is still held by another process after {self._lock_wait_seconds:g} s", error) from error
            time.sleep(pause_seconds)
            pause_seconds = min(pause_seconds * 1.5, 0.5)

    def _make_room(self, directory: Path) -> None:
        try:
            directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._unavailable("cannot be created: its folder is not writable", error) from error

    def _unavailable(self, what: str, error: Exception) -> WarehouseUnavailable:
        return WarehouseUnavailable(f"The warehouse file {self._path} {what}.", path=str(self._path), reason=_first_line(error))


class DuckDbSession:
    """One open connection. Serves one call at a time: DuckDB wants a result finished before the next call."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, *, statement_timeout_seconds: float | None = None) -> None:
        self._connection = connection
        self._statement_timeout_seconds = statement_timeout_seconds
        self._turn = threading.RLock()
        self._in_transaction = False

    @property
    def dialect(self) -> Dialect:
        """DuckDB's, with numbered parameters."""
        return _DIALECT

    def read(self, query: Executable | str, parameters: Mapping[str, object] | None = None) -> pa.Table:
        """See `Warehouse.read`."""
        compiled = compile_statement(query, parameters, _DIALECT)
        with self._turn, _refusals(compiled.sql), self._bounded():
            result = self._connection.sql(compiled.sql, params=_numbered(compiled))
            if result is None:
                raise WarehouseQueryFailed("The statement returns no rows; use execute.", statement=compiled.sql[:500])
            rows: pa.Table = result.to_arrow_table()
            return rows

    def execute(self, statement: Executable | str, parameters: Mapping[str, object] | None = None) -> int:
        """See `Warehouse.execute`."""
        compiled = compile_statement(statement, parameters, _DIALECT)
        with self._turn, _refusals(compiled.sql), self._bounded():
            cursor = self._connection.execute(compiled.sql, _numbered(compiled))
            cursor.fetchall()
            return cursor.rowcount

    def replace_rows(self, table: str, rows: pa.Table, *, where: Mapping[str, Sequence[object]]) -> int:
        """See `Warehouse.replace_rows`."""
        if not where:
            raise ValueError(f"replace_rows on {table} must say which rows are replaced")
        target = quoted_table(table)
        condition = " and ".join(f"{quoted(column)} in (select unnest(${number}))" for number, column in enumerate(where, 1))
        with self._turn, self.transaction(), _refusals(f"replace rows of {table}"):
            self._connection.register(_INCOMING, rows)
            try:
                self._connection.execute(f"create schema if not exists {quoted(table_parts(table)[0])}")
                self._connection.execute(f"create table if not exists {target} as select * from {_INCOMING} limit 0")  # noqa: S608 -- own names
                self._connection.execute(f"delete from {target} where {condition}", [list(values) for values in where.values()])  # noqa: S608
                self._connection.execute(f"insert into {target} by name select * from {_INCOMING}")  # noqa: S608
            finally:
                # In a transaction that has just failed this is refused too, and would hide why; the next `register` replaces it.
                with suppress(duckdb.Error):
                    self._connection.unregister(_INCOMING)
        return int(rows.num_rows)

    @contextmanager
    def _bounded(self) -> Iterator[None]:
        """What runs longer than it may is interrupted."""
        if self._statement_timeout_seconds is None:
            yield
            return
        timer = threading.Timer(self._statement_timeout_seconds, self._connection.interrupt)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def table_exists(self, table: str) -> bool:
        """See `Warehouse.table_exists`."""
        schema, name = table_parts(table)
        found = self.read(
            "select 1 from information_schema.tables "
            "where table_schema = :schema and table_name = :name and table_catalog = current_catalog()",
            {"schema": schema, "name": name},
        )
        return bool(found.num_rows)

    @contextmanager
    def session(self) -> Iterator["DuckDbSession"]:
        """This session again: it is already open."""
        yield self

    @contextmanager
    def transaction(self) -> Iterator["DuckDbSession"]:
        """See `Warehouse.transaction`; within one that is open already, part of it."""
        if self._in_transaction:
            yield self
            return
        with self._turn:
            self._connection.begin()
            self._in_transaction = True
            try:
                yield self
            except BaseException:
                self._connection.rollback()
                raise
            else:
                with _refusals("commit"):
                    self._connection.commit()
            finally:
                self._in_transaction = False


def _in_utc(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """The connection, showing instants in UTC; as an option of `connect` the same setting looks for an extension in the network."""
    connection.execute("set timezone = 'UTC'")
    return connection


def _numbered(compiled: Compiled) -> list[object]:
    return [compiled.values[name] for name in compiled.order or ()]


@contextmanager
def _refusals(sql: str) -> Iterator[None]:
    try:
        yield
    except duckdb.InterruptException as error:
        raise WarehouseTimedOut("The warehouse ended a statement that ran for too long.", statement=sql[:500]) from error
    except duckdb.Error as error:
        raise WarehouseQueryFailed(
            f"The warehouse refused a statement: {_first_line(error)}", statement=sql[:500], reason=str(error)[:2000]
        ) from error


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
