"""Platt scaling: the two numbers that turn a network's logits into probabilities that keep their promise. NumPy only."""

import numpy as np
from numpy.typing import NDArray


def fit_platt(logits: NDArray[np.float64], labels: NDArray[np.bool_]) -> tuple[float, float]:
    """`slope` and `intercept` such that sigmoid(slope × logit + intercept) has the greatest likelihood on rows not trained on.

    Newton's method on two parameters; the targets are drawn in a little so that perfectly parted rows keep finite numbers.

    Source: Platt 1999, with the target smoothing of Lin, Lin & Weng 2007.
    """
    yes, no = int(labels.sum()), int((~labels).sum())
    target = np.where(labels, (yes + 1.0) / (yes + 2.0), 1.0 / (no + 2.0))
    design = np.stack([logits, np.ones_like(logits)], axis=1)
    answer = np.array([1.0, 0.0])
    for _ in range(100):
        probability = 1.0 / (1.0 + np.exp(-np.clip(design @ answer, -35, 35)))
        gradient = design.T @ (probability - target)
        curvature = (design * (probability * (1 - probability))[:, None]).T @ design + 1e-9 * np.eye(2)
        step = np.linalg.solve(curvature, gradient)
        answer = answer - np.clip(step, -2.0, 2.0)
        if np.abs(step).max() < 1e-9:
            break
    return float(answer[0]), float(answer[1])


def fit_level(logits: NDArray[np.float64], labels: NDArray[np.bool_], *, slope: float) -> float:
    """The `intercept` for which sigmoid(slope × logit + intercept) promises as many yeses as there are among these rows.

    The rows hold both answers. One number is too little to learn rows by heart, so they may have been trained on.
    """
    wanted = float(labels.sum())
    low, high = -50.0, 50.0
    while high - low > 1e-9:
        middle = (low + high) / 2.0
        promised = float((1.0 / (1.0 + np.exp(-np.clip(slope * logits + middle, -700, 700)))).sum())
        low, high = (middle, high) if promised < wanted else (low, middle)
    return (low + high) / 2.0
