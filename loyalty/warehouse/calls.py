"""What every warehouse does alike: a call opens a session of its own, and a transaction is a session that ends well or not at all.

Not here: sessions themselves (`duckdb.py`, `postgres.py`, `server.py`).
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager

import pyarrow as pa
from sqlalchemy import Executable

from loyalty.warehouse.port import Warehouse


class SessionPerCall(ABC):
    """A warehouse that says how a session is opened; each call then has one of its own."""

    @abstractmethod
    def session(self) -> AbstractContextManager[Warehouse]:
        """See `Warehouse.session`."""

    @contextmanager
    def transaction(self) -> Iterator[Warehouse]:
        """See `Warehouse.transaction`."""
        with self.session() as session, session.transaction():
            yield session

    def read(self, query: Executable | str, parameters: Mapping[str, object] | None = None) -> pa.Table:
        """See `Warehouse.read`."""
        with self.session() as session:
            return session.read(query, parameters)

    def execute(self, statement: Executable | str, parameters: Mapping[str, object] | None = None) -> int:
        """See `Warehouse.execute`."""
        with self.session() as session:
            return session.execute(statement, parameters)

    def replace_rows(self, table: str, rows: pa.Table, *, where: Mapping[str, Sequence[object]]) -> int:
        """See `Warehouse.replace_rows`."""
        with self.session() as session:
            return session.replace_rows(table, rows, where=where)

    def table_exists(self, table: str) -> bool:
        """See `Warehouse.table_exists`."""
        with self.session() as session:
            return session.table_exists(table)
