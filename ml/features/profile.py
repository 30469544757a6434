"""How a column was spread when a model was trained, and how far other rows have moved from it. Not here: what follows from that."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from ml.features.encoder import Column, Contiguous
from ml.features.model import Feature

PARTS = 10
# Shares below this count as this: an empty part would make the index infinite.
SHARE_MIN = 1e-4
SCORE = "score"


class Profile(BaseModel):
    """The shares of a column's values: by `edges` (part i holds values in [edge i-1, edge i)) or by `codes`; missing and other come last.

    `shares` has one more part than edges for numbers, one more than codes for codes, and one for missing after that.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    edges: tuple[float, ...] = ()
    codes: tuple[str, ...] = ()
    shares: tuple[float, ...]


def profiles_of(features: Sequence[Feature], rows: pa.Table, scores: NDArray[np.float64] | None = None) -> tuple[Profile, ...]:
    """The profile of each feature over `rows`, and of the scores that the model gave, under the name `score`."""
    found = [_profile_of(feature, rows.column(feature.name)) for feature in features]
    if scores is not None and len(scores):
        edges = _edges(scores)
        found.append(Profile(name=SCORE, edges=edges, shares=_shares(scores, edges, missing_count=0)))
    return tuple(found)


def drift_of(profiles: Sequence[Profile], rows: pa.Table, scores: NDArray[np.float64] | None = None) -> dict[str, float]:
    """The population stability index of each profiled column against `rows`, greatest first; `score` where scores are given.

    The index is Σ (now - then) × ln(now / then) over the parts: below 0.10 nothing moved to speak of, above 0.25 much did.
    """
    found: dict[str, float] = {}
    for profile in profiles:
        if profile.name == SCORE:
            if scores is not None and len(scores):
                found[SCORE] = stability(profile.shares, _shares(scores, profile.edges, missing_count=0))
        elif profile.name in rows.column_names and rows.num_rows:
            found[profile.name] = stability(profile.shares, _shares_now(profile, rows.column(profile.name)))
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def stability(then: Sequence[float], now: Sequence[float]) -> float:
    """The population stability index between two rows of shares; 0 when they are alike."""
    before, after = (np.maximum(np.asarray(shares, dtype=np.float64), SHARE_MIN) for shares in (then, now))
    return float(((after - before) * np.log(after / before)).sum())


def drifted(found: Mapping[str, float], *, limit: float) -> list[str]:
    """The names that moved further than `limit`, with their index, for a sentence."""
    return [f"{name} {value:.2f}" for name, value in found.items() if value > limit]


def _profile_of(feature: Feature, column: Column) -> Profile:
    if feature.kind == "code":
        counted = pc.value_counts(_texts(column).drop_null())
        codes = tuple(sorted(str(code) for code in counted.field("values").to_pylist()))[: feature.code_count_max]
        return Profile(name=feature.name, codes=codes, shares=_code_shares(column, codes))
    values, missing_count = _numbers(column)
    edges = (0.5,) if feature.kind == "flag" else _edges(values)
    return Profile(name=feature.name, edges=edges, shares=_shares(values, edges, missing_count=missing_count))


def _shares_now(profile: Profile, column: Column) -> tuple[float, ...]:
    if profile.codes or (not profile.edges and len(profile.shares) == 2):
        return _code_shares(column, profile.codes)
    values, missing_count = _numbers(column)
    return _shares(values, profile.edges, missing_count=missing_count)


def _edges(values: NDArray[np.float64]) -> tuple[float, ...]:
    """Nine or fewer borders between parts of equally many rows; a value that many rows share makes one part."""
    if not len(values):
        return ()
    inner = np.quantile(values, np.linspace(0, 1, PARTS + 1)[1:-1], method="higher")
    return tuple(float(edge) for edge in np.unique(inner) if edge > values.min())


def _shares(values: NDArray[np.float64], edges: Sequence[float], *, missing_count: int) -> tuple[float, ...]:
    counts = np.bincount(np.searchsorted(np.asarray(edges), values, side="right"), minlength=len(edges) + 1)
    total = max(len(values) + missing_count, 1)
    return (*(float(count) / total for count in counts), missing_count / total)


def _code_shares(column: Column, codes: Sequence[str]) -> tuple[float, ...]:
    texts = _texts(column)
    missing = texts.null_count
    place = pc.index_in(texts.drop_null(), value_set=pa.array(codes, type=pa.string())).fill_null(len(codes))
    counts = np.bincount(place.to_numpy(zero_copy_only=False), minlength=len(codes) + 1)
    total = max(len(texts), 1)
    return (*(float(count) / total for count in counts), missing / total)


def _numbers(column: Column) -> tuple[NDArray[np.float64], int]:
    """The finite values, and how many are missing or not finite."""
    kind = column.type
    numbers = column.cast(pa.uint8()).cast(pa.float64()) if pa.types.is_boolean(kind) else column.cast(pa.float64(), safe=False)
    values: NDArray[np.float64] = np.asarray(numbers.drop_null().to_numpy())
    finite = values[np.isfinite(values)]
    return finite, len(column) - len(finite)


def _texts(column: Column) -> Contiguous:
    plain = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return plain.cast(pa.string())
