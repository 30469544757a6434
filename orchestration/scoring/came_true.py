"""What became of those whom the model scored: its quality on the newest day whose labels are complete. Not here: judging a new model."""

from dataclasses import dataclass
from datetime import date, timedelta

import dagster as dg
import numpy as np
from sqlalchemy import Date, column, func, select, table

from loyalty.warehouse import Warehouse
from ml.churn.features import LABEL, LABEL_DAYS
from ml.metrics import calibration_error, roc_auc
from ml.registry.gate import calibration_error_max
from ml.runtime import ScoringModel
from orchestration.reports import Metadata, curve, shown

KEEPS_PROMISE = "keeps_promise"
# What a model may lose against the figure of its own test before somebody should look: twice what a few thousand customers leave to chance.
AUC_LOSS_MAX = 0.05
BINS = 10

SCORES = table("churn", column("customer_id"), column("as_of_on", Date), column("churn_probability"), schema="scores")
LABELS = table("churn_labels", column("customer_id"), column("as_of_on", Date), column(LABEL), schema="marts")


@dataclass(frozen=True, slots=True)
class CameTrue:
    """What was promised on the day `on`, and what came: the quality of scores as they were given, `row_count` of them."""

    on: date
    row_count: int
    positive_count: int
    auc: float
    calibration_error: float
    promised: tuple[float, ...]
    observed: tuple[float, ...]


def came_true(warehouse: Warehouse, *, until: date) -> CameTrue | None:
    """How the scores of the newest day did whose 56 days are over on `until`; None while there is none, or nobody or everybody left."""
    if not warehouse.table_exists("marts.churn_labels"):
        return None
    days = select(SCORES.c.as_of_on).distinct().where(SCORES.c.as_of_on <= until - timedelta(days=LABEL_DAYS))
    newest = select(func.max(LABELS.c.as_of_on).label("on_day")).where(LABELS.c.as_of_on.in_(days))
    on: date | None = warehouse.read(newest)["on_day"][0].as_py()
    if on is None:
        return None
    both = (SCORES.c.customer_id == LABELS.c.customer_id) & (SCORES.c.as_of_on == LABELS.c.as_of_on)
    rows = warehouse.read(
        select(SCORES.c.churn_probability, LABELS.c[LABEL]).join_from(SCORES, LABELS, both).where(SCORES.c.as_of_on == on)
    )
    promised, came = rows["churn_probability"].to_numpy(), np.asarray(rows[LABEL].to_pylist(), dtype=np.bool_)
    if not came.any() or came.all():
        return None
    parts = np.array_split(np.argsort(promised, kind="stable"), BINS)
    return CameTrue(
        on=on,
        row_count=len(came),
        positive_count=int(came.sum()),
        auc=roc_auc(came, promised),
        calibration_error=calibration_error(came, promised),
        promised=tuple(float(promised[part].mean()) for part in parts if len(part)),
        observed=tuple(float(came[part].mean()) for part in parts if len(part)),
    )


def promise_check(key: dg.AssetKey, model: ScoringModel | None, found: CameTrue | None) -> tuple[dg.AssetCheckResult, Metadata]:
    """A warning when scores of then ranked or promised worse than a model may; and what Dagster plots of them."""
    if found is None:
        return _result(key, None, {}), {}
    told: Metadata = {
        "came_true_auc": shown(found.auc),
        "came_true_calibration_error": shown(found.calibration_error),
        "came_true_rows": shown(found.row_count),
        "came_true_of": shown(found.on.isoformat()),
        "promised_and_observed": curve(
            {"scores": (found.promised, found.observed), "kept promise": (found.promised, found.promised)},
            title=f"Churn promised on {found.on} and observed since",
            x_label="promised",
            y_label="observed",
        ),
    }
    return _result(key, _why_not(model, found), told), told


def _why_not(model: ScoringModel | None, found: CameTrue) -> str | None:
    wrong = []
    most = calibration_error_max(found.row_count, found.positive_count)
    if found.calibration_error > most:
        wrong.append(f"promises were off by {found.calibration_error:.3f} on average, more than {most:.3f}")
    tested = model.manifest.metrics.get("auc") if model is not None else None
    if tested is not None and found.auc < tested - AUC_LOSS_MAX:
        wrong.append(f"AUC was {found.auc:.3f}, {tested:.3f} in the test of the model that serves now")
    return f"Scores of {found.on}: {'; '.join(wrong)}." if wrong else None


def _result(key: dg.AssetKey, why_not: str | None, told: Metadata) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        asset_key=key,
        check_name=KEEPS_PROMISE,
        passed=why_not is None,
        severity=dg.AssetCheckSeverity.WARN,
        description=why_not,
        metadata={name: value for name, value in told.items() if name != "promised_and_observed"},
    )


def promise_spec(key: dg.AssetKey) -> dg.AssetCheckSpec:
    """The check that `promise_check` answers."""
    return dg.AssetCheckSpec(
        KEEPS_PROMISE, asset=key, description="Scores whose 56 days are over ranked and promised as the model's test said they would."
    )
