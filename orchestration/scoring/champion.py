"""The model that serves, or the plain fact that there is none yet. Not here: which one it is (`ml/registry`)."""

from dataclasses import dataclass

import dagster as dg

from ml.features import FeatureContract
from ml.registry import ModelStore, NoChampion
from ml.runtime import ModelContractUnknown, ScoringModel
from ml.runtime.score import check_contract

HAS_MODEL = "has_model"


@dataclass(frozen=True, slots=True)
class Serving:
    """`model` is None while nobody trained one that may serve; `reason` says so, or which newer ones were passed over as corrupt, or that
    the registry did not answer and the champion it last named serves."""

    model: ScoringModel | None
    reason: str | None = None

    @property
    def version(self) -> str:
        """How scores name it."""
        return self.model.manifest.model_version if self.model is not None else "none"


def serving_model(models: ModelStore, name: str, contract: FeatureContract) -> Serving:
    """The champion of `name`. A company's first weeks have none, and after a release with other features the old one cannot read them: the
    loop goes on without these scores and says so."""
    try:
        champion = models.champion(name)
        check_contract(champion.model, contract)
    except (NoChampion, ModelContractUnknown) as missing:
        return Serving(None, missing.message)
    return Serving(champion.model, " ".join(filter(None, (*champion.refused, champion.notice))) or None)


def has_model(key: dg.AssetKey, serving: Serving) -> dg.AssetCheckResult:
    """Passed when a model gave the scores and none newer is corrupt; otherwise a warning, for what is served is older than it should be."""
    return dg.AssetCheckResult(
        asset_key=key,
        check_name=HAS_MODEL,
        passed=serving.reason is None,
        severity=dg.AssetCheckSeverity.WARN,
        description=serving.reason,
        metadata={"model": serving.version},
    )
