"""The till's one call over HTTP: purchases that bring promotions and vouchers along, single, in batches, rehearsed and repeated."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from loyalty.promotions import UsageLimits, store_promotions
from loyalty.vouchers import OpenPool, generate_vouchers, list_vouchers, open_pool
from tests.support.rewards import a_promotion
from tests.support.service import Service

SALE = {"type": "EARN", "member_id": "ann", "order_id": "o1", "spend_minor": 10_000, "currency_code": "USD", "promotions": {}}


@pytest.fixture
def voucher_codes(service: Service) -> list[str]:
    """Three codes; and two promotions run, of which one is used up after three uses."""
    parts: dict[str, Any] = {"safe": service.wiring.safe, "clock": service.clock}
    with service.database.begin() as work:
        store_promotions([a_promotion(), a_promotion("few", limits=UsageLimits(total_count=3))], within=work, clock=service.clock)
        open_pool(OpenPool("journey", "five-off", {"en": "Five off"}, "FAB", value_minor=500), within=work, **parts)
        generate_vouchers("journey", "five-off", 3, within=work, **parts)
        found = list_vouchers("journey", "five-off", safe=service.wiring.safe, within=work, limit=10)
    return [str(voucher.code) for voucher in found.items]


def sale(**asked: Any) -> dict[str, Any]:
    return SALE | {"promotions": asked}


def test_one_call_posts_the_purchase_with_all_that_fits(service: Service, voucher_codes: list[str]) -> None:
    body = sale(voucher_codes=[voucher_codes[0], "FAB-0000"])
    rehearsed = service.client.post("/v1/transactions?dry_run=true", json=body, headers={"Idempotency-Key": "k"})
    assert service.available() == 0
    answer = service.post("/v1/transactions", body, key="k")
    assert (rehearsed.status_code, answer.status_code) == (200, 201), answer.text
    told = answer.json()
    assert (told["points"], told["available_points"], service.available()) == (100, 200, 200)
    given = told["promotions"]
    assert (given["points"], sorted(use["promotion_code"] for use in given["uses"])) == (100, ["double", "few"])
    assert [(one["is_used"], one["value_minor"], (one["reason"] or {}).get("code")) for one in given["vouchers"]] == [
        (True, 500, None),
        (False, None, "VOUCHER_NOT_REDEEMABLE"),
    ]
    assert voucher_codes[0] not in answer.text
    again = service.post("/v1/transactions", body, key="k")
    assert (again.headers["Idempotency-Hit"], again.content) == ("true", answer.content)
    anew = service.post("/v1/transactions", body)
    assert (anew.status_code, anew.json()["is_duplicate"], service.available()) == (200, True, 200)
    told_dry = rehearsed.json()
    assert (told_dry["available_points"], told_dry["posting_id"], told_dry["would_apply"]) == (200, None, True)
    assert [use["posting_id"] for use in told_dry["promotions"]["uses"]] == [None, None]


def test_a_purchase_without_promotions_says_null(service: Service, voucher_codes: list[str]) -> None:
    assert service.earn().json()["promotions"] is None


def test_what_must_apply_refuses_the_purchase_and_the_refusal_is_kept(service: Service, voucher_codes: list[str]) -> None:
    body = sale(codes=["double", "nope"], must_apply=True)
    rehearsed = service.client.post("/v1/transactions?dry_run=true", json=body, headers={"Idempotency-Key": "k"})
    answer, again = service.post("/v1/transactions", body, key="k"), service.post("/v1/transactions", body, key="k")
    assert (rehearsed.status_code, answer.status_code, again.headers.get("Idempotency-Hit")) == (422, 422, "true")
    assert rehearsed.json()["code"] == answer.json()["code"] == "PROMOTIONS_NOT_APPLIED"
    assert answer.json()["facts"]["promotions"] == [{"promotion_code": "nope", "reasons": ["PROMOTION_UNKNOWN"]}]
    assert service.available() == 0
    assert service.post("/v1/transactions", sale(codes=["double"], must_apply=True)).status_code == 201


def test_each_thing_that_a_purchase_brings_needs_its_permission(service: Service, voucher_codes: list[str]) -> None:
    headers = {"Idempotency-Key": "k"}
    cases = {
        ("ledger.earn",): (sale(), "promotions.use"),
        ("ledger.earn", "promotions.use"): (sale(voucher_codes=[voucher_codes[0]]), "vouchers.use"),
        ("ledger.earn", "vouchers.use"): (sale(codes=["double"]), "promotions.use"),
    }
    for held, (body, needed) in cases.items():
        client = service.client_with(*held)
        for path, sent in (("/v1/transactions", body), ("/v1/transactions:batch", {"mode": "atomic", "items": [body]})):
            answer = client.post(path, json=sent, headers=headers)
            assert (answer.status_code, answer.json()["facts"]["needed"]) == (403, [needed])
    alone = service.client_with("ledger.earn", "vouchers.use")
    answer = alone.post("/v1/transactions", json=sale(codes=[], voucher_codes=[voucher_codes[0]]), headers=headers)
    assert answer.status_code == 201


def test_a_batch_brings_promotions_item_by_item_or_not_at_all(service: Service, voucher_codes: list[str]) -> None:
    items = [
        SALE,
        SALE | {"member_id": "ben", "order_id": "p1", "promotions": {"codes": ["nope"], "must_apply": True}},
        SALE | {"member_id": "ben", "order_id": "p2", "promotions": None},
        {"type": "BURN", "member_id": "ann", "reference": "b1", "points": 200},
    ]
    refused = service.post("/v1/transactions:batch", {"mode": "atomic", "items": items})
    assert (refused.json()["code"], [one["code"] for one in refused.json()["facts"]["items"]]) == (
        "BATCH_REFUSED",
        ["PROMOTIONS_NOT_APPLIED"],
    )
    assert (service.available(), service.available("ben")) == (0, 0)
    done = service.post("/v1/transactions:batch", {"mode": "independent", "items": items}).json()
    assert [item["status"] for item in done["items"]] == [201, 422, 201, 201]
    assert (service.available(), service.available("ben")) == (0, 100)


def test_guesses_in_atomic_batches_are_counted(service: Service, voucher_codes: list[str]) -> None:
    """Without Redis the count lies in the database, and a batch that is taken back must not take the count back."""
    body = sale(codes=[], voucher_codes=["FAB-0000"], must_apply=True)
    for _ in range(10):
        assert service.post("/v1/transactions:batch", {"mode": "atomic", "items": [body]}).json()["code"] == "BATCH_REFUSED"
    exceeded = service.post("/v1/transactions", sale(codes=[], voucher_codes=voucher_codes[:1], must_apply=True))
    assert (exceeded.status_code, exceeded.json()["code"]) == (429, "VOUCHER_ATTEMPTS_EXCEEDED")
    assert int(exceeded.headers["Retry-After"]) > 0


def test_tills_that_pay_at_once_share_the_last_uses(service: Service, voucher_codes: list[str]) -> None:
    def pay(number: int) -> dict[str, Any]:
        answer = service.post("/v1/transactions", SALE | {"member_id": ("ann", "ben")[number % 2], "order_id": f"rush-{number}"})
        assert answer.status_code == 201, answer.text
        return answer.json()["promotions"]

    with ThreadPoolExecutor(12) as tills:
        given = list(tills.map(pay, range(24)))
    assert sorted(one["points"] for one in given) == [50] * 21 + [100] * 3
    assert service.available() + service.available("ben") == 24 * 150 + 3 * 50
    refusals = [one["reasons"][0]["code"] for told in given for one in told["considered"] if not one["is_applied"]]
    assert refusals == ["PROMOTION_USAGE_LIMIT_REACHED"] * 21


@pytest.mark.parametrize(
    "promotions", [{"codes": ["x"] * 21}, {"voucher_codes": ["x"] * 11}, {"codes": [""]}, {"must_apply": 1}, {"apply": "all"}, []]
)
def test_what_cannot_be_read_is_refused(service: Service, promotions: Any) -> None:
    answer = service.post("/v1/transactions", SALE | {"promotions": promotions})
    assert (answer.status_code, answer.json()["code"]) == (422, "REQUEST_INVALID")


def test_the_second_call_may_name_promotions_too(service: Service, voucher_codes: list[str]) -> None:
    order = {"member_id": "ann", "order_id": "o1", "spend_minor": 10_000, "currency_code": "USD", "codes": ["few", "nope"]}
    told = service.post("/v1/promotion-uses", order).json()
    assert (told["points"], [reason["code"] for one in told["considered"] for reason in one["reasons"]]) == (50, ["PROMOTION_UNKNOWN"])
