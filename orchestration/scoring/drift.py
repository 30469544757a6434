"""Whether the rows of today are still those that a model was trained and judged on, and whether it is young enough. Not here: the gates."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

import dagster as dg
import numpy as np
import pyarrow as pa

from ml.features.profile import SCORE, drift_of, drifted
from ml.registry import ModelStore, RegistryUnavailable
from ml.registry.gate import DRIFT_MAX
from ml.runtime import Manifest, ScoringModel
from orchestration.reports import Metadata, bars, shown
from orchestration.scoring.champion import Serving

NO_DRIFT, IS_FRESH = "no_drift", "is_fresh"
# Shares of a tenth are told apart well with so many rows, whatever the company's size.
ROWS_MAX = 50_000
SHOWN_FEATURES, NAMED_FEATURES = 12, 5
# Five Sundays: a training may fail now and then, and the data of a month ago still describes customers.
AGE_DAYS_MAX = 35


def drift_specs(key: dg.AssetKey) -> list[dg.AssetCheckSpec]:
    """The checks that `drift_checks` answers."""
    return [
        dg.AssetCheckSpec(NO_DRIFT, asset=key, description="Features and scores are spread as when the model was trained and judged."),
        fresh_spec(key),
    ]


def fresh_spec(key: dg.AssetKey) -> dg.AssetCheckSpec:
    """The check that `fresh_check` answers."""
    return dg.AssetCheckSpec(IS_FRESH, asset=key, description=f"The model was trained within {AGE_DAYS_MAX} days of the day it scores.")


def fresh_check(key: dg.AssetKey, champion: Serving, *, on: date) -> dg.AssetCheckResult:
    """A warning where no model serves, or one that was trained long before the day it scores."""
    if champion.model is None:
        return _warning(key, IS_FRESH, "No model serves.", {})
    age_days = (on - trained_on(champion.model.manifest)).days
    return _warning(key, IS_FRESH, _why_stale(champion.version, age_days), {"model_age_days": shown(age_days)})


@dataclass(frozen=True, slots=True)
class Noted:
    """Where it is noted which run scored how many rows of a day: the registry, so that people find the run behind a score."""

    models: ModelStore
    run_id: str
    row_count: int

    def note(self, manifest: Manifest, found: dict[str, float], *, on: date) -> None:
        """The day is noted; a registry that does not answer keeps no scores from being used."""
        if self.models.records is not None:
            with suppress(RegistryUnavailable):
                self.models.records.note_run(
                    manifest.name,
                    "SCORED",
                    version=manifest.version,
                    as_of_on=on,
                    run_id=self.run_id,
                    row_count=self.row_count,
                    drift=found,
                )


def drift_checks(
    key: dg.AssetKey, champion: Serving, rows: pa.Table | None, *, on: date, noted: Noted
) -> tuple[list[dg.AssetCheckResult], Metadata]:
    """Both checks over the rows of the newest day, and what Dagster plots of them. Warnings: scores that drift are better than none."""
    if champion.model is None:
        why = "No model serves."
        return [_warning(key, name, why, {}) for name in (NO_DRIFT, IS_FRESH)], {}
    found = drift_now(champion.model, rows) if rows is not None else {}
    noted.note(champion.model.manifest, found, on=on)
    features = {name: value for name, value in found.items() if name != SCORE}
    told: Metadata = {f"drift_{name}": shown(value) for name, value in found.items() if name == SCORE}
    if features:
        told |= {"drift_feature_max": shown(max(features.values())), "drift": _picture(features, on)}
    age_days = (on - trained_on(champion.model.manifest)).days
    told["model_age_days"] = shown(age_days)
    return [
        _warning(key, NO_DRIFT, _why_drifting(champion.model.manifest, found), told),
        fresh_check(key, champion, on=on),
    ], told


def drift_now(model: ScoringModel, rows: pa.Table) -> dict[str, float]:
    """The stability index of every feature that may be compared, and of the scores, over at most 50,000 of `rows`; greatest first."""
    if not rows.num_rows or not model.manifest.profiles:
        return {}
    drawn = drawn_of(rows)
    scores = model.probabilities(model.encoder.encode(drawn).matrix).astype(np.float64)
    growing = {feature.name for feature in model.manifest.features if feature.grows}
    return {name: value for name, value in drift_of(model.manifest.profiles, drawn, scores).items() if name not in growing}


def drawn_of(rows: pa.Table) -> pa.Table:
    """At most 50,000 rows, evenly spread: they come by customer, and a customer's neighbours are as good as any."""
    if rows.num_rows <= ROWS_MAX:
        return rows
    return rows.take(np.linspace(0, rows.num_rows - 1, ROWS_MAX).astype(np.int64))


def trained_on(manifest: Manifest) -> date:
    """The as-of day of the data that a version was trained on: its name begins with it."""
    return date.fromisoformat(manifest.version.rpartition(".")[0])


def _why_drifting(manifest: Manifest, found: dict[str, float]) -> str | None:
    if not manifest.profiles:
        return f"{manifest.model_version} was stored before models told how their rows were spread; train anew to watch for drift."
    moved = drifted(found, limit=DRIFT_MAX)
    if not moved:
        return None
    more = f" and {len(moved) - NAMED_FEATURES} more" if len(moved) > NAMED_FEATURES else ""
    return f"Moved by more than {DRIFT_MAX:.2f} since {manifest.model_version} was trained: {', '.join(moved[:NAMED_FEATURES])}{more}."


def _why_stale(version: str, age_days: int) -> str | None:
    if age_days <= AGE_DAYS_MAX:
        return None
    return f"{version} was trained {age_days} days before the day it scores; it serves on until a training gives a better one."


def _warning(key: dg.AssetKey, name: str, why: str | None, told: Metadata) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        asset_key=key, check_name=name, passed=why is None, severity=dg.AssetCheckSeverity.WARN, description=why, metadata=told
    )


def _picture(features: dict[str, float], on: date) -> dg.MetadataValue:
    """The features that moved most; 0.25 is where the check warns."""
    return bars(dict(list(features.items())[:SHOWN_FEATURES]), title=f"How far features have moved (stability index), {on}", decimals=2)
