"""`khaywe rules sql` of a rule that refers to other segments: those of the loyalty database, where there is one."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from khaywe import rules
from khaywe.rules import show_sql
from loyalty.clock import TurnedClock
from loyalty.database import Database
from loyalty.features import load_catalogue
from loyalty.segments import segment_from_json, store_segments
from loyalty.settings import Settings
from tests.support.service import EVENING

DAY = date(2017, 10, 31)
RULE = {"and": [{"in_segment": "house-favourites"}, {">": [{"var": "recency_days"}, 3]}]}


def told(tmp_path: Path, rule: object = RULE) -> str:
    file = tmp_path / "rule.json"
    file.write_text(json.dumps(rule))
    screen = Console(file=io.StringIO(), width=80)
    show_sql(screen, file, "duckdb", DAY)
    assert isinstance(screen.file, io.StringIO)
    return screen.file.getvalue()


def test_segments_are_taken_from_the_database_that_the_settings_name(
    database: Database, database_url: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KHAYWE_DATABASE_URL", database_url)
    monkeypatch.setenv("KHAYWE_DAGSTER_DATABASE_URL", database_url)
    monkeypatch.setenv("KHAYWE_REDIS_URL", redis_url)
    document: dict[str, Any] = {"name": {"en": "F"}, "description": {"en": "F"}, "owner": "m", "rule": {">=": [{"var": "tenure_days"}, 77]}}
    with database.begin() as work:
        segment = segment_from_json("house-favourites", document, load_catalogue())
        store_segments([segment], within=work, clock=TurnedClock(EVENING))
    said = told(tmp_path)
    assert "-- the segments that it refers to are those of the loyalty database" in said.splitlines()
    assert "tenure_days" in said
    assert "77" in said


def test_without_a_database_the_definitions_are_meant_and_a_plain_rule_asks_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> Settings:
        raise AssertionError("nothing is to be contacted")

    monkeypatch.setattr(rules, "stack_running", refuse)
    assert "-- the segments that it refers to are those of the definitions" in told(tmp_path).splitlines()
    assert "segments" not in told(tmp_path, {">": [{"var": "recency_days"}, 3]}).splitlines()[0]
