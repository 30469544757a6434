"""Simulated purchases and campaigns, with something in them to learn. No TensorFlow here."""

from datetime import date, timedelta

import numpy as np
import polars as pl

FIRST_DAY = date(2017, 1, 1)
CAMPAIGN_DAYS = 14


def coupon_tables(*, households: int = 160, products: int = 80, campaigns: int = 8, seed: int = 0) -> dict[str, pl.DataFrame]:
    """Every household has a taste for some kinds, buys what it is used to at a pace of its own, and what everybody likes.

    Products come back after a pause of theirs, so that how often something was bought says less than when it is due.
    """
    rng = np.random.default_rng(seed)
    kind = rng.integers(0, 8, products)
    taste = rng.gamma(0.35, 1.0, (households, 8))[:, kind] * rng.gamma(0.5, 1.0, (households, products)) * rng.gamma(1.0, 1.0, products)
    days = 60 + 20 * campaigns
    chance = np.clip(taste / taste.mean() * 0.02, 0, 0.5)
    house, item = np.nonzero(chance > 0.005)
    pause = np.maximum(1.0 / chance[house, item], 3.0)
    times = int(days / 3)
    on = np.cumsum(rng.gamma(8.0, 1 / 8.0, (len(house), times)) * pause[:, None], axis=1) - rng.random((len(house), 1)) * pause[:, None]
    row, which = np.nonzero((on >= 0) & (on < days))
    bought = pl.DataFrame({"customer_id": house[row], "day": on[row, which].astype(np.int64), "product_id": item[row] + 1_000})
    purchases = bought.with_columns(
        bought_on=pl.lit(FIRST_DAY) + pl.duration(days=pl.col("day")),
        basket_id=pl.col("customer_id") * 10_000 + pl.col("day"),
        customer_id=pl.format("c{}", "customer_id"),
    ).drop("day")
    starts = [FIRST_DAY + timedelta(days=60 + 20 * number) for number in range(campaigns)]
    coupons, targets = list[tuple[int, int, int]](), list[tuple[int, str]]()
    for campaign in range(1, campaigns + 1):
        named = rng.permutation(products)[: products // 2] + 1_000
        coupons += [(campaign, campaign * 100 + number % 15, int(product)) for number, product in enumerate(named)]
        targets += [(campaign, f"c{one}") for one in rng.permutation(households)[: households * 3 // 4]]
    return {
        "purchases": purchases,
        "products": pl.DataFrame(
            {"product_id": np.arange(products) + 1_000, "category": [f"k{one // 2}" for one in kind], "kind": [f"k{one}" for one in kind],
             "maker": [f"m{one}" for one in rng.integers(0, 12, products)]}
        ),
        "campaigns": pl.DataFrame(
            {"campaign_id": range(1, campaigns + 1), "campaign_type": ["Type A", "Type B"] * (campaigns // 2), "starts_on": starts,
             "ends_on": [day + timedelta(days=CAMPAIGN_DAYS) for day in starts]}
        ),
        "coupons": pl.DataFrame(coupons, schema=["campaign_id", "coupon_id", "product_id"], orient="row"),
        "targets": pl.DataFrame(targets, schema=["campaign_id", "customer_id"], orient="row"),
    }  # fmt: skip
