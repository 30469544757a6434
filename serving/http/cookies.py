"""The cookie that carries a session: read, set, cleared. Not here: what a session is (`loyalty.access`)."""

from fastapi import Request, Response

COOKIE = "khaywe_session"


def session_token(request: Request) -> str | None:
    """The token that the browser shows, or None."""
    return request.cookies.get(COOKIE) or None


def set_session(response: Response, token: str, *, seconds_max: int, is_secure: bool) -> None:
    """The browser shows `token` from now on, to this origin alone, and lets no script read it."""
    response.set_cookie(COOKIE, token, max_age=seconds_max, path="/", secure=is_secure, httponly=True, samesite="strict")


def clear_session(response: Response, *, is_secure: bool) -> None:
    """The browser shows nothing any more."""
    response.delete_cookie(COOKIE, path="/", secure=is_secure, httponly=True, samesite="strict")
