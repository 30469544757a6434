"""What a user is. Not here: what becomes of one (`users.py`)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loyalty.access.roles import Role


@dataclass(frozen=True)
class User:
    """A person who may sign in, unless `disabled_at`. Carries the password's hash, never the password."""

    id: UUID
    name: str
    role: Role
    password_hash: str
    made_by: str
    made_at: datetime
    changed_at: datetime
    disabled_at: datetime | None


@dataclass(frozen=True)
class Session:
    """One sign-in of a user."""

    user: User
    seen_at: datetime
    ends_at: datetime
