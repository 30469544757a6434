"""The incoming tables as Dagster sees them: written by others, observed by us. One asset is one raw table. Not here: judging them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import dagster as dg
import pyarrow as pa

from loyalty.warehouse import Warehouse
from loyalty.warehouse.raw import RAW_SOURCES, RawSource
from orchestration.partitions import business_day

GROUP = "ingest"
OWNERS = ["team:data"]


def raw_key(source: str) -> dg.AssetKey:
    """The asset of one raw table: `raw_journey__<source>`."""
    return dg.AssetKey(f"raw_journey__{source}")


def _raw_asset(source: RawSource) -> dg.AssetSpec:
    columns = [dg.TableColumn(name=field.name, type=str(field.type)) for field in source.schema]
    return dg.AssetSpec(
        raw_key(source.name),
        description=f"One row is {source.grain}. Written by the warehouse's loader alone, one load per business day; observed here.",
        group_name=GROUP,
        owners=OWNERS,
        kinds={"table"},
        partitions_def=business_day,
        metadata={"dagster/table_name": source.table, "dagster/column_schema": dg.TableSchema(columns=columns)},
    )


LOAD_LOG_KEY = raw_key("load_log")

raw_assets = [
    *(_raw_asset(source) for source in RAW_SOURCES),
    dg.AssetSpec(
        LOAD_LOG_KEY,
        description="One row per source and business day: how many rows that load brought, how far they reach, when it arrived.",
        group_name=GROUP,
        owners=OWNERS,
        kinds={"table"},
        partitions_def=business_day,
        metadata={"dagster/table_name": "raw.load_log"},
    ),
]


@dataclass(frozen=True, slots=True)
class LoadedDay:
    """A business day for which a load arrived: when it arrived, and the latest event in it (both UTC)."""

    business_on: date
    loaded_at: datetime
    watermark: datetime


_LOADED_DAYS = """
select business_on, max(loaded_at) as loaded_at, max(watermark) as watermark
from raw.load_log
where loaded_at > :after
group by business_on
order by business_on
"""
_LONG_AGO = datetime(1970, 1, 1)  # noqa: DTZ001 - the load log keeps UTC without saying so


def loaded_days(warehouse: Warehouse, after: datetime | None = None) -> list[LoadedDay]:
    """The business days whose load arrived after `after` (naive UTC, as the log keeps it), in order; none before the first load."""
    with warehouse.session() as session:
        if not session.table_exists("raw.load_log"):
            return []
        rows = session.read(_LOADED_DAYS, {"after": after or _LONG_AGO})
    return [LoadedDay(**row) for row in rows.to_pylist()]


_LOGGED = """
select source, business_on, watermark, row_count
from raw.load_log
where business_on between :first and :last
order by source, business_on
"""


def observations(warehouse: Warehouse, days: Sequence[date]) -> list[dg.AssetObservation]:
    """One observation per raw table: how many rows the loads of `days` brought, and how far they reach."""
    logged = warehouse.read(_LOGGED, {"first": days[0], "last": days[-1]})
    return [_observation(source, _of_source(logged, source.name), days) for source in RAW_SOURCES]


def _of_source(logged: pa.Table, source: str) -> list[dict[str, object]]:
    return [row for row in logged.to_pylist() if row["source"] == source]


def _observation(source: RawSource, logged: list[dict[str, object]], days: Sequence[date]) -> dg.AssetObservation:
    row_count = sum(int(str(row["row_count"])) for row in logged)
    latest = max((str(row["watermark"]) for row in logged), default="never")
    return dg.AssetObservation(
        raw_key(source.name),
        partition=days[-1].isoformat(),
        metadata={"rows_loaded": row_count, "loads": len(logged), "first_day": days[0].isoformat(), "watermark": latest},
    )
