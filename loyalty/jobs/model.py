"""What a job is: a file taken in, how far it is, and what was wrong with its rows. Not here: what rows mean (rows) and SQL (store)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

JOB_ID_PREFIX = "job"


class JobKind(StrEnum):
    """What the rows of the file are."""

    TRANSACTIONS = "TRANSACTIONS"
    MEMBERS = "MEMBERS"
    OPENING_BALANCES = "OPENING_BALANCES"
    VOUCHERS = "VOUCHERS"
    SEGMENT_MEMBERS = "SEGMENT_MEMBERS"


class FileFormat(StrEnum):
    """How the file is written: CSV in UTF-8 with a header line, or Parquet."""

    CSV = "CSV"
    PARQUET = "PARQUET"


class JobStatus(StrEnum):
    """QUEUED → RUNNING → COMPLETED | FAILED | CANCELED. A COMPLETED job has looked at every row, refused ones included."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    CANCELED = "CANCELED"


@dataclass(frozen=True, slots=True)
class Job:
    """A job as stored. `done_count = applied_count + duplicate_count + refused_count`; `row_count` is known at the end."""

    id: UUID
    kind: JobKind
    status: JobStatus
    file_name: str
    file_format: FileFormat
    file_bytes: int
    options: Mapping[str, str]
    actor: str
    row_count: int | None
    done_count: int
    applied_count: int
    duplicate_count: int
    refused_count: int
    failure_code: str | None
    failure_text: str | None
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


class RowError(NamedTuple):
    """Why a row was refused: the same code and facts as over HTTP, with the row as it was read. The first row of data is number 1."""

    row_number: int
    code: str
    detail: str
    facts: Mapping[str, object]
    content: Mapping[str, object]


class ChunkResult(NamedTuple):
    """What one chunk did."""

    applied_count: int
    duplicate_count: int
    errors: tuple[RowError, ...]
