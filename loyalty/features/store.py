"""A member's features: from Redis, else the published row, else the warehouse. Not here: SQL (`rows.py`) and Redis (`cached.py`)."""

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

import redis
import structlog
from sqlalchemy.exc import InterfaceError, OperationalError

from loyalty.cache import CacheBreaker, CacheUnavailable
from loyalty.clock import Clock
from loyalty.database import Database
from loyalty.database.engine import DatabaseUnavailable
from loyalty.errors import LoyaltyError
from loyalty.features import cached
from loyalty.features import rows as shelf
from loyalty.features.model import Catalogue
from loyalty.features.online import FeatureSource, MemberFeatures, Stored, answer_of
from loyalty.warehouse.port import Warehouse

T = TypeVar("T")

RECHECK_SECONDS = 5.0
WAIT_SECONDS = 0.25
"""How long a reader waits for another's refill before it reads for itself."""
WAIT_STEP_SECONDS = 0.004

log = structlog.get_logger(__name__)


class FeatureStore:
    """Answers of one catalogue; safe for threads. Redis away, empty or out of date costs time, and never the right answer.

    Every `recheck_seconds` the database is asked which generation stands, so that a Redis that missed a publish (it was down, or came
    back with old data) is not believed for longer. A member that could not be taken back is read past Redis until it is.
    """

    def __init__(
        self,
        database: Database,
        catalogue: Catalogue,
        clock: Clock,
        *,
        cache: redis.Redis | None = None,
        breaker: CacheBreaker | None = None,
        warehouse: Warehouse | None = None,
        recheck_seconds: float = RECHECK_SECONDS,
        on_read: Callable[[FeatureSource, int], None] | None = None,
    ) -> None:
        self._database = database
        self._catalogue = catalogue
        self._clock = clock
        self._cache = cache
        self._breaker = breaker or CacheBreaker()
        self._warehouse = warehouse
        self._recheck_seconds = recheck_seconds
        self._rechecked_at = float("-inf")
        self._on_read = on_read
        self._not_taken_back: set[UUID] = set()
        self._turn = threading.Lock()

    @property
    def catalogue(self) -> Catalogue:
        """What may be asked for."""
        return self._catalogue

    def read_one(self, member_id: UUID) -> MemberFeatures | None:
        """The member's features; None: there is no such member. Raises as `read`."""
        return self.read([member_id]).get(member_id)

    def read(self, member_ids: Iterable[UUID]) -> dict[UUID, MemberFeatures]:
        """The features of these members, however many, in one round trip to Redis and at most one to each part behind it.

        Whoever is no member is not in the answer. A member of whom nothing is known is, with `values` None.

        Raises:
            DatabaseUnavailable: Redis lacks an answer and PostgreSQL does not answer.
        """
        wanted = list(dict.fromkeys(member_ids))
        looked = self._look(wanted)
        stored = dict(looked.found) if looked else {}
        reasons: dict[UUID, str] = {}
        if looked is None:
            found, reasons = self._behind(wanted)
            stored |= found
        else:
            if looked.ours:
                found, reasons = self._refill(looked)
                stored |= found
            if looked.theirs:
                found, more = self._awaited(looked.theirs)
                stored, reasons = stored | found, reasons | more
        answers = {one: answer_of(one, stored[one], self._catalogue) for one in wanted if one in stored}
        answers |= {one: MemberFeatures(one, "none", None, None, None, reasons[one]) for one in wanted if one in reasons}
        self._count(answers)
        return answers

    def forget(self, member_ids: Sequence[UUID]) -> bool:
        """An event made what is kept of these members old: they are read anew. False: Redis did not hear it yet and is passed by."""
        with self._turn:
            self._not_taken_back |= set(member_ids)
        return self._take_back()

    def hold(self, member_ids: Sequence[UUID]) -> None:
        """Somebody is about to change what is known of these members and will `forget` them when it is done: until then, and for ten
        seconds at most, nothing is kept of them, so that what was known before cannot outlive the change."""
        if self._asked(lambda cache: cached.hold(cache, member_ids)) is None:
            self.forget(member_ids)

    def point_to(self, generation: int) -> bool:
        """A publish made what is kept of everybody old: nothing before `generation` is answered from Redis any more.

        False: Redis did not hear it; readers find out from the database within `recheck_seconds`.
        """
        return self._asked(lambda cache: cached.point_to(cache, generation)) is True

    def _look(self, member_ids: Sequence[UUID]) -> cached.Looked | None:
        """What Redis knows; None: it knows nothing, or is not to be believed."""
        self._recheck()
        if not self._take_back() or not member_ids:
            return None
        return self._asked(lambda cache: cached.look(cache, member_ids))

    def _refill(self, looked: cached.Looked) -> tuple[dict[UUID, Stored], dict[UUID, str]]:
        kept: Mapping[UUID, Stored | None] = {}
        try:
            found, reasons = self._behind(looked.ours)
            kept = found
        finally:
            # What is not known is not kept, but nobody waits for it either.
            given_back = dict.fromkeys(looked.ours) | dict(kept)
            self._asked(lambda cache: cached.keep(cache, looked.token, given_back))
        return found, reasons

    def _awaited(self, member_ids: Sequence[UUID]) -> tuple[dict[UUID, Stored], dict[UUID, str]]:
        """Another reader is refilling these: its answer, or after a while our own."""
        found: dict[UUID, Stored] = {}
        waiting = list(member_ids)
        deadline = time.monotonic() + WAIT_SECONDS
        while waiting and time.monotonic() < deadline:
            time.sleep(WAIT_STEP_SECONDS)
            looked = self._asked(lambda cache: cached.look(cache, waiting))  # noqa: B023 -- called at once
            if looked is None:
                break
            found |= looked.found
            if looked.ours:
                # Theirs was given up or taken back; it is our turn.
                more, reasons = self._refill(looked)
                if reasons:
                    return found | more, reasons
                found |= more
            waiting = [one for one in looked.theirs if one not in found]
        more, reasons = self._behind(waiting) if waiting else ({}, {})
        return found | more, reasons

    def _behind(self, member_ids: Sequence[UUID]) -> tuple[dict[UUID, Stored], dict[UUID, str]]:
        """What the database knows, and of whom it has no row, what the warehouse does; why nothing can be said of the others."""
        try:
            with self._database.begin() as work:
                rows = shelf.read_rows(member_ids, work)
        except (OperationalError, InterfaceError) as error:
            raise DatabaseUnavailable(
                "The loyalty database went away while it was asked for features.", reason=str(error.orig)[:200]
            ) from error
        found = {
            one: Stored(row.head, row.values, "database", row.since) for one, row in rows.items() if row.head and row.values is not None
        }
        missing = {one: row for one, row in rows.items() if one not in found}
        if not missing:
            return found, {}
        if self._warehouse is None:
            return self._as_told(found, missing, "FEATURES_NOT_PUBLISHED")
        try:
            more = shelf.from_warehouse(self._warehouse, self._catalogue, missing, now=self._clock.now())
        except LoyaltyError as error:
            log.warning("features_not_in_reach", code=error.code, reason=error.message, members=len(missing))
            return self._as_told(found, missing, error.code)
        return found | more, {one: "FEATURES_NOT_PUBLISHED" for one in missing if one not in more}

    def _as_told(
        self, found: dict[UUID, Stored], missing: Mapping[UUID, shelf.Row], reason: str
    ) -> tuple[dict[UUID, Stored], dict[UUID, str]]:
        """Of members whom neither publish nor warehouse can tell of, what events told, where there is any."""
        told = {
            one: Stored(row.head, row.later, "database", row.since) for one, row in missing.items() if row.head and row.later is not None
        }
        return found | told, {one: reason for one in missing if one not in told}

    def _recheck(self) -> None:
        if self._cache is None or time.monotonic() - self._rechecked_at < self._recheck_seconds:
            return
        self._rechecked_at = time.monotonic()
        try:
            with self._database.begin() as work:
                head = shelf.read_head(work)
        except (OperationalError, InterfaceError, LoyaltyError) as error:
            log.warning("features_not_rechecked", reason=str(error)[:200])
            return
        if head is not None:
            self.point_to(head.generation)

    def _take_back(self) -> bool:
        """Whether Redis has heard of every member that it must not answer for."""
        with self._turn:
            waiting = list(self._not_taken_back)
        if not waiting:
            return True
        if self._asked(lambda cache: cached.forget(cache, waiting)) is None:
            return self._cache is None
        with self._turn:
            self._not_taken_back -= set(waiting)
        return True

    def _asked(self, ask: Callable[[redis.Redis], T]) -> T | None:
        """What Redis says; None where there is none, or it does not answer."""
        cache = self._cache
        if cache is None:
            return None
        try:
            return self._breaker.call(lambda: ask(cache))
        except CacheUnavailable:
            return None

    def _count(self, answers: Mapping[UUID, MemberFeatures]) -> None:
        if self._on_read is None:
            return
        sources = [one.source for one in answers.values()]
        for source in dict.fromkeys(sources):
            self._on_read(source, sources.count(source))
