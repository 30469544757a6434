"""What the wall clock wakes, in the business time zone. Not here: what loads wake (`sensors.py`)."""

import dagster as dg

from orchestration.jobs import night, train_models
from orchestration.partitions import business_day
from orchestration.purge import purge_old_logs

TIMEZONE = business_day.timezone

every_night = dg.ScheduleDefinition(
    name="every_night",
    job=night,
    cron_schedule="30 2 * * *",
    execution_timezone=TIMEZONE,
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Expire due lots and prove the books, after the last purchase of the day and before the first of the next.",
)

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
