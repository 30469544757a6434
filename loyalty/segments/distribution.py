"""How the values of one feature are spread over all customers: what somebody who writes a rule looks at before choosing a number. Every
answer is at most two scans. Not here: whom a rule describes (`preview.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import isfinite
from typing import Any

from sqlalchemy import Integer, case, cast, func, literal, select
from sqlalchemy.types import BigInteger, Double

from loyalty.features import Catalogue, Feature, FeatureUnknown
from loyalty.segments.evaluate import Flags, flags_of, refuse_missing_profile
from loyalty.segments.language import ANY_SEGMENT, read_segment_rule, segment_catalogue
from loyalty.segments.source import Source

BARS = 20
VALUES_MAX = 20
# The bars spread over the middle of the values: a single huge one would else press all others into the first bar.
EDGES = (0.01, 0.99)
QUARTERS = (0.25, 0.5, 0.75)

Scalar = int | float | str | bool | date


@dataclass(frozen=True, slots=True)
class Bar:
    """Customers whose value is at least `at_least` and below `below`; the first and the last bar also hold what lies outside."""

    at_least: Scalar
    below: Scalar
    customer_count: int


@dataclass(frozen=True, slots=True)
class ValueCount:
    """Customers who have this very value."""

    value: Scalar
    customer_count: int


@dataclass(frozen=True, slots=True)
class Distribution:
    """How a feature is spread on a day. Numbers and days have bars, the rest has values, the most frequent first."""

    feature: Feature
    as_of_on: date
    customer_count: int
    unknown_count: int
    least: Scalar | None
    quarters: tuple[Scalar, ...]
    """The values below which a quarter, a half and three quarters of the customers lie; empty where nothing is ordered or known."""
    most: Scalar | None
    bars: tuple[Bar, ...]
    values: tuple[ValueCount, ...]
    other_count: int
    """Customers whose value is not among `values`."""


def distribution_of(name: str, source: Source) -> Distribution:
    """How the feature is spread over all customers on the source's day.

    Raises:
        FeatureUnknown: no rule of a segment can ask for it.
        ProfileMissing: the source has no profile of its day.
    """
    feature = _feature(name, source.catalogue)
    rule = read_segment_rule({"!!": [{"var": name}]}, source.catalogue, ANY_SEGMENT)
    flags = flags_of([rule], (), source.catalogue, source.as_of_on, also=(name,))
    return _spread(feature, flags, source) if feature.kind in {"integer", "number", "date"} else _frequent(feature, flags, source)


def _feature(name: str, catalogue: Catalogue) -> Feature:
    known = segment_catalogue(catalogue)
    if name not in known:
        raise FeatureUnknown(f"No rule of a segment can ask for '{name[:80]}'.", names=[name[:80]])
    return known[name]


def _frequent(feature: Feature, flags: Flags, source: Source) -> Distribution:
    column = flags.columns[feature.name]
    count = func.count().label("customers")
    statement = select(column.label("value"), count).select_from(flags.scan).where(flags.is_the_day).group_by(column)
    rows = source.warehouse.read(statement.order_by(count.desc(), column)).to_pylist()
    total = sum(row["customers"] for row in rows)
    if not total:
        refuse_missing_profile(source.warehouse, source.as_of_on, source.catalogue)
    known = [ValueCount(row["value"], row["customers"]) for row in rows if row["value"] is not None]
    shown = tuple(known[:VALUES_MAX])
    unknown = total - sum(one.customer_count for one in known)
    other = sum(one.customer_count for one in known[VALUES_MAX:])
    return Distribution(feature, source.as_of_on, total, unknown, None, (), None, (), shown, other)


def _spread(feature: Feature, flags: Flags, source: Source) -> Distribution:
    number = _as_number(feature, flags)
    inside = select(number.label("value")).select_from(flags.scan).where(flags.is_the_day).subquery("inside")
    value = inside.c.value
    points = [func.percentile_cont(share).within_group(value).label(f"q_{place}") for place, share in enumerate((*EDGES, *QUARTERS))]
    totals = [
        func.count().label("customers"),
        func.count(value).label("known"),
        func.min(value).label("least"),
        func.max(value).label("most"),
    ]
    row = source.warehouse.read(select(*totals, *points).select_from(inside)).to_pylist()[0]
    if not row["customers"]:
        refuse_missing_profile(source.warehouse, source.as_of_on, source.catalogue)
    tell = _teller(feature)
    if not row["known"]:
        return Distribution(feature, source.as_of_on, row["customers"], row["customers"], None, (), None, (), (), 0)
    low, width, count = _bars_of(feature, row)
    place = func.least(func.greatest(cast(func.floor((value - literal(low)) / literal(width)), Integer), 0), count - 1).label("place")
    placed = select(place, func.count().label("customers")).select_from(inside).where(value.is_not(None)).group_by(place)
    found = {one["place"]: one["customers"] for one in source.warehouse.read(placed).to_pylist()}
    return Distribution(
        feature,
        source.as_of_on,
        row["customers"],
        row["customers"] - row["known"],
        tell(row["least"]),
        tuple(tell(row[f"q_{place}"]) for place in range(len(EDGES), len(EDGES) + len(QUARTERS))),
        tell(row["most"]),
        tuple(Bar(tell(low + at * width), tell(low + (at + 1) * width), found.get(at, 0)) for at in range(count)),
        (),
        0,
    )


def _as_number(feature: Feature, flags: Flags) -> Any:  # noqa: ANN401 - an expression of SQLAlchemy
    """The value in doubles; a day is told as days since `_EPOCH`, and what is not finite counts as missing, as in rules."""
    column = flags.columns[feature.name]
    if feature.kind == "date":
        return cast(cast(column - literal(_EPOCH), BigInteger), Double)
    wide = cast(column, Double)
    return wide if feature.kind == "integer" else case((func.abs(wide) <= literal(1e300), wide))


_EPOCH = date(1970, 1, 1)


def _bars_of(feature: Feature, row: Mapping[str, Any]) -> tuple[float, float, int]:
    """Where the first bar begins, how wide each is, and how many there are. Whole numbers and days get bars of a whole width."""
    low, high = row["q_0"], row["q_1"]
    if feature.kind == "number":
        span = high - low
        return (low, span / BARS, BARS) if isfinite(span) and span > 0 else (row["least"], max(abs(row["least"]), 1.0), 1)
    low, high = float(int(low)), float(int(high))
    width = max(1.0, float(-(-(high - low + 1) // BARS)))
    return low, width, int(-(-(high - low + 1) // width))


def _teller(feature: Feature) -> Any:  # noqa: ANN401 - a function of the feature's kind
    if feature.kind == "date":
        return lambda value: _EPOCH + timedelta(days=round(value))
    return round if feature.kind == "integer" else float
