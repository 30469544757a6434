"""The warehouse goes away under a running company: campaigns go on from what is published while it is fresh, then wait, and go on after."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyarrow as pa
import pytest

from khaywe.local import LocalPostgres
from loyalty.campaigns import work_round
from loyalty.campaigns.checks import CHECKS
from loyalty.campaigns.hearing import CampaignConsumer
from loyalty.checks.run import run_checks
from loyalty.database import Database
from loyalty.events import Intake, TellEvent, receive
from loyalty.events.customers import CustomerConsumer
from loyalty.features import FeatureStore
from loyalty.features.publish import publish_features
from loyalty.features.rows import features_of_day, loads_known
from loyalty.members import EnrolMember, enrol
from loyalty.messages import Sender
from loyalty.messages.channels import open_channels
from loyalty.segments import PublishedProfiles
from loyalty.warehouse import Warehouse, open_reader, open_warehouse, publish, warehouse_breaker
from tests.support.doors import Door, a_door
from tests.support.events import move
from tests.support.mail import Inbox, mail_server
from tests.support.messages import run_dry, sender
from tests.support.segments import DAY, PROFILE
from tests.support.service import EVENING, Service, running_service

NAMES = ("ann", "ben", "cat", "dan")
TEMPLATE = {"channel_code": "email", "contents": [{"language": "en", "subject": "Come back", "text": "Something waits in your basket."}]}
CAMPAIGN: dict[str, Any] = {
    "program_code": "journey",
    "name": {"en": "Left behind"},
    "owner": "marketing",
    "trigger": {
        "kind": "EVENT",
        "event_type": "cart.abandoned",
        "condition": {"<": [{"var": "features.recency_days"}, 30]},
    },
    "again_after_days": 0,
    "features_age_hours_max": 24,
    "waits_hours_max": 72,
    "message": {"templates": {"email": "left-behind"}},
}


@dataclass
class Company:
    """A service, the door before its warehouse, its consumers as one process has them, and where its mail arrives."""

    service: Service
    door: Door
    warehouse: Warehouse
    intakes: Sequence[Intake]
    sender: Sender
    inbox: Inbox

    def hears(self, *told: TellEvent) -> None:
        """Events have come, everybody has taken them in, and whoever is due was chosen."""
        with self.service.database.begin() as work:
            receive(told, within=work, clock=self.service.clock)
        self.works()

    def works(self) -> None:
        """What waits in the outbox is taken in, and what that leads to, and whoever is due is chosen and told."""
        for _ in range(2):
            move(self.service.database)
            for intake in self.intakes:
                intake.catch_up()
        for _ in range(2):
            work_round(self.service.database, clock=self.service.clock)
        run_dry(self.sender)

    def publishes(self, on: date) -> None:
        """The warehouse has a load of that day, and the night has published it."""
        loaded_at = self.service.clock.now()
        rows = [
            {"customer_id": name, "as_of_on": on, "recency_days": 1, "churn_probability": 0.1, "churn_band_code": "LOW",
             "has_redeemed_coupon": True}
            for name in NAMES
        ]  # fmt: skip
        load = [{"business_on": on, "loaded_at": loaded_at.replace(tzinfo=None)}]
        self.warehouse.replace_rows("marts.customer_profile", pa.Table.from_pylist(rows), where={"as_of_on": [on]})
        self.warehouse.replace_rows("raw.load_log", pa.Table.from_pylist(load), where={"business_on": [on]})
        found = features_of_day(self.warehouse, PROFILE, as_of_on=on)
        known = loads_known(self.warehouse, as_of_on=on)
        with self.service.database.begin() as work:
            publish_features(found, PROFILE, as_of_on=on, loaded_at=known, within=work, clock=self.service.clock)

    def waiting(self) -> dict[str, int]:
        """Who waits to be chosen, by what for, as the API says."""
        return dict(self.service.client.get("/v1/campaigns/left-behind").json()["waiting"])

    def outcomes(self) -> list[tuple[str, str]]:
        """Each member of whom was decided and how, as the API says."""
        found = self.service.client.get("/v1/campaigns/left-behind/targets?limit=200").json()["items"]
        return sorted((one["external_id"], one["arm"] or one["reason"]) for one in found)


@pytest.fixture
def company(database: Database, postgres: LocalPostgres, postgres_url: str, tmp_path: Path) -> Iterator[Company]:
    """A warehouse on a server behind a door, a day published, a campaign on an event of the company's own that reads features."""
    socket_dir = parse_qs(urlsplit(postgres.url()).query)["host"][0]
    with a_door(f"{socket_dir}/.s.PGSQL.5432") as door, mail_server() as (smtp_url, inbox):
        url = f"postgresql://postgres@127.0.0.1:{door.port}/{urlsplit(postgres_url).path.lstrip('/')}"
        published = tmp_path / "published"
        parts: dict[str, Any] = {
            "catalogue": PROFILE,
            "warehouse_url": url,
            "published_dir": published,
            "warehouse_reader": lambda breaker: open_reader(url, published, breaker=breaker),
        }
        with running_service(database, members=NAMES, **parts) as service:
            reader = open_reader(url, published, breaker=warehouse_breaker())
            features = FeatureStore(database, PROFILE, service.clock, warehouse=reader)
            profiles = PublishedProfiles(published, PROFILE)
            customers = CustomerConsumer(features, profiles.standing_source, timezone="UTC", clock=service.clock, door=reader)
            intakes = [Intake(one, database) for one in (customers, CampaignConsumer(service.clock))]
            for intake in intakes:
                intake.join()
            mailing = sender(database, open_channels({"email": smtp_url}), service.clock)
            made = Company(service, door, open_warehouse(url), intakes, mailing, inbox)
            made.publishes(DAY)
            publish(made.warehouse, DAY, published, built_at=EVENING, tables=("marts.customer_profile",))
            _reach(service)
            yield made
            mailing.close()


