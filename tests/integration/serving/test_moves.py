"""Every act of the ledger over HTTP: what it does, that it is done once, and who may."""

from datetime import timedelta
from typing import Any

import httpx2 as httpx
import pytest

from serving.transactions.moves import MOVES
from tests.integration.serving.test_transactions import count_of
from tests.support.service import EVENING, Service

LINES = [
    {"line_id": "1", "amount_minor": 6_000, "quantity": 2},
    {"line_id": "2", "amount_minor": 4_000, "category_code": "COFFEE"},
]


def post(service: Service, path: str, body: dict[str, Any], **rest: Any) -> dict[str, Any]:
    answer = service.post(path, {"member_id": "ann"} | body, **rest)
    assert answer.status_code in {200, 201}, answer.text
    found: dict[str, Any] = answer.json()
    return found


def refused(service: Service, path: str, body: dict[str, Any]) -> tuple[int, str]:
    answer = service.post(path, {"member_id": "ann"} | body)
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return answer.status_code, answer.json()["code"]


def test_a_hold_is_captured_in_part_released_and_read(service: Service) -> None:
    service.earn()
    held = post(service, "/v1/holds", {"reference": "cart", "points": 60})
    assert (held["type"], held["points"], held["held_points"], held["available_points"]) == ("HELD", 60, 60, 40)
    assert service.available() == 40
    hold_id = held["hold_id"]
    captured = post(service, "/v1/holds:capture", {"hold_id": hold_id, "reference": "cart-1", "points": 25})
    assert (captured["points"], captured["held_points"]) == (25, 35)
    read = service.client.get(f"/v1/holds/{hold_id}").json()
    assert [read[name] for name in ("status", "held_points", "captured_points", "released_points")] == ["ISSUED", 35, 25, 0]
    post(service, "/v1/holds:release", {"hold_id": hold_id})
    assert service.available() == 75
    assert refused(service, "/v1/holds:capture", {"hold_id": hold_id, "reference": "cart-2"}) == (409, "HOLD_RESOLVED")
    assert service.client.get(f"/v1/holds/{hold_id}").json()["status"] == "RELEASED"


def test_a_hold_that_lapsed_reads_so_before_the_nightly_run(service: Service) -> None:
    service.earn()
    held = post(service, "/v1/holds", {"reference": "cart", "points": 60, "lapses_at": "2017-11-01T00:00:00Z"})
    service.clock.turn_to(EVENING + timedelta(days=1))
    read = service.client.get(f"/v1/holds/{held['hold_id']}").json()
    assert (read["status"], read["held_points"], read["released_points"]) == ("LAPSED", 0, 60)
    assert service.available() == 100


def test_a_hold_that_is_not_there_is_404(service: Service) -> None:
    for name in ("hld_" + "0" * 32, "nonsense"):
        answer = service.client.get(f"/v1/holds/{name}")
        assert (answer.status_code, answer.json()["code"]) == (404, "HOLD_UNKNOWN")
    assert refused(service, "/v1/holds:release", {"hold_id": "hld_" + "0" * 32}) == (404, "HOLD_UNKNOWN")
    assert refused(service, "/v1/holds:release", {"hold_id": "lot_" + "0" * 32}) == (422, "REQUEST_INVALID")


def test_a_return_by_line_takes_back_what_the_line_earned(service: Service) -> None:
    service.earn(order_id="o", lines=LINES)
    first = post(service, "/v1/returns", {"order_id": "o", "reference": "r1", "lines": [{"line_id": "1", "quantity": 1}]})
    assert (first["points"], service.available()) == (30, 70)
    rest = post(service, "/v1/returns", {"order_id": "o", "reference": "r2"})
    assert (rest["points"], service.available()) == (70, 0)
    assert refused(service, "/v1/returns", {"order_id": "o", "reference": "r3", "amount_minor": 1}) == (422, "RETURN_EXCEEDS_ORDER")
    assert refused(service, "/v1/returns", {"order_id": "other", "reference": "r4"}) == (404, "ORDER_UNKNOWN")


