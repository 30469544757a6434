"""`khaywe models evaluate uplift` on files as people keep them, and on files that are wrong."""

import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from khaywe.cli import app
from tests.support.experiments import simulated

GOOD = simulated("sloped", rows=1_200, seed=21)[0]
TINY = GOOD.head(60)


def asked(file: Path, *more: str) -> dict:
    result = CliRunner().invoke(app, ["models", "evaluate", "uplift", "--file", str(file), "--json", *more])
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def complaint(file: Path, *more: str) -> str:
    result = CliRunner().invoke(app, ["models", "evaluate", "uplift", "--file", str(file), *more])
    assert result.exit_code == 1, result.output
    lines = result.output.strip().splitlines()
    assert len(lines) == 1
    assert "Traceback" not in result.output
    return lines[0]


def test_the_same_experiment_reads_alike_from_every_kind_of_file(tmp_path: Path) -> None:
    GOOD.write_parquet(tmp_path / "a.parquet")
    GOOD.write_csv(tmp_path / "a.csv")
    words = GOOD.with_columns(pl.col("treated").cast(pl.Boolean), pl.col("outcome").cast(pl.Float64))
    words.write_csv(tmp_path / "b.csv", separator=";", include_bom=True, null_value="NA")
    parquet, comma, semicolon = (asked(tmp_path / name) for name in ("a.parquet", "a.csv", "b.csv"))
    assert parquet["qini"] == comma["qini"] == semicolon["qini"]
    assert parquet["intervals"]["uplift@30"] == semicolon["intervals"]["uplift@30"]
    assert parquet["experiment"]["features"] == ["spend", "visits", "noise", "is_member", "taste"]
    assert {"qini", "uplift@30", "average_effect", "intervals", "baselines"} <= set(parquet)
    assert abs(parquet["baselines"]["random"]["qini"]) < 0.01


def test_scores_of_every_row_can_be_kept_and_columns_ignored(tmp_path: Path) -> None:
    GOOD.with_columns(later_spend=pl.col("outcome") * 3.0).write_csv(tmp_path / "a.csv")
    facts = asked(tmp_path / "a.csv", "--ignore", "later_spend", "--ignore", "noise", "--scores", str(tmp_path / "s.parquet"))
    assert facts["experiment"]["features"] == ["spend", "visits", "is_member", "taste"]
    scores = pl.read_parquet(tmp_path / "s.parquet")
    assert scores["customer_id"].to_list() == GOOD["customer_id"].to_list()
    assert scores["uplift"].is_finite().all()


def test_columns_that_say_nothing_are_named_and_left_out(tmp_path: Path) -> None:
    strange = GOOD.with_columns(
        same=pl.lit(1), nothing=pl.lit(None), email=pl.col("customer_id") + "@example.org", tags=pl.lit([1, 2]).repeat_by(1),
        joined_on=pl.lit("2017-01-01").str.to_date() + pl.duration(days=pl.int_range(pl.len())), wild=pl.lit(float("inf")),
    )  # fmt: skip
    strange.write_parquet(tmp_path / "a.parquet")
    experiment = asked(tmp_path / "a.parquet")["experiment"]
    assert set(experiment["ignored"]) == {"same", "nothing", "email", "tags", "wild"}
    assert "joined_on" in experiment["features"]


def test_the_tables_told_to_a_person_hold_the_verdict(tmp_path: Path) -> None:
    GOOD.write_csv(tmp_path / "a.csv")
    result = CliRunner().invoke(app, ["models", "evaluate", "uplift", "--file", str(tmp_path / "a.csv")])
    assert result.exit_code == 0
    for word in ("qini", "uplift@30", "95 % interval", "better than a random one", "1,200 rows"):
        assert word in result.output


BAD = {
    "lacks the column treated": GOOD.drop("treated"),
    "lacks the column customer_id, outcome": GOOD.drop("customer_id", "outcome"),
    "200 of 1,200 rows have no outcome": GOOD.with_columns(outcome=pl.when(pl.int_range(pl.len()) >= 200).then("outcome")),
    "1 of 1,200 rows have no treated": GOOD.with_columns(treated=pl.when(pl.int_range(pl.len()) > 0).then("treated")),
    "it also says '2'": GOOD.with_columns(treated=pl.col("treated") * 2),
    "outcome must hold numbers": GOOD.with_columns(outcome=pl.lit("gold")),
    "outcome holds an infinite number": GOOD.with_columns(outcome=pl.lit(float("inf"))),
    "Only 0 rows are control": GOOD.with_columns(treated=1),
    "Only 0 rows are treated": GOOD.with_columns(treated=pl.lit("false")),
    "; an effect can be told from 50 rows": TINY,
    "The outcome is 1 in every row": GOOD.with_columns(outcome=1),
    "No feature is left": GOOD.select("customer_id", "treated", "outcome"),
    "has no row": GOOD.head(0),
}


@pytest.mark.parametrize("sentence", BAD)
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_wrong_table_gets_one_clear_sentence(sentence: str, ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"bad.{ending}"
    BAD[sentence].write_csv(file) if ending == "csv" else BAD[sentence].write_parquet(file)
    assert sentence in complaint(file)


def test_files_that_are_no_tables_get_one_clear_sentence(tmp_path: Path) -> None:
    assert "cannot be opened" in complaint(tmp_path / "nowhere.csv")
    assert "cannot be opened" in complaint(tmp_path)
    for name, content in {
        "empty": b"",
        "torn": b"PAR1\x00\x01",
        "picture": b"\x89PNG\r\n\x1a\n\x00\x00",
        "latin": "name\nné".encode("latin-1"),
    }.items():
        (tmp_path / name).write_bytes(content)
        assert str(tmp_path / name) in complaint(tmp_path / name)
    (tmp_path / "ragged.csv").write_text("customer_id,treated,outcome\n1,0,1,5,6\n")
    complaint(tmp_path / "ragged.csv")
    GOOD.write_csv(tmp_path / "a.csv")
    assert "no column absent" in complaint(tmp_path / "a.csv", "--ignore", "absent")


def test_arms_and_outcomes_as_words_categories_or_decimals_are_the_same_experiment(tmp_path: Path) -> None:
    words = pl.when(pl.col("treated").cast(pl.Boolean)).then(pl.lit("Treatment")).otherwise(pl.lit("control"))
    truth = pl.when(pl.col("outcome").cast(pl.Float64) > 0).then(pl.lit("true")).otherwise(pl.lit("false")).cast(pl.Categorical)
    GOOD.write_parquet(tmp_path / "plain.parquet")
    GOOD.with_columns(treated=words.cast(pl.Categorical), outcome=truth).write_parquet(tmp_path / "words.parquet")
    GOOD.with_columns(pl.col("treated", "outcome").cast(pl.Decimal(10, 2))).write_parquet(tmp_path / "decimals.parquet")
    plain, worded, exact = (asked(tmp_path / f"{name}.parquet") for name in ("plain", "words", "decimals"))
    assert plain["qini"] == worded["qini"] == exact["qini"]


def test_one_customer_many_times_is_no_experiment_and_is_said_so(tmp_path: Path) -> None:
    GOOD.with_columns(customer_id=pl.lit("same")).write_parquet(tmp_path / "a.parquet")
    assert "Only 1 customers are in the file" in complaint(tmp_path / "a.parquet")
