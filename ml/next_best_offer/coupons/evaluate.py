"""How well households' coupon products are ranked, per question, beside baselines. NumPy and polars; not here: training."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from ml.metrics.bootstrap import interval, paired_p
from ml.next_best_offer.coupons.protocol import Asked
from ml.runtime.manifest import Slice
from ml.tabular.columns import Numbers

K = 10
SEED = 20171001
QUESTION = ("campaign_id", "customer_id")
TIFU, PERSONAL_FREQUENCY = "tifu", "personal_frequency"
# What each baseline ranks by; the second decides between equals.
BASELINES: dict[str, tuple[str, str]] = {
    "popularity": ("bought_28d", "bought_84d"),
    PERSONAL_FREQUENCY: ("own_count", "bought_28d"),
    "personal_recent": ("own_decayed_30d", "bought_28d"),
    "neighbours": ("neighbour_score", "bought_28d"),
}


@dataclass(frozen=True)
class Judged:
    """Per question that bought at least one coupon product, in one order for all rankings: whose it is, and each ranking's figures."""

    questions: pl.DataFrame
    ndcg: dict[str, Numbers]
    recall: dict[str, Numbers]
    hit: dict[str, Numbers]
    asked_count: int

    def metrics(self, ranking: str) -> dict[str, float]:
        """Means over questions. `ndcg_of_all@10` counts who bought nothing as 0: what a campaign sees of everybody it targets."""
        found = {"ndcg": self.ndcg[ranking], "recall": self.recall[ranking], "hit": self.hit[ranking]}
        means = {f"{name}@{K}": float(values.mean()) for name, values in found.items()}
        return means | {f"ndcg_of_all@{K}": float(self.ndcg[ranking].sum()) / self.asked_count}

    def intervals(self, ranking: str) -> dict[str, tuple[float, float]]:
        """95 % of the bootstrap over questions."""
        return {f"ndcg@{K}": interval(self.ndcg[ranking], seed=SEED), f"recall@{K}": interval(self.recall[ranking], seed=SEED)}

    def p_against(self, ranking: str, other: str) -> float:
        """The chance that `ranking` is not above `other` in NDCG, by the paired bootstrap over households."""
        lead = pl.DataFrame({"customer_id": self.questions["customer_id"], "ours": self.ndcg[ranking], "theirs": self.ndcg[other]})
        by_household = lead.group_by("customer_id", maintain_order=True).agg(pl.col("ours", "theirs").sum())
        return paired_p(by_household["ours"], by_household["theirs"], SEED)


def judge(asked: Asked, scores: Mapping[str, Numbers]) -> Judged:
    """Every ranking of `asked.rows` in `scores`, measured against all that was bought; the ideal order holds every truth."""
    wanted = asked.truth.group_by(*QUESTION).agg(wanted=pl.len()).sort(*QUESTION)
    count = np.minimum(wanted["wanted"].to_numpy(), K)
    ideal = np.cumsum(1.0 / np.log2(np.arange(2, K + 2)))[count - 1]
    ndcg, recall, hit = dict[str, Numbers](), dict[str, Numbers](), dict[str, Numbers]()
    for name, values in scores.items():
        found = wanted.join(_found(asked.rows, values), on=QUESTION, how="left", maintain_order="left").fill_null(0)
        ndcg[name] = found["gain"].to_numpy() / ideal
        recall[name] = found["hits"].to_numpy() / wanted["wanted"].to_numpy()
        hit[name] = (found["hits"].to_numpy() > 0).astype(np.float64)
    return Judged(wanted, ndcg, recall, hit, asked.households)


def baseline_scores(rows: pl.DataFrame) -> dict[str, Numbers]:
    """What each baseline ranks candidates by."""
    return {name: _ordered(rows[first].to_numpy(), rows[second].to_numpy()) for name, (first, second) in BASELINES.items()}


def tifu_scores(rows: pl.DataFrame, alpha: float) -> Numbers:
    """As TIFU-KNN blends them: `alpha` of the household's own decayed purchases, the rest of what its neighbours buy."""
    own = rows["own_decayed_90d"].to_numpy() / np.maximum(rows["house_baskets_84d"].to_numpy(), 1.0)
    return np.asarray(alpha * own + (1.0 - alpha) * rows["neighbour_score"].to_numpy() / 4.0)


def choose_alpha(taught: Asked) -> float:
    """The blend that ranks best on the campaigns that teach, of nine."""
    alphas = [number / 10 for number in range(1, 10)]
    judged = judge(taught, {str(alpha): tifu_scores(taught.rows, alpha) for alpha in alphas})
    return max(alphas, key=lambda alpha: float(judged.ndcg[str(alpha)].mean()))


def slices_of(asked: Asked, judged: Judged, ranking: str, other: str) -> tuple[Slice, ...]:
    """NDCG@10 by type of campaign, beside the same of `other`."""
    types = pl.DataFrame(
        [(one.campaign_id, one.campaign_type) for one in asked.campaigns], schema=["campaign_id", "campaign_type"], orient="row"
    )
    rows = judged.questions.join(types, on="campaign_id", how="left", maintain_order="left").with_columns(
        pl.Series("ours", judged.ndcg[ranking]), pl.Series("theirs", judged.ndcg[other])
    )
    found = rows.group_by("campaign_type").agg(pl.len(), pl.col("ours", "theirs").mean()).sort("campaign_type")
    return tuple(
        Slice(column="campaign_type", value=kind, count=many, metrics={f"ndcg@{K}": ours, f"ndcg@{K} of {other}": theirs})
        for kind, many, ours, theirs in found.iter_rows()
    )


def _found(rows: pl.DataFrame, scores: Numbers) -> pl.DataFrame:
    """Per question the discounted gain and the number of truths among its first ten; equals rank by product."""
    ordered = (
        rows.select(*QUESTION, "product_id", "has_bought")
        .with_columns(pl.Series("score", scores))
        .sort([*QUESTION, "score", "product_id"], descending=[False, False, True, False])
        .with_columns(rank=pl.int_range(1, pl.len() + 1).over(QUESTION))
    )
    first = ordered.filter((pl.col("rank") <= K) & pl.col("has_bought"))
    return first.group_by(*QUESTION).agg(gain=(1.0 / (pl.col("rank") + 1).log(2)).sum(), hits=pl.len().cast(pl.Float64))


def _ordered(first: Numbers, second: Numbers) -> Numbers:
    """One number per row that orders by `first`, equals by `second`."""
    order = np.lexsort((second, first))
    is_new = (np.diff(first[order], prepend=first[order[:1]]) > 0) | (np.diff(second[order], prepend=second[order[:1]]) != 0)
    place = np.empty(len(first))
    place[order] = np.cumsum(is_new)
    return place
