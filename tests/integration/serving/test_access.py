"""Who gets in: keys, permissions, revocation, and what is said to those who do not."""

import time

import pytest
from starlette.testclient import TestClient

from loyalty.access import GRANTABLE, create_key, list_keys, revoke_key, verify
from loyalty.access.errors import KeyNameInvalid, KeyNotFound, KeyUnknown, PermissionUnknown
from loyalty.clock import TurnedClock
from loyalty.database import Database
from serving.app import api_routes
from serving.http.auth import KeyRing, guard_of
from tests.support.service import EVENING, Service


def test_a_created_key_verifies_and_only_its_hash_is_stored(database: Database) -> None:
    clock = TurnedClock(EVENING)
    with database.begin() as work:
        key, text = create_key("till", ["ledger.earn"], within=work, clock=clock)
        assert verify(text, within=work) == key
        stored = work.exec_driver_sql("select row_to_json(api_keys)::text from api_keys").scalar_one()
    assert text.split("_", 2)[2] not in stored
    assert key.permissions == {"ledger.earn"}


def test_a_revoked_key_no_longer_verifies_and_revoking_again_keeps_the_first_instant(database: Database) -> None:
    clock = TurnedClock(EVENING)
    with database.begin() as work:
        key, text = create_key("till", ["*"], within=work, clock=clock)
        revoke_key(key.prefix, within=work, clock=clock)
        clock.turn_to(EVENING.replace(hour=23))
        revoke_key(key.prefix, within=work, clock=clock)
        with pytest.raises(KeyUnknown):
            verify(text, within=work)
        assert [known.revoked_at for known in list_keys(within=work)] == [EVENING]
        with pytest.raises(KeyNotFound):
            revoke_key("nobody", within=work, clock=clock)


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "a\nb", "a\x00"])
def test_a_key_without_a_proper_name_is_not_made(database: Database, name: str) -> None:
    with database.begin() as work, pytest.raises(KeyNameInvalid):
        create_key(name, ["*"], within=work, clock=TurnedClock(EVENING))


def test_an_unknown_permission_is_not_granted(database: Database) -> None:
    with database.begin() as work:
        with pytest.raises(PermissionUnknown) as refused:
            create_key("till", ["ledger.mint"], within=work, clock=TurnedClock(EVENING))
        assert list_keys(within=work) == []
    assert refused.value.facts["known"] == list(GRANTABLE)


@pytest.fixture
def stranger(service: Service) -> TestClient:
    return TestClient(service.client.app, raise_server_exceptions=False)


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer nonsense",
        "Bearer khw_000000000000_" + "x" * 43,
        "Basic YTpi",
        "Bearer khw_\xfc_x",
        "Bearer khw_" + "a" * 5000,
    ],
)
def test_a_stranger_is_told_401_and_how_to_come_in(stranger: TestClient, header: str | None) -> None:
    answer = stranger.get("/v1/me", headers={} if header is None else {"Authorization": header.encode("latin-1")})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "API_KEY_UNKNOWN"


# A link in a message is its own proof, a gateway signs what it sends, and signing in is how a stranger ceases to be one.
PROVEN_OTHERWISE = {
    ("GET", "/u/{token}"),
    ("POST", "/u/{token}"),
    ("GET", "/c/{token}"),
    ("GET", "/o/{token}"),
    ("POST", "/v1/gateways/{channel_code}/receipts"),
    ("POST", "/v1/session"),
}


def test_every_route_but_health_refuses_a_stranger_before_it_looks_at_anything(service: Service, stranger: TestClient) -> None:
    """Also with a body that is not JSON: a stranger's body is not even read."""
    for route in api_routes(service.client.app):
        for method in route.methods or ():
            if (method, route.path) in PROVEN_OTHERWISE:
                continue
            answer = stranger.request(method, route.path, content=b"{", headers={"Content-Type": "application/json"})
            expected = 200 if route.path.startswith("/health/") else 401
            assert answer.status_code == expected, (method, route.path, answer.text)


