"""Earn and burn over HTTP, on a real ledger: one effect per key and per order, refusals with facts, nothing half-written."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text

from loyalty.database import Database
from tests.support.service import Service, running_service


def count_of(service: Service, table: str) -> int:
    with service.database.begin() as work:
        return int(work.execute(text(f"select count(*) from {table}")).scalar_one())


def test_a_purchase_earns_points_that_can_be_spent_and_read_back(service: Service) -> None:
    answer = service.earn(spend_minor=12_345)
    assert answer.status_code == 201, answer.text
    earned = answer.json()
    assert (earned["type"], earned["points"], earned["available_points"]) == ("POINTS_EARNED", 123, 123)
    assert earned["member_id"].startswith("mbr_")
    assert earned["lot_id"].startswith("lot_")
    assert earned["event_time"] == "2017-10-31T22:00:00Z"
    assert not earned["is_duplicate"]
    assert service.available() == 123
    entries = service.client.get("/v1/members/ann/entries").json()["items"]
    assert [(entry["type"], entry["amount_points"], entry["actor"]) for entry in entries] == [("POINTS_EARNED", 123, "test")]


def test_a_burn_names_the_lots_it_consumed_and_leaves_the_rest(service: Service) -> None:
    lot = service.earn(spend_minor=10_000).json()["lot_id"]
    answer = service.burn(points=30)
    assert answer.status_code == 201, answer.text
    assert answer.json()["allocations"] == [{"lot_id": lot, "points": 30}]
    assert answer.json()["available_points"] == service.available() == 70


def test_a_member_is_named_by_id_or_by_external_id(service: Service) -> None:
    by_name = service.earn("ann").json()
    by_id = service.earn(by_name["member_id"]).json()
    assert by_id["account_id"] == by_name["account_id"]
    assert service.available(by_name["member_id"]) == service.available("ann") == 200


def test_the_same_key_and_body_give_the_stored_answer_again(service: Service) -> None:
    first = service.earn(key="k", order_id="o")
    again = service.earn(key="k", order_id="o")
    assert again.status_code == first.status_code == 201
    assert again.content == first.content
    assert again.headers["idempotency-hit"] == "true"
    assert "idempotency-hit" not in first.headers
    assert count_of(service, "postings") == 1


def test_a_field_sent_as_null_is_the_same_request_as_one_left_out(service: Service) -> None:
    service.earn(key="k", order_id="o")
    assert service.earn(key="k", order_id="o", source=None).headers["idempotency-hit"] == "true"


def test_the_same_key_with_another_body_is_refused_and_changes_nothing(service: Service) -> None:
    service.earn(key="k", order_id="o", spend_minor=100)
    answer = service.earn(key="k", order_id="o", spend_minor=200)
    assert (answer.status_code, answer.json()["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")
    assert service.available() == 1


def test_a_key_used_on_one_route_is_refused_on_another(service: Service) -> None:
    service.earn(key="k", spend_minor=1_000_000)
    answer = service.post("/v1/members", {"external_id": "cleo"}, key="k")
    assert (answer.status_code, answer.json()["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")
    assert service.client.get("/v1/members/cleo").status_code == 404


def test_the_same_order_under_a_new_key_answers_the_first_posting(service: Service) -> None:
    first = service.earn(order_id="o", event_time="2017-10-30T10:00:00Z").json()
    again = service.earn(order_id="o", event_time="2017-10-30T10:00:00Z")
    assert again.status_code == 200
    assert again.json()["is_duplicate"]
    assert again.json()["posting_id"] == first["posting_id"]
    assert service.available() == 100


def test_the_same_order_with_another_amount_is_a_conflict(service: Service) -> None:
    service.earn(order_id="o", spend_minor=100)
    answer = service.earn(order_id="o", spend_minor=200)
    assert (answer.status_code, answer.json()["code"]) == (409, "REFERENCE_ALREADY_POSTED")
    assert service.available() == 1


def test_a_business_no_is_kept_with_its_key(service: Service) -> None:
    first = service.burn(key="k", reference="r", points=10)
    assert (first.status_code, first.json()["code"]) == (422, "POINTS_INSUFFICIENT")
    assert first.headers["content-type"] == "application/problem+json"
    service.earn(spend_minor=100_000)
    again = service.burn(key="k", reference="r", points=10)
    assert again.content == first.content
    assert again.headers["idempotency-hit"] == "true"
    assert service.burn(reference="r", points=10).status_code == 201


def test_what_may_be_put_right_is_not_kept_with_the_key(service: Service) -> None:
    unknown = service.earn("cleo", key="k", order_id="o")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "MEMBER_UNKNOWN")
    assert service.post("/v1/members", {"external_id": "cleo"}).status_code == 201
    assert service.earn("cleo", key="k", order_id="o").status_code == 201


@pytest.mark.parametrize("act", ["earn", "burn"])
def test_fifty_requests_with_the_same_key_at_once_make_one_posting(service: Service, act: str) -> None:
    service.earn(spend_minor=1_000_000)
    barrier = threading.Barrier(50)

    def send(_: int) -> tuple[int, bytes]:
        barrier.wait()
        answer = service.earn(key="same", order_id="o") if act == "earn" else service.burn(key="same", reference="r", points=100)
        return answer.status_code, answer.content

    with ThreadPoolExecutor(50) as threads:
        answers = set(threads.map(send, range(50)))
    assert len(answers) == 1
    assert next(iter(answers))[0] == 201
    assert count_of(service, "postings") == 2
    assert service.available() == (10_100 if act == "earn" else 9_900)


def test_fifty_burns_at_once_never_spend_more_than_there_is(service: Service) -> None:
    service.earn(spend_minor=10_000)
    with ThreadPoolExecutor(50) as threads:
        answers = list(threads.map(lambda _: service.burn(points=30), range(50)))
    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [422] * 47
    assert service.available() == 10


def test_different_members_at_once_each_get_their_own_answer(database: Database) -> None:
    names = [f"member-{number}" for number in range(40)]
    with running_service(database, members=names) as service:
        with ThreadPoolExecutor(40) as threads:
            answers = list(threads.map(lambda n: service.earn(names[n], spend_minor=100 * (n + 1)), range(40)))
        assert [answer.json()["points"] for answer in answers] == list(range(1, 41))
        assert [service.available(name) for name in names] == list(range(1, 41))
        figures = service.client.get("/metrics").text
    batches = next(float(line.split()[1]) for line in figures.splitlines() if line.startswith("khaywe_posting_batch_size_count"))
    assert batches < 40, "concurrent requests must share transactions"


def test_one_members_requests_take_effect_in_the_order_of_arrival(service: Service) -> None:
    """Without an order kept by us, a burn sent right after the earn that pays for it would be refused now and then."""
    with ThreadPoolExecutor(2) as threads:
        for number in range(40):
            earned = threads.submit(service.earn, spend_minor=1_000, order_id=f"e{number}")
            while not service.wiring.gatherer._busy_lanes and not earned.done():
                pass
            assert service.burn(points=10, reference=f"b{number}").status_code == 201
            assert earned.result().status_code == 201
    assert service.available() == 0


def test_a_dry_run_tells_what_would_happen_and_stores_nothing(service: Service) -> None:
    body = {"type": "EARN", "member_id": "ann", "order_id": "o", "spend_minor": 5_000, "currency_code": "USD"}
    answer = service.client.post("/v1/transactions?dry_run=true", json=body, headers={"Idempotency-Key": "k"})
    assert answer.status_code == 200, answer.text
    assert (answer.json()["would_apply"], answer.json()["points"], answer.json()["posting_id"]) == (True, 50, None)
    assert count_of(service, "postings") == count_of(service, "idempotency_keys") == 0
    real = service.earn(key="k", order_id="o", spend_minor=5_000)
    assert (real.status_code, real.json()["would_apply"], real.json()["points"]) == (201, False, 50)


def test_a_dry_run_refuses_what_the_call_refuses(service: Service) -> None:
    body = {"type": "BURN", "member_id": "ann", "reference": "r", "points": 5}
    dry = service.client.post("/v1/transactions?dry_run=true", json=body, headers={"Idempotency-Key": "k"})
    real = service.burn(reference="r", points=5)
    assert (dry.status_code, dry.json()["code"], dry.json()["facts"]) == (real.status_code, real.json()["code"], real.json()["facts"])


EARN = {"type": "EARN", "member_id": "ann", "order_id": "o", "spend_minor": 100, "currency_code": "USD"}
BURN = {"type": "BURN", "member_id": "ann", "reference": "r", "points": 5}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (EARN | {"spend_minor": -1}, "spend_minor"),
        (EARN | {"spend_minor": 1.5}, "spend_minor"),
        (EARN | {"spend_minor": 100.0}, "spend_minor"),
        (EARN | {"spend_minor": "100"}, "spend_minor"),
        (EARN | {"spend_minor": True}, "spend_minor"),
        (EARN | {"spend_minor": 2**63}, "spend_minor"),
        (EARN | {"points": 7}, "points"),
        (EARN | {"member_id": "a\x00b"}, "member_id"),
        (EARN | {"member_id": 7}, "member_id"),
        (EARN | {"order_id": ""}, "order_id"),
        (EARN | {"order_id": "x" * 201}, "order_id"),
        (EARN | {"currency_code": "usd"}, "currency_code"),
        (EARN | {"event_time": "2017-10-31T10:00:00"}, "event_time"),
        (EARN | {"event_time": 1509444000}, "event_time"),
        (EARN | {"event_time": "0001-01-01T00:00:00+14:00"}, "event_time"),
        (EARN | {"type": "GIFT"}, "body"),
        (BURN | {"points": 0}, "points"),
        (BURN | {"points": -5}, "points"),
        (BURN | {"points": 5.0}, "points"),
        ({"type": "EARN"}, "member_id"),
        ({}, "body"),
    ],
)
def test_bad_input_is_named_field_by_field_and_nothing_is_written(service: Service, body: dict[str, Any], field: str) -> None:
    answer = service.post("/v1/transactions", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "REQUEST_INVALID"), answer.text
    assert any(field in found["field"] for found in answer.json()["facts"]["fields"])
    assert count_of(service, "postings") == count_of(service, "idempotency_keys") == 0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"not json",
        b"\xff\xfe{}",
        b'{"type": "EARN", "member_id": "\xff"}',
        b"[" * 30_000,
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        b'{"spend_minor": ' + b"9" * 5_000 + b"}",
        b"[]",
        b'"text"',
        b"null",
        b"17",
    ],
    ids=lambda content: repr(content[:12]),
)
def test_a_body_that_cannot_be_read_is_a_plain_no(service: Service, content: bytes) -> None:
    headers = {"Content-Type": "application/json", "Idempotency-Key": "k"}
    answer = service.client.post("/v1/transactions", content=content, headers=headers)
    assert answer.status_code in {400, 422}, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] in {"REQUEST_MALFORMED", "REQUEST_INVALID"}


def test_a_body_of_another_type_is_told_which_type_is_wanted(service: Service) -> None:
    answer = service.client.post(
        "/v1/transactions", content=json.dumps(EARN), headers={"Content-Type": "text/plain", "Idempotency-Key": "k"}
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "REQUEST_MALFORMED")
    assert "application/json" in answer.json()["detail"]


def test_a_body_beyond_the_limit_is_413_whether_or_not_it_says_its_length(service: Service) -> None:
    big = json.dumps(EARN | {"source": "x" * 300_000}).encode()
    headers = {"Content-Type": "application/json", "Idempotency-Key": "k"}
    for content in (big, iter([big[:200_000], big[200_000:]])):
        answer = service.client.post("/v1/transactions", content=content, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (413, "REQUEST_TOO_LARGE")


def test_a_missing_key_is_400_before_the_fields_are_looked_at(service: Service) -> None:
    for body in (EARN, {}):
        answer = service.client.post("/v1/transactions", json=body)
        assert (answer.status_code, answer.json()["code"]) == (400, "IDEMPOTENCY_KEY_MISSING")


@pytest.mark.parametrize("key", ["", "a b", "x" * 256, "\xe9", "a\tb"])
def test_a_malformed_key_is_400(service: Service, key: str) -> None:
    answer = service.client.post("/v1/transactions", json=EARN, headers={"Idempotency-Key": key.encode("latin-1")})
    assert (answer.status_code, answer.json()["code"]) == (400, "IDEMPOTENCY_KEY_MALFORMED"), answer.text


def test_a_purchase_in_another_currency_or_in_the_future_is_refused(service: Service) -> None:
    assert service.earn(currency_code="EUR").json()["code"] == "CURRENCY_MISMATCH"
    assert service.earn(event_time="2017-11-05T00:00:00Z").json()["code"] == "EVENT_TIME_IN_FUTURE"
    assert service.available() == 0


def test_a_refusal_among_concurrent_requests_leaves_its_neighbours_alone(service: Service) -> None:
    def send(number: int) -> int:
        return (service.burn("ben", points=5) if number % 3 == 0 else service.earn("ann", spend_minor=100)).status_code

    with ThreadPoolExecutor(30) as threads:
        statuses = list(threads.map(send, range(30)))
    assert statuses == [422 if number % 3 == 0 else 201 for number in range(30)]
    assert service.available("ann") == 20


def test_one_poisoned_request_of_a_batch_fails_alone(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """Something no check foresaw: it must cost its own request a 500, and its neighbours nothing."""
    desk = service.wiring.transactions
    act = desk._act

    def explode_on_poison(commands: Any, **rest: Any) -> Any:
        if any(getattr(command, "order_id", "") == "poison" for command in commands):
            raise ZeroDivisionError
        return act(commands, **rest)

    monkeypatch.setattr(desk, "_act", explode_on_poison)
    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(lambda n: service.earn(order_id="poison" if n == 7 else f"o{n}"), range(20)))
    assert [answer.status_code for answer in answers] == [500 if number == 7 else 201 for number in range(20)]
    assert "ZeroDivisionError" not in answers[7].text
    assert answers[7].json()["request_id"] == answers[7].headers["x-request-id"]


def test_a_commit_that_fails_is_answered_with_5xx_and_leaves_nothing(service: Service) -> None:
    """A constraint that is only checked at commit stands for any failure there."""
    with service.database.begin() as work:
        work.execute(
            text("create function refuse_at_commit() returns trigger language plpgsql as $$ begin raise exception 'not today'; end $$")
        )
        for table in ("postings", "members"):
            work.execute(
                text(
                    f"create constraint trigger late after insert on {table} deferrable initially deferred "
                    "for each row execute function refuse_at_commit()"
                )
            )
    assert service.earn(key="k").status_code == 500
    assert service.post("/v1/members", {"external_id": "cleo"}).status_code == 500
    assert count_of(service, "postings") == count_of(service, "idempotency_keys") == 0
    with service.database.begin() as work:
        work.execute(text("drop trigger late on postings"))
    assert service.earn(key="k").status_code == 201


def test_a_full_queue_answers_503_with_retry_after_and_does_nothing(database: Database) -> None:
    with running_service(database, posting_waiting_max=0) as service:
        answer = service.earn()
        assert (answer.status_code, answer.json()["code"]) == (503, "SERVICE_BUSY")
        assert answer.headers["retry-after"] == "1"
        assert service.available() == 0
