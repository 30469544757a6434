"""Events and webhooks over HTTP: told once, refused with reasons, listed, and nothing private shown."""

import pytest

from tests.support.events import move
from tests.support.service import Service


def tell(service: Service, **body: object):  # type: ignore[no-untyped-def]
    key = body.pop("key", None)
    headers = {"Idempotency-Key": str(key)} if key else {}
    return service.client.post("/v1/events", json={"type": "cart.abandoned", "member_id": "ann", **body}, headers=headers)


def test_an_event_told_twice_by_the_senders_id_is_told_once(service: Service) -> None:
    first, second = tell(service, id="crm-1").json(), tell(service, id="crm-1").json()
    assert (first["is_known"], second["is_known"]) == (False, True)
    assert first["event_id"] == second["event_id"]
    assert move(service.database) == 1
    assert tell(service, id="crm-1").json()["is_known"], "and also after it was relayed"
    assert move(service.database) == 0


def test_a_retry_by_idempotency_key_gives_the_stored_answer(service: Service) -> None:
    first, again = tell(service, key="k1"), tell(service, key="k1")
    assert first.status_code == again.status_code == 202
    assert again.headers["Idempotency-Hit"] == "true"
    assert first.json() == again.json()
    assert tell(service, key="k1", type="cart.filled").json()["code"] == "IDEMPOTENCY_KEY_REUSED"
    assert move(service.database) == 1


