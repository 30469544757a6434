"""What the coupon model reads of a household and a coupon product, and what it foretells. Not here: how it is counted (`candidates.py`)."""

from ml.features import FeatureContract
from ml.features.model import count, share

MODEL_NAME = "coupon-response"
LABEL = "has_bought"
KEYS = ("campaign_id", "customer_id", "product_id")
COUPONS_PER_CUSTOMER = 10

HALF_LIVES_DAYS = (10, 30, 90)
WINDOWS_DAYS = (7, 14, 28, 84)
LEVELS = ("kind", "category", "maker")
# As long ago as can be: for what never happened.
FAR_DAYS = 999.0

OWN = (
    *("own_count", "own_in_last_5", "own_in_last_20"),
    *(f"own_decayed_{days}d" for days in HALF_LIVES_DAYS),
    *(f"{level}_{what}" for level in LEVELS for what in ("count", "decayed", "variety")),
)
EVERYBODY = (*(f"bought_{days}d" for days in WINDOWS_DAYS), "buyer_count", "purchases_per_buyer", "in_store_84d")
HOUSEHOLD = (
    *("house_baskets", "house_baskets_84d", "house_lines_84d", "house_variety", "house_on_coupon", "house_coupon_variety"),
    "house_redemptions",
)
COUPON = ("coupon_count", "coupon_width", "days_left", "product_count")
AGES = (
    *("own_recency", "own_first", "own_gap", "own_baskets_ago", "house_recency", "neighbour_rank"),
    *(f"{level}_recency" for level in LEVELS),
)
# Purchases per basket, own and of those alike, as TIFU-KNN blends them: a ratio that a small network learns slowly from its parts.
TASTES = ("own_rate", "taste_half", "taste_mostly_own")
SHARES = ("own_share", "own_share_of_kind", "kind_share", "trend", "trend_short", "repeat_share", "neighbour_place", "is_own")

# A change to this list or to a transform is a new version: models of another version are refused until trained anew.
CONTRACT = FeatureContract(
    name="customer-coupon-product",
    version=2,
    features=(
        *(count(name) for name in (*OWN, *EVERYBODY, *HOUSEHOLD, *COUPON)),
        *(count(name, maximum=FAR_DAYS) for name in AGES),
        count("own_due", maximum=8.0),
        count("neighbour_score"),
        *(count(name) for name in TASTES),
        *(share(name) for name in SHARES),
    ),
)
