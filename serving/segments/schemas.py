"""The wire shapes of segments: sizes, rules, history, members. Not here: why a member is in one (`why_schemas.py`), snapshots, lists."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from loyalty.ids import show_id
from loyalty.members import MEMBER_ID_PREFIX
from loyalty.segments import (
    Moved,
    SegmentDay,
    SegmentMember,
    SegmentMove,
    SegmentSummary,
    SegmentVersionSummary,
    StoredVersion,
)
from serving.http.inputs import PLAIN_TEXT, In, JsonObject
from serving.http.outputs import LocalText, Out

Words = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=500, pattern=PLAIN_TEXT)]
Owner = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=100, pattern=PLAIN_TEXT)]

EXAMPLES: dict[str, Any] = {
    "lapsing": {
        "summary": "Members who stopped coming",
        "value": {
            "name": {"en": "Lapsing regulars", "ar": "عملاء منتظمون يتراجعون"},
            "description": {"en": "Came often, and not for a month.", "ar": "كانوا يأتون كثيرًا وغابوا شهرًا."},
            "owner": "marketing",
            "rule": {"and": [{">=": [{"var": "purchase_count_364d"}, 12]}, {">": [{"var": "recency_days"}, 28]}]},
        },
    }
}


class LocalTextIn(In):
    """Words by language; a language left out shows the English ones."""

    en: Words
    ar: Words | None = None


class SegmentIn(In):
    """What a segment is to be."""

    name: LocalTextIn
    description: LocalTextIn
    owner: Owner = Field(description="Who answers for it.", examples=["marketing"])
    kind: Literal["RULE", "STATIC"] = Field(
        default="RULE", description="STATIC: a list that files and calls fill; it has no rule. A segment stays what it is."
    )
    rule: JsonObject | None = Field(
        default=None,
        description="A JSONLogic rule over the features of the customer profile, points, tier, consents, other segments, past purchases.",
    )
    expected_version: int | None = Field(default=None, ge=1, le=1_000_000, description="The newest version that you have seen.")

    def document(self) -> dict[str, object]:
        """The definition as the segments room reads it."""
        found: dict[str, object] = self.model_dump(exclude_none=True, include={"name", "description", "owner"})
        if self.kind == "STATIC" and self.rule is None:
            return found | {"kind": "STATIC"}
        return found | ({} if self.rule is None else {"rule": self.rule}) | ({"kind": "STATIC"} if self.kind == "STATIC" else {})


class SegmentOut(Out):
    """A segment with the sizes of its newest evaluated day and of this moment; null before the first."""

    code: str
    name: LocalText
    description: LocalText
    size: int | None
    size_now: int | None = Field(description="How many are in at this moment: `size`, and whom events and edits moved since.")
    size_yesterday: int | None = Field(description="The size on the calendar day before, where that day was evaluated.")
    change: int | None = Field(description="`size − size_yesterday`.")
    entered_count: int | None
    left_count: int | None
    as_of_on: date | None = Field(description="The business day the sizes speak of.")
    version: int = Field(description="In force; of a segment that never was active, its draft.")
    draft_version: int | None = Field(description="The version that waits to be activated.")
    status: str = Field(description="DRAFT, ACTIVE, PAUSED or ARCHIVED.")
    kind: str = Field(description="RULE, or STATIC for a list.")
    owner: str
    rule: dict[str, Any] | None = Field(description="JSONLogic, as it was written; null for a list.")
    in_words: LocalText | None = Field(description="What the rule says, for people; null for a list.")

    @classmethod
    def of(cls, segment: SegmentSummary, in_words: Mapping[str, str] | None) -> "SegmentOut":
        """The wire shape of a segment."""
        return cls(
            code=segment.code,
            name=LocalText.of(segment.name),
            description=LocalText.of(segment.description),
            size=segment.size,
            size_now=segment.size_now,
            size_yesterday=segment.size_yesterday,
            change=segment.change,
            entered_count=segment.entered_count,
            left_count=segment.left_count,
            as_of_on=segment.as_of_on,
            version=segment.version,
            draft_version=segment.draft_version,
            status=segment.status,
            kind=segment.kind,
            owner=segment.owner,
            rule=segment.rule,
            in_words=None if in_words is None else LocalText.of(in_words),
        )


class SegmentDayOut(Out):
    """A segment at the end of one business day."""

    as_of_on: date
    size: int
    entered_count: int = Field(description="Who came in since the day before.")
    left_count: int = Field(description="Who went out since the day before.")
    version: int

    @classmethod
    def of(cls, day: SegmentDay) -> "SegmentDayOut":
        """The wire shape of a day."""
        return cls(as_of_on=day.as_of_on, size=day.size, entered_count=day.entered_count, left_count=day.left_count, version=day.version)


class SegmentHistoryOut(Out):
    """The evaluated days of a segment, oldest first."""

    items: list[SegmentDayOut]


class SegmentMemberOut(Out):
    """A member of a segment, and since when."""

    member_id: str
    external_id: str
    valid_from: datetime
    valid_to: datetime | None

    @classmethod
    def of(cls, member: SegmentMember) -> "SegmentMemberOut":
        """The wire shape of a member of a segment."""
        return cls(
            member_id=show_id(MEMBER_ID_PREFIX, member.member_id),
            external_id=member.external_id,
            valid_from=member.valid_from,
            valid_to=member.valid_to,
        )


class SegmentSavedOut(Out):
    """The newest version after the call."""

    code: str
    version: int
    status: str = Field(description="Where the segment stands: DRAFT, ACTIVE or PAUSED.")
    is_draft: bool = Field(description="The version waits to be activated; what is in force, if anything, stays so.")
    is_new: bool = Field(description="False: the newest version already said the same, and nothing was written.")
    would_apply: bool = Field(description="True for a dry run only: the call would be accepted, and nothing was stored.")

    @classmethod
    def of(cls, stored: StoredVersion, *, is_dry_run: bool) -> "SegmentSavedOut":
        """The wire shape of a saved version."""
        return cls(
            code=stored.code,
            version=stored.version,
            status=stored.status,
            is_draft=stored.is_draft,
            is_new=stored.is_new,
            would_apply=is_dry_run,
        )


class SegmentStepIn(In):
    """A step of a segment's life."""

    reason: Words | None = Field(default=None, description="For the record of steps.")
    version: int | None = Field(
        default=None, ge=1, le=1_000_000, description="The draft that you have looked at; another is not activated."
    )


