"""Hears PostgreSQL say that the outbox has something, and holds the lead among relays. Not here: what is done then (`relay.py`)."""

import asyncio
from collections.abc import Callable

import psycopg
import structlog

from loyalty.database import Database

CHANNEL = "khaywe_outbox"
# Any constant will do, so long as nothing else in the database uses it.
LEAD_LOCK = 7_236_021
RECONNECT_SECONDS = 0.5

log = structlog.get_logger(__name__)


class Wake:
    """A connection of its own: it listens, and as long as it lives nobody else leads. Lost, the lead is lost with it."""

    def __init__(self, database: Database, on_wake: Callable[[], None], *, sweep_seconds: float, on_lead: Callable[[bool], None]) -> None:
        self._url = database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._on_wake = on_wake
        self._on_lead = on_lead
        self._sweep_seconds = sweep_seconds

    async def run(self) -> None:
        """Wakes whenever a row was written to the outbox, and after every sweep, until canceled."""
        while True:
            try:
                await self._listen()
            except (psycopg.Error, OSError) as error:
                log.warning("relay_not_listening", reason=str(error).split("\n", 1)[0][:200])
            finally:
                self._on_lead(False)
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _listen(self) -> None:
        connection = await psycopg.AsyncConnection.connect(self._url, autocommit=True, connect_timeout=5)
        async with connection:
            await connection.execute(f"listen {CHANNEL}")
            is_leading = False
            while True:
                if not is_leading:
                    cursor = await connection.execute("select pg_try_advisory_lock(%s)", [LEAD_LOCK])
                    row = await cursor.fetchone()
                    is_leading = bool(row and row[0])
                    self._on_lead(is_leading)
                async for _ in connection.notifies(timeout=self._sweep_seconds, stop_after=1):
                    self._on_wake()
                self._on_wake()
                # A connection that died in silence is found out here.
                await connection.execute("select 1")
