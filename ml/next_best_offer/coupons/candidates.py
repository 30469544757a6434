"""Which coupon products a household might buy, and their features on the morning a campaign asks. Knows no purchase of that day or later.

One campaign at a time, set-based within: no loop over households or products.
"""

import polars as pl

from ml.next_best_offer.coupons.fading import faded
from ml.next_best_offer.coupons.features import (
    AGES,
    CONTRACT,
    EVERYBODY,
    FAR_DAYS,
    HALF_LIVES_DAYS,
    HOUSEHOLD,
    KEYS,
    LEVELS,
    OWN,
    WINDOWS_DAYS,
)
from ml.next_best_offer.coupons.history import CouponHistory
from ml.next_best_offer.coupons.neighbours import neighbour_scores
from ml.next_best_offer.coupons.questions import Campaign

POPULAR, LIKED_BY_NEIGHBOURS = 150, 150
QUARTER_DAYS, HALF_YEAR_DAYS = 84, 168
TASTE_HALF_LIFE_DAYS = 30


def candidates_of(history: CouponHistory, campaign: Campaign) -> pl.DataFrame:
    """Per targeted household the coupon products worth ranking, with their features; `KEYS` first, every feature finite.

    Worth ranking: whatever of them the household ever bought, the most bought of the last four weeks, and those its neighbours buy.
    """
    before = history.purchases.filter(pl.col("bought_on") < campaign.as_of_on).with_columns(
        age=(pl.lit(campaign.as_of_on) - pl.col("bought_on")).dt.total_days().cast(pl.Float64)
    )
    products = campaign.products.join(history.products, on="product_id", how="left")
    popular = _popularity(before, products)
    near = neighbour_scores(before, campaign.customers, campaign.products, top=LIKED_BY_NEIGHBOURS)
    own = before.join(campaign.customers, on="customer_id", how="semi")
    personal = _personal(own.join(campaign.products, on="product_id", how="semi"))
    # A product that nobody bought yet may be a campaign's reason: it comes after all others, not never.
    known = products.select("product_id").join(popular, on="product_id", how="left").fill_null(0)
    top = known.sort(["bought_28d", "bought_84d", "product_id"], descending=[True, True, False]).head(POPULAR).select("product_id")
    pairs = pl.concat(
        [
            personal.select("customer_id", "product_id"),
            campaign.customers.join(top, how="cross"),
            near.filter(pl.col("neighbour_rank") <= LIKED_BY_NEIGHBOURS).select("customer_id", "product_id"),
        ]
    ).unique()
    rows = (
        pairs.join(products, on="product_id", how="left")
        .join(personal, on=["customer_id", "product_id"], how="left")
        .join(popular, on="product_id", how="left")
        .join(near, on=["customer_id", "product_id"], how="left")
        .join(_household(own, campaign, history), on="customer_id", how="left")
        .join(_baskets_since(own, campaign), on=["customer_id", "product_id"], how="left")
        .join(_coupons(history, campaign), on="product_id", how="left")
    )
    for level in LEVELS:
        rows = rows.join(_taste(own, history.products, level), on=["customer_id", level], how="left")
    rows = _in_store(rows, before, own, campaign)
    return _finished(rows, campaign)


def _personal(own: pl.DataFrame) -> pl.DataFrame:
    """What a household did with the product itself."""
    decayed = [faded(days).alias(f"own_decayed_{days}d") for days in HALF_LIVES_DAYS]
    return (
        own.group_by("customer_id", "product_id")
        .agg(*decayed, own_count=pl.len(), own_recency=pl.col("age").min(), own_first=pl.col("age").max())
        .with_columns(own_gap=(pl.col("own_first") - pl.col("own_recency")) / (pl.col("own_count") - 1).clip(1))
        .with_columns(own_due=pl.when(pl.col("own_count") > 1).then(pl.col("own_recency") / pl.col("own_gap").clip(1)))
    )


def _taste(own: pl.DataFrame, products: pl.DataFrame, level: str) -> pl.DataFrame:
    """What a household did with all products of a kind, a category or a maker."""
    of_level = own.join(products.select("product_id", level).drop_nulls(), on="product_id")
    return of_level.group_by("customer_id", level).agg(
        pl.len().alias(f"{level}_count"),
        pl.col("age").min().alias(f"{level}_recency"),
        faded(TASTE_HALF_LIFE_DAYS).alias(f"{level}_decayed"),
        pl.col("product_id").n_unique().alias(f"{level}_variety"),
    )


def _popularity(before: pl.DataFrame, products: pl.DataFrame) -> pl.DataFrame:
    """How often everybody bought each product, lately and over a quarter, and how many came back to it."""
    lately = before.join(products.select("product_id"), on="product_id", how="semi").filter(pl.col("age") <= HALF_YEAR_DAYS)
    windows = [(pl.col("age") <= days).sum().alias(f"bought_{days}d") for days in WINDOWS_DAYS]
    per_buyer = lately.group_by("product_id", "customer_id").agg(pl.len().alias("times"))
    repeats = per_buyer.group_by("product_id").agg(
        buyer_count=pl.len(), repeat_share=(pl.col("times") > 1).mean(), purchases_per_buyer=pl.col("times").mean()
    )
    return lately.group_by("product_id").agg(*windows).join(repeats, on="product_id", how="left")


