"""Runs the loop on what has arrived, without a daemon: the same jobs and the same plan as the sensor's. Not here: what a job does.

The command line starts it as a child process (`python -m orchestration.loop`, see `khaywe/looping.py`): Dagster and dbt write much
to their terminal, and what they take of memory ends with them.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import dagster as dg
from dagster_shared.error import SerializableErrorInfo

from loyalty.clock import UtcClock
from loyalty.database import connect
from loyalty.errors import Refused
from loyalty.ids import new_id
from loyalty.settings import Settings
from loyalty.warehouse import Warehouse, open_warehouse
from ml.registry import ModelStore, open_model_store
from orchestration.arrivals import Plan, plan_run
from orchestration.definitions import build_defs
from orchestration.ingest.loads import loaded_days
from orchestration.jobs import daily_loop, first_loop
from orchestration.launcher import process_tag
from orchestration.partitions import tags_of_days
from orchestration.published import last_published
from orchestration.sensors import have_champions

Progress = Callable[[str, int, int], None]
"""Called with the step that begins or ended, the number of steps done, and the number of steps in all."""

QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


class LoopFailed(Refused):
    """A step of the loop failed; what came after it did not run, and what readers see is the last good build."""

    code = "LOOP_FAILED"


@dataclass(frozen=True, slots=True)
class Ran:
    """One run that ended well."""

    job: str
    plan: Plan
    run_id: str


def run_loop(
    progress: Progress,
    *,
    instance: dg.DagsterInstance,
    warehouse: Warehouse,
    models: ModelStore,
    resource_overrides: Mapping[str, object] | None = None,
) -> Ran | None:
    """The same in this process, against `instance`; the run that was needed, or None when nothing arrived.

    Raises:
        LoopFailed: a step failed.
    """
    published = last_published(instance)
    loads = loaded_days(warehouse, published.loaded_at)
    if not loads:
        return None
    job = (daily_loop if have_champions(models) else first_loop).name
    return run_days(
        job, plan_run(loads, published_on=published.as_of_on), progress, instance=instance, resource_overrides=resource_overrides
    )


def run_days(
    job_name: str,
    plan: Plan,
    progress: Progress,
    *,
    instance: dg.DagsterInstance,
    resource_overrides: Mapping[str, object] | None = None,
) -> Ran:
    """The job has run for the days of `plan`, whether or not it had run for them before.

    Raises:
        LoopFailed: a step failed.
    """
    job = build_defs(resource_overrides).resolve_job_def(job_name)
    run_id = str(new_id())
    instance.add_event_listener(run_id, _Counter(progress, total=len(job.graph.nodes)).hear)
    tags = tags_of_days(plan.first, plan.last, reaches_back_to=plan.reaches_back_to) | process_tag()
    result = job.execute_in_process(run_config=QUIET, instance=instance, run_id=run_id, tags=tags, raise_on_error=False)
    if not result.success:
        raise _failure(result, plan)
    return Ran(job_name, plan, run_id)


def _failure(result: dg.ExecuteInProcessResult, plan: Plan) -> LoopFailed:
    """The first failed step in words: a blocking check's own description where there is one, otherwise the sentence of the failure."""
    event = next((one for one in result.all_events if one.is_step_failure), None)
    if event is None:
        why = _first_line(result.get_run_failure_event().job_failure_data.error)
        return LoopFailed(f"The run for {plan} failed before its first step: {why}", run_id=result.run_id)
    reasons = [
        check.description
        for check in result.get_asset_check_evaluations()
        if not check.passed and check.severity is dg.AssetCheckSeverity.ERROR and check.description
    ]
    data = event.step_failure_data
    told = data.user_failure_data.description if data.user_failure_data is not None else None
    why = " ".join(reasons) or told or _first_line(data.error)
    return LoopFailed(f"{event.step_key}, for {plan}: {why}", run_id=result.run_id, step=event.step_key)


def _first_line(error: SerializableErrorInfo | None) -> str:
    """What began it: Dagster wraps our errors in its own, which say only where."""
    if error is None:
        return "no reason given"
    while error.cause is not None:
        error = error.cause
    return error.message.strip().splitlines()[0]


class _Counter:
    """Turns the events of runs into calls of `progress`."""

    def __init__(self, progress: Progress, *, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0

    def hear(self, entry: dg.EventLogEntry) -> None:
        """One event of a run."""
        kind = entry.dagster_event_type
        if kind is dg.DagsterEventType.STEP_SUCCESS:
            self._done += 1
        if kind in {dg.DagsterEventType.STEP_START, dg.DagsterEventType.STEP_SUCCESS}:
            self._progress(str(entry.step_key), self._done, self._total)


def _models(found: Settings) -> ModelStore:
    """To see whether anything serves yet; the run opens its own."""
    database = connect(found.database_url, pool_size=1) if found.database_url else None
    return open_model_store(found, database, UtcClock())


def main(writing: int) -> int:
    """The child: runs the loop and tells its progress as JSON lines to the file descriptor `writing`."""
    # Asked to stop, it stops like one that was interrupted: what it started (dbt, training) stops with it.
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    with os.fdopen(writing, "w", encoding="utf-8", buffering=1) as told:

        def tell(step: str, done: int, total: int) -> None:
            told.write(json.dumps({"step": step, "done": done, "total": total}) + "\n")

        found = Settings()
        try:
            with dg.DagsterInstance.get() as instance:
                run_loop(tell, instance=instance, warehouse=open_warehouse(found.warehouse), models=_models(found))
        except LoopFailed as error:
            told.write(json.dumps({"message": error.message, "facts": {name: str(value) for name, value in error.facts.items()}}) + "\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
