"""Assembles the code location. Decides nothing: assets, jobs, sensors, schedules and resources each say what they are."""

from collections.abc import Mapping

import dagster as dg

from orchestration.audiences.daily import daily_campaigns
from orchestration.audiences.occurrences import campaign_occurrence
from orchestration.automation import IN_ONE_PROCESS
from orchestration.ingest.loads import raw_assets
from orchestration.ingest.rejected_rows import quality_journey__rejected_rows
from orchestration.jobs import ALL_JOBS
from orchestration.ledger.activations import ledger_member__activations
from orchestration.ledger.earnings import ledger_member__earnings
from orchestration.ledger.enrolments import ledger_member__enrolments
from orchestration.ledger.expiries import ledger_member__expiries
from orchestration.ledger.notices import ledger_member__expiry_notices
from orchestration.ledger.reconciliation import ledger_books__reconciliation
from orchestration.ledger.tiers import ledger_member__tiers, ledger_member__tiers_by_balance, ledger_member__tiers_by_segment
from orchestration.ledger.vouchers import ledger_voucher__expiries
from orchestration.publish.features import pub_member__features
from orchestration.publish.marts import pub_warehouse__marts
from orchestration.publish.next_basket import pub_member__next_basket
from orchestration.publish.offers import pub_member__offers
from orchestration.publish.scores import pub_member__scores
from orchestration.resources import build_resources
from orchestration.schedules import ALL_SCHEDULES
from orchestration.scoring.churn import score_customer__churn
from orchestration.scoring.coupons import score_customer__coupons
from orchestration.scoring.lifetime_value import score_customer__lifetime_value
from orchestration.scoring.next_basket import score_customer__next_basket
from orchestration.scoring.offers import score_customer__offers
from orchestration.scoring.tiers import score_customer__tiers
from orchestration.segments.memberships import segment_member__memberships
from orchestration.sensors import campaign_ticks, new_loads
from orchestration.training.models import (
    model_customer__churn,
    model_customer__coupon_response,
    model_customer__next_basket,
    model_customer__next_best_offer,
)
from orchestration.transform.models import dbt_marts, dbt_profile

ASSETS: list[dg.AssetsDefinition | dg.AssetSpec] = [
    *raw_assets,
    quality_journey__rejected_rows,
    dbt_marts,
    dbt_profile,
    model_customer__churn,
    model_customer__next_best_offer,
    model_customer__next_basket,
    model_customer__coupon_response,
    score_customer__churn,
    score_customer__lifetime_value,
    score_customer__offers,
    score_customer__next_basket,
    score_customer__coupons,
    score_customer__tiers,
    ledger_member__enrolments,
    ledger_member__earnings,
    ledger_member__activations,
    ledger_member__tiers,
    ledger_member__expiries,
    ledger_member__tiers_by_balance,
    ledger_member__tiers_by_segment,
    ledger_member__expiry_notices,
    ledger_voucher__expiries,
    ledger_books__reconciliation,
    segment_member__memberships,
    daily_campaigns,
    campaign_occurrence,
    pub_member__scores,
    pub_member__features,
    pub_member__next_basket,
    pub_member__offers,
    pub_warehouse__marts,
]


def build_defs(resource_overrides: Mapping[str, object] | None = None) -> dg.Definitions:
    """The whole code location; `resource_overrides` replaces resources by name, so that a test swaps any part."""
    return dg.Definitions(
        assets=ASSETS,
        jobs=ALL_JOBS,
        sensors=[new_loads, campaign_ticks],
        schedules=ALL_SCHEDULES,
        resources={**build_resources(), **(resource_overrides or {})},
        executor=IN_ONE_PROCESS,
    )


defs = build_defs()
