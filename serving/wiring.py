"""The one place that names concrete parts: which database, which shelf, which clock. Not here: what routes do with them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from pathlib import Path

from redis.exceptions import RedisError
from sqlalchemy import event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import SQLAlchemyError

from loyalty import access
from loyalty.access import Caller
from loyalty.access.sessions import TOKEN_PREFIX
from loyalty.breaker import Breaker
from loyalty.cache import CacheBreaker, connect_cache, connect_cache_async
from loyalty.clock import Clock, UtcClock
from loyalty.database import Database, connect
from loyalty.database.business_clock import clock_of
from loyalty.database.engine import DatabaseUrlWrong
from loyalty.eligibility import EligibilityReader
from loyalty.errors import LoyaltyError
from loyalty.features import Catalogue, FeatureStore, load_catalogue
from loyalty.key_file import read_key
from loyalty.ledger import Posted
from loyalty.messages import Links, Sender
from loyalty.messages.channels import open_channels
from loyalty.offers import (
    AsyncOfferLookup,
    DefaultOffers,
    KeptOffers,
    OfferComputer,
    OfferRules,
    read_default_offers,
    read_offer_rules,
)
from loyalty.offers.reading import OfferReader
from loyalty.programs import first_program_code
from loyalty.promotions import Act, Purchased, VoucherCounter, post_with_promotions
from loyalty.rewards import Redeemed, RedeemReward, redeem
from loyalty.segments import PublishedProfiles, SegmentDataMissing, Source
from loyalty.settings import PROJECT_DIR, Settings
from loyalty.vouchers import Attempts, VoucherSafe, open_safe, voucher_codes
from loyalty.warehouse import Warehouse, open_reader, open_warehouse, warehouse_breaker
from loyalty.webhooks import Network, read_networks
from ml.registry import ModelStore, open_model_store
from serving.campaigns.results_feed import ResultsFeed
from serving.campaigns.results_shelf import ResultsShelf
from serving.http.errors import printable
from serving.http.gatherer import Gatherer
from serving.http.observability import Figures
from serving.jobs.worker import JobWorker
from serving.members.references import MemberDirectory
from serving.messages.worker import MessageWorker
from serving.posting import Desk
from serving.redemptions.schemas import show_redeemed
from serving.scoring import Scoring
from serving.transactions.schemas import show_posted

CONSOLE_DIR = PROJECT_DIR / "console" / "dist"
# Reads run on up to 16 threads and the gatherer on two more; each holds one connection at a time, the clock's glance a second.
POOL_SIZE = 12
LOCK_SECONDS_MAX = 5
STATEMENT_SECONDS_MAX = 10
WAREHOUSE_WAITS_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Part:
    """How one part of the service stands."""

    name: str
    is_ready: bool
    is_needed: bool
    reason: str | None = None


@dataclass
class Wiring:
    """The parts of one service."""

    database: Database
    clock: Clock
    # Sessions end by the clock on the wall: the business clock of a demo stands still, and leaps.
    wall_clock: Clock = field(default_factory=UtcClock)
    redis_url: str | None = None
    default_offers: DefaultOffers = field(default_factory=lambda: DefaultOffers((), {}))
    offer_rules: OfferRules = field(default_factory=OfferRules)
    # Where trained models are; None: nothing is scored here, and published scores are all there is.
    models: ModelStore | None = None
    catalogue: Catalogue = field(default_factory=load_catalogue)
    console_dir: Path | None = CONSOLE_DIR
    # The program that is meant where a caller names none; None: the first one there was.
    program_code: str | None = None
    timezone: str = "America/New_York"
    posting_workers: int = 2
    posting_batch_max: int = 128
    posting_waiting_max: int = 2_000
    # The key that seals voucher codes; None: the one in the file, which is made when it is first needed.
    voucher_key: str | None = None
    voucher_key_file: Path = PROJECT_DIR / "var" / "voucher.key"
    # A URL for each channel that members are written to by, and what links in messages begin with and are sealed by.
    channels: dict[str, str] = field(default_factory=dict)
    links_url: str = "http://127.0.0.1:8000"
    link_key: str | None = None
    link_key_file: Path = PROJECT_DIR / "var" / "link.key"
    # How people reach Dagster, whose run is behind a score; None: no links lead there.
    dagster_url: str | None = None
    # Where builds are published, and the warehouse that is asked about one customer on a day that is over.
    published_dir: Path | None = None
    warehouse_url: str | None = None
    figures: Figures = field(default_factory=Figures)
    # Networks beyond the public ones that webhooks may call.
    webhook_networks: tuple[Network, ...] = ()
    # The warehouse for what must not wait, given the breaker before it; None: members unknown to the last publish are told as unknown.
    warehouse_reader: Callable[[Breaker], Warehouse] | None = None

    def __post_init__(self) -> None:
        self.directory = MemberDirectory(self.program_code, self._first_program_code)
        self._threads_cache = connect_cache(self.redis_url) if self.redis_url else None
        self.attempts = Attempts(self._threads_cache)
        vouchers = VoucherCounter(lambda: self.safe, self.attempts, self.database.begin)
        self.transactions: Desk[Act, Posted | Purchased] = Desk(
            self.database, self.clock, self.directory, act=partial(post_with_promotions, vouchers=vouchers), show=show_posted
        )
        self.redemptions: Desk[RedeemReward, Redeemed] = Desk(self.database, self.clock, self.directory, act=redeem, show=show_redeemed)
        self._cache = connect_cache_async(self.redis_url) if self.redis_url else None
        self.job_worker = JobWorker(self.database, self.clock, lambda: self.safe)
        self.message_worker: MessageWorker | None = None
        self.results = ResultsShelf(self.database)
        self.results_feed = ResultsFeed(self.results)
        self.warehouse_breaker = warehouse_breaker(on_change=self.figures.hear_breaker("warehouse"))
        self.features = FeatureStore(
            self.database,
            self.catalogue,
            self.clock,
            cache=self._threads_cache,
            breaker=CacheBreaker(on_change=self.figures.hear_breaker("cache_of_features")),
            warehouse=self.warehouse_reader(self.warehouse_breaker) if self.warehouse_reader else None,
            on_read=lambda source, count: self.figures.feature_reads.labels(source).inc(count),
        )
        self.scoring = Scoring(self.models)
        computer = OfferComputer(self.database, self.features, self.scoring, self.offer_rules, self.clock)
        self.offers = AsyncOfferLookup(
            OfferReader(self.database, self.default_offers, computer),
            self._cache,
            CacheBreaker(on_change=self.figures.hear_breaker("cache_of_offers")),
        )
        self.kept_offers = KeptOffers(self.database, self._threads_cache)
        self.eligibility = EligibilityReader(self._threads_cache)
        self.gatherer = Gatherer(
            workers=self.posting_workers,
            batch_max=self.posting_batch_max,
            waiting_max=self.posting_waiting_max,
            on_batch=self._count_batch,
        )

    @cached_property
    def profiles(self) -> PublishedProfiles:
        """The published build, on which segments are previewed and activated."""
        return PublishedProfiles(self.published_dir, self.catalogue)

    def profile_source(self, on: date) -> Source:
        """Where the profile of a day can be read: the published build, or for a day that is over the warehouse.

        Raises:
            SegmentDataMissing: neither has it within reach.
        """
        published = self.profiles.standing_source()
        if published is not None and published.as_of_on == on:
            return published
        if self.warehouse_url is None:
            raise SegmentDataMissing(f"The published build is not that of {on}, and no warehouse is told.", as_of_on=on.isoformat())
        # A DuckDB file that a build writes just now is not waited for: the caller is told to come again.
        warehouse = open_warehouse(self.warehouse_url, read_only=True, lock_wait_seconds=WAREHOUSE_WAITS_SECONDS)
        return Source(warehouse, on, self.catalogue)

    @cached_property
    def safe(self) -> VoucherSafe:
        """What seals and opens voucher codes.

        Raises:
            VoucherKeyWrong: the key is not one.
        """
        return open_safe(self.voucher_key, self.voucher_key_file)

    @cached_property
    def links(self) -> Links:
        """What writes and reads the links in messages."""
        return Links(self.links_url, read_key(self.link_key, self.link_key_file))

    def _start_messages(self) -> None:
        if self.channels:
            sender = Sender(
                self.database,
                open_channels(self.channels),
                self.clock,
                self.links,
                self.timezone,
                voucher_codes=lambda ids, work: voucher_codes(ids, safe=self.safe, within=work) if ids else {},
            )
            self.message_worker = MessageWorker(sender)
            self.message_worker.start()

    def verify_caller(self, text: str) -> Caller:
        """Whom a key or a session's token proves; asks the database."""
        with self.database.begin() as work:
            if text.startswith(TOKEN_PREFIX):
                return access.resume(text, within=work, clock=self.wall_clock)
            return access.verify(text, within=work)

    def _first_program_code(self) -> str:
        with self.database.begin() as work:
            return first_program_code(within=work)

    def parts(self) -> list[Part]:
        """How every part stands at this instant."""
        return [self._database_part(), self._cache_part(), *self._warehouse_part()]

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The parts are open; afterwards every accepted posting is answered and everything is closed."""
        with suppress(LoyaltyError, SQLAlchemyError):
            # Asked once and known from then on; where it cannot be told yet, the first request that needs it asks again.
            await asyncio.get_running_loop().run_in_executor(None, lambda: self.directory.program_code)
        self.job_worker.start()
        self._start_messages()
        self.scoring.start()
        try:
            yield
        finally:
            await asyncio.get_running_loop().run_in_executor(None, self.job_worker.stop)
            if self.message_worker is not None:
                await asyncio.get_running_loop().run_in_executor(None, self.message_worker.stop)
            await asyncio.get_running_loop().run_in_executor(None, self.scoring.stop)
            await asyncio.get_running_loop().run_in_executor(None, self.results.close)
            await self.gatherer.close()
            await self.offers.close()
            # A lookup's thread outlives its task, and holds a connection until it ends.
            await asyncio.get_running_loop().shutdown_default_executor()
            if self._cache is not None:
                await self._cache.aclose()
            if self._threads_cache is not None:
                self._threads_cache.close()
            self.database.close()

    def _count_batch(self, size: int, waiting: int) -> None:
        self.figures.batch_size.observe(size)
        self.figures.waiting.set(waiting)

    def _database_part(self) -> Part:
        try:
            with self.database.begin() as work:
                migrated = work.execute(text("select to_regclass('api_keys') is not null")).scalar_one()
        except LoyaltyError as error:
            return Part("database", False, True, f"{error.message} {error.facts.get('reason', '')}".strip())
        except SQLAlchemyError as error:
            return Part("database", False, True, printable(error).splitlines()[0])
        return Part(
            "database", bool(migrated), True, None if migrated else "The schema is missing; run `khaywe up`, or migrate the database."
        )

    def _warehouse_part(self) -> list[Part]:
        """As the breaker before it saw it last; a question of our own would hold up whoever asks for health."""
        if self.warehouse_reader is None:
            return []
        if self.warehouse_breaker.is_open:
            return [Part("warehouse", False, False, "It failed lately and is left alone for a moment; what is published is answered.")]
        return [Part("warehouse", True, False)]

    def _cache_part(self) -> Part:
        """Asked with a client of its own: the lookup's belongs to the event loop."""
        if self.redis_url is None:
            return Part("cache", False, False, "KHAYWE_REDIS_URL is not set; offers come from the database.")
        try:
            with connect_cache(self.redis_url) as client:
                client.ping()
        except (RedisError, OSError) as error:
            return Part("cache", False, False, f"Redis does not answer; offers come from the database. {printable(error)}"[:300])
        return Part("cache", True, False)


