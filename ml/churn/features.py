"""What the churn model reads of a customer (columns of `marts.customer_features`) and foretells. Not here: building them (dbt)."""

from ml.features import Feature, FeatureContract
from ml.features.model import count, share

MODEL_NAME = "churn"
LABEL = "has_churned"
LABEL_DAYS = 56
KEYS = ("customer_id", "as_of_on")

# A change to this list or to a transform is a new version: models of another version are refused until trained anew.
CONTRACT = FeatureContract(
    name="customer",
    version=1,
    features=(
        count("tenure_days", grows=True),
        count("recency_days"),
        count("purchase_count_28d"),
        count("purchase_count_84d"),
        count("purchase_count_364d"),
        count("spend_minor_28d"),
        count("spend_minor_84d"),
        count("spend_minor_364d"),
        count("average_basket_minor", is_nullable=True),
        count("average_line_count", is_nullable=True),
        count("average_gap_days", is_nullable=True),
        count("gap_deviation_days", is_nullable=True),
        count("overdue_ratio", maximum=50.0, is_nullable=True),
        count("active_week_count_12w"),
        count("category_count_84d"),
        share("share_grocery_84d", is_nullable=True),
        share("share_drug_gm_84d", is_nullable=True),
        share("share_produce_84d", is_nullable=True),
        share("share_meat_84d", is_nullable=True),
        share("share_deli_84d", is_nullable=True),
        share("private_label_share_84d", is_nullable=True),
        share("discount_share_84d", is_nullable=True),
        count("coupon_redemption_count_364d"),
        count("coupon_discount_minor_364d"),
        count("campaign_count_364d"),
        count("spend_trend_ratio", maximum=20.0, is_nullable=True),
        Feature(name="favourite_department_code", kind="code", is_nullable=True, code_count_max=12),
        Feature(name="has_redeemed_coupon", kind="flag"),
    ),
)
