"""The acts on jobs: take a file in, work on the next chunk of the next job, cancel. One chunk is one transaction, effect and progress."""

import hashlib
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import IO, Any
from uuid import UUID

from sqlalchemy.exc import OperationalError

from loyalty.access import PermissionMissing
from loyalty.clock import Clock
from loyalty.database import Database, Work
from loyalty.errors import LoyaltyError, Unavailable
from loyalty.ids import MalformedId, new_id, read_id
from loyalty.jobs import store
from loyalty.jobs.cells import Row, shown, text
from loyalty.jobs.errors import JobFileInvalid, RowFailed, RowInvalid
from loyalty.jobs.lists import Listed, change, list_member
from loyalty.jobs.model import ChunkResult, FileFormat, Job, JobKind, JobStatus, RowError
from loyalty.jobs.reading import Readers, rows_of
from loyalty.jobs.rows import ROW_TYPES, TRANSFER, VoucherCode, command, enrolment, row_type, voucher_code
from loyalty.jobs.vouchers import Imported, import_codes, opened, sealed, without_code
from loyalty.ledger import Command, Posted
from loyalty.ledger.errors import ReceiverUnknown
from loyalty.members import MEMBER_ID_PREFIX, EnrolMember, Member, MemberUnknown, enrol, find_by_external_ids
from loyalty.promotions import Purchased, post_with_promotions
from loyalty.segments import ListMember
from loyalty.vouchers import VoucherKeyWrong, VoucherSafe

CHUNK_ROWS = 250
PART_BYTES = 1024 * 1024
PEEK_ROWS = 1

Outcome = Posted | Purchased | Member | Imported | Listed | LoyaltyError
SafeOf = Callable[[], VoucherSafe]
"""The safe is asked for when it is needed: its key may be made then, or be wrong."""


def accept(
    parts: Iterable[bytes],
    *,
    kind: JobKind,
    file_format: FileFormat,
    file_name: str,
    program_code: str,
    actor: str,
    within: Work,
    clock: Clock,
    dry_run: bool = False,
    safe: SafeOf | None = None,
    permissions: Collection[str] = (),
) -> Job:
    """The file is taken in and waits to be worked on; its columns have been checked, its rows not yet. A dry run stores nothing.

    A file of VOUCHERS needs `safe`, under which it waits. Of TRANSACTIONS only such rows are done as `permissions` allow.

    Raises:
        JobFileInvalid: it cannot be read as what it is said to be, or its columns are not those of its kind.
        VoucherKeyWrong: the key for vouchers cannot be used.
    """
    digest, size = hashlib.sha256(), 0
    with tempfile.TemporaryFile() as file:
        for part in parts:
            digest.update(part)
            size += len(part)
            file.write(part)
        file.seek(0)
        list(islice(rows_of(file, file_format, kind), PEEK_ROWS))
        options: dict[str, str] = {"program_code": program_code}
        if kind is JobKind.TRANSACTIONS:
            options["permissions"] = " ".join(sorted({found.permission for found in ROW_TYPES.values()} & set(permissions)))
        pieces = _pieces(file)
        if kind is JobKind.VOUCHERS:
            under = _safe(safe)
            options["key_id"] = under.key_id
            pieces = sealed(pieces, under)
        job = Job(
            new_id(), kind, JobStatus.QUEUED, file_name, file_format, size, options, actor, None, 0, 0, 0, 0, None, None, clock.now(),
            None, None,
        )  # fmt: skip
        if not dry_run:
            store.insert(job, digest.digest(), pieces, within)
    return job


def cancel(job_id: UUID, *, within: Work, clock: Clock) -> Job:
    """The job does nothing more; what it did stays. One that is over is answered as it ended.

    Raises:
        JobUnknown: there is none with this id.
    """
    job = store.find_job(job_id, within=within, lock=True)
    if job.status in {JobStatus.QUEUED, JobStatus.RUNNING}:
        store.end(job_id, JobStatus.CANCELED, clock.now(), within)
    return store.find_job(job_id, within=within)


def work_on_next(database: Database, readers: Readers, *, clock: Clock, chunk_rows: int = CHUNK_ROWS, safe: SafeOf | None = None) -> bool:
    """One chunk of the oldest job that nobody works on is done, its effect and its progress in one transaction; False: there was none.

    It may be called by any number of workers, and killed at any instant: what was committed is counted, the rest was never done. A
    chunk that fails is gone through row by row, and a row that fails alone is set aside, so that one poisoned row costs itself alone.
    Files of VOUCHERS need `safe`, and fail under another key than the one they were taken in under.
    """
    try:
        return _work(database, readers, clock, chunk_rows, safe)
    except (Unavailable, OperationalError):
        readers.close()
        raise
    except Exception:
        readers.close()
        if chunk_rows > 1:
            return work_on_next(database, readers, clock=clock, chunk_rows=1, safe=safe)
    return _set_aside(database, readers, clock, safe)


def _work(database: Database, readers: Readers, clock: Clock, chunk_rows: int, safe: SafeOf | None) -> bool:
    with database.begin() as work:
        job = store.take_next(work)
        if job is None:
            return False
        try:
            rows = _take(job, readers, chunk_rows, work, safe)
        except (JobFileInvalid, VoucherKeyWrong) as error:
            readers.close()
            store.end(job.id, JobStatus.FAILED, clock.now(), work, code=error.code, text=error.message)
            return True
        if rows:
            outcomes = _outcomes(job, rows, clock, work, safe)
            store.record(job.id, _counted(job, rows, outcomes), clock.now(), work)
        if len(rows) < chunk_rows:
            readers.close()
            store.end(job.id, JobStatus.COMPLETED, clock.now(), work)
    return True


