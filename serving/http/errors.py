"""How a no is said over HTTP: one problem document for every error, one status per kind. Not here: when a no is said (the rooms)."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException

from loyalty.access import CallerUnknown, CsrfTokenWrong, PermissionMissing, SignInAttemptsExceeded
from loyalty.database.engine import DatabaseUnavailable
from loyalty.errors import Conflict, Invalid, LoyaltyError, NotFound, Refused, Unavailable
from loyalty.vouchers.errors import VoucherAttemptsExceeded

PROBLEM_MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = "1"

log = structlog.get_logger(__name__)


class Malformed(Invalid):
    """What arrived is not a request this API can read: broken JSON, a wrong content type, a missing or broken header."""

    code = "REQUEST_MALFORMED"


class IdempotencyKeyMissing(Malformed):
    """A route that moves points was called without the Idempotency-Key header."""

    code = "IDEMPOTENCY_KEY_MISSING"


class IdempotencyKeyMalformed(Malformed):
    """The Idempotency-Key header is not 1 to 255 visible ASCII characters."""

    code = "IDEMPOTENCY_KEY_MALFORMED"


class RequestInvalid(Invalid):
    """A field of the body, the path or the query is missing, unknown, of the wrong type or out of its bounds."""

    code = "REQUEST_INVALID"


class RouteUnknown(NotFound):
    """There is nothing at this path."""

    code = "ROUTE_UNKNOWN"


class Busy(Unavailable):
    """More requests wait than the service is willing to queue; nothing was done."""

    code = "SERVICE_BUSY"


# The whole translation from kinds to statuses. The most derived class that is listed decides.
STATUS_OF: dict[type[LoyaltyError], int] = {
    Malformed: 400,
    CallerUnknown: 401,
    CsrfTokenWrong: 403,
    PermissionMissing: 403,
    NotFound: 404,
    Conflict: 409,
    Invalid: 422,
    Refused: 422,
    SignInAttemptsExceeded: 429,
    VoucherAttemptsExceeded: 429,
    Unavailable: 503,
}

_TITLES = {
    400: "The request cannot be read",
    401: "The caller is not known",
    403: "The caller may not do this",
    404: "Not found",
    405: "This method is not offered here",
    409: "The request collides with another one",
    413: "The request is too large",
    422: "The request is refused",
    429: "Too many attempts",
    500: "An error of ours",
    503: "Try again later",
}
# Codes for what the web framework refuses by itself.
_FRAMEWORK_CODES = {404: RouteUnknown.code, 405: "METHOD_NOT_ALLOWED", 413: "REQUEST_TOO_LARGE"}


class Problem(BaseModel):
    """Why a request was not carried out (RFC 9457). `code` is stable and meant for programs, `detail` for people."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:khaywe:problem:POINTS_INSUFFICIENT",
                    "title": "The request is refused",
                    "status": 422,
                    "code": "POINTS_INSUFFICIENT",
                    "detail": "The member has 120 points and 500 are needed.",
                    "facts": {"available_points": 120, "requested_points": 500, "missing_points": 380},
                    "request_id": "01936b2e7c7a7c1e8f2a4b6d8e0f1a2b",
                }
            ]
        }
    )

    type: str = Field(description="`urn:khaywe:problem:` and the code.")
    title: str = Field(description="The status in words; the same for all problems of a status.")
    status: int = Field(description="The HTTP status.")
    code: str = Field(description="Stable name of the problem.")
    detail: str = Field(description="What happened and what to do about it, in one or two sentences.")
    facts: dict[str, Any] = Field(description="The values that explain the problem.")
    request_id: str = Field(description="Names this request in our log; quote it when you ask us.")


def status_of(error: LoyaltyError | type[LoyaltyError]) -> int:
    """The HTTP status of an error: that of the nearest class listed in `STATUS_OF`."""
    kind = error if isinstance(error, type) else type(error)
    return next((STATUS_OF[ancestor] for ancestor in kind.__mro__ if ancestor in STATUS_OF), 500)


def problem_bytes(status: int, code: str, detail: str, facts: Mapping[str, object], request_id: str) -> bytes:
    """The body of a problem document."""
    problem = {
        "type": f"urn:khaywe:problem:{code}",
        "title": _TITLES.get(status, "The request failed"),
        "status": status,
        "code": code,
        "detail": printable(detail),
        "facts": facts,
        "request_id": request_id,
    }
    try:
        return orjson.dumps(problem, default=printable, option=orjson.OPT_NON_STR_KEYS)
    except TypeError:
        # A caller may have sent what orjson will not write, such as an integer beyond 64 bits, and a fact may quote it.
        return json.dumps(problem, default=printable).encode()


def problem_of(error: LoyaltyError, request_id: str) -> tuple[int, bytes]:
    """The status and the problem document of a domain error."""
    status = status_of(error)
    return status, problem_bytes(status, error.code, error.message, _printable_facts(error.facts), request_id)


