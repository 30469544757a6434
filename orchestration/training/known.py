"""Features as they were known at an instant: dbt builds the day from the rows of then, in a warehouse of their own. Not here: which rows
those are (`loyalty/features/known.py`)."""

import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa

from loyalty.errors import Unavailable
from loyalty.features import Catalogue
from loyalty.features.known import copy_known
from loyalty.warehouse import Warehouse, open_warehouse
from loyalty.warehouse.dbt_environment import dbt_environment
from orchestration.transform.project import DBT, DBT_PROJECT_DIR

DBT_SECONDS_MAX = 3600


class BuildFailed(Unavailable):
    """dbt did not build the features of the instant; its own words are among the facts."""

    code = "TRAINING_BUILD_FAILED"


def training_set(warehouse: Warehouse, instants: Sequence[datetime], catalogue: Catalogue, *, timezone: str) -> pa.Table:
    """One row per customer and instant: the features as known then, with `known_at` before them.

    The day of an instant is the last business day that was over by then. Nothing that arrived or happened later has any influence, whatever
    the warehouse holds now; so the set can be drawn again months later and is the same.

    Raises:
        NothingKnown: no load had arrived by one of them.
        BuildFailed: dbt refused to build.
    """
    return pa.concat_tables([_as_known(warehouse, at, catalogue, timezone) for at in sorted(instants)])


def day_known(at: datetime, timezone: str, last_loaded_on: date) -> date:
    """The last business day that was over at the instant, or the last that had been loaded where that one is earlier."""
    local = at.astimezone(ZoneInfo(timezone))
    over = local.date() if (local.hour, local.minute, local.second) == (23, 59, 59) else date.fromordinal(local.date().toordinal() - 1)
    return min(over, last_loaded_on)


def _as_known(warehouse: Warehouse, at: datetime, catalogue: Catalogue, timezone: str) -> pa.Table:
    with tempfile.TemporaryDirectory(prefix="khaywe-known-") as folder:
        url = f"duckdb:///{folder}/known.duckdb"
        scratch = open_warehouse(url)
        known = copy_known(warehouse, scratch, at=at)
        on = day_known(at, timezone, date.fromisoformat(known.last_loaded_on))
        _build(url, Path(folder), on)
        columns = ", ".join(f'"{name}"' for name in ("customer_id", "as_of_on", *catalogue.features))
        rows = scratch.read(f"select {columns} from {catalogue.relation} where as_of_on = :on order by customer_id", {"on": on})  # noqa: S608
    return rows.add_column(0, "known_at", pa.array([at] * rows.num_rows, pa.timestamp("us", tz="UTC")))


def _build(url: str, folder: Path, on: date) -> None:
    # The grid of training days begins after the day, so that this one alone is built.
    variables = {"as_of_days": [on.isoformat()], "training_grid_starts_on": date.fromordinal(on.toordinal() + 1).isoformat()}
    command = [str(DBT), "--quiet", "run", "--select", "+customer_profile", "--vars", json.dumps(variables)]
    places = {"--project-dir": DBT_PROJECT_DIR, "--profiles-dir": DBT_PROJECT_DIR, "--target-path": folder / "target", "--log-path": folder}
    done = subprocess.run(  # noqa: S603 -- our own command line
        [*command, *(str(part) for place in places.items() for part in place)],
        env={**os.environ, **dbt_environment(url)},
        capture_output=True,
        text=True,
        timeout=DBT_SECONDS_MAX,
        check=False,
    )
    if done.returncode:
        raise BuildFailed(f"dbt did not build the features of {on}.", as_of_on=on.isoformat(), said=(done.stdout + done.stderr)[-2000:])
