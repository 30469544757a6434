"""A member's offers for callers on threads: Redis, then PostgreSQL, then the tier's default. Serving uses `lookup_async.py`."""

import time
from collections.abc import Iterable, Sequence
from typing import Any

import redis
import structlog

from loyalty.cache import CacheBreaker, CacheUnavailable
from loyalty.database.engine import DatabaseUnavailable
from loyalty.offers import cached
from loyalty.offers.model import MemberKey, OfferAnswer, StoredAnswer
from loyalty.offers.reading import OfferReader, unknown_member

RECHECK_SECONDS = 5.0

log = structlog.get_logger(__name__)


class OfferLookup:
    """Answers from one generation of the shelf at a time; safe for threads.

    Every `recheck_seconds` the database is asked which shelf stands, so that a cache which missed a replacement (it was down,
    or came back with old data) is not believed for longer than that.
    """

    def __init__(
        self, reader: OfferReader, cache: redis.Redis | None, breaker: CacheBreaker, *, recheck_seconds: float = RECHECK_SECONDS
    ) -> None:
        self._reader = reader
        self._cache = cache
        self._breaker = breaker
        self._recheck_seconds = recheck_seconds
        self._rechecked_at = float("-inf")

    def find(self, key: MemberKey) -> OfferAnswer:
        """The member's offers.

        Raises:
            MemberUnknown: there is no such member.
            DatabaseUnavailable: the cache has no answer and PostgreSQL does not answer.
        """
        answer = self.find_many([key]).get(key)
        if answer is None:
            raise unknown_member(key)
        return answer

    def find_many(self, keys: Sequence[MemberKey]) -> dict[MemberKey, OfferAnswer]:
        """The offers of these members; an unknown one is simply not among them.

        Raises:
            DatabaseUnavailable: the cache lacks an answer and PostgreSQL does not answer.
        """
        found = self._from_cache(keys)
        missed = [key for key in keys if key not in found]
        if missed:
            stored = self._reader.read(missed)
            self._keep(stored.values())
            found |= {key: one.answer for key, one in stored.items()}
        return found

    def _from_cache(self, keys: Sequence[MemberKey]) -> dict[MemberKey, OfferAnswer]:
        if self._cache is None:
            return {}
        try:
            self._recheck()
            values = self._breaker.call(lambda: self._ask([cached.field_of(key) for key in keys]))
        except CacheUnavailable:
            return {}
        return {
            key: cached.answer_in(value) for key, value in zip(keys, values, strict=True) if value is not None and cached.is_answer(value)
        }

    def _ask(self, fields: list[str]) -> list[bytes | None]:
        cache: Any = self._cache  # its types promise text as well; we ask for bytes
        generation = cached.read_pointer(cache.get(cached.POINTER))
        if generation is None:
            return [None] * len(fields)
        shelf = cached.shelf_key(generation)
        values: list[bytes | None] = cache.hmget(shelf, fields)
        aliases = cached.aliases_in(values)
        if aliases:
            for place, value in zip(aliases, cache.hmget(shelf, list(aliases.values())), strict=True):
                values[place] = value
        return values

    def _keep(self, answers: Iterable[StoredAnswer]) -> None:
        for generation, of_one in cached.by_generation(answers).items():
            self._run(cached.FILL, *cached.fill_arguments(generation, of_one))

    def _recheck(self) -> None:
        if time.monotonic() - self._rechecked_at < self._recheck_seconds:
            return
        self._rechecked_at = time.monotonic()
        try:
            generation = self._reader.generation()
        except DatabaseUnavailable as error:
            log.warning("offers_not_rechecked", reason=error.facts.get("reason"))
            return
        if generation is not None:
            self._run(cached.POINT, *cached.point_arguments(generation))

    def _run(self, script: str, keys: list[str], arguments: list[Any]) -> None:
        """A script whose failure costs speed and nothing else."""
        if self._cache is None:
            return
        cache = self._cache
        try:
            self._breaker.call(lambda: cache.eval(script, len(keys), *keys, *arguments))
        except CacheUnavailable:
            return
