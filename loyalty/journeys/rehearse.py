"""A draft played through in memory: for one member with a clock that is turned, or over the events of a span. Nothing is stored.

The decisions are those of `decide.py`, the very same as when it is live; only time and effects are pretended. What is known of members is
what is known now, whenever the events happened: a rehearsal says what a draft does, not what it would have done to the books.
"""

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from uuid import UUID

from loyalty.ids import new_id
from loyalty.journeys.decide import Heard, Progress, Step, hear, holds, settle, walk
from loyalty.journeys.entering import SCHEDULED, once_key, starts_by
from loyalty.journeys.facts import KnownMember, event_facts
from loyalty.journeys.model import ActionKind, ActionNode, Enrollment, Journey, Outcome
from loyalty.journeys.store_enrollments import passages

REPLAY_STEPS_MAX, TRIAL_STEPS_MAX = 2_000_000, 5_000
"""A rehearsal ends there: a loop of a minute over a year is long, and nobody reads it."""


@dataclass(frozen=True, slots=True)
class Played:
    """One visit of a node in a trial, and when the member left it."""

    at: datetime
    enrollment_id: UUID
    step: Step
    action: Mapping[str, object] | None


@dataclass(frozen=True, slots=True)
class Trial:
    """What a member lived through until the clock stood: the steps, where it stands now and until when, and how it ended."""

    played: tuple[Played, ...]
    standing: tuple[tuple[Enrollment, Outcome], ...]
    ended_at: datetime
    was_cut: bool


@dataclass(slots=True)
class Tally:
    """What a dry replay counts."""

    event_count: int = 0
    member_count: int = 0
    entered_count: int = 0
    passages: Counter[tuple[str, str]] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    points: int = 0
    actions: Counter[str] = field(default_factory=Counter)
    was_cut: bool = False


def try_out(
    journey: Journey, member: KnownMember, events: Sequence[Heard], *, starts_at: datetime, until: datetime, enters: bool = True
) -> Trial:
    """The member goes through the journey from `starts_at` until the clock stands at `until`, hearing the events at their times.

    `enters`: the member comes in at `starts_at` without an event, as a schedule lets it in; else one of the events must let it in.
    """
    played: list[Played] = []

    def note(at: datetime, before: Enrollment, progress: Progress) -> None:
        for step in progress.steps:
            node = journey.nodes[step.node_id]
            action = {"kind": str(node.action.kind), **node.action.parameters} if isinstance(node, ActionNode) else None
            played.append(Played(at, before.id, step, action))

    stage = _Stage(journey, {member.id: member}, note, TRIAL_STEPS_MAX)
    if enters:
        stage.enter(member, _begun(starts_at, member), starts_at, "trial")
    stage.play(events, until)
    standing = tuple((enrollment, outcome) for _, (enrollment, outcome) in sorted(stage.all.items(), key=lambda one: one[1][0].started_at))
    return Trial(tuple(played), standing, until, stage.was_cut)


def replay(journey: Journey, members: Mapping[UUID, KnownMember], events: Sequence[Heard], *, until: datetime) -> Tally:
    """What the journey would have done with these events, in the order of their times, until the clock stood at `until`.

    Every action is counted as done. Members who are not known, not ACTIVE or of another program are passed over, as they are live.
    """
    tally = Tally(event_count=len(events), member_count=len({event.member_id for event in events}))

    def note(_: datetime, __: Enrollment, progress: Progress) -> None:
        for node_id, branch, points in passages(progress):
            tally.passages[node_id, branch] += 1
            tally.points += points
        for step in progress.steps:
            node = journey.nodes[step.node_id]
            if isinstance(node, ActionNode) and step.branch == "next":
                tally.actions[str(node.action.kind)] += 1

    stage = _Stage(journey, members, note, REPLAY_STEPS_MAX)
    stage.play(events, until)
    tally.entered_count = len(stage.all)
    tally.passages[journey.start.id, ""] += len(stage.all)
    tally.outcomes.update(str(outcome) for _, outcome in stage.all.values())
    tally.was_cut = stage.was_cut
    return tally


