"""`/v1/segments/{code}/snapshots` and exports: who was in at an instant, as a file, kept for ever, reproduced."""

from collections.abc import Callable, Iterator
from typing import Annotated, Any, Literal
from uuid import UUID

import pyarrow as pa
from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import StringConstraints

from loyalty.access import Caller
from loyalty.database import Work as Transaction
from loyalty.errors import LoyaltyError
from loyalty.idempotency import KeyInFlight, KeyReused
from loyalty.ids import MalformedId, read_id
from loyalty.segments import (
    SNAPSHOT_ID_PREFIX,
    ProfileMissing,
    SegmentDataMissing,
    SegmentKindConflict,
    SegmentUnknown,
    Snapshot,
    SnapshotUnknown,
    as_parquet,
    export_members,
    export_snapshot,
    find_segment,
    find_snapshot,
    list_snapshots,
    pin_snapshot,
    reproduce_snapshot,
)
from loyalty.warehouse import WarehouseUnavailable
from serving.http.auth import GuardedRoute, requires
from serving.http.csv_lines import csv_lines
from serving.http.errors import Malformed, refusals
from serving.http.idempotency import Asked, OptionalKey
from serving.http.inputs import PLAIN_TEXT, AsOf, DryRun
from serving.http.work import BusinessClock, Work, wiring_of
from serving.segments.router import ACTIVATION_TIME, SegmentCode
from serving.segments.snapshot_schemas import ReproductionOut, SnapshotIn, SnapshotOut, SnapshotsOut

router = APIRouter(prefix="/v1", tags=["Segments"], route_class=GuardedRoute)

SnapshotId = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=PLAIN_TEXT)], Path(description="The snapshot's id (`sns_…`).")
]
FileFormat = Annotated[
    Literal["CSV", "PARQUET"],
    Query(
        description="Parquet, or CSV in UTF-8 with a header line, where an apostrophe stands before a text that a spreadsheet would run."
    ),
]
PARQUET_TYPE = "application/vnd.apache.parquet"
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/csv": {"schema": {"type": "string"}}, PARQUET_TYPE: {"schema": {"type": "string", "format": "binary"}}}}
}


@router.get(
    "/segments/{code}/members/export",
    response_class=Response,
    responses={**_FILE, **refusals(SegmentUnknown)},
    summary="Export a segment's members",
)
def export(
    *,
    _: Annotated[Caller, requires("segments.read")],
    request: Request,
    code: SegmentCode,
    work: Work,
    clock: BusinessClock,
    as_of: AsOf = None,
    file_format: FileFormat = "CSV",
) -> Response:
    """Everybody who was in at an instant, as a file of member_id, external_id and valid_from, in the order of member ids."""
    find_segment(code, within=work)
    at = as_of or clock.now()
    return _file(f"{code}-{at:%Y%m%dT%H%M%SZ}", file_format, lambda inner: export_members(code, at, within=inner), request)


@router.post(
    "/segments/{code}/snapshots",
    status_code=201,
    response_model=SnapshotOut,
    responses={
        200: {"model": SnapshotOut, "description": "A dry run."},
        **refusals(Malformed, SegmentUnknown, KeyInFlight, KeyReused),
    },
    summary="Pin a snapshot",
)
def pin(
    *,
    caller: Annotated[Caller, requires("segments.write")],
    request: Request,
    code: SegmentCode,
    body: SnapshotIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """Keep who was in at an instant as it is known now, for ever, whatever is corrected afterwards."""

    def act() -> tuple[int, SnapshotOut] | LoyaltyError:
        work.exec_driver_sql(ACTIVATION_TIME)
        pinned = pin_snapshot(
            code, name=body.name, as_of=body.as_of or clock.now(), actor=caller.name, within=work, clock=clock, dry_run=dry_run
        )
        return (200 if dry_run else 201), SnapshotOut.of(pinned, is_dry_run=dry_run)

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, f"POST /v1/segments/{code}/snapshots", body)


