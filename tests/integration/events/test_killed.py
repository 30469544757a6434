"""The events process is killed again and again while events are told: none is lost, none has its effect twice, each member's in order."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from random import Random

import pytest

from khaywe.local import LocalValkey
from loyalty.database import Database
from tests.support.events import effects, make_effects, tell
from tests.support.ledger import Shop, open_shop

KILLS = int(os.environ.get("SOAK_KILLS", "6"))
PROJECT = Path(__file__).parents[3]


class Worker:
    """The events process with a consumer that writes rows; killed, and started again."""

    def __init__(self, database_url: str, bus_url: str, log: Path) -> None:
        self._command = [sys.executable, "-m", "tests.support.events_worker", database_url, bus_url, "writer"]
        self._log = log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(self._command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=log, stderr=log)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)
            if self.process.stdin is not None:
                self.process.stdin.close()
            self.process = None


def wait_for_effects(shop: Shop, count: int, worker: Worker, seconds: float = 120.0) -> None:
    deadline = time.monotonic() + seconds
    while (found := shop.count("effects")) < count:
        assert time.monotonic() < deadline, f"{found} of {count}"
        assert worker.process is None or worker.process.poll() is None, "it ended by itself"
        time.sleep(0.02)


@pytest.mark.slow
@pytest.mark.timeout(1_200)
def test_kill_9_of_relay_and_consumer_loses_nothing_and_doubles_nothing(
    database: Database, database_url: str, redis_url: str, tmp_path: Path
) -> None:
    make_effects(database)
    shop = open_shop(database, 5)
    worker, random = Worker(database_url, redis_url, tmp_path / "worker.log"), Random(1)  # noqa: S311
    stop, told = threading.Event(), 0

    def write() -> None:
        nonlocal told
        while not stop.is_set():
            tell(database, shop.members[told % 5].external_id, *range(told, told + 10))
            told += 10
            time.sleep(0.01)

    writer = threading.Thread(target=write, daemon=True)
    with database.begin() as work:
        work.exec_driver_sql("insert into event_consumers values ('writer', 0, now())")
    writer.start()
    try:
        for _ in range(KILLS):
            before = shop.count("effects")
            worker.start()
            wait_for_effects(shop, before + 50, worker)
            time.sleep(random.uniform(0, 0.3))
            worker.kill()
        stop.set()
        writer.join(30)
        worker.start()
        wait_for_effects(shop, told, worker)
        time.sleep(1)
    finally:
        stop.set()
        worker.kill()
    numbers = effects(database)
    assert sorted(numbers) == list(range(told)), "none lost, none doubled"
    for member in range(5):
        own = [n for n in numbers if (n // 10) % 5 == member]
        assert own == sorted(own), "each member's in the order in which they happened"
    assert shop.count("outbox") == 0
    assert shop.violations() == []


@pytest.mark.slow
def test_a_bus_that_dies_and_comes_back_empty_loses_nothing(database: Database, database_url: str, tmp_path: Path) -> None:
    make_effects(database)
    shop = open_shop(database, 1)
    valkey = LocalValkey(tmp_path / "valkey")
    valkey.start()
    worker = Worker(database_url, valkey.url, tmp_path / "worker.log")
    with database.begin() as work:
        work.exec_driver_sql("insert into event_consumers values ('writer', 0, now())")
    worker.start()
    try:
        tell(database, shop.members[0].external_id, *range(10))
        wait_for_effects(shop, 10, worker)
        valkey.stop()
        tell(database, shop.members[0].external_id, *range(10, 20))
        # Only the slow sweep finds these: the bus is away.
        wait_for_effects(shop, 20, worker, seconds=30)
        worker.kill()
        worker.start()
        tell(database, shop.members[0].external_id, *range(20, 30))
        wait_for_effects(shop, 30, worker, seconds=60)
    finally:
        worker.kill()
        valkey.stop()
    assert effects(database) == list(range(30))
