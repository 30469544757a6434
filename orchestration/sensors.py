"""What loads wake. Not here: what the wall clock wakes (`schedules.py`), and which days to run (`arrivals.py`)."""

from dataclasses import replace

import dagster as dg

from loyalty.errors import Unavailable
from loyalty.warehouse import Warehouse
from ml.registry import ModelStore, NoChampion
from orchestration.arrivals import DayRange, Seen, plan_runs, read, written
from orchestration.ingest.loads import loaded_days
from orchestration.jobs import daily_loop, first_loop, load_history
from orchestration.partitions import business_day, tags_of_days
from orchestration.published import last_published
from orchestration.training import MODEL_NAMES

SECONDS_BETWEEN_LOOKS = 10
HISTORY_TAG = "khaywe/history"
LOADS_TAG = "khaywe/loads"


@dg.sensor(
    jobs=[load_history, first_loop, daily_loop],
    minimum_interval_seconds=SECONDS_BETWEEN_LOOKS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Looks at the load log: the days that arrived since the last look are run, all in one run. Skips while a build writes.",
)
def new_loads(
    context: dg.SensorEvaluationContext, waiting_room: dg.ResourceParam[Warehouse], models: dg.ResourceParam[ModelStore]
) -> dg.SensorResult | dg.SkipReason:
    """Ask for a run of the days that arrived, history before the days that are scored."""
    seen = read(context.cursor).with_at_least(*last_published(context.instance))
    if seen.held_back is not None:
        return _after_history(context.instance, seen, seen.held_back, models)
    try:
        loads = loaded_days(waiting_room, seen.loaded_at)
    except Unavailable as error:
        return dg.SkipReason(f"The warehouse is busy or away; looking again in {SECONDS_BETWEEN_LOOKS} s. {error.message}")
    loads = [load for load in loads if business_day.has_partition_key(load.business_on.isoformat())]
    if not loads:
        return dg.SkipReason(f"No load arrived since {seen.loaded_at} UTC." if seen.loaded_at else "No load has arrived yet.")
    seen = replace(seen, loaded_at=max(load.loaded_at for load in loads))
    plan = plan_runs(loads, seen)
    if plan.history is None:
        return _asked(seen, plan.scored, models)
    key = f"{plan.history}@{seen.loaded_at}"
    request = dg.RunRequest(
        run_key=f"history:{key}", job_name=load_history.name, tags=tags_of_days(plan.history.first, plan.history.last) | {HISTORY_TAG: key}
    )
    return dg.SensorResult(run_requests=[request], cursor=written(replace(seen, held_back=plan.scored, after=key)))


def _after_history(instance: dg.DagsterInstance, seen: Seen, days: DayRange, models: ModelStore) -> dg.SensorResult | dg.SkipReason:
    """The days that waited are asked for, once the newest run of their history has succeeded."""
    runs = instance.get_runs(dg.RunsFilter(tags={HISTORY_TAG: str(seen.after)}), limit=1)
    if runs and runs[0].status == dg.DagsterRunStatus.SUCCESS:
        return _asked(replace(seen, held_back=None, after=None), days, models)
    if runs and runs[0].is_finished:
        return dg.SkipReason(f"{days} waits: the run of its history ({runs[0].run_id}) failed. Mend the cause and re-execute that run.")
    return dg.SkipReason(f"{days} waits for the run of its history ({seen.after}).")


def _asked(seen: Seen, days: DayRange, models: ModelStore) -> dg.SensorResult:
    """One run for `days`; with training in it while there is a model that nobody has trained."""
    job = daily_loop if have_champions(models) else first_loop
    key = f"{days}@{seen.loaded_at}"
    request = dg.RunRequest(run_key=f"loop:{key}", job_name=job.name, tags=tags_of_days(days.first, days.last) | {LOADS_TAG: key})
    return dg.SensorResult(run_requests=[request], cursor=written(replace(seen, scored_on=days.last)))


def have_champions(models: ModelStore) -> bool:
    """Whether every model has a version that may serve."""
    try:
        for name in MODEL_NAMES:
            models.champion(name)
    except NoChampion:
        return False
    return True
