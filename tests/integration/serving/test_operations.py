"""Health, metrics, logs, the console's files, and what happens when PostgreSQL is away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from loyalty.clock import UtcClock
from loyalty.database import Database, connect
from serving.app import build_app
from serving.wiring import Wiring
from tests.support.service import Service, running_service


def test_health_says_live_and_ready_to_everybody(service: Service) -> None:
    stranger = TestClient(service.client.app)
    assert stranger.get("/health/live").json() == {"status": "live"}
    ready = stranger.get("/health/ready")
    assert ready.status_code == 200
    assert {part["name"]: part["is_ready"] for part in ready.json()["parts"]}["database"]


def test_a_database_without_the_schema_is_not_ready_and_says_what_to_do(postgres_url: str) -> None:
    database = connect(postgres_url)
    with TestClient(build_app(Wiring(database=database, clock=UtcClock()))) as client:
        ready = client.get("/health/ready")
    assert (ready.status_code, ready.json()["status"]) == (503, "unready")
    assert "migrate" in ready.json()["parts"][0]["reason"]


@pytest.fixture
def without_database() -> Iterator[TestClient]:
    database = connect("postgresql://nobody@127.0.0.1:1/nothing")
    with TestClient(build_app(Wiring(database=database, clock=UtcClock())), raise_server_exceptions=False) as client:
        yield client


def test_without_postgresql_readiness_names_it_and_why_and_liveness_stays(without_database: TestClient) -> None:
    ready = without_database.get("/health/ready")
    assert ready.status_code == 503
    assert ready.headers["retry-after"] == "1"
    part = ready.json()["parts"][0]
    assert (part["name"], part["is_ready"], part["is_needed"]) == ("database", False, True)
    assert "refused" in part["reason"]
    assert without_database.get("/health/live").status_code == 200


def test_without_postgresql_a_call_is_told_to_come_again(without_database: TestClient) -> None:
    answer = without_database.get("/v1/members", headers={"Authorization": "Bearer khw_000000000000_secret"})
    assert (answer.status_code, answer.json()["code"]) == (503, "DATABASE_UNAVAILABLE")
    assert answer.headers["retry-after"] == "1"


def test_connections_that_postgresql_ended_are_replaced_without_a_word(service: Service) -> None:
    """A restart of the database must not cost a request per pooled connection."""
    service.earn()
    with service.database.begin() as work:
        work.exec_driver_sql(
            "select pg_terminate_backend(pid, 60000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
        )
    assert service.earn().status_code == 201
    assert service.available() == 200


def test_metrics_count_by_route_template_never_by_what_callers_made_up(service: Service) -> None:
    service.earn()
    for path in ("/v1/members/ann", "/v1/members/nobody-7", "/v1/made/up/7"):
        service.client.get(path)
    service.client.request("BREW", "/v1/me")
    figures = service.client.get("/metrics")
    assert figures.headers["content-type"].startswith("text/plain")
    assert 'route="/v1/members/{member_id}"' in figures.text
    assert 'khaywe_http_requests_total{method="POST",route="/v1/transactions",status="201"} 1.0' in figures.text
    for made_up in ("nobody-7", "made/up", "BREW"):
        assert made_up not in figures.text


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, "a\tb", "ü"])
def test_a_request_id_that_could_harm_a_log_is_replaced(service: Service, given: str) -> None:
    answer = service.client.get("/health/live", headers={"X-Request-ID": given.encode("latin-1")})
    assert answer.headers["x-request-id"] != given
    assert len(answer.headers["x-request-id"]) == 32


def test_an_unknown_path_and_a_wrong_method_are_problem_documents(service: Service) -> None:
    for method, path, status, code in [
        ("GET", "/v1/nothing", 404, "ROUTE_UNKNOWN"),
        ("GET", "/v1", 404, "ROUTE_UNKNOWN"),
        ("GET", "/v1/members/", 404, "ROUTE_UNKNOWN"),
        ("DELETE", "/v1/members/ann", 405, "METHOD_NOT_ALLOWED"),
        ("GET", "/v1/transactions", 405, "METHOD_NOT_ALLOWED"),
        ("GET", "/health/nothing", 404, "ROUTE_UNKNOWN"),
    ]:
        answer = service.client.request(method, path)
        assert (answer.status_code, answer.json()["code"]) == (status, code), path
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.fixture
def console(database: Database, tmp_path: Path) -> Iterator[TestClient]:
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text("<!doctype html><title>Khaywe</title>")
    (dist / "favicon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (dist / "assets" / "app-3f9c.js").write_text("export {}")
    (tmp_path / "secret.txt").write_text("not yours")
    with running_service(database, console_dir=dist) as service:
        yield TestClient(service.client.app)


def test_the_console_is_served_at_the_root_and_at_every_path_it_routes_itself(console: TestClient) -> None:
    for path in ("/", "/segments", "/members/1042"):
        answer = console.get(path)
        assert (answer.status_code, "Khaywe" in answer.text) == (200, True)
        assert answer.headers["cache-control"] == "no-cache"
        assert "script-src 'self';" in answer.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_hashed_assets_are_kept_for_ever_and_a_missing_one_is_not_the_page(console: TestClient) -> None:
    answer = console.get("/assets/app-3f9c.js")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert console.get("/favicon.svg").headers["cache-control"] == "no-cache"
    for missing in ("/assets/app-0000.js", "/missing.js"):
        assert console.get(missing).status_code == 404


OUTSIDE = [
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/assets/..%2f..%2fsecret.txt",
    "/assets/%2e%2e/%2e%2e/secret.txt",
    "/%00",
    "//etc/passwd",
]


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_outside_the_consoles_folder_is_served(console: TestClient, path: str) -> None:
    answer = console.get(path)
    assert "not yours" not in answer.text
    assert "root:" not in answer.text


def test_the_consoles_page_never_swallows_an_unknown_api_path(console: TestClient) -> None:
    for path in ("/v1/nothing", "/v1", "/health/x", "/metrics/x"):
        answer = console.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "ROUTE_UNKNOWN")


def test_without_a_console_the_root_says_so(database: Database) -> None:
    with running_service(database, console_dir=None) as service:
        answer = service.client.get("/")
        assert answer.status_code == 200
        assert "/v1" in answer.text
        assert service.client.get("/segments").status_code == 404
