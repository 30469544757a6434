"""A model file is opened in a child process first, where it may take little memory and time. Not here: whether it is the right file."""

import json
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from ml.runtime.errors import ModelCorrupt

CHILD = Path(__file__).with_name("trial_child.py")
MEMORY_BYTES_MAX = 1 << 30
CPU_SECONDS_MAX = 10
# A machine that is busy with other things lets the child wait; it is the CPU's seconds that count.
WALL_SECONDS_MAX = 60.0
# One row, a few, and as many as a chunk of the nightly batch: a file that takes little for one may take all there is for many.
BATCH_ROWS = (1, 7, 16_384)

# Hashes of files that have passed in this process: the same bytes are not tried again.
_passed: set[tuple[str, int]] = set()


def try_file(content: bytes, *, sha256: str, inputs: int, source: str) -> None:
    """`content` (whose hash was compared already) is a network of `inputs` → 1 that answers within the limits, as a child process found.

    The child has no environment of ours, no open files, and cannot lift its limits. What it crashes or devours is its own.

    Raises:
        ModelCorrupt: it is not; one sentence says what happened.
    """
    if (sha256, inputs) in _passed:
        return
    asked = {
        "inputs": [inputs],
        "outputs": [1],
        "batch_rows": BATCH_ROWS,
        "memory_bytes_max": MEMORY_BYTES_MAX,
        "cpu_seconds_max": CPU_SECONDS_MAX,
    }
    refused = _answer(content, json.dumps(asked))
    if refused is not None:
        raise ModelCorrupt(f"Model {source} was tried in a process of its own and is refused: {refused}.", model=source)
    _passed.add((sha256, inputs))


def _answer(content: bytes, asked: str) -> str | None:
    """Why the child refuses the file, or None."""
    with tempfile.TemporaryFile() as said:
        try:
            done = subprocess.run(  # noqa: S603 -- our own program
                [sys.executable, "-I", str(CHILD), asked],
                input=content,
                stdout=said,
                stderr=subprocess.DEVNULL,
                env={"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
                cwd="/",
                timeout=WALL_SECONDS_MAX,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return f"it did not answer within {WALL_SECONDS_MAX:.0f} seconds"
        if done.returncode:
            return _end(done.returncode)
        said.seek(0)
        try:
            refused = json.loads(said.read(65_536))["refused"]
        except (ValueError, KeyError, TypeError):
            return "the process that opened it gave no answer"
    return None if refused is None else str(refused)


def _end(code: int) -> str:
    if -code in {signal.SIGXCPU, signal.SIGKILL}:
        return f"it computed for more than {CPU_SECONDS_MAX} seconds and was ended"
    name = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    return f"the process that opened it died ({name})"
