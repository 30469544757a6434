"""How a delivery proves where it comes from: HMAC-SHA256 over its time and its body. Not here: keeping secrets."""

import hmac
import secrets
from collections.abc import Sequence

SIGNATURE_HEADER = "Khaywe-Signature"
SECRET_PREFIX = "whs_"  # noqa: S105 - how secrets begin
TOLERANCE_SECONDS = 300


def new_secret() -> str:
    """32 random bytes as text."""
    return SECRET_PREFIX + secrets.token_urlsafe(32)


def sign(body: bytes, secrets_in_force: Sequence[str], *, at_seconds: int) -> str:
    """`t=…,v1=…` with a `v1` for each secret in force; while a secret is exchanged there are two, and either proves it."""
    message = str(at_seconds).encode() + b"." + body
    return ",".join([f"t={at_seconds}", *[f"v1={hmac.digest(one.encode(), message, 'sha256').hex()}" for one in secrets_in_force]])


def verify(body: bytes, header: str, secret: str, *, now_seconds: float, tolerance_seconds: int = TOLERANCE_SECONDS) -> bool:
    """Whether the header proves that we sent the body within the tolerance: what a receiver does, and what our tests do."""
    parts = [part.partition("=") for part in header.split(",")]
    times = [value for name, _, value in parts if name == "t"]
    if len(times) != 1 or not times[0].isdigit() or abs(now_seconds - int(times[0])) > tolerance_seconds:
        return False
    wanted = hmac.digest(secret.encode(), times[0].encode() + b"." + body, "sha256").hex()
    return any(hmac.compare_digest(value, wanted) for name, _, value in parts if name == "v1")
