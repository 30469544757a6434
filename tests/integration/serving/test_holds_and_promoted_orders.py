"""A member's holds as a listing, and orders with promotions that come back over HTTP. Not here: the acts themselves (test_moves)."""

from datetime import timedelta
from typing import Any

import pytest

from loyalty.promotions import store_promotions
from tests.support.rewards import a_promotion
from tests.support.service import EVENING, Service

ORDER = {"member_id": "ann", "order_id": "o1", "spend_minor": 10_000, "currency_code": "USD"}


def holds(service: Service, **query: Any) -> Any:
    answer = service.client.get("/v1/members/ann/holds", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def references(service: Service, **query: Any) -> list[str]:
    return [hold["reference"] for hold in holds(service, **query)["items"]]


def test_holds_are_listed_as_they_stand_now_page_by_page(service: Service) -> None:
    service.earn(spend_minor=100_000)
    for number in range(5):
        lapses_at = (EVENING + timedelta(hours=1)).isoformat() if number < 2 else None
        body = {"member_id": "ann", "reference": f"h{number}", "points": 10, "lapses_at": lapses_at}
        assert service.post("/v1/holds", body).status_code == 201
    service.post("/v1/holds:release", {"member_id": "ann", "hold_id": holds(service)["items"][0]["hold_id"]})
    assert references(service, status="LAPSED") == []
    service.clock.turn_to(EVENING + timedelta(hours=2))
    assert references(service) == ["h4", "h3", "h2", "h1", "h0"]
    assert references(service, status="ISSUED") == ["h3", "h2"]
    assert references(service, status="LAPSED") == ["h1", "h0"]
    assert references(service, status="RELEASED") == ["h4"]
    seen, cursor = [], None
    while True:
        page = holds(service, limit=2, **({"cursor": cursor} if cursor else {}))
        seen += [hold["reference"] for hold in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == ["h4", "h3", "h2", "h1", "h0"]
    assert holds(service, status="LAPSED")["items"][0]["released_points"] == 10


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/members/nobody/holds", 404, "MEMBER_UNKNOWN"),
        ("/v1/members/ann/holds?status=NOPE", 422, "REQUEST_INVALID"),
        ("/v1/members/ann/holds?cursor=WyJ4IiwieSJd", 422, "CURSOR_MALFORMED"),
    ],
)
def test_a_listing_of_holds_says_what_is_wrong(service: Service, path: str, status: int, code: str) -> None:
    answer = service.client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_holds_are_read_with_the_permission_to_read_the_ledger(service: Service) -> None:
    assert service.client_with("ledger.read").get("/v1/members/ann/holds").status_code == 200
    assert service.client_with("ledger.hold").get("/v1/members/ann/holds").status_code == 403


def promoted(service: Service) -> dict[str, Any]:
    with service.database.begin() as work:
        store_promotions([a_promotion()], within=work, clock=service.clock)
    earned: dict[str, Any] = service.earn(order_id="o1").json()
    assert service.post("/v1/promotion-uses", ORDER).status_code == 201
    assert service.available() == 150
    return earned


def figures(service: Service) -> tuple[int, int]:
    found = service.client.get("/v1/promotions/double").json()["promotion"]
    return found["used_count"], found["used_points"]


@pytest.mark.parametrize("way", ["return", "reversal", "batch"])
def test_an_order_that_comes_back_over_http_gives_back_its_promotions(service: Service, way: str) -> None:
    earned = promoted(service)
    back = {"member_id": "ann", "order_id": "o1", "reference": "r1"}
    if way == "return":
        part = service.post("/v1/returns", back | {"reference": "r0", "amount_minor": 5_000}).json()
        assert (part["available_points"], figures(service)) == (75, (1, 25))
        answer = service.post("/v1/returns", back)
    elif way == "reversal":
        answer = service.post("/v1/reversals", {"member_id": "ann", "posting_id": earned["posting_id"], "reason": "a mistake"})
    else:
        answer = service.post("/v1/transactions:batch", {"mode": "atomic", "items": [{"type": "RETURN", **back}]})
    assert answer.status_code in {200, 201}, answer.text
    assert (service.available(), figures(service)) == (0, (0, 0))


def test_an_atomic_batch_that_is_refused_keeps_the_promotions(service: Service) -> None:
    promoted(service)
    items = [
        {"type": "RETURN", "member_id": "ann", "order_id": "o1", "reference": "r1"},
        {"type": "BURN", "member_id": "ann", "reference": "b", "points": 1},
    ]
    assert service.post("/v1/transactions:batch", {"mode": "atomic", "items": items}).json()["code"] == "BATCH_REFUSED"
    assert (service.available(), figures(service)) == (150, (1, 50))


def test_promotions_are_not_applied_to_an_order_that_is_back(service: Service) -> None:
    service.earn(order_id="o1")
    service.post("/v1/returns", {"member_id": "ann", "order_id": "o1", "reference": "r1"})
    answer = service.post("/v1/promotion-uses", ORDER)
    assert (answer.status_code, answer.json()["code"]) == (409, "ORDER_ALREADY_RETURNED")