def test_a_return_gives_back_the_points_that_paid_for_the_order(service: Service) -> None:
    service.earn()
    service.burn(points=40, order_id="paid")
    service.earn(order_id="paid", spend_minor=1_000)
    returned = post(service, "/v1/returns", {"order_id": "paid", "reference": "r"})
    assert (returned["points"], returned["returned_points"]) == (10, 40)
    assert service.available() == 100


def test_a_correction_posts_the_difference_alone(service: Service) -> None:
    earned = service.earn(order_id="o", spend_minor=10_000).json()
    corrected = post(
        service,
        "/v1/corrections",
        {"order_id": "o", "reference": "c", "spend_minor": 15_000, "currency_code": "USD", "reason": "till was off"},
    )
    assert (corrected["type"], corrected["points"], corrected["corrects_posting_id"]) == ("RERATED", 50, earned["posting_id"])
    assert service.available() == 150


def test_a_reversal_is_the_exact_negation_and_happens_once(service: Service) -> None:
    earned = service.earn().json()
    body = {"posting_id": earned["posting_id"], "reason": "wrong member"}
    reversed_ = post(service, "/v1/reversals", body)
    assert (reversed_["reverses_posting_id"], service.available()) == (earned["posting_id"], 0)
    assert post(service, "/v1/reversals", body)["is_duplicate"]
    assert service.available() == 0


def test_points_given_and_taken_by_decision_carry_their_reason(service: Service) -> None:
    post(service, "/v1/adjustments", {"reference": "a1", "points": 500, "reason": "sorry", "expires_at": "2018-01-01T00:00:00Z"})
    post(service, "/v1/adjustments", {"reference": "a2", "points": -200, "reason": "given twice"})
    assert service.available() == 300
    reasons = [entry["reason"] for entry in service.client.get("/v1/members/ann/entries").json()["items"]]
    assert reasons == ["given twice", "sorry"]
    assert refused(service, "/v1/adjustments", {"reference": "a3", "points": -301, "reason": "too much"}) == (422, "POINTS_INSUFFICIENT")


def test_an_opening_balance_is_spendable_and_comes_once(service: Service) -> None:
    body = {"reference": "old-1", "points": 1_234, "granted_at": "2017-01-05T00:00:00Z", "expires_at": "2018-06-01T00:00:00Z"}
    assert post(service, "/v1/opening-balances", body)["type"] == "OPENING_BALANCE"
    assert post(service, "/v1/opening-balances", body)["is_duplicate"]
    assert service.available() == 1_234


def test_an_expiry_moves_and_pending_points_that_are_none_are_not_activated(service: Service) -> None:
    lot_id = service.earn().json()["lot_id"]
    post(service, "/v1/expiry-moves", {"lot_id": lot_id, "reference": "x", "expires_at": "2030-01-01T00:00:00Z", "reason": "goodwill"})
    (lot,) = service.client.get("/v1/members/ann/lots").json()["items"]
    assert lot["expires_at"] == "2030-01-01T00:00:00Z"
    assert refused(service, "/v1/pending:cancel", {"lot_id": lot_id, "reason": "no"}) == (409, "LOT_NOT_PENDING")
    assert refused(service, "/v1/pending:activate", {"lot_id": lot_id, "reference": "p", "event": "stay.completed"})[0] in {404, 409}


def test_a_transfer_names_both_members_as_the_caller_knows_them(service: Service) -> None:
    service.earn()
    body = {"to_member_id": "ben", "reference": "t", "points": 10}
    assert refused(service, "/v1/transfers", body | {"to_member_id": "nobody"}) == (404, "RECEIVER_UNKNOWN")
    assert refused(service, "/v1/transfers", body | {"member_id": "nobody"}) == (404, "MEMBER_UNKNOWN")
    assert post(service, "/v1/transfers", body)["type"] == "TRANSFER_OUT"
    assert (service.available("ann"), service.available("ben")) == (90, 10)
    assert refused(service, "/v1/transfers", body | {"to_member_id": "ann", "reference": "t2"})[0] == 422


