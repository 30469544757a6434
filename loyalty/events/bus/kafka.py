"""Kafka as a bus: a topic per topic, parcels of a key in one partition. Not here: what a bus promises (`port.py`)."""

from collections.abc import Sequence
from typing import Any, cast

from confluent_kafka import KafkaException
from faststream.confluent import KafkaBroker, KafkaPublishMessage
from faststream.middlewares import AckPolicy

from loyalty.events.bus.port import PARCELS_AT_ONCE, SILENT, BusUnavailable, Parcel, Patient, Take

ANSWER_SECONDS_MAX = 10.0


async def _as_bytes(message: Any) -> Any:  # noqa: ANN401 - FastStream's message of either shape
    return message.body


class Kafka:
    """One connection to one cluster. A topic that is missing is made by the broker, where it allows that."""

    name = "kafka"

    def __init__(self, servers: str) -> None:
        self._servers = servers
        self._broker = KafkaBroker(
            servers,
            logger=SILENT,
            apply_types=False,
            acks="all",
            enable_idempotence=True,
            linger_ms=2,
            partitioner="murmur2_random",
            graceful_timeout=5.0,
            # A cluster that refuses to make topics for clients does not answer that question; five seconds are enough to find out.
            config=cast(Any, {"socket.timeout.ms": 5_000, "message.timeout.ms": 10_000}),
        )

    def listen(self, topic: str, group: str, take: Take) -> None:  # noqa: D102 - the port says it
        patient = Patient(take, topic=topic, group=group)
        subscriber = self._broker.subscriber(
            topic,
            group_id=group,
            batch=True,
            max_records=PARCELS_AT_ONCE,
            polling_interval=0.01,
            fetch_max_wait_ms=50,
            auto_offset_reset="earliest",
            ack_policy=AckPolicy.NACK_ON_ERROR,
            decoder=_as_bytes,
        )

        async def handle(bodies: list[bytes]) -> None:
            await patient(bodies)

        subscriber(handle)

    async def start(self) -> None:  # noqa: D102 - the port says it
        try:
            await self._broker.connect()
            if not await self._broker.ping(ANSWER_SECONDS_MAX):
                raise BusUnavailable("Kafka does not answer; it is the bus.", servers=self._servers)
            await self._broker.start()
        except (KafkaException, OSError) as error:
            raise BusUnavailable("Kafka does not answer; it is the bus.", reason=str(error)[:200]) from error

    async def stop(self) -> None:  # noqa: D102 - the port says it
        await self._broker.stop()

    async def publish(self, topic: str, parcels: Sequence[Parcel]) -> None:  # noqa: D102 - the port says it
        if not parcels:
            return
        messages = [KafkaPublishMessage(parcel.body, key=parcel.key.encode()) for parcel in parcels]
        try:
            await self._broker.publish_batch(*messages, topic=topic)
        except (KafkaException, BufferError, OSError, ExceptionGroup) as error:
            raise BusUnavailable("Kafka does not take events; it is the bus.", reason=str(error)[:200]) from error
