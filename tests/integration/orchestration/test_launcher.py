"""Whether the process of a run is gone: what keeps a dead run from holding the warehouse's one place."""

import json
import os
import subprocess
import sys

import dagster as dg
import pytest
from dagster._core.launcher.base import WorkerStatus

from khaywe.local.ports import free_port
from orchestration.launcher import PROCESS_TAG, WatchedRunLauncher, process_tag


@dg.job
def a_job() -> None: ...


@pytest.fixture
def instance():
    with dg.DagsterInstance.ephemeral() as ephemeral:
        yield ephemeral


def health_of(instance: dg.DagsterInstance, **tags: str) -> WorkerStatus:
    """Health of a run that has started and carries these tags."""
    run = instance.create_run_for_job(a_job, status=dg.DagsterRunStatus.STARTED, tags=tags)
    launcher = WatchedRunLauncher()
    launcher.register_instance(instance)
    return launcher.check_run_worker_health(run).status


def test_the_daemon_may_ask():
    assert WatchedRunLauncher().supports_check_run_worker_health


def test_a_run_of_a_living_process_is_running(instance):
    assert health_of(instance, **process_tag()) is WorkerStatus.RUNNING


def test_a_run_of_a_dead_process_is_gone(instance):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    host = process_tag()[PROCESS_TAG].rpartition(":")[0]
    assert health_of(instance, **{PROCESS_TAG: f"{host}:{ended.pid}"}) is WorkerStatus.NOT_FOUND


def test_a_run_on_another_machine_is_left_alone(instance):
    assert health_of(instance, **{PROCESS_TAG: f"elsewhere.example:{os.getpid()}"}) is WorkerStatus.RUNNING


def test_a_run_whose_code_server_is_gone_is_gone(instance):
    grpc_info = json.dumps({"host": "127.0.0.1", "port": free_port()})
    assert health_of(instance, **{".dagster/grpc_info": grpc_info}) is WorkerStatus.NOT_FOUND


def test_a_run_nobody_told_anything_about_is_left_alone(instance):
    assert health_of(instance) is WorkerStatus.RUNNING


def test_the_project_s_instance_uses_it(postgres_url, monkeypatch):
    from khaywe.preparing import prepare_dagster_home
    from loyalty.settings import Settings

    monkeypatch.setenv("KHAYWE_DAGSTER_DATABASE_URL", postgres_url)
    found = Settings()
    prepare_dagster_home(found)
    with dg.DagsterInstance.from_config(str(found.var_dir / "dagster")) as configured:
        assert isinstance(configured.run_launcher, WatchedRunLauncher)
        assert configured.run_monitoring_enabled
