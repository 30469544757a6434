"""Terms: what a segment rule may ask beyond the columns of the catalogue. Pure; not here: measuring events (`measure.py`).

A term has a stable `name`. The caller of an executor provides its value under that name; today and random buckets are derived from the
keys of the row where they are not provided.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeAlias

from loyalty.errors import Invalid
from loyalty.features.model import Catalogue, Feature, FeatureKind

if TYPE_CHECKING:
    from loyalty.rules.meaning import CheckedRule

Measure: TypeAlias = Literal["count", "sum", "last"]
MEASURES: tuple[Measure, ...] = ("count", "sum", "last")
WITHIN_DAYS_MAX = 3_660
BUCKETS_MAX = 10_000
AS_OF_KEY = "as_of_on"
"""The column of the row, and the key of the facts, that is today unless the caller provides `today`."""
HAPPENED_ON, EVENT_TYPE = "happened_on", "type"
"""What every event has beside the fields of its type: its business day and its type."""


class TermNotProvided(Invalid):
    """An executor was asked for a rule without a value for one of its terms: the caller's mistake."""

    code = "RULE_TERM_NOT_PROVIDED"


@dataclass(frozen=True, slots=True)
class Today:
    """The business day that the rule is asked about."""

    name: str = "today"
    operator: ClassVar[str] = "today"
    kind: ClassVar[FeatureKind] = "date"
    is_nullable: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class InSegment:
    """Whether the customer is in another segment."""

    code: str
    operator: ClassVar[str] = "in_segment"
    kind: ClassVar[FeatureKind] = "boolean"
    is_nullable: ClassVar[bool] = False

    @property
    def name(self) -> str:
        """Under which it is provided."""
        return f"in_segment:{self.code}"


@dataclass(frozen=True, slots=True)
class Consent:
    """Whether the customer has agreed to be reached by a channel."""

    channel: str
    operator: ClassVar[str] = "consent"
    kind: ClassVar[FeatureKind] = "boolean"
    is_nullable: ClassVar[bool] = False

    @property
    def name(self) -> str:
        """Under which it is provided."""
        return f"consent:{self.channel}"


@dataclass(frozen=True, slots=True)
class RandomBucket:
    """One of `count` equal parts of all customers, fixed by salt and customer; `key` is the column that names the customer."""

    salt: str
    count: int
    key: str = "customer_id"
    operator: ClassVar[str] = "random_bucket"
    kind: ClassVar[FeatureKind] = "integer"
    is_nullable: ClassVar[bool] = False

    @property
    def name(self) -> str:
        """Under which it is provided."""
        return f"random_bucket:{self.count}:{self.salt}"


@dataclass(frozen=True, slots=True)
class Events:
    """A count, a sum or the last day of the customer's events of one type.

    `within_days` days that end with today, or ever; `of` is the field that is summed; `where` chooses among them, and `document` is the
    whole as it was written.
    """

    measure: Measure
    type: str
    of: str | None
    within_days: int | None
    where: "CheckedRule | None" = field(compare=False)
    document: str
    operator: ClassVar[str] = "events"

    @property
    def name(self) -> str:
        """Under which it is provided."""
        return f"events:{hashlib.sha256(self.document.encode()).hexdigest()[:16]}"

    @property
    def kind(self) -> FeatureKind:
        """What it is worth: a whole number, a number, a day."""
        kinds: Mapping[Measure, FeatureKind] = {"count": "integer", "sum": "number", "last": "date"}
        return kinds[self.measure]

    @property
    def is_nullable(self) -> bool:
        """There may be no last one."""
        return self.measure == "last"

    def starts_on(self, today: date) -> date | None:
        """The first day of the window; None: it has no beginning."""
        return None if self.within_days is None else today - timedelta(days=min(self.within_days, today.toordinal()) - 1)


Term: TypeAlias = Today | InSegment | Consent | RandomBucket | Events


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Which terms a rule may name: segments by code (None: any), channels of consent, and event types with their fields."""

    segments: frozenset[str] | None = frozenset()
    channels: frozenset[str] = frozenset()
    events: Mapping[str, Catalogue] = field(default_factory=dict)


NO_TERMS = Vocabulary()
"""Today and random buckets only: they need nothing but the row itself."""


def feature_of(term: Term) -> Feature:
    """The term as a feature, so that it is compared and compiled like one."""
    return Feature(term.name, term.kind, term.is_nullable, description=f"Provided by the caller: {term.name}.")


def document_of(measure: str, options: Mapping[str, object]) -> str:
    """An event term in one canonical line of JSON: equal terms have one name."""
    return json.dumps([measure, dict(options)], sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def bucket_of(key: object, salt: str, count: int) -> int:
    """The part of all customers that this one falls in; the same in every executor (MD5 here is a spread, not a secret)."""
    digest = hashlib.md5(f"{salt}:{key}".encode(), usedforsecurity=False).hexdigest()
    return int(digest[:8], 16) % count


def with_terms(terms: Iterable[Term], facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """The facts with every term in them: as provided, or derived from the keys of the row.

    Raises:
        TermNotProvided: the facts hold neither the term nor the key that it is derived from.
    """
    derived: dict[str, Any] = {}
    for term in terms:
        if term.name in facts:
            continue
        if isinstance(term, Today) and AS_OF_KEY in facts:
            derived[term.name] = facts[AS_OF_KEY]
        elif isinstance(term, RandomBucket) and term.key in facts:
            derived[term.name] = bucket_of(facts[term.key], term.salt, term.count)
        else:
            raise TermNotProvided(f"The facts do not tell '{term.name}'.", term=term.name)
    return {**facts, **derived} if derived else facts
