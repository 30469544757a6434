"""Which model serves. The registry in PostgreSQL decides, the folder of this machine holds the files, and far files fill the folder.

Each of the two may be missing: without a registry the folder's own pointer decides, and where the registry does not answer, the champion
it last named serves on and says so. Time never names a version: it is the as-of day of the data and a number. Not here: whether a model
deserves to be champion (`gate.py`), SQL (`records.py`), the layout of the folder (`folder.py`).
"""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import structlog

from ml.registry.errors import FilesUnavailable, ModelUnknown, NoChampion, RegistryUnavailable, VersionTaken
from ml.registry.far import FarFiles
from ml.registry.folder import ModelFolder, version_order
from ml.registry.model import Promotion, State, StoredVersion, Verdict
from ml.registry.records import Records
from ml.runtime import Manifest, ModelCorrupt, ScoringModel, load_model
from ml.runtime.model import read_files, tried_model

# How far back a champion can be rolled, and how many corrupt ones can be passed over.
PROMOTIONS_KEPT = 10
# Of a model that the registry does not describe; ours take tens of thousands of bytes.
CONTENT_BYTES_MAX = 256 << 20
TRAINING = "training"

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Champion:
    """The model that serves. `refused` says, one sentence each, which newer promotions were passed over as corrupt; `notice`, why it may
    not be the newest: the registry did not answer."""

    model: ScoringModel
    refused: tuple[str, ...] = ()
    notice: str | None = None


