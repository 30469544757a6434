"""Moves everybody on who is due, batch by batch, each in its own transaction; sets aside whoever fails. Not here: threads, sleeping."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError

from loyalty.clock import Clock
from loyalty.database import Database
from loyalty.errors import Unavailable
from loyalty.journeys import store_enrollments as rows
from loyalty.journeys.act import BATCH, Advanced, advance, key_of, tick
from loyalty.journeys.actions import Actions
from loyalty.journeys.decide import Progress, Step
from loyalty.journeys.model import Outcome
from loyalty.journeys.store_schedules import next_ring
from loyalty.journeys.store_versions import journeys_of

ATTEMPTS_MAX = 8
BACKOFF_SECONDS_MAX = 3_600
# Whole transactions wait at most so long: a worker is no request, but it must not hold others up either.
STATEMENT_TIME = "set local statement_timeout = '120s'"

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Worked:
    """What one round did. `next_due_at`: when there will be more to do (business time); None: nobody waits for a time."""

    moved_count: int
    entered_count: int
    lag_seconds: tuple[float, ...]
    next_due_at: datetime | None


def work_round(
    database: Database, *, clock: Clock, actions: Actions, limit: int = BATCH, asked_to_stop: Callable[[], bool] = lambda: False
) -> Worked:
    """Every schedule that has ticked has let its members in, and each journey with members who are due has moved at most `limit` of them.

    Bounded: one batch for each journey, so that none starves another. Call again at once while `next_due_at` is not after now.
    """
    moved, entered = 0, 0
    lags: list[float] = []
    while (ticked := _tick(database, clock)) is not None and not asked_to_stop():
        entered += ticked
    now = clock.now()
    with database.begin() as work:
        due = [code for code, due_at in rows.due_journeys(work) if due_at <= now]
    for code in due:
        if asked_to_stop():
            break
        batch = _advance(database, code, clock, actions, limit)
        moved += batch.moved_count
        lags += batch.lag_seconds
    return Worked(moved, entered, tuple(lags), next_due_at(database))


def next_due_at(database: Database) -> datetime | None:
    """When the next timer fires or schedule ticks, by business time; None: there is none."""
    with database.begin() as work:
        instants = [due_at for _, due_at in rows.due_journeys(work)]
        ring = next_ring(work)
    return min([*instants, *([ring] if ring is not None else [])], default=None)


def _tick(database: Database, clock: Clock) -> int | None:
    with database.begin() as work:
        work.exec_driver_sql(STATEMENT_TIME)
        ticked = tick(within=work, clock=clock)
    if ticked is not None:
        log.info("journey_ticked", journey=ticked[0], entered=ticked[1])
    return None if ticked is None else ticked[1]


def _advance(database: Database, code: str, clock: Clock, actions: Actions, limit: int) -> Advanced:
    """One batch; where it fails for a reason that nobody foresaw, each of its members alone, so that one cannot hold up the others."""
    try:
        with database.begin() as work:
            return advance(code, within=work, clock=clock, actions=actions, limit=limit)
    except (Unavailable, OperationalError, InterfaceError) as error:
        log.warning("journey_batch_postponed", journey=code, reason=str(error).splitlines()[0][:200])
        return Advanced()
    except Exception as error:
        log.warning("journey_batch_failed", journey=code, reason=str(error).splitlines()[0][:200])
    with database.begin() as work:
        ids = [one.id for one in rows.claim(code, clock.now(), limit, work)]
    parts = [_advance_one(database, code, one, clock, actions) for one in ids]
    return Advanced(moved_count=sum(part.moved_count for part in parts))


def _advance_one(database: Database, code: str, enrollment_id: UUID, clock: Clock, actions: Actions) -> Advanced:
    try:
        with database.begin() as work:
            return advance(code, within=work, clock=clock, actions=actions, only=enrollment_id)
    except (Unavailable, OperationalError, InterfaceError):
        return Advanced()
    except Exception as error:
        _set_aside(database, enrollment_id, f"{type(error).__name__}: {str(error).splitlines()[0][:200]}", clock)
        return Advanced()


def _set_aside(database: Database, enrollment_id: UUID, reason: str, clock: Clock) -> None:
    """The member is tried again later, each time after a longer pause; in the end its way has FAILED, with the reason in its steps."""
    now = clock.now()
    with database.begin() as work:
        for one in rows.claim_one(enrollment_id, now, work):
            attempts = one.attempts + 1
            if attempts >= ATTEMPTS_MAX:
                step = Step(one.visit, one.node_id, "failed", {"reason": reason, "attempts": attempts})
                failed = one._replace(visit=one.visit + 1, is_waiting=False, due_at=None, attempts=attempts)
                progress = Progress(failed, (step,), None, Outcome.FAILED)
            else:
                later = now + timedelta(seconds=min(2**attempts, BACKOFF_SECONDS_MAX))
                progress = Progress(one._replace(due_at=later, attempts=attempts))
            rows.write([(one, progress)], journeys_of({key_of(one)}, work), now, work)
    log.warning("journey_member_set_aside", enrollment=enrollment_id.hex, reason=reason)
