"""What a segment is: its definition, versions, days and members. Not here: how rules work (`loyalty/rules`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from loyalty.rules import CheckedRule


@dataclass(frozen=True, slots=True)
class Segment:
    """A description of people: a rule over the catalogue, with a name and an explanation by language."""

    code: str
    name: Mapping[str, str]
    description: Mapping[str, str]
    owner: str
    rule: object
    """The rule as it was written, JSONLogic."""
    checked: CheckedRule
    """The same rule, typed against the catalogue."""


@dataclass(frozen=True, slots=True)
class SegmentVersion:
    """A segment as it stood from `created_at` on. Versions count from 1 and never change."""

    segment: Segment
    version: int
    created_at: datetime
    created_by: str

    @property
    def code(self) -> str:
        """The segment's code."""
        return self.segment.code


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """The version of a segment that is in force after storing it; `is_new` tells whether this call made it."""

    code: str
    version: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class SegmentDay:
    """One evaluation as the console shows it: how many were in at the end of `as_of_on`, and who came and went since the day before it."""

    segment_code: str
    as_of_on: date
    size: int
    entered_count: int
    left_count: int
    version: int
    refused_count: int = 0
    """Customers whom the rule describes and who are not enrolled."""


@dataclass(frozen=True, slots=True)
class SegmentSummary:
    """A segment in a listing. Sizes are of its newest evaluated day; all None before the first."""

    code: str
    name: Mapping[str, str]
    description: Mapping[str, str]
    owner: str
    rule: object
    version: int
    as_of_on: date | None
    size: int | None
    size_yesterday: int | None
    """The size on the calendar day before `as_of_on`, if that day was evaluated."""
    entered_count: int | None
    left_count: int | None

    @property
    def change(self) -> int | None:
        """`size - size_yesterday`, where both are known."""
        return None if self.size is None or self.size_yesterday is None else self.size - self.size_yesterday


@dataclass(frozen=True, slots=True)
class SegmentMember:
    """A member of a segment, and since when."""

    member_id: UUID
    external_id: str
    valid_from: datetime
    valid_to: datetime | None


@dataclass(frozen=True, slots=True)
class MembershipOfMember:
    """A segment that a member is in, and since when; `version` is the one by which it came in."""

    segment_code: str
    name: Mapping[str, str]
    valid_from: datetime
    valid_to: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class AppliedDay:
    """What `apply_membership` did: rows read = kept + refused, and what moved."""

    as_of_on: date
    read_count: int
    kept_count: int
    refused_count: int
    """Rows whose customer is not enrolled."""
    changed_count: int
    """Memberships that this call corrected: 0 when the day is run again and nothing has changed."""
    days: tuple[SegmentDay, ...]
