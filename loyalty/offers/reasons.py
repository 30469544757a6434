"""Why somebody is offered something, in words that people read, from what the model read of them. Not here: choosing the offer."""

from collections.abc import Mapping
from typing import Final

import polars as pl

REASON_COLUMNS: Final = (
    "category_purchase_count_84d",
    "category_purchase_count_364d",
    "category_recency_days",
    "category_average_gap_days",
    "category_redemption_count_364d",
    "is_in_campaign",
)
OFTEN_COUNT = 3

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "DUE_AGAIN": {"en": "You usually buy this again about now.", "ar": "عادةً ما تشتري هذا مجددًا في مثل هذا الوقت."},
    "BOUGHT_OFTEN": {"en": "You buy this often.", "ar": "تشتري هذا كثيرًا."},
    "COUPON_USED": {"en": "You have used coupons for this before.", "ar": "سبق أن استخدمت قسائم لهذا المنتج."},
    "BOUGHT_BEFORE": {"en": "You have bought this before.", "ar": "سبق أن اشتريت هذا."},
    "CAMPAIGN": {"en": "Chosen for you in a campaign that runs now.", "ar": "اختير لك ضمن حملة جارية الآن."},
    "POPULAR": {"en": "Many customers buy this.", "ar": "يشتري هذا كثير من العملاء."},
    "SUGGESTED": {"en": "Suggested for you.", "ar": "مقترح لك."},
    "FOR_TIER": {"en": "For members of your tier.", "ar": "لأعضاء فئتك."},
    "FOR_EVERYONE": {"en": "For every member.", "ar": "لجميع الأعضاء."},
}


def reason_code(columns: list[str]) -> pl.Expr:
    """The most telling true reason of each row; `SUGGESTED` where the rows do not tell."""
    if not set(REASON_COLUMNS) <= set(columns):
        return pl.lit("SUGGESTED")
    is_due = (
        pl.col("category_average_gap_days").is_not_null()
        & (pl.col("category_recency_days") >= pl.col("category_average_gap_days"))
        & (pl.col("category_recency_days") <= 2 * pl.col("category_average_gap_days"))
    )
    return (
        pl.when(is_due & (pl.col("category_purchase_count_364d") >= OFTEN_COUNT))
        .then(pl.lit("DUE_AGAIN"))
        .when(pl.col("category_purchase_count_84d") >= OFTEN_COUNT)
        .then(pl.lit("BOUGHT_OFTEN"))
        .when(pl.col("category_redemption_count_364d") > 0)
        .then(pl.lit("COUPON_USED"))
        .when(pl.col("category_purchase_count_364d") > 0)
        .then(pl.lit("BOUGHT_BEFORE"))
        .when(pl.col("is_in_campaign").cast(pl.Boolean))
        .then(pl.lit("CAMPAIGN"))
        .otherwise(pl.lit("POPULAR"))
    )
