"""The wire shapes of lists, segments whose members are said. Not here: reading a file of members (`lists.py`)."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from loyalty.ids import show_id
from loyalty.members import MEMBER_ID_PREFIX
from loyalty.segments import ListReplaced
from serving.http.inputs import PLAIN_TEXT, In, Instant
from serving.http.outputs import Out

SAMPLE_SIZE = 20


class ListChangeIn(In):
    """Members to be put on a list, or taken off it."""

    member_ids: list[Annotated[str, StringConstraints(strict=True, min_length=1, max_length=200, pattern=PLAIN_TEXT)]] = Field(
        min_length=1, max_length=1_000, description="Ids (`mbr_…`) or external ids. All must be members, or nothing is written."
    )
    action: Literal["ADD", "REMOVE"] = "ADD"


class ListChangedOut(Out):
    """What became of the list."""

    code: str
    changed_count: int
    unchanged_count: int = Field(description="Members who were there, or were not, already.")
    would_apply: bool


class ListFileIn(In):
    """What a file said, for the key of idempotency: a retry sends the same bytes."""

    sha256: str
    skip_unknown: bool


class ListRestoreIn(In):
    """The instant whose members shall be on the list again."""

    as_of: Instant = Field(description="For taking a replacement back: its `undo_as_of`.")


class ListReplacedOut(Out):
    """What a replacement changed, or would."""

    code: str
    entered_count: int
    left_count: int
    kept_count: int
    skipped_count: int = Field(description="Rows that named nobody we know; more than 0 only with `skip_unknown`.")
    entered_sample: list[str] = Field(description="At most 20 of those who came.")
    left_sample: list[str]
    undo_as_of: datetime = Field(description="Send it to `members:restore` to take this back.")
    would_apply: bool

    @classmethod
    def of(cls, code: str, replaced: ListReplaced, *, skipped_count: int = 0, is_dry_run: bool) -> "ListReplacedOut":
        """The wire shape of a replacement."""
        return cls(
            code=code,
            entered_count=len(replaced.entered),
            left_count=len(replaced.left),
            kept_count=replaced.kept_count,
            skipped_count=skipped_count,
            entered_sample=[show_id(MEMBER_ID_PREFIX, one) for one in replaced.entered[:SAMPLE_SIZE]],
            left_sample=[show_id(MEMBER_ID_PREFIX, one) for one in replaced.left[:SAMPLE_SIZE]],
            undo_as_of=replaced.undo_as_of,
            would_apply=is_dry_run,
        )
