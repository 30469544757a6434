"""One course of training as a Dagster step sees it: a child process, its log lines, what came out. Not here: the training (`worker.py`).

TensorFlow takes more memory than the rest of the loop together and never gives it back; in a process of its own it leaves with it.
"""

import json
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import dagster as dg

from loyalty import errors
from loyalty.clock import Clock
from loyalty.errors import Conflict, LoyaltyError, Refused, Unavailable
from loyalty.settings import PROJECT_DIR
from ml.registry import ModelStore, RegistryUnavailable
from ml.registry.code import code_version
from ml.registry.model import Outcome
from orchestration.failures import TRIES_AGAIN
from orchestration.reports import Result, bars, shown

PROMOTED = "promoted"
SECONDS_MAX = 1_800
_REFUSED = 3


@dataclass(frozen=True, slots=True)
class Course:
    """What came out: a manifest, or `reason` why nothing could be trained; `gates` are the reasons against making it champion.

    `has_failed`: not for lack of history, but because something broke, and did so again.
    """

    manifest: dict[str, Any] | None
    gates: tuple[str, ...] = ()
    reason: str | None = None
    has_failed: bool = False


class TrainingDied(Unavailable):
    """The training process ended without an answer."""

    code = "TRAINING_DIED"


def run_course(name: str, log: dg.DagsterLogManager) -> Course:
    """The model `name` was trained in a process of its own; too little to learn from is an outcome, everything else an error.

    Raises:
        TrainingDied: the process crashed, was killed (memory), or took longer than half an hour.
        LoyaltyError: of the kind the worker reported.
    """
    with tempfile.TemporaryDirectory(prefix="khaywe-training-") as folder:
        answer_path = Path(folder) / "answer.json"
        command = [sys.executable, "-m", "orchestration.training.worker", name, str(answer_path)]
        with subprocess.Popen(command, cwd=PROJECT_DIR, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:  # noqa: S603
            said = _follow(process, log)
        if not answer_path.exists():
            raise TrainingDied(f"Training {name} ended with {process.returncode} and no answer.", said="\n".join(said[-15:]))
        answer = json.loads(answer_path.read_text())
    return _outcome(answer, process.returncode)


def try_course(name: str, context: dg.AssetExecutionContext, models: ModelStore, clock: Clock) -> Course:
    """As `run_course`, but what fails to the last try is an outcome too: yesterday's champion serves on, and the day does not stop for it.

    The registry records a process that died, for it could not do so itself.

    Raises:
        LoyaltyError: as `run_course`, while there is another try.
    """
    try:
        return _noted(run_course(name, context.log), name, context.run_id, models)
    except LoyaltyError as error:
        if isinstance(error, Unavailable | Conflict) and context.retry_number < TRIES_AGAIN:
            raise
        told = f"Training {name} failed: {error.message}"
        if models.records is not None and isinstance(error, TrainingDied):
            with suppress(RegistryUnavailable):
                models.records.ran(
                    name, as_of_on=clock.now().date(), outcome=Outcome.FAILED, code_version=code_version(), reason=error.message
                )
        context.log.warning("%s %s", told, error.facts)
        return Course(None, reason=f"{told} The champion of before serves on.", has_failed=True)


def _noted(course: Course, name: str, run_id: str, models: ModelStore) -> Course:
    """The course, after it is noted which run trained the version, so that people find the run behind it."""
    if course.manifest is not None and models.records is not None:
        version = str(course.manifest["version"])
        with suppress(RegistryUnavailable):
            models.records.note_run(
                name, "TRAINED", version=version, as_of_on=date.fromisoformat(version.rpartition(".")[0]), run_id=run_id
            )
    return course


def _follow(process: "subprocess.Popen[str]", log: dg.DagsterLogManager) -> list[str]:
    """Its lines go to the step's log as they come."""
    said = list[str]()
    try:
        assert process.stdout is not None  # noqa: S101 - we asked for the pipe
        for line in process.stdout:
            said.append(line.rstrip())
            log.debug(said[-1])
        process.wait(timeout=SECONDS_MAX)
    finally:
        if process.poll() is None:
            process.kill()
    return said


def _outcome(answer: dict[str, Any], code: int) -> Course:
    if code != _REFUSED:
        return Course(answer["manifest"], tuple(answer["reasons"]))
    kind: type[LoyaltyError] = getattr(errors, answer["kind"])
    if kind is Refused:
        return Course(None, reason=answer["message"])
    error = kind(answer["message"], **answer["facts"])
    error.code = answer["code"]  # type: ignore[misc]
    raise error


def report(key: dg.AssetKey, course: Course) -> Result:
    """The model's metrics beside those of its baselines; the check says whether it serves, and otherwise why not."""
    why_not = course.reason or " ".join(course.gates) or None
    severity = dg.AssetCheckSeverity.ERROR if course.has_failed else dg.AssetCheckSeverity.WARN
    check = dg.AssetCheckResult(asset_key=key, check_name=PROMOTED, passed=why_not is None, severity=severity, description=why_not)
    manifest = course.manifest
    if manifest is None:
        return dg.MaterializeResult(metadata={"model": shown("none")}, check_results=[check])
    metrics = {name: shown(float(value)) for name, value in manifest["metrics"].items()}
    facts = {
        "model": manifest["version"],
        "rows_read": manifest["training"]["row_count"] + manifest["test"]["row_count"],
        "trained_on_days": ", ".join(manifest["training"]["as_of_days"]),
        "tested_on_days": ", ".join(manifest["test"]["as_of_days"]),
        "positive_share": manifest["training"]["positive_count"] / manifest["training"]["row_count"],
        "parity_difference_max": manifest["parity_difference_max"],
        "model_bytes": manifest["model_bytes"],
        "sha256": manifest["model_sha256"],
    }
    return dg.MaterializeResult(
        metadata=metrics | {name: shown(value) for name, value in facts.items()} | {"against_baselines": _picture(manifest)},
        check_results=[check],
    )


def _picture(manifest: dict[str, Any]) -> dg.MetadataValue:
    names = [
        name
        for name in ("auc", "average_precision", "recall_at_5", "ndcg_at_5", "recall@10", "ndcg@10", "log_loss")
        if name in manifest["metrics"]
    ]
    told = {f"{name} · model": manifest["metrics"][name] for name in names}
    for baseline, metrics in manifest["baselines"].items():
        told |= {f"{name} · {baseline}": metrics[name] for name in names if name in metrics}
    return bars(dict(sorted(told.items())), title="On days never trained on", decimals=3)


def promoted_check(key: dg.AssetKey) -> dg.AssetCheckSpec:
    """The check that `report` answers."""
    return dg.AssetCheckSpec(PROMOTED, asset=key, description="The new model passed every gate on days it never saw, and serves.")
