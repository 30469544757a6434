"""Which model serves: a folder of versions, a champion pointer, and the gates before it moves. Running them is `ml.runtime`'s."""

from ml.registry.errors import ModelBelowBaseline, ModelUnknown, NoChampion
from ml.registry.gate import reasons_against
from ml.registry.store import Champion, ModelStore

__all__ = ["Champion", "ModelBelowBaseline", "ModelStore", "ModelUnknown", "NoChampion", "reasons_against"]
