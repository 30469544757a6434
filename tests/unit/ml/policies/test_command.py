"""`khaywe models evaluate policy` on logs as a service exports them, and on logs that are wrong."""

import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from khaywe.cli import app
from tests.support.decisions import ACTIONS, simulated_log

SIMULATION = simulated_log(decisions=1_500, customers=900, seed=31)
GOOD = SIMULATION.table


def invoked(file: Path, policy: str, *more: str):
    return CliRunner().invoke(app, ["models", "evaluate", "policy", "--log", str(file), "--policy", policy, *more])


def complaint(file: Path, policy: str = "uniform") -> str:
    result = invoked(file, policy)
    assert result.exit_code == 1, result.output
    assert len(result.output.strip().splitlines()) == 1
    return result.output


def test_a_log_answers_for_named_policies_and_for_a_file(tmp_path: Path) -> None:
    GOOD.write_parquet(tmp_path / "log.parquet")
    rows = [(decision, action, chance) for decision, chances in zip(GOOD["decision_id"], SIMULATION.chances, strict=True)
            for action, chance in zip(ACTIONS, chances, strict=True)]  # fmt: skip
    pl.DataFrame(rows, schema=["decision_id", "action", "probability"], orient="row").write_csv(tmp_path / "same.csv")
    facts = {
        policy: json.loads(invoked(tmp_path / "log.parquet", policy, "--json").output)
        for policy in ("uniform", "always:milk", str(tmp_path / "same.csv"))
    }
    for one in facts.values():
        assert {"ips", "snips", "doubly_robust", "support", "lead"} <= set(one)
        assert one["doubly_robust"]["low"] < one["doubly_robust"]["value"] < one["doubly_robust"]["high"]
        assert one["log"]["context"] == ["best_score", "recency"]
    same = facts[str(tmp_path / "same.csv")]
    assert same["ips"] == same["logged"]
    assert same["support"]["effective_share"] == pytest.approx(1.0)


def test_a_log_of_our_own_offers_judges_the_policy_without_exploration(tmp_path: Path) -> None:
    """Columns as `loyalty.offers.log` writes them; the score and the reason of the drawn offer are no context."""
    best = [ACTIONS[one] for one in SIMULATION.chances.argmax(axis=1)]
    GOOD.with_columns(
        model_score=pl.when(pl.col("action") == "milk").then(0.9).otherwise(0.1), reason_code=pl.col("action"), model_version=pl.lit("v1"),
        best_action=pl.Series(best), arm_count=pl.lit(3),
    ).write_parquet(tmp_path / "log.parquet")  # fmt: skip
    facts = json.loads(invoked(tmp_path / "log.parquet", "column:best_action", "--json").output)
    assert facts["log"]["context"] == ["best_score", "recency", "best_action"]
    truth = SIMULATION.expected[range(len(best)), SIMULATION.chances.argmax(axis=1)].mean()
    assert facts["doubly_robust"]["low"] - 0.01 < truth < facts["doubly_robust"]["high"] + 0.01
    assert "lacks the column" in complaint(tmp_path / "log.parquet", "column:nowhere")


def test_open_decisions_are_left_out_and_counted(tmp_path: Path) -> None:
    GOOD.with_columns(reward=pl.when(pl.int_range(pl.len()) >= 100).then("reward")).write_parquet(tmp_path / "log.parquet")
    told = invoked(tmp_path / "log.parquet", "always:milk")
    assert told.exit_code == 0
    assert "1,400 decisions (100 more are open still)" in told.output
    assert "doubly robust" in told.output


BAD = {
    "lacks the column propensity": GOOD.drop("propensity"),
    "lacks the column reward": GOOD.drop("reward"),
    "have no propensity": GOOD.with_columns(propensity=pl.when(pl.int_range(pl.len()) > 0).then("propensity")),
    "no chance above 0 and up to 1, such as 1.5": GOOD.with_columns(propensity=pl.lit(1.5)),
    "no chance above 0 and up to 1, such as 0": GOOD.with_columns(propensity=pl.lit(0.0)),
    "stand in the log more than once": GOOD.with_columns(decision_id=pl.lit("ofr_1")),
    "reward must hold numbers": GOOD.with_columns(reward=pl.lit("gold")),
    "has 10 decisions with a reward": GOOD.head(10),
}


@pytest.mark.parametrize("sentence", BAD)
def test_a_wrong_log_gets_one_clear_sentence(sentence: str, tmp_path: Path) -> None:
    BAD[sentence].write_parquet(tmp_path / "log.parquet")
    assert sentence in complaint(tmp_path / "log.parquet")


def test_a_policy_that_cannot_be_judged_gets_one_clear_sentence(tmp_path: Path) -> None:
    log = tmp_path / "log.parquet"
    GOOD.write_parquet(log)
    certain = pl.DataFrame({"decision_id": GOOD["decision_id"], "action": "milk"})
    files = {
        "says nothing of 1,400": certain.head(100),
        "never did": certain.with_columns(action=pl.lit("caviar")),
        "do not sum to 1": certain.with_columns(probability=pl.lit(0.4)),
        "lacks the column action": certain.drop("action"),
    }
    for sentence, table in files.items():
        table.write_parquet(tmp_path / "policy.parquet")
        assert sentence in complaint(log, str(tmp_path / "policy.parquet"))
    assert "never did caviar" in complaint(log, "always:caviar")
    assert "There is no policy 'thompson'" in complaint(log, "thompson")
    assert "cannot be opened" in complaint(tmp_path / "nowhere.parquet")
