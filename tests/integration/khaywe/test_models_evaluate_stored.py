"""`khaywe models evaluate stored` and `… churn` on a warehouse: the same rows for the champion and whoever would follow it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from typer.testing import CliRunner

import khaywe.environment
from khaywe.cli import app
from loyalty.clock import TurnedClock
from loyalty.database import Database
from loyalty.settings import Settings, settings
from loyalty.warehouse import open_warehouse
from loyalty.warehouse.tables import LOAD_LOG
from ml.churn.features import CONTRACT
from ml.metrics import roc_auc
from ml.registry import ModelStore
from ml.registry.records import Records
from tests.support.models import DAYS, TEST_DAY, customers
from tests.support.stored_models import a_model

BEFORE, AFTER = "2017-08-01.1", "2017-08-13.1"
LAST_LOADED = datetime(2017, 10, 31, 23, tzinfo=UTC).replace(tzinfo=None)
KINDS = ("household_size_code", "income_band_code")


@pytest.fixture
def churned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[pa.Table, pa.Table]]:
    """Features and labels of 300 customers on four days, in the warehouse that the settings name."""
    url = f"duckdb:///{tmp_path / 'w.duckdb'}"
    features, labels = customers(count=300)
    warehouse = open_warehouse(url)
    for schema in ("marts", "raw"):
        warehouse.execute(f"create schema {schema}")
    ids = pa.array([str(number) for number in range(300)])
    known = pa.table({"customer_id": ids} | {name: pa.array(["1"] * 300) for name in KINDS})
    tables = {"marts.customer_features": features, "marts.churn_labels": labels, "marts.dim_customers": known}
    for name, rows in tables.items():
        warehouse.replace_rows(name, rows, where={"customer_id": []})
    log = {
        "source": "purchase_lines",
        "business_on": LAST_LOADED.date(),
        "watermark": LAST_LOADED,
        "row_count": 1,
        "loaded_at": LAST_LOADED,
    }
    warehouse.replace_rows("raw.load_log", pa.Table.from_pylist([log], schema=LOAD_LOG), where={"source": []})
    monkeypatch.setenv("KHAYWE_WAREHOUSE_URL", url)
    settings.cache_clear()
    yield features, labels
    settings.cache_clear()


@pytest.fixture
def store(database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModelStore:
    @contextmanager
    def running() -> Iterator[Settings]:
        yield Settings(database_url=database_url, var_dir=tmp_path / "var")

    monkeypatch.setattr(khaywe.environment, "stack_running", running)
    store = ModelStore(tmp_path / "var" / "models", records=Records(database, TurnedClock(datetime(2017, 11, 1, tzinfo=UTC))))
    for version, features in ((BEFORE, ("recency_days", "tenure_days")), (AFTER, ("recency_days", "purchase_count_364d"))):
        store.add(*a_model(version, features=features, contract_version=CONTRACT.version))
    store.promote("churn", BEFORE)
    return store


def says(*words: str, code: int = 0) -> str:
    answer = CliRunner().invoke(app, ["models", "evaluate", *words], env={"COLUMNS": "200"})
    assert answer.exit_code == code, answer.output
    return answer.output


def test_a_candidate_and_the_champion_are_measured_on_the_same_newest_rows(churned: tuple[pa.Table, pa.Table], store: ModelStore):
    found = json.loads(says("stored", "churn", AFTER, "--json"))
    assert found["judged_on"] == [TEST_DAY.isoformat()]
    assert found["rows"] == 300
    assert [(one["version"], one["role"]) for one in found["models"]] == [(AFTER, "candidate"), (BEFORE, "champion")]
    features, labels = churned
    newest = pa.compute.equal(features["as_of_on"], pa.scalar(TEST_DAY))
    yes = labels.filter(newest)["has_churned"].to_numpy()
    for one in found["models"]:
        model = store.loaded("churn", one["version"])
        auc = roc_auc(yes, model.probabilities(model.encoder.encode(features.filter(newest)).matrix))
        assert one["metrics"]["auc"] == pytest.approx(auc, abs=1e-6)


def test_a_model_that_learnt_from_the_rows_is_flagged(churned: tuple[pa.Table, pa.Table], store: ModelStore):
    assert DAYS[-1] == TEST_DAY
    assert "its figures flatter it" in " ".join(says("stored", "churn").split()), "however the terminal wraps it"


def test_without_a_version_the_champion_is_measured_alone(churned: tuple[pa.Table, pa.Table], store: ModelStore):
    assert [one["role"] for one in json.loads(says("stored", "churn", "--json"))["models"]] == ["champion"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("churn", "2001-01-01.1"), "There is no model churn 2001-01-01.1"),
        (("next-best-offer",), "No model next-best-offer can serve"),
        (("coupon-response",), "No model coupon-response can serve"),
    ],
)
def test_what_cannot_be_measured_is_said_in_a_sentence(
    churned: tuple[pa.Table, pa.Table], store: ModelStore, words: tuple[str, ...], told: str
):
    assert told in " ".join(says("stored", *words, code=1).split())


def test_a_model_of_a_name_that_nothing_judges_is_said_to_be_none(churned: tuple[pa.Table, pa.Table], store: ModelStore):
    store.add(*a_model(AFTER, name="weather"))
    store.promote("weather", AFTER)
    assert "weather is none" in " ".join(says("stored", "weather", code=1).split())


@pytest.mark.slow
def test_churn_is_trained_and_judged_on_the_warehouse_and_nothing_is_stored(churned: tuple[pa.Table, pa.Table], store: ModelStore):
    found = json.loads(says("churn", "--json"))
    assert found["protocol"]["tested_on"] == [TEST_DAY.isoformat()]
    assert found["protocol"]["customers"] == 300
    assert found["ours"]["auc"] > found["recency"]["auc"]
    low, high = found["intervals"]["auc"]
    assert low < found["ours"]["auc"] < high
    assert store.versions("churn") == [BEFORE, AFTER]
