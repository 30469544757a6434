"""Simulated experiments whose effects are known."""

import numpy as np
import polars as pl


def simulated(kind: str, *, rows: int = 4_000, seed: int = 0, is_binary: bool = True, treated_share: float = 0.5):
    """A table as a campaign's file would be (amounts, words, nulls), and the true effect of each row."""
    rng = np.random.default_rng(seed)
    amount, taste = rng.normal(size=(rows, 3)), rng.choice(["bread", "milk", "fish", None], rows)
    effect = {
        "none": np.zeros(rows),
        "even": np.full(rows, 0.15),
        "sloped": np.clip(0.1 + 0.12 * amount[:, 0], -0.2, 0.4),
        "by word": np.where(taste == "milk", 0.4, 0.0),
    }[kind]
    treated = rng.random(rows) < treated_share
    level = 0.3 + 0.1 * np.tanh(amount[:, 1])
    chance = np.clip(level + effect * treated, 0, 1)
    outcome = (rng.random(rows) < chance).astype(np.int64) if is_binary else 20 * chance + rng.normal(size=rows)
    columns = {
        "customer_id": [f"c{number}" for number in range(rows)],
        "treated": treated.astype(np.int64),
        "outcome": outcome,
        "spend": amount[:, 0],
        "visits": [None if value > 1.2 else value for value in amount[:, 1]],
        "noise": amount[:, 2],
        "taste": taste.tolist(),
        "is_member": amount[:, 2] > 0,
    }
    return pl.DataFrame(columns), effect
