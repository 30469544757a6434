"""What the feature store answers, and the JSON in which values travel. Not here: where an answer comes from (`store.py`)."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import polars as pl
import pyarrow as pa

from loyalty.features.model import Catalogue

FeatureSource = Literal["cache", "database", "warehouse", "none"]
Value = int | float | str | bool | None


@dataclass(frozen=True, slots=True)
class ShelfHead:
    """Which features are published: of the end of which day, knowing the loads through which instant."""

    generation: int
    as_of_on: date
    loaded_at: datetime | None
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Since:
    """That something became known of a member after the publish: when the newest of it was known, and of the end of which day it is."""

    known_at: datetime
    as_of_on: date


@dataclass(frozen=True, slots=True)
class MemberFeatures:
    """A member's features and where they came from. `values` is None: nothing is known of the member (yet), or nobody could be asked.

    Values are in the order of the catalogue; dates are ISO texts, as they travel.
    """

    member_id: UUID
    source: FeatureSource
    as_of_on: date | None
    loaded_at: datetime | None
    values: Mapping[str, Value] | None
    reason: str | None = None
    """Why nothing is known, where a part that could have told did not answer."""
    since: Since | None = None
    """What of the values came after the publish; None: they are as published."""

    def age_seconds(self, now: datetime) -> float | None:
        """How long ago the newest load arrived that all of these features know; None where that is not known."""
        return None if self.loaded_at is None else max(0.0, (now - self.loaded_at).total_seconds())


@dataclass(frozen=True, slots=True)
class Stored:
    """What is kept of one member: the generation it belongs to and the values as JSON; None: the warehouse knows nothing either."""

    head: ShelfHead
    values: bytes | None
    source: FeatureSource
    since: Since | None = None


def as_json(rows: pa.Table, catalogue: Catalogue) -> pl.Series:
    """Each row's features as one JSON object in the catalogue's order: numbers in full, dates in ISO, what is no number as null."""
    frame = pl.DataFrame(rows.select(list(catalogue.features)))
    columns = [_as_promised(name, feature.kind) for name, feature in catalogue.features.items()]
    return frame.select(features=pl.struct(columns).struct.json_encode())["features"]


def _as_promised(name: str, kind: str) -> pl.Expr:
    """A warehouse without a type of its own for truth or days answers 1 and 0, or instants."""
    column = pl.col(name)
    if kind == "number":
        number = column.cast(pl.Float64)
        return pl.when(number.is_finite()).then(number).alias(name)
    if kind == "date":
        return column.cast(pl.Date).dt.to_string("%Y-%m-%d").alias(name)
    promised: dict[str, Any] = {"integer": pl.Int64, "boolean": pl.Boolean, "text": pl.String}
    return column.cast(promised[kind]).alias(name)


def from_json(values: bytes) -> dict[str, Value]:
    """The values that `as_json` wrote."""
    told: dict[str, Value] = json.loads(values)
    return told


def written(stored: Stored) -> bytes:
    """What the cache keeps: a line about the generation, a line of values."""
    since = stored.since
    head = {
        "generation": stored.head.generation,
        "as_of_on": stored.head.as_of_on.isoformat(),
        "loaded_at": stored.head.loaded_at.isoformat() if stored.head.loaded_at else None,
        "published_at": stored.head.published_at.isoformat(),
        "since": None if since is None else [since.known_at.isoformat(), since.as_of_on.isoformat()],
    }
    return json.dumps(head).encode() + b"\n" + (stored.values or b"")


def read_back(text: bytes) -> Stored:
    """What `written` wrote."""
    line, _, values = text.partition(b"\n")
    head: dict[str, Any] = json.loads(line)
    loaded_at, since = head["loaded_at"], head["since"]
    return Stored(
        ShelfHead(
            head["generation"],
            date.fromisoformat(head["as_of_on"]),
            datetime.fromisoformat(loaded_at) if loaded_at else None,
            datetime.fromisoformat(head["published_at"]),
        ),
        values or None,
        "cache",
        None if since is None else Since(datetime.fromisoformat(since[0]), date.fromisoformat(since[1])),
    )


def answer_of(member_id: UUID, stored: Stored, catalogue: Catalogue) -> MemberFeatures:
    """What a caller is told; values that came later stand in the catalogue's order and of its kinds like all others."""
    source: FeatureSource = stored.source if stored.values is not None else "none"
    values = from_json(stored.values) if stored.values is not None else None
    if values is not None and stored.since is not None:
        values = in_order(values, catalogue)
    return MemberFeatures(member_id, source, stored.head.as_of_on, stored.head.loaded_at, values, since=stored.since)


def in_order(values: Mapping[str, Value], catalogue: Catalogue) -> dict[str, Value]:
    """Every feature of the catalogue, of its kind, whatever order and form the database gave the values; what is not known is null."""
    found = {feature.name: values.get(feature.name) for feature in catalogue}
    return {
        name: float(value) if value is not None and catalogue[name].kind == "number" else value  # JSON in the database knows no floats
        for name, value in found.items()
    }


def as_columns(answers: Sequence[MemberFeatures], catalogue: Catalogue) -> dict[str, list[Value]]:
    """Many answers as columns in the catalogue's order, for whoever encodes them; an unknown member's are None throughout."""
    return {name: [None if one.values is None else one.values.get(name) for one in answers] for name in catalogue.features}


def is_same(one: Value, other: Value) -> bool:
    """Whether two values are the same to the last bit."""
    if isinstance(one, float) and isinstance(other, float):
        return one == other or (math.isnan(one) and math.isnan(other))
    return one == other
