"""Feature rows (Arrow) → float32 matrix (NumPy): the same arithmetic in training, in the nightly batch and for one member.

Set-based: one pass per column, never a loop over rows. Not here: which features a model reads (each model room says that).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ml.features.errors import FeatureMissing, FeatureTypeWrong, NothingToFit
from ml.features.model import Feature, FeatureContract, FittedFeature

Matrix = NDArray[np.float32]
Mask = NDArray[np.bool_]
Column: TypeAlias = "pa.ChunkedArray[Any] | pa.Array[Any]"
Contiguous: TypeAlias = "pa.Array[Any]"

ARROW_TYPES = {"number": pa.float64(), "flag": pa.bool_(), "code": pa.string()}


@dataclass(frozen=True)
class Encoded:
    """`matrix` (kept rows, inputs) float32; `kept` (rows,) says which rows they are; `refused` counts the rows set aside by feature.

    A row with several bad features counts under the first of them, so the counts add up to the rows set aside.
    """

    matrix: Matrix
    kept: Mask
    refused: Mapping[str, int]

    @property
    def refused_count(self) -> int:
        """Rows set aside."""
        return int((~self.kept).sum())


@dataclass(frozen=True)
class Encoder:
    """A fitted encoder. Its features are stored in the model's manifest, so a model always brings its own."""

    features: tuple[FittedFeature, ...]

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """The matrix's columns, in order."""
        return tuple(name for feature in self.features for name in feature.inputs)

    def encode(self, rows: pa.Table | pa.RecordBatch) -> Encoded:
        """The matrix of `rows`. Rows with NaN, infinity or a forbidden null are set aside and counted; the rest flows.

        Raises:
            FeatureMissing: a column is absent.
            FeatureTypeWrong: a column is of another kind than its feature.
        """
        check_columns(rows, self.features)
        return self._encoded(rows.num_rows, lambda feature, into: _write(rows.column(feature.name), feature, into))

    def encode_pairs(self, people: pa.Table, pairs: Mapping[str, NDArray[np.float64]], person: NDArray[np.int64]) -> Encoded:
        """As `encode` of a table of pairs, where what is of the person is worked out once, and no column is made a column of Arrow.

        Args:
            people: one row each.
            pairs: columns of numbers and flags, one row for each person and thing, NaN where nothing is known. Others are of people.
            person: `(pairs,)` the place of each pair's person.

        Raises:
            FeatureMissing: a feature is neither of pairs nor of people.
            FeatureTypeWrong: a column of people is of another kind than its feature, or a code is said of pairs.
        """
        for feature in self.features:
            if feature.kind == "code" and feature.name in pairs:
                raise FeatureTypeWrong(f"Feature {feature.name} is a code; pairs have numbers and flags.", feature=feature.name)
        check_columns(people, tuple(feature for feature in self.features if feature.name not in pairs))

        def write(feature: FittedFeature, into: Matrix) -> Mask:
            if feature.name in pairs:
                values = pairs[feature.name]
                return _write_numbers(values.copy(), np.isnan(values), feature, into)
            of_people: Matrix = np.zeros((people.num_rows, into.shape[1]), dtype=np.float32)
            usable = _write(people.column(feature.name), feature, of_people)
            into[:] = of_people[person]
            return usable[person]

        return self._encoded(len(person), write)

    def keep(self, rows: pa.Table) -> tuple[pa.Table, Matrix]:
        """The rows that can be encoded, and their matrix.

        Raises:
            FeatureMissing: a column is absent.
            FeatureTypeWrong: a column is of another kind than its feature.
        """
        encoded = self.encode(rows)
        return (rows if encoded.kept.all() else rows.filter(pa.array(encoded.kept))), encoded.matrix

    def encode_one(self, values: Mapping[str, object]) -> Encoded:
        """One member's features, by name, as a batch of one. A null is `None`; a name left out is an error.

        Raises:
            FeatureMissing: a feature is not among `values`.
            FeatureTypeWrong: a value is of another kind than its feature.
        """
        absent = [feature.name for feature in self.features if feature.name not in values]
        if absent:
            raise FeatureMissing(f"The member's features lack {', '.join(absent)}; the model reads them.", missing=absent)
        return self.encode(self.columns_of([values]))

    def _encoded(self, count: int, write: Callable[[FittedFeature, Matrix], Mask]) -> Encoded:
        """`count` rows, of which `write` fills each feature's inputs and says where it can stand."""
        matrix: Matrix = np.zeros((count, len(self.inputs)), dtype=np.float32)
        kept = np.ones(count, dtype=np.bool_)
        refused: dict[str, int] = {}
        first = 0
        for feature in self.features:
            width = len(feature.inputs)
            usable = write(feature, matrix[:, first : first + width])
            first += width
            newly_bad = int((kept & ~usable).sum())
            if newly_bad:
                refused[feature.name] = newly_bad
                kept &= usable
        return Encoded(matrix if kept.all() else matrix[kept], kept, refused)

    def columns_of(self, rows: Sequence[Mapping[str, object]]) -> pa.Table:
        """Members' features by name as a table to `encode`; a name that a row lacks counts as null.

        Raises:
            FeatureTypeWrong: a value is of another kind than its feature.
        """
        return pa.table({feature.name: _array_of(feature, [row.get(feature.name) for row in rows]) for feature in self.features})


