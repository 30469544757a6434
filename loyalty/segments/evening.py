"""A day's end for all segments: what is told to the database is the difference to the evening before, wherever that one is remembered.

The warehouse keeps the newest evening's answer beside its run. Where the database says that a segment was evaluated last by that very run,
only customers whose answer is another travel, with those who came since and those whom an event moved; any other segment's answer travels
whole. Not here: the rules (`evaluate.py`), the rows (`membership.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import polars as pl
import pyarrow as pa

from loyalty.database import Work
from loyalty.segments.evaluate import unpivoted
from loyalty.segments.membership import Evening, apply_differences, apply_membership
from loyalty.segments.model import AppliedDay, SegmentDay, SegmentVersion
from loyalty.warehouse import Warehouse

ANSWERS_TABLE, COLUMNS_TABLE = "segments.last_answers", "segments.last_answer_columns"

# The segments whose newest evaluation is that run's day, and the day to come is later.
TRUSTED = """
select e.segment_code from (
    select distinct on (v.segment_code) v.segment_code, v.run_id, v.as_of_on, v.cause, v.evaluated_at from segment_evaluations v
    where v.segment_code = any(%(codes)s) order by v.segment_code, v.evaluated_at desc
) e where e.run_id = %(run_id)s and e.cause = 'DAY' and e.as_of_on < %(as_of_on)s::date
"""

# Who was not there to be put in, and whom an event moved since: what the evening before said of them is not what stands.
UNSETTLED = """
select m.external_id, null as segment_code from members m where m.id > %(run_id)s
union all
select m.external_id, v.segment_code from segment_member_moves v join members m on m.id = v.member_id
where v.segment_code = any(%(codes)s)
  and v.evaluated_at >= (select min(d.evaluated_at) from segment_days d where d.run_id = %(run_id)s)