def bound_waiting(database: Database) -> None:
    """No statement of this service waits for a lock, or runs, longer than a caller would; the caller is told to come again."""

    @event.listens_for(database.engine, "connect")
    def set_bounds(connection: DBAPIConnection, _: object) -> None:
        with closing(connection.cursor()) as cursor:
            cursor.execute(f"set lock_timeout = '{LOCK_SECONDS_MAX}s'")
            cursor.execute(f"set statement_timeout = '{STATEMENT_SECONDS_MAX}s'")
        connection.commit()


def wiring_from(settings: Settings) -> Wiring:
    """The parts that the settings name; nothing is contacted yet.

    Raises:
        DatabaseUrlWrong: KHAYWE_DATABASE_URL is missing or does not name a PostgreSQL database.
        CacheUrlWrong: KHAYWE_REDIS_URL does not name a Redis.
        ChannelUnknown: a URL of KHAYWE_CHANNELS tells no channel.
        DefaultOffersInvalid, OfferRulesInvalid: a file of `definitions/offers` cannot be used.
    """
    if settings.database_url is None:
        raise DatabaseUrlWrong("Set KHAYWE_DATABASE_URL to the loyalty database, or start everything with `khaywe up`.", scheme="")
    open_channels(settings.channels)
    database = connect(settings.database_url, pool_size=POOL_SIZE)
    bound_waiting(database)
    clock = clock_of(settings, database)
    return Wiring(
        database=database,
        clock=clock,
        redis_url=settings.redis_url,
        timezone=settings.business_timezone,
        voucher_key=settings.voucher_key.get_secret_value() if settings.voucher_key else None,
        voucher_key_file=settings.var_dir / "voucher.key",
        channels=settings.channels,
        links_url=settings.links_url,
        link_key=settings.link_key.get_secret_value() if settings.link_key else None,
        link_key_file=settings.var_dir / "link.key",
        dagster_url=settings.dagster_url,
        published_dir=settings.published_dir,
        warehouse_url=settings.warehouse,
        webhook_networks=read_networks(settings.webhook_allowed_networks),
        default_offers=read_default_offers(settings.definitions_dir / "offers" / "defaults.json"),
        offer_rules=read_offer_rules(settings.definitions_dir / "offers" / "rules.json"),
        models=open_model_store(settings, database, clock),
        warehouse_reader=lambda breaker: open_reader(settings.warehouse, settings.published_dir, breaker=breaker),
    )
