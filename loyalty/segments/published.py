"""The published build as a source that segments are asked on: its Parquet files, read where they lie. Not here: publishing them."""

import hashlib
import threading
from pathlib import Path

from loyalty.features import Catalogue
from loyalty.segments.errors import NothingPublished, SegmentDataMissing
from loyalty.segments.source import Source
from loyalty.segments.standing import LISTED_ROWS, LISTED_TABLE, STANDING_ROWS, STANDING_TABLE
from loyalty.warehouse import Published, PublishedDamaged, PublishedNothing, Warehouse, read_published
from loyalty.warehouse.duckdb import DuckDbWarehouse
from loyalty.warehouse.statements import quoted, quoted_table, table_parts

_OURS = {STANDING_TABLE: STANDING_ROWS, LISTED_TABLE: LISTED_ROWS}
_READ_BYTES = 1024 * 1024


class PublishedProfiles:
    """The newest published build, opened once and kept until another is published. Safe for threads.

    Nothing is copied: a question reads the columns that it names. Checksums are compared when a build is opened.
    """

    def __init__(self, directory: Path | None, catalogue: Catalogue) -> None:
        self._directory = directory
        self._catalogue = catalogue
        self._turn = threading.Lock()
        self._opened: tuple[Published, Source] | None = None

    def source(self) -> Source:
        """What readers see now.

        Raises:
            NothingPublished: nothing is published yet.
            SegmentDataMissing: its files cannot be used.
        """
        if self._directory is None:
            raise NothingPublished("Nobody has said where builds are published: set KHAYWE_VAR_DIR.")
        with self._turn:
            try:
                published = read_published(self._directory)
                if self._opened is None or self._opened[0] != published:
                    self._opened = published, self._open(published)
            except PublishedNothing as error:
                raise NothingPublished("Nothing has been published yet: the first run of the graph does it.") from error
            except PublishedDamaged as error:
                raise SegmentDataMissing(f"The published build cannot be used. {error.message}") from error
            return self._opened[1]

    def standing_source(self) -> Source | None:
        """What readers see now, or None before the first build."""
        try:
            return self.source()
        except (NothingPublished, SegmentDataMissing):
            return None

    def _open(self, published: Published) -> Source:
        wanted = {self._catalogue.relation, *_OURS, "marts.fct_purchases"}
        warehouse = DuckDbWarehouse(None)
        there = set[str]()
        with warehouse.session() as session:
            for one in published.tables:
                if one.name in wanted:
                    _view(session, one.name, published.path(one.name), one.sha256)
                    there.add(one.name)
            for name, rows in _OURS.items():
                if name not in there:
                    session.replace_rows(name, rows.empty_table(), where={"as_of_on": []})
        return Source(warehouse, published.as_of_on, self._catalogue, published.built_at)


def _view(session: Warehouse, name: str, path: Path, promised: str) -> None:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(_READ_BYTES):
                digest.update(piece)
    except OSError as error:
        raise PublishedDamaged(f"The published file {path.name} cannot be read: {error.strerror}.", table=name) from error
    if digest.hexdigest() != promised:
        raise PublishedDamaged(f"The published file {path.name} is not the one that was published (checksum differs).", table=name)
    session.execute(f"create schema if not exists {quoted(table_parts(name)[0])}")
    file_name = str(path).replace("'", "''").replace(":", "\\:")
    session.execute(f"create view {quoted_table(name)} as select * from read_parquet('{file_name}')")  # noqa: S608 -- our own file
