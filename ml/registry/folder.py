"""Models as folders: `<models_dir>/<name>/<version>/{model.tflite, manifest.json}` and one pointer per name to what was promoted.

Every write is made beside its place and renamed into it, so a reader or a crash never meets half a model. Not here: what to believe when
the registry and the folder disagree (`store.py`).
"""

import os
import shutil
import tempfile
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from ml.registry.errors import ModelUnknown, NoChampion
from ml.registry.model import Promotion
from ml.runtime import Manifest
from ml.runtime.manifest import read_manifest
from ml.runtime.model import MANIFEST_BYTES_MAX, MANIFEST_FILE, MODEL_FILE, read_regular

POINTER_FILE = "champion.json"


class Pointer(BaseModel):
    """The versions that were promoted, newest promotion first; the first is the champion. `manifests` are their recorded SHA-256."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    versions: tuple[str, ...] = ()
    manifests: dict[str, str] = {}


class ModelFolder:
    """The models on this machine. Several processes may read while one writes."""

    def __init__(self, models_dir: Path) -> None:
        self.models_dir = models_dir

    def place(self, name: str, version: str) -> Path:
        """Where a version's files are, or would be."""
        return self.models_dir / name / version

    def names(self) -> list[str]:
        """Every model that has a folder."""
        found = self.models_dir.iterdir() if self.models_dir.is_dir() else []
        return sorted(path.name for path in found if path.is_dir() and not path.name.startswith("."))

    def versions(self, name: str) -> list[str]:
        """Every version of `name` in the folder, oldest first."""
        folder = self.models_dir / name
        found = [path.name for path in folder.iterdir() if (path / MANIFEST_FILE).is_file()] if folder.is_dir() else []
        return sorted(found, key=version_order)

    def manifest(self, name: str, version: str) -> Manifest:
        """The manifest of a version.

        Raises:
            ModelUnknown: it is not in the folder.
            ModelCorrupt: its manifest cannot be read.
        """
        path = self.place(name, version) / MANIFEST_FILE
        if not path.is_file():
            raise ModelUnknown(
                f"There is no model {name} {version}; stored are: {', '.join(self.versions(name)) or 'none'}.", name=name, version=version
            )
        return read_manifest(read_regular(path, bytes_max=MANIFEST_BYTES_MAX), source=f"{name}/{version}")

    def write(self, name: str, version: str, *, manifest: bytes, content: bytes) -> None:
        """The version stands in the folder; what stood in its place is replaced."""
        folder = self.models_dir / name
        folder.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".arriving-", dir=folder))
        try:
            staging.chmod(0o755)
            (staging / MODEL_FILE).write_bytes(content)
            (staging / MANIFEST_FILE).write_bytes(manifest)
            if (folder / version).exists():
                (folder / version).rename(Path(tempfile.mkdtemp(prefix=".leaving-", dir=folder)) / version)
            staging.rename(folder / version)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
            for gone in folder.glob(".leaving-*"):
                shutil.rmtree(gone, ignore_errors=True)

    def promoted(self, name: str) -> list[Promotion]:
        """What the pointer says was promoted, champion first; nothing where there is none.

        Raises:
            NoChampion: the pointer cannot be read.
        """
        try:
            pointer = Pointer.model_validate_json((self.models_dir / name / POINTER_FILE).read_bytes())
        except FileNotFoundError:
            return []
        except ValidationError as error:
            raise NoChampion(f"The champion pointer of {name} cannot be read; promote a stored version.", name=name) from error
        return [Promotion(version, pointer.manifests.get(version)) for version in pointer.versions]

    def point(self, name: str, promoted: list[Promotion]) -> None:
        """The pointer says just this, from one moment to the next."""
        pointer = Pointer(
            versions=tuple(one.version for one in promoted),
            manifests={one.version: one.manifest_sha256 for one in promoted if one.manifest_sha256 is not None},
        )
        (self.models_dir / name).mkdir(parents=True, exist_ok=True)
        handle, staging = tempfile.mkstemp(prefix=".champion-", dir=self.models_dir / name)
        with os.fdopen(handle, "w") as file:
            file.write(pointer.model_dump_json() + "\n")
            file.flush()
            os.fsync(handle)
        Path(staging).chmod(0o644)
        Path(staging).replace(self.models_dir / name / POINTER_FILE)


def version_order(version: str) -> tuple[str, int]:
    """Sorts versions by day, then by number."""
    day, _, number = version.rpartition(".")
    return day, int(number) if number.isdigit() else 0
