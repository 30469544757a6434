"""What every bus promises, and the patience all of them share. Not here: any broker (one module each)."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import structlog

from loyalty.errors import Unavailable

PATIENCE_SECONDS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
PARCELS_AT_ONCE = 500
"""How many parcels a listener is handed at most."""

SILENT: Any = None
"""FastStream's logger: it would tell every parcel; what goes wrong is told here."""

log = structlog.get_logger(__name__)

Take = Callable[[Sequence[bytes]], Awaitable[None]]
"""Takes in some bodies, in the order of their arrival; when it returns, they are done with and never come again."""


class BusUnavailable(Unavailable):
    """The bus does not answer."""

    code = "BUS_UNAVAILABLE"


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message: whose order it keeps, and its bytes."""

    key: str
    body: bytes


class Bus(Protocol):
    """A broker that one process is connected to.

    Promised: a parcel whose `publish` returned reaches each group of listeners at least once; parcels of one key arrive in the order they
    were published in; a listener that was killed, or whose `take` failed, is handed the same parcels again; each group hears everything
    that was published since it first listened (a group that is new to a stream or topic also what is still kept there).
    """

    name: str

    async def start(self) -> None:
        """The broker answers, and those who listen hear.

        Raises:
            BusUnavailable: it does not answer.
        """
        ...

    async def stop(self) -> None:
        """Nobody listens any more and nothing is connected."""
        ...

    async def publish(self, topic: str, parcels: Sequence[Parcel]) -> None:
        """The broker has every parcel.

        Raises:
            BusUnavailable: it may have some of them, or none.
        """
        ...

    def listen(self, topic: str, group: str, take: Take) -> None:
        """From `start` on, `take` is handed what arrives for `group`, one call at a time."""
        ...


class Patient:
    """A `take` that is called again with the same bodies until it returns: a part that is away costs time, and no order."""

    def __init__(self, take: Take, *, topic: str, group: str) -> None:
        self._take = take
        self._where = {"topic": topic, "group": group}
        self._turn = asyncio.Lock()

    async def __call__(self, bodies: Sequence[bytes]) -> None:
        """The bodies are taken in. Being canceled is the only way out before."""
        async with self._turn:
            for attempt in range(1_000_000_000):
                try:
                    await self._take(bodies)
                except Exception as error:  # whatever it is, what was not taken in must come again
                    log.warning("parcels_not_taken", attempt=attempt + 1, count=len(bodies), reason=str(error)[:200], **self._where)
                    await asyncio.sleep(PATIENCE_SECONDS[min(attempt, len(PATIENCE_SECONDS) - 1)])
                else:
                    return
