"""What a member is. Not here: points (the ledger) and what a tier means (programs)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

MEMBER_ID_PREFIX = "mbr"


class MemberStatus(StrEnum):
    """Only an ACTIVE member earns, burns and redeems; every member can be read."""

    ACTIVE = "ACTIVE"
    INACTIVE = "INACTIVE"
    CLOSED = "CLOSED"


@dataclass(frozen=True, slots=True)
class Member:
    """A customer enrolled in a program; `external_id` is the company's own number for that customer.

    `is_duplicate` is said by `enrol` alone: this customer was a member already, and nothing was written.
    """

    id: UUID
    program_code: str
    external_id: str
    status: MemberStatus
    attributes: Mapping[str, object]
    joined_at: datetime
    is_duplicate: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class EnrolMember:
    """Make this customer a member. `joined_at` None means: now; `attributes` is a JSON object."""

    external_id: str
    program_code: str
    joined_at: datetime | None = None
    attributes: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChangeStatus:
    """Give this member another status. CLOSED is final."""

    member_id: UUID
    status: MemberStatus
