"""Who is in which segment at the end of each day. Arrives: `customer_profile`, the rules. Leaves: memberships in the loyalty database.

One row is one member's stay in one segment, from a day's end to a day's end. A partition is a business day: all segments are asked in
one pass of the warehouse, and only the difference travels. Read by audiences, the console and the API.
"""

import dagster as dg
import pyarrow as pa

from loyalty.database import Database
from loyalty.features import Catalogue, load_catalogue
from loyalty.segments import AppliedDay, apply_membership, check_membership, evaluate, segments_in_force
from loyalty.settings import Settings
from loyalty.warehouse import Warehouse
from orchestration.automation import WAREHOUSE_WRITER
from orchestration.failures import fails_clearly
from orchestration.partitions import ONE_RUN, business_day, days_of
from orchestration.reports import Result, bars, counted, shown, table
from orchestration.segments import GROUP, OWNERS

KEY = dg.AssetKey("segment_member__memberships")
ARE_THE_RULE = "members_are_the_rule"


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
) -> Result:
    """Stored membership says of the end of each day what the rules say, in the order of the days."""
    catalogue = load_catalogue()
    days = days_of(context)
    applied = list[AppliedDay]()
    for on in days:
        with database.begin() as work:
            segments = segments_in_force(on, catalogue=catalogue, within=work)
        memberships = evaluate(warehouse, segments, on, catalogue=catalogue)
        with database.begin() as work:
            applied.append(apply_membership(memberships, segments, on, within=work, timezone=settings.business_timezone))
    told = counted(
        read=sum(day.read_count for day in applied),
        kept=sum(day.kept_count for day in applied),
        changed=sum(day.changed_count for day in applied),
    )
    return dg.MaterializeResult(metadata=told | _pictures(applied[-1]), check_results=[_proof(warehouse, database, catalogue)])


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
