"""The sensor: what it asks for when loads arrive, and when it leaves it be."""

import subprocess
import sys
from datetime import date, timedelta

import dagster as dg
import duckdb
import pytest

from khaywe.demo_data import advance, deliver_load, open_demo
from loyalty.warehouse import open_warehouse
from ml.registry import ModelStore
from orchestration.arrivals import SCORED_DAYS_MAX
from orchestration.partitions import RANGE_END_TAG, RANGE_START_TAG, REACHES_BACK_TAG
from orchestration.published import AS_OF_ON, LOADED_THROUGH, PUBLISHED
from orchestration.sensors import RUNS_PER_ARRIVAL_MAX, new_loads

OPENED_THROUGH = date(2017, 2, 10)


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """A demo of a few households, opened once: its file is copied for each test."""
    path = tmp_path_factory.mktemp("opened") / "w.duckdb"
    open_demo(open_warehouse(f"duckdb:///{path}"), through=OPENED_THROUGH, households=40)
    return path


@pytest.fixture
def path(opened, tmp_path):
    copied = tmp_path / "w.duckdb"
    copied.write_bytes(opened.read_bytes())
    return copied


@pytest.fixture
def instance():
    with dg.DagsterInstance.ephemeral() as ephemeral:
        yield ephemeral


def look(path, instance, tmp_path, cursor=None):
    with dg.build_sensor_context(
        instance=instance,
        cursor=cursor,
        resources={
            "waiting_room": open_warehouse(f"duckdb:///{path}", read_only=True, lock_wait_seconds=0.2),
            "models": ModelStore(tmp_path / "models"),
        },
    ) as context:
        return new_loads(context)


def days_asked(result) -> tuple[str, str, str | None]:
    [request] = result.run_requests
    return request.tags[RANGE_START_TAG], request.tags[RANGE_END_TAG], request.tags.get(REACHES_BACK_TAG)


def test_a_first_look_asks_for_one_run_of_the_newest_days_that_reaches_back_to_the_first(path, instance, tmp_path):
    result = look(path, instance, tmp_path)
    first_scored = OPENED_THROUGH - timedelta(days=SCORED_DAYS_MAX - 1)
    assert days_asked(result) == (first_scored.isoformat(), OPENED_THROUGH.isoformat(), "2017-01-01")


def test_while_no_model_serves_the_run_trains(path, instance, tmp_path):
    assert look(path, instance, tmp_path).run_requests[0].job_name == "first_loop"


def test_the_same_watermark_is_asked_for_once(path, instance, tmp_path):
    cursor = look(path, instance, tmp_path).cursor
    again = look(path, instance, tmp_path, cursor)
    assert isinstance(again, dg.SkipReason)
    assert "No load arrived since" in str(again.skip_message)


def test_days_that_arrive_together_are_one_run_of_their_range(path, instance, tmp_path):
    cursor = look(path, instance, tmp_path).cursor
    published(instance, "2017-02-11T04:59:59", OPENED_THROUGH)
    advance(open_warehouse(f"duckdb:///{path}"), 3)
    assert days_asked(look(path, instance, tmp_path, cursor)) == ("2017-02-11", "2017-02-13", None)


def test_every_arrival_has_a_run_key_of_its_own(path, instance, tmp_path):
    first = look(path, instance, tmp_path)
    advance(open_warehouse(f"duckdb:///{path}"), 1)
    second = look(path, instance, tmp_path, first.cursor)
    assert first.run_requests[0].run_key != second.run_requests[0].run_key
    assert look(path, instance, tmp_path, first.cursor).run_requests[0].run_key == second.run_requests[0].run_key


def test_a_warehouse_that_somebody_writes_is_left_alone_until_the_next_look(path, instance, tmp_path):
    with duckdb.connect(str(path)):
        skipped = look_from_elsewhere(path, tmp_path)
    assert "busy or away" in skipped


def look_from_elsewhere(path, tmp_path) -> str:
    """DuckDB shuts out other processes only, so this look is taken by one."""
    script = f"""
import dagster as dg
from loyalty.warehouse import open_warehouse
from ml.registry import ModelStore
from pathlib import Path
from orchestration.sensors import new_loads
warehouse = open_warehouse("duckdb:///{path}", read_only=True, lock_wait_seconds=0.2)
resources = {{"waiting_room": warehouse, "models": ModelStore(Path("{tmp_path}"))}}
with dg.DagsterInstance.ephemeral() as instance, dg.build_sensor_context(instance=instance, resources=resources) as context:
    print(new_loads(context).skip_message)
"""
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=True).stdout


