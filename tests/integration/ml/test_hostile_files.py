"""Model files that somebody made to hurt: whatever they do, they do it to a child process, and the champion before serves on."""

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ml.registry import ModelStore
from ml.runtime import ModelCorrupt, trial
from ml.runtime.model import load_model, read_regular, tried_model
from ml.runtime.trial import try_file
from tests.support.stored_models import CONTENT, a_model

FIRST, SECOND = "2017-08-13.1", "2017-08-13.2"


@pytest.fixture(autouse=True)
def _nothing_has_passed_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "_passed", set())


def converted(answer: Callable[[Any], Any]) -> bytes:
    """A LiteRT model of two inputs that answers `answer(x)`, with the right shapes outside whatever goes on inside."""
    import tensorflow as tf

    module = tf.Module()
    module.answer = tf.function(answer, input_signature=[tf.TensorSpec((None, 2), tf.float32, name="features")])
    converter = tf.lite.TFLiteConverter.from_concrete_functions([module.answer.get_concrete_function()], module)
    content: bytes = converter.convert()
    return content


def endless(x: Any) -> Any:
    """Adds for ever: the condition never fails."""
    import tensorflow as tf

    _, total = tf.while_loop(lambda i, _: i >= 0.0, lambda i, total: (tf.abs(i), total + 1.0), (tf.reduce_sum(x * x), x[:, :1]))
    return total


def huge(x: Any) -> Any:
    """A terabyte between an innocent input and an innocent output."""
    import tensorflow as tf

    return tf.reduce_sum(tf.tile(x[:, :1], [1, 1 << 28]) * 0.5, axis=1, keepdims=True)


def greedy_in_bulk(x: Any) -> Any:
    """Modest for one row; for a chunk of the nightly batch, more memory than a model may take."""
    import tensorflow as tf

    return tf.reduce_sum(tf.tile(x[:, :1], [1, 1 << 16]) * 0.5, axis=1, keepdims=True)


def no_number(x: Any) -> Any:
    import tensorflow as tf

    return tf.math.log(x[:, :1] * 0.0 - 1.0)


def two_faced(x: Any) -> Any:
    """Answers a row by how many others there are."""
    import tensorflow as tf

    return x[:, :1] * 0.0 + tf.cast(tf.shape(x)[0], tf.float32)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("made", "says"),
    [
        (endless, "computed for more than|did not answer"),
        (huge, "memory|died|no LiteRT model that can run"),
        (greedy_in_bulk, "memory|died|no LiteRT model that can run"),
        (no_number, "not all numbers"),
        (two_faced, "differently alone"),
    ],
)
def test_a_file_with_the_right_hash_that_would_hurt_is_refused_and_the_champion_serves(
    made: Callable[[Any], Any], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trial, "CPU_SECONDS_MAX", 2)
    store = two_versions(tmp_path)
    put_in_place(store, converted(made))
    started = time.monotonic()
    champion = store.champion("churn")
    assert champion.model.manifest.version == FIRST
    assert "in a process of its own and is refused" in champion.refused[0]
    assert any(word in champion.refused[0] for word in says.split("|")), champion.refused[0]
    assert time.monotonic() - started < trial.WALL_SECONDS_MAX
    assert champion.model.probabilities(np.zeros((3, 2), dtype=np.float32)) == pytest.approx(1 / (1 + np.exp(1.0)))


SIZES = {"a dimension of two thousand million": 2**31 - 1, "a negative dimension": -7, "an input of a million columns": 1_000_000}


@pytest.mark.parametrize("how", SIZES)
def test_a_file_whose_shapes_were_rewritten_is_refused(how: str) -> None:
    """The two columns of the input and of the weights become another number in the file itself."""
    shape, wanted = np.array([1, 2], dtype="<i4").tobytes(), np.array([1, SIZES[how]], dtype="<i4").tobytes()
    assert CONTENT.count(shape) > 0
    refused(CONTENT.replace(shape, wanted))


def test_no_bit_of_a_file_can_be_flipped_so_that_it_hurts_the_process_that_asks() -> None:
    rng = np.random.default_rng(7)
    outcomes = set()
    for _ in range(12):
        content = bytearray(CONTENT)
        for place in rng.integers(0, len(content), 6):
            content[place] ^= 1 << int(rng.integers(0, 8))
        try:
            try_file(bytes(content), sha256=hashlib.sha256(content).hexdigest(), inputs=2, source="churn")
            outcomes.add("harmless")
        except ModelCorrupt:
            outcomes.add("refused")
    assert "refused" in outcomes


