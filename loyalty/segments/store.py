"""Segments, their immutable versions and their life as rows. Not here: membership (`membership.py`), what screens read (`reads.py`)."""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import RowMapping

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.features import Catalogue
from loyalty.ids import new_id
from loyalty.segments.definition import segment_from_json, segment_to_json
from loyalty.segments.errors import (
    SegmentCycle,
    SegmentDefinitionInvalid,
    SegmentKindConflict,
    SegmentStatusConflict,
    SegmentUnknown,
    SegmentVersionConflict,
)
from loyalty.segments.language import references_of
from loyalty.segments.model import (
    NOBODY,
    Segment,
    SegmentHead,
    SegmentKind,
    SegmentMove,
    SegmentStatus,
    SegmentVersion,
    SegmentVersionSummary,
    StoredVersion,
)

FROM_FILES = "definitions"
"""`created_by` of versions that come from `definitions/segments`."""

HEAD = "select code, kind, status, version, draft_version from segments where code = %(code)s"

LOCK_HEAD = HEAD + " for update"

CODES = "select code from segments where status <> 'ARCHIVED' or code = any(%(also)s)"

NEWEST = "select max(version) from segment_versions where segment_code = %(code)s"

HASHES = """
select content_sha256 = %(hash)s as is_same from segment_versions
where segment_code = %(code)s and created_by = coalesce(%(created_by)s, created_by)
order by version desc limit 1
"""

_VERSION_COLUMNS = """v.segment_code, v.version, v.name, v.description, v.owner, v.rule::text as rule, v.created_at, v.created_by,
       s.kind"""

VERSION = f"""
select {_VERSION_COLUMNS} from segment_versions v join segments s on s.code = v.segment_code
where v.segment_code = %(code)s and v.version = %(version)s
"""  # noqa: S608 (our own column list)

# The version that a day was evaluated with stays that day's version, however the segment has changed since. A day that was not
# evaluated yet takes what is in force now.
IN_FORCE = f"""
select {_VERSION_COLUMNS}
from segments s
left join segment_days d on d.segment_code = s.code and d.as_of_on = %(as_of_on)s::date
join segment_versions v on v.segment_code = s.code and v.version = coalesce(d.version, s.version)
where s.kind = 'RULE' and (s.status = 'ACTIVE' or (s.status = 'PAUSED' and d.segment_code is not null))
order by v.segment_code
"""  # noqa: S608

STANDING = f"""
select {_VERSION_COLUMNS} from segments s join segment_versions v on v.segment_code = s.code and v.version = s.version
where s.kind = 'RULE' and s.status = 'ACTIVE'
order by v.segment_code
"""  # noqa: S608

VERSIONS = """
select v.version, v.name, v.description, v.owner, v.rule, v.created_at, v.created_by,
       v.version = s.version and s.status <> 'DRAFT' as is_in_force, v.version is not distinct from s.draft_version as is_draft
from segment_versions v join segments s on s.code = v.segment_code
where v.segment_code = %(code)s order by v.version desc limit 200
"""

MOVES = """
select from_status, to_status, version, actor, reason, recorded_at from segment_moves
where segment_code = %(code)s order by id desc limit 200
"""

INSTANTS_ON = """
select i.segment_code, i.version, i.evaluated_at, i.cause from segment_instants i join segments s on s.code = i.segment_code
where i.as_of_on = %(as_of_on)s::date and i.cause <> 'ARCHIVED' and s.status <> 'ARCHIVED'
order by i.evaluated_at, i.segment_code
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

# Which segments, drafts included, these lead to; the way there is kept. Two writers meet at `CYCLES_LOCK`.
CYCLES_LOCK = "select pg_advisory_xact_lock(7236021)"
WAY_BACK = """
with recursive reached (code, way) as (
    select c.code, array[c.code] from unnest(%(codes)s::text[]) as c (code)
    union all
    select r.refers_to, reached.way || r.refers_to from reached
    join segments s on s.code = reached.code
    join segment_references r on r.segment_code = s.code and r.version in (s.version, s.draft_version)
    where r.refers_to <> all(reached.way) and reached.code <> %(code)s
)
select way from reached where code = %(code)s order by cardinality(way) limit 1
"""

DEPENDENTS = """
with recursive reached (code) as (
    select unnest(%(codes)s::text[])
    union
    select s.code from reached
    join segment_references r on r.refers_to = reached.code
    join segments s on s.code = r.segment_code and s.version = r.version and s.status = 'ACTIVE'
)
select code from reached
"""

USERS = """
select 'segment' as kind, s.code from segment_references r
join segments s on s.code = r.segment_code and r.version in (s.version, s.draft_version) and s.status <> 'ARCHIVED'
where r.refers_to = %(code)s
union
select 'campaign', c.code from campaigns c join campaign_versions v on v.campaign_code = c.code and v.version = c.version
where v.segment_code = %(code)s
order by 1, 2
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
    head = _head(code, within)
    if head is not None:
        _refuse_step(head, segment, expected_version)
    _refuse_cycle(segment, within)
    newest = _newest_version(code, within)
    is_new = not _is_stored(segment, None, within)
    return StoredVersion(code, newest + 1 if is_new else newest, is_new, SegmentStatus.DRAFT if head is None else head.status, is_new)


