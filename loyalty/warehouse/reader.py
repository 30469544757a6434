"""The warehouse for those who only read it while others build: the newest published build, or a server. Not here: what they ask."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
from sqlalchemy import Dialect, Executable

from loyalty.breaker import Breaker
from loyalty.warehouse.duckdb import DuckDbWarehouse
from loyalty.warehouse.errors import WarehouseQueryFailed
from loyalty.warehouse.guard import Guarded
from loyalty.warehouse.opening import is_server, open_warehouse, parse_warehouse_url
from loyalty.warehouse.port import Warehouse
from loyalty.warehouse.published import Published, read_published
from loyalty.warehouse.statements import quoted, quoted_table, table_parts

SERVING_STATEMENT_SECONDS = 5.0
SERVING_ATTEMPTS = 2


def open_reader(url: str, published_dir: Path, *, breaker: Breaker) -> Warehouse:
    """What a service asks that must not wait: `breaker` before it, statements bounded, nothing ever written.

    Of a DuckDB warehouse the file belongs to whoever builds, so the newest published build is read; a server is read itself.
    """
    if not is_server(url):
        return Guarded(PublishedWarehouse(published_dir), breaker=breaker, attempts=1)
    bounded = parse_warehouse_url(url).update_query_dict({"statement_timeout_seconds": f"{SERVING_STATEMENT_SECONDS:g}"})
    opened = open_warehouse(bounded.render_as_string(hide_password=False), read_only=True)
    inner = opened.inner if isinstance(opened, Guarded) else opened
    return Guarded(inner, breaker=breaker, attempts=SERVING_ATTEMPTS)


class PublishedWarehouse:
    """The newest published build under the names of its tables; reading only. Safe for threads. A new build is seen at the next call."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._turn = threading.Lock()
        self._standing: tuple[Published, DuckDbWarehouse] | None = None

    @property
    def dialect(self) -> Dialect:
        """DuckDB's."""
        return DuckDbWarehouse(None).dialect

    def read(self, query: Executable | str, parameters: Mapping[str, object] | None = None) -> pa.Table:
        """See `Warehouse.read`.

        Raises:
            PublishedNothing, PublishedDamaged: there is no build, or its files are not those that were published.
        """
        return self._opened().read(query, parameters)

    def execute(self, statement: Executable | str, parameters: Mapping[str, object] | None = None) -> int:  # noqa: ARG002
        """Refused: what is published is never changed."""
        raise WarehouseQueryFailed("What is published is for reading only.", statement=str(statement)[:500])

    def replace_rows(self, table: str, rows: pa.Table, *, where: Mapping[str, Sequence[object]]) -> int:  # noqa: ARG002
        """Refused: what is published is never changed."""
        raise WarehouseQueryFailed("What is published is for reading only.", statement=f"replace rows of {table}")

    def table_exists(self, table: str) -> bool:
        """See `Warehouse.table_exists`."""
        return self._opened().table_exists(table)

    @contextmanager
    def session(self) -> Iterator[Warehouse]:
        """One build for several calls, even if a newer one is published meanwhile."""
        with self._opened().session() as session:
            yield session

    @contextmanager
    def transaction(self) -> Iterator[Warehouse]:
        """As `session`: there is nothing to undo."""
        with self.session() as session:
            yield session

    def _opened(self) -> DuckDbWarehouse:
        published = read_published(self._directory)
        with self._turn:
            if self._standing is None or self._standing[0] != published:
                self._standing = published, _views_of(published)
            return self._standing[1]


def _views_of(published: Published) -> DuckDbWarehouse:
    """Nothing is copied: a question reads the columns and row groups that it needs."""
    warehouse = DuckDbWarehouse(None)
    with warehouse.session() as session:
        for one in published.tables:
            published.verify(one.name)
            file = str(published.path(one.name)).replace("'", "''").replace(":", "\\:")
            session.execute(f"create schema if not exists {quoted(table_parts(one.name)[0])}")
            session.execute(f"create view {quoted_table(one.name)} as select * from read_parquet('{file}')")  # noqa: S608 -- our own file
    return warehouse
