"""Rewards, redemptions, vouchers, promotions and eligibility over HTTP: what a till, an app and a marketer do all day."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest

from loyalty.database import Database
from tests.support.service import Service, running_service

REWARD = {
    "code": "tea",
    "name": {"en": "Tea"},
    "description": {"en": "A cup."},
    "prices": [{"points": 60}, {"points": 40, "tier_minimum_code": "GOLD"}],
    "stock_count": 2,
    "limits": {"total_count": 1},
}
PROMOTION = {
    "code": "double",
    "name": {"en": "Double"},
    "description": {"en": "Points for big baskets."},
    "condition": {">=": [{"var": "order.spend_minor"}, 1_000]},
    "points": {"points": 50},
    "discount": {"percent": 10},
    "limits": {"budget_points": 60},
}


def code_of(answer: Any, status: int) -> str:
    assert answer.status_code == status, answer.text
    return str(answer.json()["code"])


def body_of(answer: Any, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_reward_is_created_changed_redeemed_refunded_and_withdrawn(service: Service) -> None:
    service.earn("ann")
    service.earn("ben")
    rehearsed = body_of(service.post("/v1/rewards?dry_run=true", {"definition": REWARD}))
    assert rehearsed["would_apply"]
    assert body_of(service.post("/v1/rewards", {"definition": REWARD}), 201)["revision"] == 1
    assert code_of(service.post("/v1/rewards", {"definition": REWARD | {"stock_count": 9}}), 409) == "REWARD_EXISTS"
    changed = body_of(service.client.put("/v1/rewards/tea", json={"definition": REWARD | {"stock_count": 3}, "revision": 1}))
    assert (changed["revision"], changed["left_count"]) == (2, 3)
    assert code_of(service.client.put("/v1/rewards/tea", json={"definition": REWARD, "revision": 1}), 409) == "REWARD_REVISION_CONFLICT"
    redeemed = body_of(service.redeem("tea"), 201)
    assert redeemed["price"] == {
        "wallet_code": "points", "points": 60, "list_points": 60, "reason": "LIST", "tier_code": None, "segment_code": None
    }  # fmt: skip
    assert code_of(service.redeem("tea"), 422) == "MEMBER_LIMIT_REACHED"
    path = f"/v1/redemptions/{redeemed['redemption']['redemption_id']}"
    assert code_of(service.post(f"{path}/refund", {}), 409) == "REDEMPTION_STATUS_CONFLICT"
    for step, status in (("process", "PROCESSING"), ("fulfil", "FULFILLED")):
        assert body_of(service.post(f"{path}/{step}", {}))["redemption"]["status"] == status
    refund = service.post(f"{path}/refund", {"reason": "cold"}, key="refund-1")
    again = service.post(f"{path}/refund", {"reason": "cold"}, key="refund-1")
    assert (body_of(refund)["returned_points"], refund.content == again.content, service.available()) == (60, True, 100)
    assert code_of(service.post("/v1/redemptions/rdm_nope/refund", {}), 404) == "REDEMPTION_UNKNOWN"
    assert body_of(service.post("/v1/rewards/tea/withdraw", {}))["is_offered"] is False
    assert code_of(service.redeem("tea", "ben"), 422) == "REWARD_WITHDRAWN"
    revisions = body_of(service.client.get("/v1/rewards/tea/revisions"))["items"]
    assert [(one["revision"], one["actor"]) for one in revisions] == [(3, "test"), (2, "test"), (1, "test")]
    assert code_of(service.client.get("/v1/rewards/nope"), 404) == "REWARD_UNKNOWN"


def test_a_bad_definition_is_refused_with_its_path(service: Service) -> None:
    for definition, path in (
        (REWARD | {"prices": []}, "prices"),
        (REWARD | {"eligibility": {"condition": {"var": "shoe"}}}, "eligibility.condition"),
        (REWARD | {"program_code": "other"}, "program_code"),
        (REWARD | {"picture_url": "http://images.example.com/tea.webp"}, "picture_url"),
        (REWARD | {"picture_url": "javascript:alert(1)"}, "picture_url"),
        ({}, "code"),
    ):
        answer = service.post("/v1/rewards", {"definition": definition})
        assert code_of(answer, 422) == "REWARD_DEFINITION_INVALID"
        assert str(answer.json()["facts"]["path"]).startswith(path)


def test_a_reward_says_where_its_picture_is(service: Service) -> None:
    url = "https://images.example.com/tea.webp?v=2"
    assert body_of(service.post("/v1/rewards", {"definition": REWARD | {"picture_url": url}}), 201)["picture_url"] == url
    pictures = {item["code"]: item["picture_url"] for item in body_of(service.client.get("/v1/rewards"))["items"]}
    assert (pictures["tea"], pictures["coffee"]) == (url, None)


def test_a_member_is_told_what_is_available_and_why_not(service: Service) -> None:
    service.earn("ann", 50_000)
    service.post("/v1/rewards", {"definition": REWARD | {"prices": [{"points": 700}], "eligibility": {"tier_minimum_code": "GOLD"}}})
    found = {item["reward"]["code"]: item for item in body_of(service.client.get("/v1/members/ann/rewards"))["items"]}
    assert found["coffee"]["is_available"]
    assert [reason["code"] for reason in found["tea"]["reasons"]] == ["TIER_TOO_LOW", "POINTS_INSUFFICIENT"]
    assert (found["tea"]["missing_points"], found["tea"]["available_points"]) == (200, 500)
    service.post("/v1/rewards/tea/withdraw", {})
    examined = body_of(service.client.post("/v1/examine/rewards", json={"member_id": "ann", "reward_codes": ["tea", "nope"]}))
    assert [[reason["code"] for reason in item["reasons"]] for item in examined["items"]] == [
        ["REWARD_WITHDRAWN", "TIER_TOO_LOW", "POINTS_INSUFFICIENT"]
    ]
    assert code_of(service.client.get("/v1/members/nobody/rewards"), 404) == "MEMBER_UNKNOWN"


@pytest.fixture
def pooled(service: Service) -> Service:
    """A service with a pool of three vouchers."""
    body_of(service.post("/v1/voucher-pools", {"code": "summer", "name": {"en": "Summer"}, "prefix": "SUMMER"}), 201)
    assert body_of(service.post("/v1/voucher-pools/summer/generate", {"count": 3}))["voucher_count"] == 3
    return service


def use(service: Service, code: str, member: str = "ann", reference: str = "r", **parameters: str) -> Any:
    query = "&".join(f"{name}={value}" for name, value in parameters.items())
    return service.post(f"/v1/vouchers/use?{query}", {"member_id": member, "code": code, "reference": reference})


def test_all_codes_of_a_pool_come_as_one_file_however_many_pages_they_are(pooled: Service) -> None:
    pooled.post("/v1/voucher-pools/summer/generate", {"count": 450})
    pooled.post("/v1/voucher-pools/summer/assign", {"member_id": "ann"})
    answer = pooled.client.get("/v1/voucher-pools/summer/codes.csv")
    assert (answer.headers["content-type"], answer.headers["content-disposition"]) == (
        "text/csv; charset=utf-8",
        'attachment; filename="summer-codes.csv"',
    )
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    first = body_of(pooled.client.get("/v1/voucher-pools/summer/codes"))["items"][0]
    assert (len(rows), len({row["code"] for row in rows}), rows[0]["code"]) == (453, 453, first["code"])
    given = list(csv.DictReader(io.StringIO(pooled.client.get("/v1/voucher-pools/summer/codes.csv?status=ASSIGNED").text)))
    assert [(row["status"], row["member_id"].startswith("mbr_")) for row in given] == [("ASSIGNED", True)]
    assert code_of(pooled.client.get("/v1/voucher-pools/winter/codes.csv"), 404) == "VOUCHER_POOL_UNKNOWN"


def test_a_voucher_is_assigned_read_and_used_and_no_kept_answer_holds_its_code(pooled: Service) -> None:
    assigned = pooled.post("/v1/voucher-pools/summer/assign", {"member_id": "ann"})
    (mine,) = body_of(pooled.client.get("/v1/members/ann/vouchers"))["items"]
    assert body_of(assigned)["voucher_id"] == mine["voucher_id"]
    assert body_of(use(pooled, mine["code"], dry_run="true"))["would_apply"]
    used = use(pooled, mine["code"].lower())
    assert (body_of(used)["nth"], body_of(used)["voucher"]["status"]) == (1, "USED")
    assert code_of(use(pooled, mine["code"], reference="r2"), 422) == "VOUCHER_USED_UP"
    letters = mine["code"].replace("-", "").encode()
    with pooled.database.begin() as work:
        kept = [bytes(row[0]) for row in work.exec_driver_sql("select body from idempotency_keys")]
    assert kept
    assert not any(letters[6:12] in body for body in kept)
    figures = body_of(pooled.client.get("/v1/voucher-pools/summer"))
    assert (figures["voucher_count"], figures["available_count"], figures["used_count"]) == (3, 2, 1)


def test_an_import_answers_row_by_row_and_codes_come_in_pages(pooled: Service) -> None:
    answer = body_of(pooled.post("/v1/voucher-pools/summer/import", {"codes": ["partner-1", "no", "partner 1"]}))
    assert (answer["read_count"], answer["stored_count"]) == (3, 1)
    assert [(row["row"], row["problem_code"]) for row in answer["refused"]] == [(2, "CODE_MALFORMED"), (3, "CODE_REPEATED")]
    first = body_of(pooled.client.get("/v1/voucher-pools/summer/codes?limit=3"))
    rest = body_of(pooled.client.get(f"/v1/voucher-pools/summer/codes?limit=3&cursor={first['next_cursor']}"))
    assert [len(first["items"]), [item["code"] for item in rest["items"]], rest["next_cursor"]] == [3, ["PARTNER1"], None]
    assert "code" not in body_of(pooled.client.get("/v1/voucher-pools/summer/vouchers"))["items"][0]
    assert body_of(pooled.post("/v1/voucher-pools/summer/withdraw", {}))["voucher_count"] == 4


def guess_until_stopped(service: Service) -> list[tuple[int, str]]:
    """What ten wrong codes and the right one are answered with."""
    (right, *_) = body_of(service.client.get("/v1/voucher-pools/summer/codes"))["items"]
    answers = [use(service, f"SUMMER-{number:016}", reference=f"r{number}") for number in range(10)]
    answers.append(use(service, right["code"]))
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 600
    return [(answer.status_code, answer.json()["code"]) for answer in answers]


STOPPED = [(422, "VOUCHER_NOT_REDEEMABLE")] * 10 + [(429, "VOUCHER_ATTEMPTS_EXCEEDED")]


def test_a_guesser_is_stopped_even_with_the_right_code(pooled: Service) -> None:
    """There is no Valkey here: the database counts."""
    assert guess_until_stopped(pooled) == STOPPED
    (right, *_) = body_of(pooled.client.get("/v1/voucher-pools/summer/codes"))["items"]
    assert body_of(use(pooled, right["code"], "ben"))["nth"] == 1


def test_misses_are_answered_alike_but_for_the_request_id(pooled: Service) -> None:
    pooled.post("/v1/voucher-pools/summer/assign", {"member_id": "ann"})
    (anns,) = body_of(pooled.client.get("/v1/members/ann/vouchers"))["items"]
    answers = [use(pooled, code, "ben").json() for code in (anns["code"], "SUMMER-NOTHING-LIKE-IT", "?")]
    assert len({str(answer | {"request_id": ""}) for answer in answers}) == 1


@pytest.fixture
def cached(database: Database, redis_url: str) -> Iterator[Service]:
    """The service with a real Valkey."""
    with running_service(database, redis_url=redis_url) as running:
        yield running


def test_with_valkey_a_guesser_is_stopped_and_the_database_counts_nothing(cached: Service) -> None:
    cached.post("/v1/voucher-pools", {"code": "summer", "name": {"en": "Summer"}, "prefix": "SUMMER"})
    cached.post("/v1/voucher-pools/summer/generate", {"count": 1})
    assert guess_until_stopped(cached) == STOPPED
    with cached.database.begin() as work:
        assert work.exec_driver_sql("select count(*) from voucher_attempts").scalar_one() == 0


def test_a_promotion_is_drafted_started_applied_and_given_back(service: Service) -> None:
    assert body_of(service.post("/v1/promotions", {"definition": PROMOTION}), 201)["status"] == "DRAFT"
    order = {"member_id": "ann", "order_id": "o1", "spend_minor": 2_000, "currency_code": "USD"}
    assert body_of(service.client.post("/v1/examine/promotions", json=order))["considered"] == []
    assert body_of(service.post("/v1/promotions/double/status", {"status": "ACTIVE"}))["revision"] == 2
    examined = body_of(service.client.post("/v1/examine/promotions", json=order))
    assert (examined["points"], examined["discount_minor"], examined["would_apply"], service.available()) == (50, 200, True, 0)
    applied = body_of(service.post("/v1/promotion-uses", order), 201)
    assert (applied["points"], applied["available_points"], service.available()) == (50, 50, 50)
    assert body_of(service.post("/v1/promotion-uses", order))["is_duplicate"]
    late = body_of(service.post("/v1/promotion-uses", order | {"order_id": "o2"}), 201)
    assert [reason["code"] for reason in late["considered"][0]["reasons"]] == ["PROMOTION_BUDGET_POINTS_EXHAUSTED"]
    figures = body_of(service.client.get("/v1/promotions/double"))
    assert (figures["promotion"]["left_points"], figures["member_count"], figures["days"][0]["use_count"]) == (10, 1, 1)
    assert body_of(service.post("/v1/promotion-uses/return", {"member_id": "ann", "order_id": "o1"}))["available_points"] == 0
    assert body_of(service.client.put("/v1/promotions/double", json={"definition": PROMOTION | {"priority": 3}}))["revision"] == 3
    assert code_of(service.post("/v1/promotions/nope/status", {"status": "PAUSED"}), 404) == "PROMOTION_UNKNOWN"
    assert len(body_of(service.client.get("/v1/promotions/double/revisions"))["items"]) == 3
    assert [one["code"] for one in body_of(service.client.get("/v1/promotions?status=ACTIVE"))["items"]] == ["double"]


def test_an_override_is_seen_by_the_next_request(cached: Service) -> None:
    def reasons() -> list[str]:
        found = body_of(cached.client.get("/v1/members/ann/eligibility"))
        (coffee,) = [item for item in found["items"] if item["code"] == "coffee"]
        return [found["source"], *(reason["code"] for reason in coffee["reasons"])]

    assert [reasons(), reasons()] == [["database"], ["cache"]]
    body = {"member_id": "ann", "subject_kind": "REWARD", "subject_code": "coffee", "verdict": "DENY", "reason": "fraud desk"}
    made = body_of(cached.post("/v1/eligibility/overrides", body), 201)
    assert [reasons(), reasons()] == [["database", "ELIGIBILITY_DENIED"], ["cache", "ELIGIBILITY_DENIED"]]
    assert body_of(cached.client.get("/v1/eligibility/overrides?member_id=ann"))["items"] == [made]
    assert body_of(cached.post(f"/v1/eligibility/overrides/{made['override_id']}/withdraw", {}))["withdrawn_by"] == "test"
    assert reasons() == ["database"]
    saved = body_of(cached.client.put("/v1/eligibility/program", json={"criteria": {"tier_minimum_code": "GOLD"}}))
    assert saved["revision"] == body_of(cached.client.get("/v1/eligibility/program"))["revision"] == 1
    assert reasons() == ["database", "TIER_TOO_LOW"]
    assert code_of(cached.client.get("/v1/eligibility/program?program_code=nope"), 404) == "PROGRAM_UNKNOWN"
    assert code_of(cached.post("/v1/eligibility/overrides", body | {"subject_code": "nope"}), 404) == "ELIGIBILITY_SUBJECT_UNKNOWN"
    assert code_of(cached.post("/v1/eligibility/overrides/elo_nope/withdraw", {}), 404) == "ELIGIBILITY_OVERRIDE_UNKNOWN"


def test_each_right_is_asked_for(service: Service) -> None:
    reader = service.client_with("rewards.read", "vouchers.read", "promotions.read", "eligibility.read")
    assert reader.get("/v1/rewards").status_code == 200
    for path in (
        "/v1/rewards",
        "/v1/voucher-pools",
        "/v1/promotions",
        "/v1/promotion-uses",
        "/v1/vouchers/use",
        "/v1/eligibility/overrides",
    ):
        assert code_of(reader.post(path, json={}, headers={"Idempotency-Key": "k"}), 403) == "PERMISSION_MISSING"
    assert code_of(reader.get("/v1/members/ann/vouchers"), 403) == "PERMISSION_MISSING"
    assert code_of(reader.get("/v1/voucher-pools/summer/codes"), 403) == "PERMISSION_MISSING"
    assert code_of(reader.get("/v1/voucher-pools/summer/codes.csv"), 403) == "PERMISSION_MISSING"
