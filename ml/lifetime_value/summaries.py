"""Purchase histories in the four figures that the models read. Not here: how they are counted (`read.py`) and what is made of them.

`frequency` counts the purchases after the first; `recency` is the time from the first to the last, `age` from the first to the day of
looking, both in one unit; `monetary` is the mean value of the purchases after the first, 0 where there is none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ml.lifetime_value.errors import SummariesInvalid

Figures = NDArray[np.float64]


@dataclass(frozen=True)
class Summaries:
    """Histories as columns `(rows,)` float64; `customers` says how many customers have the history of the row.

    Checked when made: `Summaries.of(...)`.
    """

    frequency: Figures
    recency: Figures
    age: Figures
    monetary: Figures
    customers: Figures

    @classmethod
    def of(
        cls, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, monetary: ArrayLike | None = None, customers: ArrayLike | None = None
    ) -> Self:
        """The histories, after checking that each could have happened.

        Raises:
            SummariesInvalid: columns of other lengths, no number, below zero, a part of a purchase, a last purchase after the day of
                looking, or purchases after the first without time between them.
        """
        columns = {"frequency": _figures(frequency), "recency": _figures(recency), "age": _figures(age)}
        rows = len(columns["frequency"])
        columns["monetary"] = np.zeros(rows) if monetary is None else _figures(monetary)
        columns["customers"] = np.ones(rows) if customers is None else _figures(customers)
        _check(columns)
        return cls(**columns)

    def __len__(self) -> int:
        """Rows, each of which may stand for several customers."""
        return len(self.frequency)

    @property
    def customer_count(self) -> int:
        """Customers behind all rows."""
        return int(self.customers.sum())

    def grouped(self) -> "Summaries":
        """One row for each different history of purchases, spend left out: what a likelihood of purchases needs, and far fewer rows."""
        if not len(self):
            return self
        order = np.lexsort((self.age, self.recency, self.frequency))
        columns = [column[order] for column in (self.frequency, self.recency, self.age)]
        changes = np.any([column[1:] != column[:-1] for column in columns], axis=0)
        first = np.concatenate([[0], np.flatnonzero(changes) + 1])
        frequency, recency, age = (column[first] for column in columns)
        return Summaries(frequency, recency, age, np.zeros(len(first)), np.add.reduceat(self.customers[order], first))

    def spenders(self) -> "Summaries":
        """The rows that say something about the value of a purchase: more than one, and worth something."""
        told = (self.frequency > 0) & (self.monetary > 0)
        return Summaries(*(column[told] for column in (self.frequency, self.recency, self.age, self.monetary, self.customers)))


def _figures(values: ArrayLike) -> Figures:
    try:
        figures = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise SummariesInvalid("Purchase histories must be numbers.") from error
    if figures.ndim != 1:
        raise SummariesInvalid("Purchase histories must be columns, one value per customer.")
    return figures


def _check(columns: Mapping[str, Figures]) -> None:
    lengths = {name: len(column) for name, column in columns.items()}
    if len(set(lengths.values())) != 1:
        raise SummariesInvalid("The columns of the purchase histories have different lengths.", lengths=lengths)
    for name, column in columns.items():
        _refuse(~np.isfinite(column), f"{name} is no finite number")
        _refuse(column < 0, f"{name} is below zero")
    frequency, recency, age = columns["frequency"], columns["recency"], columns["age"]
    _refuse(frequency != np.floor(frequency), "frequency is not a whole number")
    _refuse(recency > age, "the last purchase (recency) lies after the day of looking (age)")
    _refuse((frequency > 0) & (recency == 0), "there are purchases after the first (frequency) without time between them (recency)")
    _refuse((frequency == 0) & (recency > 0), "there is time to a last purchase (recency) without a purchase after the first (frequency)")


def _refuse(wrong: NDArray[np.bool_], what: str) -> None:
    if wrong.any():
        rows = np.flatnonzero(wrong)
        raise SummariesInvalid(
            f"In {len(rows):,} of {len(wrong):,} purchase histories {what}; the first is row {rows[0]}.", rows=len(rows), first=int(rows[0])
        )
