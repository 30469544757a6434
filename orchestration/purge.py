"""Remove what Dagster would keep for ever: log lines of old runs, their folders. Not here: the history of assets, which stays."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
from sqlalchemy import text

from loyalty.clock import UtcClock
from loyalty.settings import Settings
from orchestration.automation import IN_ONE_PROCESS
from orchestration.reports import shown

LOGS_KEPT_DAYS = 30

# Materializations, observations and checks name an asset and stay: partitions would look missing without them. A run that has not
# ended keeps all its lines.
_OLD_LINES = text("""
    delete from event_logs
    where asset_key is null
      and timestamp < :before
      and run_id in (select run_id from runs where status in ('SUCCESS', 'FAILURE', 'CANCELED') and update_timestamp < :before)
""")


@dg.op(description=f"Log lines and folders of runs that ended more than {LOGS_KEPT_DAYS} days ago are gone; the history of assets stays.")
def remove_old_logs(context: dg.OpExecutionContext, settings: dg.ResourceParam[Settings]) -> None:
    """See the description; what was removed is said as metadata."""
    before = UtcClock().now() - timedelta(days=LOGS_KEPT_DAYS)
    lines = delete_old_lines(context.instance, before)
    folders = delete_old_folders([settings.var_dir / "dagster" / "storage", settings.var_dir / "dbt"], before)
    context.add_output_metadata({"lines_removed": shown(lines), "folders_removed": shown(folders), "older_than": shown(before.isoformat())})


@dg.job(executor_def=IN_ONE_PROCESS, description="Remove log lines and folders of runs that ended long ago.")
def purge_old_logs() -> None:
    """One step."""
    remove_old_logs()


def delete_old_lines(instance: dg.DagsterInstance, before: datetime) -> int:
    """The number of log lines removed. Both tables lie in one database (`dagster.yaml`)."""
    with instance.event_log_storage.index_connection() as connection:  # type: ignore[attr-defined]
        return int(connection.execute(_OLD_LINES, {"before": before.astimezone(UTC).replace(tzinfo=None)}).rowcount)


def delete_old_folders(parents: list[Path], before: datetime) -> int:
    """The number of folders removed that nobody has touched since `before`."""
    old = [folder for parent in parents if parent.is_dir() for folder in parent.iterdir() if _is_old(folder, before)]
    for folder in old:
        shutil.rmtree(folder, ignore_errors=True)
    return len(old)


def _is_old(folder: Path, before: datetime) -> bool:
    return folder.is_dir() and folder.stat().st_mtime < before.timestamp()
