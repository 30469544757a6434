"""Judges the loads of some days: broken or whole, and which rows are set aside with which reason. Not here: Dagster, and storing it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from loyalty.warehouse import Warehouse
from loyalty.warehouse.raw import RAW_SOURCES, RawSource
from loyalty.warehouse.tables import REJECTED_ROWS
from orchestration.ingest.expectations import broken_promises
from orchestration.ingest.incoming import incoming_rows
from orchestration.ingest.promises import LOAD_PROMISES, REFUSED_SHARE_MAX, row_promises
from orchestration.ingest.summaries import summarise


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is thought of the loads of one source: `reasons` (empty: they are whole), and the rows set aside."""

    source: str
    rows_read: int
    reasons: tuple[str, ...]
    refused: pa.Table
    refused_by_promise: dict[str, int]

    @property
    def is_whole(self) -> bool:
        """Whether anything may be built on these loads."""
        return not self.reasons


def examine_loads(warehouse: Warehouse, days: Sequence[date], sources: Sequence[RawSource] = RAW_SOURCES) -> list[Verdict]:
    """A verdict for each source over the loads of `days`. Reads only; a broken load's rows are not looked at."""
    return [_examine(warehouse, source, days) for source in sources]


def _examine(warehouse: Warehouse, source: RawSource, days: Sequence[date]) -> Verdict:
    summary = summarise(warehouse, source, days)
    read = sum(int(row["row_count"]) for row in summary.to_pylist())
    reasons = broken_loads(source, summary)
    if reasons or read == 0:
        return Verdict(source.name, read, reasons, REJECTED_ROWS.empty_table(), {})
    refused, by_promise = refused_rows(source, incoming_rows(warehouse, source, days))
    if refused.num_rows > read * REFUSED_SHARE_MAX:
        worst = ", ".join(f"{count:,} × {code}" for code, count in sorted(by_promise.items(), key=lambda item: -item[1]))
        too_many = f"{source.name}: {refused.num_rows:,} of {read:,} rows would be refused, more than {REFUSED_SHARE_MAX:.0%} ({worst})."
        return Verdict(source.name, read, (too_many,), refused, by_promise)
    return Verdict(source.name, read, (), refused, by_promise)


def broken_loads(source: RawSource, summary: pa.Table) -> tuple[str, ...]:
    """A sentence for each way in which a load of `source` is broken, naming the day; none when all are whole."""
    rows = summary.to_pylist()
    return tuple(
        f"{source.name} of {rows[position]['business_on']}: {broken.promise.sentence}{_detail(broken.promise.code, rows[position])}."
        for broken in broken_promises(summary, LOAD_PROMISES)
        for position in broken.positions
    )


def _detail(code: str, row: dict[str, object]) -> str:
    match code:
        case "COLUMNS_WHOLE":
            return f" ({row['missing']})"
        case "COUNT_AS_LOGGED":
            return f" ({row['row_count']} rows, {row['unlogged_rows']} too many)"
        case _:
            return ""


def refused_rows(source: RawSource, rows: pa.Table) -> tuple[pa.Table, dict[str, int]]:
    """The rows to set aside as `quality.rejected_rows` keeps them (a row once, with every reason), and how many broke each promise."""
    broken = broken_promises(rows, row_promises(source))
    reasons = defaultdict[int, list[str]](list)
    for one in broken:
        for position in one.positions:
            reasons[position].append(one.promise.sentence)
    positions = sorted(reasons)
    named = rows.select(["loaded_on", "load_row"]).take(pa.array(positions, pa.int64())).to_pylist()
    refused = [
        {"source": source.name, "business_on": row["loaded_on"], "row_key": str(row["load_row"]), "reason": "; ".join(reasons[position])}
        for position, row in zip(positions, named, strict=True)
    ]
    return pa.Table.from_pylist(refused, schema=REJECTED_ROWS), {one.promise.code: len(one.positions) for one in broken}
