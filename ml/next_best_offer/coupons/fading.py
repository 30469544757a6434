"""Purchases that count less the longer they lie back. Not here: which purchases of what."""

import polars as pl

MILLION = 1_000_000


def faded(half_life_days: float) -> pl.Expr:
    """How many purchases, each worth half as much for every half-life that it lies back, to the millionth.

    Summed as whole numbers: a sum of floats depends on the order of its parts, and the same purchases must give the same model.
    """
    worth = (0.5 ** (pl.col("age") / half_life_days) * MILLION).round(0).cast(pl.Int64)
    return worth.sum() / MILLION
