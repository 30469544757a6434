"""What households that buy alike buy: user-based collaborative filtering, in sparse matrices. Needs SciPy when called."""

from typing import Any, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ml.next_best_offer.coupons.fading import faded
from ml.tabular.columns import Numbers

Sparse: TypeAlias = Any  # a SciPy matrix: SciPy brings no types

REFERENCES_MAX = 6_000
NEIGHBOURS = 150
HALF_LIFE_DAYS = 84.0


def neighbour_scores(before: pl.DataFrame, customers: pl.DataFrame, products: pl.DataFrame, *, top: int) -> pl.DataFrame:
    """`customer_id, product_id, neighbour_score, neighbour_rank`: the `top` products that each household's nearest 150 buy most.

    Near is who shares what few buy, weighed by how lately and how often; the household's own purchases do not count for itself.

    Args:
        before: purchases with `customer_id, product_id, age` in days.
        customers: whom to score.
        products: what may be scored.
        top: how many products each.
    """
    from scipy import sparse

    counts = before.group_by("customer_id", "product_id").agg(weight=faded(HALF_LIFE_DAYS).log1p())
    counts = counts.sort("customer_id", "product_id")
    houses, items = counts["customer_id"].unique().sort(), counts["product_id"].unique().sort()
    row, column = np.searchsorted(houses, counts["customer_id"]), np.searchsorted(items, counts["product_id"])
    bought = sparse.csr_matrix((counts["weight"].to_numpy(), (row, column)), shape=(len(houses), len(items)), dtype=np.float32)
    rarity = np.log(len(houses) / np.maximum(np.bincount(column, minlength=len(items)), 1.0)).astype(np.float32)
    taste = bought.multiply(rarity[None, :]).tocsr()
    length = np.sqrt(np.asarray(taste.multiply(taste).sum(axis=1))).ravel()
    taste = sparse.diags(1.0 / np.maximum(length, 1e-9)).dot(taste).tocsr()
    asked = np.flatnonzero(houses.is_in(customers["customer_id"].implode()).to_numpy())
    offered = np.flatnonzero(items.is_in(products["product_id"].implode()).to_numpy())
    others = _references(len(houses))
    if not len(asked) or not len(offered):
        return _table(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0), np.empty(0))
    parts = [
        _best(_likeness(taste, part, others), part, bought[others][:, offered], top)
        for part in np.array_split(asked, -(-len(asked) // 1_000))
    ]
    house, item, score, rank = (np.concatenate(column) for column in zip(*parts, strict=True))
    return _table(houses.to_numpy()[house], items.to_numpy()[offered[item]], score, rank)


def _references(count: int) -> NDArray[np.int64]:
    """Against whom households are compared: everybody, or a fixed draw when there are many."""
    return np.sort(np.random.default_rng(0).permutation(count)[:REFERENCES_MAX])


def _likeness(taste: Sparse, who: NDArray[np.int64], others: NDArray[np.int64]) -> Sparse:
    """(who, others): how alike, of each one's nearest 150, summing to 1; nobody is near itself."""
    from scipy import sparse

    likeness = taste[who].dot(taste[others].T).toarray()
    likeness[who[:, None] == others[None, :]] = 0.0
    kept = min(NEIGHBOURS, likeness.shape[1])
    floor = np.partition(likeness, -kept, axis=1)[:, -kept][:, None]
    near = np.where(likeness >= np.maximum(floor, 1e-6), likeness, 0.0)
    return sparse.csr_matrix(near / np.maximum(near.sum(axis=1, keepdims=True), 1e-9))


def _best(
    likeness: Sparse, who: NDArray[np.int64], bought: Sparse, top: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], Numbers, Numbers]:
    """The best `top` offered items of each of `who`: positions of household and item, score and rank from 1."""
    scores = np.asarray(likeness.dot(bought).toarray())
    best = np.argsort(-scores, axis=1, kind="stable")[:, :top]
    value = np.take_along_axis(scores, best, axis=1)
    rank = np.broadcast_to(np.arange(1, best.shape[1] + 1), best.shape)
    some = value > 0
    return np.broadcast_to(who[:, None], best.shape)[some], best[some], value[some].astype(np.float64), rank[some].astype(np.float64)


def _table(house: NDArray[np.int64], item: NDArray[np.int64], score: Numbers, rank: Numbers) -> pl.DataFrame:
    return pl.DataFrame(
        {"customer_id": house, "product_id": item, "neighbour_score": score, "neighbour_rank": rank},
        schema={"customer_id": pl.Int64, "product_id": pl.Int64, "neighbour_score": pl.Float64, "neighbour_rank": pl.Float64},
    )
