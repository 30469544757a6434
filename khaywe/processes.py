"""The processes that `khaywe up` runs side by side: started in order, watched, stopped in reverse. Not here: which ones."""

import os
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

STOP_SECONDS_MAX = 15.0


@dataclass
class Child:
    """One process we started, and where its output goes."""

    name: str
    process: "subprocess.Popen[bytes]"
    log_path: Path
    command: Sequence[str] = ()
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    cwd: Path = Path()

    def last_words(self, lines: int = 15) -> str:
        """The end of its log."""
        return "\n".join(self.log_path.read_text(errors="replace").splitlines()[-lines:])


class Children:
    """Each child has its own session, so that Ctrl-C reaches us alone and nothing is left behind when we stop it."""

    def __init__(self, log_dir: Path) -> None:
        self._log_dir = log_dir
        self._children: list[Child] = []

    def start(self, name: str, command: Sequence[str], environment: Mapping[str, str], cwd: Path) -> Child:
        """The process runs; its output is appended to `<log_dir>/<name>.log`."""
        self._log_dir.mkdir(parents=True, exist_ok=True)
        log_path = self._log_dir / f"{name}.log"
        child = Child(name, _started(command, environment, cwd, log_path), log_path, command, environment, cwd)
        self._children.append(child)
        return child

    def kill(self, name: str) -> None:
        """The child dies at once, whatever it is doing, and another runs in its place: for drills of what a crash leaves behind."""
        child = next(one for one in self._children if one.name == name)
        _signal_session(child.process.pid, signal.SIGKILL)
        child.process.wait()
        child.process = _started(child.command, child.environment, child.cwd, child.log_path)

    def first_dead(self) -> Child | None:
        """The first child that has ended by itself, or None."""
        return next((child for child in self._children if child.process.poll() is not None), None)

    def stop(self) -> None:
        """No child runs: asked first, in reverse order, then killed with whatever it had started."""
        for child in reversed(self._children):
            _signal_session(child.process.pid, signal.SIGTERM)
        for child in reversed(self._children):
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(timeout=STOP_SECONDS_MAX)
            _signal_session(child.process.pid, signal.SIGKILL)
            child.process.wait(timeout=STOP_SECONDS_MAX)
        self._children.clear()


def _started(command: Sequence[str], environment: Mapping[str, str], cwd: Path, log_path: Path) -> "subprocess.Popen[bytes]":
    with log_path.open("ab") as log:
        return subprocess.Popen(
            command, env=environment, cwd=cwd, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True
        )


def _signal_session(pid: int, number: signal.Signals) -> None:
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        return


@contextmanager
def until_asked_to_stop() -> Iterator[threading.Event]:
    """An event that Ctrl-C, SIGTERM or a closed terminal sets; a second Ctrl-C changes nothing, so stopping is never cut short."""
    asked = threading.Event()
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, lambda *_: asked.set()) for number in numbers}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
