"""Who is calling and may they: `requires("ledger.earn")` on every route. Not here: what keys and sessions are (`loyalty.access`).

A machine shows its key in the header `Authorization`; the console's browser shows a session's cookie, and with writes its CSRF token.
"""

import asyncio
import hashlib
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, cast

from fastapi import Request, Response, params
from fastapi.openapi.models import HTTPBearer as HTTPBearerModel
from fastapi.routing import APIRoute
from fastapi.security.base import SecurityBase
from starlette.concurrency import run_in_threadpool
from starlette.types import Scope

from loyalty.access import PERMISSIONS, Caller, CallerUnknown, KeyUnknown, PermissionMissing, SessionUnknown, check_csrf
from loyalty.access.sessions import TOKEN_PREFIX
from loyalty.errors import Unavailable
from serving.http.cookies import session_token
from serving.http.query import check_query, query_names

FRESH_SECONDS = 5.0
# While the database is away no key can be revoked in it, so a key that was good just before stays good for a while.
OUTAGE_SECONDS = 60.0
REMEMBERED_MAX = 10_000

SAFE_METHODS = frozenset({"GET", "HEAD"})
CSRF_HEADER = "X-CSRF-Token"


@dataclass(frozen=True, slots=True)
class _Seen:
    caller: Caller | CallerUnknown
    at: float


class KeyRing:
    """Remembers for a few seconds which keys and sessions are good, so that a request costs no query. Lives on the event loop."""

    def __init__(self, verify: Callable[[str], Caller], *, fresh_seconds: float = FRESH_SECONDS) -> None:
        self._verify = verify
        self._fresh_seconds = fresh_seconds
        # By hash: the process keeps no secret for longer than a request.
        self._seen: dict[bytes, _Seen] = {}
        self._asking: dict[bytes, asyncio.Task[Caller | CallerUnknown]] = {}

    async def caller(self, text: str) -> Caller:
        """Whom the key or the session's token `text` proves, as it stood at most `fresh_seconds` ago.

        Raises:
            KeyUnknown, SessionUnknown: it proves nobody.
            Unavailable: the database does not answer and the caller was not seen within the last minute.
        """
        place = _place(text)
        seen = self._seen.get(place)
        now = time.monotonic()
        if seen is not None and now - seen.at < self._fresh_seconds:
            return _good(seen.caller)
        try:
            found = await self._ask_once(place, text)
        except Unavailable:
            if seen is not None and now - seen.at < OUTAGE_SECONDS:
                return _good(seen.caller)
            raise
        return _good(found)

    def forget(self, text: str) -> None:
        """What `text` proves is asked anew, because it has just changed."""
        self._seen.pop(_place(text), None)

    async def _ask_once(self, place: bytes, text: str) -> Caller | CallerUnknown:
        """Many requests with the same stale key make one query."""
        asking = self._asking.get(place)
        if asking is None:
            asking = self._asking[place] = asyncio.create_task(self._ask(place, text))
            asking.add_done_callback(lambda _: self._asking.pop(place, None))
        return await asyncio.shield(asking)

    async def _ask(self, place: bytes, text: str) -> Caller | CallerUnknown:
        found: Caller | CallerUnknown
        try:
            found = await run_in_threadpool(self._verify, text)
        except CallerUnknown as unknown:
            found = type(unknown)(unknown.message)
        if len(self._seen) >= REMEMBERED_MAX:
            self._seen.clear()
        self._seen[place] = _Seen(found, time.monotonic())
        return found


def _place(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _good(found: Caller | CallerUnknown) -> Caller:
    if isinstance(found, CallerUnknown):
        raise type(found)(found.message)
    return found


class Requires(SecurityBase):
    """A dependency that lets a request pass if its caller holds `permission`, and is that `Caller`."""

    def __init__(self, permission: str, *others: str) -> None:
        unknown = {permission, *others} - set(PERMISSIONS)
        if unknown:
            raise ValueError(f"not in the catalogue of permissions: {sorted(unknown)}")
        self.permissions = (permission, *others)
        self.scheme_name = "ApiKey"
        self.model = HTTPBearerModel(bearerFormat="khw_<prefix>_<secret>", description="An API key made with `khaywe keys create`.")

    async def __call__(self, request: Request) -> Caller:
        """The caller.

        Raises:
            KeyUnknown: neither key nor session, or a key that is not good.
            SessionUnknown: the session has ended.
            CsrfTokenWrong: a write by cookie without the session's token.
            PermissionMissing: the caller is known and holds none of the permissions.
        """
        known = request.scope.get("khaywe.caller")
        if known is None:
            known = await self.admit(request)
        return cast(Caller, known)

    async def admit(self, request: Request) -> Caller:
        """The caller is known to the request from now on; raises as `__call__` does."""
        caller = await _caller_of(request)
        request.scope["khaywe.caller_name"] = caller.name
        if not any(caller.may(permission) for permission in self.permissions):
            raise PermissionMissing(
                f"'{caller.name}' does not hold the permission {' or '.join(self.permissions)}.",
                needed=list(self.permissions),
                caller=caller.name,
            )
        request.scope["khaywe.caller"] = caller
        return caller


async def _caller_of(request: Request) -> Caller:
    """By the key where one is shown, else by the cookie. A session's token in the header opens nothing: no CSRF token guards it there."""
    keys = cast(KeyRing, request.app.state.keys)
    shown = _authorization(request.scope)
    if not shown and (token := session_token(request)) is not None:
        caller = await keys.caller(token)
        if request.method not in SAFE_METHODS:
            check_csrf(token, request.headers.get(CSRF_HEADER))
        return caller
    scheme, _, text = shown.partition(" ")
    if scheme.lower() != "bearer" or not text:
        raise KeyUnknown("This route needs an API key. Send it as 'Authorization: Bearer khw_…'.")
    if text.strip().startswith(TOKEN_PREFIX):
        raise SessionUnknown("A session is shown by its cookie alone.")
    return await keys.caller(text.strip())


def _authorization(scope: Scope) -> str:
    """The header, read without making all of them into text."""
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == b"authorization"), "")


def requires(permission: str) -> params.Depends:
    """For `Annotated[Caller, requires(…)]` in a route: only callers that hold `permission` pass."""
    return params.Depends(Requires(permission))


def requires_by_type(permission: str, *others: str) -> params.Depends:
    """For a route whose body names the act: callers that hold one of these pass the door, and the route asks `must_hold` for its act."""
    return params.Depends(Requires(permission, *others))


def must_hold(caller: Caller, permission: str) -> None:
    """The caller holds `permission`.

    Raises:
        PermissionMissing: it does not.
    """
    if not caller.may(permission):
        raise PermissionMissing(f"'{caller.name}' does not hold the permission {permission}.", needed=[permission], caller=caller.name)


class GuardedRoute(APIRoute):
    """A route that asks who is calling before it reads the body, so that a stranger's body is never parsed, and knows its parameters.

    FastAPI alone reads the body first and resolves dependencies afterwards.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's handler, behind the door."""
        handle = super().get_route_handler()
        guard = guard_of(self)
        if guard is None:
            return handle
        known = query_names(self)

        async def guarded(request: Request) -> Response:
            await guard.admit(request)
            check_query(request, known)
            return await handle(request)

        return guarded


def guard_of(route: APIRoute) -> Requires | None:
    """The one `Requires` of a route, or None."""
    guards = [dependency.call for dependency in route.dependant.dependencies if isinstance(dependency.call, Requires)]
    return guards[0] if len(guards) == 1 else None