def problem_response(error: LoyaltyError, request_id: str) -> Response:
    """The answer that says this error."""
    status, body = problem_of(error, request_id)
    headers = headers_of(status)
    if status == 429:
        headers["Retry-After"] = str(error.facts.get("retry_after_seconds", RETRY_AFTER_SECONDS))
    return Response(body, status, headers, PROBLEM_MEDIA_TYPE)


def headers_of(status: int) -> dict[str, str]:
    """The headers that go with a status."""
    if status == 401:
        return {"WWW-Authenticate": "Bearer"}
    return {"Retry-After": RETRY_AFTER_SECONDS} if status == 503 else {}


def printable(value: object) -> str:
    """Text that can always be written as UTF-8, whatever a caller sent."""
    return str(value).encode("utf-8", "replace").decode("utf-8")


def install_error_handlers(app: FastAPI) -> None:
    """Every error that leaves a route becomes a problem document."""

    def say(request: Request, error: Exception) -> Response:
        return problem_response(as_loyalty_error(error), request_id_of(request))

    for kind in (LoyaltyError, RequestValidationError, OperationalError, InterfaceError, PoolTimeoutError):
        app.add_exception_handler(kind, say)
    app.add_exception_handler(HTTPException, _framework_problem)


def request_id_of(request: Request) -> str:
    """The id under which this request stands in the log."""
    return str(request.scope.get("khaywe.request_id", ""))


def as_loyalty_error(error: Exception) -> LoyaltyError:
    """The domain error that says what `error` means to a caller.

    Raises:
        Exception: `error` itself, where it means nothing to a caller and is a fault of ours.
    """
    if isinstance(error, LoyaltyError):
        return error
    if isinstance(error, RequestValidationError):
        return _refused_input(error.errors())
    if isinstance(error, OperationalError | InterfaceError | PoolTimeoutError):
        log.warning("database_unavailable", reason=printable(error).splitlines()[0])
        return DatabaseUnavailable(
            "The loyalty database does not answer just now. Nothing was lost; try again with the same Idempotency-Key."
        )
    raise error


def _refused_input(errors: Sequence[Mapping[str, Any]]) -> LoyaltyError:
    """One error for all that is wrong with the input, in the documented order: JSON, then headers, then fields."""
    for error in errors:
        if error["type"] == "json_invalid":
            return Malformed("The body is not valid JSON in UTF-8.", position=error["loc"][-1])
    for error in errors:
        if str(error["loc"][-1]).lower() == "idempotency-key":
            if error["type"] == "missing":
                return IdempotencyKeyMissing(
                    "Send an Idempotency-Key header: 1 to 255 characters, new for every purchase, the same for its retries."
                )
            return IdempotencyKeyMalformed("The Idempotency-Key header must be 1 to 255 visible ASCII characters.")
    if any(error["loc"] == ("body",) and error["type"] != "missing" for error in errors):
        wrong_type = any(error["type"] in {"model_attributes_type", "model_type", "dict_type"} for error in errors)
        if wrong_type:
            return Malformed("The body must be a JSON object, sent with Content-Type: application/json.")
    fields = [{"field": _place(error["loc"]), "problem": printable(error["msg"])} for error in errors[:20]]
    return RequestInvalid(f"{fields[0]['field']}: {fields[0]['problem']}.", fields=fields)


def _place(location: Sequence[object]) -> str:
    """`body.lines.0.points` for ("body", "lines", 0, "points"); unknown field names are cut, they are the caller's text."""
    return ".".join(printable(part)[:80] for part in location)


def _framework_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class alone
    status = error.status_code
    code = _FRAMEWORK_CODES.get(status, Malformed.code if status < 500 else "ERROR")
    detail = {
        400: "The body is not valid JSON in UTF-8.",
        404: f"There is nothing at {request.url.path[:200]}.",
        405: f"{request.method} is not offered at {request.url.path[:200]}.",
        413: "The body is larger than this API accepts.",
    }.get(status, str(error.detail))
    body = problem_bytes(status, code, detail, {}, request_id_of(request))
    return Response(body, status, {**(error.headers or {}), **headers_of(status)}, PROBLEM_MEDIA_TYPE)


def _printable_facts(facts: Mapping[str, object]) -> dict[str, object]:
    return {name: printable(value) if isinstance(value, str) else value for name, value in facts.items()}


def refusals(*errors: type[LoyaltyError]) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route: which refusals it may answer with, by status."""
    documented: dict[int | str, dict[str, Any]] = {}
    for error in sorted(errors, key=lambda error: (status_of(error), error.code)):
        line = f"`{error.code}`: {(error.__doc__ or '').strip().splitlines()[0]}"
        entry = documented.setdefault(status_of(error), {"description": "", "content": {PROBLEM_MEDIA_TYPE: {"schema": PROBLEM_REFERENCE}}})
        entry["description"] = "\n\n".join(filter(None, [entry["description"], line]))
    return documented


PROBLEM_REFERENCE = {"$ref": "#/components/schemas/Problem"}
