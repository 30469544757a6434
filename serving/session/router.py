"""`/v1/session`: sign in, sign out, change one's own password. Not here: who one is then (`GET /v1/me`)."""

import asyncio
from contextlib import suppress
from typing import Annotated, cast

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from loyalty.access import (
    OWN_KEY_READ,
    Caller,
    CsrfTokenWrong,
    PasswordTooWeak,
    SessionUnknown,
    SignedIn,
    SignInAttemptsExceeded,
    SignInRefused,
    change_own_password,
    give_back_attempt,
    sign_in,
    sign_out,
    take_attempt,
)
from loyalty.access.sessions import LASTS
from loyalty.database.engine import DatabaseUnavailable
from serving.callers.schemas import CallerOut
from serving.http.auth import GuardedRoute, KeyRing, requires
from serving.http.cookies import clear_session, session_token, set_session
from serving.http.errors import Malformed, RequestInvalid, refusals
from serving.http.work import wiring_of
from serving.session.schemas import PasswordChangeIn, SignInIn
from serving.wiring import Wiring

router = APIRouter(prefix="/v1/session", tags=["Access"], route_class=GuardedRoute)

Anybody = Annotated[Caller, requires(OWN_KEY_READ)]


@router.post(
    "",
    responses=refusals(SignInRefused, SignInAttemptsExceeded, CsrfTokenWrong, Malformed, RequestInvalid, DatabaseUnavailable),
    summary="Sign in",
)
async def begin_session(body: SignInIn, request: Request, response: Response) -> CallerOut:
    """A session begins; its secret is in the cookie `khaywe_session`, which no script can read and no other site can send.

    It lasts twelve hours, and two without a request. A session that the browser had before ends. After five misses of one name from one
    address, sign-ins are refused for up to a quarter of an hour.
    """
    _refuse_other_sites(request)
    wiring, address = wiring_of(request), request.client.host if request.client else ""
    turns: asyncio.Semaphore = request.app.state.sign_ins
    async with turns:
        token, caller = await run_in_threadpool(_sign_in, wiring, body, address, session_token(request))
    _forget(request)
    _hand_over(response, request, token)
    return CallerOut.of(caller, token)


@router.delete("", status_code=204, responses=refusals(SessionUnknown, CsrfTokenWrong), summary="Sign out")
async def end_session(_: Anybody, request: Request) -> Response:
    """The session is over, here and in every other process within seconds; the cookie is taken back."""
    await run_in_threadpool(_sign_out, wiring_of(request), _own_token(request))
    _forget(request)
    response = Response(status_code=204)
    clear_session(response, is_secure=_is_secure(request))
    return response


@router.post(
    "/password",
    responses=refusals(SessionUnknown, SignInRefused, SignInAttemptsExceeded, PasswordTooWeak, CsrfTokenWrong, Malformed),
    summary="Change one's own password",
)
async def change_password(caller: Anybody, body: PasswordChangeIn, request: Request, response: Response) -> CallerOut:
    """The new password is in force, every other session of the user has ended, and this one goes on under a new secret."""
    wiring, token, address = wiring_of(request), _own_token(request), request.client.host if request.client else ""
    turns: asyncio.Semaphore = request.app.state.sign_ins
    async with turns:
        fresh, signed_in = await run_in_threadpool(_change_password, wiring, body, caller.name, address, token)
    _forget(request)
    _hand_over(response, request, fresh)
    return CallerOut.of(signed_in, fresh)


def _sign_in(wiring: Wiring, body: SignInIn, address: str, former: str | None) -> tuple[str, SignedIn]:
    """The attempt is counted before the password is looked at, in a transaction of its own."""
    with wiring.database.begin() as work:
        take_attempt(body.name, address, within=work)
    with wiring.database.begin() as work:
        found = sign_in(body.name, body.password.get_secret_value(), within=work, clock=wiring.wall_clock)
        give_back_attempt(body.name, address, within=work)
        if former is not None:
            with suppress(SessionUnknown):
                sign_out(former, within=work)
    return found


def _change_password(wiring: Wiring, body: PasswordChangeIn, name: str, address: str, token: str) -> tuple[str, SignedIn]:
    """As guessing at the door, guessing at an open desk is counted."""
    with wiring.database.begin() as work:
        take_attempt(name, address, within=work)
    with wiring.database.begin() as work:
        passwords = body.password.get_secret_value(), body.new_password.get_secret_value()
        found = change_own_password(token, *passwords, within=work, clock=wiring.wall_clock)
        give_back_attempt(name, address, within=work)
    return found


def _sign_out(wiring: Wiring, token: str) -> None:
    with wiring.database.begin() as work:
        sign_out(token, within=work)


def _own_token(request: Request) -> str:
    """The session's token; a key has none, whatever cookie came with it."""
    token = session_token(request)
    if token is None or "authorization" in request.headers:
        raise SessionUnknown("There is no session; a key cannot sign out, and has no password.")
    return token


def _forget(request: Request) -> None:
    """This process does not go on believing the session that the request came with."""
    if (token := session_token(request)) is not None:
        cast(KeyRing, request.app.state.keys).forget(token)


def _hand_over(response: Response, request: Request, token: str) -> None:
    set_session(response, token, seconds_max=int(LASTS.total_seconds()), is_secure=_is_secure(request))
    response.headers["Cache-Control"] = "no-store"


def _is_secure(request: Request) -> bool:
    """Where people come by https, the cookie goes by https alone, also when a proxy speaks http with us."""
    return request.url.scheme == "https" or wiring_of(request).links_url.startswith("https:")


def _refuse_other_sites(request: Request) -> None:
    """Nobody is signed in to somebody else's session from another site's page.

    Raises:
        CsrfTokenWrong: the browser says that another site asks.
    """
    if request.headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
        raise CsrfTokenWrong("Sign in from the console itself.")