class ModelStore:
    """The models that this machine may run. Several processes may read while one writes."""

    def __init__(self, models_dir: Path, *, records: Records | None = None, far: FarFiles | None = None) -> None:
        self.models_dir = models_dir
        self.folder = ModelFolder(models_dir)
        self.records = records
        self._far = far

    def versions(self, name: str) -> list[str]:
        """Every version of `name` that the registry or the folder knows, oldest first."""
        return sorted({one.manifest.version for one in self.stored(name)}, key=version_order)

    def stored(self, name: str | None = None) -> list[StoredVersion]:
        """Every version with its state, oldest first: the registry's word, and where there is none, the folder's.

        Raises:
            RegistryUnavailable: the database does not answer.
        """
        recorded = self.records.versions(name) if self.records is not None else []
        known = {(one.manifest.name, one.manifest.version) for one in recorded}
        return recorded + [one for one in self._in_folder(name) if (one.manifest.name, one.manifest.version) not in known]

    def manifest(self, name: str, version: str) -> Manifest:
        """The manifest of a stored version.

        Raises:
            ModelUnknown: it is not stored.
            ModelCorrupt: its manifest cannot be read.
            RegistryUnavailable: the database does not answer.
        """
        for one in self.records.versions(name) if self.records is not None else ():
            if one.manifest.version == version:
                return one.manifest
        return self.folder.manifest(name, version)

    def version(self, name: str, version: str | None = None) -> StoredVersion:
        """A stored version and its state; without `version`, the champion.

        Raises:
            ModelUnknown: it is not stored.
            NoChampion: nobody serves.
            RegistryUnavailable: the database does not answer.
        """
        found = self.stored(name)
        for one in found:
            if one.state is State.CHAMPION if version is None else one.manifest.version == version:
                return one
        if version is None and found:
            raise NoChampion(f"No version of model {name} serves; stored are: {_listed(found)}.", name=name)
        if not found:
            known = sorted({one.manifest.name for one in self.stored()})
            raise ModelUnknown(f"There is no model {name}; there are: {', '.join(known) or 'none'}.", name=name)
        raise ModelUnknown(f"There is no model {name} {version}; stored are: {_listed(found)}.", name=name)

    def next_version(self, name: str, as_of_on: date) -> str:
        """The version that the next model trained on data up to `as_of_on` gets: `2017-10-31.1`, `.2`, …"""
        day = as_of_on.isoformat()
        taken = [int(version.rpartition(".")[2]) for version in self.versions(name) if version.startswith(f"{day}.")]
        return f"{day}.{max(taken, default=0) + 1}"

    def add(self, manifest: Manifest, content: bytes) -> Manifest:
        """The model is stored as a candidate. The same model trained on the same day again keeps the version it has.

        Raises:
            ModelCorrupt: `content` is not what the manifest vouches for, or no model that runs within the limits.
            FilesUnavailable: the far store does not take it; nothing was recorded.
            RegistryUnavailable, VersionTaken: it could not be recorded.
        """
        tried_model(manifest, content)
        self.take_in(manifest.name)
        same = self._same_model(manifest)
        if same is not None:
            return same
        if manifest.version in self.versions(manifest.name):
            raise VersionTaken(f"{manifest.model_version} is stored already, and is another model.", model=manifest.model_version)
        text = manifest.model_dump_json(indent=2).encode() + b"\n"
        self._keep(manifest, text, content)
        return manifest

    def promote(
        self,
        name: str,
        version: str,
        *,
        by: str = TRAINING,
        reasons: Sequence[str] = (),
        verdict: Verdict = Verdict.PROMOTED,
    ) -> None:
        """`version` is champion; the one before is kept and serves if this one turns out corrupt.

        Raises:
            ModelUnknown: it is not stored.
            ModelCorrupt: its files are not what was exported; the champion stays.
            RegistryUnavailable: the decision could not be recorded; the champion stays.
        """
        self.take_in(name)
        chosen = Promotion(version, self._sha256_of(name, version))
        self._load(name, chosen)
        if self.records is not None:
            self.records.promote(name, version, verdict=verdict, by=by, reasons=reasons)
            self._sync(name, self.records.promoted(name, limit=PROMOTIONS_KEPT))
            return
        before: list[Promotion] = []
        with suppress(NoChampion):  # an unreadable pointer is mended by promoting
            before = self.folder.promoted(name)
        others = [one for one in before if one.version != version]
        self.folder.point(name, [chosen, *others][:PROMOTIONS_KEPT])

    def keep(self, name: str, version: str, *, by: str = TRAINING, reasons: Sequence[str]) -> None:
        """It is recorded why the version stays a candidate; where there is no registry, nothing.

        Raises:
            RegistryUnavailable: the database does not answer.
        """
        if self.records is not None:
            self.records.keep(name, version, by=by, reasons=reasons)

    def roll_back(self, name: str, *, by: str = TRAINING, reasons: Sequence[str] = ()) -> str:
        """The newest whole promotion before the present one is champion again; its version.

        Raises:
            NoChampion: there is nothing to go back to.
            RegistryUnavailable: the decision could not be recorded; the champion stays.
        """
        self.take_in(name)
        promoted = self.folder.promoted(name) if self.records is None else self.records.promoted(name, limit=PROMOTIONS_KEPT)
        for place, one in enumerate(promoted[1:], start=1):
            try:
                self._load(name, one)
            except (ModelCorrupt, FilesUnavailable) as error:
                log.warning("model_refused", name=name, version=one.version, reason=error.message)
                continue
            if self.records is not None:
                self.records.roll_back(name, to=one.version, by=by, reasons=reasons)
            self._sync(name, promoted[place:])
            return one.version
        raise NoChampion(f"Model {name} has no earlier champion to go back to.", name=name)

    def promoted(self, name: str) -> list[str]:
        """The versions that may serve, champion first; the folder's word where the registry does not answer. Cheap: no file is opened.

        Raises:
            NoChampion: neither can be read.
        """
        return [one.version for one in self._promoted(name)[0]]

    def champion(self, name: str) -> Champion:
        """The newest promotion whose files are whole; corrupt ones are passed over, logged and named in the answer.

        Raises:
            NoChampion: none was promoted, or none is whole.
        """
        promoted, notice = self._promoted(name)
        refused: list[str] = []
        for one in promoted:
            try:
                return Champion(self._load(name, one), tuple(refused), notice)
            except (ModelCorrupt, FilesUnavailable) as error:
                log.warning("model_refused", name=name, version=one.version, reason=error.message)
                refused.append(error.message)
        reason = "every promoted version is corrupt" if refused else "none was promoted yet"
        told = f"No model {name} can serve: {reason}. Train one (asset `training`), or promote a stored one."
        raise NoChampion(f"{told} {notice}" if notice else told, name=name, refused=refused)

    def loaded(self, name: str, version: str) -> ScoringModel:
        """A stored version ready to score, whether it serves or not.

        Raises:
            ModelUnknown: it is not stored.
            ModelCorrupt, FilesUnavailable: its files are not whole, here or afar.
            RegistryUnavailable: the database does not answer.
        """
        stored = self.version(name, version).manifest.version
        recorded = self.records.manifest_sha256(name, stored) if self.records is not None else None
        return self._load(name, Promotion(stored, recorded))

    def take_in_all(self) -> None:
        """As `take_in`, for every model of the folder.

        Raises:
            RegistryUnavailable: the database does not answer.
        """
        for name in self.folder.names():
            self.take_in(name)

    def take_in(self, name: str) -> None:
        """What the folder holds and the registry does not know is recorded: versions from before there was a registry, and such as a
        training stored when it died. The folder's pointer counts only where the registry knows no version of the model at all.

        Raises:
            RegistryUnavailable: the database does not answer.
        """
        if self.records is None:
            return
        known = {one.manifest.version for one in self.records.versions(name)}
        found = [version for version in self.folder.versions(name) if version not in known]
        taken = [version for version in found if self._took_in(name, version)]
        pointed: list[Promotion] = []
        with suppress(NoChampion):
            pointed = self.folder.promoted(name) if not known else []
        for one in reversed(pointed):
            if one.version in taken:
                told = ["It served before there was a registry."]
                self.records.promote(name, one.version, verdict=Verdict.TAKEN_IN, by=TRAINING, reasons=told)

    def _took_in(self, name: str, version: str) -> bool:
        """Whether the version's files are whole, and are recorded now."""
        place = self.folder.place(name, version)
        try:
            manifest, content = read_files(place)
            text = (place / "manifest.json").read_bytes()
        except (ModelCorrupt, OSError) as error:
            log.warning("model_refused", name=name, version=version, reason=str(error))
            return False
        self._keep(manifest, text, content)
        return True

    def _keep(self, manifest: Manifest, text: bytes, content: bytes) -> None:
        """Files first, then the record: a crash between them leaves files that the next training takes in."""
        name, version, sha256 = manifest.name, manifest.version, hashlib.sha256(text).hexdigest()
        if self._far is not None:
            self._far.put(name, version, manifest_sha256=sha256, manifest=text, content=content)
        self.folder.write(name, version, manifest=text, content=content)
        if self.records is not None:
            self.records.add(manifest, manifest_sha256=sha256)

    def _load(self, name: str, one: Promotion) -> ScoringModel:
        """The version from the folder; where it is missing or spoilt there, fetched anew from afar.

        Raises:
            ModelCorrupt, FilesUnavailable: neither has it whole.
        """
        place = self.folder.place(name, one.version)
        try:
            return load_model(place, manifest_sha256=one.manifest_sha256)
        except ModelCorrupt:
            if self._far is None or one.manifest_sha256 is None:
                raise
        text, content = self._far.fetch(name, one.version, manifest_sha256=one.manifest_sha256, content_bytes_max=CONTENT_BYTES_MAX)
        self.folder.write(name, one.version, manifest=text, content=content)
        return load_model(place, manifest_sha256=one.manifest_sha256)

    def _promoted(self, name: str) -> tuple[list[Promotion], str | None]:
        """What was promoted, and why that may be old news."""
        if self.records is None:
            return self.folder.promoted(name), None
        try:
            found = self.records.promoted(name, limit=PROMOTIONS_KEPT)
        except RegistryUnavailable as error:
            log.warning("model_registry_unavailable", name=name, reason=error.message)
            return self.folder.promoted(name), f"{error.message} The champion it last named serves."
        if not found:
            return self.folder.promoted(name), None
        self._sync(name, found)
        return found, None

    def _sync(self, name: str, promoted: list[Promotion]) -> None:
        """The folder's pointer repeats the registry, for the day on which the registry does not answer."""
        with suppress(NoChampion):
            if self.folder.promoted(name) == promoted:
                return
        with suppress(OSError):  # a reader that may not write reads on
            self.folder.point(name, promoted)

    def _sha256_of(self, name: str, version: str) -> str | None:
        """What was recorded as the hash of a version's manifest.

        Raises:
            ModelUnknown: it is not stored.
        """
        if self.records is not None:
            found = self.records.manifest_sha256(name, version)
            if found is None:
                raise ModelUnknown(
                    f"There is no model {name} {version}; stored are: {', '.join(self.versions(name)) or 'none'}.",
                    name=name,
                    version=version,
                )
            return found
        self.folder.manifest(name, version)
        return hashlib.sha256((self.folder.place(name, version) / "manifest.json").read_bytes()).hexdigest()

    def _same_model(self, manifest: Manifest) -> Manifest | None:
        """A whole stored model of the same day that differs in nothing but its number."""
        day = manifest.version.rpartition(".")[0]
        for one in self.stored(manifest.name):
            version = one.manifest.version
            if version.startswith(f"{day}.") and one.manifest == manifest.model_copy(update={"version": version}):
                with suppress(ModelCorrupt, FilesUnavailable):
                    return self._load(manifest.name, Promotion(version, self._sha256_of(manifest.name, version))).manifest
        return None

    def _in_folder(self, name: str | None) -> list[StoredVersion]:
        found: list[StoredVersion] = []
        for one in self.folder.names() if name is None else [name]:
            promoted: list[str] = []
            with suppress(NoChampion):
                promoted = [promotion.version for promotion in self.folder.promoted(one)]
            for version in self.folder.versions(one):
                with suppress(ModelCorrupt):
                    found.append(StoredVersion(self.folder.manifest(one, version), _state(version, promoted)))
        return found


def _state(version: str, promoted: Sequence[str]) -> State:
    if version not in promoted:
        return State.CANDIDATE
    return State.CHAMPION if version == promoted[0] else State.RETIRED


def _listed(found: Sequence[StoredVersion]) -> str:
    return ", ".join(one.manifest.version for one in found) or "none"