@router.get("/segments/{code}/snapshots", responses=refusals(SegmentUnknown), summary="List a segment's snapshots")
def read_snapshots(_: Annotated[Caller, requires("segments.read")], code: SegmentCode, work: Work) -> SnapshotsOut:
    """The pinned snapshots, newest first, at most 200."""
    return SnapshotsOut(items=[SnapshotOut.of(one) for one in list_snapshots(code, within=work)])


@router.get("/segment-snapshots/{snapshot_id}", responses=refusals(SnapshotUnknown), summary="Read a snapshot")
def read_snapshot(_: Annotated[Caller, requires("segments.read")], snapshot_id: SnapshotId, work: Work) -> SnapshotOut:
    """What was pinned, by whom and when; its checksum is over the members."""
    return SnapshotOut.of(_named(snapshot_id, work))


@router.get(
    "/segment-snapshots/{snapshot_id}/export",
    response_class=Response,
    responses={**_FILE, **refusals(SnapshotUnknown)},
    summary="Export a snapshot",
)
def export_pinned(
    *,
    _: Annotated[Caller, requires("segments.read")],
    request: Request,
    snapshot_id: SnapshotId,
    work: Work,
    file_format: FileFormat = "CSV",
) -> Response:
    """The pinned members as a file of member_id, external_id and valid_from: the same bytes of CSV every time."""
    found: UUID = _named(snapshot_id, work).id
    return _file(snapshot_id, file_format, lambda inner: export_snapshot(found, within=inner), request)


@router.get(
    "/segment-snapshots/{snapshot_id}/reproduction",
    responses=refusals(SnapshotUnknown, SegmentKindConflict, ProfileMissing, SegmentDataMissing, WarehouseUnavailable),
    summary="Reproduce a snapshot",
)
def reproduce(_: Annotated[Caller, requires("segments.read")], request: Request, snapshot_id: SnapshotId, work: Work) -> ReproductionOut:
    """Ask the snapshot's version of its data again and say whether the members are the same; the data of a past day are read from the
    warehouse. They are, unless that day was corrected since or an event had moved somebody."""
    wiring = wiring_of(request)
    snapshot = _named(snapshot_id, work)
    if snapshot.as_of_on is None:
        raise SegmentKindConflict("Nothing says again who was in: nobody had been asked yet.", segment_code=snapshot.segment_code)
    told = reproduce_snapshot(snapshot.id, wiring.profile_source(snapshot.as_of_on), catalogue=wiring.catalogue, within=work)
    return ReproductionOut(
        snapshot=SnapshotOut.of(told.snapshot),
        is_equal=told.is_equal,
        described_count=told.described_count,
        missing_count=told.missing_count,
        missing=list(told.missing),
        extra_count=told.extra_count,
        extra=list(told.extra),
    )


def _named(snapshot_id: str, work: Work) -> Snapshot:
    try:
        return find_snapshot(read_id(SNAPSHOT_ID_PREFIX, snapshot_id), within=work)
    except MalformedId:
        raise SnapshotUnknown(f"No snapshot has the id '{snapshot_id}'.", snapshot_id=snapshot_id) from None


def _file(name: str, file_format: str, parts_of: Callable[[Transaction], Iterator[pa.Table]], request: Request) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.{file_format.lower()}"'}

    def parts() -> Iterator[pa.Table]:
        with wiring_of(request).database.begin() as inner:
            # Every part sees one instant of the database, however long the reader takes.
            inner.exec_driver_sql("set transaction isolation level repeatable read, read only")
            yield from parts_of(inner)

    if file_format == "PARQUET":
        return Response(as_parquet(parts()), media_type=PARQUET_TYPE, headers=headers)
    return StreamingResponse(_as_csv(parts()), media_type="text/csv; charset=utf-8", headers=headers)


def _as_csv(parts: Iterator[pa.Table]) -> Iterator[bytes]:
    yield b"member_id,external_id,valid_from\r\n"
    for part in parts:
        yield csv_lines(
            (row["member_id"], row["external_id"], row["valid_from"].isoformat().replace("+00:00", "Z")) for row in part.to_pylist()
        )
