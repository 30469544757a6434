"""Launches runs as Dagster does, and knows when the process of a run is gone. Not here: what a run does.

Dagster's own launcher cannot tell: after Ctrl-C, a crash or a restart of the code server, a run would look busy for hours and keep the
warehouse's one place from every later run. `dagster.yaml` names this one; the daemon asks it every few seconds.
"""

import os
import socket

import dagster as dg
import grpc  # type: ignore[import-untyped]
from dagster import DefaultRunLauncher
from dagster._core.errors import DagsterUserCodeUnreachableError
from dagster._core.launcher.base import CheckRunHealthResult, WorkerStatus
from dagster._grpc.types import CanCancelExecutionRequest, CanCancelExecutionResult
from dagster._serdes import deserialize_value

PROCESS_TAG = "khaywe/process"
ANSWER_SECONDS_MAX = 15
_RUNNING = CheckRunHealthResult(WorkerStatus.RUNNING)


def process_tag() -> dict[str, str]:
    """The run tag that says: this very process executes the run, no code server does."""
    return {PROCESS_TAG: f"{socket.gethostname()}:{os.getpid()}"}


class WatchedRunLauncher(DefaultRunLauncher):
    """Dagster's launcher, with an answer to the question whether a run is still being executed."""

    @property
    def supports_check_run_worker_health(self) -> bool:
        """Yes: that is what this class is for."""
        return True

    def check_run_worker_health(self, run: dg.DagsterRun) -> CheckRunHealthResult:
        """Running, as far as anyone can tell; gone, when its code server or its process is."""
        if (told := run.tags.get(PROCESS_TAG)) is not None:
            return _of_process(told)
        client = self._get_grpc_client_for_termination(run.run_id)  # type: ignore[no-untyped-call]
        if client is None:
            return _RUNNING
        try:
            answer = client.can_cancel_execution(CanCancelExecutionRequest(run_id=run.run_id), timeout=ANSWER_SECONDS_MAX)
        except DagsterUserCodeUnreachableError as error:
            return (
                _RUNNING if _is_only_slow(error) else CheckRunHealthResult(WorkerStatus.NOT_FOUND, "The code server that ran it is gone.")
            )
        if deserialize_value(answer, CanCancelExecutionResult).can_cancel:
            return _RUNNING
        return CheckRunHealthResult(WorkerStatus.NOT_FOUND, "The code server was started anew and does not know the run.")


def _of_process(told: str) -> CheckRunHealthResult:
    """Whether the process is there; one of another machine cannot be asked and counts as running."""
    host, _, number = told.rpartition(":")
    if host != socket.gethostname():
        return _RUNNING
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return CheckRunHealthResult(WorkerStatus.NOT_FOUND, "The process that ran it is gone.")
    except PermissionError:
        return _RUNNING
    return _RUNNING


def _is_only_slow(error: DagsterUserCodeUnreachableError) -> bool:
    cause = error.__cause__
    return isinstance(cause, grpc.RpcError) and cause.code() == grpc.StatusCode.DEADLINE_EXCEEDED
