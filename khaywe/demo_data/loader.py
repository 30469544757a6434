"""Releases days of the Complete Journey into `raw`, whole days at a time. Not here: checking a load, and moving the clock.

A transaction brings whole days of every source and their lines in `raw.load_log`: a day is either there with all its rows or not
there at all, so an interrupted opening continues where it stopped, and delivering a day again leaves the same rows.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pyarrow as pa

from khaywe.demo_data.errors import DemoDataExhausted, DemoOpenedOtherwise
from khaywe.demo_data.source import FIRST_DAY, LAST_DAY, CompleteJourney, day_ends_at
from loyalty.warehouse import Warehouse, ensure_quality_tables, ensure_raw_tables, ensure_score_tables
from loyalty.warehouse.raw import RAW_SOURCE, RAW_SOURCES, RawSource
from loyalty.warehouse.tables import LOAD_LOG

OPENING_THROUGH = date(2017, 10, 31)
_DAYS_PER_TRANSACTION = 31
_EVENT_COLUMN = {"purchase_lines": "transaction_timestamp"}

Progress = Callable[[int, int], None]
"""Called after each transaction with the days released so far and the days to release in all."""


@dataclass(frozen=True, slots=True)
class Release:
    """What one call released. `clock_at` is where the business clock should stand now: the arrival of the last load."""

    first_on: date | None
    last_on: date
    days_count: int
    row_counts: dict[str, int]
    clock_at: datetime

    @property
    def has_more(self) -> bool:
        """Whether the data has days after `last_on`."""
        return self.last_on < LAST_DAY


def open_demo(
    warehouse: Warehouse, through: date = OPENING_THROUGH, households: int | None = None, progress: Progress | None = None
) -> Release:
    """Every day from the first through `through` is loaded; days that are there already are left alone.

    Args:
        households: release only this many households, always the same ones (for quick tests); None means all 2,469.

    Raises:
        DemoDataExhausted: `through` lies outside the data's year.
        DemoOpenedOtherwise: the warehouse was opened with another number of households.
        DemoDataMissing, DemoDataChanged: the data package is absent or not the one we know.
    """
    if not FIRST_DAY <= through <= LAST_DAY:
        raise DemoDataExhausted(
            f"The Complete Journey knows {FIRST_DAY} to {LAST_DAY}; it cannot be loaded through {through}.", through=through.isoformat()
        )
    with warehouse.session() as session:
        _ensure_tables(session)
        _remember_selection(session, households)
        last = _last_loaded_on(session)
        first = FIRST_DAY if last is None else last + timedelta(days=1)
        return _release(session, first, max(through, last or through), households, progress)


def advance(warehouse: Warehouse, days: int, progress: Progress | None = None) -> Release:
    """The next `days` days are loaded, or as many as the data still has (see `days_count` and `has_more`).

    Raises:
        DemoDataExhausted: the demo has not been opened, no day is left, or `days` is not positive.
    """
    if days < 1:
        raise DemoDataExhausted(f"The calendar only moves forward: ask for one day or more, not {days}.", days=days)
    with warehouse.session() as session:
        _ensure_tables(session)
        last = _last_loaded_on(session)
        if last is None:
            raise DemoDataExhausted("Nothing has been loaded yet: run `khaywe up` or `khaywe demo --once` first.")
        if last >= LAST_DAY:
            raise DemoDataExhausted(f"The Complete Journey ends on {LAST_DAY} and all its days are loaded.", last_on=last.isoformat())
        first = last + timedelta(days=1)
        return _release(session, first, min(last + timedelta(days=days), LAST_DAY), _selection(session), progress)


def deliver_load(warehouse: Warehouse, on: date) -> Release:
    """The loads of `on` stand as the source has them, whatever was delivered before: this repairs a broken load."""
    with warehouse.session() as session:
        _ensure_tables(session)
        return _release(session, on, on, _selection(session), None)


def deliver_broken_load(warehouse: Warehouse, on: date, *, source: str = "purchase_lines", without: str = "sales_value") -> None:
    """The load of `on` stands in `raw` as if `source` had forgotten the column `without`: what ingest must notice. For tests and drills."""
    with warehouse.session() as session, _journey(_selection(session)) as journey, session.transaction():
        rows = journey.rows_of(RAW_SOURCE[source], on, on).drop_columns([without])
        session.replace_rows(RAW_SOURCE[source].table, rows, where={"loaded_on": [on]})


def last_loaded_on(warehouse: Warehouse) -> date | None:
    """The last business day in the load log, or None before the first load."""
    with warehouse.session() as session:
        return _last_loaded_on(session) if session.table_exists("raw.load_log") else None


def _release(warehouse: Warehouse, first: date, last: date, households: int | None, progress: Progress | None) -> Release:
    counts = dict.fromkeys(RAW_SOURCE, 0)
    days_in_all = max((last - first).days + 1, 0)
    if days_in_all:
        with _journey(households) as journey:
            for start, end in _chunks(first, last):
                for source, rows in _deliver(warehouse, journey, start, end).items():
                    counts[source] += rows
                if progress:
                    progress((end - first).days + 1, days_in_all)
    return Release(
        first_on=first if days_in_all else None, last_on=last, days_count=days_in_all, row_counts=counts, clock_at=day_ends_at(last)
    )


def _deliver(warehouse: Warehouse, journey: CompleteJourney, first: date, last: date) -> dict[str, int]:
    """One transaction: the days `first` … `last` of every source, and their lines in the load log."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    loads = {source: journey.rows_of(source, first, last) for source in RAW_SOURCES}
    log = pa.Table.from_pylist([line for source, rows in loads.items() for line in _log_lines(source, rows, days)], schema=LOAD_LOG)
    with warehouse.transaction() as session:
        for source, rows in loads.items():
            session.replace_rows(source.table, rows, where={"loaded_on": days})
        session.replace_rows("raw.load_log", log, where={"business_on": days})
    return {source.name: rows.num_rows for source, rows in loads.items()}


