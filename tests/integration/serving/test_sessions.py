"""Signing in to the console: cookie, CSRF, throttling, fixation, roles, and what ends a session."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2 as httpx
import pytest
from starlette.testclient import TestClient

from loyalty.access import PERMISSIONS_OF, Role, add_user, list_users
from loyalty.access.sessions import IDLE, LASTS, csrf_token_of
from loyalty.access.throttle import MISSED_OF_BOTH_MAX
from loyalty.clock import TurnedClock
from loyalty.database import Database
from serving.app import api_routes
from serving.http.auth import KeyRing, guard_of
from tests.support.service import Service, running_service

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
PASSWORD = "a quiet brook by night"  # noqa: S105 - of the tests' own people
COOKIE = "khaywe_session"


@pytest.fixture
def wall() -> TurnedClock:
    return TurnedClock(NOON)


@pytest.fixture
def console(database: Database, wall: TurnedClock) -> Iterator[Service]:
    """A service with an administrator, a marketer and a viewer, whose sessions end by a clock that the test turns."""
    with running_service(database, wall_clock=wall) as service:
        with database.begin() as work:
            for role in Role:
                add_user(role.value.lower(), PASSWORD, role, made_by="test", within=work, clock=wall)
        # What another process would see: nothing is remembered here.
        service.client.app.state.keys = KeyRing(service.wiring.verify_caller, fresh_seconds=0)  # type: ignore[attr-defined]
        yield service


def browser(console: Service) -> TestClient:
    """A browser that nobody has signed in with."""
    return TestClient(console.client.app, raise_server_exceptions=False)


def signed_in(console: Service, name: str = "marketer") -> TestClient:
    """A browser of somebody who has signed in, and whose console sends the CSRF token."""
    client = browser(console)
    answer = client.post("/v1/session", json={"name": name, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    client.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
    return client


def code_of(answer: httpx.Response) -> tuple[int, Any]:
    return answer.status_code, answer.json()["code"]


def test_a_session_is_a_cookie_that_scripts_cannot_read_and_other_sites_cannot_send(console: Service) -> None:
    answer = browser(console).post("/v1/session", json={"name": "Marketer", "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert {"HttpOnly", "Path=/", "SameSite=strict", f"Max-Age={int(LASTS.total_seconds())}"} <= set(re.split("; ", cookie))
    assert "Secure" not in cookie
    assert answer.headers["cache-control"] == "no-store"
    told = answer.json()
    assert (told["kind"], told["name"], told["role"]) == ("USER", "marketer", "MARKETER")
    assert told["permissions"] == sorted(PERMISSIONS_OF[Role.MARKETER])
    assert answer.cookies[COOKIE] not in answer.text


def test_the_cookie_goes_by_https_alone_where_people_come_by_https(database: Database, wall: TurnedClock) -> None:
    with running_service(database, wall_clock=wall, links_url="https://khaywe.example") as service:
        with database.begin() as work:
            add_user("ann", PASSWORD, Role.VIEWER, made_by="test", within=work, clock=wall)
        answer = browser(service).post("/v1/session", json={"name": "ann", "password": PASSWORD})
    assert "Secure" in answer.headers["set-cookie"]


def test_neither_password_nor_token_stands_in_the_database(console: Service) -> None:
    client = signed_in(console)
    with console.database.begin() as work:
        stored = work.exec_driver_sql(
            "select (select json_agg(u)::text from users u) || (select json_agg(s)::text from user_sessions s) || "
            "coalesce((select json_agg(a)::text from sign_in_attempts a), '')"
        ).scalar_one()
    assert PASSWORD not in stored
    assert client.cookies[COOKIE] not in stored
    assert "$argon2id$" in stored


@pytest.mark.parametrize("name", ["marketer", "nobody", "marketer\u200b", "MARKETER "])
def test_a_wrong_password_and_an_unknown_name_are_answered_alike(console: Service, name: str) -> None:
    wrong = browser(console).post("/v1/session", json={"name": "marketer", "password": "not the password at all"})
    other = browser(console).post("/v1/session", json={"name": name, "password": "not the password at all"})
    assert code_of(wrong) == code_of(other) == (401, "SIGN_IN_REFUSED")
    assert wrong.json()["detail"] == other.json()["detail"]
    assert "set-cookie" not in wrong.headers


def test_signing_in_takes_no_session_over_that_somebody_else_put_there(console: Service) -> None:
    planted = "khs_planted-by-somebody-who-knows-it"
    client = browser(console)
    client.cookies.set(COOKIE, planted)
    answer = client.post("/v1/session", json={"name": "marketer", "password": PASSWORD})
    assert answer.cookies[COOKIE] != planted
    thief = browser(console)
    thief.cookies.set(COOKIE, planted)
    assert code_of(thief.get("/v1/me")) == (401, "SESSION_UNKNOWN")


def test_signing_in_again_ends_the_session_that_the_browser_had(console: Service) -> None:
    client = signed_in(console)
    former = client.cookies[COOKIE]
    client.post("/v1/session", json={"name": "viewer", "password": PASSWORD})
    assert client.get("/v1/me").json()["name"] == "viewer"
    left = browser(console)
    left.cookies.set(COOKIE, former)
    assert code_of(left.get("/v1/me")) == (401, "SESSION_UNKNOWN")


def test_a_write_by_cookie_needs_the_sessions_own_csrf_token(console: Service) -> None:
    client, other = signed_in(console, "admin"), signed_in(console, "admin")
    user = {"name": "carl", "role": "VIEWER", "password": PASSWORD}
    for told in (None, "", "0" * 64, other.headers["X-CSRF-Token"], "\u00e9"):
        headers = {"X-CSRF-Token": told.encode()} if told is not None else {}
        bare = browser(console)
        bare.cookies.set(COOKIE, client.cookies[COOKIE])
        assert code_of(bare.post("/v1/users", json=user, headers=headers)) == (403, "CSRF_TOKEN_WRONG")
    assert client.post("/v1/users", json=user).status_code == 201
    assert client.headers["X-CSRF-Token"] == csrf_token_of(client.cookies[COOKIE]) == client.get("/v1/me").json()["csrf_token"]


def test_another_site_can_sign_nobody_in(console: Service) -> None:
    body = {"name": "marketer", "password": PASSWORD}
    for site in ("cross-site", "same-site"):
        assert code_of(browser(console).post("/v1/session", json=body, headers={"Sec-Fetch-Site": site})) == (403, "CSRF_TOKEN_WRONG")
    form = "&".join(f"{name}={value}" for name, value in body.items())
    sent = browser(console).post("/v1/session", content=form, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert sent.status_code in {400, 422}
    assert "set-cookie" not in sent.headers


def test_a_sessions_token_opens_nothing_in_the_header_where_no_csrf_token_guards_it(console: Service) -> None:
    token = signed_in(console, "admin").cookies[COOKIE]
    answer = browser(console).get("/v1/me", headers={"Authorization": f"Bearer {token}"})
    assert code_of(answer) == (401, "SESSION_UNKNOWN")


def test_after_five_misses_even_the_right_password_waits_and_others_do_not(console: Service) -> None:
    client = browser(console)
    for _ in range(MISSED_OF_BOTH_MAX):
        assert code_of(client.post("/v1/session", json={"name": "marketer", "password": "wrong wrong wrong"}))[0] == 401
    refused = client.post("/v1/session", json={"name": "MARKETER", "password": PASSWORD})
    assert code_of(refused) == (429, "SIGN_IN_ATTEMPTS_EXCEEDED")
    assert 0 < int(refused.headers["retry-after"]) <= 900
    assert client.post("/v1/session", json={"name": "viewer", "password": PASSWORD}).status_code == 200
    with console.database.begin() as work:
        work.exec_driver_sql("update sign_in_attempts set until_at = now() - interval '1 second'")
    assert client.post("/v1/session", json={"name": "marketer", "password": PASSWORD}).status_code == 200


def test_signing_in_rightly_costs_no_attempt(console: Service) -> None:
    for _ in range(MISSED_OF_BOTH_MAX + 2):
        assert signed_in(console)


def test_signing_out_ends_the_session_at_once_and_takes_the_cookie_back(console: Service) -> None:
    console.client.app.state.keys = KeyRing(console.wiring.verify_caller)  # type: ignore[attr-defined]
    client = signed_in(console)
    token = client.cookies[COOKIE]
    assert client.get("/v1/me").status_code == 200
    answer = client.delete("/v1/session")
    assert answer.status_code == 204
    assert COOKIE not in client.cookies
    left = browser(console)
    left.cookies.set(COOKIE, token)
    assert code_of(left.get("/v1/me")) == (401, "SESSION_UNKNOWN")


def test_a_session_ends_after_two_hours_of_silence_and_after_twelve_in_any_case(console: Service, wall: TurnedClock) -> None:
    quiet = signed_in(console)
    wall.turn_to(NOON + IDLE - timedelta(seconds=1))
    assert quiet.get("/v1/me").status_code == 200
    wall.turn_to(wall.now() + IDLE)
    assert code_of(quiet.get("/v1/me")) == (401, "SESSION_UNKNOWN")
    busy, began_at = signed_in(console), wall.now()
    while wall.now() < began_at + LASTS - timedelta(hours=1):
        wall.turn_to(wall.now() + timedelta(hours=1))
        assert busy.get("/v1/me").status_code == 200
    wall.turn_to(began_at + LASTS)
    assert code_of(busy.get("/v1/me")) == (401, "SESSION_UNKNOWN")


def test_whoever_is_changed_is_signed_out_everywhere(console: Service) -> None:
    admin = signed_in(console, "admin")
    ids = {user["name"]: user["id"] for user in admin.get("/v1/users").json()["items"]}
    for change in ({"role": "VIEWER"}, {"password": "another long password"}, {"is_disabled": True}):
        victim = signed_in(console, "marketer") if "is_disabled" not in change else signed_in(console, "viewer")
        name = victim.get("/v1/me").json()["name"]
        assert admin.patch(f"/v1/users/{ids[name]}", json=change).status_code == 200
        assert code_of(victim.get("/v1/me")) == (401, "SESSION_UNKNOWN")
        if "password" in change:
            admin.patch(f"/v1/users/{ids[name]}", json={"password": PASSWORD})
    assert code_of(browser(console).post("/v1/session", json={"name": "viewer", "password": PASSWORD})) == (401, "SIGN_IN_REFUSED")


def test_the_own_password_is_changed_with_the_one_in_force_and_other_sessions_end(console: Service) -> None:
    here, there = signed_in(console), signed_in(console)
    new = "another quiet brook"
    wrong = here.post("/v1/session/password", json={"password": "wrong wrong wrong", "new_password": new})
    assert code_of(wrong) == (401, "SIGN_IN_REFUSED")
    weak = here.post("/v1/session/password", json={"password": PASSWORD, "new_password": "short"})
    assert code_of(weak) == (422, "PASSWORD_TOO_WEAK")
    done = here.post("/v1/session/password", json={"password": PASSWORD, "new_password": new})
    assert done.status_code == 200
    assert here.get("/v1/me").status_code == 200
    assert code_of(there.get("/v1/me")) == (401, "SESSION_UNKNOWN")
    assert browser(console).post("/v1/session", json={"name": "marketer", "password": new}).status_code == 200
    assert code_of(console.client.post("/v1/session/password", json={"password": "x", "new_password": new})) == (401, "SESSION_UNKNOWN")


@pytest.mark.parametrize("role", list(Role))
def test_each_role_passes_the_doors_of_its_permissions_and_no_other(console: Service, role: Role) -> None:
    client = signed_in(console, role.value.lower())
    # Every door but those that would end the session by which it is tried.
    routes = [route for route in api_routes(console.client.app) if guard_of(route) and not route.path.startswith("/v1/session")]  # type: ignore[arg-type]
    assert len(routes) > 100
    for route in routes:
        guard = guard_of(route)
        assert guard is not None
        may = bool(set(guard.permissions) & (PERMISSIONS_OF[role] | {"access.own_key.read"}))
        path = re.sub(r"\{[^}]+\}", "nothing-of-the-kind", route.path)
        if path.endswith("/stream"):
            continue
        answer = client.request(min(route.methods or {"GET"}), path, json={})
        is_refused = answer.status_code == 403 and answer.json()["code"] == "PERMISSION_MISSING"
        assert is_refused is not may, (role, route.path, answer.status_code, answer.text[:200])


def test_a_viewer_can_change_nothing(console: Service) -> None:
    assert all(name.endswith(".read") for name in PERMISSIONS_OF[Role.VIEWER])
    assert PERMISSIONS_OF[Role.VIEWER] < PERMISSIONS_OF[Role.MARKETER] < PERMISSIONS_OF[Role.ADMIN]


def test_somebody_must_stay_who_may_make_users(console: Service) -> None:
    admin = signed_in(console, "admin")
    own = next(user["id"] for user in admin.get("/v1/users").json()["items"] if user["name"] == "admin")
    for change in ({"role": "VIEWER"}, {"is_disabled": True}):
        assert code_of(admin.patch(f"/v1/users/{own}", json=change)) == (409, "LAST_ADMIN")


def test_nobody_gives_more_than_they_hold(console: Service) -> None:
    keeper = console.client_with("users.write", "users.read", "keys.write")
    user = {"name": "dora", "role": "VIEWER", "password": PASSWORD}
    assert code_of(keeper.post("/v1/users", json=user)) == (403, "PERMISSION_MISSING")
    key = {"name": "till", "permissions": ["ledger.adjust"]}
    assert code_of(keeper.post("/v1/api-keys", json=key)) == (403, "PERMISSION_MISSING")
    assert code_of(keeper.post("/v1/api-keys", json={"name": "till", "permissions": ["ledger.mint"]})) == (422, "PERMISSION_UNKNOWN")
    marketer = next(one["id"] for one in keeper.get("/v1/users").json()["items"] if one["name"] == "marketer")
    assert code_of(keeper.patch(f"/v1/users/{marketer}", json={"password": "taken over by a clerk"})) == (403, "PERMISSION_MISSING")
    with console.database.begin() as work:
        assert {one.name for one in list_users(within=work)} == {"admin", "marketer", "viewer"}


@pytest.mark.parametrize("password", ["short", "a" * 30, "dora dora dora", "x" * 201])
def test_a_weak_password_is_not_taken(console: Service, password: str) -> None:
    body = {"name": "dora dora dora", "role": "VIEWER", "password": password}
    answer = signed_in(console, "admin").post("/v1/users", json=body)
    assert answer.status_code == 422
    assert password not in answer.text or len(password) < 6


def test_a_name_is_taken_in_every_case_of_its_letters_and_a_dry_run_makes_nobody(console: Service) -> None:
    admin = signed_in(console, "admin")
    assert code_of(admin.post("/v1/users", json={"name": "VIEWER", "role": "VIEWER", "password": PASSWORD})) == (409, "USER_NAME_TAKEN")
    tried = admin.post("/v1/users", params={"dry_run": "true"}, json={"name": "eve", "role": "VIEWER", "password": PASSWORD})
    assert (tried.status_code, tried.json()["would_apply"]) == (201, True)
    assert "eve" not in {user["name"] for user in admin.get("/v1/users").json()["items"]}


def test_a_retry_makes_one_user_and_what_is_kept_for_it_knows_no_password(console: Service) -> None:
    admin = signed_in(console, "admin")
    body = {"name": "frank", "role": "VIEWER", "password": PASSWORD}
    first, again = (admin.post("/v1/users", json=body, headers={"Idempotency-Key": "frank"}) for _ in range(2))
    assert first.json() == again.json()
    assert again.headers["idempotency-hit"] == "true"


def test_a_keys_secret_is_told_once_and_a_retry_comes_without_it(console: Service) -> None:
    admin = signed_in(console, "admin")
    body = {"name": "till-17", "permissions": ["ledger.earn", "members.read"]}
    first, again = (admin.post("/v1/api-keys", json=body, headers={"Idempotency-Key": "till"}) for _ in range(2))
    secret = first.json()["secret"]
    assert secret.startswith(f"khw_{first.json()['prefix']}_")
    assert (again.json()["secret"], again.headers["idempotency-hit"]) == (None, "true")
    with console.database.begin() as work:
        kept = work.exec_driver_sql("select coalesce(string_agg(k::text, ' '), '') from idempotency_keys k").scalar_one()
    assert secret not in kept
    assert secret.encode().hex() not in kept
    machine = browser(console)
    machine.headers["Authorization"] = f"Bearer {secret}"
    assert machine.get("/v1/members").status_code == 200
    assert admin.post(f"/v1/api-keys/{first.json()['prefix']}:revoke").json()["revoked_at"] is not None
    assert code_of(machine.get("/v1/members")) == (401, "API_KEY_UNKNOWN")
    assert code_of(admin.post("/v1/api-keys/nobody:revoke")) == (404, "API_KEY_NOT_FOUND")


def test_what_a_person_does_is_told_under_the_persons_name(console: Service) -> None:
    made = signed_in(console, "admin").post("/v1/users", json={"name": "gina", "role": "MARKETER", "password": PASSWORD})
    assert made.json()["made_by"] == "admin"
