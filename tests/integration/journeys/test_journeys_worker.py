"""The worker as a process: it wakes by itself, survives being killed at any moment, and whoever fails alone does not stop the others."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from khaywe.environment import child_environment
from loyalty.checks.run import run_checks
from loyalty.clock import Clock
from loyalty.database import Database, Work
from loyalty.journeys import ActionKind, Effect, work_round
from loyalty.journeys.checks import CHECKS
from loyalty.settings import Settings
from serving.journeys.worker import JourneyRound
from serving.rounds import RoundWorker, seconds_until
from tests.support.journeys import ACTIONS, END, GIFT, START, World, a_document, a_wait, an_action


@contextmanager
def worker_process(database_url: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "serving.journeys.worker"]
    process = subprocess.Popen(command, env=child_environment(Settings(database_url=database_url)), stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait(10)


def until(truth: Callable[[], bool], seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if truth():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.slow
def test_a_worker_that_is_killed_again_and_again_does_everything_once(database: Database, database_url: str) -> None:
    names = [f"m{number}" for number in range(400)]
    world = World(database, *names)
    world.lists("fans")
    steps = [an_action(f"gift{number}", "AWARD_POINTS", points=number + 1, reason="x") for number in range(6)]
    world.publishes(
        a_document(START, *steps, an_action("fan", "ADD_TO_LIST", segment_code="fans"), an_action("tell", "WEBHOOK", name="done"), END)
    )
    for name in names:
        world.hears(name)
    chance, kills = random.Random(7), 0  # noqa: S311

    def left() -> int:
        return int(world.ask("select count(*) from journey_enrollments where outcome = 'INSIDE'")[0][0])

    def done() -> int:
        return int(world.ask("select count(*) from journey_steps")[0][0])

    while left() and kills < 8:
        with worker_process(database_url) as process:
            before = done()
            until(lambda before=before: done() > before or not left(), 60)
            time.sleep(chance.random() * 0.15)
            os.kill(process.pid, signal.SIGKILL)
            kills += 1
    with worker_process(database_url):
        assert until(lambda: left() == 0, 180)
    assert kills >= 3
    assert world.ask("select distinct active_points from accounts where active_points > 0") == [(21,)]
    assert world.ask("select count(*), count(distinct reference) from postings where starts_with(reference, 'journey:')") == [
        (2_400, 2_400)
    ]
    assert len(world.told("journey.called")) == 400
    with database.begin() as work:
        assert [one.code for one in run_checks(work) if not one.is_kept] == []


@pytest.mark.slow
def test_a_sleeping_worker_wakes_when_somebody_comes_in_and_when_a_timer_is_due(database: Database, database_url: str) -> None:
    world = World(database, "ann")
    world.clock.turn_to(datetime.now(UTC))
    soon = a_wait("soon", "DURATION", duration={"minutes": 1})
    world.publishes(a_document(START, soon, GIFT, END))
    worker = RoundWorker(database, JourneyRound(database, world.clock, ACTIONS))
    thread = threading.Thread(target=worker.work)
    thread.start()
    try:
        time.sleep(0.3)
        world.hears("ann")
        assert until(lambda: world.standing() == [("soon", "INSIDE")], 10)
        world.turns(minutes=1)
        assert until(lambda: world.standing() == [("end", "COMPLETED")], 10)
    finally:
        worker.ask_to_stop()
        thread.join(10)
    assert not thread.is_alive()


def test_a_worker_sleeps_until_the_next_timer_but_never_long() -> None:
    now = datetime(2017, 11, 1, tzinfo=UTC)
    assert seconds_until(None, now) == 1.0
    assert seconds_until(now + timedelta(seconds=0.5), now) == 0.5
    assert seconds_until(now + timedelta(days=9), now) == 1.0
    assert seconds_until(now - timedelta(days=9), now) == 0.05


class Stumbling:
    """Performs for everybody but ben, over whom it falls in a way that nobody foresaw."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def problems(self, action: Any, *, program_code: str, within: Work) -> Sequence[str]:
        return []

    def perform(self, effects: Sequence[Effect], *, within: Work, clock: Clock) -> list[Any]:
        if any(one.external_id == "ben" for one in effects):
            raise RuntimeError("unforeseen")
        self.done += [one.external_id for one in effects]
        return [{} for _ in effects]


def test_one_member_that_fails_is_set_aside_and_in_the_end_failed_while_the_others_go_on(database: Database) -> None:
    sending = Stumbling()
    world = World(database, "ann", "ben", "cleo", actions=ACTIONS.with_performer(ActionKind.SEND, sending))
    world.publishes(a_document(START, an_action("mail", "SEND", message={}), END))
    for name in ("ann", "ben", "cleo"):
        world.hears(name)
    for _ in range(12):
        work_round(database, clock=world.clock, actions=world.actions)
        world.turns(hours=1)
    assert (world.standing("ann"), world.standing("cleo")) == ([("end", "COMPLETED")], [("end", "COMPLETED")])
    assert world.standing("ben") == [("start", "FAILED")], "what the transaction did before it fell is undone"
    assert sorted(sending.done) == ["ann", "cleo"]
    assert "unforeseen" in world.ask("select facts ->> 'reason' from journey_steps where branch = 'failed'")[0][0]
    for check in CHECKS:
        assert world.ask(check.query) == [], check.code


def test_a_worker_without_the_performer_leaves_the_members_where_they_are(database: Database) -> None:
    sending = Stumbling()
    world = World(database, "ann", actions=ACTIONS.with_performer(ActionKind.SEND, sending))
    world.publishes(a_document(START, an_action("mail", "SEND", message={}), END))
    world.hears("ann")
    assert work_round(database, clock=world.clock, actions=ACTIONS.without(ActionKind.SEND)).moved_count == 0
    assert world.standing() == [("start", "INSIDE")]
    work_round(database, clock=world.clock, actions=world.actions)
    assert sending.done == ["ann"]
