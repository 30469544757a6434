"""kill -9 of senders in mid-flight: nothing is sent twice and nothing is lost, counted in the inbox."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy.exc import SQLAlchemyError

from khaywe.local import LocalPostgres
from loyalty.clock import TurnedClock
from loyalty.database import Database, connect
from loyalty.database.migrate import migrate
from loyalty.errors import LoyaltyError
from loyalty.settings import PROJECT_DIR
from tests.support.faults import kill_9
from tests.support.gateway import gateway
from tests.support.mail import mail_server
from tests.support.messages import NOON, a_message, ask, company, standing
from tests.support.seeds import fresh_seed

MESSAGES = 300
KILLS = int(os.environ.get("SOAK_KILLS", "4"))
LEASE_SECONDS = 2.0
SECONDS_MAX = 240.0


@pytest.mark.parametrize("kind", ["smtp", "gateway"])
def test_a_killed_sender_sends_nothing_twice_and_loses_nothing(database: Database, database_url: str, kind: str) -> None:
    clock = TurnedClock(NOON)
    channel = "email" if kind == "smtp" else "sms"
    people = company(database, [f"m{number}" for number in range(MESSAGES)], clock=clock)
    ask(database, *(a_message(one.id, channel, occurrence="run") for one in people), clock=clock)
    seed = fresh_seed()
    print(f"seed {seed}")
    draw = random.Random(seed)  # noqa: S311 - when to kill, not what to hide
    with mail_server() as (mail_url, inbox), gateway() as (gateway_url, kept):
        url = mail_url if kind == "smtp" else gateway_url
        for _ in range(KILLS):
            _run_and_kill(database_url, channel, url, after=draw.uniform(0.05, 0.5))
        last = _start(database_url, channel, url)
        _wait_until_over(database)
        _kill(last)
        arrived = Counter(inbox.addresses()) if kind == "smtp" else Counter(message["to"] for message in kept.messages.values())
    assert max(arrived.values()) == 1
    outcomes = standing(database)
    assert set(outcomes) <= {("SENT", None), ("IN_DOUBT", "SENDER_DIED")}
    assert sum(outcomes.values()) == MESSAGES
    in_doubt = outcomes.get(("IN_DOUBT", "SENDER_DIED"), 0)
    # One message a kill can be at the instant at which nobody can tell; it is told, not repeated.
    assert in_doubt <= (KILLS if kind == "smtp" else 0)
    assert MESSAGES - in_doubt <= len(arrived) <= MESSAGES


@pytest.mark.slow
def test_a_database_that_dies_under_a_sender_makes_it_send_nothing_twice(tmp_path: Path) -> None:
    postgres = LocalPostgres(tmp_path / "postgres")  # durable as in production: what was handed over must outlive a kill
    postgres.start()
    url = postgres.ensure_database("khaywe")
    database = connect(url)
    clock = TurnedClock(NOON)
    try:
        migrate(database)
        people = company(database, [f"m{number}" for number in range(MESSAGES)], clock=clock)
        ask(database, *(a_message(one.id, "email", occurrence="run") for one in people), clock=clock)
        seed = fresh_seed()
        print(f"seed {seed}")
        draw = random.Random(seed)  # noqa: S311 - when to kill, not what to hide
        with mail_server() as (mail_url, inbox):
            process = _start(url, "email", mail_url)
            for _ in range(max(2, KILLS // 2)):
                time.sleep(draw.uniform(0.2, 1.0))
                kill_9(postgres)
                postgres.start()
            _wait_until_over(database)
            _kill(process)
            arrived = Counter(inbox.addresses())
        outcomes = standing(database)
    finally:
        database.close()
        postgres.stop()
    assert max(arrived.values()) == 1
    assert set(outcomes) <= {("SENT", None), ("IN_DOUBT", "SENDER_DIED")}
    assert sum(outcomes.values()) == MESSAGES
    # What arrived is known as sent, or as in doubt where the word of it was lost; what was never sent cannot be known as sent.
    assert outcomes[("SENT", None)] <= len(arrived) <= MESSAGES


def _start(database_url: str, channel: str, url: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.support.sender_process", database_url, channel, url, str(LEASE_SECONDS)]
    process = subprocess.Popen(command, cwd=PROJECT_DIR, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def _run_and_kill(database_url: str, channel: str, url: str, *, after: float) -> None:
    process = _start(database_url, channel, url)
    time.sleep(after)
    _kill(process)


def _kill(process: "subprocess.Popen[str]") -> None:
    with process:
        process.send_signal(signal.SIGKILL)


def _wait_until_over(database: Database) -> None:
    deadline = time.monotonic() + SECONDS_MAX
    while time.monotonic() < deadline:
        with suppress(SQLAlchemyError, LoyaltyError):
            if _is_over(database):
                return
        time.sleep(0.2)
    raise AssertionError(f"messages are still on their way: {standing(database)}")


def _is_over(database: Database) -> bool:
    return not any(status in {"QUEUED", "ADMITTED", "SENDING"} for status, _ in standing(database))
