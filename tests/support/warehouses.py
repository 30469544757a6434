"""Real warehouses for tests: a few households of the Complete Journey, loaded and built by dbt as the graph does it."""

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa

from loyalty.settings import PROJECT_DIR
from loyalty.warehouse import Warehouse
from loyalty.warehouse.dbt_environment import dbt_environment
from orchestration.transform.project import dbt_for

DBT_TIMEOUT_SECONDS = 300


def run_dbt(
    warehouse_url: str,
    target_dir: Path,
    *arguments: str,
    as_of_days: Sequence[date] = (),
    business_now: str = "",
    variables: Mapping[str, object] | None = None,
    expect_success: bool = True,
) -> str:
    """Run one dbt command of the project in the warehouse; what it printed. Fails the test when dbt ends otherwise than expected."""
    given = {"as_of_days": [day.isoformat() for day in as_of_days], "business_now": business_now, **(variables or {})}
    executable = dbt_for(warehouse_url)
    done = subprocess.run(
        [
            str(executable),
            "--no-use-colors",
            *arguments,
            *("--vars", json.dumps(given)),
            *("--project-dir", str(PROJECT_DIR / "dbt_project")),
            *("--profiles-dir", str(PROJECT_DIR / "dbt_project")),
            *("--target-path", str(target_dir / "target")),
            *("--log-path", str(target_dir / "logs")),
        ],
        env={**os.environ, **dbt_environment(warehouse_url)},
        cwd=PROJECT_DIR,
        capture_output=True,
        text=True,
        timeout=DBT_TIMEOUT_SECONDS,
        check=False,
    )
    assert (done.returncode == 0) is expect_success, done.stdout[-6000:] + done.stderr[-2000:]
    return done.stdout


def rows_in_order(warehouse: Warehouse, table: str, order: str, where: str = "true") -> pa.Table:
    """The rows of `table` in an order that both warehouses share."""
    return warehouse.read(f"select * from {table} where {where}").sort_by([(column, "ascending") for column in order.split()])
