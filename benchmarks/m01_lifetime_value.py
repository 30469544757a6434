"""M-1 and M-2: BG/NBD on CDNOW as published, its holdout; and how long five million customers take to fit from their summaries.

M-1's five figures are compared with those of Fader, Hardie & Lee 2005 (log-likelihood within .01, parameters within .002). M-2 foretells
the 39 weeks after. The five million are drawn from the model itself over a year of days, and both models are fitted to them, histories
first: that is what a company of that size would wait for. `scale` shrinks their number.
"""

import json
import sys
import time
from typing import Any

import numpy as np

from ml.lifetime_value.purchases import PurchaseModel, fit_purchases
from ml.lifetime_value.spend import fit_spend
from ml.lifetime_value.summaries import Summaries
from tests.support.cdnow import WEEKS, cdnow_published, cdnow_transactions

CUSTOMERS, SECONDS_MAX = 5_000_000, 120.0
PUBLISHED = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
LOG_LIKELIHOOD = -9582.43
CORRELATION_MIN, TOTAL_OFF_MAX = 0.62, 0.05


def run(scale: float = 1.0) -> dict[str, Any]:
    """The figure: M-2's correlation; beside it everything that M-1, M-2 and the issue's two minutes ask for."""
    fitted = fit_purchases(cdnow_published())
    off = {name: getattr(fitted, name) - value for name, value in PUBLISHED.items()}
    is_published = max(map(abs, off.values())) <= 0.002 and abs(fitted.log_likelihood - LOG_LIKELIHOOD) <= 0.01
    correlation, total_ratio = _holdout()
    big = simulated(max(int(CUSTOMERS * scale), 1_000), seed=1)
    started = time.perf_counter()
    found, value = fit_purchases(big), fit_spend(big)
    seconds = time.perf_counter() - started
    passed = is_published and correlation >= CORRELATION_MIN and abs(total_ratio - 1.0) <= TOTAL_OFF_MAX and seconds <= SECONDS_MAX
    return {
        "id": "M-1",
        "value": correlation,
        "unit": "correlation on CDNOW's holdout",
        "ratio": total_ratio,
        "against": "purchases by week 78",
        "pass": passed,
        "stretch": passed,
        "method": (
            f"CDNOW, 2,357 customers, fitted on {WEEKS:.0f} weeks and judged on as many after; r {fitted.r:.4f}, alpha {fitted.alpha:.4f}, "
            f"a {fitted.a:.4f}, b {fitted.b:.4f}, log-likelihood {fitted.log_likelihood:.3f}; {big.customer_count:,} simulated customers "
            f"({len(big.grouped()):,} different histories) fitted in {seconds:.1f} s, both models"
        ),
        "is_as_published": is_published,
        "log_likelihood": fitted.log_likelihood,
        "fit_seconds": seconds,
        "fitted": {"r": found.r, "alpha": found.alpha, "a": found.a, "b": found.b, "p": value.p, "q": value.q, "v": value.v},
        "scale": scale,
    }


def _holdout() -> tuple[float, float]:
    """Correlation over customers, and what was foretold by week 78 as a multiple of what came."""
    data = cdnow_transactions()
    model: PurchaseModel = fit_purchases(data.histories)
    foretold = model.expected_purchases(data.histories, horizon=WEEKS)
    total = float(model.expected_from_start(2 * WEEKS - data.began_in_week).sum())
    return float(np.corrcoef(foretold, data.bought_after)[0, 1]), total / float(data.histories.frequency.sum() + data.bought_after.sum())


def simulated(count: int, *, seed: int, days: int = 364) -> Summaries:
    """Customers of r .8, alpha 30 days, a .4, b 8, who began on any day of the last year, and what they paid (p 4, q 5, v 30)."""
    rng = np.random.default_rng(seed)
    age = rng.integers(1, days + 1, count).astype(np.float64)
    rate, leaving = np.maximum(rng.gamma(0.8, 1 / 30.0, count), 1e-9), rng.beta(0.4, 8.0, count)
    at, frequency, recency = np.zeros(count), np.zeros(count), np.zeros(count)
    going = np.arange(count)
    while len(going):
        at[going] += np.ceil(rng.exponential(1.0 / rate[going]))
        going = going[at[going] <= age[going]]
        frequency[going] += 1
        recency[going] = at[going]
        going = going[rng.random(len(going)) >= leaving[going]]
    scale = rng.gamma(5.0, 1 / 30.0, count)
    paid = rng.gamma(4.0 * np.maximum(frequency, 1.0)) / scale / np.maximum(frequency, 1.0)
    return Summaries.of(frequency, recency, age, np.where(frequency > 0, paid, 0.0))


if __name__ == "__main__":
    print(json.dumps(run(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0), indent=2))
