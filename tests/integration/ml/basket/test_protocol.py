"""The protocol end to end with the real TensorFlow and LiteRT, on made-up baskets. Not here: real data (bench M-3)."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from khaywe.cli import app
from ml.metrics import paired_p
from ml.next_best_offer.basket.baskets import Baskets
from ml.next_best_offer.basket.plan import plan_in_time
from ml.next_best_offer.basket.protocol import BASELINES, OURS, Judged, learn, run_plan
from ml.next_best_offer.basket.read import baskets_of
from tests.support.baskets import habitual

pytestmark = pytest.mark.slow
SEED = 7


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    return habitual(customers=150, items=120)


@pytest.fixture(scope="module")
def baskets(frame: pl.DataFrame) -> Baskets:
    return baskets_of(frame)


@pytest.fixture(scope="module")
def judged(baskets: Baskets) -> Judged:
    return run_plan(baskets, plan_in_time(baskets, seed=SEED), lengths=[5, 10], seed=SEED)


@pytest.mark.parametrize("baseline", BASELINES)
@pytest.mark.parametrize("measure", ["recall@10", "ndcg@10"])
def test_habits_in_a_rhythm_are_foretold_better_than_by_any_baseline(judged: Judged, baseline: str, measure: str):
    assert paired_p(judged.found[OURS][measure], judged.found[baseline][measure], SEED) < 0.01


def test_every_judged_customer_has_one_figure_per_measure(judged: Judged, baskets: Baskets):
    assert sorted(judged.customers) == list(range(baskets.customer_count))
    for method in (OURS, *BASELINES):
        assert set(judged.found[method]) == {f"{name}@{k}" for name in ("recall", "ndcg", "hit") for k in (5, 10)}
        assert all(((values >= 0) & (values <= 1)).all() for values in judged.found[method].values())


def test_the_same_baskets_and_seed_give_the_same_bytes(judged: Judged, baskets: Baskets):
    again = learn(baskets, plan_in_time(baskets, seed=SEED), lengths=[5, 10], seed=SEED)
    assert again.content == judged.model.content
    assert again.blend == judged.model.blend


def test_litert_scores_as_keras_does(judged: Judged):
    assert judged.model.parity_difference <= 1e-4


def test_shuffled_items_are_foretold_no_better_than_by_popularity(baskets: Baskets):
    """With every line's item drawn from another line nobody has habits: what is left is what everyone buys."""
    shuffled = replace(baskets, items=np.random.default_rng(3).permutation(baskets.items))
    found = run_plan(shuffled, plan_in_time(shuffled, seed=SEED), lengths=[10], seed=SEED).found
    lead = found[OURS]["recall@10"] - found["popularity"]["recall@10"]
    error = lead.std() / np.sqrt(len(lead))
    assert abs(lead.mean()) < 4.0 * error + 0.01


def test_the_command_runs_the_folds_and_prints_json_alone(frame: pl.DataFrame, tmp_path: Path):
    file = tmp_path / "some.parquet"
    frame.with_columns(pl.format("c{}", "customer_id").alias("customer_id"), pl.col("occurred_at").cast(pl.Date)).write_parquet(file)
    asked = ["models", "evaluate", "next-basket", "--baskets", str(file), "--users-split", "60/15/25", "--folds", "2"]
    answer = CliRunner().invoke(app, [*asked, "--k", "5", "10", "--json"])
    assert answer.exit_code == 0, answer.output
    facts = json.loads(answer.stdout)
    assert set(facts) == {"ours", "tifu_knn", "personal_top", "popularity", "intervals", "ours_against", "protocol"}
    assert set(facts["ours"]) == {"recall@5", "ndcg@5", "hit@5", "recall@10", "ndcg@10", "hit@10"}
    assert facts["ours"]["recall@10"] > max(facts[name]["recall@10"] for name in BASELINES)
    assert facts["ours_against"]["tifu_knn"]["recall@10"]["p"] < 0.05
    assert facts["protocol"]["judgements"] == 76
    low, high = facts["intervals"]["ours"]["ndcg@10"]
    assert low < facts["ours"]["ndcg@10"] < high


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--users-split", "72/8"], "--users-split takes three shares"),
        (["--folds", "5"], "--folds needs --users-split"),
        (["--k", "0"], "--k takes numbers from 1 to 1000"),
        (["--k", "10", "many"], "--k takes numbers from 1 to 1000"),
    ],
)
def test_what_was_asked_wrongly_is_told_in_one_sentence(frame: pl.DataFrame, tmp_path: Path, arguments: list[str], sentence: str):
    frame.write_parquet(tmp_path / "some.parquet")
    answer = CliRunner().invoke(app, ["models", "evaluate", "next-basket", "--baskets", str(tmp_path / "some.parquet"), *arguments])
    assert answer.exit_code == 1
    assert sentence in answer.output


def test_a_file_with_a_missing_column_is_told_in_one_sentence(frame: pl.DataFrame, tmp_path: Path):
    frame.drop("item_id").write_parquet(tmp_path / "some.parquet")
    answer = CliRunner().invoke(app, ["models", "evaluate", "next-basket", "--baskets", str(tmp_path / "some.parquet"), "--json"])
    assert answer.exit_code == 1
    assert "some.parquet lacks item_id" in answer.output