def test_every_route_refuses_a_key_without_its_permission(service: Service) -> None:
    for route in api_routes(service.client.app):
        guard = guard_of(route)
        if guard is None or "access.own_key.read" in guard.permissions:
            continue
        client = service.client_with(*(set(GRANTABLE) - set(guard.permissions)))
        for method in route.methods or ():
            answer = client.request(method, route.path, content=b"{", headers={"Content-Type": "application/json"})
            assert (answer.status_code, answer.json()["code"]) == (403, "PERMISSION_MISSING"), (method, route.path)
            assert answer.json()["facts"]["needed"] == list(guard.permissions)


def test_a_till_that_may_earn_may_not_burn_and_the_other_way_round(service: Service) -> None:
    earn = {"type": "EARN", "member_id": "ann", "order_id": "o", "spend_minor": 100, "currency_code": "USD"}
    burn = {"type": "BURN", "member_id": "ann", "reference": "r", "points": 1}
    earner, burner = service.client_with("ledger.earn"), service.client_with("ledger.burn")
    headers = {"Idempotency-Key": "k"}
    assert burner.post("/v1/transactions", json=earn, headers=headers).json()["code"] == "PERMISSION_MISSING"
    assert earner.post("/v1/transactions", json=burn, headers=headers).json()["code"] == "PERMISSION_MISSING"
    assert earner.post("/v1/transactions", json=earn, headers=headers).status_code == 201


def test_me_tells_the_name_and_the_permissions_and_never_the_secret(service: Service) -> None:
    client = service.client_with("members.read", "ledger.read")
    answer = client.get("/v1/me")
    assert answer.json()["name"] == "another"
    assert answer.json()["permissions"] == ["ledger.read", "members.read"]
    assert client.headers["authorization"].split("_", 2)[2] not in answer.text


def test_a_revoked_key_stops_working_within_the_few_seconds_it_is_remembered(service: Service) -> None:
    service.client.app.state.keys = KeyRing(service.wiring.verify_caller, fresh_seconds=0.2)
    client = service.client_with("members.read")
    assert client.get("/v1/members").status_code == 200
    with service.database.begin() as work:
        prefix = client.headers["authorization"].split("_")[1]
        revoke_key(prefix, within=work, clock=service.clock)
    time.sleep(0.25)
    assert client.get("/v1/members").status_code == 401


def test_two_callers_may_use_the_same_idempotency_key_without_meeting(service: Service) -> None:
    body = {"type": "EARN", "member_id": "ann", "order_id": "first", "spend_minor": 100, "currency_code": "USD"}
    one, two = service.client_with("ledger.earn"), service.client_with("ledger.earn")
    assert one.post("/v1/transactions", json=body, headers={"Idempotency-Key": "same"}).status_code == 201
    answer = two.post("/v1/transactions", json=body | {"order_id": "second"}, headers={"Idempotency-Key": "same"})
    assert answer.status_code == 201
    assert answer.json()["reference"] == "second"


@pytest.mark.parametrize("path", ["/v1/members", "/v1/rewards", "/v1/program", "/v1/members/ann", "/v1/me"])
def test_a_query_parameter_that_the_route_does_not_know_is_refused_by_name(service: Service, path: str) -> None:
    answer = service.client.get(path, params={"limt": "5"})
    assert (answer.status_code, answer.json()["code"]) == (422, "REQUEST_INVALID")
    assert answer.json()["facts"]["fields"][0]["field"] == "query.limt"


def test_a_stranger_does_not_learn_which_parameters_a_route_knows(service: Service) -> None:
    answer = service.client.get("/v1/members", params={"limt": "5"}, headers={"Authorization": "Bearer nobody"})
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "path", ["/v1/members?external_id=a&external_id=b", "/v1/members/ann/offers?program_code=journey&program_code=other"]
)
def test_a_parameter_that_comes_twice_is_refused_and_not_half_read(service: Service, path: str) -> None:
    answer = service.client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (422, "REQUEST_INVALID")
    assert answer.json()["facts"]["fields"][0]["problem"] == "comes more than once"
