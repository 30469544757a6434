"""What the events process counts, for Prometheus. Not here: serving the figures (`health.py`)."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from loyalty.events import Taken, seconds_since

_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 30.0, 300.0)


class EventFigures:
    """The figures of one process, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.moved = Counter("khaywe_events_stored", "Events moved from the outbox into the store.", registry=self.registry)
        self.taken = Counter("khaywe_events_taken", "Events that consumers took in.", ["consumer", "outcome"], registry=self.registry)
        self.lag = Histogram(
            "khaywe_events_effect_seconds", "From the store to the effect, the oldest of each batch.", ["consumer"], buckets=_BUCKETS,
            registry=self.registry,
        )  # fmt: skip
        self.waiting = Gauge("khaywe_outbox_waiting", "Rows of the outbox that are not moved yet.", registry=self.registry)
        self.behind = Gauge("khaywe_events_behind", "Events that a consumer has not taken in yet.", ["consumer"], registry=self.registry)
        self.dead_letters = Gauge("khaywe_dead_letters", "Events set aside and waiting.", ["consumer"], registry=self.registry)
        self.is_leading = Gauge("khaywe_relay_leads", "1: this process relays; 0: another does, or none.", registry=self.registry)
        self.deliveries = Counter("khaywe_webhook_attempts", "Calls of webhooks.", ["outcome"], registry=self.registry)

    def hear(self, consumer: str) -> Callable[[Taken], None]:
        """What an intake tells of what it took in."""

        def count(taken: Taken) -> None:
            self.taken.labels(consumer, "applied").inc(taken.applied_count)
            self.taken.labels(consumer, "passed").inc(taken.passed_count)
            self.taken.labels(consumer, "set_aside").inc(taken.set_aside_count)
            if taken.oldest_stored_at is not None and taken.applied_count:
                self.lag.labels(consumer).observe(seconds_since(taken.oldest_stored_at))

        return count
