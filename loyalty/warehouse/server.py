"""A warehouse behind a DB-API driver that answers in Arrow: one session, one pool. Not here: any one driver (`snowflake.py`, `oracle.py`).

Names: ours are lower case; these warehouses fold an unquoted name to upper case. So nothing is quoted on the way in, and a column
that comes back in upper case is ours in lower case.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

import pyarrow as pa
from sqlalchemy import Dialect, Executable

from loyalty.warehouse.calls import SessionPerCall
from loyalty.warehouse.errors import WarehouseQueryFailed
from loyalty.warehouse.options import AccessOptions
from loyalty.warehouse.pooling import Connections
from loyalty.warehouse.statements import Compiled, compile_statement, table_parts


class Words(Protocol):
    """What one driver does in its own way. Every method is given an open connection."""

    dialect: Dialect
    commits_alone: bool
    """Whether a statement outside a transaction is kept by itself; otherwise `end` is asked to keep it."""

    def refusals(self, statement: str) -> AbstractContextManager[None]:
        """Errors of the driver leave as ours, which hold the statement and never its values."""
        ...

    def read(self, connection: Any, compiled: Compiled) -> pa.Table:  # noqa: ANN401 -- the driver's own
        """The rows of a query, in the types that the warehouse declares."""
        ...

    def execute(self, connection: Any, compiled: Compiled) -> int:  # noqa: ANN401
        """One statement; how many rows it touched."""
        ...

    def create(self, table: str, schema: pa.Schema) -> Sequence[str]:
        """Statements after which the table and its schema exist, whether or not they did."""
        ...

    def insert(self, connection: Any, table: str, rows: pa.Table) -> None:  # noqa: ANN401
        """The rows stand in the table as well, in bulk."""
        ...

    def delete(self, table: str, where: Mapping[str, Sequence[object]]) -> Executable:
        """The statement that removes the rows matching every column."""
        ...

    def exists(self, table: str) -> tuple[str, Mapping[str, object]]:
        """A query with a row where the table exists."""
        ...

    def begin(self, connection: Any) -> None:  # noqa: ANN401
        """What follows becomes true together."""
        ...

    def end(self, connection: Any, *, keep: bool) -> None:  # noqa: ANN401
        """What was begun is true, or never was."""
        ...


class ServerWarehouse(SessionPerCall):
    """A warehouse of one kind; a pooled connection for each call, or for as long as a session keeps it.

    A table's own creation is not undone when writing into it fails: such warehouses commit it at once.
    """

    def __init__(self, words: Words, connect: Callable[[], Any], options: AccessOptions, *, read_only: bool = False) -> None:
        self._words = words
        self._read_only = read_only
        self._connections = Connections(connect, size=options.pool_size)

    @property
    def dialect(self) -> Dialect:
        """The dialect of its kind."""
        return self._words.dialect

    @contextmanager
    def session(self) -> Iterator["ServerSession"]:
        """One connection until the block ends."""
        with self._connections.lent() as connection:
            yield ServerSession(connection, self._words, read_only=self._read_only)

    def close(self) -> None:
        """The connections that wait are closed; a later call opens new ones."""
        self._connections.close()


class ServerSession:
    """One open connection, each call its own transaction unless `transaction` says otherwise."""

    def __init__(self, connection: Any, words: Words, *, read_only: bool) -> None:  # noqa: ANN401
        self._connection = connection
        self._words = words
        self._read_only = read_only
        self._in_transaction = False

    @property
    def dialect(self) -> Dialect:
        """The dialect of its kind."""
        return self._words.dialect

    def read(self, query: Executable | str, parameters: Mapping[str, object] | None = None) -> pa.Table:
        """See `Warehouse.read`."""
        compiled = compile_statement(query, parameters, self.dialect)
        with self._words.refusals(compiled.sql):
            return in_our_names(self._words.read(self._connection, compiled))

    def execute(self, statement: Executable | str, parameters: Mapping[str, object] | None = None) -> int:
        """See `Warehouse.execute`."""
        compiled = compile_statement(statement, parameters, self.dialect)
        self._refuse_writing(compiled.sql)
        with self._words.refusals(compiled.sql):
            touched = self._words.execute(self._connection, compiled)
            if not (self._in_transaction or self._words.commits_alone):
                self._words.end(self._connection, keep=True)
        return touched

    def replace_rows(self, table: str, rows: pa.Table, *, where: Mapping[str, Sequence[object]]) -> int:
        """See `Warehouse.replace_rows`."""
        if not where:
            raise ValueError(f"replace_rows on {table} must say which rows are replaced")
        self._refuse_writing(f"replace rows of {table}")
        if not self.table_exists(table):
            for statement in self._words.create(table, rows.schema):
                self.execute(statement)
        with self.transaction(), self._words.refusals(f"replace rows of {table}"):
            if all(where.values()):
                self.execute(self._words.delete(table, where))
            if rows.num_rows:
                self._words.insert(self._connection, table, rows)
        return int(rows.num_rows)

    def table_exists(self, table: str) -> bool:
        """See `Warehouse.table_exists`."""
        table_parts(table)
        query, parameters = self._words.exists(table)
        return bool(self.read(query, parameters).num_rows)

    @contextmanager
    def session(self) -> Iterator["ServerSession"]:
        """This session again: it is already open."""
        yield self

    @contextmanager
    def transaction(self) -> Iterator["ServerSession"]:
        """See `Warehouse.transaction`; within one that is open already, part of it."""
        if self._in_transaction:
            yield self
            return
        with self._words.refusals("begin"):
            self._words.begin(self._connection)
        self._in_transaction = True
        kept = False
        try:
            yield self
            kept = True
        finally:
            self._in_transaction = False
            with self._words.refusals("commit" if kept else "rollback"):
                self._words.end(self._connection, keep=kept)

    def _refuse_writing(self, statement: str) -> None:
        """These warehouses know no session that only reads; the role they are read with is the wall, and this the sign before it."""
        if self._read_only:
            raise WarehouseQueryFailed("This door to the warehouse is for reading only.", statement=statement[:500])


def in_our_names(rows: pa.Table) -> pa.Table:
    """Columns in upper case throughout are unquoted names, which are ours in lower case."""
    return rows.rename_columns([name.lower() if name == name.upper() else name for name in rows.column_names])
