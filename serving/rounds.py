"""A process that works in rounds, woken by PostgreSQL or by the clock. Not here: what a round does (`<noun>/worker.py`).

It sleeps until its next work is due, or until somebody notifies, and at most `IDLE_SECONDS`: business time may jump, and a notification may
be lost with its connection. Several may run; a round shares the work with the others by the rows that it locks.
"""

import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Protocol

import psycopg
import structlog

from loyalty.clock import Clock
from loyalty.database import Database, connect
from loyalty.database.business_clock import clock_of
from loyalty.database.engine import DatabaseUrlWrong
from loyalty.settings import settings
from serving.http.observability import configure_logging

IDLE_SECONDS = 1.0
FAILED_SECONDS = 1.0
BRIEF_SECONDS = 0.01
"""So short a rest is not worth listening in."""

log = structlog.get_logger(__name__)


class Round(Protocol):
    """What a worker does again and again."""

    name: str
    """Of the worker, as its log says it."""
    channel: str
    """The PostgreSQL channel on which new work is notified."""

    def __call__(self, asked_to_stop: Callable[[], bool]) -> float:
        """What is due is done, batch by batch, until there is none or somebody asks to stop.

        Returns: how many seconds there will be nothing to do.
        """


class RoundWorker:
    """Does its round until told to stop."""

    def __init__(self, database: Database, do_round: Round) -> None:
        self._database = database
        self._do_round = do_round
        self._stop = threading.Event()
        self._listening: psycopg.Connection[tuple[object, ...]] | None = None

    def ask_to_stop(self) -> None:
        """The batch under way is finished, and `work` returns within `IDLE_SECONDS`."""
        self._stop.set()

    def work(self) -> None:
        """Round after round, as soon as there is something to do, until somebody asks to stop."""
        try:
            while not self._stop.is_set():
                self._rest(self._round())
        finally:
            self._hang_up()

    def _round(self) -> float:
        try:
            # Listening begins before looking, so that whoever comes in between is heard.
            self._listen()
            return self._do_round(self._stop.is_set)
        except Exception as error:
            # The database may be away, or may be about to be migrated; what was not committed was not done.
            log.warning("round_failed", worker=self._do_round.name, reason=str(error).splitlines()[0][:200])
            self._hang_up()
            return FAILED_SECONDS

    def _rest(self, seconds: float) -> None:
        if seconds <= BRIEF_SECONDS or self._listening is None:
            self._stop.wait(seconds)
            return
        try:
            list(self._listening.notifies(timeout=seconds, stop_after=1))
        except psycopg.Error:
            self._hang_up()
            self._stop.wait(min(seconds, FAILED_SECONDS))

    def _listen(self) -> None:
        if self._listening is None:
            url = self._database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
            self._listening = psycopg.connect(url, autocommit=True, connect_timeout=5)
            self._listening.execute(f"listen {self._do_round.channel}")

    def _hang_up(self) -> None:
        if self._listening is not None:
            with suppress(psycopg.Error):
                self._listening.close()
            self._listening = None


def seconds_until(due_at: datetime | None, now: datetime) -> float:
    """How long to sleep: until then, at most `IDLE_SECONDS`. What is due and was not done is held by another; it is asked again soon."""
    if due_at is None:
        return IDLE_SECONDS
    return min(max((due_at - now).total_seconds(), 0.05), IDLE_SECONDS)


def work_as_process(round_of: Callable[[Database, Clock], Round]) -> None:
    """Work until SIGTERM or SIGINT.

    Raises:
        SystemExit: a setting is wrong; its text is the one line that the operator needs.
    """
    configured = settings()
    configure_logging(configured.log_level)
    if configured.database_url is None:
        raise SystemExit("DATABASE_URL_WRONG: Set KHAYWE_DATABASE_URL to the loyalty database, or start everything with `khaywe up`.")
    try:
        database = connect(configured.database_url, pool_size=2)
    except DatabaseUrlWrong as error:
        raise SystemExit(f"{error.code}: {error.message}") from None
    do_round = round_of(database, clock_of(configured, database))
    worker = RoundWorker(database, do_round)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.ask_to_stop())
    log.info("worker_started", worker=do_round.name, at=time.time())
    worker.work()
    database.close()