BODIES: dict[str, dict[str, Any]] = {
    "HOLD": {"reference": "r", "points": 5},
    "CAPTURE": {"hold_id": "hld_" + "0" * 32, "reference": "r"},
    "RELEASE": {"hold_id": "hld_" + "0" * 32},
    "RETURN": {"order_id": "o", "reference": "r"},
    "CORRECTION": {"order_id": "o", "reference": "r", "spend_minor": 1, "currency_code": "USD"},
    "REVERSAL": {"posting_id": "pst_" + "0" * 32, "reason": "r"},
    "TRANSFER": {"to_member_id": "ben", "reference": "r", "points": 5},
    "ADJUSTMENT": {"reference": "r", "points": 5, "reason": "r"},
    "OPENING_BALANCE": {"reference": "r", "points": 5},
    "ACTIVATION": {"reference": "r", "event": "e"},
    "CANCELLATION": {"lot_id": "lot_" + "0" * 32, "reason": "r"},
    "EXPIRY_MOVE": {"lot_id": "lot_" + "0" * 32, "reference": "r", "expires_at": None, "reason": "r"},
}


@pytest.mark.parametrize("move", MOVES, ids=[move.kind for move in MOVES])
class TestEveryMove:
    def body(self, kind: str) -> dict[str, Any]:
        return {"member_id": "ann"} | BODIES[kind]

    def send(self, service: Service, kind: str, path: str, **rest: Any) -> httpx.Response:
        return service.post(path, self.body(kind), **rest)

    def test_needs_its_own_permission(self, service: Service, move: Any) -> None:
        others = {other.permission for other in MOVES} - {move.permission}
        stranger = service.client_with(*others)
        answer = stranger.post(move.path, json=self.body(move.kind), headers={"Idempotency-Key": "k"})
        assert (answer.status_code, answer.json()["code"]) == (403, "PERMISSION_MISSING")

    def test_is_refused_alike_dry_and_alone_and_in_a_batch(self, service: Service, move: Any) -> None:
        tried = service.post(f"{move.path}?dry_run=true", self.body(move.kind))
        before = count_of(service, "postings")
        batched = service.post(
            "/v1/transactions:batch?dry_run=true", {"mode": "independent", "items": [{"type": move.kind} | self.body(move.kind)]}
        )
        real = self.send(service, move.kind, move.path)
        assert before == 0
        item = batched.json()["items"][0]
        if real.status_code < 400:
            assert (tried.status_code, item["status"]) == (200, 200)
            assert tried.json()["would_apply"]
        else:
            assert tried.json()["code"] == real.json()["code"] == item["problem"]["code"]
            assert tried.status_code == real.status_code == item["status"]

    def test_the_same_key_gives_the_same_answer(self, service: Service, move: Any) -> None:
        first = self.send(service, move.kind, move.path, key="k")
        again = self.send(service, move.kind, move.path, key="k")
        assert again.status_code == first.status_code
        if first.status_code < 400:
            assert again.headers["idempotency-hit"] == "true"
            assert again.content == first.content
        assert count_of(service, "postings") <= 1

    def test_needs_a_key_and_refuses_unknown_fields(self, service: Service, move: Any) -> None:
        assert service.client.post(move.path, json=self.body(move.kind)).json()["code"] == "IDEMPOTENCY_KEY_MISSING"
        answer = service.post(move.path, self.body(move.kind) | {"surprise": 1})
        assert (answer.status_code, answer.json()["code"]) == (422, "REQUEST_INVALID")


def test_an_examination_says_what_each_rule_would_do_and_writes_nothing(service: Service) -> None:
    body = {"member_id": "ann", "spend_minor": 12_345, "currency_code": "USD"}
    answer = service.client.post("/v1/examine/earn", json=body)
    assert answer.status_code == 200, answer.text
    said = answer.json()
    assert (said["points"], said["available_points"]) == (123, 123)
    assert [(verdict["is_fired"], verdict["points"]) for verdict in said["verdicts"]] == [(True, 123)]
    assert service.client.post("/v1/examine/earn", json=body | {"trigger": "review.written"}).json()["points"] == 0
    assert count_of(service, "postings") == count_of(service, "idempotency_keys") == 0
    assert service.client.post("/v1/examine/earn", json=body | {"currency_code": "EUR"}).json()["code"] == "CURRENCY_MISMATCH"
