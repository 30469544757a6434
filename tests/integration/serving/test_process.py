"""The service as a process of its own, the way it runs: its log, its manners when told to stop, its database dying under it."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from khaywe.environment import child_environment
from khaywe.local.ports import free_port
from loyalty.database import Database
from loyalty.settings import Settings
from tests.support.service_process import RunningService, service_process


@pytest.fixture
def running(database: Database, database_url: str, tmp_path: Path) -> Iterator[RunningService]:
    with service_process(database, database_url, tmp_path) as started:
        yield started


def test_every_line_of_the_log_is_json_and_a_request_leaves_one_with_its_id_and_caller(running: RunningService) -> None:
    assert running.ask("/v1/members/ann", headers={"X-Request-ID": "till-42"})[0] == 200
    deadline = time.monotonic() + 5
    # Lines leave a moment after their request was answered.
    while not (found := [line for line in running.log() if line.get("request_id") == "till-42"]) and time.monotonic() < deadline:
        time.sleep(0.05)
    lines = running.log()
    assert len(found) == 1
    assert not [line for line in lines if line.get("logger") == "uvicorn.access"], "uvicorn's own access log must stay off"
    assert {name: found[0][name] for name in ("event", "level", "method", "route", "status", "caller")} == {
        "event": "request",
        "level": "info",
        "method": "GET",
        "route": "/v1/members/{member_id}",
        "status": 200,
        "caller": "till",
    }
    assert running.key.split("_", 2)[2] not in running.log_path.read_text(), "no secret in the log"


def test_told_to_stop_it_answers_what_it_has_taken_and_ends_by_itself(running: RunningService, database: Database) -> None:
    assert running.earn(0) == 201
    with ThreadPoolExecutor(12) as threads, database.begin() as work:
        # The account is held, so the posting is under way when the signal comes.
        work.execute(text("select 1 from accounts for update"))
        asked = [threads.submit(running.earn, number) for number in range(1, 11)]
        time.sleep(0.7)
        running.process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        work.rollback()
        statuses = [each.result(20) for each in asked]
    assert statuses == [201] * 10
    assert running.process.wait(20) in {0, -signal.SIGTERM}, "uvicorn ends by the signal it was sent, once it is done"
    with database.begin() as work:
        assert work.execute(text("select count(*) from postings")).scalar_one() == 11


def test_an_account_that_somebody_holds_costs_its_own_requests_a_503_and_nobody_else_anything(
    running: RunningService, database: Database
) -> None:
    assert running.ask("/v1/members", {"external_id": "ben"})[0] == 201
    assert running.earn(0) == 201
    with ThreadPoolExecutor(4) as threads, database.begin() as work:
        work.execute(text("select 1 from accounts where member_id = (select id from members where external_id = 'ann') for update"))
        held = threads.submit(running.earn, 1)
        time.sleep(0.5)
        began = time.monotonic()
        body = {"type": "EARN", "member_id": "ben", "order_id": "o", "spend_minor": 100, "currency_code": "USD"}
        assert running.ask("/v1/transactions", body, key="ben")[0] == 201
        assert time.monotonic() - began < 4, "ben must not wait for ann"
        assert held.result(20) == 503
    assert running.earn(1) == 201


def test_what_was_acknowledged_outlives_a_kill_and_a_retry_doubles_nothing(running: RunningService, database: Database) -> None:
    acknowledged: list[int] = []
    stop = threading.Event()

    def write(first: int) -> None:
        number = first
        while not stop.is_set():
            try:
                if running.earn(number) == 201:
                    acknowledged.append(number)
            except OSError:
                return
            number += 8

    with ThreadPoolExecutor(8) as threads:
        writers = [threads.submit(write, first) for first in range(8)]
        time.sleep(1.5)
        running.process.kill()
        stop.set()
        for writer in writers:
            writer.result(20)
    assert acknowledged
    with database.begin() as work:
        stored = [row.reference for row in work.execute(text("select reference from postings"))]
    assert len(stored) == len(set(stored))
    assert {f"o{number}" for number in acknowledged} <= set(stored)


def test_a_service_without_its_database_url_ends_with_one_clear_line(tmp_path: Path) -> None:
    environment = child_environment(Settings(var_dir=tmp_path)) | {"KHAYWE_API_PORT": str(free_port())}
    environment.pop("KHAYWE_DATABASE_URL", None)
    done = subprocess.run([sys.executable, "-m", "serving.main"], env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode != 0
    assert "Set KHAYWE_DATABASE_URL" in done.stderr + done.stdout
    assert "Traceback" not in done.stderr + done.stdout
