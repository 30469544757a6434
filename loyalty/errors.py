"""The five kinds of error every room speaks, each with a stable code and its facts.

Lives here: the kinds. Not here: concrete refusals (each room's `errors.py`) and HTTP statuses (`serving/http/errors.py`).
"""

from typing import ClassVar


class LoyaltyError(Exception):
    """Something the caller must hear about: a stable `code`, one sentence, and the `facts` that explain it."""

    code: ClassVar[str] = "ERROR"

    def __init__(self, message: str, **facts: object) -> None:
        super().__init__(message)
        self.message = message
        self.facts: dict[str, object] = facts


class NotFound(LoyaltyError):
    """What was named does not exist."""

    code = "NOT_FOUND"


class Conflict(LoyaltyError):
    """The request collides with another one or with the present state; a retry may succeed."""

    code = "CONFLICT"


class Refused(LoyaltyError):
    """A business no: the request is well formed, and a rule says no."""

    code = "REFUSED"


class Invalid(LoyaltyError):
    """The request itself is wrong; sending it again cannot help."""

    code = "INVALID"


class Unavailable(LoyaltyError):
    """A part we depend on does not answer; try again later."""

    code = "UNAVAILABLE"
