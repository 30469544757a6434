"""Jobs as rows, with their files and the errors of their rows. The only module of the room that knows SQL."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from loyalty.database import Work
from loyalty.jobs.errors import JobUnknown
from loyalty.jobs.model import ChunkResult, FileFormat, Job, JobKind, JobStatus, RowError
from loyalty.paging import CursorMalformed, Page, check_limit, read_cursor, write_cursor

COLUMNS = """id, kind, status, file_name, file_format, file_bytes, options, actor, row_count, done_count, applied_count, duplicate_count,
       refused_count, failure_code, failure_text, created_at, started_at, ended_at"""

INSERT = """
insert into jobs (id, kind, status, file_name, file_format, file_bytes, file_sha256, options, actor, created_at)
values (%(id)s, %(kind)s, 'QUEUED', %(file_name)s, %(file_format)s, %(file_bytes)s, %(sha256)s, %(options)s::jsonb, %(actor)s, %(now)s)
"""

# Whoever holds the row works on the job, for one chunk; a worker that dies lets go of it with its connection.
NEXT = f"""
select {COLUMNS} from jobs where status in ('QUEUED', 'RUNNING')
order by created_at, id limit 1 for update skip locked
"""  # noqa: S608 - our own column list

PROGRESS = """
update jobs set status = 'RUNNING', started_at = coalesce(started_at, %(now)s),
    done_count = done_count + %(applied)s + %(duplicate)s + %(refused)s, applied_count = applied_count + %(applied)s,
    duplicate_count = duplicate_count + %(duplicate)s, refused_count = refused_count + %(refused)s
where id = %(id)s
"""

END = """
update jobs set status = %(status)s, started_at = coalesce(started_at, %(now)s), ended_at = %(now)s, row_count = done_count,
    failure_code = %(code)s, failure_text = %(text)s
where id = %(id)s
"""

ADD_ERRORS = """
insert into job_row_errors (job_id, row_number, code, detail, facts, content)
select %(id)s, * from unnest(%(numbers)s::bigint[], %(codes)s::text[], %(details)s::text[], %(facts)s::jsonb[], %(contents)s::jsonb[])
"""

FIND = f"select {COLUMNS} from jobs where id = %(id)s"  # noqa: S608
LIST = f"""
select {COLUMNS} from jobs where (created_at, id) < (%(before_at)s::timestamptz, %(before_id)s::uuid)
order by created_at desc, id desc limit %(limit)s
"""  # noqa: S608
ERRORS = """
select row_number, code, detail, facts, content from job_row_errors
where job_id = %(id)s and row_number > %(after)s order by row_number limit %(limit)s
"""
LAST_AT, LAST_ID = "9999-12-31T00:00:00+00:00", "f" * 32


def insert(job: Job, sha256: bytes, parts: Iterable[bytes], within: Work) -> None:
    """The job stands in the queue, with its file."""
    within.exec_driver_sql(
        INSERT,
        {
            "id": job.id,
            "kind": str(job.kind),
            "file_name": job.file_name,
            "file_format": str(job.file_format),
            "file_bytes": job.file_bytes,
            "sha256": sha256,
            "options": json.dumps(dict(job.options)),
            "actor": job.actor,
            "now": job.created_at,
        },
    )
    for number, content in enumerate(parts):
        within.exec_driver_sql(
            "insert into job_file_parts (job_id, part, content) values (%(id)s, %(part)s, %(content)s)",
            {"id": job.id, "part": number, "content": content},
        )


def take_next(within: Work) -> Job | None:
    """The oldest job that nobody works on; it is ours until the transaction ends."""
    row = within.exec_driver_sql(NEXT).one_or_none()
    return _job(row) if row is not None else None


def file_parts(job_id: UUID, within: Work) -> Iterator[bytes]:
    """The content of the job's file, piece by piece."""
    part = 0
    while True:
        query = "select content from job_file_parts where job_id = %(id)s and part = %(part)s"
        content = within.exec_driver_sql(query, {"id": job_id, "part": part}).scalar_one_or_none()
        if content is None:
            return
        yield bytes(content)
        part += 1


def record(job_id: UUID, result: ChunkResult, now: datetime, within: Work) -> None:
    """What a chunk did is counted, in the transaction that did it, and its refused rows are kept."""
    counts = {"applied": result.applied_count, "duplicate": result.duplicate_count, "refused": len(result.errors)}
    within.exec_driver_sql(PROGRESS, {"id": job_id, "now": now, **counts})
    if result.errors:
        numbers, codes, details, facts, contents = zip(*result.errors, strict=True)
        within.exec_driver_sql(
            ADD_ERRORS,
            {
                "id": job_id,
                "numbers": list(numbers),
                "codes": list(codes),
                "details": list(details),
                "facts": [json.dumps(found, default=str) for found in facts],
                "contents": [json.dumps(found, default=str) for found in contents],
            },
        )


def end(job_id: UUID, status: JobStatus, now: datetime, within: Work, *, code: str | None = None, text: str | None = None) -> None:
    """The job is over, and its file is gone."""
    within.exec_driver_sql(END, {"id": job_id, "status": str(status), "now": now, "code": code, "text": text})
    within.exec_driver_sql("delete from job_file_parts where job_id = %(id)s", {"id": job_id})


def find_job(job_id: UUID, *, within: Work, lock: bool = False) -> Job:
    """The job as it stands.

    Raises:
        JobUnknown: there is none with this id.
    """
    row = within.exec_driver_sql(FIND + (" for update" if lock else ""), {"id": job_id}).one_or_none()
    if row is None:
        raise JobUnknown("No job has this id.", job_id=str(job_id))
    return _job(row)


def jobs(*, within: Work, limit: int, cursor: str | None = None) -> Page[Job]:
    """All jobs, newest first.

    Raises:
        LimitInvalid, CursorMalformed: as `loyalty.paging` says.
    """
    at, job_id = read_cursor(cursor, parts=2) if cursor is not None else (LAST_AT, LAST_ID)
    _check(cursor, lambda: (datetime.fromisoformat(at), UUID(hex=job_id)))
    rows = within.exec_driver_sql(LIST, {"before_at": at, "before_id": job_id, "limit": check_limit(limit) + 1}).all()
    found = [_job(row) for row in rows[:limit]]
    return Page(found, write_cursor(found[-1].created_at.isoformat(), found[-1].id.hex) if len(rows) > limit else None)


def row_errors(job_id: UUID, *, within: Work, limit: int, cursor: str | None = None) -> Page[RowError]:
    """The refused rows of a job, in the order of the file.

    Raises:
        LimitInvalid, CursorMalformed: as `loyalty.paging` says.
    """
    (after,) = read_cursor(cursor, parts=1) if cursor is not None else ("0",)
    _check(cursor, lambda: range(int(after), 2**62)[0])
    rows = within.exec_driver_sql(ERRORS, {"id": job_id, "after": int(after), "limit": check_limit(limit) + 1}).tuples().all()
    found = [RowError(*row) for row in rows[:limit]]
    return Page(found, write_cursor(str(found[-1].row_number)) if len(rows) > limit else None)


def _check(cursor: str | None, read: Any) -> None:  # noqa: ANN401 - anything that reads a position
    try:
        read()
    except (ValueError, IndexError):
        raise CursorMalformed(
            "The cursor is not one that this listing gave out; start again without it.", cursor=str(cursor)[:80]
        ) from None


def _job(row: Sequence[Any]) -> Job:
    fields = list(row)
    fields[1], fields[2], fields[4] = JobKind(fields[1]), JobStatus(fields[2]), FileFormat(fields[4])
    return Job(*fields)
