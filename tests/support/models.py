"""Builders for tests of models: customers and offers as the marts have them, with something in them to learn. No TensorFlow here."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from ml.churn.features import CONTRACT as CHURN_CONTRACT
from ml.next_best_offer.features import CONTRACT as OFFER_CONTRACT
from ml.next_best_offer.features import CUSTOMER_FEATURES

# The last one judges; the labels of the first two are complete by then; the one between is left out.
DAYS = (date(2017, 3, 26), date(2017, 5, 21), date(2017, 7, 16), date(2017, 8, 13))
TEST_DAY = DAYS[-1]


def customers(count: int = 600, days: tuple[date, ...] = DAYS, seed: int = 1) -> tuple[pa.Table, pa.Table]:
    """Features of customers on each day, and whether they churned: the overdue and the shrinking do, recency alone says less."""
    rng = np.random.default_rng(seed)
    rows = count * len(days)
    gap = rng.gamma(2.0, 6.0, rows) + 1.0
    recency = rng.gamma(1.2, 1.0, rows) * gap
    trend = rng.gamma(4.0, 0.25, rows)
    visits = rng.poisson(200.0 / gap)
    known: dict[str, Any] = {
        "recency_days": recency.astype(np.int64),
        "average_gap_days": pa.array(gap, mask=visits < 2),
        "overdue_ratio": pa.array(recency / gap, mask=visits < 2),
        "spend_trend_ratio": pa.array(trend, mask=rng.random(rows) < 0.1),
        "purchase_count_364d": visits,
        "favourite_department_code": rng.choice(["GROCERY", "MEAT", "DELI"], rows),
        "has_redeemed_coupon": rng.random(rows) < 0.2,
    }
    logit = 2.0 * np.log1p(recency / gap) * 2.0 - 4.0 * trend + 0.5 + 1.0 * (visits < 8)
    keys = {
        "customer_id": np.tile(np.arange(count).astype(str), len(days)),
        "as_of_on": pa.array(np.repeat(np.array(days, dtype="datetime64[D]"), count)),
    }
    labels = pa.table(keys | {"has_churned": rng.random(rows) < 1.0 / (1.0 + np.exp(-logit))})
    return pa.table(
        keys | {feature.name: known.get(feature.name, _any(feature.name, rng, rows)) for feature in CHURN_CONTRACT.features}
    ), labels


def customers_and_offers(
    customer_count: int = 150, offer_count: int = 12, days: tuple[date, ...] = DAYS, seed: int = 2
) -> tuple[pa.Table, pa.Table]:
    """Features of each customer and offer on each day, and what was bought: what they often bought, lately, and everyone likes."""
    rng = np.random.default_rng(seed)
    per_day, rows = customer_count * offer_count, customer_count * offer_count * len(days)
    popularity = np.tile(np.linspace(0.05, 0.9, offer_count), customer_count * len(days))
    bought = rng.poisson(6.0 * popularity * rng.gamma(0.7, 1.0, rows))
    since = rng.gamma(1.5, 25.0, rows)
    known: dict[str, Any] = {
        "category_purchase_count_364d": bought,
        "category_recency_days": pa.array(since, mask=bought == 0),
        "category_popularity_share_84d": popularity,
        "is_in_campaign": rng.random(rows) < 0.5,
    }
    of_customer = {
        feature.name: np.repeat(_any(feature.name, rng, customer_count * len(days)), offer_count) for feature in CUSTOMER_FEATURES
    }
    logit = 0.8 * np.log1p(bought) + 2.5 * popularity - np.where(bought > 0, since / 30.0, 1.0) - 1.5
    keys = {
        "customer_id": np.tile(np.repeat(np.arange(customer_count).astype(str), offer_count), len(days)),
        "as_of_on": pa.array(np.repeat(np.array(days, dtype="datetime64[D]"), per_day)),
        "offer_code": np.tile(np.array([f"CAT-{number:02d}" for number in range(offer_count)]), customer_count * len(days)),
    }
    labels = pa.table(keys | {"has_bought": rng.random(rows) < 1.0 / (1.0 + np.exp(-logit))})
    values = {f.name: known.get(f.name, of_customer.get(f.name, _any(f.name, rng, rows))) for f in OFFER_CONTRACT.features}
    return pa.table(keys | values), labels


def day_before(day: date) -> date:
    """The day before."""
    return day - timedelta(days=1)


def _any(name: str, rng: np.random.Generator, rows: int) -> Any:
    return rng.random(rows) if "share" in name else rng.poisson(5.0, rows)