class SegmentMovedOut(Out):
    """Where the segment stands after the step, and who moved with it."""

    code: str
    status: str
    version: int
    draft_version: int | None
    is_new: bool = Field(description="False: it stood there already, and nothing was written.")
    is_evaluated: bool = Field(
        description="Its members moved with the step. False where the next load moves them, or the step moves nobody."
    )
    as_of_on: date | None = Field(description="The day of the data that it was evaluated on.")
    size: int | None
    entered_count: int | None
    left_count: int | None
    would_apply: bool

    @classmethod
    def of(cls, moved: Moved, *, is_dry_run: bool) -> "SegmentMovedOut":
        """The wire shape of a step."""
        own = next((day for day in moved.applied.days if day.segment_code == moved.head.code), None) if moved.applied else None
        return cls(
            code=moved.head.code,
            status=moved.head.status,
            version=moved.head.version,
            draft_version=moved.head.draft_version,
            is_new=moved.is_new,
            is_evaluated=own is not None,
            as_of_on=own.as_of_on if own else None,
            size=own.size if own else None,
            entered_count=own.entered_count if own else None,
            left_count=own.left_count if own else None,
            would_apply=is_dry_run,
        )


class SegmentVersionOut(Out):
    """One version of a segment; versions never change."""

    version: int
    name: LocalText
    description: LocalText
    owner: str
    rule: dict[str, Any] | None
    created_at: datetime
    created_by: str
    is_in_force: bool
    is_draft: bool

    @classmethod
    def of(cls, version: SegmentVersionSummary) -> "SegmentVersionOut":
        """The wire shape of a version."""
        return cls(
            version=version.version,
            name=LocalText.of(version.name),
            description=LocalText.of(version.description),
            owner=version.owner,
            rule=version.rule,
            created_at=version.created_at,
            created_by=version.created_by,
            is_in_force=version.is_in_force,
            is_draft=version.is_draft,
        )


class SegmentVersionsOut(Out):
    """The versions of a segment, newest first."""

    items: list[SegmentVersionOut]


class SegmentMoveOut(Out):
    """A step of a segment's life."""

    from_status: str | None
    to_status: str
    version: int
    actor: str
    reason: str | None
    recorded_at: datetime

    @classmethod
    def of(cls, move: SegmentMove) -> "SegmentMoveOut":
        """The wire shape of a step."""
        return cls(
            from_status=move.from_status,
            to_status=move.to_status,
            version=move.version,
            actor=move.actor,
            reason=move.reason,
            recorded_at=move.recorded_at,
        )


class SegmentMovesOut(Out):
    """The steps of a segment's life, newest first."""

    items: list[SegmentMoveOut]
