"""Whom SCHEDULE campaigns choose, what they are promised and told. Arrives: a tick. Leaves: targets, promises, messages.

A partition is one occurrence of one revision, `campaign|revision|occurrence`, which the sensor adds when a schedule ticks or an occurrence
is still open (a run that died, members who waited for fresh features). One row of `campaign_targets` is one member in one occurrence.
"""

import dagster as dg

from loyalty.campaigns import OccurrenceKey
from loyalty.clock import Clock
from loyalty.database import Database
from orchestration.audiences import GROUP, OWNERS
from orchestration.audiences.acting import Three, results_of, work_one
from orchestration.failures import fails_clearly
from orchestration.partitions import ONE_RUN

AUDIENCE, OFFERS, DELIVERIES = "audience_member__occurrence", "offer_member__occurrence", "delivery_member__occurrence"

occurrences = dg.DynamicPartitionsDefinition(name="campaign_occurrences")
_SEPARATOR = "|"


def partition_of(key: OccurrenceKey) -> str:
    """The partition's name; a campaign's code and an occurrence hold no bar."""
    return _SEPARATOR.join((key.campaign_code, str(key.revision), key.occurrence))


def occurrence_of(partition: str) -> OccurrenceKey:
    """The occurrence that a partition is of."""
    code, revision, occurrence = partition.split(_SEPARATOR, 2)
    return OccurrenceKey(code, int(revision), occurrence)


@dg.multi_asset(
    name="campaign_occurrence",
    specs=[
        dg.AssetSpec(
            AUDIENCE,
            kinds={"sql", "postgres"},
            owners=OWNERS,
            metadata={"dagster/table_name": "public.campaign_targets"},
            description="Everybody in the occurrence's audience is treated, control, held out, or refused for a reason.",
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
    partitions_def=occurrences,
    backfill_policy=ONE_RUN,
)
@fails_clearly
def campaign_occurrence(context: dg.AssetExecutionContext, database: dg.ResourceParam[Database], clock: dg.ResourceParam[Clock]) -> Three:
    """Everybody who waits in the occurrence is chosen, promised and told, batch by batch; running it again does nothing twice."""
    keys = [occurrence_of(one) for one in context.partition_keys]
    acted = [work_one(database, key, clock=clock, log=context.log) for key in keys]
    return results_of(acted, AUDIENCE, OFFERS, DELIVERIES)
