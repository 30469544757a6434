"""Writes segments, their immutable versions and the steps of their life. Not here: reading them back (`versions.py`, `references.py`)."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.features import Catalogue
from loyalty.ids import new_id
from loyalty.segments.definition import segment_from_json, segment_to_json
from loyalty.segments.errors import (
    SegmentDefinitionInvalid,
    SegmentKindConflict,
    SegmentStatusConflict,
    SegmentVersionConflict,
)
from loyalty.segments.language import references_of
from loyalty.segments.model import (
    Segment,
    SegmentHead,
    SegmentStatus,
    StoredVersion,
)
from loyalty.segments.references import refuse_cycle, segment_codes
from loyalty.segments.versions import find_head, newest_version, stored_head

FROM_FILES = "definitions"
"""`created_by` of versions that come from `definitions/segments`."""


HASHES = """
select content_sha256 = %(hash)s as is_same from segment_versions
where segment_code = %(code)s and created_by = coalesce(%(created_by)s, created_by)
order by version desc limit 1
"""


INSERT_SEGMENT = """
insert into segments (code, version, kind, status, draft_version, created_at, updated_at)
values (%(code)s, 1, %(kind)s, %(status)s, %(draft_version)s, %(now)s, %(now)s) on conflict (code) do nothing
"""

INSERT_VERSION = """
insert into segment_versions (segment_code, version, name, description, rule, owner, content_sha256, created_at, created_by)
values (%(code)s, %(version)s, %(name)s::jsonb, %(description)s::jsonb, %(rule)s::jsonb, %(owner)s, %(hash)s, %(now)s, %(created_by)s)
"""

INSERT_REFERENCES = """
insert into segment_references (segment_code, version, refers_to)
select %(code)s, %(version)s, code from unnest(%(codes)s::text[]) as r (code)
"""

SET_HEAD = """
update segments set version = %(version)s, draft_version = %(draft_version)s, status = %(status)s, updated_at = %(now)s
where code = %(code)s
"""

INSERT_MOVE = """
insert into segment_moves (segment_code, id, from_status, to_status, version, actor, reason, recorded_at)
values (%(code)s, %(id)s, %(from_status)s, %(to_status)s, %(version)s, %(actor)s, %(reason)s, %(now)s)
"""


def store_segments(segments: Sequence[Segment], *, within: Work, clock: Clock) -> list[StoredVersion]:
    """The segments stand as the files define them: content that the files have not had before is a new version, and in force.

    A file that has not changed since it was last stored leaves the segment alone, also when somebody has saved a newer version in
    the console meanwhile. A segment that somebody paused or archived takes the version and stays so. Returns the version in force of
    each, in order.

    Raises:
        SegmentDefinitionInvalid (a rule refers to a segment that is not there), SegmentCycle, SegmentKindConflict: nothing is stored.
    """
    known = segment_codes(within=within) | {segment.code for segment in segments}
    for segment in segments:
        if lacking := set(references_of(segment.checked)) - known:
            shown = ", ".join(sorted(lacking))
            raise SegmentDefinitionInvalid(f"The segment '{segment.code}' refers to segments that are not there: {shown}.", path="rule")
    return [_store(segment, FROM_FILES, FROM_FILES, within, clock, is_draft=False) for segment in segments]


def save_segment(
    code: str,
    document: object,
    *,
    catalogue: Catalogue,
    created_by: str,
    within: Work,
    clock: Clock,
    dry_run: bool = False,
    expected_version: int | None = None,
) -> StoredVersion:
    """`document`, {name, description, owner, rule}, waits as the segment's draft: a new version, or the newest where nothing differs.

    What is in force stays so until `activate_segment`. A dry run checks the same and stores nothing; the version it names is the one
    that would be. `expected_version` is the newest version that the caller has seen.

    Raises:
        SegmentDefinitionInvalid, InvalidRule, SegmentKindConflict, SegmentStatusConflict, SegmentVersionConflict, SegmentCycle: in
            this order; nothing is stored.
    """
    known = segment_codes(within=within) | {code}
    segment = segment_from_json(code, document, catalogue, known=known)
    if not dry_run:
        return _store(segment, created_by, None, within, clock, is_draft=True, expected_version=expected_version)
    head = stored_head(code, within)
    if head is not None:
        _refuse_step(head, segment, expected_version)
    refuse_cycle(segment, within)
    newest = newest_version(code, within)
    is_new = not _is_stored(segment, None, within)
    return StoredVersion(code, newest + 1 if is_new else newest, is_new, SegmentStatus.DRAFT if head is None else head.status, is_new)


def set_head(head: SegmentHead, *, moved_from: SegmentHead, actor: str, reason: str | None, now: datetime, within: Work) -> None:
    """The segment stands as `head` says, and the step is written down."""
    facts = {"code": head.code, "version": head.version, "draft_version": head.draft_version, "status": head.status.value, "now": now}
    within.exec_driver_sql(SET_HEAD, facts)
    _record_move(head.code, moved_from.status, head.status, head.version, actor, reason, now, within)


def _store(
    segment: Segment,
    created_by: str,
    compared_with: str | None,
    within: Work,
    clock: Clock,
    *,
    is_draft: bool,
    expected_version: int | None = None,
) -> StoredVersion:
    now = clock.now()
    # A refusal leaves nothing behind: it may be committed with its answer.
    refuse_cycle(segment, within)
    first = SegmentStatus.DRAFT if is_draft else SegmentStatus.ACTIVE
    facts = {"code": segment.code, "kind": segment.kind.value, "status": first.value, "draft_version": 1 if is_draft else None, "now": now}
    is_first = within.exec_driver_sql(INSERT_SEGMENT, facts).rowcount == 1
    head = find_head(segment.code, within=within, lock=True)
    if not is_first:
        _refuse_step(head, segment, expected_version, is_file=not is_draft)
        if _is_stored(segment, compared_with, within):
            return StoredVersion(segment.code, head.newest_version, False, head.status, head.draft_version is not None)
    version = 1 if is_first else newest_version(segment.code, within) + 1
    _insert_version(segment, version, created_by, now, within)
    status = first if is_first or (head.status is SegmentStatus.DRAFT and not is_draft) else head.status
    in_force = version if not is_draft or status is SegmentStatus.DRAFT else head.version
    after = SegmentHead(segment.code, segment.kind, status, in_force, version if is_draft else None)
    within.exec_driver_sql(
        SET_HEAD,
        {"code": segment.code, "version": after.version, "draft_version": after.draft_version, "status": status.value, "now": now},
    )
    if is_first or head.status is not status:
        _record_move(segment.code, None if is_first else head.status, status, version, created_by, None, now, within)
    return StoredVersion(segment.code, version, True, status, is_draft)


def _insert_version(segment: Segment, version: int, created_by: str, now: datetime, within: Work) -> None:
    parts = {"name": segment.name, "description": segment.description, "rule": segment.rule}
    texts = {key: json.dumps(part, ensure_ascii=False) for key, part in parts.items()}
    facts = {"code": segment.code, "version": version, "owner": segment.owner, "hash": _hash(segment), "created_by": created_by}
    within.exec_driver_sql(INSERT_VERSION, {**texts, **facts, "now": now})
    within.exec_driver_sql(INSERT_REFERENCES, {"code": segment.code, "version": version, "codes": list(references_of(segment.checked))})


def _record_move(  # noqa: PLR0917 (a row has as many parts)
    code: str,
    from_status: SegmentStatus | None,
    to_status: SegmentStatus,
    version: int,
    actor: str,
    reason: str | None,
    now: datetime,
    within: Work,
) -> None:
    facts = {"code": code, "id": new_id(), "from_status": from_status, "to_status": to_status, "version": version}
    within.exec_driver_sql(INSERT_MOVE, {**facts, "actor": actor, "reason": reason, "now": now})


def _refuse_step(head: SegmentHead, segment: Segment, expected_version: int | None, *, is_file: bool = False) -> None:
    if head.kind is not segment.kind:
        raise SegmentKindConflict(
            f"The segment '{head.code}' is a {head.kind} and stays one; make another with its own code.", segment_code=head.code
        )
    if head.status is SegmentStatus.ARCHIVED and not is_file:
        raise SegmentStatusConflict(
            f"The segment '{head.code}' is archived and changes no more; make another with its own code.",
            segment_code=head.code,
            status=head.status.value,
        )
    if expected_version is not None and expected_version != head.newest_version:
        raise SegmentVersionConflict(
            f"The newest version of '{head.code}' is {head.newest_version}, not {expected_version}: read it and decide again.",
            segment_code=head.code,
            newest_version=head.newest_version,
            expected_version=expected_version,
        )


def _is_stored(segment: Segment, created_by: str | None, within: Work) -> bool:
    """Whether the newest version (by `created_by`, where given) says the same."""
    found = within.exec_driver_sql(HASHES, {"code": segment.code, "hash": _hash(segment), "created_by": created_by}).scalar_one_or_none()
    return bool(found)


def _hash(segment: Segment) -> bytes:
    return hashlib.sha256(json.dumps(segment_to_json(segment), sort_keys=True, ensure_ascii=False).encode()).digest()