def segments_in_force(as_of_on: date, *, catalogue: Catalogue, within: Work) -> list[SegmentVersion]:
    """The version of every segment that `as_of_on` is evaluated with: the one it was evaluated with before, else what is in force.

    Raises:
        InvalidRule: a stored rule no longer fits the catalogue (a feature was removed); the message says which and where.
    """
    return [_version(row, catalogue) for row in within.exec_driver_sql(IN_FORCE, {"as_of_on": as_of_on}).mappings()]


def standing_segments(*, catalogue: Catalogue, within: Work) -> list[SegmentVersion]:
    """Every ACTIVE rule in its version in force.

    Raises:
        InvalidRule: as `segments_in_force`.
    """
    return [_version(row, catalogue) for row in within.exec_driver_sql(STANDING).mappings()]


def find_version(code: str, version: int, *, catalogue: Catalogue, within: Work) -> SegmentVersion:
    """One version of a segment.

    Raises:
        SegmentUnknown: no such segment, or no such version of it.
    """
    row = within.exec_driver_sql(VERSION, {"code": code, "version": version}).mappings().one_or_none()
    if row is None:
        raise SegmentUnknown(f"There is no version {version} of a segment '{code[:80]}'.", segment_code=code[:80], version=version)
    return _version(row, catalogue)


def find_head(code: str, *, within: Work, lock: bool = False) -> SegmentHead:
    """Where the segment stands; with `lock`, nobody else moves it until the transaction ends.

    Raises:
        SegmentUnknown: no segment has this code.
    """
    head = _head(code, within, lock=lock)
    if head is None:
        raise SegmentUnknown(f"There is no segment '{code[:80]}'.", segment_code=code[:80])
    return head


def list_versions(code: str, *, within: Work) -> list[SegmentVersionSummary]:
    """The segment's versions, newest first, at most 200.

    Raises:
        SegmentUnknown: no segment has this code.
    """
    head = find_head(code, within=within)
    hidden = {"rule": None} if head.kind is SegmentKind.STATIC else {}
    return [SegmentVersionSummary(**{**row, **hidden}) for row in within.exec_driver_sql(VERSIONS, {"code": code}).mappings()]


def list_moves(code: str, *, within: Work) -> list[SegmentMove]:
    """The steps of the segment's life, newest first, at most 200.

    Raises:
        SegmentUnknown: no segment has this code.
    """
    find_head(code, within=within)
    return [
        SegmentMove(
            SegmentStatus(row.from_status) if row.from_status else None,
            SegmentStatus(row.to_status),
            row.version,
            row.actor,
            row.reason,
            row.recorded_at,
        )
        for row in within.exec_driver_sql(MOVES, {"code": code})
    ]


def set_head(head: SegmentHead, *, moved_from: SegmentHead, actor: str, reason: str | None, now: datetime, within: Work) -> None:
    """The segment stands as `head` says, and the step is written down."""
    facts = {"code": head.code, "version": head.version, "draft_version": head.draft_version, "status": head.status.value, "now": now}
    within.exec_driver_sql(SET_HEAD, facts)
    _record_move(head.code, moved_from.status, head.status, head.version, actor, reason, now, within)


@dataclass(frozen=True, slots=True)
class Instant:
    """An evaluation between two day's ends: which version was asked of the day's data, and from when on its answer holds."""

    segment_code: str
    version: int
    evaluated_at: datetime
    cause: str


