"""The thread that works on bulk jobs beside the requests. A request ends when its file is stored; the thread survives it."""

import threading
from collections.abc import Callable

import structlog

from loyalty.clock import Clock
from loyalty.database import Database
from loyalty.jobs import Readers, work_on_next
from loyalty.vouchers import VoucherSafe

IDLE_SECONDS = 1.0
# After each chunk the thread rests as long as a posting takes, so that live requests keep most of the database.
REST_SECONDS = 0.01

log = structlog.get_logger(__name__)


class JobWorker:
    """Works on whatever job is next until told to stop. Several processes may each have one; they share the work chunk by chunk."""

    def __init__(self, database: Database, clock: Clock, safe: Callable[[], VoucherSafe]) -> None:
        self._database = database
        self._clock = clock
        self._safe = safe
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="jobs", daemon=True)

    def start(self) -> None:
        """The thread runs."""
        self._thread.start()

    def stop(self) -> None:
        """The chunk under way is finished, and the thread has ended."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _work(self) -> None:
        readers = Readers()
        while not self._stop.is_set():
            self._stop.wait(REST_SECONDS if self._did_some(readers) else IDLE_SECONDS)
        readers.close()

    def _did_some(self, readers: Readers) -> bool:
        try:
            return work_on_next(self._database, readers, clock=self._clock, safe=self._safe)
        except Exception as error:
            # The database may be away, or may be about to be migrated; what was not committed was not done.
            log.warning("job_chunk_failed", reason=str(error).splitlines()[0][:200])
            return False
