"""What the purge removes from Dagster's storage, and what it must leave."""

import os
from datetime import timedelta

import dagster as dg
import pytest
from sqlalchemy import text

from khaywe.preparing import prepare_dagster_home
from loyalty.clock import UtcClock
from loyalty.settings import Settings
from orchestration.purge import LOGS_KEPT_DAYS, delete_old_folders, delete_old_lines

DAY = dg.StaticPartitionsDefinition(["2017-11-01"])


@dg.asset(partitions_def=DAY)
def an_asset(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
    context.log.info("a line that nobody reads in a year")
    return dg.MaterializeResult(metadata={"rows_read": 3})


@pytest.fixture
def instance(postgres_url, monkeypatch):
    """Dagster's storage in PostgreSQL, configured by the project's own dagster.yaml."""
    monkeypatch.setenv("KHAYWE_DAGSTER_DATABASE_URL", postgres_url)
    found = Settings()
    prepare_dagster_home(found)
    with dg.DagsterInstance.from_config(str(found.var_dir / "dagster")) as configured:
        yield configured


def test_old_lines_go_and_what_is_known_of_assets_stays(instance):
    result = dg.materialize([an_asset], instance=instance, partition_key="2017-11-01")
    with instance.event_log_storage.index_connection() as connection:
        connection.execute(text("update event_logs set timestamp = timestamp - interval '400 days'"))
        connection.execute(text("update runs set update_timestamp = update_timestamp - interval '400 days'"))
    lines_before = len(instance.all_logs(result.run_id))
    removed = delete_old_lines(instance, UtcClock().now() - timedelta(days=LOGS_KEPT_DAYS))
    assert removed > 0
    assert len(instance.all_logs(result.run_id)) == lines_before - removed
    assert instance.get_materialized_partitions(dg.AssetKey("an_asset")) == {"2017-11-01"}
    assert instance.get_run_by_id(result.run_id).is_success


def test_lines_of_lately_stay(instance):
    dg.materialize([an_asset], instance=instance, partition_key="2017-11-01")
    assert delete_old_lines(instance, UtcClock().now() - timedelta(days=LOGS_KEPT_DAYS)) == 0


def test_only_folders_that_nobody_touched_are_removed(tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
    before = UtcClock().now() - timedelta(days=LOGS_KEPT_DAYS)
    os.utime(old, (before.timestamp() - 1, before.timestamp() - 1))
    assert delete_old_folders([tmp_path, tmp_path / "not there"], before) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_the_instance_counts_pools_by_whole_runs_and_sends_nothing_home(instance):
    settings = instance.get_concurrency_config()
    assert settings.pool_config.default_pool_limit == 1
    assert settings.pool_config.pool_granularity.value == "run"
    assert not instance.telemetry_enabled
