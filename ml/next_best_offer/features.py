"""What the offer model reads of a customer and an offer, and what it foretells. Not here: how the columns are built (dbt).

The rows are `marts.customer_offer_features`, with a few columns of the customer beside them (`read.py` joins them).
"""

from ml.features import Feature, FeatureContract
from ml.features.model import count, share

MODEL_NAME = "next-best-offer"
LABEL = "has_bought"
LABEL_DAYS = 28
KEYS = ("customer_id", "as_of_on", "offer_code")
OFFERS_PER_CUSTOMER = 5
SHORTLIST_PER_CUSTOMER = 10
"""What is kept of the ranking: the best five, and as many for when rules, fatigue or exploration pass some of them over."""

OFFER_FEATURES = (
    count("category_purchase_count_84d"),
    count("category_purchase_count_364d"),
    count("category_spend_minor_364d"),
    count("category_recency_days", is_nullable=True),
    count("category_average_gap_days", is_nullable=True),
    share("category_share_364d", is_nullable=True),
    share("category_popularity_share_84d", is_nullable=True),
    count("category_redemption_count_364d"),
    Feature(name="is_in_campaign", kind="flag"),
)
CUSTOMER_FEATURES = (
    count("recency_days"),
    count("purchase_count_28d"),
    count("purchase_count_84d"),
    count("average_basket_minor", is_nullable=True),
    count("average_gap_days", is_nullable=True),
    count("category_count_84d"),
    count("coupon_redemption_count_364d"),
)

# A change to this list or to a transform is a new version: models of another version are refused until trained anew.
CONTRACT = FeatureContract(name="customer-offer", version=1, features=(*OFFER_FEATURES, *CUSTOMER_FEATURES))
