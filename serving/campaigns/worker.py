"""The worker of campaigns: `python -m serving.campaigns.worker`. Whoever an event, or a line that was crossed, let into a campaign is
chosen at once; campaigns begin and end on time; promises are settled. Not here: what choosing means, and whole audiences (Dagster).

It sleeps until somebody comes in (PostgreSQL notifies), and at most `IDLE_SECONDS`: business time may jump, and a notification may be lost
with its connection. Several may run; of each campaign one chooses at a time.
"""

import signal
import threading
import time
from contextlib import suppress
from datetime import datetime

import psycopg
import structlog

from loyalty.campaigns import settle_round, work_round
from loyalty.campaigns.store_waiting import WAKE_CHANNEL
from loyalty.clock import Clock
from loyalty.database import Database, connect
from loyalty.database.business_clock import clock_of
from loyalty.database.engine import DatabaseUrlWrong
from loyalty.settings import settings
from serving.http.observability import configure_logging

IDLE_SECONDS = 1.0
FAILED_SECONDS = 1.0
# Redemptions come by the hour, not by the second; the budget may wait this long to hear of them.
SETTLE_SECONDS = 30.0

log = structlog.get_logger(__name__)


class CampaignWorker:
    """Chooses members until told to stop."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._stop = threading.Event()
        self._settled_at = float("-inf")
        self._listening: psycopg.Connection[tuple[object, ...]] | None = None

    def ask_to_stop(self) -> None:
        """The batch under way is finished, and `work` returns within `IDLE_SECONDS`."""
        self._stop.set()

    def work(self) -> None:
        """Members are chosen as soon as they are due, until somebody asks to stop."""
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
            done = work_round(self._database, clock=self._clock, asked_to_stop=self._stop.is_set)
            if time.monotonic() - self._settled_at > SETTLE_SECONDS:
                settle_round(self._database, clock=self._clock, asked_to_stop=self._stop.is_set)
                self._settled_at = time.monotonic()
        except Exception as error:
            # The database may be away, or may be about to be migrated; what was not committed was not done.
            log.warning("campaign_round_failed", reason=str(error).splitlines()[0][:200])
            self._hang_up()
            self._stop.wait(FAILED_SECONDS)
            return 0.0
        for code, chosen in done.chosen.items():
            if chosen.read_count:
                log.info("campaign_members_chosen", campaign=code, arms=chosen.arms, refused=chosen.refused, waiting=chosen.waiting)
        has_done = any(chosen.read_count for chosen in done.chosen.values())
        return 0.0 if has_done else seconds_until(done.next_due_at, self._clock.now())

    def _rest(self, seconds: float) -> None:
        if seconds <= 0.0:
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
    """How long to sleep: until then, at most `IDLE_SECONDS`. What is due and was not chosen is held by another; it is asked again soon."""
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
    worker = CampaignWorker(database, clock_of(configured, database))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.ask_to_stop())
    log.info("campaign_worker_started", at=time.time())
    worker.work()
    database.close()


if __name__ == "__main__":
    main()