def instants_on(as_of_on: date, *, within: Work) -> list[Instant]:
    """The evaluations on the day's data that were no day's end, in the order of time: they are asked again when the data are corrected."""
    return [Instant(**row) for row in within.exec_driver_sql(INSTANTS_ON, {"as_of_on": as_of_on}).mappings()]


def newest_data_day(code: str, *, within: Work) -> date | None:
    """The day of the data that the segment was evaluated on last, or None."""
    found: date | None = within.exec_driver_sql(
        "select as_of_on from segment_evaluations where segment_code = %(code)s order by evaluated_at desc limit 1", {"code": code}
    ).scalar_one_or_none()
    return found


def segment_codes(*, within: Work, also: Collection[str] = ()) -> frozenset[str]:
    """The codes of all segments but archived ones; and of `also`."""
    return frozenset(within.exec_driver_sql(CODES, {"also": list(also)}).scalars())


def dependents_of(codes: Sequence[str], *, within: Work) -> frozenset[str]:
    """These segments and the ACTIVE ones that refer to them, by whatever way round."""
    return frozenset(within.exec_driver_sql(DEPENDENTS, {"codes": list(codes)}).scalars())


def users_of(code: str, *, within: Work) -> list[dict[str, str]]:
    """The segments and campaigns that refer to this segment, as {kind, code}."""
    return [dict(row) for row in within.exec_driver_sql(USERS, {"code": code}).mappings()]


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
    _refuse_cycle(segment, within)
    first = SegmentStatus.DRAFT if is_draft else SegmentStatus.ACTIVE
    facts = {"code": segment.code, "kind": segment.kind.value, "status": first.value, "draft_version": 1 if is_draft else None, "now": now}
    is_first = within.exec_driver_sql(INSERT_SEGMENT, facts).rowcount == 1
    head = find_head(segment.code, within=within, lock=True)
    if not is_first:
        _refuse_step(head, segment, expected_version, is_file=not is_draft)
        if _is_stored(segment, compared_with, within):
            return StoredVersion(segment.code, head.newest_version, False, head.status, head.draft_version is not None)
    version = 1 if is_first else _newest_version(segment.code, within) + 1
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


def _refuse_cycle(segment: Segment, within: Work) -> None:
    codes = references_of(segment.checked)
    if not codes:
        return
    within.exec_driver_sql(CYCLES_LOCK)
    way = [segment.code] if segment.code in codes else None
    way = way or within.exec_driver_sql(WAY_BACK, {"codes": list(codes), "code": segment.code}).scalar_one_or_none()
    if way is not None:
        shown = " → ".join([segment.code, *way])
        raise SegmentCycle(f"The rule would come back to '{segment.code}': {shown}.", segment_code=segment.code, way=[segment.code, *way])


def _head(code: str, within: Work, *, lock: bool = False) -> SegmentHead | None:
    row = within.exec_driver_sql(LOCK_HEAD if lock else HEAD, {"code": code}).one_or_none()
    if row is None:
        return None
    return SegmentHead(row.code, SegmentKind(row.kind), SegmentStatus(row.status), row.version, row.draft_version)


def _newest_version(code: str, within: Work) -> int:
    found: int | None = within.exec_driver_sql(NEWEST, {"code": code}).scalar_one()
    return found or 0


def _is_stored(segment: Segment, created_by: str | None, within: Work) -> bool:
    """Whether the newest version (by `created_by`, where given) says the same."""
    found = within.exec_driver_sql(HASHES, {"code": segment.code, "hash": _hash(segment), "created_by": created_by}).scalar_one_or_none()
    return bool(found)


def _hash(segment: Segment) -> bytes:
    return hashlib.sha256(json.dumps(segment_to_json(segment), sort_keys=True, ensure_ascii=False).encode()).digest()


def _version(row: RowMapping, catalogue: Catalogue) -> SegmentVersion:
    document = {key: row[key] for key in ("name", "description", "owner")}
    rule = json.loads(row["rule"])
    is_list = row["kind"] == SegmentKind.STATIC and rule is NOBODY
    segment = segment_from_json(row["segment_code"], document | ({"kind": "STATIC"} if is_list else {"rule": rule}), catalogue)
    return SegmentVersion(segment, row["version"], row["created_at"], row["created_by"])
