"""A person promotes a version: past the gates only with a reason. Not here: what training promotes by itself (`ml/training/release.py`)."""

from ml.registry.errors import ModelBelowGates, ReasonMissing
from ml.registry.gate import reasons_against
from ml.registry.model import State, Verdict
from ml.registry.store import ModelStore
from ml.runtime import Manifest


def promote_by_hand(store: ModelStore, name: str, version: str, *, by: str, force: bool, reason: str | None) -> str | None:
    """The version serves; which one served before. Where it is the same one, nothing is recorded.

    Raises:
        ModelUnknown: it is not stored.
        ModelBelowGates: something speaks against it, and it is not forced.
        ReasonMissing: it is forced, and nobody said why.
        ModelCorrupt: its files are not what was exported; the champion stays.
        RegistryUnavailable: the decision could not be recorded; the champion stays.
    """
    store.take_in(name)
    stored = store.version(name, version)
    before = next((one.manifest for one in store.stored(name) if one.state is State.CHAMPION), None)
    if before is not None and before.version == version:
        return version
    against = reasons_now(store, stored.manifest, before)
    if force and not (reason or "").strip():
        raise ReasonMissing(f"Promoting {name} {version} past the gates needs --reason; it is recorded.", name=name, version=version)
    if against and not force:
        raise ModelBelowGates(f"{name} {version} does not pass the gates: {' '.join(against)}", name=name, version=version)
    told = [reason] if reason else []
    verdict = Verdict.FORCED if against else Verdict.PROMOTED
    store.promote(name, version, by=by, verdict=verdict, reasons=[*told, *(f"Against it: {one}" for one in against)])
    return before.version if before is not None else None


def reasons_now(store: ModelStore, manifest: Manifest, champion: Manifest | None) -> list[str]:
    """What speaks against a stored version now: its own gates, and what its training found beside the champion of then.

    One that has served before may serve again. One that was compared with another champion than serves now was not compared with this one.
    """
    decided_by = manifest.decided_by or next(iter(manifest.metrics))
    against = reasons_against(manifest, decided_by=decided_by)
    if store.records is None or champion is None or champion.version == manifest.version:
        return against
    decisions = store.records.decisions(manifest.name, manifest.version)
    if any(one.verdict is not Verdict.KEPT for one in decisions):
        return against
    kept = [one for one in decisions if one.verdict is Verdict.KEPT]
    said = [reason for reason in kept[-1].reasons if reason not in against] if kept else []
    compared = next((run.compared_with for run in store.records.runs(manifest.name, limit=200) if run.version == manifest.version), None)
    if compared != champion.version:
        said.append(f"It was never measured on the same rows as {champion.version}, which serves now: train anew.")
    return [*against, *said]
