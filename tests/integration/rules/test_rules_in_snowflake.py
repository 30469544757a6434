"""A sample of random rules through the real Snowflake connector against an emulated account (fakesnow).

Emulated: it shows that our words are Snowflake's words and that our binds arrive, not that Snowflake itself counts as we do.
"""

import json
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, event, given, seed, settings

from loyalty.features import FeatureKind
from loyalty.rules import InvalidRule, compile_filter, compile_rule, decide_rule, read_rule
from loyalty.rules.meaning import CheckedRule
from loyalty.rules.show import shown
from loyalty.warehouse import Warehouse, WarehouseQueryFailed, open_warehouse
from tests.support.rule_executors import TYPES, told
from tests.support.rules import FACTS, INJECTIONS, PROVIDED, VOCABULARY, provided_of, rows_of, truths

SEED = 7
"""Always the same sample: among others are rules over which the emulation hangs, in reading the SQL and not in running it."""
ROW_COUNT = 60
EXAMPLES = 30
PAIRS_LEAST = 600
SQL_LENGTH_MAX = 400
"""The emulation reads SQL in Python, and some nested rule can keep it busy for minutes."""
KINDS: dict[str, FeatureKind] = {"row_id": "integer", **{one.name: one.kind for one in [*FACTS, *PROVIDED]}, "as_of_on": "date"}
STORED = {name: f"column_{number}" for number, name in enumerate(KINDS)}
ROWS = [
    {"row_id": number, **row, **provided}
    for number, (row, provided) in enumerate(zip(rows_of(ROW_COUNT, SEED), provided_of(ROW_COUNT, SEED), strict=True))
]
COLUMNS: dict[str, sa.ColumnElement[Any]] = {name: sa.column(STORED[name], TYPES[kind]) for name, kind in KINDS.items()}
_ARROW = {"integer": pa.int64(), "number": pa.float64(), "text": pa.string(), "boolean": pa.bool_(), "date": pa.date32()}
FACTS_TABLE = sa.table("facts", schema="marts")


@pytest.fixture(scope="module")
def snowflake(emulated_account: str) -> Iterator[Warehouse]:
    warehouse = open_warehouse(emulated_account.replace("/?", "/KHAYWE_RULES?"))
    columns = {STORED[name]: pa.array([row[name] for row in ROWS], _ARROW[kind]) for name, kind in KINDS.items()}
    warehouse.replace_rows("marts.facts", pa.table(columns), where={STORED["row_id"]: []})
    yield warehouse
    close = getattr(warehouse, "close", None)
    if close is not None:
        close()


def assert_alike(document: object, rule: CheckedRule, snowflake: Warehouse) -> None:
    is_in = sa.case((compile_filter(rule, COLUMNS), 1), else_=0).label("is_in")
    value = sa.case((sa.not_(compile_rule(rule, COLUMNS)), 0), else_=1).label("is_true")
    statement = sa.select(COLUMNS["row_id"], is_in, value).select_from(FACTS_TABLE).order_by(COLUMNS["row_id"])
    found = [tuple(int(part) for part in row.values()) for row in snowflake.read(statement).to_pylist()]
    decide = decide_rule(rule)
    mine = [(row["row_id"], int(decide(row)), int(decide(row))) for row in ROWS]
    different = [(one, other, ROWS[one[0]]) for one, other in zip(mine, found, strict=True) if one != other]
    assert not different, f"seed {SEED}: {document!r} differs (closure, Snowflake, row): {different[:2]}"


def shifts_by_months(document: object) -> bool:
    """The emulation rewrites DATEADD into a sum the other way round and leaves the marks of the binds where they were."""
    return any(f'"{unit}"' in json.dumps(document) for unit in ("months", "years"))


def test_the_closure_and_the_emulated_snowflake_agree_on_a_sample(snowflake: Warehouse, capsys: pytest.CaptureFixture[str]) -> None:
    pairs = 0

    @seed(SEED)
    # Shallow and not shrunk: the emulation reads SQL in Python, and takes a second for each of hundreds of attempts.
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    @given(truths(depth=2))
    def agree(document: object) -> None:
        nonlocal pairs
        if shifts_by_months(document):
            return
        try:
            rule = read_rule(document, FACTS, VOCABULARY)
        except InvalidRule as refused:
            event(refused.code)
            return
        if len(shown(compile_filter(rule, COLUMNS), "snowflake")[0]) > SQL_LENGTH_MAX:
            return
        try:
            assert_alike(document, rule, snowflake)
        except WarehouseQueryFailed as failed:
            # The emulation hands numbers over as texts: what computes with literals alone has no type there. Snowflake is told the type.
            if "VARCHAR" not in str(failed):
                raise
            event("untyped in the emulation")
            return
        pairs += len(ROWS)

    agree()
    told(capsys, f"{pairs:,} pairs in closure and Snowflake (emulated; always seed {SEED})")
    assert pairs >= PAIRS_LEAST


@pytest.mark.parametrize("literal", INJECTIONS)
def test_an_injection_arrives_in_snowflake_as_a_text(literal: str, snowflake: Warehouse) -> None:
    document = {"or": [{"==": [{"var": "word"}, literal]}, {"in": [literal, {"var": "select"}]}, {"in": [{"var": "word"}, [literal, "a"]]}]}
    assert_alike(document, read_rule(document, FACTS), snowflake)
    count = sa.select(sa.func.count().label("row_count")).select_from(FACTS_TABLE)
    assert snowflake.read(count).column("row_count").to_pylist() == [ROW_COUNT]
