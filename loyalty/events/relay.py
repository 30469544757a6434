"""The relay: what the outbox holds gets its place in the store and goes out on the bus. Not here: who takes it in (`consume.py`)."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import structlog
from sqlalchemy.exc import DBAPIError

from loyalty.clock import Clock, UtcClock
from loyalty.database import Database
from loyalty.database.round_trip import send
from loyalty.errors import LoyaltyError
from loyalty.events import store
from loyalty.events.bus import Bus, Parcel
from loyalty.events.catalogue import VERSIONS
from loyalty.events.model import Event, body_of
from loyalty.events.wake import Wake

ROWS_AT_ONCE = 5_000
EVENTS_AT_ONCE = 500
PUBLISHER = "bus"
"""The name under which the bus has its cursor."""
SWEEP_SECONDS = 5.0
RETRY_SECONDS = (0.2, 0.5, 1.0, 2.0, 5.0)
INBOX_DAYS_KEPT = 35
PURGE_ROWS = 20_000
TIDY_SECONDS = 300.0

log = structlog.get_logger(__name__)


class Mover:
    """Moves rows of the outbox into the store, the oldest first, as many as there are."""

    def __init__(self, database: Database, *, rows_at_once: int = ROWS_AT_ONCE) -> None:
        self._database = database
        self._rows_at_once = rows_at_once
        self._versions = json.dumps(VERSIONS)

    def move(self) -> int:
        """Up to `rows_at_once` rows are moved, committed; how many."""
        with self._database.begin_lean() as work:
            return store.move_outbox(self._rows_at_once, self._versions, work)

    def drain(self) -> int:
        """Everything that was visible is moved; how many rows."""
        total = moved = self.move()
        while moved == self._rows_at_once:
            moved = self.move()
            total += moved
        return total


class Publisher:
    """Hands the store's events to the bus in the order of their places, and remembers how far it is. What a crash leaves unsaid is said
    twice: whoever listens takes an event in once by its id."""

    def __init__(self, database: Database, bus: Bus, topic: str) -> None:
        self._database = database
        self._bus = bus
        self._topic = topic
        self._position: int | None = None

    async def publish(self) -> int:
        """Up to `EVENTS_AT_ONCE` more events are on the bus; how many.

        Raises:
            BusUnavailable, DatabaseUnavailable: nothing is remembered as said that was not.
        """
        events = await asyncio.to_thread(self._next)
        if events:
            await self._bus.publish(self._topic, [Parcel(event.member_id.hex, body_of(event)) for event in events])
            await asyncio.to_thread(self._remember, events[-1].position)
        return len(events)

    def _next(self) -> list[Event]:
        with self._database.begin_lean() as work:
            if self._position is None:
                self._position = store.join_consumer(PUBLISHER, from_start=True, within=work)
            return store.read_next(self._position, EVENTS_AT_ONCE, work)

    def _remember(self, position: int) -> None:
        with self._database.begin_lean() as work:
            # Forgetting the last moment costs a repetition; waiting for the disk would cost every event its time.
            send(("set local synchronous_commit = off", {}), work)
            store.advance(PUBLISHER, position, work)
        self._position = position


class Relay:
    """One of the processes that run it leads; the others stand by and take over within a sweep."""

    def __init__(
        self,
        database: Database,
        bus: Bus,
        topic: str,
        *,
        clock: Clock,
        on_moved: Callable[[int], None] | None = None,
        sweep_seconds: float = SWEEP_SECONDS,
    ) -> None:
        self._database = database
        self._clock = clock
        self._mover = Mover(database)
        self._publisher = Publisher(database, bus, topic)
        self._on_moved = on_moved or (lambda _: None)
        self._sweep_seconds = sweep_seconds
        self._to_publish = asyncio.Event()
        self.is_leading = False
        self.reasons: dict[str, str] = {}
        """What does not get on, and why."""

    async def run(self) -> None:
        """The relay works until it is canceled."""
        wake = Wake(self._database, self._move, sweep_seconds=self._sweep_seconds, on_lead=self._lead)
        tasks = [
            asyncio.create_task(wake.run()),
            asyncio.create_task(self._keep_publishing()),
            asyncio.create_task(self._housekeeping()),
        ]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _lead(self, is_leading: bool) -> None:
        self.is_leading = is_leading
        if is_leading:
            self._to_publish.set()

    async def _move(self) -> int:
        """Everything that waits is in the store; how many rows. What does not answer is waited for, and said."""
        total = 0
        try:
            while moved := await asyncio.to_thread(self._mover.move):
                total += moved
                self._on_moved(moved)
                self._to_publish.set()
                if moved < ROWS_AT_ONCE:
                    break
        except (LoyaltyError, DBAPIError) as error:
            self._wait_for("move", error)
            await asyncio.sleep(RETRY_SECONDS[1])
        else:
            self.reasons.pop("move", None)
        return total

    def _wait_for(self, what: str, error: Exception) -> None:
        self.reasons[what] = str(error).split("\n", 1)[0][:300]
        log.warning("relay_waits", what=what, reason=self.reasons[what])

    async def _keep_publishing(self) -> None:
        """What is moved goes out at once, at the latest after a sweep; where the bus is away, with growing patience."""
        failures = 0
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._to_publish.wait(), self._sweep_seconds)
            self._to_publish.clear()
            if not self.is_leading:
                continue
            try:
                await self._publish()
            except (LoyaltyError, DBAPIError) as error:
                self._wait_for("publish", error)
                await asyncio.sleep(RETRY_SECONDS[min(failures, len(RETRY_SECONDS) - 1)])
                failures += 1
                self._to_publish.set()
            else:
                failures = 0
                self.reasons.pop("publish", None)

    async def _publish(self) -> None:
        while await self._publisher.publish() == EVENTS_AT_ONCE:
            pass

    async def _housekeeping(self) -> None:
        """Partitions for this month and the next are there; inbox rows that no repetition can reach any more are gone."""
        while True:
            if self.is_leading:
                with suppress(LoyaltyError, DBAPIError):
                    await asyncio.to_thread(self._tidy)
            await asyncio.sleep(TIDY_SECONDS if self.is_leading else self._sweep_seconds)

    def _tidy(self) -> None:
        today = self._clock.now().date()
        with self._database.begin() as work:
            store.prepare_months(today, today + timedelta(days=31), work)
        # Rows bear the wall clock of the database.
        now = UtcClock().now()
        purged = PURGE_ROWS
        while purged == PURGE_ROWS:
            with self._database.begin() as work:
                purged = store.purge_inbox(now - timedelta(days=INBOX_DAYS_KEPT), PURGE_ROWS, work)
