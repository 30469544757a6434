"""What becomes known of a member between two publishes stands on top of what is published, until a publish knows later loads."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import redis

from loyalty.cache import connect_cache
from loyalty.clock import TurnedClock
from loyalty.database import Database
from loyalty.features import FeatureUnknown, FeatureUpdate, FeatureValueWrong, checked_values, known_now, record_updates
from loyalty.features.publish import publish_features
from loyalty.features.store import FeatureStore
from tests.support.features import CATALOGUE, DAY, LOADED_AT, PUBLISHED_AT, CountedWarehouse, a_row, publish, rows_of
from tests.support.offers import enrol_customers

LATER = LOADED_AT + timedelta(hours=10)


@pytest.fixture
def cache(redis_url: str) -> Iterator[redis.Redis]:
    with connect_cache(redis_url) as client:
        yield client


@pytest.fixture
def ann(database: Database) -> UUID:
    found = enrol_customers(database, "1", "2")
    publish(database, a_row("1"))
    return found["1"].id


@pytest.fixture
def store(database: Database, cache: redis.Redis) -> FeatureStore:
    return FeatureStore(database, CATALOGUE, TurnedClock(LATER), cache=cache)


def tell(database: Database, member_id: UUID, known_at: datetime = LATER, **features: Any) -> UUID:
    """One event brought these values."""
    event_id = uuid4()
    with database.begin() as work:
        update = FeatureUpdate(member_id, event_id, "TOLD", known_at.date(), known_at, checked_values(features, CATALOGUE))
        record_updates([update], at=LATER, within=work)
    return event_id


def read(store: FeatureStore, member_id: UUID) -> dict[str, Any]:
    found = store.read_one(member_id)
    assert found is not None
    return dict(found.values or {})


def test_a_later_value_wins_and_the_others_stay_in_the_catalogues_order(database: Database, ann: UUID, store: FeatureStore) -> None:
    before = store.read_one(ann)
    assert before is not None
    assert before.since is None
    tell(database, ann, recency_days=60, churn_probability=1)
    store.forget([ann])
    first, second = store.read_one(ann), store.read_one(ann)
    assert first is not None
    assert second is not None
    assert (first.source, second.source) == ("database", "cache")
    assert first.values == second.values == dict(before.values or {}) | {"recency_days": 60, "churn_probability": 1.0}
    assert list(first.values or {}) == list(CATALOGUE.features)
    assert isinstance((second.values or {})["churn_probability"], float)
    assert first.since == second.since
    assert first.since is not None
    assert (first.since.known_at, first.loaded_at) == (LATER, LOADED_AT), "what the publish knew keeps its own age"


def test_the_value_known_latest_wins_whatever_came_first(database: Database, ann: UUID, store: FeatureStore) -> None:
    tell(database, ann, LATER, recency_days=60)
    tell(database, ann, LATER - timedelta(hours=1), recency_days=50, favourite_department_code="MEAT")
    assert read(store, ann)["recency_days"] == 60
    assert read(store, ann)["favourite_department_code"] == "MEAT", "what the newer one did not say"


def test_a_value_older_than_the_published_loads_changes_nothing(database: Database, ann: UUID, store: FeatureStore) -> None:
    tell(database, ann, LOADED_AT - timedelta(seconds=1), recency_days=60)
    assert read(store, ann)["recency_days"] == 3


def test_a_publish_takes_away_what_its_loads_know_and_nothing_else(database: Database, ann: UUID, store: FeatureStore) -> None:
    tell(database, ann, LATER, recency_days=60)
    tell(database, ann, LATER + timedelta(days=1), churn_probability=0.9)
    with database.begin() as work:
        loaded_at, clock = LATER + timedelta(hours=12), TurnedClock(PUBLISHED_AT + timedelta(days=1))
        again = publish_features(rows_of(a_row("1")), CATALOGUE, as_of_on=DAY, loaded_at=loaded_at, within=work, clock=clock)
    store.point_to(again.generation)
    found = read(store, ann)
    assert (found["recency_days"], found["churn_probability"]) == (3, 0.9)
    with database.begin() as work:
        assert known_now([ann], work)[ann].later == {"churn_probability": 0.9}
        assert work.exec_driver_sql("select count(*) from member_feature_updates").scalar_one() == 1


def test_whom_the_publish_did_not_know_gets_it_on_top_of_what_the_warehouse_says(database: Database, ann: UUID) -> None:
    assert ann
    with database.begin() as work:
        newcomer = work.exec_driver_sql("select id from members where external_id = '2'").scalar_one()
    tell(database, newcomer, recency_days=1)
    with_warehouse = FeatureStore(database, CATALOGUE, TurnedClock(LATER), warehouse=CountedWarehouse(a_row("2", recency_days=9)))
    assert read(with_warehouse, newcomer)["recency_days"] == 1
    assert read(with_warehouse, newcomer)["favourite_department_code"] == "GROCERY"
    alone = read(FeatureStore(database, CATALOGUE, TurnedClock(LATER)), newcomer)
    assert (alone["recency_days"], alone["favourite_department_code"]) == (1, None)


def test_what_was_known_before_cannot_outlive_a_change_that_is_under_way(database: Database, ann: UUID, store: FeatureStore) -> None:
    read(store, ann)
    store.hold([ann])
    held = store.read_one(ann)
    assert held is not None
    assert (held.source, dict(held.values or {})["recency_days"]) == ("database", 3), "the old value is told and not kept"
    tell(database, ann, recency_days=60)
    assert read(store, ann)["recency_days"] == 60
    store.forget([ann])
    first, second = store.read_one(ann), store.read_one(ann)
    assert first is not None
    assert second is not None
    assert (first.source, second.source) == ("database", "cache")
    assert dict(second.values or {})["recency_days"] == 60


@pytest.mark.parametrize(
    ("features", "refusal"),
    [
        ({"no_such": 1}, FeatureUnknown),
        ({"recency_days": 1.5}, FeatureValueWrong),
        ({"recency_days": True}, FeatureValueWrong),
        ({"recency_days": None}, FeatureValueWrong),
        ({"recency_days": 2**63}, FeatureValueWrong),
        ({"churn_probability": "high"}, FeatureValueWrong),
        ({"churn_probability": float("nan")}, FeatureValueWrong),
        ({"churn_probability": 10**400}, FeatureValueWrong),
        ({"has_redeemed_coupon": 1}, FeatureValueWrong),
        ({"last_purchase_on": "31.10.2017"}, FeatureValueWrong),
        ({"favourite_department_code": 7}, FeatureValueWrong),
    ],
)
def test_what_the_catalogue_does_not_promise_is_refused(features: dict[str, object], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        checked_values(features, CATALOGUE)