def fit_encoder(contract: FeatureContract, rows: pa.Table) -> Encoder:
    """An encoder whose means, deviations and codes come from `rows` (the training rows, and no others).

    Raises:
        FeatureMissing: a column is absent.
        FeatureTypeWrong: a column is of another kind than its feature.
        NothingToFit: a feature has no usable value at all.
    """
    check_columns(rows, contract.features)
    return Encoder(tuple(_fit(rows.column(feature.name), feature) for feature in contract.features))


def check_columns(rows: pa.Table | pa.RecordBatch, features: tuple[Feature, ...]) -> None:
    """Every feature has its column, of its kind.

    Raises:
        FeatureMissing: one sentence naming every absent column.
        FeatureTypeWrong: one sentence naming the column, its type and what is wanted.
    """
    present = set(rows.schema.names)
    absent = [feature.name for feature in features if feature.name not in present]
    if absent:
        raise FeatureMissing(f"The feature rows lack {', '.join(absent)}; build the feature marts anew.", missing=absent)
    for feature in features:
        found = rows.schema.field(feature.name).type
        if not _is_readable(found, feature):
            raise FeatureTypeWrong(
                f"Feature {feature.name} is a {feature.kind}, but its column is {found}.",
                feature=feature.name,
                kind=feature.kind,
                found=str(found),
            )


def _is_readable(found: pa.DataType, feature: Feature) -> bool:
    if pa.types.is_null(found):
        return feature.is_nullable
    if feature.kind == "code":
        text = found.value_type if pa.types.is_dictionary(found) else found
        return bool(pa.types.is_string(text) or pa.types.is_large_string(text) or pa.types.is_string_view(text))
    if feature.kind == "flag":
        return bool(pa.types.is_boolean(found))
    return bool(pa.types.is_integer(found) or pa.types.is_floating(found) or pa.types.is_decimal(found))


def _array_of(feature: Feature, values: list[object]) -> Contiguous:
    try:
        return pa.array(values, type=ARROW_TYPES[feature.kind])
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        told = repr(values[0])[:60] if len(values) == 1 else "one of the values"
        raise FeatureTypeWrong(f"Feature {feature.name} is a {feature.kind}; {told} is not.", feature=feature.name) from error


