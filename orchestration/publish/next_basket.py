"""Publish the products of members' next baskets. Arrives: `scores.next_basket`, `dim_products`. Leaves: `member_next_baskets`.

One row is one member. A partition is a business day, of which the newest of the run is published; a day older than what readers see is
left alone and said so. Read by the API, and by offers, which name products.
"""

from collections.abc import Iterator

import dagster as dg

from loyalty.database import Database
from loyalty.scores import ScoresEmpty, ScoresOlder
from loyalty.scores.next_basket import next_baskets_of_day, publish_next_baskets
from loyalty.warehouse import Warehouse
from orchestration.automation import WAREHOUSE_WRITER
from orchestration.failures import fails_clearly
from orchestration.partitions import ONE_RUN, business_day, days_of
from orchestration.publish import GROUP, OWNERS
from orchestration.reports import Result, counted, shown


@dg.asset(
    key="pub_member__next_basket",
    deps=["score_customer__next_basket", "dim_products", "ledger_member__enrolments"],
    group_name=GROUP,
    owners=OWNERS,
    kinds={"postgres", "python"},
    partitions_def=business_day,
    backfill_policy=ONE_RUN,
    pool=WAREHOUSE_WRITER,
    output_required=False,
    metadata={"dagster/table_name": "public.member_next_baskets"},
)
def pub_member__next_basket(
    context: dg.AssetExecutionContext, warehouse: dg.ResourceParam[Warehouse], database: dg.ResourceParam[Database]
) -> Iterator[Result]:
    """Members have the products of the newest day at once, and those of the day before until then."""
    on = days_of(context)[-1]
    rows = fails_clearly(next_baskets_of_day)(warehouse, as_of_on=on)
    try:
        with database.begin() as work:
            published = fails_clearly(publish_next_baskets, but=(ScoresOlder, ScoresEmpty))(rows, as_of_on=on, within=work)
    except ScoresOlder as older:
        context.log.warning(older.message)
        return
    except ScoresEmpty as empty:
        yield dg.MaterializeResult(metadata=counted(read=rows.num_rows, kept=0) | {"published": shown(empty.message)})
        return
    told = counted(read=published.read_count, kept=published.kept_count, members=published.member_count, **published.refused)
    yield dg.MaterializeResult(metadata=told)
