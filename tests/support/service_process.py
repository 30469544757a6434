"""The service as a process of its own on loopback, with a member and a key. Not here: servers (tests/conftest.py) and any test."""

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from khaywe.environment import child_environment
from khaywe.local.ports import free_port
from loyalty.access import create_key
from loyalty.clock import UtcClock
from loyalty.database import Database
from loyalty.members import EnrolMember, enrol
from loyalty.programs import read_program, store_program
from loyalty.rewards import read_rewards, store_rewards
from loyalty.settings import Settings
from tests.support.service import DEFINITIONS


@dataclass
class RunningService:
    """A started service, a key for it and its log."""

    process: subprocess.Popen[bytes]
    port: int
    key: str
    log_path: Path

    def ask(self, path: str, body: object = None, *, key: str = "", headers: dict[str, str] | None = None) -> tuple[int, dict[str, object]]:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {self.key}",
                "Content-Type": "application/json",
                "Idempotency-Key": key or "k",
                **(headers or {}),
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def earn(self, number: int) -> int:
        body = {"type": "EARN", "member_id": "ann", "order_id": f"o{number}", "spend_minor": 100, "currency_code": "USD"}
        return self.ask("/v1/transactions", body, key=f"k{number}")[0]

    def log(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.log_path.read_text().splitlines()]


@contextmanager
def service_process(database: Database, database_url: str, folder: Path) -> Iterator[RunningService]:
    """The service answers on a port of its own; it is killed afterwards, if it still runs."""
    clock = UtcClock()
    with database.begin() as work:
        program = store_program(read_program(DEFINITIONS / "programs" / "journey.json"), within=work, clock=clock)
        store_rewards(read_rewards(DEFINITIONS / "rewards"), within=work, clock=clock)
        enrol([EnrolMember("ann", program.program.code)], within=work, clock=clock)
        _, key = create_key("till", ["*"], within=work, clock=clock)
    found = Settings(var_dir=folder / "var", database_url=database_url, redis_url="redis://127.0.0.1:1", api_port=free_port())
    log_path = folder / "api.log"
    with log_path.open("wb") as log:
        command = [sys.executable, "-m", "serving.main"]
        process = subprocess.Popen(command, env=child_environment(found), stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_for(found.api_port, process, log_path)
            yield RunningService(process, found.api_port, key, log_path)
        finally:
            process.kill()
            process.wait(10)


def _wait_for(port: int, process: subprocess.Popen[bytes], log_path: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, log_path.read_text()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(log_path.read_text())
