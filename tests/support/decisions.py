"""Simulated logs of decisions, of which the true worth of every policy is known."""

from dataclasses import dataclass

import numpy as np
import polars as pl

ACTIONS = ("bread", "fish", "milk")


@dataclass(frozen=True)
class Simulation:
    """A log as a service writes it; `expected` (decisions, actions) is the true reward, `chances` what the logging policy would do."""

    table: pl.DataFrame
    expected: np.ndarray
    chances: np.ndarray

    def worth(self, target: np.ndarray) -> float:
        """What a policy truly earns per decision, over these contexts."""
        return float((target * self.expected).sum(axis=1).mean())


def simulated_log(*, decisions: int = 3_000, customers: int = 1_000, seed: int = 0, floor: float = 0.1) -> Simulation:
    """Customers differ in taste, which the logging policy half knows: actions that do well are done oftener, with a floor of chance."""
    rng = np.random.default_rng(seed)
    taste = rng.normal(size=(customers, 2))
    who = rng.integers(0, customers, decisions)
    context = taste[who] + 0.3 * rng.normal(size=(decisions, 2))
    logits = np.stack([context[:, 0], -context[:, 0], 0.8 * context[:, 1]], axis=1)
    expected = 1 / (1 + np.exp(-(logits - 1.0)))
    chances = np.exp(logits)
    chances = floor + (1 - 3 * floor) * chances / chances.sum(axis=1, keepdims=True)
    done = (rng.random((decisions, 1)) > np.cumsum(chances, axis=1)).sum(axis=1).clip(0, 2)
    rows = np.arange(decisions)
    reward = (rng.random(decisions) < expected[rows, done]).astype(np.float64)
    table = pl.DataFrame(
        {
            "decision_id": [f"ofr_{row}" for row in rows],
            "customer_id": [f"c{one}" for one in who],
            "action": [ACTIONS[one] for one in done],
            "propensity": chances[rows, done],
            "reward": reward,
            "best_score": context[:, 0],
            "recency": context[:, 1],
        }
    )
    return Simulation(table, expected, chances)
