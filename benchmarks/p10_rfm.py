"""P-10: RFM features from 100 million purchase lines of 5 million customers, as dbt builds the marts, against the bare group-by.

The models are the project's own, run by dbt in a warehouse that holds generated lines: staging (a view that leaves out rejected
rows), `int_purchases__baskets`, `int_customers__purchase_windows` (a view: counts and sums over windows), `customer_rfm`
(quintiles). The bare group-by gives recency, lines and spend per customer from the same table, in the same DuckDB with the same
memory and threads, and writes its answer to a table too. It is the cheapest statement that could be called the job: it counts
lines where the marts count purchases, knows no windows and gives no quintiles. Below some ten million lines the fixed cost of a dbt
model (a fifth of a second) outweighs the work, and the ratio says nothing.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from loyalty.settings import PROJECT_DIR, settings
from loyalty.warehouse import ensure_quality_tables, ensure_raw_tables, open_warehouse
from loyalty.warehouse.dbt_environment import dbt_environment

LINES, CUSTOMERS = 100_000_000, 5_000_000
LINES_PER_CHUNK = 5_000_000
AS_OF = date(2017, 12, 31)
MEMORY = "6GB"
PASS, STRETCH = 4.0, 2.0
MEASURED_MODELS = ("stg_journey__purchase_lines", "int_purchases__baskets", "int_customers__purchase_windows", "customer_rfm")
REPEATS = 3

# 9.4 lines a basket as in the Complete Journey, a basket's lines together and baskets in the order of time, as loads arrive. Every
# second basket goes round all customers (7919 is coprime to their number), the others fall where chance has them.
GENERATE = """
insert into raw.purchase_lines by name
select
  cast(case when basket_id % 2 = 0 then basket_id // 2 * 7919 else hash(basket_id) end % $customers as bigint) as household_id,
  cast(hash(basket_id + 1) % 500 as bigint) as store_id,
  basket_id,
  cast(hash(line) % 92331 as bigint) as product_id,
  1 as quantity,
  (hash(line + 7) % 1000) / 100.0 as sales_value,
  (hash(line + 13) % 10) / 100.0 as retail_disc,
  0.0 as coupon_disc,
  0.0 as coupon_match_disc,
  cast(1 as bigint) as week,
  paid_at as transaction_timestamp,
  cast(paid_at as date) as loaded_on,
  line as load_row
from (
  select
    line,
    line * 10 // 94 as basket_id,
    timestamp '2017-01-01 12:00:00' + to_seconds(cast((line * 10 // 94) * 94 // 10 * (364.0 * 86400) / $lines as bigint)) as paid_at
  from range($first, $last) as lines(line)
)
"""
BARE_GROUP_BY = """
create or replace table main.bare_group_by as
select household_id, max(transaction_timestamp) as last_at, count(*) as line_count, sum(sales_value) as spend
from raw.purchase_lines
group by household_id
"""


def run(scale: float = 1.0) -> dict[str, Any]:
    """Measure at `scale` of the full size; the ratio is what the marts take for each second of the bare group-by."""
    lines, customers = max(int(LINES * scale), 10_000), max(int(CUSTOMERS * scale), 500)
    with _workplace() as place:
        path = place / "rfm.duckdb"
        _generate(path, lines, customers)
        bare, marts = [], []
        for _ in range(REPEATS):
            bare.append(_bare_seconds(path))
            marts.append(_marts_seconds(path, place))
        built = _customers_built(path)
    if built == 0 or built > customers:
        raise RuntimeError(f"customer_rfm has {built} customers out of {customers}: the figure would mean nothing")
    ratio = statistics.median(marts) / statistics.median(bare)
    return {
        "id": "P-10",
        "value": statistics.median(marts),
        "unit": "s",
        "ratio": ratio,
        "against": f"bare DuckDB group-by, {statistics.median(bare):.2f} s",
        "pass": ratio <= PASS,
        "stretch": ratio <= STRETCH,
        "method": (
            f"{lines:,} generated lines, {built:,} customers; dbt's own timing of {', '.join(MEASURED_MODELS)} with --full-refresh, "
            f"median of {REPEATS}, alternating with the group-by of the same table into a table; {MEMORY} each, {os.cpu_count()} cores"
        ),
        "scale": scale,
    }


@contextmanager
def _workplace() -> Iterator[Path]:
    settings().var_dir.mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix="bench-p10-", dir=settings().var_dir))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _generate(path: Path, lines: int, customers: int) -> None:
    warehouse = open_warehouse(f"duckdb:///{path}")
    ensure_raw_tables(warehouse)
    ensure_quality_tables(warehouse)
    warehouse.execute(
        "insert into raw.load_log select 'purchase_lines', :on, cast(:on as timestamp), :lines, cast(:on as timestamp)",
        {"on": AS_OF, "lines": lines},
    )
    with _connected(path) as connection:
        for first in range(0, lines, LINES_PER_CHUNK):
            last = min(first + LINES_PER_CHUNK, lines)
            connection.execute(GENERATE, {"first": first, "last": last, "lines": lines, "customers": customers}).fetchall()
        connection.execute("checkpoint")


def _bare_seconds(path: Path) -> float:
    with _connected(path) as connection:
        started = time.perf_counter()
        connection.execute(BARE_GROUP_BY).fetchall()
        return time.perf_counter() - started


def _marts_seconds(path: Path, place: Path) -> float:
    """The sum of what dbt measured for each of the models; compiling and starting dbt are not the warehouse's work."""
    arguments = ["run", "--full-refresh", "--threads", "1", "--select", "int_calendar__days_to_build", *MEASURED_MODELS]
    folders = {
        "--project-dir": PROJECT_DIR / "dbt_project",
        "--profiles-dir": PROJECT_DIR / "dbt_project",
        "--target-path": place / "target",
    }
    command = [
        str(Path(sys.executable).with_name("dbt")),
        "--quiet",
        *arguments,
        *("--vars", json.dumps({"as_of_days": [AS_OF.isoformat()], "training_grid_starts_on": "2018-01-01"})),
        *(str(part) for option in folders.items() for part in option),
        *("--log-path", str(place / "logs")),
    ]
    environment = {**os.environ, **dbt_environment(f"duckdb:///{path}"), "KHAYWE_DBT_DUCKDB_MEMORY": MEMORY}
    done = subprocess.run(command, env=environment, cwd=PROJECT_DIR, capture_output=True, text=True, timeout=3600, check=False)
    if done.returncode:
        raise RuntimeError(f"dbt failed:\n{done.stdout[-3000:]}{done.stderr[-1000:]}")
    results = json.loads((place / "target" / "run_results.json").read_text())["results"]
    seconds = {result["unique_id"].rsplit(".", 1)[-1]: result["execution_time"] for result in results}
    return sum(seconds[model] for model in MEASURED_MODELS)


def _customers_built(path: Path) -> int:
    with _connected(path) as connection:
        return int(connection.sql("select count(*) from marts.customer_rfm").fetchall()[0][0])


@contextmanager
def _connected(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(str(path), config={"memory_limit": MEMORY})
    try:
        yield connection
    finally:
        connection.close()


if __name__ == "__main__":
    print(json.dumps(run(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0), indent=2))
