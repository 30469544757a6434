"""The store of models: what serves, what is refused, and that no byte reaches the interpreter unchecked."""

import hashlib
import json
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import structlog

from ml.registry import ModelStore, ModelUnknown, NoChampion
from ml.runtime import ModelCorrupt, load_model
from ml.runtime.model import ScoringModel

pytestmark = pytest.mark.slow
FIRST, SECOND = "2017-08-13.1", "2017-08-13.2"


@pytest.fixture
def two(store: ModelStore) -> ModelStore:
    """A second version of churn serves; the first one served before."""
    first = load_model(store.models_dir / "churn" / FIRST)
    store.add(first.manifest.model_copy(update={"version": SECOND, "seed": 2}), first._content)
    store.promote("churn", SECOND)
    return store


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x01
    path.write_bytes(bytes(content))


SPOILT: dict[str, Callable[[Path], object]] = {
    "one bit flipped": lambda folder: flipped(folder / "model.tflite"),
    "truncated": lambda folder: (folder / "model.tflite").write_bytes((folder / "model.tflite").read_bytes()[:-1]),
    "emptied": lambda folder: (folder / "model.tflite").write_bytes(b""),
    "swapped for another": lambda folder: (folder / "model.tflite").write_bytes(
        next(folder.parent.parent.glob("next-best-offer/*/model.tflite")).read_bytes()
    ),
    "made huge": lambda folder: (folder / "model.tflite").write_bytes(b"\0" * 5_000_000),
    "gone": lambda folder: (folder / "model.tflite").unlink(),
    "manifest gone": lambda folder: (folder / "manifest.json").unlink(),
    "manifest cut": lambda folder: (folder / "manifest.json").write_text((folder / "manifest.json").read_text()[:200]),
    "manifest of another shape": lambda folder: (folder / "manifest.json").write_text(
        json.dumps(json.loads((folder / "manifest.json").read_text()) | {"inputs": ["only_one"]})
    ),
    "a folder instead": lambda folder: ((folder / "model.tflite").unlink(), (folder / "model.tflite").mkdir()),
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_spoilt_newest_model_is_never_loaded_and_the_one_before_serves_and_says_so(
    two: ModelStore, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    SPOILT[how](two.models_dir / "churn" / SECOND)
    given: list[str] = []
    from ml.runtime import model as runtime

    interpreter = runtime.Interpreter
    monkeypatch.setattr(
        runtime,
        "Interpreter",
        lambda model_content, num_threads: (
            given.append(hashlib.sha256(model_content).hexdigest()),
            interpreter(model_content=model_content, num_threads=num_threads),
        )[1],
    )
    with structlog.testing.capture_logs() as logs:
        champion = two.champion("churn")
    assert champion.model.manifest.version == FIRST
    assert len(champion.refused) == 1
    assert "churn" in champion.refused[0]
    assert set(given) == {champion.model.manifest.model_sha256}
    assert [(entry["event"], entry["version"]) for entry in logs] == [("model_refused", SECOND)]
    width = len(champion.model.encoder.inputs)
    assert champion.model.probabilities(np.zeros((3, width), dtype=np.float32)).shape == (3,)


def test_a_model_whose_hash_is_right_but_which_is_no_network_is_refused(store: ModelStore) -> None:
    right = load_model(store.models_dir / "churn" / FIRST)
    nonsense = b"not a network" * 100
    told = {"model_sha256": hashlib.sha256(nonsense).hexdigest(), "model_bytes": len(nonsense)}
    with pytest.raises(ModelCorrupt, match="is no LiteRT model"):
        ScoringModel(right.manifest.model_copy(update=told), nonsense)
    other = load_model(next((store.models_dir / "next-best-offer").glob("2017*")))
    told = {"model_sha256": other.manifest.model_sha256, "model_bytes": other.manifest.model_bytes}
    with pytest.raises(ModelCorrupt, match="other inputs or outputs"):
        ScoringModel(right.manifest.model_copy(update=told), other._content)


def test_a_corrupt_model_cannot_be_promoted_and_the_champion_stays(two: ModelStore) -> None:
    two.roll_back("churn")
    flipped(two.models_dir / "churn" / SECOND / "model.tflite")
    with pytest.raises(ModelCorrupt, match="SHA-256"):
        two.promote("churn", SECOND)
    assert two.champion("churn").model.manifest.version == FIRST


def test_a_store_refuses_bytes_that_the_manifest_does_not_vouch_for_and_keeps_nothing(store: ModelStore) -> None:
    right = load_model(store.models_dir / "churn" / FIRST)
    with pytest.raises(ModelCorrupt):
        store.add(right.manifest.model_copy(update={"version": SECOND}), right._content + b"\0")
    assert store.versions("churn") == [FIRST]
    assert [path.name for path in (store.models_dir / "churn").iterdir() if path.name.startswith(".")] == []


def test_versions_count_up_within_the_day_of_the_data(two: ModelStore) -> None:
    assert two.next_version("churn", date(2017, 8, 13)) == "2017-08-13.3"
    assert two.next_version("churn", date(2017, 8, 14)) == "2017-08-14.1"
    first = load_model(two.models_dir / "churn" / FIRST)
    for number in range(3, 12):
        two.add(first.manifest.model_copy(update={"version": f"2017-08-13.{number}", "seed": number}), first._content)
    assert two.versions("churn")[-2:] == ["2017-08-13.10", "2017-08-13.11"]


def test_rolling_back_brings_the_previous_champion_and_ends_at_the_first(two: ModelStore) -> None:
    assert two.champion("churn").model.manifest.version == SECOND
    assert two.roll_back("churn") == FIRST
    assert two.champion("churn").model.manifest.version == FIRST
    with pytest.raises(NoChampion, match="no earlier champion"):
        two.roll_back("churn")


def test_what_is_not_there_is_named_with_what_is(two: ModelStore, tmp_path: Path) -> None:
    with pytest.raises(ModelUnknown, match=r"no model churn 2017-01-01\.1; stored are: 2017-08-13\.1, 2017-08-13\.2"):
        two.promote("churn", "2017-01-01.1")
    with pytest.raises(NoChampion, match="none was promoted yet"):
        ModelStore(tmp_path / "nowhere").champion("churn")


def test_when_every_promoted_model_is_corrupt_nobody_serves(two: ModelStore) -> None:
    for version in (FIRST, SECOND):
        flipped(two.models_dir / "churn" / version / "model.tflite")
    with pytest.raises(NoChampion, match="every promoted version is corrupt") as refusal:
        two.champion("churn")
    assert len(refusal.value.facts["refused"]) == 2


def test_an_unreadable_pointer_says_so_and_is_mended_by_promoting(two: ModelStore) -> None:
    (two.models_dir / "churn" / "champion.json").write_text("{")
    with pytest.raises(NoChampion, match="pointer of churn cannot be read"):
        two.champion("churn")
    two.promote("churn", FIRST)
    assert two.champion("churn").model.manifest.version == FIRST


def test_readers_always_find_a_champion_while_it_is_swapped(two: ModelStore) -> None:
    stop, found, failures = threading.Event(), set(), []

    def read() -> None:
        try:
            while not stop.is_set():
                found.add(two.champion("churn").model.manifest.version)
        except Exception as error:
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for turn in range(60):
        two.promote("churn", (FIRST, SECOND)[turn % 2])
    stop.set()
    for reader in readers:
        reader.join(timeout=20)
    assert failures == []
    assert found == {FIRST, SECOND}


def test_threads_share_a_model_and_each_gets_its_own_answers(store: ModelStore) -> None:
    model = store.champion("churn").model
    width = len(model.encoder.inputs)
    inputs = [np.random.default_rng(seed).normal(size=(50 + seed, width)).astype(np.float32) for seed in range(8)]
    expected = [model.probabilities(matrix) for matrix in inputs]
    wrong: list[int] = []

    def run(place: int) -> None:
        answers = (model.probabilities(inputs[place]) for _ in range(200))
        wrong.extend(place for answer in answers if not np.array_equal(answer, expected[place]))

    threads = [threading.Thread(target=run, args=(place,)) for place in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert wrong == []
