"""Which model serves: versions, who promoted them, and the gates before a champion changes. Running them is `ml.runtime`'s."""

from ml.registry.errors import (
    FilesUnavailable,
    ModelBelowGates,
    ModelUnknown,
    NoChampion,
    ReasonMissing,
    RegistryUnavailable,
    VersionTaken,
)
from ml.registry.gate import reasons_against
from ml.registry.opening import open_model_store
from ml.registry.store import Champion, ModelStore

__all__ = [
    "Champion",
    "FilesUnavailable",
    "ModelBelowGates",
    "ModelStore",
    "ModelUnknown",
    "NoChampion",
    "ReasonMissing",
    "RegistryUnavailable",
    "VersionTaken",
    "open_model_store",
    "reasons_against",
]
