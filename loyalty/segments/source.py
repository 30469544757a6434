"""Where segments are asked: a warehouse, the day, and what is known of each customer there. Not here: what is asked (`evaluate.py`)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    Select,
    Text,
    and_,
    bindparam,
    case,
    column,
    exists,
    func,
    literal,
    select,
    table,
    true,
)

from loyalty.features import Catalogue
from loyalty.rules import CheckedRule, relation_of
from loyalty.rules.measure import measure_sql
from loyalty.rules.terms import Consent, Events, InSegment, Term
from loyalty.segments.language import EVENTS_RELATION, PURCHASE, STANDING, event_terms, reads_standing
from loyalty.segments.standing import LISTED_TABLE
from loyalty.warehouse import Warehouse

Sql = ColumnElement[Any]


@dataclass(frozen=True, slots=True)
class Source:
    """A warehouse that holds the profile of a day, and when that was built."""

    warehouse: Warehouse
    as_of_on: date
    catalogue: Catalogue
    """The profile's; what the loyalty database adds is known to the room."""
    built_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """One scan of a day: what is selected from, the condition for the day, and a column or expression by feature and term."""

    scan: FromClause
    is_the_day: Sql
    customer_id: Sql
    columns: Mapping[str, Sql]


def asked_of(rules: Iterable[CheckedRule], catalogue: Catalogue, as_of_on: date, *, today: date | None = None) -> Asked:
    """The one scan that answers all these rules, but for segments they refer to: profile, and only where a rule asks for it, what the
    loyalty database knows and what customers did.
    """
    rules = list(rules)
    profile = relation_of(catalogue)
    scan: FromClause = profile
    columns: dict[str, Sql] = dict(profile.c)
    terms: dict[str, Term] = {term.name: term for rule in rules for term in rule.terms}
    if any(reads_standing(rule, catalogue) for rule in rules):
        standing = _standing()
        scan = scan.outerjoin(standing, and_(standing.c.customer_id == profile.c.customer_id, standing.c.as_of_on == profile.c.as_of_on))
        columns |= {feature.name: standing.c[feature.name] for feature in STANDING if feature.name not in catalogue}
        columns |= {term.name: _consented(standing.c.consent_codes, term.channel) for term in terms.values() if isinstance(term, Consent)}
    if measures := event_terms(terms.values()):
        done = _measured(measures, today or as_of_on)
        scan = scan.outerjoin(done, done.c.customer_id == profile.c.customer_id)
        for number, term in enumerate(measures):
            found = done.c[f"m_{number}"]
            columns[term.name] = found if term.is_nullable else func.coalesce(found, literal(0))
    columns["today"] = _day(today or as_of_on)
    return Asked(scan, profile.c.as_of_on == _day(as_of_on), profile.c.customer_id, columns)


def listed(code: str, customer_id: Sql, as_of_on: date) -> Sql:
    """Whether the customer is on the list that was recorded for the day."""
    rows = table("listed_members", column("customer_id", Text()), column("as_of_on", Date()), column("segment_code", Text()))
    rows.schema = LISTED_TABLE.partition(".")[0]
    found = exists(
        select(literal(1)).where(
            rows.c.customer_id == customer_id, rows.c.as_of_on == _day(as_of_on), rows.c.segment_code == bindparam(None, code, type_=Text())
        )
    )
    return case((found, true()), else_=literal(False))


def references(rule: CheckedRule) -> Sequence[InSegment]:
    """The segments that the rule refers to."""
    return [term for term in rule.terms if isinstance(term, InSegment)]


def _standing() -> Any:  # noqa: ANN401 - a table clause whose columns are known by name only
    schema, _, name = STANDING.relation.rpartition(".")
    features = relation_of(STANDING)
    return table(
        name, column("customer_id", Text()), column("as_of_on", Date()), column("consent_codes", Text()),
        *(column(one.name, one.type) for one in features.c if one.name not in STANDING.keys), schema=schema,
    )  # fmt: skip


def _consented(codes: Sql, channel: str) -> Sql:
    pattern = bindparam(None, f"%,{channel},%", type_=Text())
    return case((codes.like(pattern), true()), else_=literal(False))


def _measured(measures: Sequence[Events], as_of_on: date) -> Any:  # noqa: ANN401
    """Every measure of past behaviour, by customer, in one scan of the events that any of them may count."""
    schema, _, name = EVENTS_RELATION.rpartition(".")
    events = table(
        name, column("customer_id", Text()), column("purchased_on", Date()),
        *(column(one.name, one.type) for one in relation_of(PURCHASE).c if one.name != "customer_id"), schema=schema,
    )  # fmt: skip
    columns: dict[str, Sql] = {one.name: one for one in events.c}
    columns |= {"type": literal("purchase"), "happened_on": events.c.purchased_on}
    today = _day(as_of_on)
    made: Select[Any] = select(
        events.c.customer_id, *(measure_sql(term, columns, today).label(f"m_{number}") for number, term in enumerate(measures))
    ).where(events.c.purchased_on <= today)
    starts = [term.starts_on(as_of_on) for term in measures]
    if all(start is not None for start in starts):
        made = made.where(events.c.purchased_on >= bindparam(None, min(start for start in starts if start is not None), type_=Date()))
    return made.group_by(events.c.customer_id).subquery("done")


def _day(as_of_on: date) -> Sql:
    return bindparam(None, as_of_on, type_=Date(), unique=True)
