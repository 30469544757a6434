"""A member's offers for callers on an event loop. Lookups that arrive together go to Redis together: one round trip for all.

A lookup of its own costs an asyncio client more than the rest of a request; gathered, it costs a small part of one.
"""

import asyncio
import time
from collections.abc import Coroutine, Sequence
from typing import Any

import redis.asyncio
import structlog

from loyalty.cache import CacheBreaker, CacheUnavailable
from loyalty.errors import LoyaltyError
from loyalty.offers import cached
from loyalty.offers.lookup import RECHECK_SECONDS
from loyalty.offers.model import MemberKey, OfferAnswer, StoredAnswer
from loyalty.offers.reading import OfferReader, unknown_member

GATHER_MAX = 256
# Threads that read from the database at once; further misses wait and are read together.
READS_MAX = 4

Caller = tuple[MemberKey, asyncio.Future[OfferAnswer]]

log = structlog.get_logger(__name__)


class AsyncOfferLookup:
    """As `OfferLookup`, for one event loop. `close` ends what it still has under way."""

    def __init__(
        self,
        reader: OfferReader,
        cache: redis.asyncio.Redis | None,
        breaker: CacheBreaker,
        *,
        recheck_seconds: float = RECHECK_SECONDS,
    ) -> None:
        self._reader = reader
        self._cache = cache
        self._breaker = breaker
        self._recheck_seconds = recheck_seconds
        self._rechecked_at = float("-inf")
        self._known: int | None = None
        self._waiting: list[Caller] = []
        self._missed: list[Caller] = []
        self._is_asking = False
        self._reads = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def find(self, key: MemberKey) -> OfferAnswer:
        """The member's offers.

        Raises:
            MemberUnknown: there is no such member.
            DatabaseUnavailable: the cache has no answer and PostgreSQL does not answer.
        """
        answer: asyncio.Future[OfferAnswer] = asyncio.get_running_loop().create_future()
        self._waiting.append((key, answer))
        if not self._is_asking:
            self._is_asking = True
            self._start(self._ask_for_waiting())
        return await answer

    async def close(self) -> None:
        """Nothing is under way any more; callers still waiting are told."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for _, future in (*self._waiting, *self._missed):
            future.cancel()

    async def _ask_for_waiting(self) -> None:
        """Batch after batch until nobody waits: who arrives while one is on its way joins the next."""
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:GATHER_MAX], self._waiting[GATHER_MAX:]
                await self._answer(batch)
        finally:
            self._is_asking = False

    async def _answer(self, batch: list[Caller]) -> None:
        try:
            found = await self._from_cache(_keys(batch))
        except BaseException as error:
            _fail(batch, error)
            raise
        for caller in batch:
            answer = found.get(caller[0])
            if answer is None:
                self._missed.append(caller)
            elif not caller[1].done():
                caller[1].set_result(answer)
        if self._missed and self._reads < READS_MAX:
            self._reads += 1
            self._start(self._read_missed())

    async def _from_cache(self, keys: Sequence[MemberKey]) -> dict[MemberKey, OfferAnswer]:
        if self._cache is None:
            return {}
        if time.monotonic() - self._rechecked_at >= self._recheck_seconds:
            self._rechecked_at = time.monotonic()
            self._start(self._recheck())
        try:
            values = await self._breaker.call_async(lambda: self._ask([cached.field_of(key) for key in keys]))
        except CacheUnavailable:
            return {}
        return {
            key: cached.answer_in(value) for key, value in zip(keys, values, strict=True) if value is not None and cached.is_answer(value)
        }

    async def _ask(self, fields: list[str]) -> list[bytes | None]:
        """One round trip while the shelf stays the same, one more when it was replaced or an id leads elsewhere."""
        pointer, values = await self._ask_shelf(self._known, fields)
        if pointer != self._known:
            self._known = pointer
            _, values = await self._ask_shelf(pointer, fields)
        aliases = cached.aliases_in(values)
        if aliases:
            _, targets = await self._ask_shelf(self._known, list(aliases.values()))
            for place, value in zip(aliases, targets, strict=True):
                values[place] = value
        return values

    async def _ask_shelf(self, generation: int | None, fields: list[str]) -> tuple[int | None, list[bytes | None]]:
        """The pointer, and the fields in the hash of `generation`, whatever the pointer says."""
        assert self._cache is not None  # noqa: S101 (asked by `_from_cache` alone)
        async with self._cache.pipeline(transaction=False) as pipeline:
            pipeline.get(cached.POINTER)
            if generation is not None:
                pipeline.hmget(cached.shelf_key(generation), fields)
            answers: list[Any] = await pipeline.execute()
        return cached.read_pointer(answers[0]), answers[1] if generation is not None else [None] * len(fields)

    async def _read_missed(self) -> None:
        try:
            while self._missed:
                batch, self._missed = self._missed[:GATHER_MAX], self._missed[GATHER_MAX:]
                await self._read_through(batch)
        finally:
            self._reads -= 1

    async def _read_through(self, batch: list[Caller]) -> None:
        try:
            stored = await asyncio.to_thread(self._reader.read, _keys(batch))
        except LoyaltyError as error:
            _fail(batch, error)
            return
        except BaseException as error:
            _fail(batch, error)
            raise
        for key, future in batch:
            if key not in stored:
                _fail([(key, future)], unknown_member(key))
            elif not future.done():
                future.set_result(stored[key].answer)
        await self._keep(list(stored.values()))

    async def _keep(self, answers: Sequence[StoredAnswer]) -> None:
        for generation, of_one in cached.by_generation(answers).items():
            await self._run(cached.FILL, *cached.fill_arguments(generation, of_one))

    async def _recheck(self) -> None:
        """A cache that missed a replacement is not believed for longer than `recheck_seconds`."""
        try:
            generation = await asyncio.to_thread(self._reader.generation)
        except LoyaltyError as error:
            log.warning("offers_not_rechecked", reason=error.facts.get("reason"))
            return
        if generation is not None:
            await self._run(cached.POINT, *cached.point_arguments(generation))

    async def _run(self, script: str, keys: list[str], arguments: list[Any]) -> None:
        """A script whose failure costs speed and nothing else."""
        if self._cache is None:
            return
        cache = self._cache
        try:
            await self._breaker.call_async(lambda: cache.eval(script, len(keys), *keys, *arguments))
        except CacheUnavailable:
            return

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _keys(batch: Sequence[Caller]) -> list[MemberKey]:
    """Who is asked for, each once."""
    return list(dict.fromkeys(key for key, _ in batch))


def _fail(batch: Sequence[Caller], error: BaseException) -> None:
    for _, future in batch:
        if future.done():
            continue
        if isinstance(error, asyncio.CancelledError):
            future.cancel()
        else:
            future.set_exception(error)
