"""The commands of `docs/guides/experiments.md` do what the guide says, on files as it describes them."""

import shlex
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from khaywe.cli import app
from loyalty.settings import PROJECT_DIR
from tests.support.decisions import ACTIONS, simulated_log
from tests.support.experiments import simulated

GUIDE = PROJECT_DIR / "docs" / "guides" / "experiments.md"
COMMANDS = [line for line in GUIDE.read_text().splitlines() if line.startswith("khaywe ")]


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    simulated("sloped", rows=800, seed=41)[0].write_csv("experiment.csv")
    simulation = simulated_log(decisions=1_200, customers=700, seed=42)
    best = [ACTIONS[one] for one in simulation.expected.argmax(axis=1)]
    simulation.table.with_columns(best_action=pl.Series(best)).write_parquet("decisions.parquet")
    pl.DataFrame({"decision_id": simulation.table["decision_id"], "action": best}).write_csv("policy.csv")


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_guide_runs(command: str) -> None:
    result = CliRunner().invoke(app, shlex.split(command)[1:])
    assert result.exit_code == 0, result.output
    assert ("qini" if "uplift" in command else "doubly") in result.output


def test_the_guide_has_commands() -> None:
    assert len(COMMANDS) == 6
