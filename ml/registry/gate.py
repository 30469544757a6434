"""The gates between candidate and champion. Pure: figures in, reasons out. Measuring is training's, moving the champion the store's."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from ml.runtime import Manifest

CALIBRATION_ERROR_MAX = 0.05
CALIBRATION = "calibration_error"
_BINS = 10
PARITY_MAX = 1e-4
RANK_AGREEMENT_MIN = 0.9999
# Population stability: below .10 nothing moved, above .25 the rows are others than those the model was judged on.
DRIFT_MAX = 0.25


@dataclass(frozen=True, slots=True)
class ChampionMeasured:
    """The champion of now, measured on the candidate's test rows; `why_not` tells why it could not be."""

    version: str
    metrics: Mapping[str, float]
    why_not: str | None = None


def reasons_against(
    manifest: Manifest, *, decided_by: str, champion: ChampionMeasured | None = None, score_drift: float | None = None
) -> list[str]:
    """Why `manifest` must not become champion, one sentence each; empty when it may.

    On the same test rows it must beat every named baseline and the champion on `decided_by` (a metric where more is better); as good as the
    champion is enough where its probabilities are nearer to the truth. Its probabilities must keep their promise, the exported file must
    answer like its network, and the scores of today's rows must be spread as those it was judged on.
    """
    return [
        *_baselines(manifest, decided_by),
        *_champion(manifest, decided_by, champion),
        *_calibration(manifest),
        *_parity(manifest),
        *_drift(manifest, score_drift),
    ]


def calibration_error_max(row_count: int, positive_count: int) -> float:
    """The calibration error that a model may have on so many rows: 5 %, and what chance alone adds to perfect probabilities.

    With `n` rows to a bin, a bin's share of yes lies sqrt(p (1 - p) / n) × sqrt(2 / π) away from its promise on average.
    """
    share = positive_count / max(row_count, 1)
    return CALIBRATION_ERROR_MAX + math.sqrt(2 / math.pi * share * (1 - share) * _BINS / max(row_count, 1))


def _baselines(manifest: Manifest, decided_by: str) -> list[str]:
    ours = manifest.metrics[decided_by]
    return [
        f"{manifest.model_version} has {decided_by} {ours:.4f} on its test days; {name} alone has {theirs[decided_by]:.4f}."
        for name, theirs in sorted(manifest.baselines.items())
        if decided_by in theirs and not ours > theirs[decided_by]
    ]


def _champion(manifest: Manifest, decided_by: str, champion: ChampionMeasured | None) -> list[str]:
    if champion is None or champion.why_not is not None or champion.version == manifest.version:
        return []
    ours, theirs = manifest.metrics[decided_by], champion.metrics[decided_by]
    if ours > theirs or (ours == theirs and _is_better_calibrated(manifest, champion)):
        return []
    return [f"{manifest.model_version} has {decided_by} {ours:.4f}; the champion {champion.version} has {theirs:.4f} on the same rows."]


def _is_better_calibrated(manifest: Manifest, champion: ChampionMeasured) -> bool:
    """A formula ranks alike whenever it is fitted; then the later one serves where its chances are nearer to the truth, by more than two
    runtimes of one file may differ."""
    ours, theirs = manifest.metrics.get(CALIBRATION), champion.metrics.get(CALIBRATION)
    return ours is not None and theirs is not None and ours < theirs - PARITY_MAX


def _calibration(manifest: Manifest) -> list[str]:
    found = manifest.metrics.get(CALIBRATION)
    most = calibration_error_max(manifest.test.row_count, manifest.test.positive_count)
    if found is None or found <= most:
        return []
    return [f"The probabilities of {manifest.model_version} are off by {found:.3f} on average; at most {most:.3f} is allowed."]


def _parity(manifest: Manifest) -> list[str]:
    wrong = []
    if not manifest.parity_difference_max <= PARITY_MAX:
        wrong.append(f"The file of {manifest.model_version} differs from its network by {manifest.parity_difference_max:.1e}.")
    if not manifest.parity_rank_agreement >= RANK_AGREEMENT_MIN:
        wrong.append(f"The file of {manifest.model_version} ranks otherwise than its network: {manifest.parity_rank_agreement:.5f}.")
    return wrong


def _drift(manifest: Manifest, score_drift: float | None) -> list[str]:
    if score_drift is None or score_drift <= DRIFT_MAX:
        return []
    return [
        f"Today's scores of {manifest.model_version} are spread otherwise than those it was judged on: stability index {score_drift:.2f}, "
        f"at most {DRIFT_MAX:.2f}."
    ]
