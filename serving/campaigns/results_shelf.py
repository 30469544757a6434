"""Counts results beside the requests, once for all who ask, and keeps the last count for a moment. Not here: what is counted.

A campaign of a million takes seconds to count. So nobody's thread waits for it, whoever asks while it is counted gets the same count, and
a count is kept ten times as long as it took: the database counts a tenth of the time at most, and what is shown is a minute old at most.
"""

import asyncio
import threading
import time
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import text

from loyalty.clock import UtcClock
from loyalty.database import Database, Work

COUNTING_MAX = 2
KEPT_MAX = 200
KEPT_TIMES = 10
KEPT_SECONDS_MAX = 30.0
COUNT_SECONDS_MAX = 55

Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Kept(Generic[Told]):
    """What was counted, when by the wall clock, and until which tick it is shown."""

    told: Told
    counted_at: datetime
    fresh_until: float


class ResultsShelf:
    """The last counts, by what was asked. Lives as long as the service."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: dict[Hashable, Kept[Any]] = {}
        self._counting: dict[Hashable, Future[Kept[Any]]] = {}
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(COUNTING_MAX, thread_name_prefix="results")

    async def read(self, asked: Hashable, count: Callable[[Work], Told]) -> Kept[Told]:
        """What `count` told lately of `asked`, or tells now; raises what it raises."""
        with self._lock:
            kept = self._kept.get(asked)
            if kept is not None and time.monotonic() < kept.fresh_until:
                return kept
            counting = self._counting.get(asked)
            if counting is None:
                counting = self._counting[asked] = self._pool.submit(self._count, asked, count)
        return cast("Kept[Told]", await asyncio.shield(asyncio.wrap_future(counting)))

    def close(self) -> None:
        """Nothing is counted any more."""
        self._pool.shutdown(cancel_futures=True)

    def _count(self, asked: Hashable, count: Callable[[Work], Told]) -> Kept[Told]:
        began = time.monotonic()
        try:
            counted_at = UtcClock().now()
            with self._database.begin() as work:
                work.execute(text(f"set local statement_timeout = '{COUNT_SECONDS_MAX}s'"))
                told = count(work)
            took = time.monotonic() - began
            kept = Kept(told, counted_at, time.monotonic() + min(KEPT_SECONDS_MAX, KEPT_TIMES * took))
            with self._lock:
                self._kept.pop(asked, None)
                self._kept[asked] = kept
                for oldest in list(self._kept)[:-KEPT_MAX]:
                    del self._kept[oldest]
            return kept
        finally:
            with self._lock:
                self._counting.pop(asked, None)
