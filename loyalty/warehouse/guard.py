"""Stands before a warehouse: tries again what may be tried again, and leaves alone one that lately failed. Not here: any warehouse."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import TypeVar

import pyarrow as pa
import stamina
import structlog
from sqlalchemy import Dialect, Executable

from loyalty.breaker import Breaker
from loyalty.warehouse.errors import WarehouseTimedOut, WarehouseUnavailable
from loyalty.warehouse.port import Warehouse

T = TypeVar("T")

log = structlog.get_logger(__name__)

ATTEMPTS = 3
WAIT_INITIAL_SECONDS = 0.1
WAIT_MAX_SECONDS = 2.0
JITTER_SECONDS = 0.2
BREAKER_WAIT_SECONDS = 15.0
"""A warehouse comes back in minutes rather than in a moment."""


def warehouse_breaker(*, wait_seconds: float = BREAKER_WAIT_SECONDS, on_change: Callable[[str, str], None] | None = None) -> Breaker:
    """The breaker for callers that cannot wait: open after half of the last calls failed, four or more."""
    return Breaker("warehouse", failures=(WarehouseUnavailable,), refusal=_left_alone, wait_seconds=wait_seconds, on_change=on_change)


class Guarded:
    """A warehouse whose every call may be repeated where that changes nothing: reading, and replacing rows (twice leaves the same).

    `execute` and what happens within a session or transaction run once: the second half of a lost connection cannot be repeated alone.
    Attempts wait exponentially longer, with jitter, so that a warehouse coming back is not met by everybody at once.
    A statement that timed out is not tried again.
    """

    def __init__(self, inner: Warehouse, *, breaker: Breaker | None = None, attempts: int = ATTEMPTS) -> None:
        self._inner = inner
        self._breaker = breaker
        self._attempts = attempts

    @property
    def inner(self) -> Warehouse:
        """What is guarded."""
        return self._inner

    @property
    def dialect(self) -> Dialect:
        """The dialect of the one behind."""
        return self._inner.dialect

    def read(self, query: Executable | str, parameters: Mapping[str, object] | None = None) -> pa.Table:
        """See `Warehouse.read`."""
        return self._tried(lambda: self._inner.read(query, parameters))

    def execute(self, statement: Executable | str, parameters: Mapping[str, object] | None = None) -> int:
        """See `Warehouse.execute`."""
        return self._once(lambda: self._inner.execute(statement, parameters))

    def replace_rows(self, table: str, rows: pa.Table, *, where: Mapping[str, Sequence[object]]) -> int:
        """See `Warehouse.replace_rows`."""
        return self._tried(lambda: self._inner.replace_rows(table, rows, where=where))

    def table_exists(self, table: str) -> bool:
        """See `Warehouse.table_exists`."""
        return self._tried(lambda: self._inner.table_exists(table))

    @contextmanager
    def session(self) -> Iterator[Warehouse]:
        """See `Warehouse.session`: opening it is tried again, what is asked in it is not."""
        with ExitStack() as stack:
            session = self._tried(lambda: stack.enter_context(self._inner.session()))
            yield Guarded(session, breaker=self._breaker, attempts=1)

    @contextmanager
    def transaction(self) -> Iterator[Warehouse]:
        """See `Warehouse.transaction`: as with a session."""
        with ExitStack() as stack:
            session = self._tried(lambda: stack.enter_context(self._inner.transaction()))
            yield Guarded(session, breaker=self._breaker, attempts=1)

    def _once(self, act: Callable[[], T]) -> T:
        return act() if self._breaker is None else self._breaker.call(act)

    def _tried(self, act: Callable[[], T]) -> T:
        for attempt in stamina.retry_context(
            on=_may_help,
            attempts=self._attempts,
            timeout=None,
            wait_initial=WAIT_INITIAL_SECONDS,
            wait_max=WAIT_MAX_SECONDS,
            wait_jitter=JITTER_SECONDS,
        ):
            with attempt:
                return self._once(act)
        raise AssertionError("stamina either returns or raises")


def _may_help(error: Exception) -> bool:
    """Whether trying again may help: the warehouse was away, and neither the statement nor an open breaker is the reason."""
    return isinstance(error, WarehouseUnavailable) and not isinstance(error, WarehouseTimedOut | WarehouseLeftAlone)


class WarehouseLeftAlone(WarehouseUnavailable):
    """The warehouse failed or was too slow lately; it is left alone for a moment."""

    code = "WAREHOUSE_LEFT_ALONE"


def _left_alone(error: BaseException) -> WarehouseUnavailable:
    if isinstance(error, WarehouseUnavailable):
        return error
    return WarehouseLeftAlone("The warehouse failed lately and is left alone for a moment.", reason=str(error)[:200])
