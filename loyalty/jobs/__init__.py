"""Bulk jobs: files of transactions, members, opening balances and voucher codes, in chunks. The door of the room; see README.md."""

from loyalty.jobs.act import accept, cancel, work_on_next
from loyalty.jobs.errors import JobFileInvalid, JobUnknown, RowInvalid
from loyalty.jobs.model import JOB_ID_PREFIX, FileFormat, Job, JobKind, JobStatus, RowError
from loyalty.jobs.reading import Readers
from loyalty.jobs.rows import ROW_PERMISSIONS
from loyalty.jobs.store import find_job, jobs, row_errors

__all__ = [
    "JOB_ID_PREFIX",
    "ROW_PERMISSIONS",
    "FileFormat",
    "Job",
    "JobFileInvalid",
    "JobKind",
    "JobStatus",
    "JobUnknown",
    "Readers",
    "RowError",
    "RowInvalid",
    "accept",
    "cancel",
    "find_job",
    "jobs",
    "row_errors",
    "work_on_next",
]
