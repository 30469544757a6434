"""A named consumer: each event it asks for has its effect once, in order, whatever the bus does. Not here: the bus, and any effect."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

import structlog
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from loyalty.database import Database, Work
from loyalty.errors import LoyaltyError, Unavailable
from loyalty.events import dead_letters, store
from loyalty.events.model import Event, is_wanted

EVENTS_AT_ONCE = 500
PATIENCE_TRIES = 5
"""So often a batch may meet a refusing database (a lock, a deadlock, a statement too long) before its events are tried one by one."""

log = structlog.get_logger(__name__)


class Consumer(Protocol):
    """What takes in events. `name` is its place in the store: a new name begins where the store ends, unless it asks for all."""

    name: str
    types: Sequence[str]

    def prepare(self, events: Sequence[Event]) -> None:
        """What must come before the transaction and may be done again: caches taken back, files opened."""
        ...

    def apply(self, events: Sequence[Event], within: Work) -> None:
        """The events' effect, all of it inside the transaction. Raising sets an event aside, but for `Unavailable`, which waits."""
        ...

    def settle(self, events: Sequence[Event]) -> None:
        """What must come after the transaction, whether it committed or not, and may be left out by a process that dies."""
        ...


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of some events: had their effect, were not asked for or known already, were set aside."""

    applied_count: int = 0
    passed_count: int = 0
    set_aside_count: int = 0
    oldest_stored_at: float | None = None
    """When the oldest of those that had their effect was stored, in seconds of the wall clock."""

    def plus(self, other: "Taken") -> "Taken":
        """Both together."""
        stored = [one for one in (self.oldest_stored_at, other.oldest_stored_at) if one is not None]
        return Taken(
            self.applied_count + other.applied_count,
            self.passed_count + other.passed_count,
            self.set_aside_count + other.set_aside_count,
            min(stored, default=None),
        )


NOTHING = Taken()


class Intake:
    """The door of one consumer. Of several processes at it the cursor's row lets one through at a time; the others find it done.

    The bus only says that something came and, where nothing is missing, what. What is missing is read from the store, so that a bus that
    lost, doubled or reordered events changes nothing but how long it takes.
    """

    def __init__(self, consumer: Consumer, database: Database, *, on_taken: Callable[[Taken], None] | None = None) -> None:
        self.consumer = consumer
        self._database = database
        self._on_taken = on_taken or (lambda _: None)
        self._turn = threading.Lock()
        self._position: int | None = None
        self._failures = 0
        self.reason: str | None = None
        """Why it does not get on, where it does not."""

    @property
    def position(self) -> int | None:
        """Everything up to there is taken in, as far as this process knows."""
        return self._position

    def join(self, *, from_start: bool = False) -> int:
        """The consumer has a place in the store."""
        with self._database.begin() as work:
            self._position = store.join_consumer(self.consumer.name, from_start=from_start, within=work)
        return self._position

    def take(self, delivered: Sequence[Event]) -> Taken:
        """Everything up to the newest of these events is taken in, these or the store's.

        Raises:
            Unavailable, sqlalchemy.exc.DBAPIError: a part is away; nothing is lost, the same is taken in when it is there.
        """
        if not delivered:
            return NOTHING
        with self._turn:
            return self._through(max(event.position for event in delivered), {event.position: event for event in delivered})

    def catch_up(self) -> Taken:
        """Everything that the store holds is taken in. Raises as `take`."""
        with self._turn:
            with self._database.begin() as work:
                head = store.head_position(work)
            return self._through(head, {})

    def _through(self, last: int, known: dict[int, Event]) -> Taken:
        total = NOTHING
        try:
            while (position := self._known_position()) < last:
                batch = self._following(position, last, known)
                if not batch:
                    break
                done = self._take_in(batch, position)
                if done is not None:
                    total = total.plus(done)
                    self._on_taken(done)
        except (LoyaltyError, DBAPIError) as error:
            self._failures += 1
            self._position = None
            self.reason = str(error).split("\n", 1)[0][:300]
            raise
        self._failures, self.reason = 0, None
        return total

    def _known_position(self) -> int:
        if self._position is None:
            self.join()
        assert self._position is not None  # noqa: S101 - joining told it
        return self._position

    def _following(self, position: int, last: int, known: dict[int, Event]) -> list[Event]:
        """The next events, none left out: from the bus where it brought all of them, else from the store."""
        wanted = range(position + 1, min(last, position + EVENTS_AT_ONCE) + 1)
        if all(place in known for place in wanted):
            return [known[place] for place in wanted]
        with self._database.begin() as work:
            return store.read_next(position, EVENTS_AT_ONCE, work)

    def _take_in(self, batch: list[Event], position: int) -> Taken | None:
        """The batch is taken in and the cursor stands behind it; None: somebody else moved the cursor meanwhile."""
        wanted = [event for event in batch if is_wanted(event.type, self.consumer.types)]
        if not wanted:
            return self._apply(batch, wanted, position)
        with prepared(self.consumer, wanted):
            return self._apply(batch, wanted, position)

    def _apply(self, batch: list[Event], wanted: list[Event], position: int) -> Taken | None:
        try:
            with self._database.begin_lean() as work:
                if not self._holds(position, work):
                    return None
                applied = apply_fresh(self.consumer, wanted, work) if wanted else 0
                store.advance(self.consumer.name, batch[-1].position, work)
            set_aside = 0
        except Exception as error:
            if self._is_waited_for(error):
                raise
            applied, set_aside = self._one_by_one(wanted, batch[-1].position, position)
        self._position = batch[-1].position
        stored_at = min((event.stored_at.timestamp() for event in wanted), default=None)
        return Taken(applied, len(batch) - applied - set_aside, set_aside, stored_at)

    def _holds(self, position: int, work: Work) -> bool:
        stands = store.hold_consumer(self.consumer.name, work)
        if stands != position:
            self._position = stands
        return stands == position

    def _is_waited_for(self, error: Exception) -> bool:
        if isinstance(error, Unavailable):
            return True
        if isinstance(error, (OperationalError, InterfaceError)):
            return error.connection_invalidated or self._failures < PATIENCE_TRIES or _is_gone(error)
        return False

    def _one_by_one(self, wanted: list[Event], last: int, position: int) -> tuple[int, int]:
        """Those that can be have their effect, the others are set aside with their reason; the cursor stands behind all of them."""
        with self._database.begin() as work:
            if not self._holds(position, work):
                return 0, 0
            applied, set_aside = halved(self.consumer, wanted, work)
            store.advance(self.consumer.name, last, work)
        return applied, set_aside


@contextmanager
def prepared(consumer: Consumer, events: Sequence[Event]) -> Iterator[None]:
    """The consumer has done what comes before its transaction; at the end, however that went, it does what comes after."""
    consumer.prepare(events)
    try:
        yield
    finally:
        consumer.settle(events)


def apply_fresh(consumer: Consumer, events: Sequence[Event], within: Work) -> int:
    """Those of the events whose effect the consumer has not had have it now; how many those were."""
    fresh = store.claim(consumer.name, [event.id for event in events], within)
    due = [event for event in events if event.id in fresh]
    if due:
        consumer.apply(due, within)
    return len(due)


def halved(consumer: Consumer, events: Sequence[Event], within: Work) -> tuple[int, int]:
    """As `apply_fresh`, but what fails is halved until it is single, and set aside: (applied, set aside).

    Raises:
        Unavailable: a part is away; nobody is to blame.
    """
    if not events:
        return 0, 0
    try:
        with within.begin_nested():
            return apply_fresh(consumer, events, within), 0
    except Unavailable:
        raise
    except Exception as error:
        if _is_gone(error):
            raise
        if len(events) == 1:
            dead_letters.set_aside(consumer.name, events[0], error, within)
            log.warning("event_set_aside", consumer=consumer.name, event_id=str(events[0].id), type=events[0].type, reason=str(error)[:300])
            return 0, 1
    half = len(events) // 2
    first, second = halved(consumer, events[:half], within), halved(consumer, events[half:], within)
    return first[0] + second[0], first[1] + second[1]


def _is_gone(error: Exception) -> bool:
    """Whether it was the connection that failed, and not what was asked."""
    return isinstance(error, DBAPIError) and (error.connection_invalidated or getattr(error.orig, "sqlstate", None) is None)


def seconds_since(stored_at: float) -> float:
    """How long ago an instant of the wall clock was."""
    return max(0.0, time.time() - stored_at)
