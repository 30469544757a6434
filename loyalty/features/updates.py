"""What became known of a member since the last publish: values checked against the catalogue. Not here: rows (`store_updates.py`)."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from loyalty.features.errors import FeatureUnknown, FeatureValueWrong
from loyalty.features.model import Catalogue, Feature
from loyalty.features.online import Value

UpdateSource = Literal["TOLD", "WAREHOUSE", "SCORED"]
"""Who knew it: whoever told the event, the warehouse that was asked, or a model that read the values."""

_WHOLE_MAX = 2**63 - 1


@dataclass(frozen=True, slots=True)
class FeatureUpdate:
    """What one event brought for one member: some values, of the end of a business day, known since an instant."""

    member_id: UUID
    event_id: UUID
    source: UpdateSource
    as_of_on: date
    known_at: datetime
    features: Mapping[str, Value]
    model_version: str | None = None


def checked_values(told: Mapping[str, object], catalogue: Catalogue) -> dict[str, Value]:
    """The values as the catalogue types them, dates as ISO texts; a whole number is good enough for a `number`.

    Raises:
        FeatureUnknown: the catalogue has no such feature.
        FeatureValueWrong: a value is of another kind, none of the codes, empty where it may not be, or no finite number.
    """
    unknown = [name for name in told if name not in catalogue]
    if unknown:
        raise FeatureUnknown(f"The catalogue has no feature '{unknown[0][:80]}'; GET /v1/features lists them all.", names=unknown[:20])
    return {name: _checked(catalogue[name], value) for name, value in told.items()}


def as_facts(values: Mapping[str, Value], catalogue: Catalogue) -> dict[str, Value | date]:
    """The values as rules compare them, where the catalogue still knows them: a number is a float, a date is a date."""
    return {name: _as_fact(value, catalogue[name]) for name, value in values.items() if name in catalogue}


def _as_fact(value: Value, feature: Feature) -> Value | date:
    if feature.kind == "date" and isinstance(value, str):
        return date.fromisoformat(value)
    return float(value) if feature.kind == "number" and value is not None else value


def _checked(feature: Feature, value: object) -> Value:
    if value is None:
        if not feature.is_nullable:
            raise _wrong(feature, value, "may not be empty")
        return None
    found = _of_kind(feature, value)
    if found is None:
        raise _wrong(feature, value, f"is of the kind {feature.kind}")
    if feature.codes is not None and found not in feature.codes:
        raise _wrong(feature, value, f"is one of {', '.join(feature.codes)}")
    return found


def _of_kind(feature: Feature, value: object) -> Value:
    """None: it is of another kind."""
    match feature.kind, value:
        case "boolean", bool():
            return value
        case "text", str():
            return value
        case "integer", int() if not isinstance(value, bool) and abs(value) <= _WHOLE_MAX:
            return value
        case "number", int() | float() if not isinstance(value, bool):
            return _finite(value)
        case "date", str():
            return _day(value)
    return None


def _finite(value: float) -> float | None:
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _day(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _wrong(feature: Feature, value: object, sentence: str) -> FeatureValueWrong:
    return FeatureValueWrong(f"The feature {feature.name} {sentence}; {value!r:.60} was told.", feature=feature.name, kind=feature.kind)
