"""Concurrent requests become one batch: what arrives while a transaction is under way shares the next one.

An idle service waits for nobody, so a lone request is as fast as without this. Not here: what a batch does (`posting.py`).
"""

import asyncio
from collections import deque
from collections.abc import Callable, Collection, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from loyalty.errors import Unavailable
from serving.http.errors import Busy

# A worker of its own for few asks costs more than it saves, unless there is hardly any load.
SMALL_BATCH = 4
WORTH_A_WORKER = 24
PATIENCE_SECONDS = 0.05

Ask_contra = TypeVar("Ask_contra", contravariant=True)
Answer_co = TypeVar("Answer_co", covariant=True)
Ask = TypeVar("Ask")
Answer = TypeVar("Answer")


class Desk(Protocol[Ask_contra, Answer_co]):
    """Who answers asks of one kind, many at a time."""

    def lanes(self, ask: Ask_contra) -> Collection[Hashable]:
        """Asks that share a lane are answered in the order of their arrival."""
        ...

    def weight(self, ask: Ask_contra) -> int:
        """How much of a batch it fills; one that weighs more than a batch may hold runs by itself."""
        ...

    def run(self, asks: Sequence[Ask_contra]) -> Sequence[Answer_co]:
        """One answer per ask, committed. Must be safe to repeat (ours claims idempotency keys in its transaction)."""
        ...


@dataclass(eq=False, slots=True)
class _Waiting:
    ask: Any
    desk: Desk[Any, Any]
    lanes: Collection[Hashable]
    weight: int
    answered: "asyncio.Future[Any]"


class Gatherer:
    """Hands what waits to its desk in batches, on a few worker threads. All bookkeeping happens on the event loop, without locks.

    A lane is in at most one running batch, whatever the desk, so one member's requests keep their order. A heavy ask (a batch sent by
    a caller) takes as much room as it weighs. If a desk raises on a shared
    batch, each of its asks runs again on its own, so that a poisoned one fails alone.
    """

    def __init__(
        self,
        *,
        workers: int = 2,
        batch_max: int = 128,
        waiting_max: int = 2_000,
        on_batch: Callable[[int, int], None] | None = None,
    ) -> None:
        self._workers = workers
        self._batch_max = batch_max
        self._waiting_max = waiting_max
        self._on_batch = on_batch
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="posting")
        self._waiting: deque[_Waiting] = deque()
        self._busy_lanes: set[Hashable] = set()
        self._running: dict[asyncio.Task[None], int] = {}
        self._soon: asyncio.TimerHandle | None = None
        self._is_closed = False

    async def submit(self, ask: Ask, desk: Desk[Ask, Answer]) -> Answer:
        """The answer to `ask`, given after its transaction is committed.

        Raises:
            Busy: too many wait already, or the service is shutting down; nothing was done.
            Exception: what the desk raised for this ask.
        """
        if self._is_closed or len(self._waiting) >= self._waiting_max:
            raise Busy(
                "The service is at its limit. Nothing was done; send the same request again shortly.", waiting_count=len(self._waiting)
            )
        answered: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        waiting = _Waiting(ask, desk, desk.lanes(ask), desk.weight(ask), answered)
        if self._may_start_alone(waiting):
            self._start([waiting])
        else:
            self._waiting.append(waiting)
            self._call_a_free_worker()
        return await answered

    def _call_a_free_worker(self) -> None:
        """At once if enough wait to be worth one, else soon: a batch that hangs on a lock must not hold up those who came after it."""
        if len(self._running) == self._workers:
            return
        if len(self._waiting) % WORTH_A_WORKER == 0:
            self._start_batches()
        elif self._soon is None:
            self._soon = asyncio.get_running_loop().call_later(PATIENCE_SECONDS, self._lose_patience)

    def _lose_patience(self) -> None:
        self._soon = None
        self._start_batches()

    def _may_start_alone(self, waiting: _Waiting) -> bool:
        """At low load a free worker takes a newcomer at once; once batches grow, a newcomer waits: that costs it less than it saves all."""
        if len(self._running) == self._workers or max(self._running.values(), default=0) > SMALL_BATCH:
            return False
        if any(lane in self._busy_lanes for lane in waiting.lanes):
            return False
        return not any(lane in waiting.lanes for other in self._waiting for lane in other.lanes)

    async def close(self) -> None:
        """Nothing new is taken, everything taken is answered, the threads are gone."""
        self._is_closed = True
        while self._running:
            await asyncio.wait(set(self._running))
        if self._soon is not None:
            self._soon.cancel()
        self._threads.shutdown()

    def _start_batches(self) -> None:
        while len(self._running) < self._workers and (batch := self._next_batch()):
            self._start(batch)

    def _start(self, batch: list[_Waiting]) -> None:
        for waiting in batch:
            self._busy_lanes.update(waiting.lanes)
        self._running[asyncio.create_task(self._serve(batch))] = len(batch)

    def _next_batch(self) -> list[_Waiting]:
        """The longest-waiting asks of one desk whose lanes are free. The others keep their place and block their lanes for those behind."""
        batch: list[_Waiting] = []
        passed_over: list[_Waiting] = []
        blocked = set(self._busy_lanes)
        room = self._batch_max
        while self._waiting and room > 0:
            waiting = self._waiting.popleft()
            has_room = not batch or (waiting.desk is batch[0].desk and waiting.weight <= room)
            if has_room and not any(lane in blocked for lane in waiting.lanes):
                batch.append(waiting)
                room -= waiting.weight
            else:
                passed_over.append(waiting)
                blocked.update(waiting.lanes)
        self._waiting.extendleft(reversed(passed_over))
        return batch

    async def _serve(self, batch: list[_Waiting]) -> None:
        if self._on_batch is not None:
            self._on_batch(len(batch), len(self._waiting))
        work = asyncio.get_running_loop().run_in_executor(
            self._threads, _run_apart_if_needed, batch[0].desk, [waiting.ask for waiting in batch]
        )
        outcomes = await work
        for waiting, outcome in zip(batch, outcomes, strict=True):
            if waiting.answered.done():
                continue
            if isinstance(outcome, Exception):
                waiting.answered.set_exception(outcome)
            else:
                waiting.answered.set_result(outcome)
        for waiting in batch:
            self._busy_lanes.difference_update(waiting.lanes)
        del self._running[asyncio.current_task()]  # type: ignore[arg-type]  # this runs in a task
        self._start_batches()


def _run_apart_if_needed(desk: Desk[Ask, Answer], asks: Sequence[Ask]) -> Sequence[Answer | Exception]:
    """On a worker thread: the answers, each in its own transaction if the shared one failed, unless that was for the database's absence."""
    try:
        return desk.run(asks)
    except Unavailable as error:
        return [error] * len(asks)
    except Exception as error:
        if len(asks) == 1:
            return [error]
    outcomes: list[Answer | Exception] = []
    for ask in asks:
        is_away = bool(outcomes) and isinstance(outcomes[-1], Unavailable)
        outcomes.append(outcomes[-1] if is_away else _run_alone(desk, ask))
    return outcomes


def _run_alone(desk: Desk[Ask, Answer], ask: Ask) -> Answer | Exception:
    try:
        return desk.run([ask])[0]
    except Exception as error:
        return error
