"""Which campaigns teach and which judge: later ones judge, and what teaches was over before the first of them began."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from ml.next_best_offer.coupons.candidates import candidates_of
from ml.next_best_offer.coupons.history import CouponHistory
from ml.next_best_offer.coupons.questions import Campaign, at_their_start, bought_during
from ml.training.errors import TooLittleHistory


@dataclass(frozen=True)
class Asked:
    """Campaigns as of their first morning: `rows` are candidates with features and `has_bought`, `truth` all that was bought (also what
    was no candidate), `households` how many were targeted."""

    campaigns: tuple[Campaign, ...]
    rows: pl.DataFrame
    truth: pl.DataFrame

    @property
    def households(self) -> int:
        """How many questions were asked: a household counts once per campaign."""
        return sum(campaign.customers.height for campaign in self.campaigns)


@dataclass(frozen=True)
class CampaignSplit:
    """Campaigns that were over before `judged_from`, and those that began on it or later and are over by now."""

    judged_from: date
    taught_by: pl.DataFrame
    judged_by: pl.DataFrame


def split_campaigns(history: CouponHistory, *, judged_from: date | None = None) -> CampaignSplit:
    """Without a day, the one that leaves most to both sides: as many households to learn from as there are twice to judge on.

    Raises:
        TooLittleHistory: no campaign is over before another begins that is over too.
    """
    over = history.campaigns.filter(pl.col("ends_on") <= history.until)
    sizes = history.targets.group_by("campaign_id").agg(households=pl.len())
    known = (
        over.join(sizes, on="campaign_id")
        .filter(pl.col("starts_on") > history.purchases["bought_on"].min())
        .sort("starts_on", "campaign_id")
    )
    days = [judged_from] if judged_from else known["starts_on"].unique().sort().to_list()
    splits = [CampaignSplit(day, known.filter(pl.col("ends_on") < day), known.filter(pl.col("starts_on") >= day)) for day in days]
    best = max(splits, key=_worth, default=None)
    if best is None or not _worth(best):
        raise TooLittleHistory(
            "Coupon response needs a campaign that was over before another began that is over too, and purchases before both.",
            over=known.height,
        )
    return best


def _worth(split: CampaignSplit) -> int:
    return min(int(split.taught_by["households"].sum()), 2 * int(split.judged_by["households"].sum()))


def ask(history: CouponHistory, campaigns: pl.DataFrame) -> Asked:
    """The questions of `campaigns` with their candidates and answers."""
    asked = at_their_start(history, campaigns)
    rows, truths = list[pl.DataFrame](), list[pl.DataFrame]()
    for campaign in asked:
        truth = bought_during(history, campaign)
        marked = candidates_of(history, campaign).join(
            truth.with_columns(has_bought=True), on=["customer_id", "product_id"], how="left", maintain_order="left"
        )
        rows.append(marked.with_columns(pl.col("has_bought").fill_null(value=False)))
        truths.append(truth.select(pl.lit(campaign.campaign_id, dtype=pl.Int64).alias("campaign_id"), "customer_id", "product_id"))
    return Asked(tuple(asked), pl.concat(rows), pl.concat(truths))