def _household(own: pl.DataFrame, campaign: Campaign, history: CouponHistory) -> pl.DataFrame:
    """How often a household shops, how much of it is on these coupons, and whether it ever used one."""
    on_coupon, lately = own.join(campaign.products, on="product_id", how="semi"), own.filter(pl.col("age") <= QUARTER_DAYS)
    used = history.redemptions.filter(pl.col("redeemed_on") < campaign.as_of_on)
    baskets, variety = pl.col("basket_id").n_unique(), pl.col("product_id").n_unique()
    parts = [
        own.group_by("customer_id").agg(house_baskets=baskets, house_recency=pl.col("age").min(), house_variety=variety),
        lately.group_by("customer_id").agg(house_baskets_84d=baskets, house_lines_84d=pl.len()),
        on_coupon.group_by("customer_id").agg(house_on_coupon=pl.len(), house_coupon_variety=variety),
        used.group_by("customer_id").agg(house_redemptions=pl.len()),
    ]
    rows = campaign.customers
    for part in parts:
        rows = rows.join(part, on="customer_id", how="left")
    return rows


def _baskets_since(own: pl.DataFrame, campaign: Campaign) -> pl.DataFrame:
    """How many baskets ago a product was last bought, and in how many of the last five and twenty it was."""
    baskets = own.group_by("customer_id", "basket_id").agg(pl.col("age").min())
    numbered = baskets.sort("customer_id", "age", "basket_id").with_columns(ago=pl.int_range(pl.len()).over("customer_id").cast(pl.Float64))
    return (
        own.join(campaign.products, on="product_id", how="semi")
        .join(numbered.select("basket_id", "customer_id", "ago"), on=["basket_id", "customer_id"])
        .group_by("customer_id", "product_id")
        .agg(own_baskets_ago=pl.col("ago").min(), own_in_last_5=(pl.col("ago") < 5).sum(), own_in_last_20=(pl.col("ago") < 20).sum())
    )


def _coupons(history: CouponHistory, campaign: Campaign) -> pl.DataFrame:
    """On how many coupons of the campaign a product is, and how many products share the narrowest of them."""
    here = history.coupons.filter(pl.col("campaign_id") == campaign.campaign_id)
    width = here.group_by("coupon_id").agg(width=pl.col("product_id").n_unique())
    return (
        here.join(width, on="coupon_id")
        .group_by("product_id")
        .agg(coupon_count=pl.col("coupon_id").n_unique(), coupon_width=pl.col("width").min())
    )


def _in_store(rows: pl.DataFrame, before: pl.DataFrame, own: pl.DataFrame, campaign: Campaign) -> pl.DataFrame:
    """How often a product was bought lately in the store where the household buys most; where no store is told, as if in one store."""
    if "store_id" not in own.columns:
        return rows.with_columns(in_store_84d=pl.col("bought_84d"))
    stores = own.group_by("customer_id", "store_id").agg(pl.len().alias("lines")).sort("lines", "store_id", descending=True)
    main = stores.unique("customer_id", keep="first", maintain_order=True).select("customer_id", "store_id")
    lately = before.filter(pl.col("age") <= QUARTER_DAYS).join(campaign.products, on="product_id", how="semi")
    sold = lately.group_by("store_id", "product_id").agg(in_store_84d=pl.len())
    return rows.join(main, on="customer_id", how="left").join(sold, on=["store_id", "product_id"], how="left")


def _finished(rows: pl.DataFrame, campaign: Campaign) -> pl.DataFrame:
    """Every feature of the contract as a finite number: what is not known counts nothing, and is as long ago as can be."""
    far = [pl.col(name).fill_null(FAR_DAYS) for name in (*AGES, "own_due")]
    counts = (*OWN, *EVERYBODY, *HOUSEHOLD, "coupon_count", "coupon_width", "repeat_share", "neighbour_score")
    none = [pl.col(name).fill_null(0) for name in counts]
    known = rows.with_columns(*far, *none, days_left=pl.lit(campaign.days_left), product_count=pl.lit(campaign.products.height))
    own_rate = pl.col("own_decayed_90d") / pl.col("house_baskets_84d").clip(1)
    shares = known.with_columns(
        own_rate=100.0 * own_rate,
        taste_half=100.0 * (0.5 * own_rate + 0.5 * pl.col("neighbour_score") / 4.0),
        taste_mostly_own=100.0 * (0.8 * own_rate + 0.2 * pl.col("neighbour_score") / 4.0),
        own_share=pl.col("own_count") / pl.col("house_baskets").clip(1),
        own_share_of_kind=pl.col("own_count") / pl.col("kind_count").clip(1),
        kind_share=(pl.col("kind_count") / pl.col("house_baskets").clip(1)).clip(0, 1),
        trend=pl.col("bought_28d") / pl.col("bought_84d").clip(1),
        trend_short=pl.col("bought_7d") / pl.col("bought_28d").clip(1),
        neighbour_place=1.0 / (1.0 + pl.col("neighbour_rank") / 10.0),
        is_own=pl.col("own_count") > 0,
        campaign_id=pl.lit(campaign.campaign_id, dtype=pl.Int64),
    )
    return shares.select(*KEYS, *(pl.col(name).cast(pl.Float64) for name in CONTRACT.columns)).sort(*KEYS)
