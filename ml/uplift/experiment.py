"""An experiment as it was run: who was treated, what came of it, what was known of everybody before. Not here: estimating effects."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ml.tabular import Design, TableFlawed, design_of, read_table
from ml.tabular.columns import Numbers
from ml.tabular.read import numbers_of, places_of, require_columns, truth_of

ROWS_PER_ARM_MIN = 50
# Effects are foretold by models of other customers; fewer of them make no folds.
CUSTOMERS_MIN = 50
KEYS = ("customer_id", "treated", "outcome")


@dataclass(frozen=True)
class Experiment:
    """One row per customer (or per customer and time): `customer` numbers who it is, `treated` and `outcome` what happened."""

    table: pl.DataFrame
    customer: NDArray[np.int64]
    treated: NDArray[np.bool_]
    outcome: Numbers
    features: Design

    @property
    def is_binary(self) -> bool:
        """Whether the outcome is a yes or no."""
        return bool(np.isin(self.outcome, (0.0, 1.0)).all())


def read_experiment(path: Path, *, ignore: tuple[str, ...] = ()) -> Experiment:
    """The experiment in a CSV or Parquet file with `customer_id`, `treated`, `outcome`; every other column is a feature unless ignored.

    Raises:
        TableUnreadable: there is no such file, or it is neither CSV nor Parquet.
        TableFlawed: a column is absent, has nulls or strange values, an arm is too small, nothing varies, or no feature is left.
    """
    return experiment_of(read_table(path), ignore=ignore)


def experiment_of(table: pl.DataFrame, *, ignore: tuple[str, ...] = ()) -> Experiment:
    """The experiment in `table`, with what `read_experiment` asks of it.

    Raises:
        TableFlawed: as there.
    """
    require_columns(table, KEYS)
    unknown = [name for name in ignore if name not in table.columns]
    if unknown:
        raise TableFlawed(f"There is no column {unknown[0]} to ignore.", column=unknown[0])
    treated, outcome = truth_of(table, "treated"), numbers_of(table, "outcome")
    _check_arms(treated, outcome)
    customers = table["customer_id"].n_unique()
    if customers < CUSTOMERS_MIN:
        raise TableFlawed(
            f"Only {customers} customers are in the file; effects are told from {CUSTOMERS_MIN} customers upwards.", customers=customers
        )
    features = design_of(table, leave_out=(*KEYS, *ignore))
    if not features.names:
        told = "; ".join(f"{name} {why}" for name, why in features.ignored.items())
        raise TableFlawed(f"No feature is left to tell customers apart by{': ' + told if told else ''}.", ignored=features.ignored)
    return Experiment(table, places_of(table["customer_id"]), treated, outcome, features)


def _check_arms(treated: NDArray[np.bool_], outcome: Numbers) -> None:
    counts = {"treated": int(treated.sum()), "control": int((~treated).sum())}
    small = min(counts, key=lambda arm: counts[arm])
    if counts[small] < ROWS_PER_ARM_MIN:
        raise TableFlawed(
            f"Only {counts[small]} rows are {small}; an effect can be told from {ROWS_PER_ARM_MIN} rows in each arm upwards.", **counts
        )
    if np.ptp(outcome) == 0.0:
        raise TableFlawed(f"The outcome is {outcome[0]:g} in every row; there is no effect to find.", outcome=float(outcome[0]))