def test_what_was_told_can_be_read(service: Service) -> None:
    told = tell(service, data={"value_minor": 4599}, occurred_at="2026-01-02T03:04:05Z").json()
    move(service.database)
    shown = service.client.get(f"/v1/events/{told['event_id']}").json()
    assert (shown["type"], shown["data"], shown["subject"]["external_id"]) == ("cart.abandoned", {"value_minor": 4599}, "ann")
    for number in range(3):
        tell(service, member_id="ben", data={"number": number})
    move(service.database)
    page = service.client.get("/v1/events", params={"type": "cart.*", "member_id": "ben", "limit": 2}).json()
    assert [one["data"]["number"] for one in page["items"]] == [2, 1]
    rest = service.client.get("/v1/events", params={"type": "cart.*", "member_id": "ben", "cursor": page["next_cursor"]}).json()
    assert [one["data"]["number"] for one in rest["items"]] == [0]
    assert service.client.get("/v1/events", params={"from": "2026-01-02T03:04:06Z", "member_id": "ann"}).json()["items"] == []


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"member_id": "nobody"}, 404, "MEMBER_UNKNOWN"),
        ({"type": "points.earned"}, 422, "EVENT_TYPE_RESERVED"),
        ({"type": "segment.joined"}, 422, "EVENT_TYPE_RESERVED"),
        ({"type": "Cart"}, 422, "REQUEST_INVALID"),
        ({"type": "customer.purchased"}, 422, "EVENT_INVALID"),
        ({"type": "customer.purchased", "data": {"happened_on": "2026-01-01", "spend_minor": -1}}, 422, "EVENT_INVALID"),
        ({"occurred_at": "2099-01-01T00:00:00Z"}, 422, "EVENT_INVALID"),
        ({"data": {"text": "x" * 20_000}}, 422, "EVENT_INVALID"),
        ({"data": {"text": "\x00"}}, 422, "REQUEST_INVALID"),
        ({"data": {"number": 10**30}}, 422, "EVENT_INVALID"),
    ],
)
def test_a_wrong_event_is_refused_with_its_reason(service: Service, body: dict[str, object], status: int, code: str) -> None:
    answer = tell(service, **body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert move(service.database) == 0


def test_a_dry_run_tells_nothing_and_says_the_same(service: Service) -> None:
    answer = service.client.post("/v1/events?dry_run=true", json={"type": "cart.abandoned", "member_id": "ann", "id": "a"})
    assert (answer.status_code, answer.json()["would_apply"]) == (202, True)
    assert move(service.database) == 0
    assert tell(service, id="a").json()["is_known"] is False


def test_a_batch_tells_each_or_none(service: Service) -> None:
    items = [
        {"type": "cart.abandoned", "member_id": "ann", "id": "1"},
        {"type": "cart.abandoned", "member_id": "nobody"},
        {"type": "cart.abandoned", "member_id": "ben", "id": "1"},
    ]
    refused = service.client.post("/v1/events:batch", json={"mode": "atomic", "items": items})
    assert (refused.status_code, refused.json()["code"]) == (422, "BATCH_REFUSED")
    assert [one["index"] for one in refused.json()["facts"]["items"]] == [1]
    assert move(service.database) == 0
    told = service.client.post("/v1/events:batch", json={"mode": "independent", "items": items}).json()
    assert [item["status"] for item in told["items"]] == [202, 404, 202]
    assert [item["result"]["is_known"] for item in told["items"] if item["result"]] == [False, True], "one id, one event"
    assert move(service.database) == 1


URL = "https://93.184.216.34/hook"


def test_a_webhook_lives_and_its_secret_is_shown_only_where_it_is_asked_for(service: Service) -> None:
    made = service.client.post("/v1/webhooks", json={"url": URL, "types": ["points.*"]}, headers={"Idempotency-Key": "w"})
    assert made.status_code == 201
    hook = made.json()
    assert "whs_" not in made.text
    secret = service.client.get(f"/v1/webhooks/{hook['id']}/secret").json()
    assert secret["secret"].startswith("whs_")
    with service.database.begin() as work:
        sealed = bytes(work.exec_driver_sql("select secret from webhook_endpoints").scalar_one())
        assert secret["secret"].encode() not in sealed
    service.client.post(f"/v1/webhooks/{hook['id']}/secret:rotate")
    rotated = service.client.get(f"/v1/webhooks/{hook['id']}/secret").json()
    assert rotated["former_secret"] == secret["secret"] != rotated["secret"]
    assert service.client.patch(f"/v1/webhooks/{hook['id']}", json={"status": "PAUSED"}).json()["status"] == "PAUSED"
    assert service.client.post(f"/v1/webhooks/{hook['id']}:test").json()["code"] == "WEBHOOK_ARCHIVED"
    assert service.client.patch(f"/v1/webhooks/{hook['id']}?dry_run=true", json={"status": "ACTIVE"}).json()["would_apply"]
    assert service.client.get(f"/v1/webhooks/{hook['id']}").json()["status"] == "PAUSED"
    service.client.patch(f"/v1/webhooks/{hook['id']}", json={"status": "ACTIVE"})
    tried = service.client.post(f"/v1/webhooks/{hook['id']}:test")
    assert tried.status_code == 202
    listed = service.client.get(f"/v1/webhooks/{hook['id']}/deliveries").json()["items"]
    assert [(one["type"], one["status"]) for one in listed] == [("webhook.tested", "PENDING")]
    detail = service.client.get(f"/v1/webhooks/{hook['id']}/deliveries/{tried.json()['id']}").json()
    assert detail["attempts"] == []
    assert service.client.patch(f"/v1/webhooks/{hook['id']}", json={"status": "ARCHIVED"}).json()["status"] == "ARCHIVED"
    assert service.client.patch(f"/v1/webhooks/{hook['id']}", json={"status": "ACTIVE"}).json()["code"] == "WEBHOOK_ARCHIVED"


@pytest.mark.parametrize(
    "url",
    [
        "http://93.184.216.34/hook", "https://127.0.0.1/", "https://10.1.2.3/", "https://169.254.169.254/latest/meta-data", "https://[::1]/",
        "https://[::ffff:10.0.0.1]/", "https://0.0.0.0/", "https://localhost/", "https://2130706433/", "https://user:pw@93.184.216.34/",
        "ftp://93.184.216.34/", "https:///x", "https://93.184.216.34:99999/", "https://[fd00::1]/", "https://[64:ff9b::a00:1]/",
        "https://[fec0::1]/", "https://224.0.0.1/", "https://93.184.216.34\\@127.0.0.1/",
    ],
)  # fmt: skip
def test_an_address_that_may_not_be_called_is_refused(service: Service, url: str) -> None:
    answer = service.client.post("/v1/webhooks", json={"url": url, "types": ["*"]})
    assert (answer.status_code, answer.json()["code"]) == (422, "WEBHOOK_ADDRESS_REFUSED"), answer.text


@pytest.mark.parametrize("types", [["points.stolen"], ["nonsense"], ["points"], ["*.x"], ["a.b.*"]])
def test_a_type_that_never_comes_is_refused(service: Service, types: list[str]) -> None:
    assert service.client.post("/v1/webhooks", json={"url": URL, "types": types}).json()["code"] == "WEBHOOK_TYPES_INVALID"


def test_dead_letters_are_listed_and_given_up(service: Service) -> None:
    from loyalty.clock import UtcClock
    from loyalty.events.inbound import receive_bodies

    bad = [b"no json", b'{"type":"cart.abandoned","member_id":"nobody"}', b'{"type":"cart.abandoned","member_id":"ann","x":1}']
    assert receive_bodies([*bad, b'{"type":"cart.abandoned","member_id":"ann"}'], service.database, UtcClock()) == (1, 3)
    first = service.client.get("/v1/dead-letters", params={"consumer": "inbound", "limit": 2}).json()
    rest = service.client.get("/v1/dead-letters", params={"consumer": "inbound", "cursor": first["next_cursor"]}).json()
    assert {one["reason_code"] for one in [*first["items"], *rest["items"]]} == {"EVENT_INVALID", "MEMBER_UNKNOWN"}
    letter = first["items"][0]
    assert service.client.post(f"/v1/dead-letters/{letter['id']}:discard").json()["status"] == "DISCARDED"
    assert len(service.client.get("/v1/dead-letters").json()["items"]) == 2
    assert service.client.post("/v1/dead-letters/dlt_x:discard").json()["code"] == "DEAD_LETTER_UNKNOWN"
