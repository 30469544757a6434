"""`khaywe models evaluate lifetime-value` on files of purchases as people have them, and what it says of those it cannot read."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from khaywe.models import app
from tests.support.purchases import purchases

FIRST, LAST = date(2017, 1, 1), date(2017, 12, 31)


def says(*arguments: str, fails: bool = False) -> str:
    found = CliRunner().invoke(app, ["evaluate", "lifetime-value", *arguments])
    assert (found.exit_code != 0) is fails, found.output
    return found.output


@pytest.fixture(scope="module")
def lines() -> pl.DataFrame:
    found = pl.DataFrame(purchases(400, first=FIRST, last=LAST))
    return found.select(
        customer_id=pl.col("customer_id").str.replace("cus_", "").cast(pl.Int64),
        occurred_at=pl.col("purchased_on").cast(pl.Datetime) + pl.duration(hours=9),
        spend=pl.col("spend_minor") / 100,
    )


def test_it_says_the_same_of_parquet_and_csv_and_whatever_the_order(tmp_path: Path, lines: pl.DataFrame) -> None:
    lines.write_parquet(tmp_path / "purchases.parquet")
    lines.sample(fraction=1.0, shuffle=True, seed=1).write_csv(tmp_path / "purchases.csv")
    told: list[dict[str, Any]] = [
        json.loads(says("--purchases", str(tmp_path / name), "--json")) for name in ("purchases.parquet", "purchases.csv")
    ]
    assert told[0] == told[1]
    judged = told[0]["judgement"]
    assert judged["metrics"]["purchase_mae"] < judged["baselines"]["rate_so_far"]["purchase_mae"]
    assert judged["metrics"]["purchase_total_ratio"] == pytest.approx(1.0, abs=0.15)
    assert told[0]["purchases"]["customer_count"] == 400


def test_a_table_names_the_measures_and_the_simple_answers(tmp_path: Path, lines: pl.DataFrame) -> None:
    lines.write_parquet(tmp_path / "purchases.parquet")
    told = says("--purchases", str(tmp_path / "purchases.parquet"), "--horizon-days", "56")
    assert "400 customers" in told
    assert "Judged on the 56 days after" in told


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda rows: rows.drop("customer_id"), "lacks a column: customer_id"),
        (lambda rows: rows.drop("occurred_at"), "lacks a column: occurred_at"),
        (lambda rows: rows.with_columns(occurred_at=pl.lit("soon")), "empty values in purchased_on"),
        (lambda rows: rows.with_columns(occurred_at=pl.lit(3)), "occurred_at holds no dates"),
        (lambda rows: rows.with_columns(spend=pl.lit("much")), "spend holds no numbers"),
        (lambda rows: rows.with_columns(spend=pl.lit(float("inf"))), "no finite number"),
        (lambda rows: rows.with_columns(customer_id=pl.lit(None, pl.Int64)), "empty values in customer_id"),
        (lambda rows: rows.with_columns(amount=pl.col("spend")), "in several columns"),
        (lambda rows: rows.head(0), "no purchase"),
        (lambda rows: rows.filter(pl.col("customer_id") < 3), "at least 10 customers"),
    ],
)
def test_a_file_that_cannot_be_used_gets_one_sentence(tmp_path: Path, lines: pl.DataFrame, change: Any, sentence: str) -> None:
    change(lines).write_parquet(tmp_path / "purchases.parquet")
    said = says("--purchases", str(tmp_path / "purchases.parquet"), fails=True)
    assert sentence in " ".join(said.split())
    assert str(tmp_path) not in said


def test_a_file_that_is_not_there_or_no_table_gets_one_sentence(tmp_path: Path) -> None:
    assert "There is no file nothing.parquet" in says("--purchases", str(tmp_path / "nothing.parquet"), fails=True)
    (tmp_path / "picture.parquet").write_bytes(b"\x89PNG")
    assert "cannot be read as CSV or Parquet" in says("--purchases", str(tmp_path / "picture.parquet"), fails=True)
