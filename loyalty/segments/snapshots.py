"""Pinned snapshots: who was in at an instant, kept for ever, exported, reproduced from version and data. Not here: membership itself."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pa_parquet

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.features import Catalogue
from loyalty.ids import new_id, show_id
from loyalty.members import MEMBER_ID_PREFIX
from loyalty.segments.errors import SegmentKindConflict, SnapshotUnknown
from loyalty.segments.evaluate import evaluate
from loyalty.segments.model import SegmentKind
from loyalty.segments.source import Source
from loyalty.segments.versions import find_head, find_version, segments_in_force

EXPORT_ROWS = 20_000
_TEXT: pa.DataType = pa.string()
_INSTANT: pa.DataType = pa.timestamp("us", tz="UTC")
EXPORTED = pa.schema({"member_id": _TEXT, "external_id": _TEXT, "valid_from": _INSTANT})

INSERT = """
insert into segment_snapshots (id, segment_code, version, name, as_of, as_of_on, member_count, content_sha256, pinned_by, pinned_at)
select %(id)s, %(code)s, coalesce(e.version, s.version), %(name)s, %(as_of)s, e.as_of_on, m.member_count, m.content_sha256,
       %(actor)s, %(now)s
from segments s
left join lateral (
    select v.version, v.as_of_on from segment_evaluations v
    where v.segment_code = s.code and v.evaluated_at <= %(as_of)s order by v.evaluated_at desc limit 1
) e on true
cross join lateral (
    select count(*) as member_count,
           sha256(convert_to(coalesce(string_agg(p.member_id::text, ',' order by p.member_id), ''), 'UTF8')) as content_sha256
    from segment_memberships p
    where p.segment_code = s.code and p.valid_from <= %(as_of)s and (p.valid_to > %(as_of)s or p.valid_to is null)
) m
where s.code = %(code)s
"""

INSERT_MEMBERS = """
insert into segment_snapshot_members (snapshot_id, member_id, valid_from)
select %(id)s, p.member_id, p.valid_from from segment_memberships p
where p.segment_code = %(code)s and p.valid_from <= %(as_of)s and (p.valid_to > %(as_of)s or p.valid_to is null)
order by p.member_id
"""

_COLUMNS = "id, segment_code, version, name, as_of, as_of_on, member_count, content_sha256, pinned_by, pinned_at"
FIND = f"select {_COLUMNS} from segment_snapshots where id = %(id)s"  # noqa: S608 (our own column list)
LIST = f"select {_COLUMNS} from segment_snapshots where segment_code = %(code)s order by pinned_at desc, id desc limit 200"  # noqa: S608

EXPORT = """
select m.id, m.external_id, s.valid_from from segment_memberships s join members m on m.id = s.member_id
where s.segment_code = %(code)s and s.valid_from <= %(as_of)s and (s.valid_to > %(as_of)s or s.valid_to is null)
  and s.member_id > %(after)s
order by s.member_id limit %(limit)s
"""
EXPORT_PINNED = """
select m.id, m.external_id, s.valid_from from segment_snapshot_members s join members m on m.id = s.member_id
where s.snapshot_id = %(id)s and s.member_id > %(after)s
order by s.member_id limit %(limit)s
"""

PINNED_IDS = """
select m.external_id from segment_snapshot_members s join members m on m.id = s.member_id where s.snapshot_id = %(id)s
"""
ENROLLED_THEN = """
select external_id from members where external_id = any(%(names)s) and recorded_at <= %(at)s
"""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Who was in a segment at `as_of`, as it was known when it was pinned. `content_sha256` is over the sorted member ids."""

    id: UUID
    segment_code: str
    version: int
    name: str
    as_of: datetime
    as_of_on: date | None
    member_count: int
    content_sha256: bytes
    pinned_by: str
    pinned_at: datetime


@dataclass(frozen=True, slots=True)
class Reproduction:
    """A pinned snapshot beside what its version says of its data when asked again."""

    snapshot: Snapshot
    described_count: int
    missing: tuple[str, ...]
    """External ids that were pinned and are not described now, at most 100."""
    missing_count: int
    extra: tuple[str, ...]
    """External ids of members that are described now, were enrolled then, and were not pinned, at most 100."""
    extra_count: int

    @property
    def is_equal(self) -> bool:
        """Whether both are the same members."""
        return self.missing_count == self.extra_count == 0


