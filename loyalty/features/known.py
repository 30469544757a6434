"""The raw rows as they were known at an instant, in a warehouse of their own. Not here: making features of them (dbt does, as always).

A training set that is to be honest is built from what one could have known: rows whose event happened by then, out of loads that had
arrived by then. A late row is not known before its load, however old its event; a row of the future is not known before it happens.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

import pyarrow as pa

from loyalty.features.errors import NothingKnown
from loyalty.warehouse import Warehouse, ensure_quality_tables, ensure_raw_tables, ensure_score_tables
from loyalty.warehouse.raw import RAW_SOURCES, RawSource
from loyalty.warehouse.tables import REJECTED_ROWS

EVENT_COLUMNS = {"purchase_lines": "transaction_timestamp", "coupon_redemptions": "redemption_date", "campaigns": "start_date"}
"""When what a row says happened; a source without such a column (products, …) is known from its load on."""


@dataclass(frozen=True, slots=True)
class Known:
    """What was known: of each source how many rows, and the newest business day of a load."""

    at: datetime
    row_counts: dict[str, int]
    last_loaded_on: str


def copy_known(warehouse: Warehouse, into: Warehouse, *, at: datetime) -> Known:
    """`into`, which is empty, holds the raw rows, the load log and the rejected rows that were known at the instant `at`, and no others.

    A load that was delivered anew counts from its last delivery: what stood there before is gone, and pretending otherwise would invent it.

    Args:
        warehouse: read only.
        into: a warehouse of its own, where dbt can build what it always builds.
        at: with a zone.

    Raises:
        NothingKnown: no load had arrived by then.
        WarehouseUnavailable, WarehouseQueryFailed: as the port says.
    """
    instant = at.astimezone(UTC).replace(tzinfo=None)
    ensure_raw_tables(into)
    ensure_quality_tables(into)
    ensure_score_tables(into)
    with warehouse.session() as session:
        log = session.read("select * from raw.load_log where loaded_at <= :at", {"at": instant})
        if log.num_rows == 0:
            raise NothingKnown(f"No load had arrived by {at.isoformat()}.", at=at.isoformat())
        counts = {}
        with into.transaction() as writing:
            writing.replace_rows("raw.load_log", log, where={"source": []})
            for source in RAW_SOURCES:
                rows = session.read(known_rows(source), {"source": source.name, "at": instant})
                writing.replace_rows(source.table, rows, where={"loaded_on": []})
                counts[source.name] = rows.num_rows
            writing.replace_rows("quality.rejected_rows", _rejected(session, instant), where={"source": []})
    return Known(at, counts, max(str(on) for on in log.column("business_on").to_pylist()))


def known_rows(source: RawSource) -> str:
    """The rows of `source` that were known at `:at`, out of the loads of `:source`."""
    columns = ", ".join(f"r.{name}" for name in source.schema.names)
    event = EVENT_COLUMNS.get(source.name)
    happened = f" and r.{event} <= :at" if event else ""
    return (
        f"select {columns} from {source.table} r join raw.load_log l on l.business_on = r.loaded_on "  # noqa: S608 -- our own names
        f"where l.source = :source and l.loaded_at <= :at{happened}"
    )


def _rejected(warehouse: Warehouse, instant: datetime) -> pa.Table:
    if not warehouse.table_exists("quality.rejected_rows"):
        return REJECTED_ROWS.empty_table()
    return warehouse.read(
        "select q.source, q.business_on, q.row_key, q.reason from quality.rejected_rows q "
        "join raw.load_log l on l.source = q.source and l.business_on = q.business_on where l.loaded_at <= :at",
        {"at": instant},
    )
