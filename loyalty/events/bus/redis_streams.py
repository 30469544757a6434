"""Redis Streams as a bus: a stream per topic, a consumer group per group. Not here: what a bus promises (`port.py`)."""

import asyncio
from collections.abc import Sequence
from typing import Any

import structlog
from faststream.middlewares import AckPolicy
from faststream.redis import RedisBroker, StreamSub
from faststream.redis.parser import MessageFormat
from redis.exceptions import RedisError, ResponseError

from loyalty.events.bus.port import PARCELS_AT_ONCE, SILENT, BusUnavailable, Parcel, Patient, Take

# The oldest go when a stream is longer; whoever was away for longer reads on from the event store.
LENGTH_MAX = 200_000
BLOCK_MILLISECONDS = 1_000
WATCH_SECONDS = 0.5
# The field that FastStream names, then what others write by hand: XADD khaywe.inbound * data '{…}'.
_FIELDS = (b"__data__", b"data")

log = structlog.get_logger(__name__)


class Plain(MessageFormat):
    """A body travels as it is, so that others read and write our streams without FastStream's envelope around it."""

    @classmethod
    async def encode(cls, *, message: Any, **_: Any) -> bytes:  # noqa: ANN401 - bytes; the base class allows more
        """The bytes themselves."""
        return bytes(message)

    @classmethod
    def parse(cls, data: Any) -> tuple[bytes, dict[str, Any]]:  # noqa: ANN401, ARG003 - the base class's
        """Nothing: bodies are read by `_bodies`, since what is no JSON must arrive too."""
        return b"null", {}


def _body(fields: dict[bytes, bytes]) -> bytes:
    return next((fields[name] for name in _FIELDS if name in fields), b"")


async def _bodies(message: Any) -> list[bytes]:  # noqa: ANN401 - FastStream's message
    return [_body(fields) for fields in message.raw_message["data"]]


class RedisStreams:
    """One connection to one Redis or Valkey. Parcels of all keys share a stream, so all of them keep their order."""

    name = "redis"

    def __init__(self, url: str) -> None:
        self._broker = RedisBroker(url, logger=SILENT, apply_types=False, graceful_timeout=5.0, message_format=Plain)
        self._groups: list[tuple[str, str, Patient, Any]] = []
        self._watch: asyncio.Task[None] | None = None

    def listen(self, topic: str, group: str, take: Take) -> None:  # noqa: D102 - the port says it
        patient = Patient(take, topic=topic, group=group)
        sub = StreamSub(
            topic, group=group, consumer=group, batch=True, last_id=">", max_records=PARCELS_AT_ONCE, polling_interval=BLOCK_MILLISECONDS
        )
        subscriber = self._broker.subscriber(stream=sub, ack_policy=AckPolicy.NACK_ON_ERROR, decoder=_bodies, persistent=False)

        async def handle(bodies: list[bytes]) -> None:
            await patient(bodies)

        subscriber(handle)
        self._groups.append((topic, group, patient, subscriber))

    async def start(self) -> None:  # noqa: D102 - the port says it
        try:
            client = await self._broker.connect()
            await client.ping()
            for topic, group, patient, _ in self._groups:
                await self._make_group(topic, group)
                await self._take_unfinished(topic, group, patient)
            await self._broker.start()
        except (RedisError, OSError) as error:
            raise BusUnavailable("Redis does not answer; it is the bus.", reason=str(error)[:200]) from error
        self._watch = asyncio.create_task(self._keep_listening())

    async def stop(self) -> None:  # noqa: D102 - the port says it
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
            self._watch = None
        for *_, subscriber in self._groups:
            await subscriber.stop()
        await self._broker.stop()

    async def publish(self, topic: str, parcels: Sequence[Parcel]) -> None:  # noqa: D102 - the port says it
        try:
            client = await self._broker.connect()
            async with client.pipeline(transaction=False) as pipeline:
                for parcel in parcels:
                    await self._broker.publish(parcel.body, stream=topic, maxlen=LENGTH_MAX, pipeline=pipeline)
                await pipeline.execute()
        except (RedisError, OSError) as error:
            raise BusUnavailable("Redis does not take events; it is the bus.", reason=str(error)[:200]) from error

    async def _keep_listening(self) -> None:
        """A Redis that was emptied or started anew has lost its groups, upon which FastStream's subscriber stops for good: begin again."""
        while True:
            for topic, group, patient, subscriber in self._groups:
                if not subscriber.running:
                    try:
                        await self._make_group(topic, group)
                        await self._take_unfinished(topic, group, patient)
                        await subscriber.start()
                    except (RedisError, OSError) as error:
                        log.warning("bus_not_listening", topic=topic, group=group, reason=str(error)[:200])
            await asyncio.sleep(WATCH_SECONDS)

    async def _make_group(self, topic: str, group: str) -> None:
        """The group is there, and a new one hears what the stream still holds."""
        client = await self._broker.connect()
        try:
            await client.xgroup_create(topic, group, id="0", mkstream=True)
        except ResponseError as error:
            if "BUSYGROUP" not in str(error):
                raise

    async def _take_unfinished(self, topic: str, group: str, patient: Patient) -> None:
        """What was handed out before and never finished is finished first; the group's listener was killed in between."""
        client = await self._broker.connect()
        while True:
            found: Any = await client.xreadgroup(group, group, {topic: "0"}, count=PARCELS_AT_ONCE)
            entries: Any = found[0][1] if found else []
            if not entries:
                return
            await patient([_body(fields) for _, fields in entries if fields])
            await client.xack(topic, group, *[number for number, _ in entries])
