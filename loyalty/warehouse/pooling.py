"""Connections to a server warehouse, kept for the next call. Not here: opening one, and what is asked with it."""

import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import QueuePool

from loyalty.warehouse.errors import WarehouseUnavailable

WAIT_SECONDS = 30.0
RECYCLE_SECONDS = 1800
"""Warehouses close sessions that idle for hours; ours are never that old."""


class Connections:
    """At most twice `size` connections, opened by `connect` when they are first needed, closed when nobody holds this any more."""

    def __init__(self, connect: Callable[[], Any], *, size: int, wait_seconds: float = WAIT_SECONDS) -> None:
        self._pool = QueuePool(connect, pool_size=size, max_overflow=size, timeout=wait_seconds, recycle=RECYCLE_SECONDS)
        weakref.finalize(self, self._pool.dispose)

    @contextmanager
    def lent(self) -> Iterator[Any]:
        """A connection until the block ends. One that failed is closed with all that wait, for what ended it ended them too.

        Raises:
            WarehouseUnavailable: none could be opened, or none came back in time.
        """
        try:
            lent = self._pool.connect()
        except PoolTimeoutError as error:
            raise WarehouseUnavailable("Every connection to the warehouse is busy; ask again later.", reason="pool exhausted") from error
        try:
            yield lent.dbapi_connection
        except WarehouseUnavailable:
            lent.invalidate()
            self.close()
            raise
        finally:
            with suppress(Exception):  # a broken connection cannot be reset, and why it broke is being told already
                lent.close()

    def close(self) -> None:
        """Every connection that is not lent is closed; the next call opens a new one."""
        self._pool.dispose()
