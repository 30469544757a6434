"""Why somebody is offered something, in words that people read, from what the model read of them. Not here: choosing the offer."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

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


def reason_codes(columns: Mapping[str, NDArray[np.float64]]) -> list[str]:
    """The most telling true reason of each row, out of the columns `REASON_COLUMNS`; NaN is not known."""
    bought_84d, bought_364d, recency, gap, redeemed, is_meant = (columns[name] for name in REASON_COLUMNS)
    # What is not known compares as false.
    is_due = (recency >= gap) & (recency <= 2 * gap) & (bought_364d >= OFTEN_COUNT)
    true = [is_due, bought_84d >= OFTEN_COUNT, redeemed > 0, bought_364d > 0, is_meant > 0]
    names = ("DUE_AGAIN", "BOUGHT_OFTEN", "COUPON_USED", "BOUGHT_BEFORE", "CAMPAIGN", "POPULAR")
    return [names[place] for place in np.select(true, list(range(len(true))), default=len(true)).tolist()]
