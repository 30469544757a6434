"""From a trained model to a stored candidate and, if the gates hold, the champion. Imports TensorFlow by way of the conversion."""

import hashlib
from dataclasses import dataclass
from datetime import date

from ml.registry import ModelStore, reasons_against
from ml.runtime import Manifest
from ml.training.litert import parity_difference, to_litert
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


def export(trained: TrainedModel, *, version: str) -> tuple[Manifest, bytes]:
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
        intervals=trained.intervals,
        slices=trained.slices,
        parity_difference_max=0.0,
        data_watermark=trained.data_watermark,
        seed=trained.seed,
        model_bytes=len(content),
        model_sha256=hashlib.sha256(content).hexdigest(),
    )
    difference = parity_difference(trained.network, manifest, content, trained.sample)
    return manifest.model_copy(update={"parity_difference_max": difference}), content


def release(trained: TrainedModel, store: ModelStore, *, as_of_on: date, decided_by: str) -> Released:
    """The model is stored; it is champion if it beats every baseline on `decided_by`, and otherwise the champion stays.

    Training the same rows again on the same day stores nothing new.

    Raises:
        ParityBroken: LiteRT answers differently from Keras; nothing was stored.
    """
    candidate, content = export(trained, version=store.next_version(trained.name, as_of_on))
    manifest = store.add(candidate, content)
    reasons = reasons_against(manifest, decided_by=decided_by)
    if not reasons:
        store.promote(manifest.name, manifest.version)
    return Released(manifest, tuple(reasons))
