"""`khaywe models`: what a person sees and decides about stored models, over a registry in PostgreSQL."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

import khaywe.environment
from khaywe.cli import app
from loyalty.clock import TurnedClock
from loyalty.database import Database
from loyalty.settings import Settings
from ml.registry import ModelStore
from ml.registry.model import Outcome
from ml.registry.records import Records
from tests.support.stored_models import a_model

AT = datetime(2017, 8, 14, 4, tzinfo=UTC)
FIRST, SECOND = "2017-08-13.1", "2017-08-13.2"


@pytest.fixture
def records(database: Database) -> Records:
    return Records(database, TurnedClock(AT))


@pytest.fixture
def store(records: Records, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModelStore:
    """A stack whose registry knows two versions of churn: one serves, and the other was not good enough."""
    from contextlib import contextmanager

    @contextmanager
    def running():
        yield Settings(database_url=database_url, var_dir=tmp_path / "var")

    monkeypatch.setattr(khaywe.environment, "stack_running", running)
    store = ModelStore(tmp_path / "var" / "models", records=records)
    for version, auc in ((FIRST, 0.90), (SECOND, 0.88)):
        manifest, content = a_model(version, auc=auc)
        store.add(manifest, content)
    store.promote("churn", FIRST, reasons=["auc 0.9000, better than every baseline"])
    records.ran("churn", as_of_on=date(2017, 8, 13), outcome=Outcome.STORED, code_version="1+a", version=SECOND, compared_with=FIRST)
    store.keep("churn", SECOND, reasons=[f"{SECOND} has auc 0.8800; the champion {FIRST} has 0.9000 on the same rows."])
    return store


def says(*words: str, code: int = 0) -> str:
    answer = CliRunner().invoke(app, ["models", *words], env={"COLUMNS": "200"})
    assert answer.exit_code == code, (answer.output, answer.exception)
    return answer.output


def test_list_tells_every_version_and_which_serves(store: ModelStore) -> None:
    told = says("list")
    assert [line.split()[1:6:2] for line in told.splitlines() if "churn" in line] == [
        ["churn", FIRST, "CHAMPION"],
        ["churn", SECOND, "CANDIDATE"],
    ]
    rows = json.loads(says("list", "--json"))
    assert [(row["version"], row["state"], row["metrics"]["auc"]) for row in rows] == [
        (FIRST, "CHAMPION", 0.9),
        (SECOND, "CANDIDATE", 0.88),
    ]


def test_show_tells_windows_hashes_runs_and_decisions(store: ModelStore) -> None:
    told = json.loads(says("show", "churn", "--json"))
    assert told["version"] == FIRST
    assert told["manifest"]["model_sha256"] == store.manifest("churn", FIRST).model_sha256
    assert told["decisions"][0]["verdict"] == "PROMOTED"
    assert "run 2017-08-14 04:00 of 2017-08-13: stored, version" in says("show", "churn", SECOND)


def test_a_version_below_the_champion_is_promoted_only_with_a_reason_that_is_recorded(store: ModelStore, records: Records) -> None:
    assert "does not pass the gates" in says("promote", "churn", SECOND, code=1)
    assert "needs --reason" in says("promote", "churn", SECOND, "--force", code=1)
    assert store.version("churn").manifest.version == FIRST
    assert f"{SECOND} serves now instead of {FIRST}" in says("promote", "churn", SECOND, "--force", "--reason", "a drill")
    decision = records.decisions("churn", SECOND)[-1]
    assert (decision.verdict.value, decision.reasons[0], decision.instead_of) == ("FORCED", "a drill", FIRST)
    assert decision.reasons[1].startswith("Against it: ")


def test_promoting_what_serves_changes_and_records_nothing(store: ModelStore, records: Records) -> None:
    before = records.decisions("churn", FIRST)
    assert f"churn {FIRST} serves already." in says("promote", "churn", FIRST)
    assert records.decisions("churn", FIRST) == before


def test_a_version_is_told_whole_on_a_narrow_screen(store: ModelStore) -> None:
    told = CliRunner().invoke(app, ["models", "list"], env={"COLUMNS": "60"}).output
    assert FIRST in told
    assert SECOND in told


def test_rollback_is_one_command_and_what_served_before_may_serve_again_unforced(store: ModelStore) -> None:
    says("promote", "churn", SECOND, "--force", "--reason", "a drill")
    assert f"churn {FIRST} serves again" in says("rollback", "churn", "--reason", "it was a drill")
    assert store.champion("churn").model.manifest.version == FIRST
    assert "no earlier champion" in says("rollback", "churn", code=1)
    assert f"{SECOND} serves now" in says("promote", "churn", SECOND)


def test_a_version_that_was_never_compared_with_the_champion_is_told_so(store: ModelStore) -> None:
    manifest, content = a_model("2017-08-13.3", auc=0.95)
    store.add(manifest, content)
    assert "never measured on the same rows" in says("promote", "churn", "2017-08-13.3", code=1)


def test_what_is_not_there_is_one_clear_line(store: ModelStore) -> None:
    assert f"stored are: {FIRST}, {SECOND}" in says("show", "churn", "2016-01-01.1", code=1)
    assert "There is no model weather" in says("card", "weather", code=1)


def test_the_card_tells_use_limits_windows_intervals_slices_lineage_and_decisions(store: ModelStore, tmp_path: Path) -> None:
    says("card", "churn", "--out", str(tmp_path / "card.md"))
    card = (tmp_path / "card.md").read_text()
    assert card.startswith(f"# churn {FIRST}: model card\n")
    for words in (
        "**Use**: choosing whom to win back",
        "**Not for**",
        "**Limits.**",
        "| judged | 2017-08-13 | 600 | 60 (10.0%) | 56 days |",
        "| auc | **0.9000** | 0.8800 to 0.9200 | 0.8200 |",
        "## By household size",
        "| 5+ | 40 | 0.8600 |",
        "## By income",
        "| 1 | 200 | 0.9100 |",
        store.manifest("churn", FIRST).model_sha256,
        "better than every baseline",
    ):
        assert words in card, words
