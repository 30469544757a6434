"""How sure a figure is: bootstrap intervals, and the chance that one ranking is not better than another. No model and no data here.

What is drawn is always a customer, with all of its rows: rows of one customer say almost the same, and drawn one by one they would make a
figure look surer than it is.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

DRAWS = 2_000
PAIRED_DRAWS = 10_000
SHARE = 0.95
_DRAWN_AT_ONCE = 4_000_000

Measure = Callable[..., float]


def interval(metric_by_customer: ArrayLike, *, seed: int, draws: int = DRAWS, share: float = SHARE) -> tuple[float, float]:
    """The percentile bootstrap interval of the mean over customers; the same values and seed give the same interval.

    Args:
        metric_by_customer: `(customers,)`, one figure each, such as the recall@10 of its target basket.
        seed: of the draws.
        draws: how often the customers are drawn anew.
        share: how much of the means lies inside.

    Raises:
        ValueError: no customer, or a figure that is no finite number.
    """
    return _middle(_means(_figures(metric_by_customer), seed=seed, draws=draws), share)


def paired_p(ours: ArrayLike, theirs: ArrayLike, seed: int, *, draws: int = PAIRED_DRAWS) -> float:
    """The chance that `ours` is not above `theirs`: the share of draws of the customers in which its mean is no higher.

    One-sided, and never 0: `draws` draws cannot say less than 1 / (draws + 1). Two rankings that are alike everywhere give 1.

    Args:
        ours: `(customers,)`, one figure each.
        theirs: `(customers,)`, of the same customers in the same order.
        seed: of the draws.
        draws: how often the customers are drawn anew.

    Raises:
        ValueError: other lengths, no customer, or a figure that is no finite number.
    """
    means = _means(paired_difference(ours, theirs), seed=seed, draws=draws)
    return (1.0 + float((means <= 0.0).sum())) / (draws + 1.0)


def paired_difference(ours: ArrayLike, theirs: ArrayLike) -> NDArray[np.float64]:
    """By how much each customer is better served by `ours`; give it to `interval` to say how sure the lead is.

    Raises:
        ValueError: other lengths, no customer, or a figure that is no finite number.
    """
    left, right = _figures(ours), _figures(theirs)
    if left.shape != right.shape:
        raise ValueError(f"a pair needs the same customers on both sides; there are {len(left)} and {len(right)}")
    return left - right


def interval_of(
    measure: Measure, *columns: ArrayLike, customers: ArrayLike | None = None, seed: int, draws: int = DRAWS, share: float = SHARE
) -> tuple[float, float]:
    """The percentile bootstrap interval of a measure that is no mean over customers, such as `roc_auc(labels, scores)`.

    Args:
        measure: takes the drawn rows of `columns`, in this order. Draws that it refuses (`ValueError`: all labels alike) are passed over.
        columns: each `(rows,)`.
        customers: `(rows,)`, whose row each is; without it every row is a customer of its own.
        seed: of the draws.
        draws: how often the customers are drawn anew.
        share: how much of the figures lies inside.

    Raises:
        ValueError: no row, columns of other lengths, or a measure that refuses every draw.
    """
    return _middle(_measured(measure, columns, customers, seed=seed, draws=draws), share)


def paired_p_of(
    measure: Measure,
    labels: ArrayLike,
    ours: ArrayLike,
    theirs: ArrayLike,
    *,
    customers: ArrayLike | None = None,
    seed: int,
    draws: int = DRAWS,
) -> float:
    """As `paired_p`, for a measure of labels and scores that is no mean over customers; both sides are measured on the same draws.

    Raises:
        ValueError: no row, columns of other lengths, or a measure that refuses every draw.
    """

    def lead(truth: NDArray[np.generic], left: NDArray[np.generic], right: NDArray[np.generic]) -> float:
        return measure(truth, left) - measure(truth, right)

    leads = _measured(lead, (labels, ours, theirs), customers, seed=seed, draws=draws)
    return (1.0 + float((leads <= 0.0).sum())) / (len(leads) + 1.0)


def _figures(values: ArrayLike) -> NDArray[np.float64]:
    figures = np.asarray(values, dtype=np.float64)
    if figures.ndim != 1 or not len(figures):
        raise ValueError("a bootstrap needs one figure per customer, and at least one customer")
    if not np.isfinite(figures).all():
        raise ValueError("a bootstrap needs finite figures; leave out customers without one, or say what they count")
    return figures


def _means(figures: NDArray[np.float64], *, seed: int, draws: int) -> NDArray[np.float64]:
    random, count = np.random.default_rng(seed), len(figures)
    at_once = max(1, min(draws, _DRAWN_AT_ONCE // count))
    parts = [min(at_once, draws - first) for first in range(0, draws, at_once)]
    return np.concatenate([figures[random.integers(0, count, (part, count))].mean(axis=1) for part in parts])


def _measured(measure: Measure, columns: Sequence[ArrayLike], customers: ArrayLike | None, *, seed: int, draws: int) -> NDArray[np.float64]:
    arrays = [np.asarray(column) for column in columns]
    lengths = {len(array) for array in arrays}
    if len(lengths) != 1 or lengths == {0}:
        raise ValueError(f"a bootstrap needs columns of one length, and at least one row; there are {sorted(lengths)}")
    random, draw = np.random.default_rng(seed), _drawer(lengths.pop(), customers)
    found = list[float]()
    for _ in range(draws):
        rows = draw(random)
        try:
            found.append(measure(*(array[rows] for array in arrays)))
        except ValueError:
            continue
    if not found:
        raise ValueError("the measure refused every draw of the rows")
    return np.asarray(found)


def _drawer(row_count: int, customers: ArrayLike | None) -> Callable[[np.random.Generator], NDArray[np.int64]]:
    """Draws as many customers as there are, each with all of its rows."""
    if customers is None:
        return lambda random: random.integers(0, row_count, row_count)
    _, customer, sizes = np.unique(np.asarray(customers), return_inverse=True, return_counts=True)
    if len(customer) != row_count:
        raise ValueError(f"every row needs its customer; there are {row_count} rows and {len(customer)} customers")
    by_customer, first = np.argsort(customer, kind="stable"), np.cumsum(sizes) - sizes

    def draw(random: np.random.Generator) -> NDArray[np.int64]:
        chosen = random.integers(0, len(sizes), len(sizes))
        size = sizes[chosen]
        within = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
        rows: NDArray[np.int64] = by_customer[np.repeat(first[chosen], size) + within]
        return rows

    return draw


def _middle(figures: NDArray[np.float64], share: float) -> tuple[float, float]:
    low, high = np.quantile(figures, [(1.0 - share) / 2.0, (1.0 + share) / 2.0])
    return float(low), float(high)
