"""What every warehouse can do for us. Not here: any one warehouse (`duckdb.py`, `postgres.py`) and what we ask of it (the rooms)."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

import pyarrow as pa
from sqlalchemy import Dialect, Executable


class Warehouse(Protocol):
    """The only door to the warehouse. Values are always bound; identifiers come from the catalogue or from our own code."""

    @property
    def dialect(self) -> Dialect:
        """The SQLAlchemy dialect that statements are compiled with."""
        ...

    def read(self, query: Executable | str, parameters: Mapping[str, object] | None = None) -> pa.Table:
        """The rows of `query` (SQLAlchemy, or SQL text with `:name` parameters) as one Arrow table.

        Raises:
            WarehouseUnavailable: it cannot be reached, or another process holds its file for longer than we wait.
            WarehouseQueryFailed: it refused the query.
        """
        ...

    def execute(self, statement: Executable | str, parameters: Mapping[str, object] | None = None) -> int:
        """Run one statement in its own transaction; the number of rows it touched, or -1 where that is unknown."""
        ...

    def replace_rows(self, table: str, rows: pa.Table, *, where: Mapping[str, Sequence[object]]) -> int:
        """In one transaction: rows of `table` (`schema.name`) matching every `where` column are gone, and `rows` stand there.

        The table is created from the Arrow schema where it does not exist. Returns the number of rows written. Running it
        twice leaves the same rows.
        """
        ...

    def table_exists(self, table: str) -> bool:
        """Whether `schema.name` exists."""
        ...

    def session(self) -> AbstractContextManager["Warehouse"]:
        """Keep one connection open for several calls (for DuckDB: hold its file once instead of per call)."""
        ...

    def transaction(self) -> AbstractContextManager["Warehouse"]:
        """A session whose calls all become true together when the block ends, or not at all when it raises."""
        ...