def pin_snapshot(code: str, *, name: str, as_of: datetime, actor: str, within: Work, clock: Clock, dry_run: bool = False) -> Snapshot:
    """Who was in the segment at `as_of` is kept as it is known now, whatever is corrected later.

    Raises:
        SegmentUnknown: no segment has this code.
    """
    find_head(code, within=within)
    facts = {"id": new_id(), "code": code, "name": name, "as_of": as_of, "actor": actor, "now": clock.now()}
    with within.begin_nested() as point:
        within.exec_driver_sql(INSERT, facts)
        within.exec_driver_sql(INSERT_MEMBERS, facts)
        snapshot = find_snapshot(facts["id"], within=within)  # type: ignore[arg-type]
        if dry_run:
            point.rollback()
    return snapshot


def find_snapshot(snapshot_id: UUID, *, within: Work) -> Snapshot:
    """One pinned snapshot.

    Raises:
        SnapshotUnknown: there is none with this id.
    """
    row = within.exec_driver_sql(FIND, {"id": snapshot_id}).mappings().one_or_none()
    if row is None:
        raise SnapshotUnknown(f"No snapshot has the id '{snapshot_id}'.", snapshot_id=str(snapshot_id))
    return _snapshot(dict(row))


def list_snapshots(code: str, *, within: Work) -> list[Snapshot]:
    """The segment's pinned snapshots, newest first, at most 200.

    Raises:
        SegmentUnknown: no segment has this code.
    """
    find_head(code, within=within)
    return [_snapshot(dict(row)) for row in within.exec_driver_sql(LIST, {"code": code}).mappings()]


def export_members(code: str, as_of: datetime, *, within: Work) -> Iterator[pa.Table]:
    """Who was in at `as_of`, in parts, shaped like `EXPORTED`, in the order of member ids."""
    yield from _pages(EXPORT, {"code": code, "as_of": as_of}, within)


def export_snapshot(snapshot_id: UUID, *, within: Work) -> Iterator[pa.Table]:
    """The pinned members, in parts, shaped like `EXPORTED`, in the order of member ids."""
    yield from _pages(EXPORT_PINNED, {"id": snapshot_id}, within)


def as_parquet(parts: Iterator[pa.Table]) -> bytes:
    """One Parquet file of the parts."""
    written = io.BytesIO()
    with pa_parquet.ParquetWriter(written, EXPORTED, compression="zstd") as writer:
        for part in parts:
            writer.write_table(part)
    return written.getvalue()


def reproduce_snapshot(snapshot_id: UUID, source: Source, *, catalogue: Catalogue, within: Work) -> Reproduction:
    """What the snapshot's version says of the source's day when asked again, beside what was pinned. Equal, unless the data of that day
    were corrected since, or an event moved a member between the evaluation and the instant.

    Raises:
        SnapshotUnknown: there is none with this id.
        SegmentKindConflict: it is of a list, or nobody had been asked: nothing says again who was in.
        ProfileMissing: the source has no profile of that day any more.
    """
    snapshot = find_snapshot(snapshot_id, within=within)
    head = find_head(snapshot.segment_code, within=within)
    if head.kind is SegmentKind.STATIC or snapshot.as_of_on is None:
        raise SegmentKindConflict(
            "Nothing says again who was in: the segment is a list, or had not been evaluated yet.", segment_code=snapshot.segment_code
        )
    version = find_version(snapshot.segment_code, snapshot.version, catalogue=catalogue, within=within)
    among = segments_in_force(snapshot.as_of_on, catalogue=catalogue, within=within)
    answer = evaluate(source.warehouse, [version], source.as_of_on, catalogue=catalogue, among=among)
    described = set(answer.column("customer_id").to_pylist())
    pinned = set(within.exec_driver_sql(PINNED_IDS, {"id": snapshot.id}).scalars())
    enrolled = within.exec_driver_sql(ENROLLED_THEN, {"names": sorted(described - pinned), "at": snapshot.pinned_at}).scalars()
    missing, extra = sorted(pinned - described), sorted(enrolled)
    return Reproduction(snapshot, len(described), tuple(missing[:100]), len(missing), tuple(extra[:100]), len(extra))


def _pages(query: str, facts: dict[str, object], within: Work) -> Iterator[pa.Table]:
    after = UUID(int=0)
    while True:
        rows = within.exec_driver_sql(query, {**facts, "after": after, "limit": EXPORT_ROWS}).tuples().all()
        if rows:
            ids, names, since = zip(*rows, strict=True)
            columns = [[show_id(MEMBER_ID_PREFIX, one) for one in ids], list(names), list(since)]
            yield pa.table([pa.array(values, field.type) for values, field in zip(columns, EXPORTED, strict=True)], schema=EXPORTED)
        if len(rows) < EXPORT_ROWS:
            return
        after = rows[-1][0]


def _snapshot(row: dict[str, Any]) -> Snapshot:
    return Snapshot(**row)
