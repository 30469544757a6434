"""Publish every member's features. Arrives: `customer_profile` of the day. Leaves: `member_features`, and Redis pointed to them.

One row is one member. A partition is a business day, of which the newest of the run is published; a day older than what readers see is
left alone and said so. Read by the feature store, for the API and for scores asked of one member.
"""

from collections.abc import Iterator

import dagster as dg

from loyalty.clock import Clock
from loyalty.database import Database
from loyalty.features import FeatureCache, FeaturesOlder, load_catalogue
from loyalty.features.publish import publish_features
from loyalty.features.rows import features_of_day, loads_known
from loyalty.warehouse import Warehouse
from orchestration.automation import WAREHOUSE_WRITER
from orchestration.failures import fails_clearly
from orchestration.partitions import ONE_RUN, business_day, days_of
from orchestration.publish import GROUP, OWNERS
from orchestration.reports import Result, counted, shown

KEY = dg.AssetKey("pub_member__features")
CACHE_IS_POINTED = "cache_is_pointed"


@dg.asset(
    key=KEY,
    deps=[
        "customer_profile",
        "score_customer__churn",
        "score_customer__lifetime_value",
        "score_customer__tiers",
        "ledger_member__enrolments",
    ],
    group_name=GROUP,
    owners=OWNERS,
    kinds={"postgres", "redis"},
    partitions_def=business_day,
    backfill_policy=ONE_RUN,
    pool=WAREHOUSE_WRITER,
    output_required=False,
    check_specs=[
        dg.AssetCheckSpec(
            CACHE_IS_POINTED, asset=KEY, description="Redis answers from the new build; where it did not hear, readers find out in seconds."
        )
    ],
    metadata={"dagster/table_name": "public.member_features"},
)
def pub_member__features(
    context: dg.AssetExecutionContext,
    warehouse: dg.ResourceParam[Warehouse],
    database: dg.ResourceParam[Database],
    feature_cache: dg.ResourceParam[FeatureCache],
    clock: dg.ResourceParam[Clock],
) -> Iterator[Result | dg.AssetCheckResult]:
    """Members have the features of the newest day at once, and those of the day before until then."""
    on = days_of(context)[-1]
    catalogue = load_catalogue()
    rows = fails_clearly(features_of_day)(warehouse, catalogue, as_of_on=on)
    loaded_at = fails_clearly(loads_known)(warehouse, as_of_on=on)
    try:
        with database.begin() as work:
            published = fails_clearly(publish_features, but=FeaturesOlder)(
                rows, catalogue, as_of_on=on, loaded_at=loaded_at, within=work, clock=clock
            )
    except FeaturesOlder as older:
        context.log.warning(older.message)
        yield dg.AssetCheckResult(asset_key=KEY, check_name=CACHE_IS_POINTED, passed=True, description="Nothing was published to point to.")
        return
    told = counted(read=published.read_count, kept=published.kept_count, members=published.member_count, **published.refused)
    reason = feature_cache.point_to(published.generation)
    check = dg.AssetCheckResult(
        asset_key=KEY,
        check_name=CACHE_IS_POINTED,
        passed=reason is None,
        severity=dg.AssetCheckSeverity.WARN,
        description=reason,
        metadata={"generation": shown(published.generation)},
    )
    yield dg.MaterializeResult(metadata=told, check_results=[check])
