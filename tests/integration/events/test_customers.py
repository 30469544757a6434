"""An update of a customer lets features be forgotten and segments be decided anew, through outbox, store and consumer; once."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import pyarrow as pa
import pytest

from loyalty.database import Database
from loyalty.events import Intake, TellEvent, Told, receive
from loyalty.events.catalogue import EVENT_TYPES
from loyalty.events.customers import CustomerConsumer
from loyalty.features import FeatureStore
from loyalty.features.publish import publish_features
from loyalty.scores import ChurnNow
from loyalty.segments import PublishedProfiles
from loyalty.segments.standing import LISTED_ROWS, STANDING_ROWS
from loyalty.warehouse import open_warehouse, publish
from tests.support.events import move
from tests.support.features import CountedWarehouse
from tests.support.segments import DAY, PROFILE
from tests.support.service import EVENING, Service, running_service

NAMES = ["ann", "ben", "cat"]
OFTEN = {">=": [{"events": ["count", {"type": "purchase", "within_days": 5}]}, 2]}


class Forgetting:
    """Notes whose features are held back and forgotten."""

    catalogue = PROFILE

    def __init__(self) -> None:
        self.held: list[UUID] = []
        self.forgotten: list[UUID] = []

    def hold(self, member_ids: list[UUID]) -> None:
        self.held += member_ids

    def forget(self, member_ids: list[UUID]) -> bool:
        self.forgotten += member_ids
        return True


@pytest.fixture
def shop(database: Database, tmp_path: Path) -> Iterator[Service]:
    """Three customers of whom each bought once, published."""
    url = f"duckdb:///{tmp_path / 'warehouse.duckdb'}"
    warehouse = open_warehouse(url)
    people = [
        {
            "customer_id": name,
            "as_of_on": DAY,
            "recency_days": 1,
            "churn_probability": 0.1,
            "churn_band_code": "LOW",
            "has_redeemed_coupon": True,
        }
        for name in NAMES
    ]
    bought = [
        {"customer_id": name, "purchased_on": DAY - timedelta(days=1), "spend_minor": 100, "store_id": "1", "line_count": 1,
         "retail_discount_minor": 0, "coupon_discount_minor": 0}
        for name in NAMES
    ]  # fmt: skip
    warehouse.replace_rows("marts.customer_profile", pa.Table.from_pylist(people), where={"as_of_on": [DAY]})
    warehouse.replace_rows("marts.fct_purchases", pa.Table.from_pylist(bought), where={"customer_id": []})
    warehouse.replace_rows("segments.member_standing", STANDING_ROWS.empty_table(), where={"as_of_on": [DAY]})
    warehouse.replace_rows("segments.listed_members", LISTED_ROWS.empty_table(), where={"as_of_on": [DAY]})
    publish(warehouse, DAY, tmp_path / "published", built_at=EVENING, tables=("marts.customer_profile",))
    parts: dict[str, Any] = {"catalogue": PROFILE, "published_dir": tmp_path / "published", "warehouse_url": url}
    with running_service(database, members=NAMES, **parts) as service:
        document = {"name": {"en": "Often"}, "description": {"en": "Came twice."}, "owner": "marketing", "rule": OFTEN}
        assert service.client.put("/v1/segments/often", json=document).status_code == 200
        assert service.post("/v1/segments/often/activate", {}).status_code == 200
        yield service


def inside(shop: Service) -> list[str]:
    return sorted(one["external_id"] for one in shop.client.get("/v1/segments/often/members").json()["items"])


def consumer_of(shop: Service, features: object, published: Path | None, **parts: Any) -> CustomerConsumer:
    profiles = PublishedProfiles(published, PROFILE)
    zone = shop.wiring.timezone
    return CustomerConsumer(cast(FeatureStore, features), profiles.standing_source, timezone=zone, clock=shop.clock, **parts)


def tell(shop: Service, *events: TellEvent) -> None:
    with shop.database.begin() as work:
        assert all(isinstance(one, Told) for one in receive(events, within=work, clock=shop.clock))
    move(shop.database)


def bought(member: str, number: int) -> TellEvent:
    return TellEvent("customer.purchased", member, None, {"happened_on": DAY.isoformat(), "spend_minor": 500}, f"till-{number}")


def test_a_purchase_that_the_warehouse_has_not_heard_of_moves_the_member(shop: Service, tmp_path: Path) -> None:
    features = Forgetting()
    intake = Intake(consumer_of(shop, features, tmp_path / "published"), shop.database)
    intake.join()
    assert inside(shop) == []
    tell(shop, bought("ann", 1), TellEvent("customer.updated", "ben", None, {"changed": ["household_size"]}))
    taken = intake.catch_up()
    assert inside(shop) == ["ann"]
    assert set(features.forgotten) == {shop.members["ann"].id, shop.members["ben"].id}
    assert taken.applied_count == 2
    move(shop.database)
    with shop.database.begin() as work:
        told = [row[0] for row in work.exec_driver_sql("select data ->> 'segment_code' from events where type = 'segment.entered'")]
    assert told == ["often"], "what the consumer caused is itself an event"
    assert intake.catch_up().applied_count == 0
    assert inside(shop) == ["ann"]


def test_before_anything_is_published_there_is_nothing_to_decide(shop: Service) -> None:
    intake = Intake(consumer_of(shop, Forgetting(), None), shop.database)
    intake.join()
    tell(shop, bought("ann", 1))
    assert intake.catch_up().applied_count == 1
    assert inside(shop) == []


RISKY = {">=": [{"var": "churn_probability"}, 0.5]}


class ByRecency:
    """A model that reads one feature: a hundred days are certainty."""

    def churn_of(self, rows: Sequence[Mapping[str, object]]) -> list[ChurnNow | None]:
        chances = [int(str(row["recency_days"])) / 100 if row.get("recency_days") is not None else None for row in rows]
        return [
            None if one is None else ChurnNow(one, "HIGH" if one > 0.3 else "LOW", "churn/test", ("RAISES_RECENCY_DAYS",))
            for one in chances
        ]


@pytest.fixture
def risky(shop: Service) -> Service:
    """A segment over the churn score, and the features of everybody published."""
    document = {"name": {"en": "Risky"}, "description": {"en": "May leave."}, "owner": "marketing", "rule": RISKY}
    assert shop.client.put("/v1/segments/risky", json=document).status_code == 200
    assert shop.post("/v1/segments/risky/activate", {}).status_code == 200
    columns: dict[str, Any] = {
        "recency_days": [1, 1, 1],
        "churn_probability": [0.1] * 3,
        "churn_band_code": ["LOW"] * 3,
        "has_redeemed_coupon": [True] * 3,
    }
    table = pa.table({"customer_id": NAMES, "as_of_on": [DAY] * len(NAMES), **columns})
    with shop.database.begin() as work:
        publish_features(table, PROFILE, as_of_on=DAY, loaded_at=EVENING, within=work, clock=shop.clock)
    return shop


def updated(member: str, number: int, **data: Any) -> TellEvent:
    return TellEvent("customer.updated", member, None, data, f"crm-{number}")


def away_warehouse() -> CountedWarehouse:
    warehouse = CountedWarehouse()
    warehouse.is_away = True
    return warehouse


def at_risk(shop: Service) -> list[str]:
    return sorted(one["external_id"] for one in shop.client.get("/v1/segments/risky/members").json()["items"])


def test_an_update_with_values_moves_features_churn_and_segment_and_the_next_publish_takes_it_in(risky: Service, tmp_path: Path) -> None:
    features = FeatureStore(risky.database, PROFILE, risky.clock)
    intake = Intake(consumer_of(risky, features, tmp_path / "published", scorer=ByRecency()), risky.database)
    intake.join()
    tell(risky, updated("ann", 1, features={"recency_days": 70}), updated("ben", 2, features={"recency_days": 2}))
    assert intake.catch_up().applied_count == 2
    assert at_risk(risky) == ["ann"]
    found = features.read_one(risky.members["ann"].id)
    assert found is not None
    assert {name: (found.values or {})[name] for name in ("recency_days", "churn_probability", "churn_band_code")} == {
        "recency_days": 70, "churn_probability": 0.7, "churn_band_code": "HIGH"
    }  # fmt: skip
    with risky.database.begin() as work:
        kept = work.exec_driver_sql(
            "select source_code, model_version from member_feature_updates where member_id = %s order by place", (found.member_id,)
        )
        assert [tuple(row) for row in kept] == [("TOLD", None), ("SCORED", "churn/test")]
        outbox = work.exec_driver_sql("select type, data from outbox where member_id = %s order by id", (found.member_id,)).all()
    told = [data for type_, data in outbox if type_ == "customer.features_updated"]
    assert [(one["source"], one["names"][0]) for one in told] == [("TOLD", "recency_days"), ("SCORED", "churn_band_code")]
    assert all(EVENT_TYPES["customer.features_updated"].says.model_validate(one) for one in told)
    tell(risky, bought("ann", 9))
    intake.catch_up()
    assert at_risk(risky) == ["ann"], "a purchase afterwards sees the update as well"
    assert risky.post("/v1/members/ann/segments:reevaluate", {}).status_code == 200
    assert at_risk(risky) == ["ann"], "and so does whoever asks to decide anew"


def test_a_score_that_somebody_tells_is_believed(risky: Service, tmp_path: Path) -> None:
    features = FeatureStore(risky.database, PROFILE, risky.clock)
    intake = Intake(consumer_of(risky, features, tmp_path / "published", scorer=ByRecency()), risky.database)
    intake.join()
    tell(risky, updated("ben", 1, features={"churn_probability": 0.8}))
    intake.catch_up()
    assert at_risk(risky) == ["ben"]


def test_values_that_the_catalogue_does_not_promise_are_set_aside_and_the_rest_flows(risky: Service, tmp_path: Path) -> None:
    features = FeatureStore(risky.database, PROFILE, risky.clock)
    intake = Intake(consumer_of(risky, features, tmp_path / "published", scorer=ByRecency()), risky.database)
    intake.join()
    told = [updated("ann", 1, features={"recency_days": 80}), updated("ben", 2, features={"recency_days": "many"})]
    tell(risky, *told, updated("cat", 3, features={"recency_days": 90}))
    taken = intake.catch_up()
    assert (taken.applied_count, taken.set_aside_count) == (2, 1)
    assert at_risk(risky) == ["ann", "cat"]
    with risky.database.begin() as work:
        reason = work.exec_driver_sql("select reason from event_dead_letters").scalar_one()
    assert "recency_days" in reason


def test_without_values_a_warehouse_that_can_be_asked_is_asked_and_one_that_is_away_is_done_without(risky: Service, tmp_path: Path) -> None:
    features = FeatureStore(risky.database, PROFILE, risky.clock)
    warehouse = open_warehouse(f"duckdb:///{tmp_path / 'warehouse.duckdb'}")
    ann = {
        "customer_id": "ann",
        "as_of_on": DAY,
        "recency_days": 95,
        "churn_probability": 0.1,
        "churn_band_code": "LOW",
        "has_redeemed_coupon": True,
    }
    warehouse.replace_rows("marts.customer_profile", pa.Table.from_pylist([ann]), where={"as_of_on": [DAY]})
    later = (EVENING + timedelta(minutes=5)).replace(tzinfo=None)
    warehouse.replace_rows("raw.load_log", pa.Table.from_pylist([{"business_on": DAY, "loaded_at": later}]), where={"business_on": [DAY]})
    intake = Intake(consumer_of(risky, features, tmp_path / "published", scorer=ByRecency(), door=warehouse), risky.database)
    intake.join()
    tell(risky, updated("ann", 1, changed=["recency_days"]), updated("ben", 2))
    assert intake.catch_up().applied_count == 2
    assert at_risk(risky) == ["ann"]
    away = Intake(consumer_of(risky, features, tmp_path / "published", scorer=ByRecency(), door=away_warehouse()), risky.database)
    tell(risky, updated("ben", 3))
    assert away.catch_up().applied_count == 1
    assert at_risk(risky) == ["ann"]
