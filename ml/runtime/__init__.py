"""Running models: a checked file in, probabilities out. Never imports TensorFlow; which version runs is the registry's word."""

from ml.runtime.errors import ModelContractUnknown, ModelCorrupt
from ml.runtime.manifest import Manifest
from ml.runtime.model import ScoringModel, load_model
from ml.runtime.score import Scored, score_rows

__all__ = ["Manifest", "ModelContractUnknown", "ModelCorrupt", "Scored", "ScoringModel", "load_model", "score_rows"]
