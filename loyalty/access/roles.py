"""The roles that users have: each a set of the permissions that routes declare. Not here: who has which (`users.py`)."""

from enum import StrEnum

from loyalty.access.permissions import GRANTABLE

# What only those may see who act on it: codes that are worth money, addresses, the way in for machines and people, the machine room.
_NOT_FOR_VIEWERS = frozenset({"vouchers.codes", "contacts.read", "keys.read", "users.read", "webhooks.read", "metrics.read"})
# What belongs to tills, gateways and administrators.
_NOT_FOR_MARKETERS = frozenset(
    {
        "keys.read",
        "keys.write",
        "users.read",
        "users.write",
        "webhooks.write",
        "messages.receipts",
        "metrics.read",
        "ledger.open",
        "events.write",
        "jobs.write",
    }
)


class Role(StrEnum):
    """What a user is in the console."""

    ADMIN = "ADMIN"
    MARKETER = "MARKETER"
    VIEWER = "VIEWER"


PERMISSIONS_OF: dict[Role, frozenset[str]] = {
    Role.ADMIN: frozenset(GRANTABLE),
    Role.MARKETER: frozenset(GRANTABLE) - _NOT_FOR_MARKETERS,
    Role.VIEWER: frozenset(name for name in GRANTABLE if name.endswith(".read")) - _NOT_FOR_VIEWERS,
}
