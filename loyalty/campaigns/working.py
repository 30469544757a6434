"""One round of the worker: campaigns begin and end, lines are looked at, whoever is due is chosen, promises are settled.

Each batch is a transaction of its own. Not here: threads and sleeping (`serving/campaigns/worker.py`), and whole audiences (Dagster).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError

from loyalty.campaigns import store_waiting
from loyalty.campaigns.choosing import Chosen, choose_members
from loyalty.campaigns.crossings import changed_since_last_look, watch
from loyalty.campaigns.lifecycle import begin_and_end
from loyalty.campaigns.promises import BATCH, settle_promises
from loyalty.campaigns.store_waiting import OccurrenceKey
from loyalty.clock import Clock
from loyalty.database import Database
from loyalty.errors import Unavailable

WORKER_BATCH = 1_000
TRIED_AGAIN_AFTER = timedelta(minutes=15)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class CampaignRound:
    """What one round did. `next_due_at`: when there will be more to do, in business time."""

    chosen: dict[str, Chosen] = field(default_factory=dict)
    next_due_at: datetime | None = None


def work_round(database: Database, *, clock: Clock, asked_to_stop: Callable[[], bool] = lambda: False) -> CampaignRound:
    """Campaigns whose time has come have begun or ended, who crossed a line since the last publication waits, and of each campaign with
    members due at most one batch was chosen. Call again at once while `next_due_at` is not after now.

    A member that cannot be chosen for a reason nobody foresaw is put off, and waits with the reason FAILED; the others go on.
    """
    with database.begin() as work:
        begin_and_end(within=work, clock=clock)
        if changed_since_last_look(within=work):
            watch(within=work, clock=clock)
    chosen: dict[str, Chosen] = {}
    now = clock.now()
    for code, due_at in _waiting(database).items():
        if due_at <= now and not asked_to_stop():
            done = _choose(database, code, clock)
            if done is not None:
                chosen[code] = done
    return CampaignRound(chosen, min(_waiting(database).values(), default=None))


def settle_round(database: Database, *, clock: Clock, asked_to_stop: Callable[[], bool] = lambda: False) -> int:
    """Every promise that was kept or is over is settled; how many."""
    total = 0
    while not asked_to_stop():
        with database.begin() as work:
            settled = settle_promises(within=work, clock=clock)
        total += settled.kept_count + settled.lapsed_count
        if settled.lapsed_count < BATCH:
            break
    return total


def work_occurrence(database: Database, key: OccurrenceKey, *, clock: Clock, on_batch: Callable[[Chosen], None] = lambda _: None) -> Chosen:
    """Everybody who waits in the occurrence and is due is chosen, batch by batch. Killed in between, the next call goes on where it stood.

    Who waits on (for fresh features) stays, and so does everybody while the campaign is not ACTIVE.

    Raises:
        Unavailable: a part does not answer; what was done is done.
    """
    total = Chosen()
    while True:
        with database.begin() as work:
            done = choose_members(key.campaign_code, within=work, clock=clock, occurrence=key)
        total = total.plus(done)
        on_batch(done)
        if not done.has_more:
            return total


def _choose(database: Database, code: str, clock: Clock) -> Chosen | None:
    """One batch; where it fails for a reason nobody foresaw, one member, so that the one to blame is found and the others go on."""
    for limit in (WORKER_BATCH, 1):
        try:
            with database.begin() as work:
                return choose_members(code, within=work, clock=clock, limit=limit)
        except (Unavailable, OperationalError, InterfaceError):
            raise
        except Exception as error:
            reason = f"{type(error).__name__}: {str(error).splitlines()[0][:200]}"
            log.warning("campaign_batch_failed", campaign=code, limit=limit, reason=reason)
    with database.begin() as work:
        store_waiting.put_off(code, store_waiting.claim(code, clock.now(), 1, work), "FAILED", clock.now() + TRIED_AGAIN_AFTER, work)
    return None


def _waiting(database: Database) -> dict[str, datetime]:
    with database.begin() as work:
        return store_waiting.live_waiting(work)
