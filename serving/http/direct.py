"""A route for the few paths that carry the load: read by what FastAPI derived from the signature, without its per-request reflection.

FastAPI resolves a signature anew for every request, which costs more than everything else a gathered posting does in this process
(measured: 2.4 times; see `tests/unit/serving/http/test_direct.py` for the proof that both read requests alike). Delete it when
FastAPI compiles its signatures. Not here: any route.
"""

from collections.abc import Awaitable, Callable
from typing import Any, cast, get_type_hints

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import TypeAdapter, ValidationError
from starlette.datastructures import Headers, QueryParams
from starlette.types import Receive, Scope, Send

from loyalty.access import ApiKey
from serving.http.auth import GuardedRoute, Requires, guard_of

Errors = list[dict[str, Any]]
_MISSING: dict[str, Any] = {"type": "missing", "msg": "Field required", "input": None}


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
        self._answer = cast(Callable[..., Awaitable[Response]], endpoint)
        self.app = self._serve

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive, send)
        caller = await self._guard.admit(request)
        content = await request.body() if self._body is not None else b""
        response = await self._answer(**self._values(request, caller, content))
        await response(scope, receive, send)

    def _values(self, request: Request, caller: ApiKey, content: bytes) -> dict[str, Any]:
        values: dict[str, Any] = {}
        errors: Errors = []
        self._read("path", self.dependant.path_params, request.path_params, values, errors)
        query = request.query_params if request.scope["query_string"] else QueryParams()
        self._read("query", self.dependant.query_params, query, values, errors)
        self._read("header", self.dependant.header_params, request.headers, values, errors)
        if self._body is not None and self._body_name is not None:
            values[self._body_name] = self._read_body(request.headers, content, errors)
        if errors:
            raise RequestValidationError(errors)
        if self._caller_name is not None:
            values[self._caller_name] = caller
        if self._request_name is not None:
            values[self._request_name] = request
        return values

    def _read(self, place: str, fields: Any, given: Any, values: dict[str, Any], errors: Errors) -> None:  # noqa: ANN401 - mappings of three kinds
        for field in fields:
            found = given.get(field.alias)
            if found is None:
                if field.field_info.is_required():
                    errors.append(_MISSING | {"loc": (place, field.alias)})
                else:
                    values[field.name] = field.get_default()
                continue
            value, wrong = field.validate(found, values, loc=(place, field.alias))
            values[field.name] = value
            errors.extend(wrong)

    def _read_body(self, headers: Headers, content: bytes, errors: Errors) -> Any:  # noqa: ANN401 - the endpoint's own type
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


def _is_json(content_type: str) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))
