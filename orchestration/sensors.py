"""What loads wake. Not here: what the wall clock wakes (`schedules.py`), and which days to run (`arrivals.py`)."""

import dagster as dg

from loyalty.errors import Unavailable
from loyalty.warehouse import Warehouse
from ml.registry import ModelStore, NoChampion
from orchestration.arrivals import Seen, plan_run, read, written
from orchestration.ingest.loads import loaded_days
from orchestration.jobs import daily_loop, first_loop
from orchestration.partitions import RANGE_END_TAG, RANGE_START_TAG, REACHES_BACK_TAG, business_day, tags_of_days
from orchestration.published import last_published
from orchestration.training import MODEL_NAMES

SECONDS_BETWEEN_LOOKS = 10
LOADS_TAG = "khaywe/loads"
RUNS_PER_ARRIVAL_MAX = 4
"""A run that dies every time is not bad luck: after so many, a person looks."""

FAILURE_REASON_TAG, STEP_FAILURE = "dagster/failure_reason", "STEP_FAILURE"


@dg.sensor(
    jobs=[first_loop, daily_loop],
    minimum_interval_seconds=SECONDS_BETWEEN_LOOKS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Looks at the load log: the days that arrived since the last look are run, all in one run. Skips while a build writes.",
)
def new_loads(
    context: dg.SensorEvaluationContext, waiting_room: dg.ResourceParam[Warehouse], models: dg.ResourceParam[ModelStore]
) -> dg.SensorResult | dg.SkipReason:
    """Ask for one run of all the days that arrived since the last look."""
    seen = read(context.cursor).with_at_least(*last_published(context.instance))
    if (again := _taken_up(context.instance, seen.asked)) is not None:
        return dg.SensorResult(run_requests=[again], cursor=written(seen))
    try:
        loads = loaded_days(waiting_room, seen.loaded_at)
    except Unavailable as error:
        return dg.SkipReason(f"The warehouse is busy or away; looking again in {SECONDS_BETWEEN_LOOKS} s. {error.message}")
    loads = [load for load in loads if business_day.has_partition_key(load.business_on.isoformat())]
    if not loads:
        return dg.SkipReason(f"No load arrived since {seen.loaded_at} UTC." if seen.loaded_at else "No load has arrived yet.")
    plan = plan_run(loads, seen)
    loaded_at = max(load.loaded_at for load in loads)
    key = f"{plan} @ {loaded_at}"
    request = dg.RunRequest(
        run_key=key,
        job_name=(daily_loop if have_champions(models) else first_loop).name,
        tags=tags_of_days(plan.first, plan.last, reaches_back_to=plan.reaches_back_to) | {LOADS_TAG: key},
    )
    return dg.SensorResult(run_requests=[request], cursor=written(Seen(loaded_at, plan.last, key)))


def _taken_up(instance: dg.DagsterInstance, key: str | None) -> dg.RunRequest | None:
    """The last run over again, if it ended because its process did (a stop, a crash, a restart) and not by a step of its own."""
    runs = instance.get_runs(dg.RunsFilter(tags={LOADS_TAG: key}), limit=RUNS_PER_ARRIVAL_MAX) if key is not None else []
    if not runs or len(runs) == RUNS_PER_ARRIVAL_MAX:
        return None
    died = runs[0].status is dg.DagsterRunStatus.FAILURE and runs[0].tags.get(FAILURE_REASON_TAG) != STEP_FAILURE
    if not died:
        return None
    days = {name: runs[0].tags[name] for name in (RANGE_START_TAG, RANGE_END_TAG, REACHES_BACK_TAG, LOADS_TAG) if name in runs[0].tags}
    return dg.RunRequest(run_key=f"{key}, after {runs[0].run_id}", job_name=runs[0].job_name, tags=days)


def have_champions(models: ModelStore) -> bool:
    """Whether every model has a version that may serve; until then, training is part of the loop."""
    try:
        for name in MODEL_NAMES:
            models.champion(name)
    except NoChampion:
        return False
    return True