"""


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """What an evening said: its run, its day, a row of booleans per customer, and the column of each segment."""

    run_id: UUID
    as_of_on: date
    flags: pa.Table
    column_of: Mapping[str, str]


def last_answer(warehouse: Warehouse) -> LastAnswer | None:
    """The newest evening that the warehouse remembers, or None.

    Raises:
        WarehouseUnavailable, WarehouseQueryFailed: as the port says.
    """
    with warehouse.session() as session:
        if not (session.table_exists(ANSWERS_TABLE) and session.table_exists(COLUMNS_TABLE)):
            return None
        columns = session.read(f"select run_id, as_of_on, segment_code, column_name from {COLUMNS_TABLE}").to_pylist()  # noqa: S608
        if not columns:
            return None
        flags = session.read(f"select * from {ANSWERS_TABLE}")  # noqa: S608 -- our own name
    found = {str(row["segment_code"]): str(row["column_name"]) for row in columns}
    return LastAnswer(UUID(hex=columns[0]["run_id"]), columns[0]["as_of_on"], flags, found)


def remember_answer(warehouse: Warehouse, flags: pa.Table, segments: Sequence[SegmentVersion], as_of_on: date, run_id: UUID) -> None:
    """The warehouse remembers the evening's answer, unless it remembers a later day's.

    Raises:
        WarehouseUnavailable, WarehouseQueryFailed: as the port says.
    """
    rows = [
        {"run_id": run_id.hex, "as_of_on": as_of_on, "segment_code": version.code, "column_name": f"in_{number}"}
        for number, version in enumerate(segments)
    ]
    with warehouse.transaction() as session:
        for table in (ANSWERS_TABLE, COLUMNS_TABLE):
            session.execute("create schema if not exists segments")
            session.execute(f"drop table if exists {table}")
        if rows:
            session.replace_rows(ANSWERS_TABLE, flags, where={"customer_id": []})
            session.replace_rows(COLUMNS_TABLE, pa.Table.from_pylist(rows), where={"run_id": []})


def apply_evening(
    flags: pa.Table, segments: Sequence[SegmentVersion], as_of_on: date, *, last: LastAnswer | None, within: Work, evening: Evening
) -> AppliedDay:
    """Stored membership says of the end of `as_of_on` what `flags` (from `evaluate_flags`, over `segments`) says; as `apply_membership`,
    whichever way the answer travels.
    """
    codes = [version.code for version in segments]
    trusted = _trusted(codes, as_of_on, last, within)
    whole = [version for version in segments if version.code not in trusted]
    days: list[SegmentDay] = []
    changed = 0
    if whole:
        answer = unpivoted(_columns(flags, segments, whole), whole)
        done = apply_membership(
            answer, whole, as_of_on, within=within, timezone=evening.timezone, recorded_at=evening.recorded_at,
            loaded_at=evening.loaded_at, run_id=evening.run_id,
        )  # fmt: skip
        days += done.days
        changed += done.changed_count
    if trusted and last is not None:
        rest = [version for version in segments if version.code in trusted]
        unsettled = within.exec_driver_sql(UNSETTLED, {"run_id": last.run_id, "codes": sorted(trusted)}).tuples().all()
        told = differences(_columns(flags, segments, rest), rest, last, [(name, code) for name, code in unsettled])
        described = {version.code: _count(flags, codes.index(version.code)) for version in rest}
        found = apply_differences(told, described, rest, as_of_on, within=within, evening=evening)
        days += found
        changed += sum(day.entered_count + day.left_count for day in found)
    read = sum(_count(flags, number) for number in range(len(segments)))
    refused = sum(day.refused_count for day in days)
    return AppliedDay(as_of_on, read, read - refused, refused, changed, tuple(sorted(days, key=lambda day: day.segment_code)))


def differences(
    flags: pa.Table, segments: Sequence[SegmentVersion], last: LastAnswer, unsettled: Sequence[tuple[str, str | None]]
) -> pa.Table:
    """(customer_id, segment_code, is_in) of every customer for whom a segment's answer is another than `last`, or who is unsettled: by
    name alone in every segment, or with a code in that one.
    """
    ours = [f"in_{number}" for number in range(len(segments))]
    theirs = [last.column_of[version.code] for version in segments]
    before = pl.DataFrame(pl.from_arrow(last.flags.select(["customer_id", *theirs]))).rename(
        {theirs[number]: f"was_{number}" for number in range(len(segments))}
    )
    now = pl.DataFrame(pl.from_arrow(flags.select(["customer_id", *ours])))
    both = now.join(before, on="customer_id", how="full", coalesce=True).fill_null(value=False)
    strangers = {name for name, code in unsettled if code is None}
    new = both.get_column("customer_id").is_in(list(strangers)) if strangers else None
    parts = []
    for number, version in enumerate(segments):
        is_other = both.get_column(f"in_{number}") != both.get_column(f"was_{number}")
        if new is not None:
            is_other = is_other | (new & both.get_column(f"in_{number}"))
        part = both.filter(is_other).select(
            "customer_id", pl.lit(version.code).alias("segment_code"), pl.col(f"in_{number}").alias("is_in")
        )
        parts.append(part)
    inside = {version.code: number for number, version in enumerate(segments)}
    moved = sorted({(name, code) for name, code in unsettled if code in inside})
    if moved:
        pairs = pl.DataFrame({"customer_id": [name for name, _ in moved], "segment_code": [str(code) for _, code in moved]})
        told = pl.concat(parts)
        lacking = pairs.join(told, on=["customer_id", "segment_code"], how="anti").join(both, on="customer_id", how="left")
        for code, number in inside.items():
            part = lacking.filter(pl.col("segment_code") == code)
            parts.append(part.select("customer_id", "segment_code", pl.col(f"in_{number}").fill_null(value=False).alias("is_in")))
    return pl.concat(parts).to_arrow().cast(_TOLD)


_TEXT: pa.DataType = pa.string()
_TRUTH: pa.DataType = pa.bool_()
_TOLD = pa.schema({"customer_id": _TEXT, "segment_code": _TEXT, "is_in": _TRUTH})


def _trusted(codes: Sequence[str], as_of_on: date, last: LastAnswer | None, within: Work) -> frozenset[str]:
    if last is None:
        return frozenset()
    remembered = [code for code in codes if code in last.column_of]
    found = within.exec_driver_sql(TRUSTED, {"codes": remembered, "run_id": last.run_id, "as_of_on": as_of_on})
    return frozenset(found.scalars())


def _columns(flags: pa.Table, segments: Sequence[SegmentVersion], chosen: Sequence[SegmentVersion]) -> pa.Table:
    """The flags of `chosen` alone, numbered as they come."""
    place = {version.code: number for number, version in enumerate(segments)}
    columns = [flags.column("customer_id"), *(flags.column(f"in_{place[version.code]}") for version in chosen)]
    return pa.table(columns, names=["customer_id", *(f"in_{number}" for number in range(len(chosen)))])


def _count(flags: pa.Table, number: int) -> int:
    return int(pl.Series(flags.column(f"in_{number}")).sum() or 0)
