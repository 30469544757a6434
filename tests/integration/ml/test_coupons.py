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
    assert trained.model.algorithm == "network"


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
    # What knows no answer serves instead: a formula, which has none to be misled by.
    assert blind.model.algorithm != "network"
    assert blind.model.baselines["network"]["ndcg@10"] < 2 * by_chance


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


@pytest.fixture
def beaten(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What comes out where the network has learnt nothing."""
    from ml.next_best_offer.coupons import train

    monkeypatch.setattr(train, "EPOCHS_MAX", 0)
    return train.train_coupons(history_of(TABLES), networks=1)


def test_where_the_network_beats_not_every_baseline_the_best_formula_is_the_model(beaten: Any, tmp_path: Path) -> None:
    from ml.next_best_offer.coupons.export import release_coupons
    from ml.next_best_offer.coupons.train import probabilities_of

    model = beaten.model
    both = {name: beaten.judged.metrics(name)["ndcg@10"] for name in ("tifu", "personal_frequency")}
    assert model.algorithm == max(both, key=lambda name: both[name])
    assert model.metrics["ndcg@10"] == pytest.approx(both[model.algorithm], abs=1e-3)
    assert model.metrics["ndcg@10"] > model.baselines["network"]["ndcg@10"]
    assert model.algorithm not in model.baselines
    assert {"popularity", "personal_recent", "neighbours"} < set(model.baselines)
    assert model.metrics["calibration_error"] < 0.05
    assert model.metrics["auc"] > 0.7

    store = ModelStore(tmp_path)
    outcome = release_coupons(model, store, as_of_on=date(2017, 8, 1))
    assert outcome.manifest.algorithm == model.algorithm
    assert outcome.manifest.parity_difference_max <= 1e-4
    assert outcome.manifest.parity_rank_agreement >= 0.9999
    loses_to = [name for name, theirs in model.baselines.items() if not model.metrics["ndcg@10"] > theirs["ndcg@10"]]
    assert outcome.is_champion is not bool(loses_to), outcome.reasons
    if loses_to:
        store.promote(model.name, outcome.manifest.version, reasons=["only here"])
    served = store.champion("coupon-response").model
    # What serves ranks as the formula does, through LiteRT.
    said = judge(beaten.asked, {"served": probabilities_of(served, beaten.asked).round(6)}).metrics("served")
    assert said["ndcg@10"] == pytest.approx(model.metrics["ndcg@10"], abs=1e-3)
    third = TABLES["campaigns"].row(2, named=True)
    rows = score_coupons(
        served, history_of(TABLES), as_of_on=third["starts_on"] + timedelta(days=4), scored_at=datetime(2017, 8, 2, tzinfo=UTC)
    )
    assert rows.num_rows > 100
    assert set(rows["model_version"].to_pylist()) == {served.manifest.model_version}


def test_a_formula_taken_again_is_the_same_file_and_serves_on(beaten: Any, tmp_path: Path) -> None:
    from ml.next_best_offer.coupons.export import release_coupons

    store = ModelStore(tmp_path)
    first = release_coupons(beaten.model, store, as_of_on=date(2017, 8, 1))
    store.promote(beaten.model.name, first.manifest.version, reasons=["only here"])
    again = release_coupons(beaten.model, store, as_of_on=date(2017, 8, 8))
    assert again.manifest.model_sha256 == first.manifest.model_sha256
    assert not again.is_champion
    assert store.champion("coupon-response").model.manifest.version == first.manifest.version


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
    assert facts["protocol"]["ours_is"] == "network"
