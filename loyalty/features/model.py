"""What a feature is and what a catalogue of them answers. Not here: reading the YAML (`catalogue.py`) and computing values (dbt)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, get_args

FeatureKind = Literal["integer", "number", "text", "boolean", "date"]
"""`integer` is 64-bit, `number` a double, `text` UTF-8, `date` a business date (no time of day)."""

KINDS: tuple[FeatureKind, ...] = get_args(FeatureKind)

FRESH_WITHIN_SECONDS = 36 * 3600
"""Loads come daily and the night takes hours: a day and a half."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a person reads instead of the column's name."""

    en: str
    ar: str


@dataclass(frozen=True, slots=True)
class Feature:
    """One column that rules, models and screens may use."""

    name: str
    kind: FeatureKind
    is_nullable: bool
    description: str
    unit: str | None = None
    owner: str | None = None
    label: Label | None = None
    codes: tuple[str, ...] | None = None
    """The closed list of values of a `_code` column, where it is one."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The features of one relation, in its column order, and the relation's grain.

    `relation` is `schema.name`; `keys` are the columns that identify a row and are not features.
    """

    relation: str
    features: Mapping[str, Feature]
    keys: tuple[str, ...] = ("customer_id", "as_of_on")
    description: str = field(default="", compare=False)
    fresh_within_seconds: int = field(default=FRESH_WITHIN_SECONDS, compare=False)
    """The newest load that published features know is never older than this, if everything runs."""

    def __post_init__(self) -> None:
        """Freeze the mapping, so that a catalogue shared between threads never changes."""
        object.__setattr__(self, "features", MappingProxyType(dict(self.features)))

    def __contains__(self, name: object) -> bool:
        return name in self.features

    def __getitem__(self, name: str) -> Feature:
        return self.features[name]

    def __iter__(self) -> Iterator[Feature]:
        return iter(self.features.values())

    def __len__(self) -> int:
        return len(self.features)

    @classmethod
    def of(
        cls, relation: str, *features: Feature, keys: tuple[str, ...] = ("customer_id", "as_of_on"), description: str = ""
    ) -> "Catalogue":
        """A catalogue of `features` in the order given; two features of one name are a mistake of the caller."""
        by_name = {feature.name: feature for feature in features}
        if len(by_name) != len(features):
            raise ValueError(f"Two features of {relation} share a name: {sorted(feature.name for feature in features)}")
        return cls(relation=relation, features=by_name, keys=keys, description=description)
