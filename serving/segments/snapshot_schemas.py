"""The wire shapes of pinned snapshots. Not here: the segments they are taken of (`schemas.py`)."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from loyalty.ids import show_id
from loyalty.segments import SNAPSHOT_ID_PREFIX, Snapshot
from serving.http.inputs import PLAIN_TEXT, In, Instant
from serving.http.outputs import Out


class SnapshotIn(In):
    """A snapshot to pin."""

    name: Annotated[str, StringConstraints(strict=True, min_length=1, max_length=200, pattern=PLAIN_TEXT)] = Field(
        description="What it is for.", examples=["November mailing"]
    )
    as_of: Instant | None = Field(default=None, description="Left out: now, by the business clock.")


class SnapshotOut(Out):
    """Who was in a segment at an instant, kept as it was known when it was pinned."""

    snapshot_id: str | None = Field(description="Null for a dry run.")
    segment_code: str
    version: int
    name: str
    as_of: datetime
    as_of_on: date | None = Field(description="The day of the data.")
    member_count: int
    content_sha256: str = Field(description="Over the member ids (UUIDs) in order, separated by commas.")
    pinned_by: str
    pinned_at: datetime
    would_apply: bool

    @classmethod
    def of(cls, snapshot: Snapshot, *, is_dry_run: bool = False) -> "SnapshotOut":
        """The wire shape of a snapshot."""
        return cls(
            snapshot_id=None if is_dry_run else show_id(SNAPSHOT_ID_PREFIX, snapshot.id),
            segment_code=snapshot.segment_code,
            version=snapshot.version,
            name=snapshot.name,
            as_of=snapshot.as_of,
            as_of_on=snapshot.as_of_on,
            member_count=snapshot.member_count,
            content_sha256=snapshot.content_sha256.hex(),
            pinned_by=snapshot.pinned_by,
            pinned_at=snapshot.pinned_at,
            would_apply=is_dry_run,
        )


class SnapshotsOut(Out):
    """The pinned snapshots of a segment, newest first."""

    items: list[SnapshotOut]


class ReproductionOut(Out):
    """A pinned snapshot beside what its version says of its data when asked again."""

    snapshot: SnapshotOut
    is_equal: bool
    described_count: int = Field(description="Customers whom the version describes; enrolled or not.")
    missing_count: int
    missing: list[str] = Field(description="External ids, at most 100: pinned, and not described now.")
    extra_count: int
    extra: list[str] = Field(description="External ids, at most 100: described now and enrolled then, and not pinned.")
