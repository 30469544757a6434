"""`khaywe rules explain`: every clause with its truth and the values it saw, from what the service would read."""

import io
import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from rich.console import Console

from khaywe.rules import MemberUnknownHere, explain_from
from loyalty.database import Database
from loyalty.features import load_catalogue
from loyalty.ids import show_id
from loyalty.members import MEMBER_ID_PREFIX
from loyalty.rules import InvalidRule
from loyalty.segments import Source
from loyalty.warehouse import open_warehouse
from tests.support.segments import enrolled

DAY = date(2017, 10, 31)
RULE = {
    "and": [
        {">=": [{"var": "recency_days"}, 14]},
        {"or": [{"!": {">": [{"var": "churn_probability"}, 0.5]}}, {"==": [{"date_part": [{"today": []}, "month"]}, 10]}]},
        {"<": [{"random_bucket": ["spring", 2]}, 2]},
    ]
}


@pytest.fixture
def source() -> Source:
    warehouse = open_warehouse("duckdb:///:memory:")
    profile = {
        "customer_id": ["7", "8"],
        "as_of_on": pa.array([DAY, DAY], pa.date32()),
        "recency_days": pa.array([20, 3], pa.int64()),
        "churn_probability": pa.array([0.75, None], pa.float64()),
    }
    warehouse.replace_rows("marts.customer_profile", pa.table(profile), where={"as_of_on": [DAY]})
    return Source(warehouse, DAY, load_catalogue())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "rule.json"
    file.write_text(json.dumps(RULE))
    return file


def explained(file: Path, member: str, source: Source, database: Database, language: str = "en") -> tuple[bool, list[str]]:
    screen = Console(file=io.StringIO(), width=80)
    with database.begin() as work:
        holds = explain_from(screen, file, member, language, source=source, work=work)
    assert isinstance(screen.file, io.StringIO)
    return holds, screen.file.getvalue().splitlines()


def test_every_clause_is_told_with_its_truth_and_its_values(file, source, database):
    holds, lines = explained(file, "7", source, database)
    assert holds
    assert lines[0] == "customer 7, data of 2017-10-31"
    assert lines[1] == "✓ and"
    assert lines[2] == "✓   Days since last purchase is at least 14   [recency_days = 20]   /and/0"
    assert lines[3] == "✓   or   /and/1"
    assert lines[4] == "✗     not   /and/1/or/0"
    assert lines[5] == "✓       Churn probability is more than 50%   [churn_probability = 0.75]   /and/1/or/0/!"
    assert lines[6] == '✓     the month of today is Oct   [today = "2017-10-31"]   /and/1/or/1'
    assert lines[7].startswith("✓   the random part of 2")


def test_a_rule_that_does_not_hold_says_which_clause_and_null_is_shown_as_null(file, source, database):
    holds, lines = explained(file, "8", source, database, "ar")
    assert not holds
    assert lines[2] == "✗   أيام منذ آخر شراء لا يقل عن ١٤   [recency_days = 3]   /and/0"
    assert "[churn_probability = null]" in lines[5]


def test_a_member_is_named_by_our_id_too_and_an_unknown_one_is_refused(file, source, database):
    with database.begin() as work:
        ids = enrolled(work, ["7", "9"])
    assert explained(file, show_id(MEMBER_ID_PREFIX, ids["7"]), source, database)[0]
    for stranger in ("nobody", show_id(MEMBER_ID_PREFIX, ids["9"]), "mbr_" + "0" * 32):
        with pytest.raises(MemberUnknownHere):
            explained(file, stranger, source, database)


def test_a_segment_that_does_not_exist_is_refused_by_name(source, database, tmp_path):
    file = tmp_path / "rule.json"
    file.write_text('{"in_segment": "nowhere"}')
    with pytest.raises(InvalidRule, match=r"no segment 'nowhere'.*\(line 1, column 16\)"):
        explained(file, "7", source, database)
