"""What loads and ticks of campaigns wake. Not here: what the wall clock wakes (`schedules.py`), and which days to run (`arrivals.py`)."""

import dagster as dg

from loyalty.campaigns import OccurrenceKey, open_occurrences, tick
from loyalty.clock import Clock
from loyalty.database import Database
from loyalty.errors import Unavailable
from loyalty.warehouse import Warehouse
from ml.registry import ModelStore, NoChampion
from ml.runtime import ModelContractUnknown
from ml.runtime.score import check_contract
from orchestration.arrivals import Seen, later, plan_run
from orchestration.audiences.occurrences import occurrences, partition_of
from orchestration.ingest.loads import LoadedDay, loaded_days
from orchestration.jobs import campaign_occurrences, daily_loop, first_loop
from orchestration.partitions import RANGE_END_TAG, RANGE_START_TAG, REACHES_BACK_TAG, business_day, tags_of_days
from orchestration.published import Published, last_published
from orchestration.training import CONTRACTS

SECONDS_BETWEEN_LOOKS = 10
LOADS_TAG = "khaywe/loads"
RUNS_PER_ARRIVAL_MAX = 4
"""A run that dies every time is not bad luck: after so many, a person looks."""

OCCURRENCES_AT_ONCE = 5
PARTITION_TAG = "dagster/partition"
UNFINISHED = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]

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
    """Ask for one run of everything that arrived since the last good build; one run at a time."""
    seen = Seen.read(context.cursor)
    last = _last_run(context.instance, seen.asked)
    if last is not None and not last.is_finished:
        return dg.SkipReason(f"The run for {seen.asked} goes on ({last.run_id}).")
    if last is not None and (again := _taken_up(last, context.instance)) is not None:
        return dg.SensorResult(run_requests=[again], cursor=seen.written())
    published = last_published(context.instance)
    try:
        loads = _days_of_partitions(loaded_days(waiting_room, published.loaded_at))
    except Unavailable as error:
        return dg.SkipReason(f"The warehouse is busy or away; looking again in {SECONDS_BETWEEN_LOOKS} s. {error.message}")
    newest = max((load.loaded_at for load in loads), default=None)
    if newest is None or later(newest, seen.loaded_at) == seen.loaded_at:
        return dg.SkipReason(_nothing_new(seen, published))
    plan = plan_run(loads, published_on=published.as_of_on)
    key = f"{plan} @ {newest}"
    request = dg.RunRequest(
        run_key=key,
        job_name=(daily_loop if have_champions(models) else first_loop).name,
        tags=tags_of_days(plan.first, plan.last, reaches_back_to=plan.reaches_back_to) | {LOADS_TAG: key},
    )
    return dg.SensorResult(run_requests=[request], cursor=Seen(newest, key).written())


def _days_of_partitions(loads: list[LoadedDay]) -> list[LoadedDay]:
    return [load for load in loads if business_day.has_partition_key(load.business_on.isoformat())]


def _nothing_new(seen: Seen, published: Published) -> str:
    known = later(seen.loaded_at, published.loaded_at)
    if known is None:
        return "No load has arrived yet."
    waiting = seen.loaded_at is not None and later(seen.loaded_at, published.loaded_at) != published.loaded_at
    failed = f" The run for {seen.asked} did not succeed: mend its cause and re-execute it." if waiting else ""
    return f"No load arrived since {known} UTC.{failed}"


def _last_run(instance: dg.DagsterInstance, key: str | None) -> dg.DagsterRun | None:
    return next(iter(instance.get_runs(dg.RunsFilter(tags={LOADS_TAG: key}), limit=1)), None) if key is not None else None


def _taken_up(last: dg.DagsterRun, instance: dg.DagsterInstance) -> dg.RunRequest | None:
    """The last run over again, if it ended because its process did (a stop, a crash, a restart) and not by a step of its own."""
    key = last.tags[LOADS_TAG]
    died = last.status is dg.DagsterRunStatus.FAILURE and last.tags.get(FAILURE_REASON_TAG) != STEP_FAILURE
    if not died or len(instance.get_runs(dg.RunsFilter(tags={LOADS_TAG: key}), limit=RUNS_PER_ARRIVAL_MAX)) == RUNS_PER_ARRIVAL_MAX:
        return None
    days = {name: last.tags[name] for name in (RANGE_START_TAG, RANGE_END_TAG, REACHES_BACK_TAG, LOADS_TAG) if name in last.tags}
    return dg.RunRequest(run_key=f"{key}, after {last.run_id}", job_name=last.job_name, tags=days)


def have_champions(models: ModelStore) -> bool:
    """Whether every model has a version that may serve and reads the features of this code; until then, training is part of the loop."""
    try:
        for name, contract in CONTRACTS.items():
            check_contract(models.champion(name).model, contract)
    except (NoChampion, ModelContractUnknown):
        return False
    return True


@dg.sensor(
    job=campaign_occurrences,
    minimum_interval_seconds=SECONDS_BETWEEN_LOOKS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Looks whether a campaign's schedule has ticked, or an occurrence is still open: each is a run of its own.",
)
def campaign_ticks(
    context: dg.SensorEvaluationContext, database: dg.ResourceParam[Database], clock: dg.ResourceParam[Clock]
) -> dg.SensorResult | dg.SkipReason:
    """Ask for a run of each open occurrence, unless one of it goes on; what a run left over is asked for again."""
    try:
        while _ticked(database, clock) is not None:
            pass
        with database.begin() as work:
            waiting = open_occurrences(clock.now(), work)
    except Unavailable as error:
        return dg.SkipReason(f"The loyalty database is away; looking again in {SECONDS_BETWEEN_LOOKS} s. {error.message}")
    going_on = dg.RunsFilter(job_name=campaign_occurrences.name, statuses=UNFINISHED)
    busy = {run.tags.get(PARTITION_TAG) for run in context.instance.get_runs(going_on)}
    partitions = [name for name in map(partition_of, waiting) if name not in busy]
    if not partitions:
        return dg.SkipReason("No schedule has ticked, and no occurrence waits.")
    return dg.SensorResult(
        run_requests=[dg.RunRequest(partition_key=name) for name in partitions[:OCCURRENCES_AT_ONCE]],
        dynamic_partitions_requests=[occurrences.build_add_request(partitions)],
    )


def _ticked(database: Database, clock: Clock) -> OccurrenceKey | None:
    with database.begin() as work:
        return tick(within=work, clock=clock)
