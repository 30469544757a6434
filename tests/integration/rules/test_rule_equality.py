"""One rule, three executors: the closure, DuckDB and PostgreSQL answer alike for every row, negated or not."""

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
import sqlalchemy as sa
from duckdb_engine import Dialect as DuckDbDialect
from hypothesis import HealthCheck, event, given, settings

from khaywe.local import LocalPostgres
from loyalty.features import Catalogue, Feature
from loyalty.rules import InvalidRule, UnknownField, columns_of, compile_filter, compile_rule, decide_rule, read_rule
from loyalty.rules.meaning import CheckedRule
from tests.support.rules import FACTS, INJECTIONS, TEXTS, rows_of, truths

ROW_COUNT = 400
EXAMPLES = 160
PAIRS_LEAST = 20_000
SEED = 20171031
ROWS = [{"row_id": number, **row} for number, row in enumerate(rows_of(ROW_COUNT, SEED))]

_TYPES = {"integer": "bigint", "number": "double precision", "text": "text", "boolean": "boolean", "date": "date"}
_CREATE = "create table facts (row_id integer, {})".format(", ".join(f'"{feature.name}" {_TYPES[feature.kind]}' for feature in FACTS))
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
    told = (
        sa.select(row_id, sa.case((compile_filter(rule, columns), 1), else_=0), value, sa.not_(value)).select_from(facts).order_by(row_id)
    )
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

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
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
    # A rule that keeps everybody or nobody proves little. About half of the random ones keep some; a quarter is far outside of chance.
    assert kept > pairs / len(ROWS) / 4


@pytest.mark.parametrize(
    "document",
    [
        # PostgreSQL divided by a NUMERIC of 15 digits where SQLAlchemy did not know the divisor's type.
        {"<=": [{"/": [{"var": "whole"}, {"var": "whole"}]}, {"var": "share"}]},
        # What is not finite is missing, on either side of a comparison and of its negation.
        {"!": {">": [{"var": "ratio"}, 0.5]}},
        {"!": {"<": [{"var": "ratio"}, 0.5]}},
        {"==": [{"var": "share"}, None]},
        {"!=": [{"var": "ratio"}, {"var": "share"}]},
        # Overflow and underflow, which PostgreSQL raises and others do not.
        {">": [{"*": [{"var": "ratio"}, {"var": "ratio"}, {"var": "share"}, {"var": "share"}]}, 0]},
        {"<": [{"/": [{"var": "ratio"}, {"*": [{"var": "share"}, {"var": "whole"}]}]}, {"-": [{"var": "count"}]}]},
        # SQLAlchemy leaves out the brackets of a sum of sums.
        {"+": [{"var": ["whole", 0]}, {"var": ["count", 0]}, 1, {"var": "ratio"}]},
        {"==": [{"*": [{"var": "ratio"}, {"*": [{"var": "share"}, 0.1]}]}, {"*": [{"*": [{"var": "ratio"}, {"var": "share"}]}, 0.1]}]},
        # The sum of one is the feature as arithmetic sees it, not as it is stored.
        {"in": [{"+": [{"var": "ratio"}]}, [0.0]]},
        {"==": [{"+": [{"var": "ratio"}]}, 1e31]},
        {">": [{"max": [{"var": "ratio"}]}, 1e30]},
        # Order by code point, whatever the collation; equality by code point, whatever the normal form.
        {"<": [{"var": "word"}, {"var": "select"}]},
        {"==": [{"var": "word"}, "e\u0301"]},
        # The remainder has the sign of the dividend, also of the least integer.
        {"<": [{"%": [{"var": "whole"}, 7]}, 0]},
        # Integers beyond 2^53 beside doubles.
        {"==": [{"var": "whole"}, {"var": "ratio"}]},
        {">": [{"var": "count"}, 9007199254740992.5]},
    ],
)
def test_known_traps(document: object, executors: Executors) -> None:
    assert assert_equal(document, read_rule(document, FACTS), executors) == ROW_COUNT


@pytest.mark.parametrize("literal", INJECTIONS)
def test_injection_in_a_literal_is_only_a_text(literal: str, executors: Executors) -> None:
    for document in (
        {"==": [{"var": "word"}, literal]},
        {"!=": [{"var": "select"}, literal]},
        {"in": [{"var": "word"}, [literal, "a"]]},
        {"in": [literal, {"var": "word"}]},
        {"==": [{"var": ["word", literal]}, literal]},
        {"<": [{"var": "word"}, literal]},
        {"==": [{"if": [{"var": "flag"}, literal, {"var": "word"}]}, literal]},
    ):
        assert_equal(document, read_rule(document, FACTS), executors)
    assert executors.in_postgres(sa.select(sa.func.count()).select_from(sa.table("facts"))) == [(ROW_COUNT,)]
    assert executors.in_duckdb(sa.select(sa.func.count()).select_from(sa.table("facts"))) == [(ROW_COUNT,)]


def test_list_of_ten_thousand_items_is_one_array(executors: Executors) -> None:
    for name, items in (("whole", [*range(9_999), None]), ("share", [number / 4 for number in range(-5_000, 5_000)]), ("word", TEXTS * 10)):
        for document in ({"in": [{"var": name}, items]}, {"!": {"in": [{"var": name}, items]}}):
            assert_equal(document, read_rule(document, FACTS), executors)


HOSTILE = Catalogue.of(
    "facts",
    *(
        Feature(name, "integer", is_nullable=True, description="hostile")
        for name in ('x"; drop table facts; --', "a%(b)s", "select", "ü'", "a b:c")
    ),
    keys=("row_id",),
)


@pytest.mark.parametrize("name", list(HOSTILE.features))
def test_identifier_is_quoted_whatever_it_holds(name: str, executors: Executors) -> None:
    rule = read_rule({">": [{"var": name}, 1]}, HOSTILE)
    quoted = '"' + name.replace('"', '""') + '"'
    source = sa.text(f"(select 5 as {quoted.replace(':', chr(92) + ':')}) as facts")
    statement = sa.select(compile_rule(rule, columns_of(HOSTILE))).select_from(source)
    assert executors.in_duckdb(statement) == [(True,)]
    assert executors.in_postgres(statement) == [(True,)]


def test_name_outside_the_catalogue_never_reaches_sql() -> None:
    for name in [*INJECTIONS, "row_id", "Whole", "facts.whole", ""]:
        with pytest.raises(UnknownField):
            read_rule({">": [{"var": name}, 1]}, FACTS)
