"""Who is calling and may they: `requires("ledger.earn")` on every route. Not here: what keys and permissions are (`loyalty.access`)."""

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

from loyalty.access import PERMISSIONS, ApiKey, KeyUnknown, PermissionMissing
from loyalty.errors import Unavailable
from serving.http.query import check_query, query_names

FRESH_SECONDS = 5.0
# While the database is away no key can be revoked in it, so a key that was good just before stays good for a while.
OUTAGE_SECONDS = 60.0
REMEMBERED_MAX = 10_000


@dataclass(frozen=True, slots=True)
class _Seen:
    key: ApiKey | None
    at: float


class KeyRing:
    """Remembers for a few seconds which keys are good and which are not, so that a request costs no query. Lives on the event loop."""

    def __init__(self, verify: Callable[[str], ApiKey], *, fresh_seconds: float = FRESH_SECONDS) -> None:
        self._verify = verify
        self._fresh_seconds = fresh_seconds
        # By hash: the process keeps no secret for longer than a request.
        self._seen: dict[bytes, _Seen] = {}
        self._asking: dict[bytes, asyncio.Task[ApiKey | None]] = {}

    async def caller(self, text: str) -> ApiKey:
        """The key that `text` proves, as it stood at most `fresh_seconds` ago.

        Raises:
            KeyUnknown: it proves none.
            Unavailable: the database does not answer and the key was not seen within the last minute.
        """
        place = hashlib.sha256(text.encode()).digest()
        seen = self._seen.get(place)
        now = time.monotonic()
        if seen is not None and now - seen.at < self._fresh_seconds:
            return _good(seen.key)
        try:
            key = await self._ask_once(place, text)
        except Unavailable:
            if seen is not None and now - seen.at < OUTAGE_SECONDS:
                return _good(seen.key)
            raise
        return _good(key)

    async def _ask_once(self, place: bytes, text: str) -> ApiKey | None:
        """Many requests with the same stale key make one query."""
        asking = self._asking.get(place)
        if asking is None:
            asking = self._asking[place] = asyncio.create_task(self._ask(place, text))
            asking.add_done_callback(lambda _: self._asking.pop(place, None))
        return await asyncio.shield(asking)

    async def _ask(self, place: bytes, text: str) -> ApiKey | None:
        try:
            key: ApiKey | None = await run_in_threadpool(self._verify, text)
        except KeyUnknown:
            key = None
        if len(self._seen) >= REMEMBERED_MAX:
            self._seen.clear()
        self._seen[place] = _Seen(key, time.monotonic())
        return key


def _good(key: ApiKey | None) -> ApiKey:
    if key is None:
        raise KeyUnknown("The API key is not known. Send a valid one as 'Authorization: Bearer khw_…'.")
    return key


class Requires(SecurityBase):
    """A dependency that lets a request pass if its key holds `permission`, and is the caller's `ApiKey`."""

    def __init__(self, permission: str, *others: str) -> None:
        unknown = {permission, *others} - set(PERMISSIONS)
        if unknown:
            raise ValueError(f"not in the catalogue of permissions: {sorted(unknown)}")
        self.permissions = (permission, *others)
        self.scheme_name = "ApiKey"
        self.model = HTTPBearerModel(bearerFormat="khw_<prefix>_<secret>", description="An API key made with `khaywe keys create`.")

    async def __call__(self, request: Request) -> ApiKey:
        """The caller.

        Raises:
            KeyUnknown: no key, or one that is not good.
            PermissionMissing: the key is good and holds none of the permissions.
        """
        known = request.scope.get("khaywe.caller")
        if known is None:
            known = await self.admit(request)
        return cast(ApiKey, known)

    async def admit(self, request: Request) -> ApiKey:
        """The caller is known to the request from now on; raises as `__call__` does."""
        scheme, _, text = _authorization(request.scope).partition(" ")
        if scheme.lower() != "bearer" or not text:
            raise KeyUnknown("This route needs an API key. Send it as 'Authorization: Bearer khw_…'.")
        caller = await cast(KeyRing, request.app.state.keys).caller(text.strip())
        request.scope["khaywe.caller_name"] = caller.name
        if not any(caller.may(permission) for permission in self.permissions):
            raise PermissionMissing(
                f"The key '{caller.name}' does not hold the permission {' or '.join(self.permissions)}.",
                needed=list(self.permissions),
                caller=caller.name,
            )
        request.scope["khaywe.caller"] = caller
        return caller


def _authorization(scope: Scope) -> str:
    """The header, read without making all of them into text."""
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == b"authorization"), "")


def requires(permission: str) -> params.Depends:
    """For `Annotated[ApiKey, requires(…)]` in a route: only callers that hold `permission` pass."""
    return params.Depends(Requires(permission))


def requires_by_type(permission: str, *others: str) -> params.Depends:
    """For a route whose body names the act: callers that hold one of these pass the door, and the route asks `must_hold` for its act."""
    return params.Depends(Requires(permission, *others))


def must_hold(caller: ApiKey, permission: str) -> None:
    """The caller holds `permission`.

    Raises:
        PermissionMissing: it does not.
    """
    if not caller.may(permission):
        raise PermissionMissing(
            f"The key '{caller.name}' does not hold the permission {permission}.", needed=[permission], caller=caller.name
        )


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