def _log_lines(source: RawSource, rows: pa.Table, days: list[date]) -> list[dict[str, object]]:
    event = _EVENT_COLUMN.get(source.name, "load_row")
    by_day = rows.group_by("loaded_on").aggregate([("load_row", "count"), (event, "max")]).to_pylist()
    known = {line["loaded_on"]: line for line in by_day}
    lines: list[dict[str, object]] = []
    for day in days:
        arrived_at = day_ends_at(day).replace(tzinfo=None)
        latest = known.get(day, {}).get(f"{event}_max")
        lines.append(
            {
                "source": source.name,
                "business_on": day,
                "watermark": latest if isinstance(latest, datetime) else arrived_at,
                "row_count": known.get(day, {}).get("load_row_count", 0),
                "loaded_at": arrived_at,
            }
        )
    return lines


def _chunks(first: date, last: date) -> Iterator[tuple[date, date]]:
    start = first
    while start <= last:
        end = min(start + timedelta(days=_DAYS_PER_TRANSACTION - 1), last)
        yield start, end
        start = end + timedelta(days=1)


@contextmanager
def _journey(households: int | None) -> Iterator[CompleteJourney]:
    journey = CompleteJourney(households)
    try:
        yield journey
    finally:
        journey.close()


def _ensure_tables(warehouse: Warehouse) -> None:
    ensure_raw_tables(warehouse)
    ensure_quality_tables(warehouse)
    ensure_score_tables(warehouse)


def _last_loaded_on(warehouse: Warehouse) -> date | None:
    found: date | None = warehouse.read("select max(business_on) as last_on from raw.load_log").column("last_on")[0].as_py()
    return found


def _remember_selection(warehouse: Warehouse, households: int | None) -> None:
    """The selection is kept beside the rows, so that `advance` releases the same households."""
    if _last_loaded_on(warehouse) is None:
        row = pa.table({"is_selection": [True], "households": pa.array([households], pa.int64())})
        warehouse.replace_rows("raw.demo_selection", row, where={"is_selection": [True]})
    elif (before := _selection(warehouse)) != households:
        raise DemoOpenedOtherwise(
            f"This warehouse was opened with {before or 'all'} households, not {households or 'all'}: ask for the same or take another.",
            opened_with=before,
            asked_for=households,
        )


def _selection(warehouse: Warehouse) -> int | None:
    if not warehouse.table_exists("raw.demo_selection"):
        return None
    found = warehouse.read("select households from raw.demo_selection").column("households").to_pylist()
    return found[0] if found else None
