"""Events once more: a span of the store into one consumer, dead letters into theirs. Not here: what a consumer does with them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from loyalty.database import Database
from loyalty.events import dead_letters, store
from loyalty.events.consume import Consumer, halved, prepared
from loyalty.events.dead_letters import DeadLetter
from loyalty.events.model import Event, is_wanted, read_body

EVENTS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay did: `found = applied + known + set aside`; with `dry_run`, what it would have read."""

    found_count: int = 0
    applied_count: int = 0
    known_count: int = 0
    set_aside_count: int = 0


def replay(
    consumer: Consumer,
    wanted: store.Wanted,
    *,
    database: Database,
    again: bool = False,
    dry_run: bool = False,
    on_batch: Callable[[Replayed], None] | None = None,
) -> Replayed:
    """The consumer has had the effect of every event that is asked for and that it takes in at all, in the order of the store.

    An event whose effect it has had before is passed by, unless `again`: then its effect is had once more. The cursor stays where it is,
    so that what arrives meanwhile goes its own way. Every batch is a transaction; stopped in between, a replay without `again` goes on
    where it was when it is begun anew.
    """
    done = Replayed()
    with database.begin() as work:
        through = store.head_position(work)
    after = 0
    while True:
        with database.begin() as work:
            found = store.read_events(wanted, after=after, through=through, limit=EVENTS_AT_ONCE, within=work)
        if not found:
            return done
        after = found[-1].position
        events = [event for event in found if is_wanted(event.type, consumer.types)]
        if dry_run:
            done = replace(done, found_count=done.found_count + len(events))
        elif events:
            done = _with(done, _replay_batch(consumer, events, database, again=again))
        if on_batch is not None:
            on_batch(done)


def _replay_batch(consumer: Consumer, events: list[Event], database: Database, *, again: bool) -> Replayed:
    with prepared(consumer, events), database.begin() as work:
        if again:
            store.forget_claims(consumer.name, [event.id for event in events], work)
        applied, set_aside = halved(consumer, events, work)
    return Replayed(len(events), applied, len(events) - applied - set_aside, set_aside)


def _with(one: Replayed, other: Replayed) -> Replayed:
    return Replayed(
        one.found_count + other.found_count,
        one.applied_count + other.applied_count,
        one.known_count + other.known_count,
        one.set_aside_count + other.set_aside_count,
    )


def redrive(consumer: Consumer, letters: Sequence[DeadLetter], *, database: Database) -> Replayed:
    """Each letter's event has its effect and the letter is REDRIVEN, or it fails again and waits with its new reason.

    Raises:
        Unavailable: a part is away; the letters wait as before.
    """
    done = Replayed()
    for letter in letters:
        event = read_body(letter.body)
        with prepared(consumer, [event]), database.begin() as work:
            applied, set_aside = halved(consumer, [event], work)
            if not set_aside:
                dead_letters.mark([letter.id], "REDRIVEN", within=work, is_attempt=True)
        done = _with(done, Replayed(1, applied, 1 - applied - set_aside, set_aside))
    return done
