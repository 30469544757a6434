"""Passwords: which are good enough, how they are kept and proven. Not here: whose they are (`users.py`)."""

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from loyalty.access.errors import PasswordTooWeak

LENGTH_MIN = 12
LENGTH_MAX = 200
DIFFERENT_SIGNS_MIN = 5

# argon2id as OWASP asks for: 19 MiB, two passes. Two at once at the most, so that a flood of sign-ins costs no memory that others need.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_turns = threading.BoundedSemaphore(2)
# What a name that nobody has is compared with, so that the answer takes as long as for one that somebody has.
_NOBODYS = _hasher.hash("nobody is called that")


def hash_password(password: str, name: str) -> str:
    """The text to keep for `password`, from which it cannot be read.

    Raises:
        PasswordTooWeak: it is shorter than 12 or longer than 200 characters, is the user's name, or has hardly any different signs.
    """
    is_name = password.strip().casefold() == name.strip().casefold()
    if not LENGTH_MIN <= len(password) <= LENGTH_MAX or is_name or len(set(password)) < DIFFERENT_SIGNS_MIN:
        raise PasswordTooWeak(f"Take {LENGTH_MIN} to {LENGTH_MAX} characters that are not the name.", length_min=LENGTH_MIN)
    with _turns:
        return _hasher.hash(password)


def is_password(kept: str | None, password: str) -> bool:
    """Whether `password` is the one that was kept; takes as long where nothing was."""
    with _turns:
        try:
            proven = _hasher.verify(kept or _NOBODYS, password[:LENGTH_MAX])
        except (VerificationError, InvalidHashError):
            return False
    return proven and kept is not None and len(password) <= LENGTH_MAX
