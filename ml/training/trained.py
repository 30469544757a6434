"""What training hands to export: a calibrated network, the encoder before it, and how it was judged. Not here: files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ml.features import Encoder, FeatureContract
from ml.features.encoder import Matrix
from ml.features.profile import Profile
from ml.runtime import ScoringModel
from ml.runtime.manifest import Slice, Window

if TYPE_CHECKING:  # TensorFlow takes seconds to import; a type needs none of it.
    import keras

Judge = Callable[[ScoringModel], dict[str, float]]


@dataclass(frozen=True)
class TrainedModel:
    """A model that has been judged and not yet stored. `sample` (rows, inputs) are the test rows, for the parity proof.

    `intervals` hold 95 % bootstrap intervals of metrics; `slices` the metrics of kinds of customers, both on the test rows. `algorithm`
    names what was chosen where several contended. `profiles` tell how the training rows and the test rows' scores were spread, for finding
    drift. `judge` measures any other model of the same features on the same test rows, which is how a candidate is compared with the
    champion.
    """

    name: str
    label: str
    contract: FeatureContract
    encoder: Encoder
    network: keras.Model
    training: Window
    test: Window
    metrics: dict[str, float]
    baselines: dict[str, dict[str, float]]
    sample: Matrix
    data_watermark: str
    seed: int
    intervals: dict[str, tuple[float, float]] = field(default_factory=dict)
    algorithm: str = ""
    slices: tuple[Slice, ...] = ()
    profiles: tuple[Profile, ...] = ()
    judge: Judge | None = None
