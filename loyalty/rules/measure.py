"""Measures past events for a rule: over one customer's events in process, over everybody's in one scan. Not here: where events are kept."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Date, Text, and_, bindparam, case, cast, func, literal

from loyalty.rules.dialects import DOUBLE, DateShifted
from loyalty.rules.inlined import decide_rule
from loyalty.rules.sql import compile_filter
from loyalty.rules.terms import AS_OF_KEY, EVENT_TYPE, HAPPENED_ON, Events

Sql = ColumnElement[Any]


def measured(term: Events, events: Sequence[Mapping[str, Any]], today: date) -> int | float | date | None:
    """The term's value for one customer, from the customer's events: each a mapping with `type`, `happened_on` and the type's fields.

    It answers as `measure_sql` does over everybody.
    """
    holds = decide_rule(term.where) if term.where else None
    starts_on = term.starts_on(today)
    counted = [
        event
        for event in events
        if event[EVENT_TYPE] == term.type
        and event[HAPPENED_ON] <= today
        and (starts_on is None or event[HAPPENED_ON] >= starts_on)
        and (holds is None or holds({**event, "today": today}))
    ]
    if term.measure == "count":
        return len(counted)
    if term.measure == "last":
        return max((event[HAPPENED_ON] for event in counted), default=None)
    return float(sum(event.get(str(term.of)) or 0 for event in counted))


def measure_sql(term: Events, columns: Mapping[str, Sql], today: Sql) -> Sql:
    """The aggregate that is the term's value, for a query over events grouped by customer; any number of them share one scan.

    `columns` gives `type`, `happened_on` and the fields of the event types; `today` is the asked day, bound or a column of the group.
    """
    counts = _counts(term, columns, today)
    if term.measure == "count":
        return func.count(case((counts, literal(1))), type_=BigInteger)
    if term.measure == "last":
        return func.max(case((counts, columns[HAPPENED_ON])), type_=Date)
    return cast(func.coalesce(func.sum(case((counts, columns[str(term.of)]))), literal(0)), DOUBLE)


def _counts(term: Events, columns: Mapping[str, Sql], today: Sql) -> Sql:
    happened_on = columns[HAPPENED_ON]
    tests = [columns[EVENT_TYPE] == bindparam(None, term.type, type_=Text(), unique=True), happened_on <= today]
    if term.within_days is not None:
        tests.append(happened_on >= DateShifted(today, 1 - term.within_days, "days"))
    if term.where:
        tests.append(compile_filter(term.where, {**columns, "today": today, AS_OF_KEY: today}))
    return and_(*tests)
