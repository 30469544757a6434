"""What a rule would do, counted on the newest data while somebody types: size, sample, distribution, who enters and leaves, clause by
clause, overlaps. Every answer is one scan. Not here: membership that stands (`reads.py`).
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, case, cast, func, literal, not_, or_, select
from sqlalchemy.types import BigInteger, Text

from loyalty.rules import CheckedRule
from loyalty.rules.meaning import AllOf, Truth
from loyalty.segments.evaluate import Flags, flags_of, refuse_missing_profile
from loyalty.segments.model import SegmentVersion
from loyalty.segments.source import Source

SAMPLE_MAX = 50
CLASS_FEATURE = "rfm_segment_code"
DIALECTS = ("duckdb", "postgresql", "snowflake", "oracle")


@dataclass(frozen=True, slots=True)
class ClassCount:
    """One RFM class: everybody in it, and those whom the rule describes."""

    rfm_segment_code: str | None
    customer_count: int
    described_count: int


@dataclass(frozen=True, slots=True)
class Cost:
    """What asking cost: how long, and how much was looked at."""

    elapsed_ms: float
    rows_scanned: int
    features_read: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rule would do on the data of a day. Customers count whether or not they are enrolled."""

    as_of_on: date
    built_at: datetime | None
    customer_count: int
    described_count: int
    classes: tuple[ClassCount, ...]
    entering_count: int
    leaving_count: int
    sample: tuple[str, ...]
    entering_sample: tuple[str, ...]
    leaving_sample: tuple[str, ...]
    cost: Cost

    @property
    def share(self) -> float:
        """The part of all customers whom the rule describes, 0 to 1."""
        return self.described_count / self.customer_count if self.customer_count else 0.0


@dataclass(frozen=True, slots=True)
class Step:
    """One clause in its turn: how many it describes alone, and how many are left after it and all before it."""

    path: str
    described_count: int
    kept_count: int
    lost_count: int


@dataclass(frozen=True, slots=True)
class Waterfall:
    """How a rule narrows everybody down, clause by clause."""

    as_of_on: date
    customer_count: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Overlaps:
    """How many customers each pair of segments shares; the diagonal is each one's size."""

    as_of_on: date
    customer_count: int
    codes: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    none_count: int = 0
    """Customers whom none of them describes."""
    facts: Mapping[str, object] = field(default_factory=dict)


def preview(
    rule: CheckedRule, source: Source, *, among: Sequence[SegmentVersion] = (), instead_of: CheckedRule | None = None, sample: int = 10
) -> Preview:
    """Whom the rule describes on the source's day; against `instead_of`, who would enter and who would leave.

    Raises:
        ProfileMissing: the source has no profile of its day.
    """
    began = time.monotonic()
    rules = [rule] if instead_of is None else [rule, instead_of]
    has_classes = CLASS_FEATURE in source.catalogue
    flags = flags_of(rules, among, source.catalogue, source.as_of_on, also=(CLASS_FEATURE,))
    rows = source.warehouse.read(_counts(flags, has_classes=has_classes)).to_pylist()
    customers = sum(row["customers"] for row in rows)
    if not customers:
        refuse_missing_profile(source.warehouse, source.as_of_on, source.catalogue)
    samples = _samples(flags, source, min(sample, SAMPLE_MAX)) if sample else {}
    return Preview(
        as_of_on=source.as_of_on,
        built_at=source.built_at,
        customer_count=customers,
        described_count=sum(row["described"] for row in rows),
        classes=tuple(ClassCount(row["class"], row["customers"], row["described"]) for row in rows) if has_classes else (),
        entering_count=sum(row["entering"] for row in rows),
        leaving_count=sum(row["leaving"] for row in rows),
        sample=samples.get("described", ()),
        entering_sample=samples.get("entering", ()),
        leaving_sample=samples.get("leaving", ()),
        cost=Cost(
            round((time.monotonic() - began) * 1e3, 1), customers, tuple(sorted({one.name for each in rules for one in each.fields}))
        ),
    )


def waterfall(rule: CheckedRule, source: Source, *, among: Sequence[SegmentVersion] = ()) -> Waterfall:
    """How many each clause keeps, in the order in which they are written. A rule that is no `and` is one clause.

    Raises:
        ProfileMissing: the source has no profile of its day.
    """
    parts: Sequence[Truth] = rule.truth.parts if isinstance(rule.truth, AllOf) else [rule.truth]
    flags = flags_of([replace(rule, truth=part) for part in parts], among, source.catalogue, source.as_of_on)
    alone = [_count(condition).label(f"alone_{number}") for number, condition in enumerate(flags.conditions)]
    kept = [_count(and_(*flags.conditions[: number + 1])).label(f"kept_{number}") for number in range(len(parts))]
    row = source.warehouse.read(_over(flags, func.count().label("customers"), *alone, *kept)).to_pylist()[0]
    if not row["customers"]:
        refuse_missing_profile(source.warehouse, source.as_of_on, source.catalogue)
    steps, before = [], row["customers"]
    for number, part in enumerate(parts):
        after = row[f"kept_{number}"] or 0
        steps.append(Step(part.path, row[f"alone_{number}"] or 0, after, before - after))
        before = after
    return Waterfall(source.as_of_on, row["customers"], tuple(steps))


