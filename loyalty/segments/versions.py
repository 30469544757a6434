"""Reads which versions of segments there are, which are in force, and how each came to stand as it does. Not here: writing (`store.py`)."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import RowMapping

from loyalty.database import Work
from loyalty.features import Catalogue
from loyalty.segments.definition import segment_from_json
from loyalty.segments.errors import SegmentUnknown
from loyalty.segments.model import (
    NOBODY,
    SegmentHead,
    SegmentKind,
    SegmentMove,
    SegmentStatus,
    SegmentVersion,
    SegmentVersionSummary,
)

HEAD = "select code, kind, status, version, draft_version from segments where code = %(code)s"

LOCK_HEAD = HEAD + " for update"

NEWEST = "select max(version) from segment_versions where segment_code = %(code)s"

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
    head = stored_head(code, within, lock=lock)
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


def stored_head(code: str, within: Work, *, lock: bool = False) -> SegmentHead | None:
    """Where the segment stands, as `find_head`; None where there is none."""
    row = within.exec_driver_sql(LOCK_HEAD if lock else HEAD, {"code": code}).one_or_none()
    if row is None:
        return None
    return SegmentHead(row.code, SegmentKind(row.kind), SegmentStatus(row.status), row.version, row.draft_version)


def newest_version(code: str, within: Work) -> int:
    """The number of the newest version, in force or not; 0 before the first."""
    found: int | None = within.exec_driver_sql(NEWEST, {"code": code}).scalar_one()
    return found or 0


def _version(row: RowMapping, catalogue: Catalogue) -> SegmentVersion:
    document = {key: row[key] for key in ("name", "description", "owner")}
    rule = json.loads(row["rule"])
    is_list = row["kind"] == SegmentKind.STATIC and rule is NOBODY
    segment = segment_from_json(row["segment_code"], document | ({"kind": "STATIC"} if is_list else {"rule": rule}), catalogue)
    return SegmentVersion(segment, row["version"], row["created_at"], row["created_by"])
