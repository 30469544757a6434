"""From a trained model to a stored candidate and, if the gates hold, the champion. Imports TensorFlow by way of the conversion."""

import hashlib
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from loyalty.errors import LoyaltyError
from ml.features.profile import SCORE, drift_of
from ml.registry import ModelStore, NoChampion, reasons_against
from ml.registry.code import code_version
from ml.registry.gate import ChampionMeasured
from ml.registry.model import Outcome
from ml.runtime import Manifest, ScoringModel
from ml.training.litert import parity, to_litert
from ml.training.trained import TrainedModel


@dataclass(frozen=True)
class Released:
    """The stored model; champion unless `reasons` say why not."""

    manifest: Manifest
    reasons: tuple[str, ...]

    @property
    def is_champion(self) -> bool:
        """Whether it serves from now on."""
        return not self.reasons


def export(trained: TrainedModel, *, version: str, decided_by: str = "") -> tuple[Manifest, bytes]:
    """The LiteRT bytes and their manifest; both answer alike on every test row.

    Raises:
        ParityBroken: LiteRT answers differently from Keras.
    """
    content = to_litert(trained.network)
    manifest = Manifest(
        name=trained.name,
        version=version,
        label=trained.label,
        contract_name=trained.contract.name,
        contract_version=trained.contract.version,
        features=trained.encoder.features,
        inputs=trained.encoder.inputs,
        training=trained.training,
        test=trained.test,
        metrics=trained.metrics,
        baselines=trained.baselines,
        decided_by=decided_by,
        intervals=trained.intervals,
        algorithm=trained.algorithm,
        slices=trained.slices,
        profiles=trained.profiles,
        parity_difference_max=0.0,
        code_version=code_version(),
        data_watermark=trained.data_watermark,
        seed=trained.seed,
        model_bytes=len(content),
        model_sha256=hashlib.sha256(content).hexdigest(),
    )
    found = parity(trained.network, manifest, content, trained.sample)
    proven = {"parity_difference_max": found.difference_max, "parity_rank_agreement": found.rank_agreement}
    return manifest.model_copy(update=proven), content


def release(trained: TrainedModel, store: ModelStore, *, as_of_on: date, decided_by: str, todays_rows: pa.Table | None = None) -> Released:
    """The model is stored and the run recorded; it is champion if it passes every gate, and otherwise the champion stays.

    Training the same rows again on the same day stores nothing new, and asks the gates again.

    Args:
        trained: the candidate, measured on its test rows.
        store: where it goes.
        as_of_on: the day of the data.
        decided_by: the metric, more is better, in which it must beat its baselines and the champion.
        todays_rows: rows as they would be scored now; scores spread otherwise than on the test rows keep it from serving.

    Raises:
        ParityBroken: LiteRT answers differently from Keras; nothing was stored.
        RegistryUnavailable, FilesUnavailable: it could not be recorded; nothing was promoted.
    """
    candidate, content = export(trained, version=store.next_version(trained.name, as_of_on), decided_by=decided_by)
    manifest = store.add(candidate, content)
    champion = measured_champion(trained, store)
    reasons = reasons_against(
        manifest, decided_by=decided_by, champion=champion, score_drift=_score_drift(ScoringModel(manifest, content), todays_rows)
    )
    if store.records is not None:
        store.records.ran(
            manifest.name,
            as_of_on=as_of_on,
            outcome=Outcome.STORED if manifest == candidate else Outcome.SAME,
            code_version=code_version(),
            version=manifest.version,
            compared_with=champion.version if champion is not None else None,
        )
    if reasons:
        store.keep(manifest.name, manifest.version, reasons=reasons)
    elif champion is None or champion.version != manifest.version:
        store.promote(manifest.name, manifest.version, reasons=_why(manifest, decided_by, champion))
    return Released(manifest, tuple(reasons))


def measured_champion(trained: TrainedModel, store: ModelStore) -> ChampionMeasured | None:
    """The champion of now on the candidate's test rows; None where nobody serves.

    One that cannot read these rows any more (other features, a feature gone) is named with the reason, and is no gate.
    """
    try:
        champion = store.champion(trained.name).model
    except NoChampion:
        return None
    version = champion.manifest.version
    if trained.judge is None:
        return ChampionMeasured(version, {}, "this training cannot measure another model")
    if (champion.manifest.contract_name, champion.manifest.contract_version) != (trained.contract.name, trained.contract.version):
        return ChampionMeasured(version, {}, f"it reads version {champion.manifest.contract_version} of the features")
    try:
        return ChampionMeasured(version, trained.judge(champion))
    except (LoyaltyError, ValueError) as error:
        return ChampionMeasured(version, {}, str(error))


def _why(manifest: Manifest, decided_by: str, champion: ChampionMeasured | None) -> list[str]:
    """What speaks for the promotion, in words."""
    told = f"{decided_by} {manifest.metrics[decided_by]:.4f}"
    if champion is None:
        return [f"{told}, better than every baseline on the same rows; nobody served."]
    if champion.why_not is not None:
        return [f"{told}, better than every baseline on the same rows; {champion.version} was not measured: {champion.why_not}."]
    if manifest.metrics[decided_by] == champion.metrics[decided_by]:
        return [f"{told}, better than every baseline on the same rows; {champion.version} has as much, and its chances are further off."]
    return [f"{told}, better than every baseline and than {champion.version} ({champion.metrics[decided_by]:.4f}) on the same rows."]


def _score_drift(model: ScoringModel, todays_rows: pa.Table | None) -> float | None:
    """How far today's scores are from those of the test rows; None where either is unknown."""
    if todays_rows is None or not todays_rows.num_rows:
        return None
    scores = model.probabilities(model.encoder.encode(todays_rows).matrix).astype(np.float64)
    return drift_of([profile for profile in model.manifest.profiles if profile.name == SCORE], todays_rows, scores).get(SCORE)
