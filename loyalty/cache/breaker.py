"""The breaker before Redis: after a few failures it is left alone for a moment, so that nobody waits for a dead server twice."""

from collections.abc import Callable

from redis.exceptions import RedisError

from loyalty.breaker import Breaker
from loyalty.cache.errors import CacheUnavailable

FAILURES = (RedisError, OSError, TimeoutError)


class CacheBreaker(Breaker):
    """`Breaker` before Redis: calls raise `CacheUnavailable` when it failed, at once while open. What is asked must talk to Redis."""

    def __init__(self, *, wait_seconds: float = 1.0, on_change: Callable[[str, str], None] | None = None) -> None:
        super().__init__("cache", failures=FAILURES, refusal=_unavailable, wait_seconds=wait_seconds, on_change=on_change)


def _unavailable(error: BaseException) -> CacheUnavailable:
    return CacheUnavailable("Redis does not answer; the database answers instead.", reason=f"{type(error).__name__}: {error}"[:200])
