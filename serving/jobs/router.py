"""`/v1/jobs`: send a bulk file, see how far it is, read and download what was refused, cancel."""

import hashlib
import json
import tempfile
from collections.abc import Iterator
from datetime import datetime
from typing import IO, Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import Field, StringConstraints
from starlette.concurrency import run_in_threadpool

from loyalty.access import Caller
from loyalty.idempotency import KeyedRequest, KeyInFlight, KeyReused
from loyalty.ids import MalformedId, read_id, show_id
from loyalty.jobs import (
    JOB_ID_PREFIX,
    ROW_PERMISSIONS,
    FileFormat,
    Job,
    JobFileInvalid,
    JobKind,
    JobUnknown,
    RowError,
    accept,
    cancel,
    find_job,
    jobs,
    row_errors,
)
from loyalty.paging import PAGE_LIMIT_MAX, CursorMalformed
from loyalty.vouchers import VoucherKeyWrong
from serving.http.auth import GuardedRoute, must_hold, requires
from serving.http.csv_lines import csv_lines
from serving.http.errors import Malformed, refusals, request_id_of
from serving.http.idempotency import OptionalKey, answered_once
from serving.http.inputs import PLAIN_TEXT, DryRun
from serving.http.outputs import Out
from serving.http.paging import LIMIT_DEFAULT, Cursor, Limit, Page, page_of
from serving.http.work import BusinessClock, Work, wiring_of
from serving.members.references import ProgramCode

router = APIRouter(prefix="/v1/jobs", tags=["Jobs"], route_class=GuardedRoute)

FILE_BYTES_MAX = 256 * 1024 * 1024
_SPOOLED_BYTES = 4 * 1024 * 1024
_NEEDS = {
    JobKind.MEMBERS: ("members.write",),
    JobKind.OPENING_BALANCES: ("ledger.open",),
    JobKind.VOUCHERS: ("vouchers.write",),
    JobKind.SEGMENT_MEMBERS: ("segments.write",),
}

JobId = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=PLAIN_TEXT)], Path(description="The job's id (`job_…`).")
]
FileName = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=PLAIN_TEXT)], Query(description="How to call it in lists.")
]


class JobOut(Out):
    """A bulk file on its way. `done_count = applied_count + duplicate_count + refused_count`."""

    job_id: str | None = Field(description="Null for a dry run.")
    kind: str
    status: str = Field(description="QUEUED → RUNNING → COMPLETED, FAILED or CANCELED.")
    file_name: str
    file_format: str
    file_bytes: int
    program_code: str
    actor: str
    row_count: int | None = Field(description="Known when the job is over.")
    done_count: int
    applied_count: int
    duplicate_count: int = Field(description="Rows that were posted before.")
    refused_count: int
    failure_code: str | None
    failure_text: str | None
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    would_apply: bool = Field(description="True for a dry run only: the file would be taken in, and nothing was stored.")

    @classmethod
    def of(cls, job: Job, *, is_dry_run: bool = False) -> "JobOut":
        """The wire shape of a job."""
        return cls(
            job_id=None if is_dry_run else show_id(JOB_ID_PREFIX, job.id),
            kind=job.kind,
            status=job.status,
            file_name=job.file_name,
            file_format=job.file_format,
            file_bytes=job.file_bytes,
            program_code=job.options["program_code"],
            actor=job.actor,
            row_count=job.row_count,
            done_count=job.done_count,
            applied_count=job.applied_count,
            duplicate_count=job.duplicate_count,
            refused_count=job.refused_count,
            failure_code=job.failure_code,
            failure_text=job.failure_text,
            created_at=job.created_at,
            started_at=job.started_at,
            ended_at=job.ended_at,
            would_apply=is_dry_run,
        )


class RowErrorOut(Out):
    """Why a row was refused."""

    row_number: int = Field(description="The first row of data is 1.")
    code: str
    detail: str
    facts: dict[str, Any]
    content: dict[str, Any] = Field(description="The row as it was read.")

    @classmethod
    def of(cls, error: RowError) -> "RowErrorOut":
        """The wire shape of a refused row."""
        return cls(row_number=error.row_number, code=error.code, detail=error.detail, facts=dict(error.facts), content=dict(error.content))


