"""The real graph when a model is stale, spoilt or missing, or the registry is away, or training dies: the day goes on and says so."""

from datetime import UTC, date, datetime
from pathlib import Path

import dagster as dg
import numpy as np
import pyarrow as pa
import pytest

import orchestration.failures
from loyalty.clock import TurnedClock
from loyalty.database import Database, connect
from loyalty.warehouse import Warehouse, ensure_score_tables, open_warehouse
from ml.churn.features import CONTRACT
from ml.registry import ModelStore
from ml.registry.model import Outcome
from ml.registry.records import Records
from orchestration.definitions import build_defs
from orchestration.sensors import have_champions
from tests.support.models import customers
from tests.support.stored_models import a_model

AT = datetime(2017, 8, 21, 4, tzinfo=UTC)
YESTERDAY, TODAY = date(2017, 8, 19), date(2017, 8, 20)
FIRST, SECOND = "2017-08-06.1", "2017-08-13.1"
SCORED, TRAINED = dg.AssetKey("score_customer__churn"), dg.AssetKey("model_customer__churn")


@pytest.fixture
def warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """Forty customers with features on two days, in a DuckDB file."""
    url = f"duckdb:///{tmp_path / 'w.duckdb'}"
    monkeypatch.setenv("KHAYWE_WAREHOUSE_URL", url)
    opened = open_warehouse(url)
    ensure_score_tables(opened)
    features, _ = customers(count=40, days=(YESTERDAY, TODAY))
    opened.execute("create schema if not exists marts")
    opened.replace_rows("marts.customer_features", features, where={"as_of_on": [YESTERDAY, TODAY]})
    return opened


@pytest.fixture
def store(database: Database, tmp_path: Path) -> ModelStore:
    """Two versions that were promoted one after the other."""
    store = ModelStore(tmp_path / "models", records=Records(database, TurnedClock(AT)))
    for version in (FIRST, SECOND):
        store.add(*for_churn(version))
        store.promote("churn", version)
    return store


def for_churn(version: str, **told: int):
    return a_model(version, features=("recency_days", "tenure_days"), **({"contract_version": CONTRACT.version} | told))


def runs(asset: dg.AssetKey, warehouse: Warehouse, models: ModelStore, on: date = TODAY) -> dg.ExecuteInProcessResult:
    """The asset of the real graph ran for the day."""
    defs = build_defs({"warehouse": warehouse, "models": models, "clock": TurnedClock(AT)})
    job = defs.resolve_implicit_global_asset_job_def()
    with dg.DagsterInstance.ephemeral() as instance:
        return job.execute_in_process(
            instance=instance,
            asset_selection=[asset],
            partition_key=on.isoformat() if asset == SCORED else None,
            raise_on_error=False,
        )


def warnings(result: dg.ExecuteInProcessResult) -> dict[str, str]:
    return {one.check_name: str(one.description) for one in result.get_asset_check_evaluations() if not one.passed}


def scored_by(warehouse: Warehouse, on: date = TODAY) -> set[str]:
    return set(warehouse.read("select model_version from scores.churn where as_of_on = :on", {"on": on})["model_version"].to_pylist())


def test_a_whole_champion_scores_the_day_and_nothing_is_warned_of_but_drift(warehouse: Warehouse, store: ModelStore) -> None:
    result = runs(SCORED, warehouse, store)
    assert result.success
    assert scored_by(warehouse) == {f"churn-{SECOND}"}
    assert set(warnings(result)) <= {"no_drift"}


def test_the_registry_knows_which_run_scored_the_day_and_how_many(warehouse: Warehouse, store: ModelStore) -> None:
    result = runs(SCORED, warehouse, store)
    assert store.records is not None
    (note,) = store.records.dagster_runs("churn", "SCORED")
    assert (note.run_id, note.version, note.as_of_on, note.row_count) == (result.run_id, SECOND, TODAY, 40)
    assert store.records.dagster_runs("churn", "TRAINED") == store.records.dagster_runs("offers", "SCORED") == []


def test_a_spoilt_champion_leaves_the_one_before_scoring_and_says_so(warehouse: Warehouse, store: ModelStore) -> None:
    (store.folder.place("churn", SECOND) / "model.tflite").write_bytes(b"spoilt")
    result = runs(SCORED, warehouse, store)
    assert result.success
    assert scored_by(warehouse) == {f"churn-{FIRST}"}
    assert "bytes instead of" in warnings(result)["has_model"]


def test_with_the_registry_away_yesterdays_champion_scores_and_says_so(warehouse: Warehouse, store: ModelStore) -> None:
    store.champion("churn")
    away = Records(connect("postgresql://nobody@127.0.0.1:1/khaywe", pool_size=1), TurnedClock(AT))
    result = runs(SCORED, warehouse, ModelStore(store.models_dir, records=away))
    assert result.success
    assert scored_by(warehouse) == {f"churn-{SECOND}"}
    assert "The champion it last named serves" in warnings(result)["has_model"]


