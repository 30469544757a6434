"""A direct route and FastAPI's own read every request alike: the same values, or the same refusal."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, Body, Depends, FastAPI, Path, Request, Response
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import StringConstraints
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.testclient import TestClient

from loyalty.access import GRANTABLE, ApiKey
from loyalty.ids import new_id
from serving.http.auth import GuardedRoute, KeyRing, requires
from serving.http.direct import DirectRoute, Shortcut
from serving.http.errors import install_error_handlers
from serving.http.idempotency import OptionalKey, RequiredKey
from serving.http.inputs import DryRun
from serving.http.observability import Figures, Observed
from serving.transactions.schemas import TransactionIn

KEY = ApiKey(id=new_id(), prefix="abc", name="till", permissions=frozenset(GRANTABLE), created_at=datetime(2017, 1, 1, tzinfo=UTC))
Word = Annotated[Annotated[str, StringConstraints(min_length=2, max_length=5)], Path()]


async def post(
    *,
    request: Request,
    word: Word,
    body: Annotated[TransactionIn, Body()],
    key: RequiredKey,
    caller: Annotated[ApiKey, requires("ledger.earn")],
    dry_run: DryRun = False,
) -> Response:
    shown = {"word": word, "body": body.model_dump(mode="json"), "key": key, "dry_run": dry_run, "caller": caller.name}
    return Response(json.dumps(shown | {"path": request.url.path.rsplit("/", 1)[1]}), media_type="application/json")


async def get(caller: Annotated[ApiKey, requires("ledger.read")], word: Word, key: OptionalKey = None) -> Response:
    return Response(json.dumps({"word": word, "key": key, "caller": caller.name}), media_type="application/json")


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = FastAPI()
    app.state.keys = KeyRing(lambda _: KEY)
    install_error_handlers(app)
    app.add_middleware(Observed, figures=Figures())
    for name, route_class in (("direct", DirectRoute), ("plain", GuardedRoute)):
        router = APIRouter(prefix=f"/{name}", route_class=route_class)
        router.post("/{word}", response_model=None)(post)
        router.get("/{word}", response_model=None)(get)
        app.router.routes.extend(router.routes)
    with TestClient(app, raise_server_exceptions=False) as opened:
        yield opened


def both(client: TestClient, method: str, tail: str, **request: Any) -> tuple[int, Any]:
    """The answer, after seeing that both routes give it."""
    answers = [client.request(method, f"/{name}/{tail}", **request) for name in ("direct", "plain")]
    found = []
    for answer in answers:
        body = answer.json()
        body.pop("request_id", None)
        if body.get("code") == "REQUEST_MALFORMED":
            # The two parsers count positions differently.
            body.pop("facts")
        found.append((answer.status_code, answer.headers["content-type"], body))
    assert found[0] == found[1]
    return found[0][0], found[0][2]


EARN = {
    "type": "EARN",
    "member_id": "ann",
    "order_id": "o",
    "spend_minor": 100,
    "currency_code": "USD",
    "event_time": "2017-10-31T10:00:00Z",
}
BURN = {"type": "BURN", "member_id": "ann", "reference": "r", "points": 5}
HEADERS = {"Authorization": "Bearer khw_x", "Idempotency-Key": "k", "Content-Type": "application/json"}


@pytest.mark.parametrize("body", [EARN, BURN, EARN | {"source": None}])
@pytest.mark.parametrize("query", ["", "?dry_run=true", "?dry_run=false"])
def test_good_requests_are_read_alike(client: TestClient, body: dict[str, Any], query: str) -> None:
    status, found = both(client, "POST", f"abc{query}", content=json.dumps(body), headers=HEADERS)
    assert status == 200
    assert found["body"]["type"] == body["type"]


@pytest.mark.parametrize("query", ["?other=1", "?dry_run=true&other=", "?dry-run=true", "?dry_run=false&dry_run=true"])
def test_query_parameters_that_the_route_does_not_know_or_that_come_twice_are_refused_alike(client: TestClient, query: str) -> None:
    status, found = both(client, "POST", f"abc{query}", content=json.dumps(EARN), headers=HEADERS)
    assert (status, found["code"]) == (422, "REQUEST_INVALID")
    assert both(client, "GET", f"abc{query}", headers=HEADERS)[0] == 422


@pytest.mark.parametrize(
    "changed",
    [
        {"spend_minor": -1},
        {"spend_minor": 1.0},
        {"spend_minor": "1"},
        {"spend_minor": True},
        {"spend_minor": 10**30},
        {"colour": 1},
        {"type": "GIFT"},
        {"type": None},
        {"member_id": 7},
        {"member_id": ""},
        {"order_id": "a\x00"},
        {"event_time": 1509444000},
        {"event_time": "2017-10-31"},
        {"event_time": "2017-13-31T10:00:00Z"},
        {"currency_code": "usd"},
    ],
)
def test_wrong_fields_are_refused_alike(client: TestClient, changed: dict[str, Any]) -> None:
    status, _ = both(client, "POST", "abc", content=json.dumps(EARN | changed), headers=HEADERS)
    assert status == 422


UNREADABLE = [b"", b"{", b"[]", b"null", b'"x"', b"17", b"\xff", b"[" * 5_000, b"{}", b'{"type":"EARN"}']


@pytest.mark.parametrize("content", UNREADABLE, ids=lambda content: repr(content[:12]))
def test_unreadable_bodies_are_refused_alike(client: TestClient, content: bytes) -> None:
    status, _ = both(client, "POST", "abc", content=content, headers=HEADERS)
    assert status in {400, 422}


KINDS = ["text/plain", "application/vnd.khaywe+json", "application/json; charset=utf-8", "APPLICATION/JSON", "", "json"]


@pytest.mark.parametrize("kind", KINDS)
def test_content_types_are_taken_alike(client: TestClient, kind: str) -> None:
    both(client, "POST", "abc", content=json.dumps(EARN), headers=HEADERS | {"Content-Type": kind})


@pytest.mark.parametrize("key", [None, "", "a b", "x" * 256, "\xe9"])
@pytest.mark.parametrize("tail", ["a", "abc", "abcdefg", "abc?dry_run=maybe"])
def test_wrong_headers_paths_and_queries_are_refused_alike(client: TestClient, key: str | None, tail: str) -> None:
    headers = {name: value for name, value in HEADERS.items() if name != "Idempotency-Key"}
    if key is not None:
        headers["Idempotency-Key"] = key.encode("latin-1")  # type: ignore[assignment]
    assert both(client, "POST", tail, content=json.dumps(EARN), headers=headers)[0] in {400, 422}
    both(client, "GET", tail, headers=headers)


def test_a_stranger_is_refused_alike(client: TestClient) -> None:
    assert both(client, "POST", "abc", content=b"{")[0] == 401


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8), lambda part: st.lists(part, max_size=3), max_leaves=4
)


@settings(max_examples=150, deadline=None)
@given(VALUES, st.data())
def test_any_value_in_any_field_is_read_alike(client: TestClient, value: Any, data: st.DataObject) -> None:
    body = data.draw(st.sampled_from([EARN, BURN]))
    field = data.draw(st.sampled_from([*body, "unknown"]))
    both(client, "POST", "abc", content=json.dumps(body | {field: value}), headers=HEADERS)


def test_a_signature_it_cannot_read_is_refused_when_the_app_is_built() -> None:
    async def open_to_all() -> Response:
        return Response()

    async def with_more(_: Annotated[ApiKey, requires("ledger.read")], more: Annotated[int, Depends(lambda: 1)]) -> Response:
        return Response(str(more))

    for endpoint in (open_to_all, with_more):
        router = APIRouter(route_class=DirectRoute)
        with pytest.raises(TypeError, match="one dependency"):
            router.get("/x", response_model=None)(endpoint)


def test_the_shortcut_chooses_what_the_router_would() -> None:
    async def answer(caller: Annotated[ApiKey, requires("ledger.read")]) -> Response:
        return Response(caller.name)

    router = APIRouter(route_class=DirectRoute)
    for path in ("/plain", "/of/{word}", "/of/shadowed", "/free"):
        router.get(path, response_model=None)(answer)
    router.post("/plain", response_model=None)(answer)
    taken: list[tuple[str, str]] = []

    async def to_the_router(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            taken.append((scope["method"], scope["path"]))
        await router(scope, receive, send)

    app = FastAPI()
    app.state.keys = KeyRing(lambda _: KEY)
    app.build_middleware_stack = lambda: ExceptionMiddleware(Shortcut(to_the_router, router.routes))  # type: ignore[method-assign]
    with TestClient(app) as client:
        for method, path in (("GET", "/plain"), ("POST", "/plain"), ("GET", "/of/shadowed"), ("GET", "/of/a"), ("GET", "/free")):
            assert client.request(method, path, headers=HEADERS).text == "till"
        assert client.put("/plain", headers=HEADERS).status_code == 405
        assert client.get("/plain/", headers=HEADERS, follow_redirects=False).status_code == 307
    assert [path for _, path in taken[:3]] == ["/of/shadowed", "/of/a", "/plain"]
