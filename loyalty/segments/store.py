"""Segments and their immutable versions as rows. Not here: membership (`membership.py`) and what screens read (`reads.py`)."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date

from sqlalchemy import RowMapping

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.features import Catalogue
from loyalty.segments.definition import segment_from_json, segment_to_json
from loyalty.segments.errors import SegmentUnknown
from loyalty.segments.model import Segment, SegmentVersion, StoredVersion

FROM_FILES = "definitions"
"""`created_by` of versions that come from `definitions/segments`."""

NEWEST = "select version from segments where code = %(code)s"

LOCK = "select version from segments where code = %(code)s for update"

HASHES = """
select content_sha256 = %(hash)s as is_same from segment_versions
where segment_code = %(code)s and created_by = coalesce(%(created_by)s, created_by)
order by version desc limit 1
"""

VERSION = """
select segment_code, version, name, description, owner, rule::text as rule, created_at, created_by from segment_versions
where segment_code = %(code)s and version = %(version)s
"""

# The version that a day was evaluated with stays that day's version, however the segment has changed since.
IN_FORCE = """
select v.segment_code, v.version, v.name, v.description, v.owner, v.rule::text as rule, v.created_at, v.created_by
from segments s
left join segment_days d on d.segment_code = s.code and d.as_of_on = %(as_of_on)s::date
join segment_versions v on v.segment_code = s.code and v.version = coalesce(d.version, s.version)
order by v.segment_code
"""

INSERT_SEGMENT = """
insert into segments (code, version, created_at, updated_at) values (%(code)s, 1, %(now)s, %(now)s) on conflict (code) do nothing
"""

INSERT_VERSION = """
insert into segment_versions (segment_code, version, name, description, rule, owner, content_sha256, created_at, created_by)
values (%(code)s, %(version)s, %(name)s::jsonb, %(description)s::jsonb, %(rule)s::jsonb, %(owner)s, %(hash)s, %(now)s, %(created_by)s)
"""

SET_VERSION = "update segments set version = %(version)s, updated_at = %(now)s where code = %(code)s"


def store_segments(segments: Sequence[Segment], *, within: Work, clock: Clock) -> list[StoredVersion]:
    """The segments stand as the files define them: content that the files have not had before is a new version.

    A file that has not changed since it was last stored leaves the segment alone, also when somebody has saved a newer version in
    the console meanwhile. Returns the version in force of each, in order.
    """
    return [_store(segment, FROM_FILES, FROM_FILES, within, clock) for segment in segments]


def save_segment(
    code: str, document: object, *, catalogue: Catalogue, created_by: str, within: Work, clock: Clock, dry_run: bool = False
) -> StoredVersion:
    """The segment `code` is as `document` says, {name, description, owner, rule}: a new version, or the newest where nothing differs.

    A dry run checks the same and stores nothing; the version it names is the one that would be.

    Raises:
        SegmentDefinitionInvalid, InvalidRule: nothing is stored.
    """
    segment = segment_from_json(code, document, catalogue)
    if not dry_run:
        return _store(segment, created_by, None, within, clock)
    newest: int = within.exec_driver_sql(NEWEST, {"code": code}).scalar_one_or_none() or 0
    is_new = not _is_stored(segment, None, within)
    return StoredVersion(code, newest + 1 if is_new else newest, is_new)


def segments_in_force(as_of_on: date, *, catalogue: Catalogue, within: Work) -> list[SegmentVersion]:
    """The version of every segment that `as_of_on` is evaluated with: the one it was evaluated with before, else the newest.

    Raises:
        InvalidRule: a stored rule no longer fits the catalogue (a feature was removed); the message says which and where.
    """
    return [_version(row, catalogue) for row in within.exec_driver_sql(IN_FORCE, {"as_of_on": as_of_on}).mappings()]


def find_version(code: str, version: int, *, catalogue: Catalogue, within: Work) -> SegmentVersion:
    """One version of a segment.

    Raises:
        SegmentUnknown: no such segment, or no such version of it.
    """
    row = within.exec_driver_sql(VERSION, {"code": code, "version": version}).mappings().one_or_none()
    if row is None:
        raise SegmentUnknown(f"There is no version {version} of a segment '{code[:80]}'.", segment_code=code[:80], version=version)
    return _version(row, catalogue)


def _store(segment: Segment, created_by: str, compared_with: str | None, within: Work, clock: Clock) -> StoredVersion:
    now, parts = clock.now(), segment_to_json(segment)
    is_first = within.exec_driver_sql(INSERT_SEGMENT, {"code": segment.code, "now": now}).rowcount == 1
    newest: int = within.exec_driver_sql(LOCK, {"code": segment.code}).scalar_one()
    if not is_first and _is_stored(segment, compared_with, within):
        return StoredVersion(segment.code, newest, is_new=False)
    version = 1 if is_first else newest + 1
    texts = {key: json.dumps(parts[key], ensure_ascii=False) for key in ("name", "description", "rule")}
    facts = {"code": segment.code, "version": version, "owner": segment.owner, "hash": _hash(segment), "created_by": created_by}
    within.exec_driver_sql(INSERT_VERSION, {**texts, **facts, "now": now})
    within.exec_driver_sql(SET_VERSION, {"code": segment.code, "version": version, "now": now})
    return StoredVersion(segment.code, version, is_new=True)


def _is_stored(segment: Segment, created_by: str | None, within: Work) -> bool:
    """Whether the newest version (by `created_by`, where given) says the same."""
    found = within.exec_driver_sql(HASHES, {"code": segment.code, "hash": _hash(segment), "created_by": created_by}).scalar_one_or_none()
    return bool(found)


def _hash(segment: Segment) -> bytes:
    return hashlib.sha256(json.dumps(segment_to_json(segment), sort_keys=True, ensure_ascii=False).encode()).digest()


def _version(row: RowMapping, catalogue: Catalogue) -> SegmentVersion:
    document = {key: row[key] for key in ("name", "description", "owner")} | {"rule": json.loads(row["rule"])}
    segment = segment_from_json(row["segment_code"], document, catalogue)
    return SegmentVersion(segment, row["version"], row["created_at"], row["created_by"])
