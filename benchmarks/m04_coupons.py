"""M-4: which campaign coupon product a household will buy, on the Complete Journey; later campaigns judge, those over before them teach.

For each household targeted by a campaign, the products on its coupons are ranked from the purchases of the days before the campaign's
first. Wanted are all coupon products that the household buys until its last; NDCG@10 with every wanted product in the ideal, a mean over
households that bought one. The figure counts only if the network beats every baseline by the paired bootstrap, p < .01. The LiteRT file
ranks, not Keras. `scale` shrinks the number of networks that are averaged, nothing else.
"""

import json
import sys
from datetime import date
from typing import Any

from khaywe.models.coupon_files import complete_journey

PASS, STRETCH = 0.33, 0.36
JUDGED_FROM = date(2017, 10, 1)
RIVAL = "personal_frequency"


def run(scale: float = 1.0) -> dict[str, Any]:
    """Train and judge; the ratio is NDCG@10 over that of ranking by how often the household bought a product."""
    from ml.next_best_offer.coupons.evaluate import judge
    from ml.next_best_offer.coupons.train import NETWORKS, probabilities_of, train_coupons
    from ml.runtime import ScoringModel
    from ml.training.release import export

    trained = train_coupons(complete_journey(), judged_from=JUDGED_FROM, networks=max(1, round(NETWORKS * min(scale, 1.0))))
    model, asked = trained.model, trained.asked
    manifest, content = export(model, version=f"{JUDGED_FROM}.1", decided_by="ndcg@10")
    judged = judge(asked, {"ours": probabilities_of(ScoringModel(manifest, content), asked), **trained.rivals})
    metrics = judged.metrics("ours")
    p = {name: judged.p_against("ours", name) for name in judged.ndcg if name != "ours"}
    value, holds = metrics["ndcg@10"], max(p.values()) < 0.01
    rival = judged.metrics(RIVAL)["ndcg@10"]
    return {
        "id": "M-4",
        "value": value,
        "unit": "NDCG@10",
        "ratio": value / rival,
        "against": f"personal frequency, {rival:.4f}",
        "pass": value >= PASS and holds,
        "stretch": value >= STRETCH and holds,
        "method": (
            f"{len(trained.asked.campaigns)} campaigns from {JUDGED_FROM} on, {judged.questions.height} households of {judged.asked_count} "
            f"targeted; taught by {len(trained.taught_by)} campaigns over before; paired bootstrap over households"
        ),
        "ndcg_of_all@10": metrics["ndcg_of_all@10"],
        "interval": list(judged.intervals("ours")["ndcg@10"]),
        "p_against": p,
        "baselines": {name: judged.metrics(name)["ndcg@10"] for name in p},
        "parity_difference_max": manifest.parity_difference_max,
        "by_campaign_type": {one.value: one.metrics | {"households": one.count} for one in model.slices},
        "scale": scale,
    }


if __name__ == "__main__":
    print(json.dumps(run(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0), indent=2))