@router.post(
    "",
    status_code=202,
    response_model=JobOut,
    responses={
        200: {"model": JobOut, "description": "A dry run."},
        **refusals(Malformed, JobFileInvalid, VoucherKeyWrong, KeyInFlight, KeyReused),
    },
    summary="Send a bulk file",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "text/csv": {"schema": {"type": "string"}, "example": "external_id,joined_at\n1042,2017-01-07T05:00:00Z\n"},
                "application/vnd.apache.parquet": {"schema": {"type": "string", "format": "binary"}},
            },
        }
    },
)
async def send_file(
    *,
    caller: Annotated[Caller, requires("jobs.write")],
    request: Request,
    clock: BusinessClock,
    kind: Annotated[JobKind, Query(description="What the rows are. The key must also hold the permission to post them one by one.")],
    file_format: Annotated[FileFormat, Query()] = FileFormat.CSV,
    file_name: FileName = "unnamed",
    program_code: ProgramCode = None,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """Take a file in, at most 256 MiB, and answer at once; the work goes on afterwards, whatever becomes of this connection or this
    process. Columns are checked now and rows later, each exactly as if it had been sent by itself. `loyalty/jobs/README.md` lists the
    columns of each kind."""
    for permission in _NEEDS.get(kind, ()):
        must_hold(caller, permission)
    may = [permission for permission in ROW_PERMISSIONS if caller.may(permission)]
    if kind is JobKind.TRANSACTIONS and not may:
        must_hold(caller, ROW_PERMISSIONS[0])
    wiring = wiring_of(request)
    with tempfile.SpooledTemporaryFile(_SPOOLED_BYTES) as file:
        digest = await _receive(request, file)

        def take_in() -> Response:
            code = program_code or wiring.directory.program_code
            with wiring.database.begin() as work:

                def act() -> tuple[int, JobOut]:
                    file.seek(0)
                    job = accept(
                        iter(lambda: file.read(1024 * 1024), b""),
                        kind=kind,
                        file_format=file_format,
                        file_name=file_name,
                        program_code=code,
                        actor=caller.name,
                        within=work,
                        clock=clock,
                        dry_run=dry_run,
                        safe=lambda: wiring.safe,
                        permissions=may,
                    )
                    return (200 if dry_run else 202), JobOut.of(job, is_dry_run=dry_run)

                fingerprint = digest(f"POST /v1/jobs {kind} {file_format} {file_name} {code}")
                claimed = KeyedRequest(caller.id.hex, key, fingerprint) if key and not dry_run else None
                return answered_once(claimed, act, within=work, clock=clock, request_id=request_id_of(request))

        return await run_in_threadpool(take_in)


@router.get("", responses=refusals(CursorMalformed), summary="List the bulk jobs")
def list_jobs(_: Annotated[Caller, requires("jobs.read")], work: Work, limit: Limit = LIMIT_DEFAULT, cursor: Cursor = None) -> Page[JobOut]:
    """All jobs, newest first."""
    return page_of(jobs(within=work, limit=limit, cursor=cursor), JobOut.of)


@router.get("/{job_id}", responses=refusals(JobUnknown), summary="Read a bulk job")
def read_job(_: Annotated[Caller, requires("jobs.read")], job_id: JobId, work: Work) -> JobOut:
    """How far the job is. Ask again until `status` is COMPLETED, FAILED or CANCELED."""
    return JobOut.of(_named(job_id, work))


@router.get("/{job_id}/errors", responses=refusals(JobUnknown, CursorMalformed), summary="List the refused rows of a bulk job")
def list_errors(
    _: Annotated[Caller, requires("jobs.read")], job_id: JobId, work: Work, limit: Limit = LIMIT_DEFAULT, cursor: Cursor = None
) -> Page[RowErrorOut]:
    """Why rows were refused, in the order of the file, with the same codes as over HTTP."""
    return page_of(row_errors(_named(job_id, work).id, within=work, limit=limit, cursor=cursor), RowErrorOut.of)


@router.get(
    "/{job_id}/errors.csv",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}, **refusals(JobUnknown)},
    summary="Download the refused rows of a bulk job",
)
def download_errors(_: Annotated[Caller, requires("jobs.read")], request: Request, job_id: JobId, work: Work) -> Response:
    """The refused rows as CSV: number, code, detail and the row as JSON. Put them right and send them as a new file."""
    job = _named(job_id, work)
    headers = {"Content-Disposition": f'attachment; filename="{job_id}-errors.csv"'}
    return StreamingResponse(_as_csv(job, request), media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/{job_id}/cancel", response_model=JobOut, responses=refusals(Malformed, JobUnknown), summary="Cancel a bulk job")
def cancel_job(
    *,
    caller: Annotated[Caller, requires("jobs.write")],  # noqa: ARG001 - the door asks
    job_id: JobId,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,  # noqa: ARG001 - cancelling twice is cancelling once
    dry_run: DryRun = False,
) -> JobOut:
    """Let the job do nothing more. What it did stays done; a job that is over stays as it ended."""
    found = _named(job_id, work)
    return JobOut.of(found, is_dry_run=True) if dry_run else JobOut.of(cancel(found.id, within=work, clock=clock))


def _named(job_id: str, work: Work) -> Job:
    try:
        return find_job(read_id(JOB_ID_PREFIX, job_id), within=work)
    except MalformedId:
        raise JobUnknown(f"No job has the id '{job_id}'.", job_id=job_id) from None


async def _receive(request: Request, file: IO[bytes]) -> Any:  # noqa: ANN401 - a function of text that gives the digest
    digest = hashlib.sha256()
    async for piece in request.stream():
        digest.update(piece)
        await run_in_threadpool(file.write, piece)

    def finished(route: str) -> bytes:
        digest.update(route.encode())
        return digest.digest()

    return finished


def _as_csv(job: Job, request: Request) -> Iterator[bytes]:
    """Page by page, each in a transaction of its own, so that a slow reader holds nothing."""
    yield csv_lines([["row_number", "code", "detail", "content"]])
    cursor: str | None = None
    while True:
        with wiring_of(request).database.begin() as work:
            page = row_errors(job.id, within=work, limit=PAGE_LIMIT_MAX, cursor=cursor)
        yield csv_lines([error.row_number, error.code, error.detail, json.dumps(error.content)] for error in page.items)
        cursor = page.next_cursor
        if cursor is None:
            return
