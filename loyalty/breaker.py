"""The one wrapper around interlock: a breaker before a part that may be away. Not here: which part, and what its failures are called."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

import structlog
from interlock import CircuitBreaker, CircuitOpenError, Config, State

from loyalty.errors import Unavailable

T = TypeVar("T")

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Heard(Generic[T]):
    """What the part said, an error of the caller's own included: interlock would count that one against the part."""

    value: T | None = None
    error: Exception | None = None

    def told(self) -> T:
        if self.error is not None:
            raise self.error
        return cast(T, self.value)


class Breaker:
    """Calls pass while the part answers; at least half of the last calls (four or more) failing opens it, and nobody tries for
    `wait_seconds`; then two probes decide. Safe for threads and for an event loop.

    Only `failures` count as such: a mistake of ours (`KeyError`, …) passes through. `refusal(error)` says to the caller what failed.
    `on_change(old, new)` hears each change of state (CLOSED, OPEN, HALF_OPEN), for metrics.
    """

    def __init__(
        self,
        name: str,
        *,
        failures: tuple[type[Exception], ...],
        refusal: Callable[[BaseException], Unavailable],
        wait_seconds: float = 1.0,
        on_change: Callable[[str, str], None] | None = None,
    ) -> None:
        self.name = name
        self._failures = failures
        self._refused: tuple[type[Exception], ...] = (CircuitOpenError, *failures)
        self._refusal = refusal
        self._on_change = on_change
        self._breaker = CircuitBreaker(
            name=name,
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
    def state(self) -> str:
        """CLOSED, OPEN or HALF_OPEN."""
        return str(self._breaker.state.name)

    @property
    def is_open(self) -> bool:
        """Whether calls are refused without trying."""
        return self._breaker.state is State.OPEN

    def call(self, ask: Callable[[], T]) -> T:
        """The answer of `ask`.

        Raises:
            Unavailable: as `refusal` says it: it failed, or lately failed too often to be tried.
        """
        try:
            answer = self._breaker.call_sync(lambda: self._heard(ask))
        except self._refused as error:
            raise self._refusal(error) from error
        return answer.told()

    async def call_async(self, ask: Callable[[], Awaitable[T]]) -> T:
        """As `call`, for a coroutine.

        Raises:
            Unavailable: as `refusal` says it: it failed, or lately failed too often to be tried.
        """
        try:
            answer = await self._breaker.call_async(lambda: self._heard_async(ask))
        except self._refused as error:
            raise self._refusal(error) from error
        return answer.told()

    def _heard(self, ask: Callable[[], T]) -> "_Heard[T]":
        try:
            return _Heard(value=ask())
        except self._failures:
            raise
        except Exception as error:
            return _Heard(error=error)

    async def _heard_async(self, ask: Callable[[], Awaitable[T]]) -> "_Heard[T]":
        try:
            return _Heard(value=await ask())
        except self._failures:
            raise
        except Exception as error:
            return _Heard(error=error)

    def on_state_change(self, *, name: str, old: State, new: State) -> None:
        """Interlock's hook: the breaker changed."""
        log.warning("breaker_changed", breaker=name, old=old.name, new=new.name)
        if self._on_change is not None:
            self._on_change(old.name, new.name)