def _fit(column: Column, feature: Feature) -> FittedFeature:
    plain = feature.model_dump()
    if feature.kind == "code":
        return FittedFeature(**plain, codes=_codes(column, feature))
    if feature.kind == "flag":
        return FittedFeature(**plain)
    values, is_null = _numbers(column)
    usable = values[~is_null & np.isfinite(values)]
    if not usable.size:
        raise NothingToFit(f"Feature {feature.name} has no usable value in the training rows.", feature=feature.name)
    transformed = _transform(usable, feature)
    deviation = float(transformed.std())
    return FittedFeature(**plain, mean=float(transformed.mean()), deviation=deviation if deviation > 1e-9 else 1.0)


def _codes(column: Column, feature: Feature) -> tuple[str, ...]:
    """The most frequent codes, at most `code_count_max`, in alphabetical order; ties go to the earlier letter."""
    counted = pc.value_counts(_plain(column).cast(pa.string()).drop_null())
    frequencies = sorted((-count, code) for code, count in zip(*(part.to_pylist() for part in counted.flatten()), strict=True))
    return tuple(sorted(code for _, code in frequencies[: feature.code_count_max]))


def _write(column: Column, feature: FittedFeature, into: Matrix) -> Mask:
    """Fill the feature's inputs; the mask of rows it can stand for."""
    if feature.kind == "code":
        return _write_codes(column, feature, into)
    return _write_numbers(*_numbers(column), feature, into)


def _write_numbers(values: NDArray[np.float64], is_null: Mask, feature: FittedFeature, into: Matrix) -> Mask:
    """As `_write`; the values are given away, and those of nulls may be anything."""
    usable = np.isfinite(values)
    is_bad = is_null | ~usable
    # Most columns have neither, and looking is cheaper than writing.
    has_bad = bool(is_bad.any())
    if has_bad:
        values[is_bad] = 0.0
    if feature.kind != "flag":
        values = _transform(values, feature)
        values -= feature.mean
        values /= feature.deviation
    if has_bad:
        values[is_null] = 0.0
    into[:, 0] = values
    return _allow_nulls(is_null, usable, feature, into)


def _write_codes(column: Column, feature: FittedFeature, into: Matrix) -> Mask:
    plain = _plain(column).cast(pa.string())
    is_null = plain.is_null().to_numpy(zero_copy_only=False)
    places = pc.index_in(plain, value_set=pa.array(feature.codes, type=pa.string()))
    place = places.fill_null(len(feature.codes)).to_numpy(zero_copy_only=False)
    rows = np.flatnonzero(~is_null)
    into[rows, place[rows]] = 1.0
    return _allow_nulls(is_null, np.ones(len(is_null), dtype=np.bool_), feature, into)


def _allow_nulls(is_null: Mask, usable: Mask, feature: FittedFeature, into: Matrix) -> Mask:
    if not feature.is_nullable:
        return usable & ~is_null
    into[:, -1] = is_null
    return usable | is_null


def _transform(values: NDArray[np.float64], feature: Feature) -> NDArray[np.float64]:
    """The values clipped and scaled, in a new array or in their own, which is the caller's to give away."""
    if feature.minimum is not None or feature.maximum is not None:
        values = np.clip(values, feature.minimum, feature.maximum, out=values)
    return np.log1p(values, out=values) if feature.scale == "log1p" else values


def _numbers(column: Column) -> tuple[NDArray[np.float64], Mask]:
    """The values as float64 (null reads as 0) and where the nulls were."""
    plain = _plain(column)
    numbers = plain.cast(pa.float64(), safe=False) if not pa.types.is_boolean(plain.type) else plain.cast(pa.uint8()).cast(pa.float64())
    if not plain.null_count:
        return numbers.to_numpy().copy(), np.zeros(len(plain), dtype=np.bool_)
    return numbers.fill_null(0.0).to_numpy(zero_copy_only=False).copy(), plain.is_null().to_numpy(zero_copy_only=False)


def _plain(column: Column) -> Contiguous:
    """One contiguous array, without dictionary encoding."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return cast("pa.DictionaryArray[Any, Any]", array).dictionary_decode() if pa.types.is_dictionary(array.type) else array
