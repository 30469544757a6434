"""The acts that move members: `advance` whoever is due, `arrive` what happened, `tick` the schedules. load → decide → append, set-based.

Not here: the decisions (`decide.py`), SQL (`store_*.py`), and who calls again and again (`working.py`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from operator import or_
from typing import NamedTuple
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.errors import LoyaltyError
from loyalty.journeys import store_enrollments as rows
from loyalty.journeys.actions import Actions
from loyalty.journeys.decide import Effect, Heard, Progress, awaited_word, hear, holds, is_goal, settle, walk
from loyalty.journeys.entering import entry_of, scheduled_entry, starts_by
from loyalty.journeys.facts import KnownMember, Needs, event_facts, needs_of_hearing, needs_of_walking
from loyalty.journeys.model import ActionNode, Branch, Enrollment, Journey, JourneyStatus, Outcome, VersionKey
from loyalty.journeys.sending import withdraw_messages
from loyalty.journeys.store_events import JourneyEvent, append_events, wake
from loyalty.journeys.store_facts import known_members
from loyalty.journeys.store_schedules import ring, take_ringing
from loyalty.journeys.store_versions import journey_of, journeys_of, live_versions, next_tick, program_zone, share
from loyalty.members import MemberInactive
from loyalty.members.model import MemberStatus

BATCH = 500
Keyed = Mapping[VersionKey, Journey]
Done = list[tuple[Enrollment, Progress]]


@dataclass(frozen=True, slots=True)
class Advanced:
    """What one batch did. `lag_seconds`: how late each of those moved on was."""

    moved_count: int = 0
    ended_count: int = 0
    acted_count: int = 0
    refused_count: int = 0
    lag_seconds: tuple[float, ...] = ()
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class Arrived:
    """What events did: members that came in, waits that ended, goals that were reached."""

    entered_count: int = 0
    moved_count: int = 0
    goal_count: int = 0


def advance(code: str, *, within: Work, clock: Clock, actions: Actions, limit: int = BATCH, only: UUID | None = None) -> Advanced:
    """Members of the journey who are due have moved on, at most `limit` of them: steps, effects and events in this one transaction.

    Call again, in a new transaction, while `has_more`. Two who call at once share the work. Each goes on to its next wait, or until
    something is done for it; then it is due again at once, so that what follows sees what was done. `only`: this enrollment alone.

    Raises:
        Unavailable: a part does not answer; nothing is written, and the members are due as before.
    """
    now = clock.now()
    if JourneyStatus.ACTIVE not in share([code], within, skip_locked=True).values():
        return Advanced()
    due = rows.claim(code, now, limit, within) if only is None else rows.claim_one(only, now, within)
    if not due:
        return Advanced()
    journeys = journeys_of({key_of(one) for one in due}, within)
    due = [one for one in due if not actions.missing(journeys[key_of(one)])]
    needs = _all_of(needs_of_walking(journey) for journey in journeys.values())
    members = known_members({one.member_id for one in due}, needs, now, within)
    walked = [(one, walk(one, journeys[key_of(one)], members[one.member_id], now)) for one in due]
    done, results = _acted(walked, _Known(journeys, members), actions, now, within=within, clock=clock)
    rows.write(done, journeys, now, within)
    append_events(_told(done, journeys, now), now, within)
    return Advanced(
        moved_count=len(done),
        ended_count=sum(progress.outcome is not Outcome.INSIDE for _, progress in done),
        acted_count=len(results),
        refused_count=sum(isinstance(one, LoyaltyError) for one in results),
        lag_seconds=tuple((now - one.due_at).total_seconds() for one in due if one.due_at is not None),
        has_more=len(due) == limit or any(progress.outcome is Outcome.INSIDE and _is_due(progress, now) for _, progress in done),
    )


def arrive(events: Sequence[Heard], *, within: Work, clock: Clock) -> Arrived:
    """What happened lets members in, ends their waits and reaches goals; in the order of the events. Once: an event that comes again does
    nothing more.

    Entering a segment is the event `segment.entered` with `segment_code` in its data. Of a PAUSED journey waits still end and goals are
    still reached, though nobody moves on or comes in. Call it within the transaction that takes the events in.
    """
    if not events:
        return Arrived()
    now = clock.now()
    live = live_versions(within)
    members_told = {event.member_id for event in events}
    # What is concerned is held as it stands, so that nobody comes into a version that is being replaced, or is moved beneath its migration.
    live = share({key.journey_code for key in [*_startable(events, live, within), *rows.versions_inside(members_told, within)]}, within)
    starting = _startable(events, live, within)
    inside = journeys_of(rows.versions_inside(members_told, within), within)
    goals = [key for key, journey in inside.items() if journey.goal is not None and any(is_goal(journey.goal, one) for one in events)]
    words = {word for one in events for word in (awaited_word(one), one.type) if word is not None}
    listening = rows.listening(members_told, words, goals, within)
    entering = [(event, key) for event in events for key, journey in starting.items() if starts_by(journey.start.trigger, event)]
    if not listening and not entering:
        return Arrived()
    concerned = {key: starting[key] for _, key in entering} | {key_of(one): inside[key_of(one)] for one in listening}
    needs = _all_of(needs_of_hearing(journey) for journey in concerned.values())
    members = known_members(members_told, needs, now, within)
    heard = _heard(listening, events, inside, members, now)
    rows.write(heard, inside, now, within)
    # Whoever has done what the journey was for is not asked to do it any more.
    there = [one for one, progress in heard if progress.outcome is Outcome.GOAL]
    withdraw_messages([(one.journey_code, one.id) for one in there], within=within, clock=clock)
    entries = [
        entry
        for event, key in entering
        if event.member_id in members and (entry := _entry(event, key, starting[key], members[event.member_id], now)) is not None
    ]
    entered = rows.enter(entries, now, within)
    rows.count_passages(_come_in(entered, starting), within)
    append_events([*_told(heard, inside, now), *_entered(entered, now)], now, within)
    if heard or entered:
        wake(within)
    return Arrived(len(entered), len(heard), len(there))


def tick(*, within: Work, clock: Clock) -> tuple[str, int] | None:
    """One journey whose schedule has ticked has let its members in; its code and how many. None: no schedule has ticked.

    Call again, in a new transaction, until it answers None. Ticks that were missed while nobody worked count as one.
    """
    now = clock.now()
    head = take_ringing(now, within)
    if head is None or head.live_version is None or head.next_run_at is None:
        return None
    key = VersionKey(head.code, head.live_version)
    journey = journey_of(key, within)
    zone = program_zone(head.program_code, within)
    entry = scheduled_entry(journey, key, head.next_run_at, now, zone)
    count = rows.enter_all(entry, head.program_code, journey.start.trigger.segment_code, now, within)
    rows.count_passages({(key.journey_code, key.version, journey.start.id, ""): (count, 0)} if count else {}, within)
    ring(head.code, next_tick(journey, now, within), within)
    wake(within)
    return head.code, count


def _startable(events: Sequence[Heard], live: Mapping[VersionKey, JourneyStatus], within: Work) -> Keyed:
    """The ACTIVE live versions that one of the events lets members into."""
    journeys = journeys_of([key for key, status in live.items() if status is JourneyStatus.ACTIVE], within)
    return {key: one for key, one in journeys.items() if any(starts_by(one.start.trigger, event) for event in events)}


def _acted(walked: Done, known: "_Known", actions: Actions, now: datetime, *, within: Work, clock: Clock) -> tuple[Done, list[object]]:
    """Those who have something done for them have it, or are refused, and go on. Nothing is done for a member who is not ACTIVE."""
    effects = [progress.effect for _, progress in walked if progress.effect is not None]
    sound = [one for one in effects if known.members[one.member_id].status_code == MemberStatus.ACTIVE]
    performed = iter(actions.perform(sound, within=within, clock=clock) if sound else [])
    results = {
        one.enrollment_id: next(performed) if known.members[one.member_id].status_code == MemberStatus.ACTIVE else _inactive(one, known)
        for one in effects
    }
    done = [
        (before, progress if progress.effect is None else settle(progress, _of(before, known.journeys), results[before.id], now))
        for before, progress in walked
    ]
    return done, list(results.values())


def _inactive(effect: Effect, known: "_Known") -> MemberInactive:
    status = known.members[effect.member_id].status_code
    return MemberInactive(f"The member is {status}.", member_id=str(effect.member_id), status=status)


class _Known(NamedTuple):
    journeys: Keyed
    members: Mapping[UUID, KnownMember]


def _heard(
    listening: Sequence[Enrollment], events: Sequence[Heard], journeys: Keyed, members: Mapping[UUID, KnownMember], now: datetime
) -> Done:
    """What the events did to each of those who listen, one after the other."""
    by_member: dict[UUID, list[Heard]] = defaultdict(list)
    for event in events:
        by_member[event.member_id].append(event)
    done: Done = []
    for before in listening:
        so_far = Progress(before)
        for event in by_member[before.member_id]:
            if so_far.outcome is not Outcome.INSIDE:
                break
            more = hear(so_far.enrollment, _of(before, journeys), event, members[before.member_id], now)
            if more is not None:
                so_far = replace(more, steps=(*so_far.steps, *more.steps))
        if so_far.steps:
            done.append((before, so_far))
    return done


def _entry(event: Heard, key: VersionKey, journey: Journey, member: KnownMember, now: datetime) -> rows.Entry | None:
    """The way in that the event opens, if the trigger's condition holds of it."""
    told = event_facts(event.type, event.occurred_at, member.zone, event.data)
    facts = member.facts(now, told)
    if not holds(journey.start.trigger.condition, facts):
        return None
    return entry_of(journey, key, event, told, facts)


