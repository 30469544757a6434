"""The coupon model with the real TensorFlow: better than its baselines, calibrated, alike in LiteRT, reproducible, no leak, and served."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from ml.next_best_offer.coupons.evaluate import judge
from ml.next_best_offer.coupons.history import history_of
from ml.next_best_offer.coupons.score import SCHEMA, coupons_of, score_coupons
from ml.registry import ModelStore
from tests.support.coupons import CAMPAIGN_DAYS, coupon_tables

pytestmark = pytest.mark.slow
TABLES = coupon_tables()


@pytest.fixture(scope="module")
def trained() -> Any:
    from ml.next_best_offer.coupons.train import train_coupons

    return train_coupons(history_of(TABLES), networks=2)


def test_later_campaigns_are_ranked_better_than_by_any_baseline(trained: Any) -> None:
    ours = trained.model.metrics
    for name, theirs in trained.model.baselines.items():
        assert ours["ndcg@10"] > theirs["ndcg@10"], name
    assert trained.judged.p_against("ours", "personal_frequency") < 0.01
    assert trained.judged.p_against("popularity", "ours") > 0.99
    low, high = trained.model.intervals["ndcg@10"]
    assert low < ours["ndcg@10"] < high
    assert ours["ndcg_of_all@10"] <= ours["ndcg@10"]
    assert ours["calibration_error"] < 0.05
    assert max(trained.model.training.as_of_days) < min(trained.model.test.as_of_days)
    assert {one.value for one in trained.model.slices} == {"Type A", "Type B"}


def test_the_same_history_and_seed_give_the_same_model(trained: Any) -> None:
    from ml.next_best_offer.coupons.train import train_coupons

    shuffled = {name: table.sample(fraction=1.0, shuffle=True, seed=3) for name, table in TABLES.items()}
    again = train_coupons(history_of(shuffled), networks=2)
    assert again.model.metrics == trained.model.metrics
    for ours, theirs in zip(trained.model.network.get_weights(), again.model.network.get_weights(), strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_shuffled_answers_teach_nothing(trained: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were an answer hidden among the features, a model of shuffled answers would still find it."""
    from ml.next_best_offer.coupons import train

    real = train.ask

    def shuffled(*arguments: Any) -> Any:
        asked = real(*arguments)
        if max(one.as_of_on for one in asked.campaigns) >= trained.judged_from:
            return asked
        answers = pl.Series("has_bought", np.random.default_rng(7).permutation(asked.rows["has_bought"].to_numpy()))
        return type(asked)(asked.campaigns, asked.rows.with_columns(answers), asked.truth)

    monkeypatch.setattr(train, "ask", shuffled)
    blind = train.train_coupons(history_of(TABLES), networks=1)
    by_chance = judge(blind.asked, {"chance": np.random.default_rng(8).random(blind.asked.rows.height)}).metrics("chance")["ndcg@10"]
    assert blind.model.metrics["ndcg@10"] < 2 * by_chance


def test_the_champion_scores_live_coupons_of_targeted_households(trained: Any, tmp_path: Path) -> None:
    from ml.next_best_offer.coupons.export import release_coupons

    outcome = release_coupons(trained.model, ModelStore(tmp_path), as_of_on=date(2017, 8, 1))
    assert outcome.is_champion, outcome.reasons
    assert outcome.manifest.parity_difference_max <= 1e-4
    model = ModelStore(tmp_path).champion("coupon-response").model
    third = TABLES["campaigns"].row(2, named=True)
    history = history_of(TABLES)
    on = third["starts_on"] + timedelta(days=4)
    rows = score_coupons(model, history, as_of_on=on, scored_at=datetime(2017, 8, 2, tzinfo=UTC))
    assert rows.schema == SCHEMA
    table = pl.DataFrame(rows)
    assert set(table["campaign_id"]) == {"3"}
    assert set(table["customer_id"]) <= set(TABLES["targets"].filter(pl.col("campaign_id") == 3)["customer_id"])
    assert table.group_by("customer_id").agg(pl.len())["len"].max() <= 10
    assert table["score_probability"].is_between(0, 1).all()
    assert table["reason"].is_in(["BOUGHT_BEFORE", "BOUGHT_BY_ALIKE", "POPULAR"]).all()
    named = TABLES["coupons"].select(pl.col("campaign_id", "coupon_id", "product_id").cast(pl.String))
    assert table.join(named, on=["campaign_id", "coupon_id", "product_id"], how="anti").height == 0
    first = table.filter(pl.col("coupon_rank") == 1).join(table.filter(pl.col("coupon_rank") == 2), on="customer_id")
    assert (first["score_probability"] >= first["score_probability_right"]).all()
    between = third["ends_on"] + timedelta(days=1)
    assert score_coupons(model, history, as_of_on=between, scored_at=datetime(2017, 8, 2, tzinfo=UTC)).num_rows == 0
    assert CAMPAIGN_DAYS < 20


def test_a_coupon_is_as_likely_as_any_of_its_products() -> None:
    scored = pl.DataFrame({"customer_id": [1, 1, 1], "product_id": [1, 2, 3], "probability": [0.5, 0.2, 0.1]})
    coupons = pl.DataFrame({"coupon_id": [7, 7, 8, 8], "product_id": [1, 2, 3, 9]})
    found = coupons_of(scored, coupons)
    assert found.rows() == [(1, 7, pytest.approx(0.6), 1), (1, 8, pytest.approx(0.1), 3)]


def test_the_command_trains_on_a_folder_and_tells_what_is_missing(tmp_path: Path) -> None:
    import json

    from typer.testing import CliRunner

    from khaywe.cli import app

    ask = ["models", "evaluate", "coupons", "--folder", str(tmp_path), "--json"]
    missing = CliRunner().invoke(app, ask)
    assert missing.exit_code == 1
    assert "holds no purchases.parquet" in missing.output
    for name, table in TABLES.items():
        table.write_csv(tmp_path / f"{name}.csv") if name == "targets" else table.write_parquet(tmp_path / f"{name}.parquet")
    facts = json.loads(CliRunner().invoke(app, ask).output)
    assert facts["ours"]["ndcg@10"] > facts["personal_frequency"]["ndcg@10"]
    assert {"popularity", "tifu", "intervals", "p_against", "slices", "protocol"} <= set(facts)
