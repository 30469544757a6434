"""Builders for tests of scores and offers: rows as the warehouse has them, members, answers read back. No server is started here."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa

from loyalty.clock import TurnedClock
from loyalty.database import Database
from loyalty.members import EnrolMember, Member, enrol
from loyalty.offers import ByExternalId, DefaultOffers, OfferAnswer
from loyalty.offers.defaults import DefaultOffer
from loyalty.programs import read_program, store_program
from loyalty.settings import PROJECT_DIR

DAY = date(2017, 10, 31)
SCORED_AT = datetime(2017, 11, 1, 3, 59, 59)  # noqa: DTZ001 (as the warehouse keeps it: UTC, no zone)
DEFAULTS = DefaultOffers(
    everyone=(DefaultOffer("DEFAULT-MILK", "Milk", "MILK"),),
    by_tier={"GOLD": (DefaultOffer("DEFAULT-FRUIT", "Fruit", "FRUIT"), DefaultOffer("DEFAULT-MILK", "Milk", "MILK"))},
)
OFFERS = pa.schema(
    {
        "customer_id": pa.string(),
        "as_of_on": pa.date32(),
        "offer_rank": pa.int32(),
        "offer_code": pa.string(),
        "title": pa.string(),
        "category_code": pa.string(),
        "score_probability": pa.float64(),
        "campaign_id": pa.string(),
        "coupon_upc": pa.string(),
        "ends_on": pa.date32(),
        "model_version": pa.string(),
        "scored_at": pa.timestamp("us"),
    }
)


def a_row(customer_id: str | None = "1", rank: int = 1, *, on: date = DAY, model: str = "m-1", **changes: object) -> dict[str, object]:
    """One offer of a customer; its title tells the model, so that a mixed answer shows."""
    return {
        "customer_id": customer_id,
        "as_of_on": on,
        "offer_rank": rank,
        "offer_code": f"CAT-{rank}",
        "title": f"Offer {rank} of {model}",
        "category_code": f"CATEGORY_{rank}",
        "score_probability": 1.0 - rank / 10,
        "campaign_id": "18",
        "coupon_upc": "10000085364",
        "ends_on": date(2017, 12, 24),
        "model_version": model,
        "scored_at": SCORED_AT,
    } | changes


def offer_rows(*rows: dict[str, object]) -> pa.Table:
    """The rows as Arrow."""
    return pa.Table.from_pylist(list(rows), schema=OFFERS)


def a_shelf_for(customer_ids: list[str], *, on: date = DAY, model: str = "m-1", count: int = 5) -> pa.Table:
    """The same offers for each customer."""
    return offer_rows(*(a_row(customer, rank, on=on, model=model) for customer in customer_ids for rank in range(1, count + 1)))


def enrol_customers(database: Database, *external_ids: str) -> dict[str, Member]:
    """The customers are members of the demo's program."""
    clock = TurnedClock(datetime(2017, 10, 31, 16, tzinfo=UTC))
    with database.begin() as work:
        store_program(read_program(PROJECT_DIR / "definitions" / "programs" / "journey.json"), within=work, clock=clock)
        enrolled = enrol([EnrolMember(external_id, "journey") for external_id in external_ids], within=work, clock=clock)
    return {member.external_id: member for member in enrolled if isinstance(member, Member)}


def key(external_id: str) -> ByExternalId:
    """The customer in the demo's program."""
    return ByExternalId("journey", external_id)


def told(answer: OfferAnswer) -> dict[str, Any]:
    """The answer as a client reads it; source inside and outside agree."""
    body: dict[str, Any] = json.loads(answer.body)
    assert body["source"] == answer.source
    return body
