"""Who is in which segment at the end of each day. Arrives: `customer_profile`, the rules. Leaves: memberships in the loyalty database.

One row is one member's stay in one segment, from a day's end to a day's end. A partition is a business day: all segments are asked in
one pass of the warehouse, and only the difference travels. Read by audiences, the console and the API.
"""

from datetime import UTC, date

import dagster as dg
import pyarrow as pa

from loyalty.clock import Clock
from loyalty.database import Database
from loyalty.features import Catalogue, load_catalogue
from loyalty.ids import new_id
from loyalty.segments import (
    AppliedDay,
    apply_again,
    check_membership,
    evaluate,
    find_version,
    instants_on,
    listed_at,
    record_standing,
    segments_in_force,
    standing_at,
)
from loyalty.segments.evaluate import evaluate_flags
from loyalty.segments.evening import apply_evening, last_answer, remember_answer
from loyalty.segments.membership import Evening, end_of_day
from loyalty.settings import Settings
from loyalty.warehouse import Warehouse
from orchestration.automation import WAREHOUSE_WRITER
from orchestration.failures import fails_clearly
from orchestration.partitions import ONE_RUN, business_day, days_of
from orchestration.reports import Result, bars, counted, shown, table
from orchestration.segments import GROUP, OWNERS

KEY = dg.AssetKey("segment_member__memberships")
ARE_THE_RULE = "members_are_the_rule"

_LOADED_THROUGH = "select max(loaded_at) as loaded_at from raw.load_log where business_on <= :as_of_on"


@dg.asset(
    key=KEY,
    deps=["customer_profile", "ledger_member__enrolments"],
    group_name=GROUP,
    owners=OWNERS,
    kinds={"sql", "postgres"},
    partitions_def=business_day,
    backfill_policy=ONE_RUN,
    pool=WAREHOUSE_WRITER,
    check_specs=[
        dg.AssetCheckSpec(
            ARE_THE_RULE, asset=KEY, description="Stored members are the customers whom the rules describe when asked again (invariant 15)."
        )
    ],
    metadata={"dagster/table_name": "public.segment_memberships"},
)
@fails_clearly
def segment_member__memberships(
    context: dg.AssetExecutionContext,
    warehouse: dg.ResourceParam[Warehouse],
    database: dg.ResourceParam[Database],
    settings: dg.ResourceParam[Settings],
    clock: dg.ResourceParam[Clock],
) -> Result:
    """Stored membership says of the end of each day what the rules say, in the order of the days."""
    catalogue = load_catalogue()
    applied = [
        _applied(on, warehouse, database, catalogue=catalogue, timezone=settings.business_timezone, clock=clock) for on in days_of(context)
    ]
    told = counted(
        read=sum(day.read_count for day in applied),
        kept=sum(day.kept_count for day in applied),
        changed=sum(day.changed_count for day in applied),
    )
    return dg.MaterializeResult(metadata=told | _pictures(applied[-1]), check_results=[_proof(warehouse, database, catalogue)])


def _applied(on: date, warehouse: Warehouse, database: Database, *, catalogue: Catalogue, timezone: str, clock: Clock) -> AppliedDay:
    """The day's end first, then whatever was evaluated on the day's data since. What rules ask of the loyalty database is recorded."""
    ends_at = end_of_day(on, timezone)
    with database.begin() as work:
        segments = segments_in_force(on, catalogue=catalogue, within=work)
        later = [
            (one, find_version(one.segment_code, one.version, catalogue=catalogue, within=work)) for one in instants_on(on, within=work)
        ]
        standing, listed = standing_at(ends_at, on, timezone=timezone, within=work), listed_at(ends_at, on, within=work)
    record_standing(warehouse, standing, listed, on)
    flags = evaluate_flags(warehouse, segments, on, catalogue=catalogue)
    again = [(one, version, evaluate(warehouse, [version], on, catalogue=catalogue, among=segments)) for one, version in later]
    loaded = warehouse.read(_LOADED_THROUGH, {"as_of_on": on})["loaded_at"][0].as_py()
    loaded_at = loaded.replace(tzinfo=UTC) if loaded is not None else None
    last = last_answer(warehouse)
    evening = Evening(new_id(), clock.now(), loaded_at, timezone)
    with database.begin() as work:
        done = apply_evening(flags, segments, on, last=last, within=work, evening=evening)
        for one, version, answer in again:
            apply_again(answer, [version], on, at=one.evaluated_at, cause=one.cause, within=work)
    if last is None or on >= last.as_of_on:
        remember_answer(warehouse, flags, segments, on, evening.run_id)
    return done


def _proof(warehouse: Warehouse, database: Database, catalogue: Catalogue) -> dg.AssetCheckResult:
    with database.begin() as work:
        found = check_membership(warehouse, catalogue=catalogue, within=work)
    return dg.AssetCheckResult(
        asset_key=KEY,
        check_name=ARE_THE_RULE,
        passed=found.is_kept,
        metadata={"violations": shown(found.violation_count), "first_violation": shown(found.first_violation)},
    )


def _pictures(newest: AppliedDay) -> dict[str, dg.MetadataValue]:
    rows = [
        {"segment": day.segment_code, "size": day.size, "entered": day.entered_count, "left": day.left_count, "version": day.version}
        for day in newest.days
    ]
    if not rows:
        return {}
    return {
        "sizes": bars({day.segment_code: float(day.size) for day in newest.days}, title=f"Members by segment, {newest.as_of_on}"),
        "moves": table(pa.Table.from_pylist(rows)),
    }
