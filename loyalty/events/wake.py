"""When the relay looks into the outbox: woken by PostgreSQL, and holding the lead among relays. Not here: what it does (`relay.py`).

Awake, it looks again and again, and no writer needs to say anything. Before it sleeps it takes the *sleeper's lock* alone; writers try
to share it, and hold it until they are committed. So the lock is had only when every writer that found the relay awake is done, after which
one last look sees what those wrote; and a writer that cannot share it notifies.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable

import psycopg
import structlog

from loyalty.database import Database

CHANNEL = "khaywe_outbox"
# Any constants will do, so long as nothing else in the database uses them; the second stands in the trigger too.
LEAD_LOCK = 7_236_021
SLEEPER_LOCK = 7_236_022
AWAKE_SECONDS = 1.0
"""How long it stays awake after the last row it found."""
LOOK_SECONDS = 0.02
"""How long it waits between two looks while it is awake: what comes meanwhile goes on as one batch, for every consumer."""
SLOW_LOOK_SECONDS = 0.1
"""How often, where it would sleep and a long writing transaction does not let it."""
RECONNECT_SECONDS = 0.5

log = structlog.get_logger(__name__)


class Wake:
    """A connection of its own: it listens, and as long as it lives nobody else leads. Lost, the lead is lost with it."""

    def __init__(
        self, database: Database, look: Callable[[], Awaitable[int]], *, sweep_seconds: float, on_lead: Callable[[bool], None]
    ) -> None:
        self._url = database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._look = look
        self._on_lead = on_lead
        self._sweep_seconds = sweep_seconds

    async def run(self) -> None:
        """`look` is called whenever a row was written to the outbox, and after every sweep, until canceled; it says how many it found."""
        while True:
            try:
                await self._connected()
            except (psycopg.Error, OSError) as error:
                log.warning("relay_not_listening", reason=str(error).split("\n", 1)[0][:200])
            finally:
                self._on_lead(False)
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _connected(self) -> None:
        connection = await psycopg.AsyncConnection.connect(self._url, autocommit=True, connect_timeout=5)
        async with connection:
            while not await _has(connection, "select pg_try_advisory_lock(%s)", LEAD_LOCK):  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(self._sweep_seconds)
            self._on_lead(True)
            await connection.execute(f"listen {CHANNEL}")
            while True:
                await self._stay_awake(connection)
                await self._sleep(connection)
                await connection.execute("select pg_advisory_unlock(%s)", [SLEEPER_LOCK])

    async def _sleep(self, connection: "psycopg.AsyncConnection[tuple[object, ...]]") -> None:
        """Until somebody notifies, or a look that nobody asked for finds something."""
        while True:
            async for _ in connection.notifies(timeout=self._sweep_seconds, stop_after=1):
                return
            if await self._look():
                return

    async def _stay_awake(self, connection: "psycopg.AsyncConnection[tuple[object, ...]]") -> None:
        """Looks until there is nothing more, and nobody can have written without being heard."""
        found_at = time.monotonic()
        while time.monotonic() - found_at < AWAKE_SECONDS:
            if await self._look():
                found_at = time.monotonic()
            await asyncio.sleep(LOOK_SECONDS)
        locking = asyncio.create_task(_has(connection, "select pg_advisory_lock(%s) is null", SLEEPER_LOCK))
        try:
            while not locking.done():
                if not await self._look():
                    await asyncio.wait({locking}, timeout=SLOW_LOOK_SECONDS)
            await locking
        finally:
            if not locking.done():
                locking.cancel()
                await asyncio.gather(locking, return_exceptions=True)
        await self._look()


async def _has(connection: "psycopg.AsyncConnection[tuple[object, ...]]", query: str, lock: int) -> bool:
    row = await (await connection.execute(query, [lock])).fetchone()
    return bool(row and row[0])
