"""An update of a customer lets features be forgotten and segments be decided anew, through outbox, store and consumer; once."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import pyarrow as pa
import pytest

from loyalty.database import Database
from loyalty.events import Intake, TellEvent, Told, receive
from loyalty.events.customers import CustomerConsumer
from loyalty.features import FeatureStore
from loyalty.segments import PublishedProfiles
from loyalty.segments.standing import LISTED_ROWS, STANDING_ROWS
from loyalty.warehouse import open_warehouse, publish
from tests.support.events import move
from tests.support.segments import DAY, PROFILE
from tests.support.service import EVENING, Service, running_service

NAMES = ["ann", "ben", "cat"]
OFTEN = {">=": [{"events": ["count", {"type": "purchase", "within_days": 5}]}, 2]}


class Forgetting:
    """Notes whose features are forgotten."""

    def __init__(self) -> None:
        self.forgotten: list[UUID] = []

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


def consumer_of(shop: Service, features: Forgetting, published: Path | None) -> CustomerConsumer:
    profiles = PublishedProfiles(published, PROFILE)
    return CustomerConsumer(cast(FeatureStore, features), profiles.standing_source, timezone=shop.wiring.timezone, clock=shop.clock)


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
