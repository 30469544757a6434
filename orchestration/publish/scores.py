"""Publish what is known of each member. Arrives: `customer_profile`, scores. Leaves: `member_scores` in the loyalty database.

One row is one member. A partition is a business day, of which the newest of the run is published; a day older than what readers see is
left alone and said so. Read by the API and the console.
"""

from collections import Counter
from collections.abc import Iterator

import dagster as dg
import pyarrow as pa

from loyalty.database import Database
from loyalty.scores import ScoresOlder, profiles_of_day, publish_scores
from loyalty.warehouse import Warehouse
from orchestration.automation import WAREHOUSE_WRITER
from orchestration.failures import fails_clearly
from orchestration.partitions import ONE_RUN, business_day, days_of
from orchestration.publish import GROUP, OWNERS
from orchestration.reports import Result, counted, grid


@dg.asset(
    key="pub_member__scores",
    deps=["customer_profile", "score_customer__churn", "score_customer__tiers", "ledger_member__enrolments"],
    group_name=GROUP,
    owners=OWNERS,
    kinds={"postgres", "python"},
    partitions_def=business_day,
    backfill_policy=ONE_RUN,
    pool=WAREHOUSE_WRITER,
    output_required=False,
    metadata={"dagster/table_name": "public.member_scores"},
)
def pub_member__scores(
    context: dg.AssetExecutionContext, warehouse: dg.ResourceParam[Warehouse], database: dg.ResourceParam[Database]
) -> Iterator[Result]:
    """Members see the scores of the newest day at once, and those of the day before until then."""
    on = days_of(context)[-1]
    profiles = fails_clearly(profiles_of_day)(warehouse, as_of_on=on)
    try:
        with database.begin() as work:
            published = fails_clearly(publish_scores, but=ScoresOlder)(profiles, as_of_on=on, within=work)
    except ScoresOlder as older:
        context.log.warning(older.message)
        return
    told = counted(read=published.read_count, kept=published.kept_count, members=published.member_count, **published.refused)
    yield dg.MaterializeResult(metadata=told | {"rfm": _rfm(profiles)})


def _rfm(profiles: pa.Table) -> dg.MetadataValue:
    rows = profiles.select(["recency_quintile", "frequency_quintile"]).to_pylist()
    squares = Counter((row["recency_quintile"], row["frequency_quintile"]) for row in rows if row["recency_quintile"] is not None)
    return grid(squares, title="Customers by RFM", x_label="recency quintile (5 = lately)", y_label="frequency quintile (5 = often)")
