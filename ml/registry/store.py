"""Models as folders: `<models_dir>/<name>/<version>/{model.tflite, manifest.json}` and one champion pointer per name.

Every write is made beside its place and renamed into it, so a reader or a crash never meets half a model. Time never names a
version: it is the as-of day of the data and a number. Not here: whether a model deserves to be champion (`gate.py`).
"""

import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import structlog
from pydantic import BaseModel, ConfigDict, ValidationError

from ml.registry.errors import ModelUnknown, NoChampion
from ml.runtime import Manifest, ModelCorrupt, ScoringModel, load_model
from ml.runtime.manifest import read_manifest
from ml.runtime.model import MANIFEST_FILE, MODEL_FILE

POINTER_FILE = "champion.json"
# How far back a champion can be rolled, and how many corrupt ones can be passed over.
PROMOTIONS_KEPT = 10

log = structlog.get_logger(__name__)


class Pointer(BaseModel):
    """The versions that were promoted, newest promotion first; the first is the champion."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    versions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Champion:
    """The model that serves. `refused` says, one sentence each, which newer promotions were passed over as corrupt."""

    model: ScoringModel
    refused: tuple[str, ...] = ()


class ModelStore:
    """The models under one folder. Several processes may read while one writes."""

    def __init__(self, models_dir: Path) -> None:
        self.models_dir = models_dir

    def versions(self, name: str) -> list[str]:
        """Every stored version of `name`, oldest first."""
        folder = self.models_dir / name
        found = [path.name for path in folder.iterdir() if (path / MANIFEST_FILE).is_file()] if folder.is_dir() else []
        return sorted(found, key=_order)

    def manifest(self, name: str, version: str) -> Manifest:
        """The manifest of a stored version.

        Raises:
            ModelUnknown: it is not stored.
            ModelCorrupt: its manifest cannot be read.
        """
        path = self.models_dir / name / version / MANIFEST_FILE
        if not path.is_file():
            raise ModelUnknown(
                f"There is no model {name} {version}; stored are: {', '.join(self.versions(name)) or 'none'}.", name=name, version=version
            )
        return read_manifest(path.read_bytes(), source=f"{name}/{version}")

    def next_version(self, name: str, as_of_on: date) -> str:
        """The version that the next model trained on data up to `as_of_on` gets: `2017-10-31.1`, `.2`, …"""
        day = as_of_on.isoformat()
        taken = [int(version.rpartition(".")[2]) for version in self.versions(name) if version.startswith(f"{day}.")]
        return f"{day}.{max(taken, default=0) + 1}"

    def add(self, manifest: Manifest, content: bytes) -> Manifest:
        """The model is stored as a candidate. The same model trained on the same day again keeps the version it has.

        Raises:
            ModelCorrupt: `content` is not what the manifest vouches for.
        """
        ScoringModel(manifest, content)
        same = self._same_model(manifest)
        if same is not None:
            return same
        folder = self.models_dir / manifest.name
        folder.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".arriving-", dir=folder))
        try:
            staging.chmod(0o755)
            (staging / MODEL_FILE).write_bytes(content)
            (staging / MANIFEST_FILE).write_text(manifest.model_dump_json(indent=2) + "\n")
            staging.rename(folder / manifest.version)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        return manifest

    def promote(self, name: str, version: str) -> None:
        """`version` is champion; the one before is kept and serves if this one turns out corrupt.

        Raises:
            ModelUnknown: it is not stored.
            ModelCorrupt: its files are not what was exported; the champion stays.
        """
        self.manifest(name, version)
        load_model(self.models_dir / name / version)
        try:
            before = self._pointer(name).versions
        except NoChampion:
            before = ()  # an unreadable pointer is mended by promoting
        others = tuple(other for other in before if other != version)
        self._point(name, Pointer(versions=(version, *others)[:PROMOTIONS_KEPT]))

    def roll_back(self, name: str) -> str:
        """The promotion before the present one is champion again; its version.

        Raises:
            NoChampion: there is nothing to go back to.
        """
        versions = self._pointer(name).versions
        if len(versions) < 2:
            raise NoChampion(f"Model {name} has no earlier champion to go back to.", name=name)
        load_model(self.models_dir / name / versions[1])
        self._point(name, Pointer(versions=versions[1:]))
        return versions[1]

    def champion(self, name: str) -> Champion:
        """The newest promotion whose files are whole; corrupt ones are passed over, logged and named in the answer.

        Raises:
            NoChampion: none was promoted, or none is whole.
        """
        refused: list[str] = []
        for version in self._pointer(name).versions:
            try:
                return Champion(load_model(self.models_dir / name / version), tuple(refused))
            except ModelCorrupt as error:
                log.warning("model_refused", name=name, version=version, reason=error.message)
                refused.append(error.message)
        reason = "every promoted version is corrupt" if refused else "none was promoted yet"
        raise NoChampion(
            f"No model {name} can serve: {reason}. Train one (asset `training`), or promote a stored one.", name=name, refused=refused
        )

    def _same_model(self, manifest: Manifest) -> Manifest | None:
        """A whole stored model of the same day that differs in nothing but its number."""
        day = manifest.version.rpartition(".")[0]
        for version in self.versions(manifest.name):
            if not version.startswith(f"{day}."):
                continue
            try:
                stored = load_model(self.models_dir / manifest.name / version).manifest
            except ModelCorrupt:
                continue
            if stored == manifest.model_copy(update={"version": version}):
                return stored
        return None

    def _pointer(self, name: str) -> Pointer:
        path = self.models_dir / name / POINTER_FILE
        try:
            return Pointer.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            return Pointer()
        except ValidationError as error:
            raise NoChampion(f"The champion pointer of {name} cannot be read; promote a stored version.", name=name) from error

    def _point(self, name: str, pointer: Pointer) -> None:
        handle, staging = tempfile.mkstemp(prefix=".champion-", dir=self.models_dir / name)
        with os.fdopen(handle, "w") as file:
            file.write(pointer.model_dump_json() + "\n")
            file.flush()
            os.fsync(handle)
        Path(staging).chmod(0o644)
        Path(staging).replace(self.models_dir / name / POINTER_FILE)


def _order(version: str) -> tuple[str, int]:
    day, _, number = version.rpartition(".")
    return day, int(number) if number.isdigit() else 0
