"""The SQL of each dialect, word for word. Snowflake and Oracle are compiled here and not executed.

After a wanted change, write the files anew with `python tests/unit/loyalty/rules/test_golden_sql.py` and read the difference.
"""

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from duckdb_engine import Dialect as DuckDbDialect
from snowflake.sqlalchemy.snowdialect import SnowflakeDialect
from sqlalchemy import Dialect
from sqlalchemy.dialects import oracle, postgresql

from loyalty.rules import columns_of, compile_filter, compile_rule, measure_sql, read_rule
from loyalty.rules.terms import Events
from tests.support.rule_executors import TYPES
from tests.support.rules import COUNTED, EVENT, FACTS, LAST, PROVIDED, SUMMED, VOCABULARY

GOLDEN = Path(__file__).parent / "golden"
DIALECTS: dict[str, Dialect] = {
    "duckdb": DuckDbDialect(paramstyle="numeric_dollar"),
    "postgresql": postgresql.dialect(),  # type: ignore[no-untyped-call]
    "snowflake": SnowflakeDialect(force_div_is_floordiv=False),
    "oracle": oracle.dialect(),  # type: ignore[no-untyped-call]
}
W, R, T, S, F, D, C = ({"var": name} for name in ("whole", "ratio", "word", "select", "flag", "seen_on", "count"))
B = {"var": "born_on"}
RULES: list[object] = [
    {"<=": [7, C, 28]},
    {">": [R, 0.5]},
    {"!": {">": [R, 0.5]}},
    {"!": {"<": [W, 5]}},
    {"==": [W, 5]},
    {"!=": [T, "x"]},
    {"==": [R, None]},
    {"!": {"==": [D, None]}},
    {"==": [T, S]},
    {"==": [T, {"if": [F, S]}]},
    {"<": [T, S]},
    {">=": [D, "2017-10-31"]},
    {"in": [T, ["a", "b", None]]},
    {"!": {"in": [W, [1, 2]]}},
    {"in": [W, list(range(21))]},
    {"!": {"in": [D, [f"2017-01-{day:02}" for day in range(1, 32)]]}},
    {"in": ["ring", T]},
    F,
    {"!": F},
    {"==": [F, False]},
    {"!": T},
    {"missing": ["word", "ratio"]},
    {"missing_some": [1, ["word", "seen_on"]]},
    {">": [{"/": [{"+": [W, R]}, C]}, {"*": [2.5, {"-": [C]}]}]},
    {">": [{"max": [W, C, 3]}, {"%": [C, 10]}]},
    {"if": [{">": [W, 1]}, F, {"var": ["flag", True]}]},
    {"==": [{">": [W, 1]}, F]},
    {">": [C, 2.5]},
    {">": [{"days_since": D}, 30]},
    {"<": [{"days_between": ["2017-01-01", D]}, {"days_between": [D, B]}]},
    {"<": [D, {"date_add": [{"today": []}, -30, "days"]}]},
    {">=": [{"date_add": [B, 1, "years"]}, D]},
    {"and": [{"==": [{"date_part": [B, part]}, {"date_part": [{"today": []}, part]}]} for part in ("year", "month", "day", "weekday")]},
    {"<": [{"random_bucket": ["spring", 100]}, 10]},
    {"and": [{"in_segment": "vip"}, {"!": {"consent": "email"}}]},
    {"or": [{">=": [COUNTED, 3]}, {">": [SUMMED, 100.5]}, {"==": [LAST, None]}]},
    True,
]


COLUMNS = {
    **columns_of(FACTS),
    **{term.name: sa.column(term.name.replace(":", "_"), TYPES[term.kind]) for term in PROVIDED},
    "as_of_on": sa.column("as_of_on", sa.Date()),
    "row_id": sa.column("row_id", sa.Text()),
}
TODAY = sa.column("as_of_on", sa.Date())
EVENT_COLUMNS = {"type": sa.column("type", sa.Text()), "happened_on": sa.column("happened_on", sa.Date()), **columns_of(EVENT)}
MEASURES: list[dict[str, Any]] = [
    {"events": ["count", {"type": "purchase", "within_days": 30, "where": {"!": {">": [{"var": "spend_minor"}, 100]}}}]},
    SUMMED,
    LAST,
]


def written(dialect: Dialect) -> str:
    parts = []
    for document in RULES:
        rule, columns = read_rule(document, FACTS, VOCABULARY), COLUMNS
        parts.append(f"-- {json.dumps(document, ensure_ascii=False)}\n-- filter")
        for kind, sql in (("", compile_filter(rule, columns)), ("-- value\n", compile_rule(rule, columns))):
            compiled = sql.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
            parts.append(f"{kind}{compiled.string}")
    for document in MEASURES:
        (term,) = read_rule({"!!": document}, FACTS, VOCABULARY).terms
        assert isinstance(term, Events)
        measure = measure_sql(term, EVENT_COLUMNS, TODAY).compile(dialect=dialect)
        parts.append(f"-- {json.dumps(document, ensure_ascii=False)}\n-- aggregate\n{measure}")
    return "\n".join(parts) + "\n"


@pytest.mark.parametrize("name", DIALECTS)
def test_sql_is_as_written_down(name: str) -> None:
    assert written(DIALECTS[name]) == (GOLDEN / f"{name}.sql").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DIALECTS)
def test_no_value_stands_in_the_sql(name: str) -> None:
    secret = "s3cr3t-ü"  # noqa: S105 - a marker
    rule = read_rule(
        {"or": [{"==": [T, secret]}, {"in": [secret, T]}, {"in": [T, [secret]]}, {"<": [T, secret]}, {"==": [W, 987654321]}]}, FACTS
    )
    for sql in (compile_filter(rule, columns_of(FACTS)), compile_rule(rule, columns_of(FACTS))):
        compiled = sql.compile(dialect=DIALECTS[name], compile_kwargs={"render_postcompile": True})
        assert secret not in compiled.string
        assert "987654321" not in compiled.string
        assert list(compiled.params.values()).count(secret) == 4


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for dialect_name, one in DIALECTS.items():
        (GOLDEN / f"{dialect_name}.sql").write_text(written(one), encoding="utf-8")
