"""M-5: churn on the Complete Journey, from its raw loads: dbt builds the features, earlier days train, the newest labelled day judges.

A day trains only if its labels were complete by the test day, so nothing of the 56 days that are judged was known in training. Older test
days are judged too, each with what was known by then, so that one lucky day is not taken for the rule. `scale` is the share of households.
"""

import json
import os
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from khaywe.demo_data import open_demo
from loyalty.settings import PROJECT_DIR
from loyalty.warehouse import open_warehouse
from loyalty.warehouse.dbt_environment import dbt_environment
from ml.churn.read import read_training_rows
from ml.churn.train import train_churn
from ml.training.read import TrainingRows
from ml.training.trained import TrainedModel

LAST_ON, HOUSEHOLDS = date(2017, 12, 31), 2_469
AUC, AVERAGE_PRECISION, CALIBRATION, AUC_AIM = 0.87, 0.37, 0.02, 0.89
OLDER_TEST_DAYS = (date(2017, 10, 8), date(2017, 9, 10), date(2017, 8, 13))


def run(scale: float = 1.0) -> dict[str, Any]:
    """The figure: AUC on the newest test day; the ratio is that over recency alone."""
    with tempfile.TemporaryDirectory(prefix="bench-m05-") as folder:
        rows = _rows(Path(folder), scale)
    newest = train_churn(rows.features, rows.labels, data_watermark=rows.data_watermark, kinds=rows.kinds)
    older = {day.isoformat(): _facts(_until(rows, day)) for day in (OLDER_TEST_DAYS if scale >= 1.0 else ())}
    metrics, recency = newest.metrics, newest.baselines["recency"]
    promised = metrics["average_precision"] >= AVERAGE_PRECISION and metrics["calibration_error"] <= CALIBRATION
    return {
        "id": "M-5",
        "value": metrics["auc"],
        "unit": "AUC",
        "ratio": metrics["auc"] / recency["auc"],
        "against": f"recency alone, {recency['auc']:.4f}",
        "pass": metrics["auc"] >= AUC and promised,
        "stretch": metrics["auc"] >= AUC_AIM and promised,
        "method": (
            f"{newest.test.row_count:,} households on {newest.test.as_of_days[0]}, {newest.test.positive_count} of whom left; trained on "
            f"{newest.training.row_count:,} rows of {len(newest.training.as_of_days)} earlier days; the {newest.algorithm} was taken"
        ),
        **_facts(newest),
        "older_test_days": older,
        "scale": scale,
    }


def _facts(trained: TrainedModel) -> dict[str, Any]:
    return {
        "algorithm": trained.algorithm,
        "metrics": trained.metrics,
        "intervals": {name: list(bounds) for name, bounds in trained.intervals.items()},
        "baselines": trained.baselines,
    }


def _until(rows: TrainingRows, day: date) -> TrainedModel:
    """The training of that day: what was labelled later is not there."""

    def known(table: pa.Table) -> pa.Table:
        return table.filter(pc.less_equal(table["as_of_on"], pa.scalar(day, pa.date32())))

    return train_churn(known(rows.features), known(rows.labels), data_watermark=rows.data_watermark)


def _rows(folder: Path, scale: float) -> TrainingRows:
    url = f"duckdb:///{folder}/warehouse.duckdb"
    warehouse = open_warehouse(url)
    open_demo(warehouse, LAST_ON, households=None if scale >= 1.0 else max(int(HOUSEHOLDS * scale), 200))
    places = {"--project-dir": PROJECT_DIR / "dbt_project", "--profiles-dir": PROJECT_DIR / "dbt_project"}
    places |= {"--target-path": folder / "target", "--log-path": folder}
    subprocess.run(
        [
            str(Path(sys.executable).with_name("dbt")),
            *("--quiet", "run", "--select", "+churn_labels", "+dim_customers"),
            *(str(part) for place in places.items() for part in place),
        ],
        env={**os.environ, **dbt_environment(url)},
        check=True,
    )
    return read_training_rows(warehouse, until=LAST_ON)


if __name__ == "__main__":
    print(json.dumps(run(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0), indent=2))
