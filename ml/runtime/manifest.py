"""What travels with every model file: where it comes from, what it reads, how good it was, and its SHA-256. Not here: the file."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ml.features import Encoder, FittedFeature
from ml.features.profile import Profile
from ml.runtime.errors import ModelCorrupt


class Window(BaseModel):
    """The as-of days a set of rows was taken on; their labels look `label_days` further."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    as_of_days: tuple[date, ...]
    label_days: int
    row_count: int
    positive_count: int


class Slice(BaseModel):
    """How good a model is for one kind of customers: those whose `column` says `value`, `count` of the test rows."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    column: str
    value: str
    count: int = Field(ge=0)
    metrics: dict[str, float]


class Manifest(BaseModel):
    """One model, told in full. `metrics` and `baselines` were taken on `test`, days that training never saw.

    `decided_by` is the metric in which it had to be better, `algorithm` what was chosen where several contended, `intervals` the 95 %
    bootstrap intervals of metrics, `slices` the metrics of kinds of customers, `profiles` how the training rows and the test rows' scores
    were spread. Models of before have none of these.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    version: str = Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\.[0-9]+$")
    label: str
    contract_name: str
    contract_version: int
    features: tuple[FittedFeature, ...]
    inputs: tuple[str, ...]
    training: Window
    test: Window
    metrics: dict[str, float]
    baselines: dict[str, dict[str, float]]
    decided_by: str = ""
    intervals: dict[str, tuple[float, float]] = {}
    algorithm: str = ""
    slices: tuple[Slice, ...] = ()
    profiles: tuple[Profile, ...] = ()
    parity_difference_max: float
    parity_rank_agreement: float = 1.0
    code_version: str = ""
    data_watermark: str
    seed: int
    model_bytes: int = Field(gt=0)
    model_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")

    @property
    def model_version(self) -> str:
        """How scores name the model that made them: `churn-2017-10-31.1`."""
        return f"{self.name}-{self.version}"

    @property
    def encoder(self) -> Encoder:
        """The encoder the model was trained behind."""
        return Encoder(self.features)


def read_manifest(text: bytes, *, source: str) -> Manifest:
    """The manifest in `text`; `source` is named when it cannot be read.

    Raises:
        ModelCorrupt: not JSON, not a manifest, or its inputs do not follow from its features.
    """
    try:
        manifest = Manifest.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise ModelCorrupt(f"The manifest of {source} cannot be read: {where}: {first['msg']}.", model=source) from error
    if manifest.inputs != manifest.encoder.inputs:
        raise ModelCorrupt(f"The manifest of {source} lists other inputs than its features make.", model=source)
    return manifest
