"""Publish the good build as files. Arrives: features, RFM, profile, offers and scores. Leaves: Parquet behind one manifest.

One file is one table of the newest day of the run. A partition is a business day; a day older than what is published is left alone. The
last asset of the loop: what it says of loads and day is where the sensor begins to look. Read by the service, which never opens the
warehouse file.
"""

from collections.abc import Iterator
from datetime import date

import dagster as dg

from loyalty.clock import Clock
from loyalty.settings import Settings
from loyalty.warehouse import PublishedDamaged, PublishedNothing, Warehouse, publish, read_published
from orchestration.automation import WAREHOUSE_WRITER
from orchestration.failures import fails_clearly
from orchestration.partitions import ONE_RUN, business_day, days_of
from orchestration.publish import GROUP, OWNERS
from orchestration.published import AS_OF_ON, LOADED_THROUGH, PUBLISHED
from orchestration.reports import Result, counted, shown

_LOADED_THROUGH = "select max(loaded_at) as loaded_at from raw.load_log where business_on <= :as_of_on"


@dg.asset(
    key=PUBLISHED,
    deps=[
        "customer_features",
        "customer_rfm",
        "customer_profile",
        "offer_candidates",
        "score_customer__churn",
        "score_customer__lifetime_value",
        "score_customer__offers",
        "score_customer__tiers",
        "pub_member__scores",
        "pub_member__features",
        "pub_member__next_basket",
        "pub_member__offers",
    ],
    group_name=GROUP,
    owners=OWNERS,
    kinds={"parquet"},
    partitions_def=business_day,
    backfill_policy=ONE_RUN,
    pool=WAREHOUSE_WRITER,
    output_required=False,
)
def pub_warehouse__marts(
    context: dg.AssetExecutionContext,
    warehouse: dg.ResourceParam[Warehouse],
    settings: dg.ResourceParam[Settings],
    clock: dg.ResourceParam[Clock],
) -> Iterator[Result]:
    """Readers switch to the newest day's build in one rename."""
    on = days_of(context)[-1]
    if (standing_on := _published_on(settings)) is not None and standing_on > on:
        context.log.warning(f"The build of {standing_on} is published; that of {on} is older and was left alone.")
        return
    loaded = fails_clearly(warehouse.read)(_LOADED_THROUGH, {"as_of_on": on})["loaded_at"][0].as_py()
    published = fails_clearly(publish)(warehouse, on, settings.published_dir, built_at=clock.now())
    rows = sum(one.row_count for one in published.tables)
    tables = {one.name: one.row_count for one in published.tables}
    told = counted(read=rows, kept=rows, **tables)
    yield dg.MaterializeResult(metadata=told | {LOADED_THROUGH: shown(loaded.isoformat()), AS_OF_ON: shown(on.isoformat())})


def _published_on(settings: Settings) -> date | None:
    """The day that readers see, or None where they see nothing yet or nothing whole."""
    try:
        return read_published(settings.published_dir).as_of_on
    except (PublishedNothing, PublishedDamaged):
        return None
