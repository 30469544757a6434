"""Columns of any kind as numbers: amounts, flags, days and words, with what is missing kept missing. Knows no outcome, so it leaks none."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

CODES_MAX = 40
WORDS_AS_ID_SHARE = 0.5
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Design:
    """The features of every row: `numbers` (rows, columns) with NaN where missing, `codes` (rows, columns) of words, −1 where missing.

    `ignored` says of each column that was left out, why.
    """

    numbers: Numbers
    codes: NDArray[np.int64]
    number_names: tuple[str, ...]
    code_names: tuple[str, ...]
    ignored: dict[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that are read."""
        return (*self.number_names, *self.code_names)

    @property
    def for_trees(self) -> Numbers:
        """(rows, columns): numbers, then codes, NaN where missing."""
        return np.hstack([self.numbers, np.where(self.codes < 0, np.nan, self.codes.astype(np.float64))])

    @property
    def for_lines(self) -> Numbers:
        """(rows, inputs): numbers held within their outer half per cents, standardised, with a flag where missing; one input per code."""
        parts = [_standardised(self.numbers)] + [_one_hot(self.codes[:, place]) for place in range(self.codes.shape[1])]
        return np.hstack(parts)


def design_of(table: pl.DataFrame, *, leave_out: tuple[str, ...]) -> Design:
    """Every column of `table` that can tell rows apart, but for those in `leave_out`.

    Constant columns, and words that nearly every row has of its own (names, ids), are ignored. The most frequent 40 words of a column
    have a code each, the rest share one.
    """
    numbers, codes, ignored = {}, {}, {}
    for name in (name for name in table.columns if name not in leave_out):
        column = _plain(table[name])
        if column is None:
            ignored[name] = f"holds {table[name].dtype}"
        elif column.drop_nulls().n_unique() + (column.null_count() > 0) < 2:
            ignored[name] = "is the same in every row"
        elif column.dtype != pl.String:
            numbers[name] = column.to_numpy()
        elif column.n_unique() > max(CODES_MAX, WORDS_AS_ID_SHARE * table.height):
            ignored[name] = "has a word of its own in most rows"
        else:
            codes[name] = _codes(column)
    beside = np.stack([*numbers.values()], axis=1) if numbers else np.empty((table.height, 0))
    coded = np.stack([*codes.values()], axis=1) if codes else np.empty((table.height, 0), dtype=np.int64)
    return Design(beside, coded, tuple(numbers), tuple(codes), ignored)


def _plain(column: pl.Series) -> pl.Series | None:
    """Words as they are, all else as float64 with null where it is no finite number; none if it is a list or a record."""
    kind = column.dtype
    if kind in (pl.String, pl.Categorical, pl.Enum):
        return column.cast(pl.String)
    if kind.is_temporal() and kind not in (pl.Time, pl.Duration):
        return column.cast(pl.Datetime("us")).dt.replace_time_zone(None).dt.epoch("s").cast(pl.Float64) / 86_400
    if kind.is_numeric() or kind == pl.Boolean:
        plain = column.cast(pl.Float64)
        return plain.set(~plain.is_finite().fill_null(value=True), None)
    return pl.Series(column.name, [None] * column.len(), dtype=pl.Float64) if kind == pl.Null else None


def _codes(column: pl.Series) -> NDArray[np.int64]:
    """The more frequent a word, the lower its code; equals by the alphabet."""
    counted = column.drop_nulls().value_counts(name="rows").sort(["rows", column.name], descending=[True, False])
    order = {word: min(place, CODES_MAX) for place, word in enumerate(counted[column.name])}
    found: NDArray[np.int64] = column.replace_strict(order, default=None, return_dtype=pl.Int64).fill_null(-1).to_numpy()
    return found


def _standardised(numbers: Numbers) -> Numbers:
    missing = np.isnan(numbers)
    if not numbers.shape[1]:
        return numbers
    held = np.clip(numbers, *np.nanquantile(numbers, [0.005, 0.995], axis=0))
    centre, width = np.nanmean(held, axis=0), np.nanstd(held, axis=0)
    flat = np.where(missing, 0.0, (held - centre) / np.where(width > 1e-12, width, 1.0))
    return np.hstack([flat, missing[:, missing.any(axis=0)].astype(np.float64)])


def _one_hot(codes: NDArray[np.int64]) -> Numbers:
    return np.asarray(codes[:, None] == np.arange(codes.max() + 1)[None, :], dtype=np.float64)
