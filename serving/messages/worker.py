"""The thread that sends queued messages beside the requests. Not here: what it sends, and to whom (`loyalty.messages`)."""

import threading

import structlog

from loyalty.messages import Sender

# A message waits this long at most for its sender to look, where nothing else is going on.
IDLE_SECONDS = 0.5
# A database that is away is not asked more often than this.
AWAY_SECONDS = 5.0

log = structlog.get_logger(__name__)


class MessageWorker:
    """Sends whatever is due until told to stop. Several processes may each have one; they share the work."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="messages", daemon=True)

    def start(self) -> None:
        """The thread runs, if there is any channel to send over."""
        if self._sender.channels:
            self._thread.start()

    def stop(self) -> None:
        """The batch under way is finished, and the thread has ended."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _work(self) -> None:
        while not self._stop.is_set():
            self._stop.wait(self._seconds_to_wait())
        self._sender.close()

    def _seconds_to_wait(self) -> float:
        try:
            return 0.0 if self._sender.turn() else IDLE_SECONDS
        except Exception as error:
            # The database may be away, or may be about to be migrated; what was not committed was not done.
            log.warning("messages_turn_failed", reason=str(error).splitlines()[0][:200])
            return AWAY_SECONDS
