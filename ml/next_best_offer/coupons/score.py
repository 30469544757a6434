"""The live coupons of every targeted household, best first, through LiteRT. Not here: choosing the model, and writing what came out."""

from datetime import date, datetime

import numpy as np
import polars as pl
import pyarrow as pa

from ml.next_best_offer.coupons.candidates import candidates_of
from ml.next_best_offer.coupons.features import CONTRACT, COUPONS_PER_CUSTOMER
from ml.next_best_offer.coupons.history import CouponHistory
from ml.next_best_offer.coupons.questions import campaign_as_of
from ml.runtime import ScoringModel
from ml.runtime.score import check_contract
from ml.tabular.columns import Numbers

COLUMNS: list[tuple[str, pa.DataType]] = [
    ("customer_id", pa.string()),
    ("as_of_on", pa.date32()),
    ("campaign_id", pa.string()),
    ("coupon_rank", pa.int32()),
    ("coupon_id", pa.string()),
    ("product_id", pa.string()),
    ("score_probability", pa.float64()),
    ("reason", pa.string()),
    ("model_version", pa.string()),
    ("scored_at", pa.timestamp("us")),
]
SCHEMA = pa.schema(COLUMNS)


def score_coupons(model: ScoringModel, history: CouponHistory, *, as_of_on: date, scored_at: datetime) -> pa.Table:
    """The ten best coupons of each household in each campaign that runs on the morning of `as_of_on`, in the shape of `SCHEMA`.

    A coupon's probability is that of buying any of its products while the campaign still runs; `product_id` is the likeliest of them and
    `reason` says why: BOUGHT_BEFORE, BOUGHT_BY_ALIKE or POPULAR. Equal coupons rank by their id.

    Raises:
        ModelContractUnknown: the model reads another version of the features.
    """
    check_contract(model, CONTRACT)
    live = history.campaigns.filter((pl.col("starts_on") <= as_of_on) & (pl.col("ends_on") >= as_of_on))
    best = [_of_campaign(model, history, number, as_of_on) for number in live["campaign_id"]]
    if not best:
        return SCHEMA.empty_table()
    told = history.named(pl.concat(best)).with_columns(
        pl.col("customer_id", "campaign_id", "coupon_id", "product_id").cast(pl.String),
        as_of_on=pl.lit(as_of_on),
        model_version=pl.lit(model.manifest.model_version),
        scored_at=pl.lit(scored_at.replace(tzinfo=None)).cast(pl.Datetime("us")),
    )
    return told.select(SCHEMA.names).to_arrow().cast(SCHEMA)


def coupons_of(products: pl.DataFrame, coupons: pl.DataFrame) -> pl.DataFrame:
    """Scored products of one campaign (`customer_id, product_id, probability`) as scored coupons, with the likeliest product of each."""
    on_coupon = products.join(coupons.select("coupon_id", "product_id"), on="product_id").sort(
        ["customer_id", "coupon_id", "probability", "product_id"], descending=[False, False, True, False]
    )
    return on_coupon.group_by("customer_id", "coupon_id", maintain_order=True).agg(
        score_probability=(1.0 - (1.0 - pl.col("probability")).product()).round(6), product_id=pl.col("product_id").first()
    )


def _of_campaign(model: ScoringModel, history: CouponHistory, campaign_id: int, as_of_on: date) -> pl.DataFrame:
    campaign = campaign_as_of(history, campaign_id, as_of_on)
    if not campaign.customers.height or not campaign.products.height:
        return pl.DataFrame(schema=_BEST)
    rows = candidates_of(history, campaign)
    scored = rows.select("customer_id", "product_id").with_columns(probability=pl.Series(_probabilities(model, rows)))
    coupons = coupons_of(scored, history.coupons.filter(pl.col("campaign_id") == campaign_id))
    ordered = coupons.sort(["customer_id", "score_probability", "coupon_id"], descending=[False, True, False])
    ranked = ordered.with_columns(
        coupon_rank=pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("customer_id"), campaign_id=pl.lit(campaign_id, dtype=pl.Int64)
    )
    first = ranked.filter(pl.col("coupon_rank") <= COUPONS_PER_CUSTOMER)
    reasons = rows.select("customer_id", "product_id", reason=_REASON)
    return first.join(reasons, on=["customer_id", "product_id"], how="left", maintain_order="left").select(*_BEST)


def _probabilities(model: ScoringModel, rows: pl.DataFrame) -> Numbers:
    """Rows of the contract are finite, so that none is set aside."""
    return model.probabilities(model.encoder.encode(rows.to_arrow()).matrix).astype(np.float64)


_BEST = {
    "customer_id": pl.Int64,
    "campaign_id": pl.Int64,
    "coupon_rank": pl.Int32,
    "coupon_id": pl.Int64,
    "product_id": pl.Int64,
    "score_probability": pl.Float64,
    "reason": pl.String,
}
_REASON = (
    pl.when(pl.col("own_count") > 0)
    .then(pl.lit("BOUGHT_BEFORE"))
    .when(pl.col("neighbour_score") > 0)
    .then(pl.lit("BOUGHT_BY_ALIKE"))
    .otherwise(pl.lit("POPULAR"))
)
