"""What the wall clock wakes, in the business time zone. Not here: what loads wake (`sensors.py`)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import dagster as dg

from loyalty.clock import Clock
from loyalty.database import Database
from loyalty.errors import Unavailable
from loyalty.programs import programs
from orchestration.jobs import night, train_models
from orchestration.partitions import business_day
from orchestration.purge import purge_old_logs

TIMEZONE = business_day.timezone
NIGHT_BEGINS_HOUR = 2


@dg.schedule(
    name="every_night",
    job=night,
    cron_schedule="30 * * * *",
    execution_timezone=TIMEZONE,
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="At half past two in every program's own time zone: after the last purchase of its day, before the first of the next.",
)
def every_night(
    context: dg.ScheduleEvaluationContext, database: dg.ResourceParam[Database], clock: dg.ResourceParam[Clock]
) -> dg.RunRequest | dg.SkipReason:
    """The night is asked for when it is night somewhere; what is due elsewhere already is done with it, and nothing is done twice."""
    try:
        with database.begin() as work:
            zones = {stored.current.program.timezone for stored in programs(within=work, at=clock.now())}
    except Unavailable as error:
        return dg.SkipReason(f"The loyalty database is away; the next hour looks again. {error.message}")
    at = context.scheduled_execution_time
    asleep = programs_at_night(zones or {TIMEZONE}, at)
    if not asleep:
        return dg.SkipReason("It is night in no program's time zone.")
    return dg.RunRequest(run_key=f"night of {at.astimezone(UTC).isoformat()}", tags={"khaywe/night_in": ", ".join(asleep)[:200]})


def programs_at_night(zones: set[str], at: datetime) -> list[str]:
    """The time zones in which the night's hour has come at the instant."""
    return sorted(zone for zone in zones if at.astimezone(ZoneInfo(zone)).hour == NIGHT_BEGINS_HOUR)


every_week = dg.ScheduleDefinition(
    name="every_week",
    job=train_models,
    cron_schedule="0 4 * * 0",
    execution_timezone=TIMEZONE,
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Train on Sunday before dawn, when nobody waits for the machine.",
)

every_night_purge = dg.ScheduleDefinition(
    name="every_night_purge",
    job=purge_old_logs,
    cron_schedule="30 3 * * *",
    execution_timezone=TIMEZONE,
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Event logs and run folders grow for ever unless somebody removes what is old.",
)

ALL_SCHEDULES = [every_night, every_week, every_night_purge]
