"""The wire shapes of models."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal, NamedTuple

from pydantic import Field

from loyalty.features import Catalogue
from ml.registry.gate import DRIFT_MAX
from ml.registry.model import DagsterRun, Decision, StoredVersion, TrainingRun
from serving.http.outputs import LocalText, Out


class History(NamedTuple):
    """What happened to a model, each newest first, and what its runs and features are shown as."""

    decisions: Sequence[Decision]
    runs: Sequence[TrainingRun]
    trained: Sequence[DagsterRun]
    scored: Sequence[DagsterRun]
    catalogue: Catalogue
    dagster_url: str | None

    def url_of(self, run_id: str) -> str | None:
        """Dagster's page of a run."""
        return f"{self.dagster_url.rstrip('/')}/runs/{run_id}" if self.dagster_url else None


class MetricOut(Out):
    """One figure of a version, taken on days that its training never saw."""

    name: str
    value: float
    low: float | None = Field(description="Where it lies with 95 % certainty, between this …")
    high: float | None = Field(description="… and this; null where no interval was taken.")
    baseline: float | None = Field(description="What the best simple rule reached on the same days; null where none was measured.")


class DriftOut(Out):
    """How far one feature, or the scores themselves, have moved since the version was trained."""

    name: str = Field(description="The feature; `score`: the scores.")
    label: LocalText | None = Field(description="What the catalogue calls it; null where it does not know it.")
    stability_index: float = Field(description="0: spread as then. Above 0.25 the model is watched.")
    is_moved: bool = Field(description="So far that it keeps a version from being promoted.")


class ScoringOut(Out):
    """One day that a version has scored."""

    as_of_on: date
    version: str
    row_count: int | None
    recorded_at: datetime
    run_id: str
    run_url: str | None = Field(description="Dagster's page of the run; null where nobody said how people reach Dagster.")
    drift: list[DriftOut] = Field(description="Greatest first; empty where nothing was compared.")


class VersionOut(Out):
    """One trained model."""

    version: str
    state: Literal["CANDIDATE", "CHAMPION", "RETIRED"]
    is_rolled_back: bool
    stored_at: datetime | None
    trained_on: list[date] = Field(description="The days it learned from.")
    tested_on: list[date] = Field(description="The days it was judged on.")
    decided_by: str = Field(description="The metric in which it had to be better.")
    metrics: list[MetricOut]
    run_url: str | None = Field(description="Dagster's page of the run that trained it; null where that is not known.")

    @classmethod
    def of(cls, stored: StoredVersion, run_url: str | None = None) -> "VersionOut":
        """The wire shape of a version."""
        manifest = stored.manifest
        return cls(
            version=manifest.version,
            state=stored.state.value,
            is_rolled_back=stored.is_rolled_back,
            stored_at=stored.stored_at,
            trained_on=list(manifest.training.as_of_days),
            tested_on=list(manifest.test.as_of_days),
            decided_by=manifest.decided_by,
            metrics=[_metric(stored, name) for name in sorted(manifest.metrics)],
            run_url=run_url,
        )


class DecisionOut(Out):
    """Why a version serves, or does not."""

    version: str
    kind: Literal["PROMOTED", "KEPT", "FORCED", "ROLLED_BACK", "TAKEN_IN"]
    decided_at: datetime
    decided_by: str
    reasons: list[str]
    instead_of: str | None

    @classmethod
    def of(cls, decision: Decision) -> "DecisionOut":
        """The wire shape of a decision."""
        return cls(
            version=decision.version,
            kind=decision.verdict.value,
            decided_at=decision.decided_at,
            decided_by=decision.decided_by,
            reasons=list(decision.reasons),
            instead_of=decision.instead_of,
        )


class RunOut(Out):
    """One training."""

    as_of_on: date
    ended_at: datetime
    outcome: Literal["STORED", "SAME", "REFUSED", "FAILED"]
    version: str | None
    reason: str | None

    @classmethod
    def of(cls, run: TrainingRun) -> "RunOut":
        """The wire shape of a training."""
        return cls(as_of_on=run.as_of_on, ended_at=run.ended_at, outcome=run.outcome.value, version=run.version, reason=run.reason)


class ModelOut(Out):
    """A model: its versions, the oldest first, and what happened to them, the newest first."""

    name: str
    champion: str | None = Field(description="The version that serves; null: none does.")
    versions: list[VersionOut]
    decisions: list[DecisionOut]
    runs: list[RunOut]
    scorings: list[ScoringOut] = Field(description="The newest days it scored, newest first; at most 60.")

    @classmethod
    def of(cls, name: str, stored: Sequence[StoredVersion], history: History) -> "ModelOut":
        """The wire shape of a model."""
        trained = {run.version: history.url_of(run.run_id) for run in reversed(history.trained)}
        versions = [VersionOut.of(one, trained.get(one.manifest.version)) for one in stored]
        return cls(
            name=name,
            champion=next((one.version for one in versions if one.state == "CHAMPION"), None),
            versions=versions,
            decisions=[DecisionOut.of(one) for one in history.decisions],
            runs=[RunOut.of(one) for one in history.runs],
            scorings=[_scoring(one, history) for one in history.scored],
        )


class CardOut(Out):
    """What a version is for, what it was made of, how good it is and where it is not, for people."""

    name: str
    version: str
    markdown: str


def _scoring(run: DagsterRun, history: History) -> ScoringOut:
    return ScoringOut(
        as_of_on=run.as_of_on,
        version=run.version,
        row_count=run.row_count,
        recorded_at=run.recorded_at,
        run_id=run.run_id,
        run_url=history.url_of(run.run_id),
        drift=[
            DriftOut(name=name, label=_label(name, history.catalogue), stability_index=value, is_moved=value > DRIFT_MAX)
            for name, value in run.drift.items()
        ],
    )


def _label(name: str, catalogue: Catalogue) -> LocalText | None:
    found = catalogue[name].label if name in catalogue else None
    return LocalText(en=found.en, ar=found.ar) if found else None


def _metric(stored: StoredVersion, name: str) -> MetricOut:
    manifest = stored.manifest
    low, high = manifest.intervals.get(name, (None, None))
    # Of most metrics more is better; of errors and losses, less.
    known = [figures[name] for figures in manifest.baselines.values() if name in figures]
    best = (min if _is_better_lower(name) else max)(known) if known else None
    return MetricOut(name=name, value=manifest.metrics[name], low=low, high=high, baseline=best)


def _is_better_lower(name: str) -> bool:
    return any(part in name for part in ("error", "loss", "brier"))
