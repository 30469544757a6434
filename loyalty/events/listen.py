"""Between bus and consumers: what arrives goes to the intakes, and what never arrived is found by a slow sweep. Not here: any effect."""

import asyncio
from collections.abc import Callable, Sequence

import structlog
from sqlalchemy.exc import DBAPIError

from loyalty.clock import Clock
from loyalty.database import Database
from loyalty.errors import LoyaltyError
from loyalty.events.bus import Bus, BusUnavailable, Take
from loyalty.events.consume import Intake
from loyalty.events.errors import EventInvalid
from loyalty.events.inbound import INBOUND, receive_bodies
from loyalty.events.model import Event, read_body

SWEEP_SECONDS = 5.0
WITHOUT_BUS_SECONDS = 0.5
"""How often a consumer looks into the store while the bus is away."""
RECONNECT_SECONDS = 1.0

log = structlog.get_logger(__name__)


class Listener:
    """The consumers of one process on one bus. They go on, more slowly, while there is none."""

    def __init__(
        self,
        bus: Bus,
        intakes: Sequence[Intake],
        *,
        topic: str,
        inbound_topic: str | None,
        database: Database,
        clock: Clock,
        sweep_seconds: float = SWEEP_SECONDS,
    ) -> None:
        self._bus = bus
        self._intakes = intakes
        self._database = database
        self._clock = clock
        self._sweep_seconds = sweep_seconds
        self.is_connected = False
        self.reason: str | None = None
        for intake in intakes:
            bus.listen(topic, intake.consumer.name, _take_into(intake))
        if inbound_topic is not None:
            bus.listen(inbound_topic, INBOUND, self._hear)

    async def run(self) -> None:
        """The consumers take in what comes, until canceled."""
        for intake in self._intakes:
            await _until_done(intake.join, "consumer_not_joined")
        tasks = [asyncio.create_task(self._connect()), *[asyncio.create_task(self._sweep(intake)) for intake in self._intakes]]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            if self.is_connected:
                await self._bus.stop()

    async def _connect(self) -> None:
        while not self.is_connected:
            try:
                await self._bus.start()
            except BusUnavailable as error:
                self.reason = f"{error.message} {error.facts.get('reason', '')}".strip()
                log.warning("bus_away", reason=self.reason)
                await asyncio.sleep(RECONNECT_SECONDS)
            else:
                self.is_connected, self.reason = True, None

    async def _sweep(self, intake: Intake) -> None:
        while True:
            try:
                await asyncio.to_thread(intake.catch_up)
            except (LoyaltyError, DBAPIError) as error:
                log.warning("consumer_waits", consumer=intake.consumer.name, reason=str(error).split("\n", 1)[0][:300])
            await asyncio.sleep(self._sweep_seconds if self.is_connected else WITHOUT_BUS_SECONDS)

    async def _hear(self, bodies: Sequence[bytes]) -> None:
        await asyncio.to_thread(receive_bodies, bodies, self._database, self._clock)


def _take_into(intake: Intake) -> Take:
    async def take(bodies: Sequence[bytes]) -> None:
        await asyncio.to_thread(intake.take, _readable(bodies, intake.consumer.name))

    return take


def _readable(bodies: Sequence[bytes], consumer: str) -> list[Event]:
    """What of it are events; anything else on our own topic is passed by, for what matters is in the store."""
    events = []
    for body in bodies:
        try:
            events.append(read_body(body))
        except EventInvalid as error:
            log.warning(
                "no_event_on_the_bus", consumer=consumer, reason=error.facts.get("reason"), body=body[:200].decode("utf-8", "replace")
            )
    return events


async def _until_done(act: Callable[[], object], event: str) -> None:
    while True:
        try:
            await asyncio.to_thread(act)
        except (LoyaltyError, DBAPIError) as error:
            log.warning(event, reason=str(error).split("\n", 1)[0][:300])
            await asyncio.sleep(RECONNECT_SECONDS)
        else:
            return
