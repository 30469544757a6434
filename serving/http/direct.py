"""A route for the few paths that carry the load: read by what FastAPI derived from the signature, without its per-request reflection.

FastAPI resolves a signature anew for every request, which costs more than everything else a gathered posting does in this process
(measured: 2.4 times; see `tests/unit/serving/http/test_direct.py` for the proof that both read requests alike). Delete it when
FastAPI compiles its signatures. Not here: any route.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast, get_type_hints

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import TypeAdapter, ValidationError
from starlette.requests import ClientDisconnect
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

from loyalty.access import Caller
from serving.http.auth import GuardedRoute, Requires, guard_of
from serving.http.query import check_query, query_names

Errors = list[dict[str, Any]]
_MISSING: dict[str, Any] = {"type": "missing", "msg": "Field required", "input": None}
_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class _Value:
    """A single value that the endpoint asks for, with what FastAPI works out anew for every request."""

    name: str
    alias: str
    found_as: str
    is_required: bool
    default: object
    validate: Callable[..., tuple[Any, list[dict[str, Any]]]]

    @classmethod
    def of(cls, field: Any, name_of: Callable[[str], str] = str) -> "_Value":  # noqa: ANN401 - FastAPI's own
        """As FastAPI derived it. All requests share the default, so it must be one that nobody can change."""
        is_required = field.field_info.is_required()
        default = None if is_required else field.get_default()
        if not isinstance(default, str | int | bool | None):
            raise TypeError(f"{field.name}: the default of a direct route's value is a text, a number or nothing")
        return cls(field.name, field.alias, name_of(field.alias), is_required, default, field.validate)


class DirectRoute(GuardedRoute):
    """A guarded route whose endpoint is async, answers with a `Response`, and asks for: its caller, the request, one JSON body, and
    single values from path, query and headers. Anything else fails when the app is built."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **rest: Any) -> None:  # noqa: ANN401 - FastAPI's own parameters
        super().__init__(path, endpoint, **rest)
        guard = guard_of(self)
        if guard is None or len(self.dependant.dependencies) != 1:
            raise TypeError(f"{path}: a direct route has one dependency, its requires(…)")
        self._guard: Requires = guard
        self._caller_name = self.dependant.dependencies[0].name
        self._request_name = self.dependant.request_param_name
        hints = get_type_hints(endpoint, include_extras=True)
        self._body_name = self.dependant.body_params[0].name if self.dependant.body_params else None
        self._body: TypeAdapter[Any] | None = TypeAdapter(hints[self._body_name]) if self._body_name else None
        self._of_path = [_Value.of(field) for field in self.dependant.path_params]
        self._of_query = [_Value.of(field) for field in self.dependant.query_params]
        self._known_in_query = query_names(self)
        self._of_headers = [_Value.of(field, str.lower) for field in self.dependant.header_params]
        self._answer = cast(Callable[..., Awaitable[Response]], endpoint)
        self.app = self._serve

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive, send)
        caller = await self._guard.admit(request)
        check_query(request, self._known_in_query)
        content = await _content(receive) if self._body is not None else b""
        response = await self._answer(**self._values(request, caller, content))
        await response(scope, receive, send)

    def _values(self, request: Request, caller: Caller, content: bytes) -> dict[str, Any]:
        values: dict[str, Any] = {}
        errors: Errors = []
        scope = request.scope
        headers = _headers(scope)
        if self._of_path:
            _read("path", self._of_path, request.path_params, values, errors)
        if self._of_query:
            _read("query", self._of_query, request.query_params if scope["query_string"] else _NOTHING, values, errors)
        if self._of_headers:
            _read("header", self._of_headers, headers, values, errors)
        if self._body is not None and self._body_name is not None:
            values[self._body_name] = self._read_body(headers, content, errors)
        if errors:
            raise RequestValidationError(errors)
        if self._caller_name is not None:
            values[self._caller_name] = caller
        if self._request_name is not None:
            values[self._request_name] = request
        return values

    def _read_body(self, headers: Mapping[str, str], content: bytes, errors: Errors) -> Any:  # noqa: ANN401 - the endpoint's own type
        assert self._body is not None  # noqa: S101 - asked only where there is one
        if not content:
            errors.append(_MISSING | {"loc": ("body",)})
            return None
        try:
            if not _is_json(headers.get("content-type", "")):
                # As FastAPI does: what is not declared as JSON is taken for mere bytes, which no model is made of.
                return self._body.validate_python(content)
            return self._body.validate_json(content)
        except ValidationError as error:
            for found in error.errors(include_url=False, include_context=False, include_input=False):
                errors.append({**found, "loc": ("body", *found["loc"])})
            return None


class Shortcut:
    """ASGI: a request for a direct route with a fixed path goes to it at once; all others to `app`, where routes are tried in turn."""

    def __init__(self, app: ASGIApp, routes: Sequence[BaseRoute]) -> None:
        self.app = app
        self._routes = {
            (route.path, method): route
            for route in routes
            if isinstance(route, DirectRoute) and not route.param_convertors
            for method in route.methods or ()
            if _first_for(route.path, method, routes) is route
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI's own
        route = self._routes.get((scope["path"], scope["method"])) if scope["type"] == "http" and not scope.get("root_path") else None
        if route is None:
            await self.app(scope, receive, send)
            return
        scope["route"] = route
        scope["endpoint"] = route.endpoint
        scope["path_params"] = {}
        await route.app(scope, receive, send)


def _first_for(path: str, method: str, routes: Sequence[BaseRoute]) -> BaseRoute | None:
    """The route that the router would choose."""
    scope = {"type": "http", "path": path, "method": method, "root_path": ""}
    return next((route for route in routes if route.matches(scope)[0] is Match.FULL), None)


def _read(place: str, wanted: Sequence[_Value], given: Mapping[str, str], values: dict[str, Any], errors: Errors) -> None:
    for value in wanted:
        found = given.get(value.found_as)
        if found is not None:
            values[value.name], wrong = value.validate(found, values, loc=(place, value.alias))
            errors.extend(wrong)
        elif value.is_required:
            errors.append(_MISSING | {"loc": (place, value.alias)})
        else:
            values[value.name] = value.default


def _headers(scope: Scope) -> dict[str, str]:
    """By lower-case name; of several with one name the first, as the framework takes it."""
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in reversed(scope["headers"])}


async def _content(receive: Receive) -> bytes:
    """The whole body, as `Request.body` reads it."""
    parts: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


def _is_json(content_type: str) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))