def _set_aside(database: Database, readers: Readers, clock: Clock, safe: SafeOf | None) -> bool:
    with database.begin() as work:
        job = store.take_next(work)
        if job is None:
            return False
        rows = _take(job, readers, 1, work, safe)
        failed = RowFailed("The row could not be worked on, for a reason of ours; it was set aside.")
        store.record(job.id, _counted(job, rows, [failed] * len(rows)), clock.now(), work)
    return True


def _take(job: Job, readers: Readers, count: int, work: Work, safe: SafeOf | None) -> list[Row]:
    parts = store.file_parts(job.id, work)
    if job.kind is JobKind.VOUCHERS:
        under = _safe(safe)
        if job.options["key_id"] != under.key_id:
            raise VoucherKeyWrong("The file was taken in under another KHAYWE_VOUCHER_KEY than the one in force; send it again.")
        parts = opened(parts, under)
    return readers.take(job.id, job.file_format, job.kind, after=job.done_count, count=count, parts=parts)


def _outcomes(job: Job, rows: Sequence[Row], clock: Clock, work: Work, safe: SafeOf | None) -> list[Outcome]:
    read = list(_read(job, rows, work))
    commands = [found for found in read if not isinstance(found, LoyaltyError)]
    act: Callable[..., Sequence[Outcome]] = enrol if job.kind is JobKind.MEMBERS else post_with_promotions
    if job.kind is JobKind.VOUCHERS:
        act = partial(import_codes, program_code=job.options["program_code"], safe=_safe(safe))
    if job.kind is JobKind.SEGMENT_MEMBERS:
        act = change
    done: Iterator[Outcome] = iter(act(commands, within=work, clock=clock) if commands else ())
    return [found if isinstance(found, LoyaltyError) else next(done) for found in read]


def _read(job: Job, rows: Sequence[Row], work: Work) -> Iterator[Any]:
    """For each row its command, or why there is none."""
    program_code = job.options["program_code"]
    has_members = job.kind not in {JobKind.MEMBERS, JobKind.VOUCHERS}
    named = {str(row.get(name) or "") for row in rows for name in ("member_id", "to_member_id")} if has_members else set()
    external_ids = sorted(name for name in named if name and _member_id(name) is None)
    known = find_by_external_ids(external_ids, program_code=program_code, within=work) if external_ids else {}
    ids = {name: member.id for name, member in known.items()}
    for row in rows:
        try:
            yield _command(job, row, program_code, ids)
        except LoyaltyError as error:
            yield error


def _command(job: Job, row: Row, program_code: str, ids: Mapping[str, UUID]) -> EnrolMember | VoucherCode | ListMember | Command:
    if "" in row:
        raise RowInvalid(f"The row has {row['']}.", field="", given=row[""])
    if job.kind is JobKind.MEMBERS:
        return enrolment(row, program_code)
    if job.kind is JobKind.VOUCHERS:
        return voucher_code(row)
    if job.kind is JobKind.TRANSACTIONS:
        _refuse_unpermitted(row, job)
    name = str(row.get("member_id") or "")
    member_id = _member_id(name) or ids.get(name)
    if member_id is None:
        raise MemberUnknown(f"No member has the id or external id '{name[:80]}'.", member_id=name[:80])
    if job.kind is JobKind.SEGMENT_MEMBERS:
        return list_member(row, member_id)
    return command(job.kind, row, member_id, _receiver(job, row, ids), actor=job.actor, idempotency_key=job.id.hex)


def _refuse_unpermitted(row: Row, job: Job) -> None:
    """A file that was taken in before it knew its sender's permissions was sent by somebody who may earn and burn."""
    needed = row_type(row).permission
    if needed not in job.options.get("permissions", "ledger.earn ledger.burn").split():
        raise PermissionMissing(f"Whoever sent the file does not hold the permission {needed}.", needed=[needed], caller=job.actor)


def _receiver(job: Job, row: Row, ids: Mapping[str, UUID]) -> UUID | None:
    """The member whom a transfer names."""
    if job.kind is not JobKind.TRANSACTIONS or row.get("type") != TRANSFER:
        return None
    name = text(row, "to_member_id")
    found = _member_id(name) or ids.get(name)
    if found is None:
        raise ReceiverUnknown(f"No member has the id or external id '{name[:80]}'.", to_member_id=name[:80])
    return found


def _safe(safe: SafeOf | None) -> VoucherSafe:
    if safe is None:
        raise VoucherKeyWrong("Voucher codes are sealed, and there is no key to seal them with.")
    return safe()


def _member_id(name: str) -> UUID | None:
    if not name.startswith(f"{MEMBER_ID_PREFIX}_"):
        return None
    try:
        return read_id(MEMBER_ID_PREFIX, name)
    except MalformedId:
        return None


def _counted(job: Job, rows: Sequence[Row], outcomes: Sequence[Outcome]) -> ChunkResult:
    kept: Callable[[Row], Row] = without_code if job.kind is JobKind.VOUCHERS else dict
    errors = tuple(
        RowError(
            job.done_count + place,
            outcome.code,
            str(shown(outcome.message)),
            {name: shown(value) for name, value in outcome.facts.items()},
            {str(name): shown(value) for name, value in kept(row).items()},
        )
        for place, (row, outcome) in enumerate(zip(rows, outcomes, strict=True), start=1)
        if isinstance(outcome, LoyaltyError)
    )
    duplicates = sum(1 for outcome in outcomes if not isinstance(outcome, LoyaltyError) and outcome.is_duplicate)
    return ChunkResult(len(rows) - duplicates - len(errors), duplicates, errors)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(PART_BYTES):
        yield piece
