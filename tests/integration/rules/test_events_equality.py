"""Measures of past events: one customer's list in process, and everybody's in one scan of DuckDB and PostgreSQL, say the same."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from khaywe.local import LocalPostgres
from loyalty.features import FeatureKind
from loyalty.rules import InvalidRule, measure_sql, measured, read_rule
from loyalty.rules.terms import Events
from tests.support.rule_executors import SEED, TYPES, Executors, told
from tests.support.rules import EVENT, FACTS, NUMBERS, TEXTS, UNREAL, VOCABULARY

CUSTOMERS = 60
TODAY = date(2017, 10, 31)
KINDS: dict[str, FeatureKind] = {
    "customer_id": "integer",
    "type": "text",
    "happened_on": "date",
    **{feature.name: feature.kind for feature in EVENT},
}
COLUMNS = {name: sa.column(name, TYPES[kind]) for name, kind in KINDS.items()}


def events_of(chance: random.Random) -> list[dict[str, Any]]:
    """Customers with none, few and many events, before, on and after the asked day, at the edges of windows, with nulls everywhere."""
    return [
        {
            "customer_id": customer,
            "type": chance.choice(["purchase", "purchase", "visit"]),
            "happened_on": TODAY + timedelta(days=chance.choice([0, 1, -1, -6, -7, -29, -30, -31, -364, -3_660, 30])),
            "spend_minor": chance.choice([None, 0, 1, 250, -40, 2**53, 2**62]),
            "category_code": chance.choice([None, *TEXTS]),
            "weight": chance.choice([None, *NUMBERS, *UNREAL]),
        }
        for customer in range(CUSTOMERS)
        for _ in range(chance.choice([0, 1, 3, 12]))
    ]


@pytest.fixture(scope="module")
def events() -> list[dict[str, Any]]:
    return events_of(random.Random(SEED))  # noqa: S311 - test data


@pytest.fixture(scope="module")
def executors(postgres: LocalPostgres, events: list[dict[str, Any]]) -> Iterator[Executors]:
    engine = sa.create_engine(sa.make_url(postgres.ensure_database("events_equality")).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        made = Executors(connection)
        made.make("events", KINDS, events)
        yield made
        connection.rollback()
    engine.dispose()


WHERE = st.recursive(
    st.one_of(
        st.tuples(st.sampled_from(["<", ">=", "==", "!="]), st.sampled_from([0, 100, 2**53])).map(
            lambda drawn: {drawn[0]: [{"var": "spend_minor"}, drawn[1]]}
        ),
        st.lists(st.sampled_from(TEXTS) | st.none(), min_size=1, max_size=3).map(lambda items: {"in": [{"var": "category_code"}, items]}),
        st.sampled_from(NUMBERS).map(lambda number: {">": [{"var": "weight"}, number]}),
        st.just({"missing": ["category_code", "weight"]}),
        st.just({"==": [{"today": []}, "2017-10-31"]}),
    ),
    lambda inner: st.one_of(inner.map(lambda one: {"!": one}), st.lists(inner, min_size=2, max_size=3).map(lambda all_: {"or": all_})),
    max_leaves=4,
)
TERMS = st.tuples(
    st.sampled_from([("count", {}), ("sum", {"of": "spend_minor"}), ("last", {})]),
    st.none() | st.sampled_from([1, 7, 30, 31, 3_660]),
    st.none() | WHERE,
).map(
    lambda drawn: {
        "events": [
            drawn[0][0],
            {"type": "purchase", **drawn[0][1]}
            | ({} if drawn[1] is None else {"within_days": drawn[1]})
            | ({} if drawn[2] is None else {"where": drawn[2]}),
        ]
    }
)


def test_one_customer_and_everybody_are_measured_alike(
    executors: Executors, events: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    pairs = 0
    customers = sorted({event["customer_id"] for event in events})

    @seed(SEED)
    @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(TERMS, min_size=1, max_size=4))
    def agree(documents: list[dict[str, Any]]) -> None:
        nonlocal pairs
        terms = []
        for document in documents:
            try:
                terms += [term for term in read_rule({"!!": document}, FACTS, VOCABULARY).terms if isinstance(term, Events)]
            except InvalidRule as refused:
                assert refused.code == "RULE_VALUE_IMPOSSIBLE"  # noqa: PT017
        if not terms:
            return
        today = sa.bindparam("asked_on", TODAY, type_=sa.Date())
        customer_id = COLUMNS["customer_id"]
        # All terms in one scan, whatever their type, window and choice.
        scan = sa.select(customer_id, *(measure_sql(term, COLUMNS, today).label(f"m{number}") for number, term in enumerate(terms)))
        statement = scan.select_from(sa.table("events")).group_by(customer_id).order_by(customer_id)
        mine = [
            (one, *(measured(term, [event for event in events if event["customer_id"] == one], TODAY) for term in terms))
            for one in customers
        ]
        assert executors.in_duckdb(statement) == mine, f"KHAYWE_RULES_SEED={SEED}: {documents!r}"
        assert executors.in_postgres(statement) == mine, f"KHAYWE_RULES_SEED={SEED}: {documents!r}"
        pairs += len(customers) * len(terms)

    agree()
    told(capsys, f"{pairs:,} pairs of term and customer, measured in process, in DuckDB and in PostgreSQL")
    assert pairs >= 2_000