def test_empty_short_and_senseless_files_are_refused() -> None:
    for content in (b"", CONTENT[:100], b"TFL3" * 300, os.urandom(2_000), CONTENT[: len(CONTENT) // 2]):
        refused(content)


def test_a_pipe_or_a_device_in_place_of_a_file_is_refused_at_once(tmp_path: Path) -> None:
    store = two_versions(tmp_path)
    place = store.folder.place("churn", SECOND)
    for name in ("model.tflite", "manifest.json"):
        kept = (place / name).read_bytes()
        (place / name).unlink()
        os.mkfifo(place / name)
        with pytest.raises(ModelCorrupt):
            load_model(place)
        (place / name).unlink()
        (place / name).symlink_to("/dev/zero")
        with pytest.raises(ModelCorrupt):
            load_model(place)
        (place / name).unlink()
        (place / name).write_bytes(kept)
    assert load_model(place).manifest.version == SECOND


def test_a_manifest_without_end_is_read_no_further_than_a_manifest_goes(tmp_path: Path) -> None:
    store = two_versions(tmp_path)
    place = store.folder.place("churn", SECOND)
    with (place / "manifest.json").open("wb") as file:
        file.truncate(50 << 30)
    assert len(read_regular(place / "manifest.json", bytes_max=1_000)) == 1_001
    assert store.champion("churn").model.manifest.version == FIRST


def test_the_child_knows_nothing_of_us_and_cannot_write_or_start_anything(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KHAYWE_DATABASE_URL", "postgresql://secret")
    attack = tmp_path / "attack.py"
    attack.write_text(
        "import json, os, sys\n"
        f"sys.path.insert(0, {str(trial.CHILD.parent)!r})\n"
        "import trial_child\n"
        "trial_child.limit(json.loads(sys.argv[1]))\n"
        "done = [name for name in os.environ if name.startswith('KHAYWE')]\n"
        "def attempt(what, act):\n"
        "    try:\n        act()\n        done.append(what)\n    except (OSError, MemoryError, ValueError):\n        pass\n"
        "import resource\n"
        "attempt('lifted a limit', lambda: resource.setrlimit(resource.RLIMIT_CPU, (10**6, 10**6))) if os.geteuid() else None\n"
        "attempt('forked', os.fork) if os.geteuid() else None\n"
        "attempt('took memory', lambda: bytearray(4 << 30))\n"
        f"attempt('wrote', lambda: open({str(tmp_path / 'loot')!r}, 'wb').write(b'x' * 200_000))\n"
        "sys.stdout.write(json.dumps({'refused': ', '.join(done) or 'nothing worked'}))\n"
    )
    monkeypatch.setattr(trial, "CHILD", attack)
    with pytest.raises(ModelCorrupt, match=r"nothing worked|SIGXFSZ"):
        try_file(CONTENT, sha256="0" * 64, inputs=2, source="churn")


def test_the_same_bytes_are_tried_once_in_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    started = []
    run = trial.subprocess.run
    monkeypatch.setattr(trial.subprocess, "run", lambda *args, **kwargs: (started.append(1), run(*args, **kwargs))[1])
    manifest, content = a_model(FIRST)
    for _ in range(3):
        tried_model(manifest, content)
    assert len(started) == 1


def two_versions(tmp_path: Path) -> ModelStore:
    store = ModelStore(tmp_path / "models")
    for version, auc in ((FIRST, 0.90), (SECOND, 0.91)):
        store.add(*a_model(version, auc=auc))
        store.promote("churn", version)
    return store


def put_in_place(store: ModelStore, content: bytes) -> None:
    """What somebody who may write to the folder, and knows of the hashes, would do."""
    manifest, _ = a_model(SECOND)
    told = {"model_sha256": hashlib.sha256(content).hexdigest(), "model_bytes": len(content)}
    text = manifest.model_copy(update=told).model_dump_json().encode()
    store.folder.write("churn", SECOND, manifest=text, content=content)
    promoted = store.folder.promoted("churn")
    store.folder.point("churn", [type(promoted[0])(one.version) for one in promoted])


def refused(content: bytes) -> None:
    with pytest.raises(ModelCorrupt):
        try_file(content, sha256=hashlib.sha256(content).hexdigest(), inputs=2, source="churn")
