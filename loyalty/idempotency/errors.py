"""What the idempotency room refuses, each with its stable code."""

from loyalty.errors import Conflict, Invalid


class KeyInvalid(Invalid):
    """A key has 1 to 255 printable characters."""

    code = "IDEMPOTENCY_KEY_INVALID"


class KeyReused(Invalid):
    """The key came before with another request."""

    code = "IDEMPOTENCY_KEY_REUSED"


class KeyInFlight(Conflict):
    """Another request with this key is being worked on."""

    code = "IDEMPOTENCY_KEY_IN_FLIGHT"
