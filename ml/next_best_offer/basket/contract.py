"""What the model of the nightly run reads of a customer and a product, and what it foretells. Not here: how it is worked out
(`features.py`, `own.py`)."""

from ml.features import FeatureContract
from ml.features.model import Feature
from ml.next_best_offer.basket.candidates import RECENT_DAYS
from ml.next_best_offer.basket.own import BASKET_DECAYS, DAY_DECAYS

MODEL_NAME = "next-basket"
LABEL = "is_in_next_basket"
PRODUCTS_PER_CUSTOMER = 10
# A customer's taste is that of a year and of so many baskets: what lies further back says next to nothing and costs memory.
HISTORY_DAYS, BASKETS_MAX = 364, 60

_GUESSES = ("taste", "neighbours", "collaborative", "companions")
COLUMNS = (
    *("is_repeat", "own_count", "own_share_of_baskets"),
    *(f"own_faded_baskets_{int(decay * 100)}" for decay in BASKET_DECAYS),
    *(f"own_faded_days_{span}" for span in DAY_DECAYS),
    *("own_in_basket_1", "own_in_basket_2", "own_in_basket_3", "own_in_last_5", "own_in_last_10"),
    *("own_part_of_baskets", "own_part_faded", "own_same_weekday"),
    *("own_recency_baskets", "own_recency_days", "own_first_baskets", "own_first_days", "own_second_baskets", "own_last_gap_days"),
    *("own_gap_days", "own_gap_baskets", "own_overdue_days", "own_overdue_baskets", "own_overdue_usually", "own_is_due"),
    *(f"item_sold_{days}d" for days in RECENT_DAYS),
    *("item_sold_ever", "item_trend_month", "item_trend_ever", "item_popularity_rank", "item_repeat_share", "item_reorder_chance"),
    *("item_gap_days", "item_buyers", "item_purchases_per_buyer", "own_count_rank", "own_faded_rank"),
    *(f"{guess}{of}" for guess in _GUESSES for of in ("", "_rank", "_of_greatest")),
    *("customer_baskets", "customer_basket_size", "customer_last_size", "customer_recency_days", "customer_gap_days"),
    *("customer_overdue", "customer_distinct_share", "day_weekday_sine", "day_weekday_cosine"),
)
# They count up with the calendar, whatever customers do.
_GROWING = (
    *("own_first_baskets", "own_first_days", "own_gap_days", "item_gap_days", "item_sold_ever", "item_trend_ever", "item_buyers"),
    "customer_baskets",
)
# Every evening is one weekday, and everybody is asked about; the model learns of those who came.
_OF_THE_DAY = ("day_weekday_sine", "day_weekday_cosine", "customer_recency_days", "customer_overdue")

# A change to this list, or to what a column means, is a new version: models of another version are refused until trained anew.
CONTRACT = FeatureContract(
    name="customer-product-basket",
    version=1,
    features=tuple(Feature(name=name, grows=name in (*_GROWING, *_OF_THE_DAY)) for name in COLUMNS),
)
