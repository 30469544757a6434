"""Questions a campaign asks: of these products on its coupons, which will this household buy while it runs? And the answers, once known."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from ml.next_best_offer.coupons.history import CouponHistory


@dataclass(frozen=True)
class Campaign:
    """One campaign as of the morning of `as_of_on`: whom it targets, which products its coupons name, how long it still runs."""

    campaign_id: int
    campaign_type: str
    as_of_on: date
    ends_on: date
    customers: pl.DataFrame
    products: pl.DataFrame

    @property
    def days_left(self) -> int:
        """The days on which its coupons can still be used, the first and the last among them."""
        return (self.ends_on - self.as_of_on).days + 1


def campaign_as_of(history: CouponHistory, campaign_id: int, as_of_on: date) -> Campaign:
    """The campaign as it stands on the morning of `as_of_on`."""
    told = history.campaigns.row(by_predicate=pl.col("campaign_id") == campaign_id, named=True)
    customers = history.targets.filter(pl.col("campaign_id") == campaign_id).select("customer_id").unique()
    products = history.coupons.filter(pl.col("campaign_id") == campaign_id).select("product_id").unique()
    return Campaign(
        campaign_id, told["campaign_type"], as_of_on, told["ends_on"], customers.sort("customer_id"), products.sort("product_id")
    )


def at_their_start(history: CouponHistory, campaigns: pl.DataFrame) -> list[Campaign]:
    """Each of `campaigns` as of its first day, before anything was bought on that day; those that target nobody or nothing are left out."""
    asked = [campaign_as_of(history, row["campaign_id"], row["starts_on"]) for row in campaigns.iter_rows(named=True)]
    return [campaign for campaign in asked if campaign.customers.height and campaign.products.height]


def bought_during(history: CouponHistory, campaign: Campaign) -> pl.DataFrame:
    """The answer: `customer_id, product_id` of every coupon product that a targeted household bought from the as-of day to the end."""
    return (
        history.purchases.lazy()
        .filter(pl.col("bought_on").is_between(campaign.as_of_on, campaign.ends_on))
        .join(campaign.customers.lazy(), on="customer_id", how="semi")
        .join(campaign.products.lazy(), on="product_id", how="semi")
        .select("customer_id", "product_id")
        .unique()
        .sort("customer_id", "product_id")
        .collect()
    )
