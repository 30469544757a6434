"""Which bus a URL names. Not here: how one works; drivers are imported when they are named."""

from loyalty.errors import Invalid
from loyalty.events.bus.port import Bus


class BusUrlWrong(Invalid):
    """The configured URL names no bus we know."""

    code = "BUS_URL_WRONG"


def open_bus(url: str) -> Bus:
    """The bus behind `url`; nothing is contacted yet.

    `redis://`, `rediss://`, `unix://`: Redis Streams. `kafka://host:port[,host:port]`: Kafka. `amqp://`, `amqps://`: RabbitMQ.

    Raises:
        BusUrlWrong: it is none of these.
    """
    scheme = url.split(":", 1)[0]
    if scheme in {"redis", "rediss", "unix"}:
        from loyalty.events.bus.redis_streams import RedisStreams

        return RedisStreams(url)
    if scheme == "kafka" and len(url) > len("kafka://"):
        from loyalty.events.bus.kafka import Kafka

        return Kafka(url.removeprefix("kafka://").rstrip("/"))
    if scheme in {"amqp", "amqps"}:
        from loyalty.events.bus.rabbit import Rabbit

        return Rabbit(url)
    raise BusUrlWrong("KHAYWE_BUS_URL must begin with redis://, kafka:// or amqp://.", scheme=scheme[:40])