def test_an_old_champion_scores_and_says_how_old_it_is(warehouse: Warehouse, store: ModelStore) -> None:
    store.add(*for_churn("2017-07-01.1"))
    store.promote("churn", "2017-07-01.1")
    result = runs(SCORED, warehouse, store)
    assert scored_by(warehouse) == {"churn-2017-07-01.1"}
    assert "50 days before the day it scores" in warnings(result)["is_fresh"]


def test_without_any_model_the_day_goes_on_without_scores(warehouse: Warehouse, tmp_path: Path, database: Database) -> None:
    result = runs(SCORED, warehouse, ModelStore(tmp_path / "none", records=Records(database, TurnedClock(AT))))
    assert result.success
    assert scored_by(warehouse) == set()
    assert "none was promoted yet" in warnings(result)["has_model"]


def test_a_champion_that_reads_other_features_does_not_stop_the_day_and_has_the_next_loop_train(
    warehouse: Warehouse, store: ModelStore
) -> None:
    store.add(*for_churn("2017-08-14.1", contract_version=CONTRACT.version + 1))
    store.promote("churn", "2017-08-14.1")
    result = runs(SCORED, warehouse, store)
    assert result.success
    assert "Train it anew" in warnings(result)["has_model"]
    assert not have_champions(store)


def test_a_training_that_fails_to_the_last_try_leaves_the_champion_and_the_day_alone_and_is_recorded(
    warehouse: Warehouse, store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each time, the process of the worker dies without an answer, as one does whose memory ran out."""
    from orchestration.training import course

    monkeypatch.setattr(orchestration.failures, "SECONDS_BETWEEN_TRIES", 0.05)
    tries = []
    popen = course.subprocess.Popen

    def strangled(command, **kwargs):
        tries.append(command)
        return popen([command[0], "-c", "import os; os.abort()"], **kwargs)

    monkeypatch.setattr(course.subprocess, "Popen", strangled)
    result = runs(TRAINED, warehouse, store)
    assert result.success
    assert len(tries) == 1 + orchestration.failures.TRIES_AGAIN
    [check] = [one for one in result.get_asset_check_evaluations() if one.check_name == "promoted"]
    assert (check.passed, check.severity) == (False, dg.AssetCheckSeverity.ERROR)
    assert "The champion of before serves on" in str(check.description)
    assert store.records is not None
    assert [run.outcome for run in store.records.runs("churn")] == [Outcome.FAILED]
    assert store.champion("churn").model.manifest.version == SECOND


def test_scores_name_their_model_their_day_and_when_they_were_made(warehouse: Warehouse, store: ModelStore) -> None:
    runs(SCORED, warehouse, store)
    row = warehouse.read("select * from scores.churn where as_of_on = :on limit 1", {"on": TODAY}).to_pylist()[0]
    assert (row["model_version"], row["as_of_on"], row["scored_at"]) == (f"churn-{SECOND}", TODAY, AT.replace(tzinfo=None))
    assert np.isfinite(row["churn_probability"])


def test_scores_whose_days_are_over_are_compared_with_what_came_and_broken_promises_are_warned_of(
    warehouse: Warehouse, store: ModelStore
) -> None:
    then, customers_count = date(2017, 6, 25), 400
    rng = np.random.default_rng(5)
    promised = rng.uniform(0.05, 0.6, customers_count)
    keys = {"customer_id": [str(number) for number in range(customers_count)], "as_of_on": pa.array([then] * customers_count, pa.date32())}

    def came(what: np.ndarray) -> dg.ExecuteInProcessResult:
        warehouse.replace_rows("marts.churn_labels", pa.table(keys | {"has_churned": what}), where={"as_of_on": [then]})
        return runs(SCORED, warehouse, store)

    assert "came_true_auc" not in told(runs(SCORED, warehouse, store))
    scores = warehouse.read("select * from scores.churn limit 0")
    rows = pa.table({name: pa.nulls(customers_count, scores.schema.field(name).type) for name in scores.schema.names})
    for name, values in (keys | {"churn_probability": promised}).items():
        place = rows.schema.get_field_index(name)
        rows = rows.set_column(place, rows.schema.field(name), pa.array(values, rows.schema.field(name).type))
    warehouse.replace_rows("scores.churn", rows, where={"as_of_on": [then]})

    kept = came(rng.random(customers_count) < promised)
    assert "keeps_promise" in {one.check_name for one in kept.get_asset_check_evaluations()}
    assert told(kept)["came_true_of"].value == then.isoformat()
    assert told(kept)["came_true_calibration_error"].value < 0.1
    broken = came(rng.random(customers_count) < 1.0 - promised)
    assert "off by" in warnings(broken)["keeps_promise"]
    assert "AUC was" in warnings(broken)["keeps_promise"]


def told(result: dg.ExecuteInProcessResult) -> dict[str, dg.MetadataValue]:
    [materialized] = result.asset_materializations_for_node("score_customer__churn")
    return dict(materialized.metadata)
