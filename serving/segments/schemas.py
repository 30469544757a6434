"""The wire shapes of segments: sizes, rules, history, members."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from loyalty.ids import show_id
from loyalty.members import MEMBER_ID_PREFIX
from loyalty.segments import SegmentDay, SegmentMember, SegmentSummary, StoredVersion
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
    rule: JsonObject = Field(description="A JSONLogic rule over the features of the customer profile.")

    def document(self) -> dict[str, object]:
        """The definition as the segments room reads it."""
        found: dict[str, object] = self.model_dump(exclude_none=True, include={"name", "description", "owner"})
        return found | {"rule": self.rule}


class SegmentOut(Out):
    """A segment with the sizes of its newest evaluated day; null before the first."""

    code: str
    name: LocalText
    description: LocalText
    size: int | None
    size_yesterday: int | None = Field(description="The size on the calendar day before, where that day was evaluated.")
    change: int | None = Field(description="`size − size_yesterday`.")
    entered_count: int | None
    left_count: int | None
    as_of_on: date | None = Field(description="The business day the sizes speak of.")
    version: int
    owner: str
    rule: dict[str, Any] = Field(description="JSONLogic, as it was written.")

    @classmethod
    def of(cls, segment: SegmentSummary) -> "SegmentOut":
        """The wire shape of a segment."""
        return cls(
            code=segment.code,
            name=LocalText.of(segment.name),
            description=LocalText.of(segment.description),
            size=segment.size,
            size_yesterday=segment.size_yesterday,
            change=segment.change,
            entered_count=segment.entered_count,
            left_count=segment.left_count,
            as_of_on=segment.as_of_on,
            version=segment.version,
            owner=segment.owner,
            rule=segment.rule,
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
    """The version in force after the call."""

    code: str
    version: int
    is_new: bool = Field(description="False: the newest version already said the same, and nothing was written.")
    would_apply: bool = Field(description="True for a dry run only: the call would be accepted, and nothing was stored.")

    @classmethod
    def of(cls, stored: StoredVersion, *, is_dry_run: bool) -> "SegmentSavedOut":
        """The wire shape of a saved version."""
        return cls(code=stored.code, version=stored.version, is_new=stored.is_new, would_apply=is_dry_run)
