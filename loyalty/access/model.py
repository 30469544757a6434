"""Callers; an API key and its secret: how one is minted, read and proven. Pure; not here: people (`users.py`), storage (`store.py`)."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loyalty.access.errors import KeyUnknown
from loyalty.access.permissions import OWN_KEY_READ

PREFIX_LENGTH = 12
SECRET_BYTES = 32
# khw_ + prefix + _ + 43 characters of base64url; anything longer is not worth hashing.
KEY_LENGTH_MAX = 100

_PREFIX_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who calls, be it a machine with a key or a person who signed in: what it is called and what it may do. Never carries a secret."""

    id: UUID
    name: str
    permissions: frozenset[str]

    def may(self, permission: str) -> bool:
        """Whether the caller holds `permission`."""
        return permission in self.permissions or permission == OWN_KEY_READ


@dataclass(frozen=True, kw_only=True)
class ApiKey(Caller):
    """A machine, known by the public part of its key."""

    prefix: str
    created_at: datetime
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StoredKey:
    """An `ApiKey` together with the hash that proves its secret."""

    key: ApiKey
    secret_sha256: bytes


def mint_secret() -> tuple[str, str, bytes]:
    """A new (prefix, full key to hand to the caller, hash to store)."""
    prefix = "".join(secrets.choice(_PREFIX_ALPHABET) for _ in range(PREFIX_LENGTH))
    secret = secrets.token_urlsafe(SECRET_BYTES)
    return prefix, f"khw_{prefix}_{secret}", hash_secret(secret)


def hash_secret(secret: str) -> bytes:
    """SHA-256 of the secret: 256 random bits cannot be guessed, so a slow password hash would only cost every request."""
    return hashlib.sha256(secret.encode()).digest()


def split_key(text: str) -> tuple[str, str]:
    """The (prefix, secret) inside `khw_<prefix>_<secret>`.

    Raises:
        KeyUnknown: the text does not have that form.
    """
    kind, _, rest = text.partition("_")
    prefix, _, secret = rest.partition("_")
    well_formed = kind == "khw" and len(prefix) == PREFIX_LENGTH and prefix.isascii() and prefix.isalnum() and secret
    if len(text) > KEY_LENGTH_MAX or not well_formed:
        raise KeyUnknown("The API key is not known.")
    return prefix, secret


def prove(stored: StoredKey | None, secret: str) -> ApiKey:
    """The key that `secret` belongs to.

    Raises:
        KeyUnknown: there is no such key, the secret is wrong, or the key is revoked.
    """
    expected = stored.secret_sha256 if stored else bytes(SECRET_BYTES)
    matches = hmac.compare_digest(expected, hash_secret(secret))
    if stored is None or not matches or stored.key.revoked_at is not None:
        raise KeyUnknown("The API key is not known.")
    return stored.key
