"""The bus that carries events between processes: Redis Streams, Kafka or RabbitMQ, by configuration. Not here: what is carried."""

from loyalty.events.bus.opening import BusUrlWrong, open_bus
from loyalty.events.bus.port import Bus, BusUnavailable, Parcel, Take

__all__ = ["Bus", "BusUnavailable", "BusUrlWrong", "Parcel", "Take", "open_bus"]
