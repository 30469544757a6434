"""A model ready to score: its manifest and LiteRT interpreters, one per thread. Not here: training, and choosing a version."""

import hashlib
import os
import stat
import threading
from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from ml.features import Encoder
from ml.features.encoder import Matrix
from ml.runtime.errors import ModelCorrupt
from ml.runtime.manifest import Manifest, read_manifest
from ml.runtime.trial import try_file

MODEL_FILE = "model.tflite"
MANIFEST_FILE = "manifest.json"
# A manifest is some ten thousand bytes; what is longer by far is none.
MANIFEST_BYTES_MAX = 4 << 20


class ScoringModel:
    """A checked model. Safe to share between threads: each gets an interpreter of its own at its first call."""

    def __init__(self, manifest: Manifest, content: bytes) -> None:
        """Take `content` as the model of `manifest`.

        Raises:
            ModelCorrupt: the bytes are not those that the manifest vouches for, or they make no network of its shape.
        """
        check_content(manifest, content)
        self.manifest = manifest
        self.encoder: Encoder = manifest.encoder
        self._content = content
        self._local = threading.local()
        self._interpreter()

    def probabilities(self, matrix: Matrix) -> NDArray[np.float32]:
        """The chance of a yes for each row: `(rows, inputs) float32` → `(rows,) float32`."""
        if not len(matrix):
            return np.empty(0, dtype=np.float32)
        interpreter = self._interpreter()
        if self._local.batch_size != len(matrix):
            interpreter.resize_tensor_input(self._local.input, list(matrix.shape), strict=True)
            interpreter.allocate_tensors()
            self._local.batch_size = len(matrix)
        interpreter.set_tensor(self._local.input, np.ascontiguousarray(matrix, dtype=np.float32))
        interpreter.invoke()
        answer: NDArray[np.float32] = interpreter.get_tensor(self._local.output)[:, 0]
        return answer

    def _interpreter(self) -> Interpreter:
        found: Interpreter | None = getattr(self._local, "interpreter", None)
        if found is None:
            found = open_interpreter(self.manifest, self._content)
            self._local.interpreter = found
            self._local.input = found.get_input_details()[0]["index"]
            self._local.output = found.get_output_details()[0]["index"]
            self._local.batch_size = 0
        return found


def load_model(folder: Path, *, manifest_sha256: str | None = None) -> ScoringModel:
    """The model stored in `folder`: its hashes compared, then tried in a child process, and only then opened here.

    `manifest_sha256` is what the registry recorded; with it, a folder in which manifest and model were both exchanged is refused too.

    Raises:
        ModelCorrupt: a file is missing, unreadable, not what was exported, or no network that runs within the limits.
    """
    manifest, content = read_files(folder, manifest_sha256=manifest_sha256)
    return tried_model(manifest, content)


def tried_model(manifest: Manifest, content: bytes) -> ScoringModel:
    """`content` as the model of `manifest`, after a child process has opened it first.

    Raises:
        ModelCorrupt: another length or SHA-256, no network of that shape, or one that does not run within the limits.
    """
    check_content(manifest, content)
    try_file(content, sha256=manifest.model_sha256, inputs=len(manifest.inputs), source=manifest.model_version)
    return ScoringModel(manifest, content)


def read_files(folder: Path, *, manifest_sha256: str | None = None) -> tuple[Manifest, bytes]:
    """The manifest in `folder` and the bytes beside it, compared with each other and with what was recorded. Nothing is opened as a model.

    Raises:
        ModelCorrupt: a file is missing, unreadable, no regular file, longer than it may be, or not what was exported.
    """
    source = f"{folder.parent.name}/{folder.name}"
    try:
        text = read_regular(folder / MANIFEST_FILE, bytes_max=MANIFEST_BYTES_MAX)
        manifest = checked_manifest(text, source=source, manifest_sha256=manifest_sha256)
        # A swapped file may be huge: look before reading it into memory.
        check_size(manifest, (folder / MODEL_FILE).stat().st_size)
        content = read_regular(folder / MODEL_FILE, bytes_max=manifest.model_bytes)
    except OSError as error:
        missing = Path(error.filename or folder).name
        raise ModelCorrupt(f"Model {source} lacks a readable {missing}; promote another version or train anew.", model=source) from error
    check_content(manifest, content)
    return manifest, content


def checked_manifest(text: bytes, *, source: str, manifest_sha256: str | None) -> Manifest:
    """The manifest in `text`, which is the one that was recorded.

    Raises:
        ModelCorrupt: it is another, or none.
    """
    found = hashlib.sha256(text).hexdigest()
    if manifest_sha256 is not None and found != manifest_sha256:
        raise ModelCorrupt(
            f"The manifest of {source} is not the one that was recorded: its SHA-256 is {found[:12]}…, the registry says "
            f"{manifest_sha256[:12]}…. It was not loaded; promote another version or train anew.",
            model=source,
        )
    return read_manifest(text, source=source)


def read_regular(path: Path, *, bytes_max: int) -> bytes:
    """At most `bytes_max` bytes and one of a regular file. A pipe or a device, which may never end, is an `OSError` like a missing file."""
    # Opening a pipe waits for its other end, unless one says not to.
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(0, "not a regular file", str(path))
        return file.read(bytes_max + 1)


def check_content(manifest: Manifest, content: bytes) -> None:
    """`content` is byte for byte the file that was exported.

    Raises:
        ModelCorrupt: another length or another SHA-256.
    """
    check_size(manifest, len(content))
    found = hashlib.sha256(content).hexdigest()
    if found != manifest.model_sha256:
        raise ModelCorrupt(
            f"Model {manifest.model_version} is not the file that was exported: its SHA-256 is {found[:12]}…, the manifest says "
            f"{manifest.model_sha256[:12]}…. It was not loaded; promote another version or train anew.",
            model=manifest.model_version,
            found_sha256=found,
            expected_sha256=manifest.model_sha256,
        )


def check_size(manifest: Manifest, size_bytes: int) -> None:
    """The file is as long as it was at export.

    Raises:
        ModelCorrupt: it is not.
    """
    if size_bytes != manifest.model_bytes:
        raise ModelCorrupt(
            f"Model {manifest.model_version} has {size_bytes} bytes instead of {manifest.model_bytes}; it was not loaded.",
            model=manifest.model_version,
            found_bytes=size_bytes,
            expected_bytes=manifest.model_bytes,
        )


def open_interpreter(manifest: Manifest, content: bytes) -> Interpreter:
    """An interpreter over checked bytes: one float32 input as wide as the manifest's inputs, one float32 output of width 1.

    Raises:
        ModelCorrupt: the bytes make no such network.
    """
    try:
        interpreter = Interpreter(model_content=content, num_threads=1)
        shapes = [
            (detail["dtype"], len(detail["shape_signature"]), int(detail["shape_signature"][-1]))
            for detail in (*interpreter.get_input_details(), *interpreter.get_output_details())
        ]
    except (ValueError, RuntimeError) as error:
        raise ModelCorrupt(f"Model {manifest.model_version} is no LiteRT model: {error}.", model=manifest.model_version) from error
    if shapes != [(np.float32, 2, len(manifest.inputs)), (np.float32, 2, 1)]:
        raise ModelCorrupt(
            f"Model {manifest.model_version} has other inputs or outputs than its manifest says ({len(manifest.inputs)} → 1).",
            model=manifest.model_version,
        )
    return interpreter
