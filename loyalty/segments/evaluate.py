"""Asks the warehouse who is in which segment, all rules in one pass. Not here: what becomes of the answer (`membership.py`)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import ColumnElement, Date, FromClause, Select, bindparam, case, false, func, literal_column, or_, select, true

from loyalty.features import Catalogue
from loyalty.rules import CheckedRule, compile_filter, relation_of
from loyalty.segments.errors import ProfileMissing, SegmentCycle
from loyalty.segments.model import SegmentVersion
from loyalty.segments.source import asked_of, listed, references
from loyalty.warehouse import Warehouse

Sql = ColumnElement[Any]

ANSWER = pa.schema([("customer_id", pa.string()), ("segment_code", pa.string())])
"""One row per customer and segment that describes the customer."""


@dataclass(frozen=True, slots=True)
class Flags:
    """One scan in which every rule is a condition: TRUE where it holds, FALSE or NULL elsewhere."""

    scan: FromClause
    is_the_day: Sql
    customer_id: Sql
    columns: Mapping[str, Sql]
    conditions: Sequence[Sql]


def evaluate(
    warehouse: Warehouse,
    segments: Sequence[SegmentVersion],
    as_of_on: date,
    *,
    catalogue: Catalogue,
    among: Sequence[SegmentVersion] | None = None,
) -> pa.Table:
    """Who is in which of `segments` at the end of `as_of_on`: one row per customer and segment, shaped like `ANSWER`.

    One scan of the profile, however many segments there are and however they refer to each other; a customer in none does not travel.
    `among` are the rules that they may refer to, themselves included; left out: themselves. What is referred to and not among them is
    a list, as it was recorded for the day.

    Raises:
        ProfileMissing: the warehouse has no profile of the day.
        WarehouseUnavailable, WarehouseQueryFailed: as the port says.
    """
    return unpivoted(evaluate_flags(warehouse, segments, as_of_on, catalogue=catalogue, among=among), segments)


def evaluate_flags(
    warehouse: Warehouse,
    segments: Sequence[SegmentVersion],
    as_of_on: date,
    *,
    catalogue: Catalogue,
    among: Sequence[SegmentVersion] | None = None,
) -> pa.Table:
    """The same answer, a row per customer who is in at least one: customer_id, and a boolean per segment in order (`in_0`, `in_1`, …).

    Raises:
        ProfileMissing: the warehouse has no profile of the day.
        WarehouseUnavailable, WarehouseQueryFailed: as the port says.
    """
    if not segments:
        return ANSWER.empty_table().select(["customer_id"])
    with warehouse.session() as session:
        flags = session.read(membership_query(segments, as_of_on, catalogue, among))
        if flags.num_rows == 0:
            refuse_missing_profile(session, as_of_on, catalogue)
    return _plain(flags, len(segments))


def membership_query(
    segments: Sequence[SegmentVersion], as_of_on: date, catalogue: Catalogue, among: Sequence[SegmentVersion] | None = None
) -> Select[tuple[object, ...]]:
    """The one statement: customer_id, then a boolean per segment in order (`in_0`, `in_1`, …), for customers in at least one."""
    rules = [version.segment.checked for version in segments]
    asked = flags_of(rules, segments if among is None else among, catalogue, as_of_on)
    flags = [case((one, true()), else_=false()).label(f"in_{number}") for number, one in enumerate(asked.conditions)]
    return select(asked.customer_id, *flags).select_from(asked.scan).where(asked.is_the_day, or_(*asked.conditions))


def flags_of(
    rules: Sequence[CheckedRule],
    among: Sequence[SegmentVersion],
    catalogue: Catalogue,
    as_of_on: date,
    *,
    also: Collection[str] = (),
    today: date | None = None,
) -> Flags:
    """The conditions of `rules` over one scan of the day. A rule that is referred to is computed once, beneath those that refer to it.

    `also` are features that the caller selects beside the conditions; `today`, where it is not the day, moves what rules say of today.

    Raises:
        SegmentCycle: rules among them refer to each other in a circle.
    """
    known = {version.code: version.segment.checked for version in among}
    layers = _layers(rules, known)
    asked = asked_of([*rules, *(known[code] for layer in layers for code in layer)], catalogue, as_of_on, today=today)
    if not layers:
        columns: Mapping[str, Sql] = _with_references(rules, asked.columns, {}, asked.customer_id, as_of_on)
        return Flags(asked.scan, asked.is_the_day, asked.customer_id, columns, [compile_filter(rule, columns) for rule in rules])
    names = _names_used([*rules, *(known[code] for layer in layers for code in layer)], asked.columns, also)
    labels = {name: f"c_{number}" for number, name in enumerate(names)}
    beneath: FromClause = (
        select(*(asked.columns[name].label(label) for name, label in labels.items()))
        .select_from(asked.scan)
        .where(asked.is_the_day)
        .subquery("people")
    )
    found: dict[str, str] = {}
    for depth, layer in enumerate(layers):
        columns = _columns_of(beneath, labels, found, [known[code] for code in layer], as_of_on)
        flags = [
            case((compile_filter(known[code], columns), true()), else_=false()).label(f"s_{depth}_{n}") for n, code in enumerate(layer)
        ]
        found |= {code: f"s_{depth}_{n}" for n, code in enumerate(layer)}
        beneath = select(*beneath.c, *flags).subquery(f"layer_{depth}")
    names_of_all = _columns_of(beneath, labels, found, rules, as_of_on)
    conditions = [compile_filter(rule, names_of_all) for rule in rules]
    return Flags(beneath, true(), beneath.c[labels["customer_id"]].label("customer_id"), names_of_all, conditions)


def refuse_missing_profile(warehouse: Warehouse, as_of_on: date, catalogue: Catalogue) -> None:
    """Nothing, where the warehouse has a profile of the day.

    Raises:
        ProfileMissing: it has none.
    """
    if not warehouse.read(_profile_query(as_of_on, catalogue)).column("profile_count")[0].as_py():
        raise ProfileMissing(
            f"{catalogue.relation} has no rows for {as_of_on}: build the features of that day first.",
            relation=catalogue.relation,
            as_of_on=as_of_on.isoformat(),
        )


def _layers(rules: Sequence[CheckedRule], known: Mapping[str, CheckedRule]) -> list[list[str]]:
    """The rules that are referred to, each in a later layer than those it refers to itself."""
    depths: dict[str, int] = {}

    def depth(code: str, way: tuple[str, ...]) -> int:
        if code in way:
            shown = " → ".join([*way[way.index(code) :], code])
            raise SegmentCycle(f"Segments refer to each other in a circle: {shown}.", way=[*way, code])
        if code not in depths:
            deeper = [depth(one.code, (*way, code)) for one in references(known[code]) if one.code in known]
            depths[code] = 1 + max(deeper, default=-1)
        return depths[code]

    for rule in rules:
        for term in references(rule):
            if term.code in known:
                depth(term.code, ())
    return [sorted(code for code, at in depths.items() if at == layer) for layer in range(1 + max(depths.values(), default=-1))]


def _columns_of(
    beneath: FromClause, labels: Mapping[str, str], found: Mapping[str, str], rules: Sequence[CheckedRule], as_of_on: date
) -> Mapping[str, Sql]:
    columns = {name: beneath.c[label] for name, label in labels.items()}
    flags = {code: beneath.c[label] for code, label in found.items()}
    return _with_references(rules, columns, flags, beneath.c[labels["customer_id"]], as_of_on)


def _with_references(
    rules: Sequence[CheckedRule], columns: Mapping[str, Sql], flags: Mapping[str, Sql], customer_id: Sql, as_of_on: date
) -> dict[str, Sql]:
    terms = {term.code: term for rule in rules for term in references(rule)}
    told = {term.name: flags.get(code, listed(code, customer_id, as_of_on)) for code, term in terms.items()}
    return {**columns, **told}


def _names_used(rules: Sequence[CheckedRule], columns: Mapping[str, Sql], also: Collection[str]) -> list[str]:
    used = {feature.name for rule in rules for feature in rule.fields} | {term.name for rule in rules for term in rule.terms}
    return sorted((used | {"customer_id", "as_of_on", "today", *also}) & set(columns))


def _profile_query(as_of_on: date, catalogue: Catalogue) -> Select[tuple[int]]:
    profile = relation_of(catalogue)
    day = bindparam("as_of_on", as_of_on, type_=Date())
    one = select(literal_column("1").label("one")).select_from(profile).where(profile.c.as_of_on == day).limit(1).subquery()
    return select(func.count().label("profile_count")).select_from(one)


def _plain(flags: pa.Table, count: int) -> pa.Table:
    # Oracle answers with 1 and 0.
    holds: list[Any] = [pc.cast(flags.column(f"in_{number}"), pa.bool_()) for number in range(count)]
    names = ["customer_id", *(f"in_{number}" for number in range(count))]
    return pa.table([flags.column("customer_id").cast(pa.string()), *holds], names=names)


def unpivoted(flags: pa.Table, segments: Sequence[SegmentVersion]) -> pa.Table:
    """One row per customer and segment, shaped like `ANSWER`, of what `evaluate_flags` says of `segments`."""
    if not segments:
        return ANSWER.empty_table()
    customers = flags.column("customer_id")
    parts = []
    for number, version in enumerate(segments):
        holds: Any = flags.column(f"in_{number}")
        members = customers.filter(holds)
        parts.append(pa.table([members, pa.repeat(version.code, len(members))], schema=ANSWER))
    return pa.concat_tables(parts)
