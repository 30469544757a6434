"""Whom DAILY campaigns choose, what is promised and told. Arrives: memberships, the shelf of offers. Leaves: targets, promises, messages.

One row of `campaign_targets` is one member in one occurrence; here an occurrence is a business day, and a partition is one. Read by the
console and the API; the queue of messages goes on from there.
"""

import dagster as dg

from loyalty.clock import Clock
from loyalty.database import Database
from orchestration.audiences import GROUP, OWNERS
from orchestration.audiences.acting import Three, begin_and_work_day, results_of
from orchestration.automation import WAREHOUSE_WRITER
from orchestration.failures import fails_clearly
from orchestration.partitions import ONE_RUN, business_day, days_of

AUDIENCE, OFFERS, DELIVERIES = "audience_member__daily", "offer_member__daily", "delivery_member__daily"


@dg.multi_asset(
    name="daily_campaigns",
    specs=[
        dg.AssetSpec(
            AUDIENCE,
            deps=["segment_member__memberships", "pub_member__offers", "pub_member__scores", "pub_member__features"],
            kinds={"sql", "postgres"},
            owners=OWNERS,
            metadata={"dagster/table_name": "public.campaign_targets"},
            description="Everybody in the audience of the day's DAILY campaigns is treated, control, held out, or refused for a reason.",
        ),
        dg.AssetSpec(
            OFFERS,
            deps=[AUDIENCE],
            kinds={"sql", "postgres"},
            owners=OWNERS,
            metadata={"dagster/table_name": "public.campaign_promises"},
            description="Each treated member has an offer of its own, reserved until it lapses.",
        ),
        dg.AssetSpec(
            DELIVERIES,
            deps=[OFFERS],
            kinds={"sql", "postgres"},
            owners=OWNERS,
            metadata={"dagster/table_name": "public.deliveries"},
            description="Each treated member's message waits in the queue, where the contact policy decides when it may go.",
        ),
    ],
    group_name=GROUP,
    partitions_def=business_day,
    backfill_policy=ONE_RUN,
    pool=WAREHOUSE_WRITER,
)
@fails_clearly
def daily_campaigns(context: dg.AssetExecutionContext, database: dg.ResourceParam[Database], clock: dg.ResourceParam[Clock]) -> Three:
    """Of the run's days the newest acts: what reaches members is of today. The three are one transaction for each batch, so that no target
    stands without its offer and its message."""
    acted = begin_and_work_day(database, days_of(context)[-1], clock=clock, log=context.log)
    return results_of(acted, AUDIENCE, OFFERS, DELIVERIES)
