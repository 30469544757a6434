"""Train the models anew. Arrives: features and complete labels of the training days. Leaves: a candidate in the registry, champion if it
passes the gates. Not partitioned: a model learns from every day there is. Read by scoring through the champion pointer.
"""

import dagster as dg

from loyalty.clock import Clock
from ml.registry import ModelStore
from orchestration.failures import fails_clearly
from orchestration.reports import Result
from orchestration.training import (
    CHURN,
    CHURN_MODEL,
    COUPONS,
    COUPONS_MODEL,
    GROUP,
    NEXT_BASKET,
    NEXT_BASKET_MODEL,
    NEXT_BEST_OFFER,
    OFFERS_MODEL,
    OWNERS,
)
from orchestration.training.course import promoted_check, report, try_course


@dg.asset(
    key=CHURN_MODEL,
    deps=["customer_features", "churn_labels"],
    group_name=GROUP,
    owners=OWNERS,
    kinds={"tensorflow", "litert"},
    check_specs=[promoted_check(CHURN_MODEL)],
)
@fails_clearly
def model_customer__churn(
    context: dg.AssetExecutionContext, models: dg.ResourceParam[ModelStore], clock: dg.ResourceParam[Clock]
) -> Result:
    """A model of who will buy nothing for 56 days was trained, judged on later days, and serves if it passes the gates."""
    return report(CHURN_MODEL, try_course(CHURN, context, models, clock))


@dg.asset(
    key=OFFERS_MODEL,
    deps=["customer_features", "customer_offer_features", "offer_labels"],
    group_name=GROUP,
    owners=OWNERS,
    kinds={"tensorflow", "litert"},
    check_specs=[promoted_check(OFFERS_MODEL)],
)
@fails_clearly
def model_customer__next_best_offer(
    context: dg.AssetExecutionContext, models: dg.ResourceParam[ModelStore], clock: dg.ResourceParam[Clock]
) -> Result:
    """A model of which offered category a customer will buy within 28 days was trained, judged, and serves if it passes the gates."""
    return report(OFFERS_MODEL, try_course(NEXT_BEST_OFFER, context, models, clock))


@dg.asset(
    key=NEXT_BASKET_MODEL,
    deps=["fct_purchases", "fct_purchase_lines"],
    group_name=GROUP,
    owners=OWNERS,
    kinds={"tensorflow", "litert"},
    check_specs=[promoted_check(NEXT_BASKET_MODEL)],
)
@fails_clearly
def model_customer__next_basket(
    context: dg.AssetExecutionContext, models: dg.ResourceParam[ModelStore], clock: dg.ResourceParam[Clock]
) -> Result:
    """A model of which products a customer's next basket holds was trained, judged on last baskets, and serves if it passes the gates."""
    return report(NEXT_BASKET_MODEL, try_course(NEXT_BASKET, context, models, clock))


@dg.asset(
    key=COUPONS_MODEL,
    deps=["fct_purchases", "fct_purchase_lines", "dim_products", "dim_campaigns", "dim_campaign_coupons", "dim_campaign_customers"],
    group_name=GROUP,
    owners=OWNERS,
    kinds={"tensorflow", "litert"},
    check_specs=[promoted_check(COUPONS_MODEL)],
)
@fails_clearly
def model_customer__coupon_response(
    context: dg.AssetExecutionContext, models: dg.ResourceParam[ModelStore], clock: dg.ResourceParam[Clock]
) -> Result:
    """A model of which coupon products an addressed household buys was trained, judged on later campaigns, and serves if it may."""
    return report(COUPONS_MODEL, try_course(COUPONS, context, models, clock))