def test_a_warehouse_that_does_not_exist_yet_is_no_error(instance, tmp_path):
    assert isinstance(look(tmp_path / "nowhere.duckdb", instance, tmp_path), dg.SkipReason)


def test_what_a_loop_run_by_hand_has_published_is_not_asked_for_again(path, instance, tmp_path):
    published(instance, "2017-02-11T04:59:59", OPENED_THROUGH)
    assert isinstance(look(path, instance, tmp_path), dg.SkipReason)
    advance(open_warehouse(f"duckdb:///{path}"), 1)
    assert days_asked(look(path, instance, tmp_path)) == ("2017-02-11", "2017-02-11", None)


def published(instance, loads_through: str, on: date) -> None:
    told = {LOADED_THROUGH: loads_through, AS_OF_ON: on.isoformat()}
    instance.report_runless_asset_event(dg.AssetMaterialization(PUBLISHED, metadata=told, partition=on.isoformat()))


def test_a_load_that_arrives_late_is_brought_in_and_the_newest_day_is_scored_anew(path, instance, tmp_path):
    cursor = look(path, instance, tmp_path).cursor
    published(instance, "2017-02-11T04:59:59", OPENED_THROUGH)
    warehouse = open_warehouse(f"duckdb:///{path}")
    deliver_load(warehouse, date(2017, 1, 20))
    warehouse.execute("update raw.load_log set loaded_at = timestamp '2017-02-11 09:00:00' where business_on = date '2017-01-20'")
    assert days_asked(look(path, instance, tmp_path, cursor)) == (OPENED_THROUGH.isoformat(), OPENED_THROUGH.isoformat(), "2017-01-20")


def test_days_that_were_asked_for_and_never_published_are_part_of_the_next_run(path, instance, tmp_path):
    published(instance, "2017-02-11T04:59:59", OPENED_THROUGH)
    warehouse = open_warehouse(f"duckdb:///{path}")
    advance(warehouse, 1)
    first = look(path, instance, tmp_path)
    ended(instance, first, reason="STEP_FAILURE")
    skipped = look(path, instance, tmp_path, first.cursor)
    assert "did not succeed" in str(skipped.skip_message)
    advance(warehouse, 1)
    assert days_asked(look(path, instance, tmp_path, first.cursor)) == ("2017-02-11", "2017-02-12", None)


def test_while_a_run_goes_on_nothing_else_is_asked_for(path, instance, tmp_path):
    first = look(path, instance, tmp_path)
    ended(instance, first, dg.DagsterRunStatus.STARTED, None)
    advance(open_warehouse(f"duckdb:///{path}"), 1)
    assert "goes on" in str(look(path, instance, tmp_path, first.cursor).skip_message)


@dg.job
def daily_loop() -> None: ...


def ended(instance, result, status=dg.DagsterRunStatus.FAILURE, reason: str | None = "UNEXPECTED_TERMINATION") -> None:
    """The run that was asked for was made, and has ended like this."""
    [request] = result.run_requests
    tags = {**request.tags, **({"dagster/failure_reason": reason} if reason else {})}
    instance.create_run_for_job(daily_loop, status=status, tags=tags)


def test_a_run_whose_process_was_stopped_is_asked_for_again_and_for_the_same_days(path, instance, tmp_path):
    first = look(path, instance, tmp_path)
    ended(instance, first)
    again = look(path, instance, tmp_path, first.cursor)
    assert days_asked(again) == days_asked(first)
    assert again.run_requests[0].run_key != first.run_requests[0].run_key


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (dg.DagsterRunStatus.FAILURE, "STEP_FAILURE"),
        (dg.DagsterRunStatus.CANCELED, None),
        (dg.DagsterRunStatus.SUCCESS, None),
        (dg.DagsterRunStatus.STARTED, None),
    ],
)
def test_a_run_that_failed_by_a_step_or_was_cancelled_or_goes_on_is_not_asked_for_again(path, instance, tmp_path, status, reason):
    first = look(path, instance, tmp_path)
    ended(instance, first, status, reason)
    assert isinstance(look(path, instance, tmp_path, first.cursor), dg.SkipReason)


def test_a_run_that_dies_every_time_is_left_to_a_person(path, instance, tmp_path):
    result = look(path, instance, tmp_path)
    for _ in range(RUNS_PER_ARRIVAL_MAX):
        assert isinstance(result, dg.SensorResult)
        ended(instance, result)
        result = look(path, instance, tmp_path, result.cursor)
    assert isinstance(result, dg.SkipReason)
