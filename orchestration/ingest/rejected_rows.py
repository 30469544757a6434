"""Judge what arrived before anything is built on it. Arrives: the raw loads of the days. Leaves: `quality.rejected_rows`.

One row is one row of one load that was set aside. A partition is the loads of a business day. dbt's staging reads it and leaves
those rows out. A broken load fails a blocking check with the reason in words, and nothing downstream runs.
"""

from collections.abc import Iterator

import dagster as dg
import pyarrow as pa

from loyalty.warehouse import Warehouse, ensure_quality_tables
from loyalty.warehouse.raw import RAW_SOURCES
from orchestration.automation import WAREHOUSE_WRITER
from orchestration.failures import fails_clearly
from orchestration.ingest.examine import Verdict, examine_loads
from orchestration.ingest.loads import GROUP, LOAD_LOG_KEY, OWNERS, observations, raw_key
from orchestration.partitions import ONE_RUN, business_day, days_arrived
from orchestration.reports import Metadata, bars, counted, table

KEY = dg.AssetKey("quality_journey__rejected_rows")


def _check_name(source: str) -> str:
    return f"{source}_load_is_whole"


@dg.multi_asset(
    name="quality_journey__rejected_rows",
    specs=[
        dg.AssetSpec(
            KEY,
            deps=[*(raw_key(source.name) for source in RAW_SOURCES), LOAD_LOG_KEY],
            description="Rows of the day's loads that are set aside, each with its reasons. A broken load stops the day here.",
            group_name=GROUP,
            owners=OWNERS,
            kinds={"greatexpectations", "table"},
            metadata={"dagster/table_name": "quality.rejected_rows"},
        )
    ],
    check_specs=[
        dg.AssetCheckSpec(
            _check_name(source.name),
            asset=KEY,
            blocking=True,
            description=f"raw.{source.name} arrived whole: every column, no empty day, as many rows as logged, in order, few refused.",
        )
        for source in RAW_SOURCES
    ],
    partitions_def=business_day,
    backfill_policy=ONE_RUN,
    pool=WAREHOUSE_WRITER,
)
def quality_journey__rejected_rows(
    context: dg.AssetExecutionContext, warehouse: dg.ResourceParam[Warehouse]
) -> Iterator[dg.AssetCheckResult | dg.MaterializeResult[None]]:
    """The loads of the days are judged, and the rows that break a promise are set aside."""
    days = days_arrived(context)
    for observation in fails_clearly(observations)(warehouse, days):
        context.log_event(observation)
    verdicts = fails_clearly(examine_loads)(warehouse, days)
    if all(verdict.is_whole for verdict in verdicts):
        refused = pa.concat_tables(verdict.refused for verdict in verdicts)
        fails_clearly(ensure_quality_tables)(warehouse)
        fails_clearly(warehouse.replace_rows)("quality.rejected_rows", refused, where={"business_on": days})
    yield dg.MaterializeResult(asset_key=KEY, metadata=_told(verdicts), check_results=[_result(verdict) for verdict in verdicts])


def _result(verdict: Verdict) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        asset_key=KEY,
        check_name=_check_name(verdict.source),
        passed=verdict.is_whole,
        description=" ".join(verdict.reasons) or None,
        metadata=counted(read=verdict.rows_read, kept=verdict.rows_read - verdict.refused.num_rows, **verdict.refused_by_promise),
    )


def _told(verdicts: list[Verdict]) -> Metadata:
    read = sum(verdict.rows_read for verdict in verdicts)
    refused = sum(verdict.refused.num_rows for verdict in verdicts)
    by_reason = {
        f"{verdict.source} · {code}": float(count) for verdict in verdicts for code, count in verdict.refused_by_promise.items() if count
    }
    told = counted(read=read, kept=read - refused)
    rows = [
        {"source": one.source, "read": one.rows_read, "kept": one.rows_read - one.refused.num_rows, "refused": one.refused.num_rows}
        for one in verdicts
    ]
    told["by_source"] = table(pa.Table.from_pylist(rows))
    if by_reason:
        told["refused_by_reason"] = bars(by_reason, title="Rows refused, by the promise they break")
    return told
