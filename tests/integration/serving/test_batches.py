"""Batches over HTTP: each item is answered as it would be alone; an atomic batch does all or nothing; one key for the whole."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2 as httpx
import pytest

from tests.integration.serving.test_transactions import count_of
from tests.support.service import Service


def earn(order: str, member: str = "ann", spend_minor: int = 10_000, **changes: Any) -> dict[str, Any]:
    return {"type": "EARN", "member_id": member, "order_id": order, "spend_minor": spend_minor, "currency_code": "USD"} | changes


def burn(reference: str, points: int, member: str = "ann") -> dict[str, Any]:
    return {"type": "BURN", "member_id": member, "reference": reference, "points": points}


def post(
    service: Service, items: list[dict[str, Any]], mode: str = "independent", *, key: str | None = None, query: str = ""
) -> httpx.Response:
    return service.post(f"/v1/transactions:batch{query}", {"mode": mode, "items": items}, key=key)


def codes(answer: httpx.Response) -> list[object]:
    return [(item["status"], (item["problem"] or {}).get("code")) for item in answer.json()["items"]]


def test_each_item_is_answered_as_it_would_be_alone_and_in_order(service: Service) -> None:
    items = [
        earn("o1"),
        burn("b1", 30),
        burn("b2", 1_000),
        earn("o1"),
        earn("o1", spend_minor=5),
        earn("o2", "nobody"),
        earn("o3", currency_code="EUR"),
        earn("o4", "ben"),
    ]
    answer = post(service, items)
    assert answer.status_code == 200, answer.text
    assert codes(answer) == [
        (201, None),
        (201, None),
        (422, "POINTS_INSUFFICIENT"),
        (200, None),
        (409, "REFERENCE_ALREADY_POSTED"),
        (404, "MEMBER_UNKNOWN"),
        (422, "CURRENCY_MISMATCH"),
        (201, None),
    ]
    assert [answer.json()[name] for name in ("applied_count", "refused_count")] == [4, 4]
    assert answer.json()["items"][1]["result"]["available_points"] == service.available("ann") == 70
    assert answer.json()["items"][2]["problem"]["facts"]["missing_points"] == 930
    assert service.available("ben") == 100


def test_an_atomic_batch_that_is_accepted_does_all(service: Service) -> None:
    answer = post(service, [earn("o1"), burn("b1", 100), earn("o2", "ben")], "atomic")
    assert codes(answer) == [(201, None)] * 3
    assert (service.available("ann"), service.available("ben")) == (0, 100)


def test_an_atomic_batch_with_one_refusal_does_nothing_and_says_which(service: Service) -> None:
    items = [earn("o1"), burn("b1", 101), earn("o2", "ben")]
    first = post(service, items, "atomic", key="k")
    assert (first.status_code, first.json()["code"]) == (422, "BATCH_REFUSED"), first.text
    assert [(found["index"], found["code"]) for found in first.json()["facts"]["items"]] == [(1, "POINTS_INSUFFICIENT")]
    assert count_of(service, "postings") == 0
    assert service.available("ann") == service.available("ben") == 0
    assert post(service, items, "atomic", key="k").headers["idempotency-hit"] == "true", "a business no is given again"


def test_an_atomic_batch_that_can_be_put_right_is_not_kept(service: Service) -> None:
    items = [earn("o1"), earn("o2", "cleo")]
    assert post(service, items, "atomic", key="k").status_code == 422
    assert service.post("/v1/members", {"external_id": "cleo"}).status_code == 201
    assert codes(post(service, items, "atomic", key="k")) == [(201, None)] * 2


def test_the_key_is_the_whole_batchs(service: Service) -> None:
    items = [earn("o1"), burn("b1", 1_000)]
    first = post(service, items, key="k")
    again = post(service, items, key="k")
    assert again.content == first.content
    assert again.headers["idempotency-hit"] == "true"
    assert post(service, items[:1], key="k").json()["code"] == "IDEMPOTENCY_KEY_REUSED"
    assert service.available("ann") == 100


@pytest.mark.parametrize("mode", ["atomic", "independent"])
def test_the_same_batch_sent_at_once_by_many_is_done_once(service: Service, mode: str) -> None:
    items = [earn(f"o{number}") for number in range(20)]
    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(lambda _: post(service, items, mode, key="k"), range(20)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert count_of(service, "postings") == 20


def test_batches_and_single_requests_share_their_transactions_and_keep_to_themselves(service: Service) -> None:
    def send(number: int) -> int:
        if number % 4 == 0:
            return post(service, [earn(f"batch-{number}"), burn(f"b-{number}", 9_999_999)], "atomic").status_code
        if number % 4 == 1:
            return post(service, [earn(f"batch-{number}", "ben"), earn(f"other-{number}")]).status_code
        return service.earn("ann" if number % 2 else "ben").status_code

    with ThreadPoolExecutor(24) as threads:
        statuses = list(threads.map(send, range(48)))
    assert statuses == [{0: 422, 1: 200}.get(number % 4, 201) for number in range(48)]
    assert count_of(service, "postings") == 12 * 2 + 24


@pytest.mark.parametrize("mode", ["atomic", "independent"])
def test_a_dry_run_says_the_same_and_stores_nothing(service: Service, mode: str) -> None:
    items = [earn("o1"), burn("b1", 101)]
    tried = post(service, items, mode, query="?dry_run=true")
    real = post(service, items, mode)
    assert tried.status_code == real.status_code
    if mode == "independent":
        assert codes(tried) == [(200, None), (422, "POINTS_INSUFFICIENT")]
        assert tried.json()["items"][0]["result"]["would_apply"] is True
        assert service.available("ann") == 100
    else:
        assert tried.json()["facts"]["items"][0]["code"] == real.json()["facts"]["items"][0]["code"]
        assert count_of(service, "postings") == 0


def test_a_thousand_items_are_taken_and_one_more_is_not(service: Service) -> None:
    items = [earn(f"o{number}", "ann" if number % 2 else "ben", 100) for number in range(1_000)]
    answer = post(service, items)
    assert answer.json()["applied_count"] == 1_000, answer.text[:500]
    assert service.available("ann") == service.available("ben") == 500
    more = post(service, [*items, earn("one more")])
    assert (more.status_code, more.json()["code"]) == (422, "REQUEST_INVALID")
    assert post(service, []).status_code == 422


def test_a_key_must_hold_the_permission_of_every_type_in_it(service: Service) -> None:
    till = service.client_with("ledger.earn")
    for items, status in (([earn("o1")], 200), ([earn("o2"), burn("b", 1)], 403)):
        answer = till.post(
            "/v1/transactions:batch", json={"mode": "independent", "items": items}, headers={"Idempotency-Key": f"k{status}"}
        )
        assert answer.status_code == status, answer.text
    assert service.available("ann") == 100


def test_an_item_is_checked_field_by_field(service: Service) -> None:
    answer = post(service, [earn("o1"), earn("o2", spend_minor=-1), {"type": "GIFT"}])
    assert (answer.status_code, answer.json()["code"]) == (422, "REQUEST_INVALID")
    assert any("items.1" in found["field"] and "spend_minor" in found["field"] for found in answer.json()["facts"]["fields"])
    assert count_of(service, "postings") == 0
