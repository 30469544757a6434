"""What a segment is: its definition, versions, days and members. Not here: how rules work (`loyalty/rules`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from loyalty.rules import CheckedRule

SNAPSHOT_ID_PREFIX = "sns"


class SegmentStatus(StrEnum):
    """DRAFT → ACTIVE ⇄ PAUSED → ARCHIVED. Only ACTIVE ones are evaluated; a PAUSED one keeps its members as they are."""

    DRAFT = "DRAFT"
    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"
    ARCHIVED = "ARCHIVED"


class SegmentKind(StrEnum):
    """A rule that is evaluated, or a list that files and calls fill. A segment is one of them all its life."""

    RULE = "RULE"
    STATIC = "STATIC"


NOBODY = False
"""The rule of a list: it describes nobody by itself."""


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
    kind: SegmentKind = SegmentKind.RULE


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
    status: SegmentStatus = SegmentStatus.ACTIVE
    is_draft: bool = False
    """The version waits to be activated; what is in force is another, or none yet."""


@dataclass(frozen=True, slots=True)
class SegmentHead:
    """Where a segment stands: which version is in force, and which one waits."""

    code: str
    kind: SegmentKind
    status: SegmentStatus
    version: int
    draft_version: int | None

    @property
    def newest_version(self) -> int:
        """The draft, or what is in force."""
        return self.draft_version or self.version


@dataclass(frozen=True, slots=True)
class SegmentVersionSummary:
    """One version in the list of a segment's versions."""

    version: int
    name: Mapping[str, str]
    description: Mapping[str, str]
    owner: str
    rule: object
    created_at: datetime
    created_by: str
    is_in_force: bool
    is_draft: bool


@dataclass(frozen=True, slots=True)
class SegmentMove:
    """A step of a segment's life, and who took it."""

    from_status: SegmentStatus | None
    to_status: SegmentStatus
    version: int
    actor: str
    reason: str | None
    recorded_at: datetime


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
    evaluated_at: datetime | None = None
    """The instant from which the answer holds."""


@dataclass(frozen=True, slots=True)
class MemberAnswer:
    """Whether a segment's rule describes one member."""

    segment_code: str
    member_id: UUID
    is_in: bool


@dataclass(frozen=True, slots=True)
class SegmentSummary:
    """A segment in a listing. Sizes are of its newest evaluated day unless told otherwise; all None before the first."""

    code: str
    name: Mapping[str, str]
    description: Mapping[str, str]
    owner: str
    rule: object
    version: int
    status: SegmentStatus
    kind: SegmentKind
    draft_version: int | None
    evaluated_at: datetime | None
    as_of_on: date | None
    size: int | None
    size_now: int | None
    """With whom events and edits brought in and took out since."""
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
