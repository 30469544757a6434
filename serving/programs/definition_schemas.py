"""The wire shapes of programs as definitions: revisions, differences, previews. The definition itself is the room's own JSON form."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from loyalty.programs import Change, ProgramRevision, StoredProgram, StoredRevision, program_to_json
from loyalty.tiers import Preview
from serving.http.inputs import In, Instant, JsonObject
from serving.http.outputs import LocalText, Out

EXAMPLE: dict[str, Any] = {
    "code": "journey",
    "name": {"en": "Journey"},
    "timezone": "America/New_York",
    "currency_code": "USD",
    "wallets": [{"code": "points", "kind": "REDEEMABLE"}],
    "rules": [{"code": "purchase", "effects": [{"type": "PER_AMOUNT", "points": 1, "per_minor": 100}], "expiry": {"policy": "NEVER"}}],
}
Status = Literal["DRAFT", "ACTIVE", "PAUSED", "ARCHIVED"]


class RevisionIn(In):
    """A definition of a program, in force from an instant on."""

    definition: JsonObject = Field(description="The whole program; see `definitions/programs` for its form.", examples=[EXAMPLE])
    valid_from: Instant | None = Field(default=None, description="From when it rates events; left out: now. Never earlier.")
    replace_scheduled: bool = Field(default=False, strict=True, description="Take the place of revisions that are not in force yet.")


class ProgramIn(RevisionIn):
    """A new program."""

    status: Literal["DRAFT", "ACTIVE"] = Field(default="DRAFT", description="A DRAFT takes no events yet.")


class StatusIn(In):
    """The next step of a program's life."""

    status: Status = Field(description="DRAFT → ACTIVE ⇄ PAUSED; any of them → ARCHIVED, which is final.")


class PreviewIn(In):
    """A definition that is not saved."""

    definition: JsonObject = Field(description="The whole program as it would be.")


class RevisionOut(Out):
    """One revision; it never changes."""

    program_code: str
    revision: int | None = Field(description="Null for a dry run that would make one.")
    valid_from: datetime
    definition: dict[str, Any]

    @classmethod
    def of(cls, revision: ProgramRevision, *, is_new_dry_run: bool = False) -> "RevisionOut":
        """The wire shape of a revision."""
        return cls(
            program_code=revision.program.code,
            revision=None if is_new_dry_run else revision.revision,
            valid_from=revision.valid_from,
            definition=program_to_json(revision.program),
        )


class RevisionSavedOut(RevisionOut):
    """What saving did."""

    would_apply: bool = Field(description="True for a dry run only: the call would be accepted, and nothing was stored.")


class StoredRevisionOut(RevisionOut):
    """A revision with who saved it and when."""

    recorded_at: datetime
    actor: str | None
    replaced_by: int | None = Field(description="It was scheduled, and this revision took its place before it began.")

    @classmethod
    def of_stored(cls, stored: StoredRevision) -> "StoredRevisionOut":
        """The wire shape of a stored revision."""
        return cls(
            **RevisionOut.of(stored.revision).model_dump(),
            recorded_at=stored.recorded_at,
            actor=stored.actor,
            replaced_by=stored.replaced_by,
        )


class RevisionsOut(Out):
    """Every revision of a program, oldest first."""

    items: list[StoredRevisionOut]


class ProgramSummaryOut(Out):
    """A program with what is in force and what is scheduled."""

    code: str
    name: LocalText
    status: str
    current: RevisionOut
    scheduled: list[RevisionOut] = Field(description="Soonest first.")

    @classmethod
    def of(cls, stored: StoredProgram) -> "ProgramSummaryOut":
        """The wire shape of a program."""
        return cls(
            code=stored.code,
            name=LocalText.of(stored.current.program.name),
            status=stored.status,
            current=RevisionOut.of(stored.current),
            scheduled=[RevisionOut.of(revision) for revision in stored.scheduled],
        )


class ProgramsOut(Out):
    """All programs, by code."""

    items: list[ProgramSummaryOut]


class StatusOut(Out):
    """The program's status."""

    program_code: str
    status: str
    would_apply: bool


class ChangeOut(Out):
    """One value that differs."""

    path: str = Field(examples=["rules[purchase].effects[0].points"])
    before: Any = Field(description="Null: it was not there.")
    after: Any = Field(description="Null: it is not there any more.")


class DifferenceOut(Out):
    """What changed between two revisions, in the definition's order."""

    from_revision: int
    to_revision: int
    changes: list[ChangeOut]

    @classmethod
    def of(cls, from_revision: int, to_revision: int, changes: Iterable[Change]) -> "DifferenceOut":
        """The wire shape of a difference."""
        return cls(
            from_revision=from_revision,
            to_revision=to_revision,
            changes=[ChangeOut(path=change.path, before=change.before, after=change.after) for change in changes],
        )


class PreviewedMoveOut(Out):
    """So many members would go from one tier to another."""

    from_tier_code: str | None
    to_tier_code: str
    type: str
    member_count: int


class PreviewOut(Out):
    """Who would move if the tiers of a definition were in force now, and what else the definition would change."""

    changes: list[ChangeOut]
    moves: list[PreviewedMoveOut]
    staying_count: int
    falling_count: int = Field(description="Who would begin their grace.")

    @classmethod
    def of(cls, changes: Iterable[Change], preview: Preview | None) -> "PreviewOut":
        """The wire shape of a preview; None: the definition has no tiers."""
        return cls(
            changes=[ChangeOut(path=change.path, before=change.before, after=change.after) for change in changes],
            moves=[
                PreviewedMoveOut(
                    from_tier_code=move.from_tier_code, to_tier_code=move.to_tier_code, type=move.type, member_count=move.member_count
                )
                for move in (preview.moves if preview else ())
            ],
            staying_count=preview.staying_count if preview else 0,
            falling_count=preview.falling_count if preview else 0,
        )
