"""Balances, lots, history, statements and tiers over HTTP: now, at any past instant, and by what was known then."""

from datetime import timedelta
from typing import Any

import pytest

from tests.support.service import EVENING, Service


def get(service: Service, path: str, **query: Any) -> Any:
    answer = service.client.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def active(service: Service, **query: Any) -> int:
    return int(get(service, "/v1/members/ann/accounts", **query)["accounts"][0]["active_points"])


def test_a_late_purchase_counts_from_when_it_happened_and_is_known_from_when_we_heard(service: Service) -> None:
    service.earn(event_time="2017-10-20T12:00:00Z")
    service.clock.turn_to(EVENING + timedelta(days=2))
    service.earn(spend_minor=5_000)
    at = "2017-10-25T00:00:00Z"
    assert active(service, as_of=at, by="EFFECTIVE") == 100
    assert active(service, as_of=at, by="RECORDED") == 0
    assert active(service, as_of="2017-11-01T00:00:00Z", by="RECORDED") == 100
    assert active(service) == 150


def test_history_is_bounded_by_period_and_by_wallet(service: Service) -> None:
    service.earn(order_id="first")
    service.clock.turn_to(EVENING + timedelta(days=1))
    service.earn(order_id="second")
    path = "/v1/members/ann/entries"

    def references(**query: Any) -> list[str]:
        return [entry["reference"] for entry in get(service, path, **query)["items"]]

    assert references() == ["second", "first"]
    assert references(starts_at="2017-11-01T00:00:00Z") == ["second"]
    assert references(ends_at="2017-11-01T00:00:00Z") == ["first"]
    assert references(as_of="2017-11-01T00:00:00Z") == ["first"]
    assert references(wallet_code="other") == []


def test_a_lots_history_names_every_use(service: Service) -> None:
    lot_id = service.earn().json()["lot_id"]
    service.burn(points=30, reference="b")
    (lot,) = get(service, "/v1/members/ann/lots/history")["items"]
    assert (lot["lot_id"], lot["status"], lot["granted_points"], lot["remaining_points"]) == (lot_id, "OPEN", 100, 70)
    assert [(use["reference"], use["points"]) for use in lot["uses"]] == [("b", 30)]


def test_a_statement_adds_up(service: Service) -> None:
    service.earn(spend_minor=7_700)
    service.clock.turn_to(EVENING + timedelta(days=1))
    service.earn()
    service.burn(points=30)
    service.clock.turn_to(EVENING + timedelta(days=2))
    told = get(service, "/v1/members/ann/statements", starts_at="2017-11-01T00:00:00Z", ends_at="2017-11-02T00:00:00Z")
    (statement,) = told["items"]
    moved = {movement["type"]: movement["active_points"] for movement in statement["movements"]}
    assert (statement["opening"]["active_points"], statement["closing"]["active_points"]) == (77, 147)
    assert moved == {"POINTS_EARNED": 100, "SPENT_ON_ORDER": -30}


@pytest.mark.parametrize(
    ("path", "query", "code"),
    [
        ("accounts", {"as_of": "2030-01-01T00:00:00Z"}, "AS_OF_IN_FUTURE"),
        ("entries", {"as_of": "2030-01-01T00:00:00Z"}, "AS_OF_IN_FUTURE"),
        ("lots/history", {"as_of": "2030-01-01T00:00:00Z"}, "AS_OF_IN_FUTURE"),
        ("lots/history", {"cursor": "x"}, "CURSOR_MALFORMED"),
        ("tier/history", {"as_of": "2030-01-01T00:00:00Z"}, "AS_OF_IN_FUTURE"),
        ("statements", {"starts_at": "2017-10-30T00:00:00Z", "ends_at": "2017-10-30T00:00:00Z"}, "PERIOD_INVALID"),
        ("statements", {"starts_at": "2017-10-30T00:00:00Z", "ends_at": "2030-10-30T00:00:00Z"}, "AS_OF_IN_FUTURE"),
        ("statements", {}, "REQUEST_INVALID"),
        ("accounts", {"by": "GUESS"}, "REQUEST_INVALID"),
    ],
)
def test_what_cannot_be_answered_is_refused(service: Service, path: str, query: dict[str, str], code: str) -> None:
    answer = service.client.get(f"/v1/members/ann/{path}", params=query)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_a_tier_is_told_with_what_the_next_one_needs(service: Service) -> None:
    service.earn(spend_minor=10_000)
    told = get(service, "/v1/members/ann/tier")
    assert told["program_code"] == "journey"
    assert told["tier_code"] is not None
    assert told["next_tier_code"] != told["tier_code"]
    assert told["missing"] > 0
    assert get(service, "/v1/members/ann/tier/history")["member_id"] == told["member_id"]
    assert service.client.get("/v1/members/nobody/tier").json()["code"] == "MEMBER_UNKNOWN"
