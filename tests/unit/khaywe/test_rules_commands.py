"""`khaywe rules`: what a person types and reads, and one clear line for what they typed wrongly."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from khaywe.cli import app

GOOD = {"and": [{">=": [{"var": "purchase_count_364d"}, 12]}, {"or": [{"in_segment": "vip"}, {"!": {"consent": "email"}}]}]}


def typed(*words: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, ["rules", *words], input=stdin)


@pytest.fixture
def rule(tmp_path: Path) -> str:
    file = tmp_path / "rule.json"
    file.write_text(json.dumps(GOOD))
    return str(file)


def test_conformance_ends_with_the_counts_and_fails_with_a_failure(tmp_path):
    suite = tmp_path / "suite.json"
    suite.write_text(json.dumps(["# sums", {"description": "one [bold]", "rule": {"+": [1, 2]}, "data": None, "result": 3}]))
    told = typed("conformance", str(suite))
    assert (told.exit_code, told.output) == (0, "1 passed, 0 failed\n")
    suite.write_text(json.dumps([{"description": "one [bold]", "rule": {"+": [1, 2]}, "data": None, "result": 4}]))
    told = typed("conformance", str(suite))
    assert told.exit_code == 1
    assert told.output.splitlines() == ['✗ suite.json [0] one [bold]: {"+": [1, 2]} on null is 3, not 4', "0 passed, 1 failed"]


@pytest.mark.parametrize("dialect", ["duckdb", "postgresql", "snowflake", "oracle"])
def test_sql_shows_the_statement_and_what_is_bound(rule, dialect):
    told = typed("sql", rule, "--dialect", dialect, "--as-of", "2017-10-31")
    assert told.exit_code == 0, told.output
    statement, _, binds = told.output.partition("\n-- ")
    assert statement.startswith("SELECT")
    assert "customer_profile" in statement
    assert "2017-10-31" not in statement
    assert '"2017-10-31"' in binds
    assert " = 12" in binds


def test_words_are_english_and_arabic(rule):
    english, arabic = typed("words", rule).output.splitlines()
    assert english == "“Purchases, 364 days” is at least 12, and (in the segment “VIP customers”, or has not agreed to email)"
    assert "كبار العملاء" in arabic


@pytest.mark.parametrize(
    ("words", "text", "said"),
    [
        (["sql", "FILE"], '{"and": [\n{">": [{"var": "recency_dys"}, 1]}]}', "Did you mean 'recency_days'? (line 2, column"),
        (["sql", "FILE"], "{", "This is not JSON"),
        (["sql", "FILE", "--dialect", "mysql"], "true", "There is no dialect 'mysql'; there are duckdb"),
        (["words", "FILE"], '{"map": [1, 2]}', "'map' cannot be used in a segment"),
        (["explain", "FILE", "--member", "1"], '{">": [{"var": "recency_dys"}, 1]}', "Did you mean 'recency_days'?"),
        (["conformance", "FILE"], '{"rule": 1}', "A suite is a JSON array"),
        (["words", "nowhere.json"], None, "nowhere.json cannot be read: No such file or directory."),
    ],
)
def test_what_is_typed_wrongly_is_one_line_and_exit_code_1(tmp_path, words, text, said):
    file = tmp_path / "rule.json"
    file.write_text(text or "")
    told = typed(*[str(file) if word == "FILE" else word for word in words])
    assert told.exit_code == 1
    assert said in told.output
    assert len(told.output.strip().splitlines()) == 1
