"""The parts of the events process: relay, consumers, webhook sender. Not here: its health over HTTP (`health.py`) and its start."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyarrow as pa
from sqlalchemy.exc import SQLAlchemyError

from loyalty.cache import connect_cache
from loyalty.campaigns.hearing import CampaignConsumer
from loyalty.clock import Clock
from loyalty.database import Database, connect
from loyalty.database.business_clock import clock_of
from loyalty.database.engine import DatabaseUrlWrong
from loyalty.errors import LoyaltyError
from loyalty.events import Consumer, Intake, cursors, head_position, waiting_count, waiting_counts
from loyalty.events.bus import Bus, BusUrlWrong, open_bus
from loyalty.events.customers import CustomerConsumer
from loyalty.events.listen import Listener
from loyalty.events.relay import Relay
from loyalty.features import FeatureStore, load_catalogue
from loyalty.journeys.hearing import JourneyConsumer
from loyalty.scores import ChurnNow, ChurnScorer
from loyalty.segments import PublishedProfiles
from loyalty.settings import Settings
from loyalty.vouchers import VoucherSafe, open_safe
from loyalty.warehouse import is_server, open_reader, warehouse_breaker
from loyalty.webhooks import Network, WebhookTeller, read_networks
from loyalty.webhooks.deliver import Sender
from ml.registry import open_model_store
from serving.events.figures import EventFigures
from serving.scoring import Scoring

POOL_SIZE = 12
CHAMPION_WAITS_SECONDS = 20.0
"""How long after the start the first update waits for the model that predicts churn."""


def consumers_from(
    settings: Settings,
    database: Database,
    clock: Clock,
    *,
    on_deliveries: Callable[[], None] | None = None,
    scorer: ChurnScorer | None = None,
) -> dict[str, Consumer]:
    """Everything that takes in events in this platform, by name; a new consumer is a line here."""
    catalogue = load_catalogue()
    cache = connect_cache(settings.redis_url) if settings.redis_url else None
    breaker = warehouse_breaker()
    warehouse = open_reader(settings.warehouse, settings.published_dir, breaker=breaker)
    features = FeatureStore(database, catalogue, clock, cache=cache, warehouse=warehouse)
    profiles = PublishedProfiles(settings.published_dir, catalogue)
    found: list[Consumer] = [
        WebhookTeller(on_deliveries),
        CustomerConsumer(
            features,
            profiles.standing_source,
            timezone=settings.business_timezone,
            clock=clock,
            scorer=scorer,
            door=warehouse if is_server(settings.warehouse) else None,
        ),
        JourneyConsumer(clock),
        CampaignConsumer(clock),
    ]
    return {one.name: one for one in found}


@dataclass(frozen=True, slots=True)
class PartState:
    """How one part of the process stands."""

    name: str
    is_well: bool
    is_needed: bool
    reason: str | None = None


class EventProcess:
    """Relay, consumers and sender over one database and one bus; `run` until canceled."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        bus: Bus,
        consumers: Callable[[Callable[[], None]], dict[str, Consumer]],
        *,
        topic: str,
        inbound_topic: str,
        safe: Callable[[], VoucherSafe],
        allowed: tuple[Network, ...] = (),
        figures: EventFigures | None = None,
        scoring: Scoring | None = None,
    ) -> None:
        self.database = database
        self.scoring = scoring or Scoring(None)
        self.figures = figures or EventFigures()
        self.relay = Relay(database, bus, topic, clock=clock, on_moved=self.figures.moved.inc)
        self.sender = Sender(database, safe, allowed=allowed, on_answer=lambda outcome: self.figures.deliveries.labels(outcome).inc())
        self.intakes = [Intake(one, database, on_taken=self.figures.hear(one.name)) for one in consumers(self.sender.wake).values()]
        self.listener = Listener(bus, self.intakes, topic=topic, inbound_topic=inbound_topic, database=database, clock=clock)

    async def run(self) -> None:
        """Everything runs, until canceled; what is under way is finished or taken up again at the next start."""
        self.scoring.start()
        tasks = [asyncio.create_task(one) for one in (self.listener.run(), self.relay.run(), self.sender.run(), asyncio.to_thread(_warm))]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await asyncio.to_thread(self.scoring.stop)
            self.database.close()

    def parts(self) -> list[PartState]:
        """How everything stands. Without its bus the process goes on, more slowly; without its database it waits."""
        told = [
            PartState("bus", self.listener.is_connected and "publish" not in self.relay.reasons, False,
                      self.listener.reason or self.relay.reasons.get("publish")),
            PartState("relay", "move" not in self.relay.reasons, True,
                      self.relay.reasons.get("move") or (None if self.relay.is_leading else "another process leads, or none does yet")),
            *[PartState(f"consumer {one.consumer.name}", one.reason is None, False, one.reason) for one in self.intakes],
        ]  # fmt: skip
        try:
            self._measure()
        except (LoyaltyError, SQLAlchemyError) as error:
            return [PartState("database", False, True, str(error).split("\n", 1)[0][:300]), *told]
        return [PartState("database", True, True), *told]

    def _measure(self) -> None:
        with self.database.begin() as work:
            head, stands = head_position(work), cursors(work)
            self.figures.waiting.set(waiting_count(work))
            waiting = waiting_counts(work)
        for name, position in stands.items():
            self.figures.behind.labels(name).set(head - position)
        for name in {*stands, *waiting}:
            self.figures.dead_letters.labels(name).set(waiting.get(name, 0))
        self.figures.is_leading.set(int(self.relay.is_leading))


def process_from(settings: Settings) -> EventProcess:
    """The process that the settings describe; nothing is contacted yet.

    Raises:
        DatabaseUrlWrong, BusUrlWrong, AllowedNetworksWrong: a setting cannot be used.
    """
    if settings.database_url is None:
        raise DatabaseUrlWrong("Set KHAYWE_DATABASE_URL to the loyalty database, or start everything with `khaywe up`.", scheme="")
    url = settings.bus_url or settings.redis_url
    if url is None:
        raise BusUrlWrong("Set KHAYWE_BUS_URL, or KHAYWE_REDIS_URL, or start everything with `khaywe up`.", scheme="")
    database = connect(settings.database_url, pool_size=POOL_SIZE)
    clock = clock_of(settings, database)
    scoring = Scoring(open_model_store(settings, database, clock))
    return EventProcess(
        database,
        clock,
        open_bus(url),
        lambda wake: consumers_from(settings, database, clock, on_deliveries=wake, scorer=Champions(scoring)),
        topic=settings.bus_topic,
        inbound_topic=settings.bus_inbound_topic,
        safe=lru_cache(maxsize=1)(lambda: safe_of(settings)),
        allowed=read_networks(settings.webhook_allowed_networks),
        scoring=scoring,
    )


def _warm() -> None:
    """What Arrow loads when it is first handed values of Python (pandas: more than a second) is there before the first update comes."""
    pa.array([1.0])


class Champions:
    """Predicts churn by the champion of this process, and at its start waits until that was looked for."""

    def __init__(self, scoring: Scoring) -> None:
        self._scoring = scoring

    def churn_of(self, rows: Sequence[Mapping[str, object]]) -> Sequence[ChurnNow | None]:
        """See `ChurnScorer`."""
        self._scoring.wait_until_looked(CHAMPION_WAITS_SECONDS)
        return self._scoring.churn_of(rows)


def safe_of(settings: Settings) -> VoucherSafe:
    """What seals and opens the secrets of webhooks: the key that seals voucher codes."""
    return open_safe(settings.voucher_key.get_secret_value() if settings.voucher_key else None, settings.var_dir / "voucher.key")