def overlaps(segments: Sequence[SegmentVersion], source: Source, *, among: Sequence[SegmentVersion] = ()) -> Overlaps:
    """How many customers each two of the segments share on the source's day.

    Raises:
        ProfileMissing: the source has no profile of its day.
    """
    flags = flags_of([version.segment.checked for version in segments], among, source.catalogue, source.as_of_on)
    inside = select(
        *(case((condition, 1), else_=0).label(f"in_{number}") for number, condition in enumerate(flags.conditions))
    ).select_from(flags.scan).where(flags.is_the_day).subquery("inside")  # fmt: skip
    numbers = range(len(segments))
    pairs = [
        cast(func.sum(inside.c[f"in_{one}"] * inside.c[f"in_{other}"]), BigInteger).label(f"both_{one}_{other}")
        for one in numbers for other in numbers if one <= other
    ]  # fmt: skip
    none = cast(func.sum(case((and_(*(inside.c[f"in_{one}"] == 0 for one in numbers)), 1), else_=0)), BigInteger).label("none")
    row = source.warehouse.read(select(func.count().label("customers"), none, *pairs).select_from(inside)).to_pylist()[0]
    if not row["customers"]:
        refuse_missing_profile(source.warehouse, source.as_of_on, source.catalogue)
    counts = tuple(tuple(row[f"both_{min(one, other)}_{max(one, other)}"] or 0 for other in numbers) for one in numbers)
    return Overlaps(source.as_of_on, row["customers"], tuple(version.code for version in segments), counts, row["none"] or 0)


def statement_of(rule: CheckedRule, source: Source, *, among: Sequence[SegmentVersion] = ()) -> Select[Any]:
    """The statement that finds the customers whom the rule describes."""
    flags = flags_of([rule], among, source.catalogue, source.as_of_on)
    return select(flags.customer_id).select_from(flags.scan).where(flags.is_the_day, flags.conditions[0])


def _counts(flags: Flags, *, has_classes: bool) -> Select[Any]:
    described = _count(flags.conditions[0]).label("described")
    entering, leaving = _entering(flags), _leaving(flags)
    moves = [_count(entering).label("entering"), _count(leaving).label("leaving")]
    counted = _over(flags, func.count().label("customers"), described, *moves)
    if not has_classes:
        return counted
    by = flags.columns[CLASS_FEATURE]
    return counted.add_columns(by.label("class")).group_by(by).order_by(by)


def _samples(flags: Flags, source: Source, count: int) -> dict[str, tuple[str, ...]]:
    """A few of each, chosen by the hash of their names: the same ones every time, and from anywhere among them."""
    wanted = {"described": flags.conditions[0]}
    if len(flags.conditions) > 1:
        wanted |= {"entering": _entering(flags), "leaving": _leaving(flags)}
    found = {}
    for name, condition in wanted.items():
        chosen = (
            select(cast(flags.customer_id, Text()).label("customer_id")).select_from(flags.scan).where(flags.is_the_day, condition)
            .order_by(func.md5(cast(flags.customer_id, Text()))).limit(count)
        )  # fmt: skip
        found[name] = tuple(str(one) for one in source.warehouse.read(chosen).column("customer_id").to_pylist())
    return found


def _entering(flags: Flags) -> Any:  # noqa: ANN401
    return and_(flags.conditions[0], _fails(flags.conditions[1])) if len(flags.conditions) > 1 else literal(False)


def _leaving(flags: Flags) -> Any:  # noqa: ANN401
    return and_(flags.conditions[1], _fails(flags.conditions[0])) if len(flags.conditions) > 1 else literal(False)


def _fails(condition: Any) -> Any:  # noqa: ANN401
    """A condition for WHERE is NULL where it does not hold: not the negation, but that it is not true."""
    return or_(not_(condition), condition.is_(None))


def _count(condition: Any) -> Any:  # noqa: ANN401
    return func.count(case((condition, literal(1))))


def _over(flags: Flags, *columns: Any) -> Select[Any]:  # noqa: ANN401
    return select(*columns).select_from(flags.scan).where(flags.is_the_day)
