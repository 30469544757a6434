"""The breaker before Redis: after a few failures it is left alone for a moment, so that nobody waits for a dead server twice."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog
from interlock import CircuitBreaker, CircuitOpenError, Config, State
from redis.exceptions import RedisError

from loyalty.cache.errors import CacheUnavailable

T = TypeVar("T")

log = structlog.get_logger(__name__)

FAILURES = (RedisError, OSError, TimeoutError)


class CacheBreaker:
    """Calls pass while Redis answers; otherwise `CacheUnavailable`, at once while open. Safe for threads and for an event loop.

    `on_change(old, new)` hears each change of state (CLOSED, OPEN, HALF_OPEN), for metrics.
    """

    def __init__(self, *, wait_seconds: float = 1.0, on_change: Callable[[str, str], None] | None = None) -> None:
        self._on_change = on_change
        self._breaker = CircuitBreaker(
            name="cache",
            config=Config(
                failure_rate_threshold=0.5,
                minimum_number_of_calls=4,
                window_size=20,
                wait_duration_in_open=wait_seconds,
                permitted_calls_in_half_open=2,
            ),
            listener=self,  # type: ignore[arg-type]  # interlock dispatches to the hooks a listener has
        )

    @property
    def is_open(self) -> bool:
        """Whether calls are refused without trying."""
        return self._breaker.state is State.OPEN

    def call(self, ask: Callable[[], T]) -> T:
        """The answer of `ask`, which talks to Redis.

        Raises:
            CacheUnavailable: it failed, or lately failed too often to be tried.
        """
        try:
            return self._breaker.call_sync(ask)
        except (CircuitOpenError, *FAILURES) as error:
            raise _unavailable(error) from error

    async def call_async(self, ask: Callable[[], Awaitable[T]]) -> T:
        """As `call`, for a coroutine.

        Raises:
            CacheUnavailable: it failed, or lately failed too often to be tried.
        """
        try:
            return await self._breaker.call_async(ask)
        except (CircuitOpenError, *FAILURES) as error:
            raise _unavailable(error) from error

    def on_state_change(self, *, name: str, old: State, new: State) -> None:
        """Interlock's hook: the breaker changed."""
        log.warning("breaker_changed", breaker=name, old=old.name, new=new.name)
        if self._on_change is not None:
            self._on_change(old.name, new.name)


def _unavailable(error: BaseException) -> CacheUnavailable:
    return CacheUnavailable("Redis does not answer; the database answers instead.", reason=f"{type(error).__name__}: {error}"[:200])