def _reach(service: Service) -> None:
    for name in NAMES:
        service.client.put(f"/v1/members/{name}/contact", json={"email": f"{name}@example.com"})
        service.client.put(f"/v1/members/{name}/consents", json={"consents": [{"channel_code": "email", "is_given": True}]})
    assert service.client.put("/v1/message-templates/left-behind", json=TEMPLATE).status_code == 200
    assert service.client.put("/v1/campaigns/left-behind", json={"definition": CAMPAIGN}).status_code == 200
    assert service.post("/v1/campaigns/left-behind/activate", {"reason": "test"}).status_code == 200


def abandoned(member: str, number: int) -> TellEvent:
    return TellEvent("cart.abandoned", member, None, {"basket_minor": 4_200}, f"cart-{number}")


def test_campaigns_go_on_from_what_is_published_while_it_is_fresh_then_wait_and_say_so_and_go_on_when_the_warehouse_is_back(
    company: Company,
) -> None:
    service = company.service
    company.door.shut()
    # Fresh: an event is acted on, and a customer's update without values is done without the warehouse that it would ask.
    company.hears(abandoned("ann", 1), TellEvent("customer.updated", "ann", None, {"changed": ["recency_days"]}, "crm-1"))
    assert company.outcomes() == [("ann", "TREATED")]
    # Too old: who comes now waits, and the campaign says how many and for what; of whom an event brings values, enough is known.
    service.clock.turn_to(service.clock.now() + timedelta(hours=25))
    company.hears(abandoned("ben", 2), abandoned("cat", 3))
    company.hears(TellEvent("customer.updated", "dan", None, {"features": {"recency_days": 2}}, "crm-2"), abandoned("dan", 4))
    assert company.outcomes() == [("ann", "TREATED"), ("dan", "TREATED")]
    assert company.waiting() == {"FEATURES_STALE": 2}
    assert sorted(company.inbox.addresses()) == ["ann@example.com", "dan@example.com"]
    _is_served(service)
    # Back: the next night publishes, who waited goes on, and nobody is told twice.
    company.door.open()
    company.publishes(DAY + timedelta(days=1))
    service.clock.turn_to(service.clock.now() + timedelta(minutes=2))
    company.works()
    company.hears(abandoned("ben", 2), abandoned("ann", 1))
    assert company.outcomes() == [(name, "TREATED") for name in NAMES]
    assert company.waiting() == {}
    assert sorted(company.inbox.addresses()) == [f"{name}@example.com" for name in NAMES]
    with service.database.begin() as work:
        assert [one for one in run_checks(work, CHECKS) if not one.is_kept] == []


def test_a_night_that_publishes_old_loads_again_makes_nothing_fresh(company: Company) -> None:
    service = company.service
    service.clock.turn_to(service.clock.now() + timedelta(hours=25))
    found = features_of_day(company.warehouse, PROFILE, as_of_on=DAY)
    with service.database.begin() as work:
        publish_features(
            found, PROFILE, as_of_on=DAY, loaded_at=loads_known(company.warehouse, as_of_on=DAY), within=work, clock=service.clock
        )
    company.hears(abandoned("ann", 1))
    assert (company.outcomes(), company.waiting()) == ([], {"FEATURES_STALE": 1})


def test_who_waited_in_vain_is_refused_with_the_reason(company: Company) -> None:
    service = company.service
    company.door.shut()
    service.clock.turn_to(service.clock.now() + timedelta(hours=25))
    company.hears(abandoned("ann", 1))
    service.clock.turn_to(service.clock.now() + timedelta(hours=73))
    company.works()
    assert (company.outcomes(), company.waiting()) == ([("ann", "FEATURES_STALE")], {})
    assert company.inbox.messages == []


def _is_served(service: Service) -> None:
    """With its warehouse away the service posts, reads and says how things stand."""
    assert service.earn("ann").status_code == 201
    assert service.client.get("/v1/members/ann/features").json()["features"]["recency_days"] == 1
    assert service.client.get("/health/ready").status_code == 200
    told = service.client.get("/v1/warehouse").json()
    assert told["features"]["is_stale"] is False, "a day old: late for this campaign, not for the platform"
    with service.database.begin() as work:
        enrol([EnrolMember("eve", "journey")], within=work, clock=service.clock)
    unknown = service.client.get("/v1/members/eve/features").json()
    assert (unknown["source"], unknown["reason"]) == ("none", "WAREHOUSE_UNAVAILABLE")
