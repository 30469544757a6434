"""Publishes a good build as Parquet behind one manifest, and reads it back. Not here: what a good build is (orchestration decides when).

Readers see yesterday or today, never a mix: a build goes into its own folder, and only then is the manifest replaced in one
rename. A published folder is never written again; a rerun of the same day gets a new folder.
"""

import hashlib
import json
import shutil
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pa_parquet

from loyalty.ids import new_id
from loyalty.warehouse.duckdb import DuckDbWarehouse
from loyalty.warehouse.errors import PublishedDamaged, PublishedNothing
from loyalty.warehouse.port import Warehouse
from loyalty.warehouse.statements import quoted, quoted_table, table_parts

PUBLISHED_TABLES = (
    "marts.customer_features",
    "marts.customer_rfm",
    "marts.customer_profile",
    "marts.offer_candidates",
    "scores.churn",
    "scores.lifetime_value",
    "scores.offers",
    "scores.customer_tiers",
)
WHERE_THERE = ("segments.member_standing", "segments.listed_members", "marts.fct_purchases")
"""Published beside the others where the warehouse has them: what rules of segments may ask beyond the profile."""
_PURCHASES = "marts.fct_purchases"
_MANIFEST = "manifest.json"
_KEPT_BUILDS = 3
"""A reader that opened the manifest just before a swap still finds its files; older builds are removed."""


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """One table of a build: its file below the published folder, and what is in it."""

    name: str
    file: str
    row_count: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Published:
    """One build as readers see it."""

    as_of_on: date
    built_at: datetime
    tables: tuple[PublishedTable, ...]
    directory: Path

    def path(self, table: str) -> Path:
        """The Parquet file of `schema.name`."""
        for one in self.tables:
            if one.name == table:
                return self.directory / one.file
        raise PublishedDamaged(f"The published build of {self.as_of_on} lacks {table}.", table=table, as_of_on=self.as_of_on.isoformat())

    def read(self, table: str) -> pa.Table:
        """The rows of `schema.name`.

        Raises:
            PublishedDamaged: the file is gone, or is not the one that was published.
        """
        self.verify(table)
        return pa_parquet.read_table(self.path(table))

    def verify(self, table: str) -> None:
        """The file of `schema.name` is the one that was published.

        Raises:
            PublishedDamaged: it is gone, or another.
        """
        path = self.path(table)
        promised = next(one.sha256 for one in self.tables if one.name == table)
        try:
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise PublishedDamaged(f"The published file {path.name} cannot be read: {error.strerror}.", table=table) from error
        if found != promised:
            raise PublishedDamaged(f"The published file {path.name} is not the one that was published (checksum differs).", table=table)

    def open(self) -> Warehouse:
        """A warehouse in memory whose tables are this build's files under their own names: the same port, no lock on the warehouse file.

        Raises:
            PublishedDamaged: a file is gone or was changed.
        """
        warehouse = DuckDbWarehouse(None)
        with warehouse.transaction() as session:
            for one in self.tables:
                session.execute(f"create schema if not exists {quoted(table_parts(one.name)[0])}")
                rows = self.read(one.name)
                session.replace_rows(one.name, rows, where={rows.column_names[0]: []})
        return warehouse


def publish(
    warehouse: Warehouse, as_of_on: date, directory: Path, *, built_at: datetime, tables: tuple[str, ...] = PUBLISHED_TABLES
) -> Published:
    """The rows of `as_of_on` stand in `directory` as Parquet, and the manifest names them; readers switch in one rename.

    Args:
        built_at: the business instant of the build, kept in the manifest so that readers can say how old their answer is.

    Raises:
        WarehouseUnavailable, WarehouseQueryFailed: the warehouse could not be read; what was published stays.
    """
    folder = f"{as_of_on.isoformat()}/{new_id().hex}"
    (directory / folder).mkdir(parents=True)
    try:
        with warehouse.session() as session:
            there = [table for table in WHERE_THERE if table not in tables and session.table_exists(table)]
            written = tuple(_write(session, table, as_of_on, directory, folder) for table in (*tables, *there))
        published = Published(as_of_on=as_of_on, built_at=built_at, tables=written, directory=directory)
        _swap_manifest(published)
    except BaseException:
        shutil.rmtree(directory / folder, ignore_errors=True)
        raise
    _remove_old_builds(directory, keep=folder)
    return published


def read_published(directory: Path) -> Published:
    """The build that the manifest names now.

    Raises:
        PublishedNothing: nothing has been published yet.
        PublishedDamaged: the manifest is not readable.
    """
    path = directory / _MANIFEST
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return Published(
            as_of_on=date.fromisoformat(document["as_of_on"]),
            built_at=datetime.fromisoformat(document["built_at"]),
            tables=tuple(PublishedTable(**table) for table in document["tables"]),
            directory=directory,
        )
    except FileNotFoundError:
        raise PublishedNothing("Nothing has been published yet: the first run of the graph does it.", directory=str(directory)) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PublishedDamaged(f"The manifest {path} cannot be read: run the publish asset again.", reason=str(error)) from error


def _write(warehouse: Warehouse, table: str, as_of_on: date, directory: Path, folder: str) -> PublishedTable:
    # Of purchases everything that the day knows: a rule may ask how often somebody ever came.
    condition = "purchased_on <= :as_of_on" if table == _PURCHASES else "as_of_on = :as_of_on"
    rows = warehouse.read(f"select * from {quoted_table(table)} where {condition}", {"as_of_on": as_of_on})  # noqa: S608 -- our own names
    file = f"{folder}/{table}.parquet"
    pa_parquet.write_table(rows, directory / file, compression="zstd")
    return PublishedTable(
        name=table, file=file, row_count=rows.num_rows, sha256=hashlib.sha256((directory / file).read_bytes()).hexdigest()
    )


def _swap_manifest(published: Published) -> None:
    document = {
        "as_of_on": published.as_of_on.isoformat(),
        "built_at": published.built_at.isoformat(),
        "tables": [asdict(table) for table in published.tables],
    }
    beside = published.directory / f".{_MANIFEST}.{new_id().hex}"
    beside.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    beside.replace(published.directory / _MANIFEST)


def _remove_old_builds(directory: Path, *, keep: str) -> None:
    builds = sorted((path for path in directory.glob("????-??-??/*") if path.is_dir()), key=lambda path: path.name)
    for build in builds[:-_KEPT_BUILDS]:
        if build != directory / keep:
            shutil.rmtree(build, ignore_errors=True)
            if not any(build.parent.iterdir()):
                build.parent.rmdir()
