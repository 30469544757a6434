"""Whom each campaign reaches, and who is held back to measure it. Arrives: memberships, `scores.offers`. Leaves: `campaign_audience`.

One row is one member in one campaign's audience of one day, with an offer. A partition is a business day. Read by the console and the API.
"""

import dagster as dg
import pyarrow as pa

from loyalty.campaigns import AudienceDay, best_offers, build_audience, campaigns_in_force
from loyalty.clock import Clock
from loyalty.database import Database
from loyalty.warehouse import Warehouse
from orchestration.audiences import GROUP, OWNERS
from orchestration.automation import WAREHOUSE_WRITER
from orchestration.failures import fails_clearly
from orchestration.partitions import ONE_RUN, business_day, days_of
from orchestration.reports import Result, bars, counted, table


@dg.asset(
    key="audience_member__retention",
    deps=["segment_member__memberships", "score_customer__offers", "offer_candidates"],
    group_name=GROUP,
    owners=OWNERS,
    kinds={"sql", "postgres"},
    partitions_def=business_day,
    backfill_policy=ONE_RUN,
    pool=WAREHOUSE_WRITER,
    metadata={"dagster/table_name": "public.campaign_audience"},
)
@fails_clearly
def audience_member__retention(
    context: dg.AssetExecutionContext,
    warehouse: dg.ResourceParam[Warehouse],
    database: dg.ResourceParam[Database],
    clock: dg.ResourceParam[Clock],
) -> Result:
    """Each day's audience is the segment's members with their best offer; a fixed share is control and gets nothing."""
    audiences = list[AudienceDay]()
    for on in days_of(context):
        offers = best_offers(warehouse, on)
        with database.begin() as work:
            audiences += build_audience(offers, campaigns_in_force(within=work), on, within=work, clock=clock)
    read = sum(day.read_count for day in audiences)
    told = counted(
        read=read,
        kept=read - sum(day.refused_count for day in audiences),
        addressed=sum(day.kept_count for day in audiences),
        control=sum(day.control_count for day in audiences),
        refused_inactive=sum(day.refused_inactive_count for day in audiences),
        refused_offerless=sum(day.refused_offerless_count for day in audiences),
    )
    return dg.MaterializeResult(metadata=told | _pictures(audiences))


def _pictures(audiences: list[AudienceDay]) -> dict[str, dg.MetadataValue]:
    newest = [day for day in audiences if day.as_of_on == audiences[-1].as_of_on]
    if not newest:
        return {}
    rows = [
        {"campaign": day.campaign_code, "segment": day.segment_code, "addressed": day.kept_count, "control": day.control_count}
        | {"refused": day.refused_count}
        for day in newest
    ]
    parts = {f"{day.campaign_code} · addressed": float(day.kept_count) for day in newest}
    parts |= {f"{day.campaign_code} · control": float(day.control_count) for day in newest}
    return {"audience": bars(parts, title=f"Audience, {newest[0].as_of_on}"), "campaigns": table(pa.Table.from_pylist(rows))}
