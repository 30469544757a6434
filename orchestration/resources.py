"""What assets are given to work with: the warehouse, the loyalty database, the clock, the models, dbt. Not here: any work.

Each is opened when a run or a sensor first needs it and closed when that ends; loading the graph contacts nothing.
`build_defs(resource_overrides=…)` swaps any of them, so a test never has to patch.
"""

from collections.abc import Iterator

import dagster as dg

from loyalty.cache import connect_cache
from loyalty.clock import Clock, UtcClock
from loyalty.database import Database, connect
from loyalty.database.business_clock import clock_of
from loyalty.errors import Invalid
from loyalty.features import FeatureCache
from loyalty.offers import OfferShelf, read_default_offers, read_offer_rules
from loyalty.settings import Settings
from loyalty.warehouse import Warehouse, open_warehouse
from ml.registry import ModelStore, open_model_store
from orchestration.transform.dbt import dbt_resource

SENSOR_WAITS_SECONDS = 2.0
"""A sensor does not queue behind a build that holds the warehouse file: it looks again at its next tick."""


FILL_WAITS_SECONDS = 5.0
"""Filling writes a thousand members at a time; a lookup's patience is not enough for that."""


class SettingMissing(Invalid):
    """A part is needed whose address nobody told."""

    code = "SETTING_MISSING"


def build_resources() -> dict[str, object]:
    """Every resource by the name that assets ask for it."""
    return {
        "warehouse": warehouse,
        "waiting_room": waiting_room,
        "database": database,
        "clock": clock,
        "models": models,
        "dbt": dbt_resource(),
        "offer_shelf": offer_shelf,
        "feature_cache": feature_cache,
        "settings": settings_in_force,
    }


@dg.resource(description="The settings in force (KHAYWE_…).")
def settings_in_force(_: dg.InitResourceContext) -> Settings:
    """The settings as they are when the run starts."""
    return Settings()


@dg.resource(description="The warehouse that KHAYWE_WAREHOUSE_URL names; waits its turn for the file.")
def warehouse(_: dg.InitResourceContext) -> Warehouse:
    """For assets: reads and writes."""
    return open_warehouse(Settings().warehouse)


@dg.resource(description="The warehouse for a glance: read only, and gives up soon when a build holds the file.")
def waiting_room(_: dg.InitResourceContext) -> Warehouse:
    """For sensors."""
    return open_warehouse(Settings().warehouse, read_only=True, lock_wait_seconds=SENSOR_WAITS_SECONDS)


@dg.resource(description="The loyalty database: members, ledger, segments, offers.")
def database(_: dg.InitResourceContext) -> Iterator[Database]:
    """A pool of connections that lives as long as the run."""
    opened = connect(_told(Settings().database_url, "KHAYWE_DATABASE_URL"), pool_size=2)
    yield opened
    opened.close()


@dg.resource(
    description="The business clock: wall clock in production, the calendar of the loads in the demo.", required_resource_keys={"database"}
)
def clock(context: dg.InitResourceContext) -> Clock:
    """The clock that the settings ask for."""
    return clock_of(Settings(), context.resources.database)


@dg.resource(description="Trained models: which serves (the registry in the loyalty database) and their files.")
def models(_: dg.InitResourceContext) -> Iterator[ModelStore]:
    """The store with a connection of its own: where the database is away, yesterday's champion is read from the folder."""
    found = Settings()
    opened = connect(found.database_url, pool_size=1) if found.database_url else None
    yield open_model_store(found, opened, clock_of(found, opened) if opened is not None else UtcClock())
    if opened is not None:
        opened.close()


@dg.resource(description="The shelf of offers: the loyalty database, and Redis where KHAYWE_REDIS_URL names one.")
def offer_shelf(_: dg.InitResourceContext) -> Iterator[OfferShelf]:
    """The shelf; without Redis it is filled in the database alone."""
    found = Settings()
    cache = connect_cache(found.redis_url, timeout_seconds=FILL_WAITS_SECONDS) if found.redis_url else None
    offers = found.definitions_dir / "offers"
    yield OfferShelf(cache, read_default_offers(offers / "defaults.json"), read_offer_rules(offers / "rules.json"))
    if cache is not None:
        cache.close()


@dg.resource(description="Redis, to be told which published features stand; where KHAYWE_REDIS_URL names one.")
def feature_cache(_: dg.InitResourceContext) -> Iterator[FeatureCache]:
    """What publishes features tells of it."""
    url = Settings().redis_url
    cache = connect_cache(url) if url else None
    yield FeatureCache(cache)
    if cache is not None:
        cache.close()


def _told(value: str | None, name: str) -> str:
    if value is None:
        raise SettingMissing(f"{name} is not set. `khaywe up` and `khaywe demo` set it; elsewhere, set it yourself.", setting=name)
    return value
