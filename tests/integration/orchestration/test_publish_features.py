"""The asset that publishes features: what the warehouse has of the day is what members have afterwards, and Redis is told."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import dagster as dg
import pyarrow as pa
import pytest
import redis

from loyalty.cache import connect_cache
from loyalty.clock import TurnedClock
from loyalty.database import Database
from loyalty.features import FeatureCache, FeatureStore, load_catalogue
from loyalty.warehouse import ensure_raw_tables, open_warehouse
from loyalty.warehouse.tables import LOAD_LOG
from orchestration.publish.features import CACHE_IS_POINTED, pub_member__features
from tests.support.features import LOADED_AT, PUBLISHED_AT
from tests.support.offers import enrol_customers

DAY = date(2017, 10, 31)
CATALOGUE = load_catalogue()
TYPES: dict[str, Any] = {"integer": pa.int64(), "number": pa.float64(), "text": pa.string(), "boolean": pa.bool_(), "date": pa.date32()}
SCHEMA = pa.schema([("customer_id", pa.string()), ("as_of_on", pa.date32()), *((one.name, TYPES[one.kind]) for one in CATALOGUE)])


def publish(database: Database, on: date, cache: redis.Redis | None, **spend: int) -> dg.ExecuteInProcessResult:
    warehouse = open_warehouse("duckdb:///:memory:")
    ensure_raw_tables(warehouse)
    load = {
        "source": "purchase_lines",
        "business_on": on,
        "watermark": LOADED_AT,
        "row_count": 1,
        "loaded_at": LOADED_AT.replace(tzinfo=None),
    }
    warehouse.replace_rows("raw.load_log", pa.Table.from_pylist([load], LOAD_LOG), where={"source": []})
    rows = [{"customer_id": name, "as_of_on": on, "spend_minor_84d": cents} for name, cents in spend.items()]
    warehouse.replace_rows(CATALOGUE.relation, pa.Table.from_pylist(rows, SCHEMA), where={"as_of_on": []})
    return dg.materialize(
        [pub_member__features],
        partition_key=on.isoformat(),
        resources={
            "warehouse": dg.ResourceDefinition.hardcoded_resource(warehouse),
            "database": dg.ResourceDefinition.hardcoded_resource(database),
            "feature_cache": dg.ResourceDefinition.hardcoded_resource(FeatureCache(cache)),
            "clock": dg.ResourceDefinition.hardcoded_resource(TurnedClock(PUBLISHED_AT)),
        },
    )


@pytest.fixture
def members(database: Database) -> dict[str, UUID]:
    return {name: member.id for name, member in enrol_customers(database, "ann", "ben").items()}


def test_members_have_the_day_s_features_and_the_next_day_s_after_the_next_run(
    database: Database, redis_url: str, members: dict[str, UUID]
) -> None:
    with connect_cache(redis_url) as cache:
        store = FeatureStore(database, CATALOGUE, TurnedClock(PUBLISHED_AT), cache=cache, recheck_seconds=3600)
        for on, cents in ((DAY, 100), (DAY + timedelta(1), 200)):
            result = publish(database, on, cache, ann=cents, ben=cents + 1, stranger=5)
            (check,) = result.get_asset_check_evaluations()
            assert check.check_name == CACHE_IS_POINTED
            assert check.passed
            found = store.read(members.values())
            assert [(found[members[one]].values or {})["spend_minor_84d"] for one in ("ann", "ben")] == [cents, cents + 1]
            assert {answer.as_of_on for answer in found.values()} == {on}
            assert {answer.loaded_at for answer in found.values()} == {LOADED_AT}
        (event,) = result.get_asset_materialization_events()
        told = {name: value.value for name, value in event.materialization.metadata.items()}
        assert (told["rows_read"], told["rows_kept"], told["members"]) == (3, 2, 2)


def test_an_older_day_is_left_alone(database: Database, members: dict[str, UUID]) -> None:
    publish(database, DAY, None, ann=100)
    result = publish(database, DAY - timedelta(1), None, ann=1)
    assert result.success
    assert not result.get_asset_materialization_events()
    answer = FeatureStore(database, CATALOGUE, TurnedClock(PUBLISHED_AT)).read_one(members["ann"])
    assert answer is not None
    assert (answer.values or {})["spend_minor_84d"] == 100


def test_without_redis_the_run_goes_on_and_the_check_warns(database: Database, members: dict[str, UUID]) -> None:
    result = publish(database, DAY, None, ann=100)
    (check,) = result.get_asset_check_evaluations()
    assert result.success
    assert not check.passed
    assert check.severity is dg.AssetCheckSeverity.WARN
