"""Sessions: the secret a browser keeps, and what is derived from it. Pure; not here: storage (`store_users.py`), cookies (serving)."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from loyalty.access.errors import CsrfTokenWrong, SessionUnknown
from loyalty.access.model import Caller
from loyalty.access.roles import Role

TOKEN_PREFIX = "khs_"  # noqa: S105 - what a token begins with, not one
TOKEN_BYTES = 32
TOKEN_LENGTH_MAX = 100

LASTS = timedelta(hours=12)
IDLE = timedelta(hours=2)
# Being seen is written down no more often than this.
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class SignedIn(Caller):
    """A person who signed in, until `ends_at`, or until nothing was heard for `IDLE`."""

    role: Role
    ends_at: datetime


def mint_token() -> str:
    """A new secret for a session: 256 random bits."""
    return TOKEN_PREFIX + secrets.token_urlsafe(TOKEN_BYTES)


def hash_token(token: str) -> bytes:
    """What is stored of a token.

    Raises:
        SessionUnknown: it is none.
    """
    if not token.startswith(TOKEN_PREFIX) or len(token) > TOKEN_LENGTH_MAX:
        raise SessionUnknown("The session has ended; sign in again.")
    return hashlib.sha256(token.encode()).digest()


def csrf_token_of(token: str) -> str:
    """What writes of this session carry beside the cookie. Follows from the token and tells nothing of it."""
    return hmac.new(token.encode(), b"khaywe.csrf", hashlib.sha256).hexdigest()


def check_csrf(token: str, told: str | None) -> None:
    """The writer knows the session's own token.

    Raises:
        CsrfTokenWrong: it does not.
    """
    if told is None or not hmac.compare_digest(csrf_token_of(token).encode(), told.encode()):
        raise CsrfTokenWrong("Send the session's csrf_token, as GET /v1/me tells it, in the header X-CSRF-Token.")
