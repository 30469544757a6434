"""A member's features over HTTP: where they came from, how old they are, many at once, and the catalogue with its freshness."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from loyalty.clock import TurnedClock
from loyalty.database import Database
from loyalty.features import load_catalogue
from loyalty.features.publish import publish_features
from loyalty.members import EnrolMember, enrol
from loyalty.warehouse import Guarded, open_warehouse
from loyalty.warehouse import publish as publish_build
from tests.support.features import LOADED_AT, CountedWarehouse
from tests.support.service import Service, running_service

DAY = date(2017, 10, 31)
CATALOGUE = load_catalogue()
OF_KIND: dict[str, Any] = {"integer": 3, "number": 0.25, "text": "GROCERY", "boolean": True, "date": date(2017, 10, 28)}
TYPES: dict[str, pa.DataType] = {
    "integer": pa.int64(),
    "number": pa.float64(),
    "text": pa.string(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}
SCHEMA = pa.schema([("customer_id", pa.string()), ("as_of_on", pa.date32()), *((one.name, TYPES[one.kind]) for one in CATALOGUE)])


def profile(customer_id: str) -> dict[str, Any]:
    return {"customer_id": customer_id, "as_of_on": DAY} | {one.name: OF_KIND[one.kind] for one in CATALOGUE}


def publish(database: Database, *customer_ids: str) -> None:
    rows = pa.Table.from_pylist([profile(one) for one in customer_ids], schema=SCHEMA)
    with database.begin() as work:
        publish_features(rows, CATALOGUE, as_of_on=DAY, loaded_at=LOADED_AT, within=work, clock=TurnedClock(LOADED_AT))


@pytest.fixture
def counted() -> CountedWarehouse:
    warehouse = CountedWarehouse()
    warehouse._inner.execute("drop table marts.customer_profile")
    warehouse._inner.replace_rows("marts.customer_profile", pa.Table.from_pylist([profile("ben")], schema=SCHEMA), where={"as_of_on": []})
    return warehouse


@pytest.fixture
def service(database: Database, redis_url: str, counted: CountedWarehouse) -> Iterator[Service]:
    with running_service(
        database, redis_url=redis_url, warehouse_reader=lambda breaker: Guarded(counted, breaker=breaker, attempts=1)
    ) as running:
        publish(database, "ann")
        running.clock.turn_to(LOADED_AT + timedelta(hours=2))
        yield running


def test_an_answer_says_where_it_came_from_and_how_old_it_is(service: Service) -> None:
    first = service.client.get("/v1/members/ann/features").json()
    second = service.client.get(f"/v1/members/{first['member_id']}/features").json()
    assert (first["source"], second["source"]) == ("database", "cache")
    assert first["features"] == second["features"]
    assert list(second["features"]) == list(CATALOGUE.features)
    assert second["features"]["last_purchase_on"] == "2017-10-28"
    assert (second["as_of_on"], second["age_seconds"], second["reason"]) == ("2017-10-31", 7200.0, None)


def test_a_newcomer_is_answered_by_the_warehouse_and_then_by_the_cache(service: Service, counted: CountedWarehouse) -> None:
    assert service.client.get("/v1/members/ben/features").json()["source"] == "warehouse"
    asked = counted.asked
    assert service.client.get("/v1/members/ben/features").json()["source"] == "cache"
    assert counted.asked == asked


def test_with_the_warehouse_away_a_newcomer_has_no_values_and_the_breaker_shows_it(service: Service, counted: CountedWarehouse) -> None:
    counted.is_away = True
    for _ in range(6):
        said = service.client.get("/v1/members/ben/features").json()
        assert said["source"] == "none"
        assert said["features"] is None
    assert said["reason"] == "WAREHOUSE_LEFT_ALONE"
    assert service.client.get("/v1/members/ann/features").json()["features"] is not None
    assert 'khaywe_breaker_state{breaker="warehouse"} 2.0' in service.client.get("/metrics").text
    parts = {part["name"]: part for part in service.client.get("/health/ready").json()["parts"]}
    assert not parts["warehouse"]["is_ready"]
    assert not parts["warehouse"]["is_needed"]


def test_reads_are_counted_by_source(service: Service) -> None:
    for _ in range(3):
        service.client.get("/v1/members/ann/features")
    told = service.client.get("/metrics").text
    assert 'khaywe_feature_reads_total{source="database"} 1.0' in told
    assert 'khaywe_feature_reads_total{source="cache"} 2.0' in told
    assert 'khaywe_breaker_state{breaker="warehouse"} 0.0' in told


def test_only_the_features_that_are_asked_for(service: Service) -> None:
    said = service.client.get("/v1/members/ann/features?names=tier_code,recency_days").json()
    assert said["features"] == {"tier_code": "GROCERY", "recency_days": 3}


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/members/nobody/features", 404, "MEMBER_UNKNOWN"),
        ("/v1/members/mbr_01936b2e7c7a7c1e8f2a4b6d8e0f1a2b/features", 404, "MEMBER_UNKNOWN"),
        ("/v1/members/ann/features?names=no_such_feature", 422, "FEATURE_UNKNOWN"),
        ("/v1/members/ann/features?names=%3Bdrop", 422, "REQUEST_INVALID"),
        ("/v1/members/ann/features?name=x", 422, None),
    ],
)
def test_what_cannot_be_answered_is_said(service: Service, path: str, status: int, code: str | None) -> None:
    said = service.client.get(path)
    assert said.status_code == status, said.text
    assert said.headers["content-type"] == "application/problem+json"
    assert code is None or said.json()["code"] == code


def test_a_key_without_the_permission_is_refused(service: Service) -> None:
    client = service.client_with("members.read")
    for said in (
        client.get("/v1/members/ann/features"),
        client.get("/v1/features"),
        client.post("/v1/features:batch", json={"member_ids": ["ann"]}),
    ):
        assert said.status_code == 403


def test_many_members_are_answered_each_in_its_place(service: Service) -> None:
    asked = ["ben", "nobody", "ann", "ann"]
    said = service.client.post("/v1/features:batch", json={"member_ids": asked, "names": ["recency_days"]}).json()["items"]
    assert [item["member_id"] for item in said] == asked
    assert said[1]["answer"] is None
    assert said[1]["error"]["code"] == "MEMBER_UNKNOWN"
    assert [said[place]["answer"]["features"] for place in (0, 2, 3)] == [{"recency_days": 3}] * 3
    assert [said[place]["answer"]["source"] for place in (0, 2)] == ["warehouse", "database"]


@pytest.mark.parametrize("body", [{"member_ids": []}, {"member_ids": ["a"] * 1001}, {"member_ids": ["ann"], "names": ["X;"]}, {}])
def test_a_batch_has_its_bounds(service: Service, body: dict[str, Any]) -> None:
    assert service.client.post("/v1/features:batch", json=body).status_code == 422


def test_the_catalogue_says_what_may_be_known_and_how_fresh_it_is(service: Service) -> None:
    said = service.client.get("/v1/features").json()
    assert [feature["name"] for feature in said["features"]] == list(CATALOGUE.features)
    assert all(feature["description"] and feature["owner"] and feature["unit"] for feature in said["features"])
    assert said["freshness"] | {"published_at": None} == {
        "generation": 1,
        "as_of_on": "2017-10-31",
        "loaded_at": "2017-11-01T03:59:59Z",
        "published_at": None,
        "age_seconds": 7200.0,
        "expected_within_seconds": 129_600,
        "is_stale": False,
    }
    service.clock.turn_to(LOADED_AT + timedelta(days=3))
    assert service.client.get("/v1/features").json()["freshness"]["is_stale"]


def test_without_redis_and_without_a_warehouse_the_values_are_the_same(service: Service, database: Database) -> None:
    told = service.client.get("/v1/members/ann/features").json()["features"]
    with running_service(database, members=()) as bare:
        assert bare.client.get("/v1/members/ann/features").json()["features"] == told
        newcomer = bare.client.get("/v1/members/ben/features").json()
        assert (newcomer["source"], newcomer["reason"]) == ("none", "FEATURES_NOT_PUBLISHED")


def test_how_the_warehouse_stands_is_told_with_its_breaker_and_the_published_build(
    database: Database, counted: CountedWarehouse, tmp_path: Path
) -> None:
    parts: dict[str, Any] = {"published_dir": tmp_path, "warehouse_url": "duckdb:////nowhere.duckdb"}
    with running_service(database, warehouse_reader=lambda breaker: Guarded(counted, breaker=breaker, attempts=1), **parts) as service:
        before = service.client.get("/v1/warehouse").json()
        assert (before["kind"], before["breaker"]) == ("duckdb", "CLOSED")
        assert (before["build"], before["build_reason"]) == (None, "PUBLISHED_NOTHING")
        assert before["features"]["is_stale"] is True
        published = open_warehouse("duckdb:///:memory:")
        published.replace_rows("marts.customer_profile", pa.Table.from_pylist([profile("ben")], schema=SCHEMA), where={"as_of_on": []})
        publish_build(published, DAY, tmp_path, built_at=LOADED_AT, tables=("marts.customer_profile",))
        publish(database, "ann")
        service.clock.turn_to(LOADED_AT + timedelta(hours=2))
        counted.is_away = True
        for number in range(4):
            with database.begin() as work:
                enrol([EnrolMember(f"new{number}", "journey")], within=work, clock=service.clock)
            service.client.get(f"/v1/members/new{number}/features")
        after = service.client.get("/v1/warehouse").json()
        assert after["breaker"] == "OPEN"
        assert after["build"]["as_of_on"] == "2017-10-31"
        assert after["build"]["tables"] == [{"name": "marts.customer_profile", "row_count": 1}]
        assert (after["features"]["as_of_on"], after["features"]["age_seconds"]) == ("2017-10-31", 7200.0)


def test_a_damaged_build_is_told_by_its_code(database: Database, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{")
    with running_service(database, published_dir=tmp_path) as service:
        told = service.client.get("/v1/warehouse").json()
        assert (told["kind"], told["breaker"], told["build"], told["build_reason"]) == (None, None, None, "PUBLISHED_DAMAGED")
