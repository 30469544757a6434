"""Put the day's offers on the shelf. Arrives: `scores.offers` with `scores.coupons` and `scores.next_basket` beside them,
`offer_candidates`, `customer_offer_features`. Leaves: `member_offers`, the log of decisions, and Redis filled with the shelf.

One row is one offer to one member. A partition is a business day, of which the newest of the run is published; a day older than the shelf
is left alone and said so. Never ranks, that is scoring's; the rules of `definitions/offers/rules.json` choose. Read by the API.
"""

from collections.abc import Iterator

import dagster as dg

from loyalty.database import Database
from loyalty.offers import OffersEmpty, OfferShelf, OffersOlder, candidates_of_day, histories_of_day, ranked_offers
from loyalty.warehouse import Warehouse
from orchestration.automation import WAREHOUSE_WRITER
from orchestration.failures import fails_clearly
from orchestration.partitions import ONE_RUN, business_day, days_of
from orchestration.publish import GROUP, OWNERS
from orchestration.reports import Result, counted, shown

KEY = dg.AssetKey("pub_member__offers")
CACHE_IS_FULL = "cache_is_full"


@dg.asset(
    key=KEY,
    deps=[
        *("score_customer__offers", "offer_candidates", "customer_offer_features", "ledger_member__enrolments"),
        *("score_customer__coupons", "score_customer__next_basket", "dim_products"),
    ],
    group_name=GROUP,
    owners=OWNERS,
    kinds={"postgres", "redis"},
    partitions_def=business_day,
    backfill_policy=ONE_RUN,
    pool=WAREHOUSE_WRITER,
    output_required=False,
    check_specs=[dg.AssetCheckSpec(CACHE_IS_FULL, asset=KEY, description="Redis holds the shelf; while it does not, PostgreSQL answers.")],
    metadata={"dagster/table_name": "public.member_offers"},
)
def pub_member__offers(
    context: dg.AssetExecutionContext,
    warehouse: dg.ResourceParam[Warehouse],
    database: dg.ResourceParam[Database],
    offer_shelf: dg.ResourceParam[OfferShelf],
) -> Iterator[Result | dg.AssetCheckResult]:
    """Replace the shelf by the newest day's offers; readers see yesterday's or today's, never a mix."""
    on = days_of(context)[-1]
    with warehouse.session() as session:
        ranked = fails_clearly(ranked_offers)(session, as_of_on=on)
        candidates = fails_clearly(candidates_of_day)(session, as_of_on=on)
        histories = fails_clearly(histories_of_day)(session, as_of_on=on) if offer_shelf.rules.is_computed_on_miss else None
    told = counted(read=ranked.num_rows, kept=0)
    try:
        with database.begin() as work:
            shelved = fails_clearly(offer_shelf.replace, but=(OffersOlder, OffersEmpty))(on, ranked, within=work)
            if histories is not None:
                offer_shelf.put_candidates(candidates, histories, within=work)
        offer_shelf.catch_up(shelved, database)
        told = counted(read=shelved.read_count, kept=shelved.kept_count, members=shelved.member_count, **shelved.refused)
    except OffersOlder as older:
        context.log.warning(older.message)
        # A check that is declared must be answered, or Dagster fails the step.
        yield dg.AssetCheckResult(asset_key=KEY, check_name=CACHE_IS_FULL, passed=True, description="Nothing was put up to fill it with.")
        return
    except OffersEmpty as empty:
        told["shelf"] = shown(empty.message)
    filled = fails_clearly(offer_shelf.fill_cache)(database)
    check = dg.AssetCheckResult(
        asset_key=KEY,
        check_name=CACHE_IS_FULL,
        passed=filled.is_complete,
        severity=dg.AssetCheckSeverity.WARN,
        description=filled.reason,
        metadata={"members_cached": filled.member_count, "generation": shown(filled.generation)},
    )
    yield dg.MaterializeResult(metadata=told, check_results=[check])
