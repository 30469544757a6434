"""The queue of redemptions over HTTP: what waits comes oldest first, page by page, and says who moved it and why."""

from typing import Any

import pytest

from tests.support.service import Service


@pytest.fixture
def redeemed(service: Service) -> list[str]:
    """Three redemptions of two members in the order in which they were asked for."""
    for name in ("ann", "ben"):
        service.earn(name, 1_000_000)
    asked = [service.redeem("coffee"), service.redeem("bread", "ben"), service.redeem("coffee", "ben")]
    return [answer.json()["redemption"]["redemption_id"] for answer in asked]


def listed(service: Service, **query: Any) -> dict[str, Any]:
    answer = service.client.get("/v1/redemptions", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def ids(answer: dict[str, Any]) -> list[str]:
    return [item["redemption_id"] for item in answer["items"]]


def test_what_waits_comes_oldest_first_and_in_pages(service: Service, redeemed: list[str]) -> None:
    first = listed(service, status="PENDING", limit=2)
    rest = listed(service, status="PENDING", limit=2, cursor=first["next_cursor"])
    assert (ids(first), ids(rest), rest["next_cursor"]) == (redeemed[:2], redeemed[2:], None)
    assert [item["member_external_id"] for item in first["items"]] == ["ann", "ben"]
    assert ids(listed(service, status="PENDING", reward_code="coffee")) == [redeemed[0], redeemed[2]]


def test_everything_comes_newest_first_and_in_pages(service: Service, redeemed: list[str]) -> None:
    first = listed(service, limit=2)
    assert ids(first) + ids(listed(service, limit=2, cursor=first["next_cursor"])) == redeemed[::-1]


def test_a_move_takes_a_redemption_from_one_list_to_another_and_says_who_and_why(service: Service, redeemed: list[str]) -> None:
    service.post(f"/v1/redemptions/{redeemed[0]}/process", {})
    service.post(f"/v1/redemptions/{redeemed[0]}/reject", {"reason": "sold out at the shop"})
    assert ids(listed(service, status="PENDING")) == redeemed[1:]
    (rejected,) = listed(service, status="REJECTED")["items"]
    assert (rejected["redemption_id"], rejected["moved_by"], rejected["reason"]) == (redeemed[0], "test", "sold out at the shop")
    counts = service.client.get("/v1/redemptions/counts").json()
    assert counts == {"pending_count": 2, "processing_count": 0, "rejected_count": 1, "refunded_count": 0}


def test_the_queue_asks_for_its_permission_and_refuses_a_foreign_cursor(service: Service, redeemed: list[str]) -> None:
    assert service.client_with("rewards.read").get("/v1/redemptions").status_code == 403
    assert service.client.get("/v1/redemptions", params={"cursor": "bm8"}).json()["code"] == "CURSOR_MALFORMED"


def test_what_waits_is_found_by_an_index_however_much_was_delivered(service: Service, redeemed: list[str]) -> None:
    with service.database.begin() as work:
        work.exec_driver_sql("set local enable_seqscan = off")
        plan = work.exec_driver_sql(
            "explain select id from redemptions where program_code = 'journey' and status = 'PENDING' order by id limit 50"
        )
        assert any("redemptions_queue" in row[0] for row in plan)
