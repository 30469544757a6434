"""What the nightly run publishes is what the API says: offers, profile, segments, audiences; and without Redis all the same."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pytest
import redis

from loyalty.cache import connect_cache
from loyalty.database import Database
from loyalty.features import load_catalogue
from loyalty.offers import OfferShelf, read_default_offers
from loyalty.scores import publish_scores
from loyalty.scores.next_basket import WORDS, publish_next_baskets
from loyalty.segments import read_segments, store_segments
from serving.offers.schemas import OffersOut
from tests.support.service import DEFINITIONS, Service, running_service

DAY = date(2017, 10, 31)
SCORED_AT = datetime(2017, 10, 31, 23, 0)  # noqa: DTZ001 - a warehouse's instants are UTC without a zone
DEFAULTS = read_default_offers(DEFINITIONS / "offers" / "defaults.json")


def offers_of(*customers: str, day: date = DAY, title: str = "Coffee", version: str = "v1") -> pa.Table:
    rows = [
        {
            "customer_id": customer,
            "as_of_on": day,
            "offer_rank": rank,
            "offer_code": f"CAT-{rank}",
            "title": f"{title} {rank}",
            "category_code": f"C{rank}",
            "score_probability": 0.5 / rank,
            "campaign_id": "18",
            "coupon_upc": "10000085363",
            "ends_on": date(2017, 12, 1),
            "model_version": version,
            "scored_at": SCORED_AT,
        }
        for customer in customers
        for rank in (1, 2, 3)
    ]
    return pa.Table.from_pylist(rows)


def put_on_shelf(service: Service, cache: redis.Redis | None, rows: pa.Table, day: date = DAY, *, is_cached: bool = True) -> None:
    shelf = OfferShelf(cache, DEFAULTS)
    with service.database.begin() as work:
        shelf.replace(day, rows, within=work)
    if is_cached:
        assert shelf.fill_cache(service.database).is_complete


@pytest.fixture
def cached(database: Database, redis_url: str) -> Iterator[tuple[Service, redis.Redis]]:
    with running_service(database, redis_url=redis_url, default_offers=DEFAULTS) as service, connect_cache(redis_url) as cache:
        yield service, cache


def offers(service: Service, member: str = "ann") -> dict[str, Any]:
    answer = service.client.get(f"/v1/members/{member}/offers")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    assert OffersOut.model_validate_json(answer.content).model_dump(mode="json") == found | {"scored_at": found["scored_at"]}, (
        "the bytes of the shelf must have exactly the documented shape"
    )
    return found


def test_published_offers_come_from_the_cache_by_id_and_by_external_id(cached: tuple[Service, redis.Redis]) -> None:
    service, cache = cached
    put_on_shelf(service, cache, offers_of("ann", "ben"))
    found = offers(service)
    assert found["source"] == "cache"
    assert (found["model_version"], found["as_of_on"], found["scored_at"]) == ("v1", "2017-10-31", "2017-10-31T23:00:00Z")
    assert [offer["offer_code"] for offer in found["offers"]] == ["CAT-1", "CAT-2", "CAT-3"]
    assert offers(service, found["member_id"]) == found


def test_a_new_publication_is_seen_at_once_and_whole(cached: tuple[Service, redis.Redis]) -> None:
    service, cache = cached
    put_on_shelf(service, cache, offers_of("ann"))
    assert offers(service)["offers"][0]["title"] == "Coffee 1"
    service.clock.turn_to(service.clock.now().replace(month=11, day=1))
    put_on_shelf(service, cache, offers_of("ann", day=date(2017, 11, 1), title="Tea", version="v2"), date(2017, 11, 1))
    found = offers(service)
    assert (found["as_of_on"], found["model_version"]) == ("2017-11-01", "v2")
    assert [offer["title"] for offer in found["offers"]] == ["Tea 1", "Tea 2", "Tea 3"]


def test_an_empty_cache_is_answered_from_the_database_and_filled(cached: tuple[Service, redis.Redis]) -> None:
    service, cache = cached
    put_on_shelf(service, cache, offers_of("ann"), is_cached=False)
    assert offers(service)["source"] == "database"


def test_a_member_without_a_score_gets_the_default_offers_not_an_error(cached: tuple[Service, redis.Redis]) -> None:
    service, cache = cached
    put_on_shelf(service, cache, offers_of("ann"))
    found = offers(service, "ben")
    assert (found["source"], found["model_version"]) == ("default", None)
    assert found["offers"]


def test_without_redis_the_database_answers_and_readiness_says_degraded(database: Database) -> None:
    with running_service(database, redis_url="redis://127.0.0.1:1", default_offers=DEFAULTS) as service:
        put_on_shelf(service, None, offers_of("ann"), is_cached=False)
        for _ in range(10):
            assert offers(service)["source"] == "database"
        ready = service.client.get("/health/ready")
        assert (ready.status_code, ready.json()["status"]) == (200, "degraded")
        part = next(part for part in ready.json()["parts"] if part["name"] == "cache")
        assert not part["is_ready"]
        assert part["reason"]


@pytest.mark.parametrize("member", ["nobody", "mbr_" + "0" * 32, "a%00b", "x" * 300])
def test_offers_of_nobody_are_a_clean_no(cached: tuple[Service, redis.Redis], member: str) -> None:
    answer = cached[0].client.get(f"/v1/members/{member}/offers")
    assert answer.status_code in {404, 422}
    assert answer.headers["content-type"] == "application/problem+json"


def profiles(**changes: Any) -> pa.Table:
    row = {
        "customer_id": "ann",
        "as_of_on": DAY,
        "tier_code": "GOLD",
        "qualifying_minor": 210_000,
        "rfm_code": "545",
        "rfm_segment_code": "CHAMPION",
        "recency_quintile": 5,
        "frequency_quintile": 4,
        "monetary_quintile": 5,
        "churn_probability": 0.125,
        "churn_band_code": "LOW",
        "last_purchase_on": date(2017, 10, 30),
        "recency_days": 1,
        "purchase_count_364d": 60,
        "spend_minor_364d": 210_000,
        "model_version": "churn-1",
        "scored_at": SCORED_AT,
    }
    return pa.Table.from_pylist([row | changes])


def test_the_profile_says_what_was_published(service: Service) -> None:
    with service.database.begin() as work:
        publish_scores(profiles(), as_of_on=DAY, within=work)
    found = service.client.get("/v1/members/ann/profile").json()
    assert found["as_of_on"] == "2017-10-31"
    assert found["tier"] == {"code": "GOLD", "qualifying_minor": 210_000}
    assert (found["rfm"]["code"], found["rfm"]["recency_quintile"]) == ("545", 5)
    assert (found["churn"]["probability"], found["churn"]["band_code"], found["churn"]["model_version"]) == (0.125, "LOW", "churn-1")
    assert found["churn"]["scored_at"] == "2017-10-31T23:00:00Z"
    assert found["activity"]["last_purchase_on"] == "2017-10-30"


def test_a_member_the_night_has_not_seen_has_a_profile_of_nulls(service: Service) -> None:
    found = service.client.get("/v1/members/ben/profile")
    assert found.status_code == 200, found.text
    assert found.json()["as_of_on"] is None
    assert found.json()["tier"] == {"code": None, "qualifying_minor": None}


def test_a_reward_for_a_higher_tier_is_refused_below_it_and_given_on_it(service: Service) -> None:
    rewards = service.client.get("/v1/rewards").json()["items"]
    golden = next((reward for reward in rewards if reward["tier_minimum_code"] in {"SILVER", "GOLD"}), None)
    assert golden is not None, "the demo's catalogue has a reward for a tier"
    service.earn(spend_minor=50_000)
    assert service.redeem(golden["code"]).json()["code"] == "TIER_TOO_LOW"
    service.earn(spend_minor=90_000_000)
    assert service.redeem(golden["code"]).status_code == 201


@pytest.fixture
def with_segments(service: Service) -> Service:
    with service.database.begin() as work:
        store_segments(read_segments(DEFINITIONS / "segments", load_catalogue()), within=work, clock=service.clock)
    return service


def test_segments_are_listed_with_their_rules_before_any_evaluation(with_segments: Service) -> None:
    found = with_segments.client.get("/v1/segments").json()
    assert len(found["items"]) == 5
    assert found["next_cursor"] is None
    first = found["items"][0]
    assert (first["size"], first["change"], first["version"]) == (None, None, 1)
    assert first["name"]["ar"]
    assert with_segments.client.get(f"/v1/segments/{first['code']}").json() == first
    assert with_segments.client.get(f"/v1/segments/{first['code']}/history").json() == {"items": []}
    assert with_segments.client.get(f"/v1/segments/{first['code']}/members").json() == {"items": [], "next_cursor": None}
    assert with_segments.client.get("/v1/members/ann/segments").json()["items"] == []


SEGMENT = {
    "name": {"en": "Big"},
    "description": {"en": "They spend."},
    "owner": "marketing",
    "rule": {">": [{"var": "spend_minor_364d"}, 5]},
}


def test_saving_a_segment_makes_a_version_and_saving_it_again_makes_none(service: Service) -> None:
    first = service.client.put("/v1/segments/big", json=SEGMENT)
    assert (first.status_code, first.json()["version"], first.json()["is_new"]) == (200, 1, True), first.text
    assert service.client.put("/v1/segments/big", json=SEGMENT).json()["is_new"] is False
    changed = SEGMENT | {"rule": {">": [{"var": "spend_minor_364d"}, 6]}}
    assert service.client.put("/v1/segments/big", json=changed).json()["version"] == 2
    assert service.client.get("/v1/segments/big").json()["rule"] == changed["rule"]


def test_a_dry_run_of_saving_a_segment_stores_nothing(service: Service) -> None:
    answer = service.client.put("/v1/segments/big?dry_run=true", json=SEGMENT)
    assert (answer.status_code, answer.json()["would_apply"], answer.json()["version"]) == (200, True, 1)
    assert service.client.get("/v1/segments/big").status_code == 404


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ({"var": "no_such_feature"}, "RULE_FIELD_UNKNOWN"),
        ({"frobnicate": [1, 2]}, "RULE_OPERATOR_UNKNOWN"),
        ({">": [{"var": "spend_minor_364d"}, "many"]}, "RULE_TYPE_MISMATCH"),
        ({}, "RULE_MALFORMED"),
        ({"and": [], "or": []}, "RULE_MALFORMED"),
    ],
)
def test_a_wrong_rule_is_refused_with_the_place_and_nothing_is_stored(service: Service, rule: dict[str, Any], code: str) -> None:
    answer = service.client.put("/v1/segments/big", json=SEGMENT | {"rule": rule})
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert "path" in answer.json()["facts"]
    assert service.client.get("/v1/segments/big").status_code == 404


@pytest.mark.parametrize("depth", [100, 300, 900])
def test_a_rule_nested_beyond_reason_is_refused_not_followed(service: Service, depth: int) -> None:
    rule = '{"!": [' * depth + "true" + "]}" * depth
    body = json.dumps(SEGMENT | {"rule": "RULE"}).replace('"RULE"', rule)
    headers = {"Content-Type": "application/json", "Idempotency-Key": f"deep-{depth}"}
    answer = service.client.put("/v1/segments/big", content=body, headers=headers)
    assert answer.status_code in {400, 422}, answer.text


@pytest.mark.parametrize("code", ["Big", "a b", "-", "a--b", "x" * 65, "a%00"])
def test_a_segment_code_is_lower_case_words(service: Service, code: str) -> None:
    assert service.client.put(f"/v1/segments/{code}", json=SEGMENT).status_code == 422
    assert service.client.get(f"/v1/segments/{code}").status_code == 422


def test_campaigns_and_audiences_are_read(service: Service) -> None:
    assert service.client.get("/v1/campaigns").json() == {"items": [], "next_cursor": None}
    answer = service.client.get("/v1/campaigns/retention/targets")
    assert (answer.status_code, answer.json()["code"]) == (404, "CAMPAIGN_UNKNOWN")
    assert service.client.get("/v1/campaigns/retention/targets?arm=treated").status_code == 422


def test_the_next_basket_says_what_was_published_and_why(service: Service) -> None:
    rows = [
        {
            "customer_id": "ann",
            "as_of_on": DAY,
            "product_rank": rank,
            "product_id": f"p{rank}",
            "score_probability": 0.5 / rank,
            "reason_code": reason,
            "model_version": "next-basket-2017-10-31.1",
            "scored_at": SCORED_AT,
            "title": "Milk",
            "category_code": "MILK",
        }
        for rank, reason in enumerate(WORDS, start=1)
    ]
    with service.database.begin() as work:
        publish_next_baskets(pa.Table.from_pylist(rows), as_of_on=DAY, within=work)
    answer = service.client.get("/v1/members/ann/next-basket").json()
    assert (answer["as_of_on"], answer["model_version"]) == ("2017-10-31", "next-basket-2017-10-31.1")
    assert [(one["rank"], one["product_id"], one["reason_code"]) for one in answer["products"]] == [
        (rank, f"p{rank}", reason) for rank, reason in enumerate(WORDS, start=1)
    ]
    assert all(one["reason"]["en"] and one["reason"]["ar"] for one in answer["products"])


def test_a_member_of_whom_no_next_basket_is_known_has_none_and_no_error(service: Service) -> None:
    answer = service.client.get("/v1/members/ann/next-basket")
    assert answer.status_code == 200
    assert (answer.json()["as_of_on"], answer.json()["products"]) == (None, [])
    assert service.client.get("/v1/members/nobody-at-all/next-basket").status_code == 404
