"""Every route names one permission, every transaction ends before its answer leaves, and serving stays light.

Not here: what the routes answer (tests/integration/serving).
"""

import inspect
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from loyalty.access import PERMISSIONS
from loyalty.settings import Settings
from serving.app import api_routes, build_app
from serving.http.auth import GuardedRoute, guard_of
from serving.http.errors import install_error_handlers
from serving.http.observability import Figures, Observed
from serving.http.work import Work
from serving.wiring import wiring_from

# A link in a message is its own proof: whoever holds it may leave, with one press and no header (RFC 8058).
LINKS = "/u/{token}"
# A gateway has no key; it signs what it tells, and telling it again changes nothing.
SIGNED = "/v1/gateways/{channel_code}/receipts"
# Where one becomes known. Its answer is a secret that must not be kept for a retry, and nobody rehearses it.
SESSION = "/v1/session"
OPEN = {SESSION, "/health/live", "/health/ready", LINKS, "/c/{token}", "/o/{token}", SIGNED}


@pytest.fixture(scope="module")
def app() -> FastAPI:
    """The app with all its routes; no server is contacted."""
    return build_app(wiring_from(Settings(database_url="postgresql://nobody@localhost/nothing", redis_url="redis://localhost:1")))


def test_every_route_but_health_declares_exactly_one_permission(app: FastAPI) -> None:
    routes = api_routes(app)
    assert len(routes) > 15
    without = {route.path for route in routes if guard_of(route) is None}
    assert {route.methods and min(route.methods) for route in routes if route.path == SESSION and guard_of(route) is None} == {"POST"}
    assert without == OPEN, "declare one `Annotated[Caller, requires(…)]` on each of these, or they are open to everybody"


def test_every_guarded_route_asks_for_the_key_before_it_reads_the_body(app: FastAPI) -> None:
    unguarded = {route.path for route in api_routes(app) if guard_of(route) is not None and not isinstance(route, GuardedRoute)}
    assert not unguarded, "give their router route_class=GuardedRoute"


def test_every_declared_permission_is_in_the_catalogue_and_every_one_is_used(app: FastAPI) -> None:
    declared = {permission for route in api_routes(app) if (guard := guard_of(route)) for permission in guard.permissions}
    assert declared == set(PERMISSIONS)


def test_there_is_no_route_that_the_permission_test_does_not_see(app: FastAPI) -> None:
    assert [route for route in app.router.routes if not isinstance(route, APIRoute)] == []


# A POST only because the question is too long for a query.
QUESTIONS = ("/v1/examine/", "/v1/features:batch", "/v1/offers:batch")


def writes_of(app: FastAPI) -> list[APIRoute]:
    """Everything that may change something."""
    return [
        route
        for route in api_routes(app)
        if {"POST", "PUT", "PATCH", "DELETE"} & (route.methods or set())
        and not route.path.startswith((*QUESTIONS, SESSION))
        and route.path not in {LINKS, SIGNED}
    ]


def test_every_write_takes_a_dry_run(app: FastAPI) -> None:
    writes = writes_of(app)
    assert len(writes) >= 3
    without = {route.path for route in writes if "dry_run" not in {field.name for field in route.dependant.query_params}}
    assert not without


def test_every_write_takes_an_idempotency_key(app: FastAPI) -> None:
    without = {route.path for route in writes_of(app) if "Idempotency-Key" not in {field.alias for field in route.dependant.header_params}}
    assert not without


def test_every_dependency_that_cleans_up_does_so_before_the_answer(app: FastAPI) -> None:
    late = {
        (route.path, getattr(dependency.call, "__name__", dependency.call))
        for route in api_routes(app)
        for dependency in _all_dependencies(route.dependant)
        if dependency.scope != "function"
    }
    assert not late, 'a dependency that yields needs Depends(…, scope="function"); see serving/http/work.py'


def _all_dependencies(dependant: Dependant) -> Iterator[Dependant]:
    for dependency in dependant.dependencies:
        if _yields(dependency.call):
            yield dependency
        yield from _all_dependencies(dependency)


def _yields(call: Any) -> bool:
    return inspect.isgeneratorfunction(call) or inspect.isasyncgenfunction(call)


def test_a_commit_that_fails_is_never_answered_with_success() -> None:
    """FastAPI runs code after `yield` behind the reply unless the dependency's scope is "function"."""

    class FailingDatabase:
        @contextmanager
        def begin(self) -> Iterator[object]:
            yield object()
            raise RuntimeError("the commit failed")

    class Wiring:
        database = FailingDatabase()

    router = APIRouter()

    @router.post("/write")
    def write(_: Work) -> dict[str, bool]:
        return {"is_written": True}

    app = FastAPI()
    app.state.wiring = Wiring()
    install_error_handlers(app)
    app.add_middleware(Observed, figures=Figures())
    app.include_router(router)
    answer = TestClient(app).post("/write")
    assert answer.status_code == 500
    assert answer.json()["code"] == "ERROR"
    assert "commit failed" not in answer.text


def test_serving_loads_neither_tensorflow_nor_orchestration() -> None:
    heavy = ("tensorflow", "keras", "dagster", "dbt", "pandas", "great_expectations", "sklearn", "orchestration", "khaywe")
    script = (
        "import sys, serving.main; from serving.app import build_app; from serving.wiring import wiring_from;"
        "from loyalty.settings import Settings; build_app(wiring_from(Settings(database_url='postgresql://x@localhost/x', redis_url='redis://localhost')));"
        f"print(sorted(name for name in {heavy!r} if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