class _Stage:
    """The tables of the room in memory: who is on the way, whose timers are when, who was in."""

    def __init__(
        self, journey: Journey, members: Mapping[UUID, KnownMember], note: Callable[[datetime, Enrollment, Progress], None], steps_max: int
    ) -> None:
        self._journey = journey
        self._members = members
        self._note = note
        self._steps_max = steps_max
        self.all: dict[UUID, tuple[Enrollment, Outcome]] = {}
        self._inside: dict[UUID, dict[UUID, None]] = {}
        self._once: set[tuple[UUID, str]] = set()
        self._timers: list[tuple[datetime, int, UUID, int]] = []
        self._order = count()
        self._steps = 0

    @property
    def was_cut(self) -> bool:
        """Whether it was ended because it would have gone on and on."""
        return self._steps >= self._steps_max

    def play(self, events: Iterable[Heard], until: datetime) -> None:
        """The events happen and the timers fire, in the order of time; nothing happens after `until`."""
        for event in sorted(events, key=lambda one: one.occurred_at):
            if event.occurred_at > until:
                break
            self._fire(event.occurred_at, is_closed=False)
            self._arrive(event)
        self._fire(until, is_closed=True)

    def enter(self, member: KnownMember, told: Mapping[str, object], at: datetime, cause_id: str) -> None:
        """The member comes in, if the rule of re-entry lets it."""
        key = once_key(self._journey, member.facts(at, told))
        if key is not None and (member.id, key) in self._once:
            return
        if key is not None:
            self._once.add((member.id, key))
        made = Enrollment(
            new_id(), self._journey.code, 0, member.id, self._journey.start.id, 0, False, at, at, at, told, 0, cause_id
        )  # fmt: skip
        self.all[made.id] = (made, Outcome.INSIDE)
        self._inside.setdefault(member.id, {})[made.id] = None
        self._due(made, at)

    def _arrive(self, event: Heard) -> None:
        member = self._members.get(event.member_id)
        if member is None:
            return
        for one in list(self._inside.get(member.id, ())):
            before, _ = self.all[one]
            progress = hear(before, self._journey, event, member, event.occurred_at)
            if progress is not None:
                self._keep(event.occurred_at, before, progress)
        is_ours = member.program_code == self._journey.program_code and member.status_code == "ACTIVE"
        if is_ours and starts_by(self._journey.start.trigger, event):
            told = event_facts(event.type, event.occurred_at, member.zone, event.data)
            if holds(self._journey.start.trigger.condition, member.facts(event.occurred_at, told)):
                self.enter(member, told, event.occurred_at, event.id)

    def _fire(self, until: datetime, *, is_closed: bool) -> None:
        """Timers of before `until` fire (and those of that instant, where it is closed); an event of the same instant is heard first."""
        while self._timers and not self.was_cut:
            at, _, one, visit = self._timers[0]
            if at > until or (at == until and not is_closed and self.all[one][0].is_waiting):
                return
            heapq.heappop(self._timers)
            before, outcome = self.all[one]
            if outcome is Outcome.INSIDE and before.visit == visit and before.due_at == at:
                self._walk(at, before)

    def _walk(self, at: datetime, before: Enrollment) -> None:
        progress = walk(before, self._journey, self._members[before.member_id], at)
        if progress.effect is not None:
            progress = settle(progress, self._journey, _pretended(progress), at)
        self._keep(at, before, progress)

    def _keep(self, at: datetime, before: Enrollment, progress: Progress) -> None:
        self._steps += len(progress.steps)
        self._note(at, before, progress)
        moved = progress.enrollment._replace(moved_at=at)
        self.all[before.id] = (moved, progress.outcome)
        if progress.outcome is not Outcome.INSIDE:
            self._once.discard((before.member_id, "inside"))
            del self._inside[before.member_id][before.id]
        elif moved.due_at is not None:
            self._due(moved, moved.due_at)

    def _due(self, enrollment: Enrollment, at: datetime) -> None:
        heapq.heappush(self._timers, (at, next(self._order), enrollment.id, enrollment.visit))


def _pretended(progress: Progress) -> dict[str, object]:
    """What the log would say of an action that was done."""
    assert progress.effect is not None  # noqa: S101 (asked before)
    action = progress.effect.action
    return {"points": action.parameters["points"]} if action.kind is ActionKind.AWARD_POINTS else {}


def _begun(at: datetime, member: KnownMember) -> dict[str, object]:
    return event_facts(SCHEDULED, at, member.zone, {})
