"""One row per incoming load, with what the promises about loads ask of it. Not here: the promises themselves, and single rows."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from loyalty.warehouse import Warehouse
from loyalty.warehouse.raw import RawSource
from orchestration.ingest.promises import MUST_HAVE_ROWS, may_be_empty

_COLUMNS: dict[str, pa.DataType] = {
    "business_on": pa.date32(),
    "row_count": pa.int64(),
    "has_arrived": pa.bool_(),
    "missing": pa.string(),
    "is_empty": pa.bool_(),
    "unlogged_rows": pa.int64(),
    "went_back": pa.bool_(),
}
SUMMARY = pa.schema(_COLUMNS)

_LOG = "select business_on, watermark, row_count from raw.load_log where source = :source and business_on <= :last order by business_on"


def summarise(warehouse: Warehouse, source: RawSource, days: Sequence[date]) -> pa.Table:
    """The loads of `source` for `days`, one row each, in the order of the days. `missing` names absent columns, comma-separated."""
    with warehouse.session() as session:
        log = {row["business_on"]: row for row in session.read(_LOG, {"source": source.name, "last": days[-1]}).to_pylist()}
        present = set(session.read(f"select * from {source.table} limit 0").column_names)  # noqa: S608 - our own table names
        counts = _counts(session, source, present, days)
    absent = [name for name in source.columns.names if name not in present]
    before = [one["watermark"] for on, one in log.items() if on < days[0]]
    rows = list[dict[str, object]]()
    highest: datetime | None = max(before, default=None)
    for on in days:
        logged, counted = log.get(on), counts.get(on, {"row_count": 0})
        # The watermark of a load without events is its day's end, which says nothing about the order of events.
        went_back = logged is not None and highest is not None and logged["watermark"] < highest
        rows.append(_summary(source, on, logged, counted, absent) | {"went_back": went_back and source.name in MUST_HAVE_ROWS})
        if logged is not None:
            highest = max(logged["watermark"], highest or logged["watermark"])
    return pa.Table.from_pylist(rows, schema=SUMMARY)


def _counts(warehouse: Warehouse, source: RawSource, present: set[str], days: Sequence[date]) -> dict[date, dict[str, Any]]:
    """For each day: how many rows, and how many of them have a value in each column that must have one."""
    filled = "".join(f', count("{name}") as "{name}"' for name in source.required if name in present)
    query = f"""
        select loaded_on, count(*) as row_count{filled}
        from {source.table} where loaded_on between :first and :last group by loaded_on
    """  # noqa: S608 - our own table and column names
    return {row["loaded_on"]: row for row in warehouse.read(query, {"first": days[0], "last": days[-1]}).to_pylist()}


def _summary(source: RawSource, on: date, logged: dict[str, Any] | None, counted: dict[str, Any], absent: list[str]) -> dict[str, object]:
    """All of a load's row but `went_back`, which depends on the loads before it."""
    row_count = int(counted["row_count"])
    # A delivery without a column leaves nulls in a table that already has it.
    empty = [name for name in source.required if row_count and counted.get(name) == 0]
    return {
        "business_on": on,
        "row_count": row_count,
        "has_arrived": logged is not None,
        "missing": ", ".join(name for name in source.columns.names if name in absent or name in empty),
        "is_empty": row_count == 0 and not may_be_empty(source.name, on),
        "unlogged_rows": row_count - int(logged["row_count"]) if logged is not None else 0,
    }
