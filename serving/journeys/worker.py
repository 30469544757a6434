"""The worker that fires timers: `python -m serving.journeys.worker`, or a thread beside the requests. Not here: what moving on means.

It sleeps until the next timer is due, or until somebody has come in (PostgreSQL notifies), and at most `IDLE_SECONDS`: business time may
jump, and a notification may be lost with its connection. Several may run; they share the work batch by batch.
"""

import signal
import threading
import time
from contextlib import suppress
from datetime import datetime

import psycopg
import structlog

from loyalty.clock import Clock
from loyalty.database import Database, connect
from loyalty.database.business_clock import clock_of
from loyalty.database.engine import DatabaseUrlWrong
from loyalty.journeys import Actions, own_actions, work_round
from loyalty.journeys.store_events import WAKE_CHANNEL
from loyalty.settings import settings
from serving.http.observability import configure_logging

IDLE_SECONDS = 1.0
FAILED_SECONDS = 1.0
# After a batch the worker rests as long as a posting takes, so that live requests keep most of the database.
REST_SECONDS = 0.005

log = structlog.get_logger(__name__)


class JourneyWorker:
    """Moves members on until told to stop."""

    def __init__(self, database: Database, clock: Clock, actions: Actions) -> None:
        self._database = database
        self._clock = clock
        self._actions = actions
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self.work, name="journeys", daemon=True)
        self._listening: psycopg.Connection[tuple[object, ...]] | None = None

    def start(self) -> None:
        """The thread runs."""
        self._thread.start()

    def ask_to_stop(self) -> None:
        """The batch under way is finished, and `work` returns within `IDLE_SECONDS`."""
        self._stop.set()

    def stop(self) -> None:
        """The batch under way is finished, and the thread has ended."""
        self.ask_to_stop()
        if self._thread.is_alive():
            self._thread.join()

    def work(self) -> None:
        """Members are moved on as soon as they are due, until somebody asks to stop."""
        try:
            while not self._stop.is_set():
                self._rest(self._round())
        finally:
            self._hang_up()

    def _round(self) -> float:
        """One round; how many seconds there is nothing to do afterwards."""
        try:
            # Listening begins before looking, so that whoever comes in between is heard.
            self._listen()
            worked = work_round(self._database, clock=self._clock, actions=self._actions, asked_to_stop=self._stop.is_set)
        except Exception as error:
            # The database may be away, or may be about to be migrated; what was not committed was not done.
            log.warning("journey_round_failed", reason=str(error).splitlines()[0][:200])
            self._hang_up()
            self._stop.wait(FAILED_SECONDS)
            return 0.0
        return REST_SECONDS if worked.moved_count else seconds_until(worked.next_due_at, self._clock.now())

    def _rest(self, seconds: float) -> None:
        if seconds <= REST_SECONDS:
            self._stop.wait(seconds)
            return
        try:
            if self._listening is not None:
                list(self._listening.notifies(timeout=seconds, stop_after=1))
        except psycopg.Error:
            self._hang_up()
            self._stop.wait(min(seconds, FAILED_SECONDS))

    def _listen(self) -> None:
        if self._listening is None:
            url = self._database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
            self._listening = psycopg.connect(url, autocommit=True, connect_timeout=5)
            self._listening.execute(f"listen {WAKE_CHANNEL}")

    def _hang_up(self) -> None:
        if self._listening is not None:
            with suppress(psycopg.Error):
                self._listening.close()
            self._listening = None


def seconds_until(due_at: datetime | None, now: datetime) -> float:
    """How long to sleep: until then, at most `IDLE_SECONDS`. What is due and was not moved is held by another; it is asked again soon."""
    if due_at is None:
        return IDLE_SECONDS
    return min(max((due_at - now).total_seconds(), 0.05), IDLE_SECONDS)


def main() -> None:
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
    worker = JourneyWorker(database, clock_of(configured, database), own_actions())
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.ask_to_stop())
    log.info("journey_worker_started", at=time.time())
    worker.work()
    database.close()


if __name__ == "__main__":
    main()
