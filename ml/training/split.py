"""Which rows train and which judge. Days are split in time, with a gap as long as the labels look ahead; customers by a seed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ml.features.encoder import Column
from ml.runtime.manifest import Window
from ml.training.errors import LabelsOneSided, TooLittleHistory


@dataclass(frozen=True)
class TimeSplit:
    """Days to train on and the one later day to judge on; no training label was still open on the test day."""

    train_days: tuple[date, ...]
    test_day: date


def split_in_time(as_of_days: Sequence[date], *, label_days: int) -> TimeSplit:
    """The newest day judges; the days whose labels were complete by then train. Days in between are left out.

    Raises:
        TooLittleHistory: no day is old enough to train on.
    """
    days = sorted(set(as_of_days))
    train = tuple(day for day in days if days and day + timedelta(days=label_days) <= days[-1])
    if not train:
        raise TooLittleHistory(
            f"Training needs two as-of days at least {label_days} days apart, both with complete labels; there are {len(days)}. "
            "Let more days load, then train again.",
            as_of_days=[day.isoformat() for day in days],
            label_days=label_days,
        )
    return TimeSplit(train, days[-1])


def rows_of_days(rows: pa.Table, days: Sequence[date]) -> pa.Table:
    """The rows whose `as_of_on` is among `days`."""
    return rows.filter(pc.is_in(rows["as_of_on"].cast(pa.date32()), value_set=pa.array(list(days), type=pa.date32())))


def days_of(rows: pa.Table) -> list[date]:
    """The as-of days among `rows`, earliest first."""
    days = pc.unique(rows["as_of_on"].cast(pa.date32())).to_pylist()
    return sorted(day for day in days if day is not None)


def window_of(days: Sequence[date], label_days: int, labels: NDArray[np.bool_]) -> Window:
    """How the manifest tells of these days and rows."""
    return Window(as_of_days=tuple(days), label_days=label_days, row_count=len(labels), positive_count=int(labels.sum()))


def hold_out_customers(customer_ids: Column, *, share: float, seed: int) -> NDArray[np.bool_]:
    """Per row, whether its customer is held out: the same customers for the same ids and seed, whatever the order of rows."""
    names, place = np.unique(customer_ids.to_numpy(), return_inverse=True)
    chosen = np.zeros(len(names), dtype=np.bool_)
    chosen[np.random.default_rng(seed).permutation(len(names))[: round(len(names) * share)]] = True
    return chosen[place]


def with_labels(features: pa.Table, labels: pa.Table, *, keys: Sequence[str], label: str) -> pa.Table:
    """Feature rows that have a label, with it, in the order of `keys` so that training does not depend on how rows arrived.

    Keys become numbers first: joining and sorting millions of texts takes ten times as long.
    """
    wanted, given = _key_numbers(features, labels, keys)
    row, label_row = np.argsort(wanted, kind="stable"), np.argsort(given, kind="stable")
    # Both in order: a search then walks along, instead of jumping about.
    place = np.searchsorted(given[label_row], wanted[row])
    inside = place < len(given)
    row, label_row = row[inside], label_row[place[inside]]
    same = given[label_row] == wanted[row]
    return features.take(row[same]).append_column(label, labels[label].take(label_row[same]))


def _key_numbers(features: pa.Table, labels: pa.Table, keys: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For the rows of both tables one number per key, equal for equal keys and in their order."""
    numbers = [np.zeros(table.num_rows, dtype=np.int64) for table in (features, labels)]
    for key in keys:
        columns = [table[key].cast(features.schema.field(key).type) for table in (features, labels)]
        values = pc.unique(pa.chunked_array([chunk for column in columns for chunk in column.chunks], type=columns[0].type))
        ordered = values.take(pc.array_sort_indices(values))
        for which, column in enumerate(columns):
            numbers[which] = numbers[which] * len(ordered) + pc.index_in(column, value_set=ordered).to_numpy()
    return numbers[0], numbers[1]


def labels_of(rows: pa.Table, label: str, *, what: str) -> NDArray[np.bool_]:
    """The labels as a mask.

    Raises:
        LabelsOneSided: they all say the same.
    """
    found: NDArray[np.bool_] = rows[label].cast(pa.bool_()).to_numpy()
    if not found.any() or found.all():
        raise LabelsOneSided(f"All {len(found)} {what} say {label} = {bool(found.any())}; there is nothing to learn.", rows=len(found))
    return found
