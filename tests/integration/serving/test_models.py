"""`/v1/models`: versions, drift of the newest days, and the way to Dagster's run behind each."""

from datetime import date
from pathlib import Path

from loyalty.clock import TurnedClock
from loyalty.database import Database
from ml.registry import ModelStore
from ml.registry.records import Records
from tests.support.service import EVENING, running_service
from tests.support.stored_models import a_model

FIRST, SECOND = "2017-10-15.1", "2017-10-22.1"


def test_a_model_tells_its_drift_by_feature_and_the_run_behind_each_version_and_day(database: Database, tmp_path: Path) -> None:
    records = Records(database, TurnedClock(EVENING))
    store = ModelStore(tmp_path / "models", records=records)
    with running_service(database, models=store, dagster_url="http://dagster.example/") as service:
        for version in (FIRST, SECOND):
            store.add(*a_model(version))
            store.promote("churn", version)
        records.note_run("churn", "TRAINED", version=SECOND, as_of_on=date(2017, 10, 22), run_id="trained-it")
        for day, drift in ((30, {"recency_days": 0.02}), (31, {"a_secret_of_ours": 0.1, "recency_days": 0.31, "score": 0.05})):
            records.note_run(
                "churn", "SCORED", version=SECOND, as_of_on=date(2017, 10, day), run_id=f"run-{day}", row_count=40, drift=drift
            )
        told = service.client.get("/v1/models/churn").json()
        listed = service.client.get("/v1/models").json()["items"]
    assert [one["version"] for one in told["versions"]] == [FIRST, SECOND]
    assert [one["run_url"] for one in told["versions"]] == [None, "http://dagster.example/runs/trained-it"]
    newest, before = told["scorings"]
    assert (newest["as_of_on"], newest["run_url"], newest["row_count"]) == ("2017-10-31", "http://dagster.example/runs/run-31", 40)
    assert [(one["name"], one["stability_index"], one["is_moved"]) for one in newest["drift"]] == [
        ("recency_days", 0.31, True), ("a_secret_of_ours", 0.1, False), ("score", 0.05, False)
    ]  # fmt: skip
    assert newest["drift"][0]["label"]["en"]
    assert newest["drift"][1]["label"] is None
    assert before["as_of_on"] == "2017-10-30"
    assert listed[0]["scorings"] == told["scorings"]


def test_without_a_way_to_dagster_no_link_is_made_up(database: Database, tmp_path: Path) -> None:
    records = Records(database, TurnedClock(EVENING))
    store = ModelStore(tmp_path / "models", records=records)
    with running_service(database, models=store) as service:
        store.add(*a_model(FIRST))
        records.note_run("churn", "SCORED", version=FIRST, as_of_on=date(2017, 10, 31), run_id="run-31", row_count=1)
        (day,) = service.client.get("/v1/models/churn").json()["scorings"]
    assert (day["run_id"], day["run_url"], day["drift"]) == ("run-31", None, [])
