"""Results as they move: one count for a scope however many watch it. Not here: counting, keeping counts (`results_shelf.py`).

While somebody watches, a task counts every few seconds; the last to leave ends it. A watcher is told the newest count alone, so a slow one
misses some and holds up nobody.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, cast

from loyalty.database import Work
from loyalty.errors import Unavailable
from serving.campaigns.results_shelf import Kept, ResultsShelf, Told

WATCHERS_MAX = 200
EVERY_SECONDS = 5.0
WATCH_SECONDS_MAX = 600.0
"""After so long a watcher comes again, and is asked anew whether it may."""


class WatchersTooMany(Unavailable):
    """So many watch already that another would have to be told late; ask for the results instead."""

    code = "RESULTS_WATCHERS_TOO_MANY"


@dataclass(slots=True)
class _Watched:
    newest: Kept[Any]
    watcher_count: int = 0
    is_over: bool = False
    told: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None

    def tell(self, newest: Kept[Any]) -> None:
        self.newest = newest
        self.wake()

    def wake(self) -> None:
        told, self.told = self.told, asyncio.Event()
        told.set()


class ResultsFeed:
    """Who watches what. Lives on the event loop, as long as the service."""

    def __init__(self, shelf: ResultsShelf, *, every_seconds: float = EVERY_SECONDS) -> None:
        self._shelf = shelf
        self._every_seconds = every_seconds
        self._watched: dict[Hashable, _Watched] = {}

    @property
    def watcher_count(self) -> int:
        """How many watch now."""
        return sum(one.watcher_count for one in self._watched.values())

    async def watch(
        self, asked: Hashable, count: Callable[[Work], Told], *, seconds_max: float = WATCH_SECONDS_MAX
    ) -> AsyncGenerator[Kept[Told], None]:
        """The counts of `asked`, the first at once; they end after `seconds_max`, or when a later count fails.

        Raises:
            WatchersTooMany: and whatever the first count raises.
        """
        if self.watcher_count >= WATCHERS_MAX:
            raise WatchersTooMany("Many are watching results already. Ask for them every half minute instead.", watchers_max=WATCHERS_MAX)
        watched = self._watched.get(asked)
        first = await self._shelf.read(asked, count) if watched is None else watched.newest
        return cast("AsyncGenerator[Kept[Told], None]", self._counts(asked, count, first, time.monotonic() + seconds_max))

    async def _counts(
        self, asked: Hashable, count: Callable[[Work], Any], first: Kept[Any], ends_at: float
    ) -> AsyncGenerator[Kept[Any], None]:
        watched = self._join(asked, count, first)
        try:
            with suppress(TimeoutError):
                while not watched.is_over:
                    told = watched.told
                    yield watched.newest
                    await asyncio.wait_for(told.wait(), max(0.0, ends_at - time.monotonic()))
        finally:
            self._leave(asked, watched)

    def _join(self, asked: Hashable, count: Callable[[Work], Any], first: Kept[Any]) -> _Watched:
        watched = self._watched.get(asked)
        if watched is None:
            watched = self._watched[asked] = _Watched(first)
            watched.task = asyncio.create_task(self._keep_counting(asked, count, watched))
        watched.watcher_count += 1
        return watched

    def _leave(self, asked: Hashable, watched: _Watched) -> None:
        watched.watcher_count -= 1
        if watched.watcher_count == 0:
            if self._watched.get(asked) is watched:
                del self._watched[asked]
            if watched.task is not None:
                watched.task.cancel()

    async def _keep_counting(self, asked: Hashable, count: Callable[[Work], Any], watched: _Watched) -> None:
        try:
            while True:
                # A count that took long is kept for long; only then is it worth asking for another.
                await asyncio.sleep(max(self._every_seconds, watched.newest.fresh_until - time.monotonic()))
                watched.tell(await self._shelf.read(asked, count))
        finally:
            # It failed, or nobody watches any more. Whoever comes anew hears why; nobody is left with figures that stand still.
            if self._watched.get(asked) is watched:
                del self._watched[asked]
            watched.is_over = True
            watched.wake()
