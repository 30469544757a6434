"""The steps of a segment's life: activate a draft, pause, resume, archive. Who is in moves with them, at once.

Not here: what a segment says (`definition.py`), the loads that move members every day (orchestration).
"""

from dataclasses import dataclass, replace

import pyarrow as pa

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.features import Catalogue
from loyalty.segments.errors import SegmentInUse, SegmentKindConflict, SegmentStatusConflict, SegmentVersionConflict
from loyalty.segments.evaluate import ANSWER, evaluate
from loyalty.segments.membership import apply_at
from loyalty.segments.model import AppliedDay, SegmentHead, SegmentKind, SegmentStatus, SegmentVersion
from loyalty.segments.references import dependents_of, users_of
from loyalty.segments.source import Source
from loyalty.segments.store import set_head
from loyalty.segments.versions import find_head, find_version, newest_data_day, standing_segments


@dataclass(frozen=True, slots=True)
class Moved:
    """A step that was taken, and what it did to the members; `applied` is None where nobody was asked: nothing is published yet, or the
    step asks nobody."""

    head: SegmentHead
    is_new: bool
    applied: AppliedDay | None


def activate_segment(
    code: str,
    *,
    source: Source | None,
    catalogue: Catalogue,
    actor: str,
    within: Work,
    clock: Clock,
    version: int | None = None,
    reason: str | None = None,
    dry_run: bool = False,
) -> Moved:
    """The draft is in force, or the paused segment goes on, and its members are those whom the rule describes on the newest data.

    That segment is evaluated at once, and those that refer to it, so that they never disagree. Without data yet (`source` is None) the
    next load does it. Standing there already is no refusal. `version` is the draft that the caller has looked at.

    Raises:
        SegmentUnknown, SegmentStatusConflict (archived), SegmentVersionConflict, ProfileMissing: in this order.
    """
    before = find_head(code, within=within, lock=True)
    _refuse_archived(before)
    if version is not None and version not in {before.draft_version, before.version if before.draft_version is None else None}:
        raise SegmentVersionConflict(
            f"Version {version} of '{code}' does not wait to be activated: the newest is {before.newest_version}.",
            segment_code=code,
            newest_version=before.newest_version,
            version=version,
        )
    if before.status is SegmentStatus.ACTIVE and before.draft_version is None:
        return Moved(before, False, None)
    after = replace(before, status=SegmentStatus.ACTIVE, version=before.newest_version, draft_version=None)
    if dry_run:
        return Moved(after, True, None)
    set_head(after, moved_from=before, actor=actor, reason=reason, now=clock.now(), within=within)
    if source is None or after.kind is SegmentKind.STATIC:
        return Moved(after, True, None)
    cause = "RESUMED" if before.status is SegmentStatus.PAUSED else "ACTIVATED"
    return Moved(after, True, reevaluate(code, source=source, catalogue=catalogue, cause=cause, within=within, clock=clock))


def reevaluate(code: str, *, source: Source, catalogue: Catalogue, cause: str, within: Work, clock: Clock) -> AppliedDay:
    """The segment's members, and those of segments that refer to it, are from now on whom their rules describe on the source's day.

    Raises:
        ProfileMissing: the source has no profile of its day.
    """
    standing = standing_segments(catalogue=catalogue, within=within)
    codes = dependents_of([code], within=within)
    asked = [one for one in standing if one.code in codes]
    answer = evaluate(source.warehouse, asked, source.as_of_on, catalogue=catalogue, among=standing)
    return apply_at(answer, asked, source.as_of_on, at=clock.now(), cause=cause, within=within)


def pause_segment(code: str, *, actor: str, within: Work, clock: Clock, reason: str | None = None, dry_run: bool = False) -> Moved:
    """The segment is evaluated no more until it is activated again; its members stay as they are.

    Raises:
        SegmentUnknown, SegmentStatusConflict: it is archived, or never was active.
    """
    before = find_head(code, within=within, lock=True)
    _refuse_archived(before)
    if before.status is SegmentStatus.DRAFT:
        raise SegmentStatusConflict(
            f"The segment '{code}' was never active; activate it, or archive it.", segment_code=code, status=before.status.value
        )
    if before.status is SegmentStatus.PAUSED:
        return Moved(before, False, None)
    after = replace(before, status=SegmentStatus.PAUSED)
    if not dry_run:
        set_head(after, moved_from=before, actor=actor, reason=reason, now=clock.now(), within=within)
    return Moved(after, True, None)


def archive_segment(
    code: str, *, catalogue: Catalogue, actor: str, within: Work, clock: Clock, reason: str | None = None, dry_run: bool = False
) -> Moved:
    """The segment is over: nobody is in it from now on, and its history stays.

    Raises:
        SegmentUnknown: no segment has this code.
        SegmentInUse: another segment, a campaign or a journey refers to it.
    """
    before = find_head(code, within=within, lock=True)
    if before.status is SegmentStatus.ARCHIVED:
        return Moved(before, False, None)
    if users := users_of(code, within=within):
        shown = ", ".join(f"{one['kind']} '{one['code']}'" for one in users[:5])
        raise SegmentInUse(f"The segment '{code}' is in use by {shown}; change those first.", segment_code=code, users=users)
    after = replace(before, status=SegmentStatus.ARCHIVED, draft_version=None)
    if dry_run:
        return Moved(after, True, None)
    set_head(after, moved_from=before, actor=actor, reason=reason, now=clock.now(), within=within)
    return Moved(after, True, _emptied(code, after, catalogue, within, clock))


def _emptied(code: str, head: SegmentHead, catalogue: Catalogue, within: Work, clock: Clock) -> AppliedDay | None:
    as_of_on = newest_data_day(code, within=within) or clock.now().date()
    version: SegmentVersion = find_version(code, head.version, catalogue=catalogue, within=within)
    nobody: pa.Table = ANSWER.empty_table()
    return apply_at(nobody, [version], as_of_on, at=clock.now(), cause="ARCHIVED", within=within)


def refuse_rule(head: SegmentHead) -> None:
    """Nothing, where the segment is a list.

    Raises:
        SegmentKindConflict: it is a rule, whose members no file says.
    """
    if head.kind is not SegmentKind.STATIC:
        raise SegmentKindConflict(
            f"The segment '{head.code}' is a rule: who is in it is what the rule says. A list is another segment.", segment_code=head.code
        )


def _refuse_archived(head: SegmentHead) -> None:
    if head.status is SegmentStatus.ARCHIVED:
        raise SegmentStatusConflict(
            f"The segment '{head.code}' is archived and changes no more.", segment_code=head.code, status=head.status.value
        )
