"""The nightly model of next baskets, from marts to scores, with the real TensorFlow and LiteRT on made-up purchases."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from loyalty.warehouse import Warehouse, open_warehouse
from ml.next_best_offer.basket.contract import CONTRACT, MODEL_NAME, PRODUCTS_PER_CUSTOMER
from ml.next_best_offer.basket.errors import BasketsTooFew
from ml.next_best_offer.basket.export import release_next_basket
from ml.next_best_offer.basket.history import read_coming_baskets, read_past_baskets
from ml.next_best_offer.basket.learn import Effort, rows_of_coming, train_next_basket
from ml.next_best_offer.basket.score import SCHEMA, score_next_baskets
from ml.registry import ModelStore
from ml.runtime import ModelContractUnknown, Scored, ScoringModel
from ml.training.release import Released
from tests.support.basket_marts import last_day, put_purchases
from tests.support.baskets import habitual, lines
from tests.support.stored_models import a_model

pytestmark = pytest.mark.slow
AT = datetime(2024, 6, 1, 4, tzinfo=UTC)
EFFORT = Effort(customers_max=1_000, lists_wanted=600, lists_seen=3_000, networks=1)


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    return habitual(customers=140, items=120, seed=3)


@pytest.fixture(scope="module")
def warehouse(frame: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    opened = open_warehouse(f"duckdb:///{tmp_path_factory.mktemp('baskets') / 'w.duckdb'}")
    put_purchases(opened, frame)
    return opened


@pytest.fixture(scope="module")
def today(frame: pl.DataFrame) -> date:
    return last_day(frame)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> ModelStore:
    return ModelStore(tmp_path_factory.mktemp("models"))


def released(warehouse: Warehouse, store: ModelStore, on: date) -> Released:
    past = read_past_baskets(warehouse, until=on, customers_max=EFFORT.customers_max)
    coming = next(read_coming_baskets(warehouse, as_of_on=on, references_max=EFFORT.customers_max))
    trained = train_next_basket(past, effort=EFFORT)
    return release_next_basket(trained, store, as_of_on=on, todays_rows=rows_of_coming(coming, customers_max=50))


@pytest.fixture(scope="module")
def champion(warehouse: Warehouse, store: ModelStore, today: date) -> ScoringModel:
    outcome = released(warehouse, store, today)
    assert outcome.is_champion, outcome.reasons
    return store.champion(MODEL_NAME).model


def scores(warehouse: Warehouse, model: ScoringModel, on: date, **how: int) -> Scored:
    coming = read_coming_baskets(warehouse, as_of_on=on, references_max=EFFORT.customers_max, **how)
    return score_next_baskets(model, coming, as_of_on=on, scored_at=AT)


def test_habits_are_learnt_and_the_gates_pass(champion: ScoringModel):
    manifest = champion.manifest
    assert manifest.contract_name == CONTRACT.name
    assert manifest.metrics["ndcg@10"] > max(baseline["ndcg@10"] for baseline in manifest.baselines.values())
    assert manifest.metrics["calibration_error"] <= 0.05
    low, high = manifest.intervals["ndcg@10"]
    assert low < manifest.metrics["ndcg@10"] < high


def test_every_customer_has_ten_products_best_first_and_each_once(
    warehouse: Warehouse, champion: ScoringModel, today: date, frame: pl.DataFrame
):
    found = scores(warehouse, champion, today)
    assert found.rows.schema == SCHEMA
    assert found.read_count == found.kept_count + found.refused_count
    rows = pl.DataFrame(found.rows)
    assert rows["customer_id"].n_unique() == frame["customer_id"].n_unique()
    by_customer = rows.group_by("customer_id").agg(
        ranks=pl.col("product_rank"),
        falls=pl.col("score_probability").diff().drop_nulls().max() <= 0.0,
        products=pl.col("product_id").n_unique(),
    )
    assert by_customer["ranks"].to_list() == [list(range(1, PRODUCTS_PER_CUSTOMER + 1))] * by_customer.height
    assert by_customer["falls"].all()
    assert (by_customer["products"] == PRODUCTS_PER_CUSTOMER).all()
    assert rows["score_probability"].is_between(0.0, 1.0).all()
    assert set(rows["model_version"]) == {champion.manifest.model_version}


def test_the_ten_hold_habits_more_often_than_chance(warehouse: Warehouse, champion: ScoringModel, today: date, frame: pl.DataFrame):
    bought = frame.select(pl.col("customer_id").cast(pl.String), product_id=pl.col("item_id").cast(pl.String)).unique()
    rows = pl.DataFrame(scores(warehouse, champion, today).rows)
    assert rows.join(bought, on=["customer_id", "product_id"], how="semi").height > 0.6 * rows.height


def test_customers_scored_a_few_at_a_time_have_the_scores_they_have_together(warehouse: Warehouse, champion: ScoringModel, today: date):
    keys = ["customer_id", "product_rank"]
    together, apart = (pl.DataFrame(scores(warehouse, champion, today, customers_at_once=count).rows).sort(keys) for count in (10_000, 50))
    assert together.select(*keys, "product_id").equals(apart.select(*keys, "product_id"))
    assert (together["score_probability"] - apart["score_probability"]).abs().max() <= 1e-5


def test_purchases_loaded_later_change_no_score_of_an_earlier_day(frame: pl.DataFrame, champion: ScoringModel, today: date, tmp_path: Path):
    earlier = today - timedelta(days=14)
    known, more = (open_warehouse(f"duckdb:///{tmp_path / name}.duckdb") for name in ("known", "more"))
    put_purchases(known, frame.filter(pl.col("occurred_at").dt.date() <= earlier))
    put_purchases(more, frame)
    assert scores(known, champion, earlier).rows.equals(scores(more, champion, earlier).rows)


def test_the_same_purchases_give_the_same_model(warehouse: Warehouse, store: ModelStore, champion: ScoringModel, today: date):
    again = released(warehouse, store, today)
    assert again.manifest.model_sha256 == champion.manifest.model_sha256
    assert again.manifest.version == champion.manifest.version


def test_a_model_of_other_features_is_refused(warehouse: Warehouse, today: date):
    other = ScoringModel(*a_model("2024-01-01.1", name=MODEL_NAME))
    with pytest.raises(ModelContractUnknown, match="Train it anew"):
        scores(warehouse, other, today)


def test_too_few_baskets_are_a_refusal_and_no_crash(tmp_path: Path):
    opened = open_warehouse(f"duckdb:///{tmp_path / 'w.duckdb'}")
    few = lines(("1", "a", 0, "x"), ("1", "b", 1, "y"), ("2", "c", 0, "x"))
    put_purchases(opened, few)
    past = read_past_baskets(opened, until=last_day(few), customers_max=10)
    with pytest.raises(BasketsTooFew, match="three baskets"):
        train_next_basket(past, effort=EFFORT)


def test_whom_all_bought_one_thing_nothing_is_foretold(tmp_path: Path, champion: ScoringModel):
    opened = open_warehouse(f"duckdb:///{tmp_path / 'w.duckdb'}")
    same = lines(("1", "a", 0, "x"), ("2", "b", 1, "x"))
    put_purchases(opened, same)
    assert scores(opened, champion, last_day(same)).rows.num_rows == 0
