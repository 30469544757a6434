"""Reads a job's file row by row, from any row on, with little in memory. Not here: what rows mean (rows)."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, cast
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pq

from loyalty.jobs.cells import Row
from loyalty.jobs.errors import JobFileInvalid
from loyalty.jobs.model import FileFormat, JobKind
from loyalty.jobs.rows import KNOWN, NEEDED

CELL_LENGTH_MAX = 20_000
PARQUET_BATCH_ROWS = 1_000


def rows_of(file: IO[bytes], file_format: FileFormat, kind: JobKind) -> Iterator[Row]:
    """The rows of the file, in order. The columns are checked before the first is given.

    Raises:
        JobFileInvalid: the file is not what it is said to be, or its columns are not those of its kind.
    """
    return _csv_rows(file, kind) if file_format is FileFormat.CSV else _parquet_rows(file, kind)


def check_columns(names: Iterable[str], kind: JobKind) -> None:
    """The columns are those of the kind.

    Raises:
        JobFileInvalid: one is missing, unknown, or there twice.
    """
    given = list(names)
    missing = sorted(NEEDED[kind] - set(given))
    unknown = sorted(set(given) - KNOWN[kind])
    if missing or unknown or len(set(given)) != len(given):
        lists = {"missing": missing, "not known": unknown}
        said = "; ".join(f"{what}: {', '.join(names)[:200]}" for what, names in lists.items() if names)
        raise JobFileInvalid(
            f"The columns do not fit {kind}: {said or 'one is there twice'}.",
            missing=missing,
            unknown=[name[:80] for name in unknown][:20],
            known=sorted(KNOWN[kind]),
        )


def _csv_rows(file: IO[bytes], kind: JobKind) -> Iterator[Row]:
    csv.field_size_limit(CELL_LENGTH_MAX)
    text = io.TextIOWrapper(cast("io.BufferedReader", file), encoding="utf-8-sig", newline="")
    try:
        reader = csv.reader(text, strict=True)
        names = next(reader, [])
        check_columns(names, kind)
        for cells in reader:
            if not cells:
                continue
            # A row of another length is told as such, by a column that no kind knows.
            extra = {"": f"{len(cells)} cells for {len(names)} columns"} if len(cells) != len(names) else {}
            yield dict(zip(names, cells, strict=False)) | extra
    except (UnicodeDecodeError, csv.Error) as error:
        raise JobFileInvalid(f"The file cannot be read as CSV in UTF-8: {error}.", reason=str(error)[:200]) from error
    finally:
        text.detach()


def _parquet_rows(file: IO[bytes], kind: JobKind) -> Iterator[Row]:
    try:
        parquet = pq.ParquetFile(file)
        check_columns(parquet.schema_arrow.names, kind)
        for batch in parquet.iter_batches(batch_size=PARQUET_BATCH_ROWS):
            yield from batch.to_pylist()
    except (pa.ArrowException, OSError) as error:
        raise JobFileInvalid(f"The file cannot be read as Parquet: {str(error)[:200]}", reason=str(error)[:200]) from error


class Readers:
    """Keeps the file of the job under way open between its chunks. One worker's; what it holds may be lost at any moment."""

    def __init__(self) -> None:
        self._job_id: UUID | None = None
        self._file: IO[bytes] | None = None
        self._rows: Iterator[Row] = iter(())
        self._position = 0

    def take(self, job_id: UUID, file_format: FileFormat, kind: JobKind, *, after: int, count: int, parts: Iterable[bytes]) -> list[Row]:
        """At most `count` rows after the first `after`; `parts` are the file's content, asked for only where it is not open yet.

        Raises:
            JobFileInvalid: as `rows_of`.
        """
        if self._job_id != job_id or self._position != after:
            self.close()
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - kept open between chunks
            for part in parts:
                self._file.write(part)
            self._file.seek(0)
            self._rows = rows_of(self._file, file_format, kind)
            skipped = sum(1 for _ in islice(self._rows, after))
            self._job_id, self._position = job_id, skipped
        taken = list(islice(self._rows, count))
        self._position += len(taken)
        return taken

    def close(self) -> None:
        """Nothing is open."""
        if self._file is not None:
            self._rows = iter(())
            self._file.close()
        self._job_id, self._file, self._position = None, None, 0