def _come_in(entered: Sequence[rows.Entered], journeys: Keyed) -> dict[tuple[str, int, str, str], tuple[int, int]]:
    counts: dict[tuple[str, int, str, str], tuple[int, int]] = {}
    for one in entered:
        place = (one.key.journey_code, one.key.version, journeys[one.key].start.id, "")
        counts[place] = (counts.get(place, (0, 0))[0] + 1, 0)
    return counts


def _entered(entered: Sequence[rows.Entered], now: datetime) -> list[JourneyEvent]:
    return [
        JourneyEvent(
            one.member_id,
            "journey.entered",
            now,
            {"journey_code": one.key.journey_code, "version": one.key.version, "enrollment_id": one.id.hex},
        )
        for one in entered
    ]


def _told(done: Done, journeys: Keyed, now: datetime) -> list[JourneyEvent]:
    """An event for each thing that was done for a member, and for each way that is over."""
    events = []
    for before, progress in done:
        told = {"journey_code": before.journey_code, "version": before.version, "enrollment_id": before.id.hex}
        nodes = _of(before, journeys).nodes
        for step in progress.steps:
            if step.branch in {Branch.REFUSED, Branch.NEXT} and isinstance(nodes[step.node_id], ActionNode):
                facts = {**told, "node_id": step.node_id, "branch": str(step.branch), **step.facts}
                events.append(JourneyEvent(before.member_id, "journey.step_completed", now, facts))
        if progress.outcome is not Outcome.INSIDE:
            facts = {**told, "outcome": str(progress.outcome), "node_id": progress.enrollment.node_id}
            events.append(JourneyEvent(before.member_id, "journey.exited", now, facts))
    return events


def key_of(enrollment: Enrollment) -> VersionKey:
    """The version that the enrollment goes by."""
    return VersionKey(enrollment.journey_code, enrollment.version)


def _of(enrollment: Enrollment, journeys: Keyed) -> Journey:
    return journeys[key_of(enrollment)]


def _is_due(progress: Progress, now: datetime) -> bool:
    return progress.enrollment.due_at is not None and progress.enrollment.due_at <= now


def _all_of(parts: Iterable[Needs]) -> Needs:
    return reduce(or_, parts, Needs())
