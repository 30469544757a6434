"""One rule, three executors: the closure, DuckDB and PostgreSQL answer alike for every row, negated or not."""

import os
from collections.abc import Iterator
from typing import Any

import duckdb
import psycopg
import pytest
import sqlalchemy as sa
from duckdb_engine import Dialect as DuckDbDialect
from hypothesis import HealthCheck, event, given, settings

from khaywe.local import LocalPostgres
from loyalty.rules import InvalidRule, columns_of, compile_filter, compile_rule, decide_rule, read_rule
from loyalty.rules.meaning import CheckedRule
from tests.support.rules import FACTS, INJECTIONS, rows_of, truths

ROW_COUNT = 400
EXAMPLES = int(os.environ.get("RULES_EXAMPLES", "220"))
PAIRS_LEAST = 20_000
SEED = int(os.environ.get("RULES_SEED", "20171031"))
ROWS = [{"row_id": number, **row} for number, row in enumerate(rows_of(ROW_COUNT, SEED))]

_TYPES = {"integer": "bigint", "number": "double precision", "text": "text", "boolean": "boolean", "date": "date"}
_CREATE = "create table facts (row_id integer, {})".format(
    ", ".join(f'"{feature.name}" {_TYPES[feature.kind]}' for feature in FACTS)
)
_DUCKDB = DuckDbDialect(paramstyle="numeric_dollar")


class Executors:
    """The same rows in DuckDB and in PostgreSQL."""

    def __init__(self, postgres: sa.Connection) -> None:
        self.postgres = postgres
        self.duckdb = duckdb.connect()
        self.duckdb.execute(_CREATE)
        names = list(ROWS[0])
        self.duckdb.executemany(f"insert into facts values ({', '.join('?' for _ in names)})", [list(row.values()) for row in ROWS])
        facts = sa.table("facts", *(sa.column(name) for name in names))
        postgres.execute(sa.text(_CREATE))
        postgres.execute(sa.insert(facts), ROWS)

    def in_duckdb(self, statement: sa.Select[Any]) -> list[tuple[Any, ...]]:
        compiled = statement.compile(dialect=_DUCKDB, compile_kwargs={"render_postcompile": True})
        return self.duckdb.execute(compiled.string, [compiled.params[name] for name in compiled.positiontup or ()]).fetchall()

    def in_postgres(self, statement: sa.Select[Any]) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.postgres.execute(statement)]


@pytest.fixture(scope="module")
def executors(postgres: LocalPostgres) -> Iterator[Executors]:
    engine = sa.create_engine(sa.make_url(postgres.ensure_database("rules_equality")).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        yield Executors(connection)
        connection.rollback()
    engine.dispose()


def answers(rule: CheckedRule, executors: Executors) -> dict[str, list[tuple[Any, ...]]]:
    """For each executor: (row, as a filter, as a value, negated) of every row, and the rows a WHERE keeps."""
    columns = columns_of(FACTS)
    row_id, facts = sa.column("row_id"), sa.table("facts")
    value = compile_rule(rule, columns)
    told = sa.select(row_id, sa.case((compile_filter(rule, columns), 1), else_=0), value, sa.not_(value)).select_from(facts).order_by(row_id)
    kept = sa.select(row_id).select_from(facts).where(compile_filter(rule, columns)).order_by(row_id)
    decide = decide_rule(rule)
    decided = [decide(row) for row in ROWS]
    return {
        "closure": [(row["row_id"], int(is_in), is_in, not is_in) for row, is_in in zip(ROWS, decided, strict=True)]
        + [(row["row_id"],) for row, is_in in zip(ROWS, decided, strict=True) if is_in],
        "duckdb": executors.in_duckdb(told) + executors.in_duckdb(kept),
        "postgres": executors.in_postgres(told) + executors.in_postgres(kept),
    }


def assert_equal(document: object, rule: CheckedRule, executors: Executors) -> int:
    told = answers(rule, executors)
    for name in ("duckdb", "postgres"):
        different = [(mine, theirs) for mine, theirs in zip(told["closure"], told[name], strict=False) if mine != theirs]
        if different or len(told["closure"]) != len(told[name]):
            row = ROWS[different[0][0][0]] if different else None
            pytest.fail(f"{name} differs from the closure on {document!r}\nrow {row}\nclosure, {name}: {different[:3]}")
    return len(ROWS)


def test_closure_duckdb_and_postgresql_agree_on_random_rules(executors: Executors) -> None:
    pairs = kept = 0

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize="RULES_RANDOM" not in os.environ)
    @given(truths())
    def agree(document: object) -> None:
        nonlocal pairs, kept
        try:
            rule = read_rule(document, FACTS)
        except InvalidRule as refused:
            event(refused.code)
            return
        pairs += assert_equal(document, rule, executors)
        is_in = sum(decide_rule(rule)(row) for row in ROWS)
        kept += 0 < is_in < len(ROWS)

    agree()
    assert pairs >= PAIRS_LEAST
    # A rule that keeps everybody or nobody proves little.
    assert kept > pairs / len(ROWS) / 2
