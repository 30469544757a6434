"""RabbitMQ as a bus: a fanout exchange per topic, a durable queue per group. Not here: what a bus promises (`port.py`)."""

import asyncio
from collections.abc import Sequence
from typing import Any

from aio_pika.exceptions import AMQPError
from aiormq.exceptions import AMQPError as ChannelError
from faststream.middlewares import AckPolicy
from faststream.rabbit import Channel, ExchangeType, RabbitBroker, RabbitExchange, RabbitQueue

from loyalty.events.bus.port import PARCELS_AT_ONCE, SILENT, BusUnavailable, Parcel, Patient, Take

FAILURES = (AMQPError, ChannelError, OSError, TimeoutError, asyncio.TimeoutError)


async def _as_bytes(message: Any) -> Any:  # noqa: ANN401 - FastStream's message
    return message.body


def _exchange(topic: str) -> RabbitExchange:
    return RabbitExchange(topic, type=ExchangeType.FANOUT, durable=True)


class Rabbit:
    """One connection to one RabbitMQ. A group hears what is published once its queue is there, which outlives it."""

    name = "rabbitmq"

    def __init__(self, url: str) -> None:
        self._broker = RabbitBroker(
            url, logger=SILENT, apply_types=False, graceful_timeout=5.0, default_channel=Channel(prefetch_count=PARCELS_AT_ONCE)
        )
        self._declared: set[str] = set()

    def listen(self, topic: str, group: str, take: Take) -> None:  # noqa: D102 - the port says it
        gathered = Gathered(Patient(take, topic=topic, group=group))
        queue = RabbitQueue(f"{topic}.{group}", durable=True)
        subscriber = self._broker.subscriber(queue, _exchange(topic), ack_policy=AckPolicy.NACK_ON_ERROR, decoder=_as_bytes)

        async def handle(body: bytes) -> None:
            await gathered.take(body)

        subscriber(handle)

    async def start(self) -> None:  # noqa: D102 - the port says it
        try:
            await self._broker.start()
        except FAILURES as error:
            raise BusUnavailable("RabbitMQ does not answer; it is the bus.", reason=str(error)[:200]) from error

    async def stop(self) -> None:  # noqa: D102 - the port says it
        await self._broker.stop()

    async def publish(self, topic: str, parcels: Sequence[Parcel]) -> None:  # noqa: D102 - the port says it
        try:
            if topic not in self._declared:
                await self._broker.declare_exchange(_exchange(topic))
                self._declared.add(topic)
            # Written in this order; the broker confirms each, and all of them are waited for together.
            await asyncio.gather(
                *[
                    self._broker.publish(parcel.body, exchange=_exchange(topic), routing_key=parcel.key, persist=True, mandatory=False)
                    for parcel in parcels
                ]
            )
        except FAILURES as error:
            self._declared.discard(topic)
            raise BusUnavailable("RabbitMQ does not take events; it is the bus.", reason=str(error)[:200]) from error


class Gathered:
    """RabbitMQ hands out one by one; those who come while a batch is taken in wait and are the next, in the order of their arrival."""

    def __init__(self, take: Patient) -> None:
        self._take = take
        self._waiting: list[tuple[bytes, asyncio.Future[None]]] = []
        self._turn = asyncio.Lock()

    async def take(self, body: bytes) -> None:
        """The body is taken in, alone or with others."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((body, done))
        async with self._turn:
            if not done.done():
                batch, self._waiting = self._waiting, []
                await self._take([one for one, _ in batch])
                for _, finished in batch:
                    finished.set_result(None)
        await done
