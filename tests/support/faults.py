"""A service that is killed and started again on the same database, and writers that keep asking. Not here: any test."""

import json
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from itertools import count
from pathlib import Path

import psutil

from khaywe.environment import child_environment
from khaywe.local import LocalPostgres
from khaywe.local.ports import free_port
from loyalty.settings import Settings

START_SECONDS_MAX = 60.0


class MortalService:
    """The service in a process of its own on one port; `kill -9` and a start are one line each."""

    def __init__(self, database_url: str, folder: Path, key: str, redis_url: str = "redis://127.0.0.1:1") -> None:
        self.settings = Settings(var_dir=folder / "var", database_url=database_url, redis_url=redis_url, api_port=free_port())
        self.key = key
        self._log_path = folder / "api.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> "MortalService":
        """It answers."""
        with self._log_path.open("ab") as log:
            command = [sys.executable, "-m", "serving.main"]
            self._process = subprocess.Popen(command, env=child_environment(self.settings), stdout=log, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < deadline:
            assert self._process.poll() is None, self._log_path.read_text()[-3_000:]
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.settings.api_port)) == 0:
                    return self
            time.sleep(0.05)
        raise AssertionError(self._log_path.read_text()[-3_000:])

    def kill(self) -> None:
        """It is gone in the middle of whatever it did."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait(10)
            self._process = None

    def ask(
        self, path: str, body: object = None, *, key: str = "", content: bytes | None = None, seconds: float = 20.0
    ) -> tuple[int, dict[str, object]]:
        """The status and the JSON of one request.

        Raises:
            OSError, HTTPException: there was no answer.
        """
        data = content if content is not None else None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.settings.api_port}{path}",
            data=data,
            headers={
                "Authorization": f"Bearer {self.key}",
                "Content-Type": "text/csv" if content is not None else "application/json",
                **({"Idempotency-Key": key} if key else {}),
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=seconds) as answer:  # noqa: S310 - loopback
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)


@dataclass
class Writers:
    """Threads that each post new requests until told to stop, and send every unanswered one again until it is answered.

    `request(n)` gives path and body of the n-th. What was answered with a status below 300 is `acknowledged`, by number.
    """

    service: MortalService
    request: Callable[[int], tuple[str, dict[str, object]]]
    thread_count: int = 8
    acknowledged: dict[int, dict[str, object]] = field(default_factory=dict)
    refused: dict[int, tuple[int, object]] = field(default_factory=dict)
    unanswered: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._numbers = count()
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._write, daemon=True) for _ in range(self.thread_count)]

    def __enter__(self) -> "Writers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(60)
        assert not any(thread.is_alive() for thread in self._threads), "a writer hangs"

    def wait_for_more(self, more: int, *, seconds: float = 60.0) -> None:
        """So many more requests are acknowledged than at present."""
        wanted = len(self.acknowledged) + more
        deadline = time.monotonic() + seconds
        while len(self.acknowledged) < wanted:
            assert time.monotonic() < deadline, f"{len(self.acknowledged)} acknowledged, {wanted} wanted; {list(self.refused.items())[:3]}"
            time.sleep(0.02)

    def _write(self) -> None:
        while not self._stop.is_set():
            with self._lock:
                number = next(self._numbers)
            self._post_until_answered(number)

    def _post_until_answered(self, number: int) -> None:
        path, body = self.request(number)
        # Once told to stop, one last answer is awaited for no longer than a restart takes.
        give_up_at = None
        while give_up_at is None or time.monotonic() < give_up_at:
            try:
                status, said = self.service.ask(path, body, key=f"writer-{number}")
            except (OSError, HTTPException, ValueError):
                status, said = 0, {}
            if 200 <= status < 300:
                self.acknowledged[number] = said
                self.unanswered.discard(number)
                return
            if status not in {0, 409, 503}:
                self.refused[number] = (status, said.get("code"))
                return
            self.unanswered.add(number)
            if self._stop.is_set() and give_up_at is None:
                give_up_at = time.monotonic() + 10
            time.sleep(0.05)


def kill_9(postgres: LocalPostgres) -> None:
    """The whole server is gone at once, every process of it, in the middle of whatever it did."""
    main = psutil.Process(int((postgres.data_dir / "postmaster.pid").read_text().splitlines()[0]))
    family = [main, *main.children(recursive=True)]
    for process in family:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    _, alive = psutil.wait_procs(family, timeout=10)
    assert not alive
