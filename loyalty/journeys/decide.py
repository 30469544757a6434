"""The state machine: where a member goes next, what is done for it, when it is due. Pure; SQL is the store's, doing is the performers'.

`walk` moves on whoever is due, until it waits, acts or ends; `settle` moves on who acted; `hear` lets an event move who waits for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from loyalty.errors import LoyaltyError
from loyalty.journeys.facts import KnownMember, event_facts
from loyalty.journeys.model import (
    Action,
    ActionNode,
    Branch,
    ConditionNode,
    EndNode,
    Enrollment,
    Goal,
    Journey,
    Node,
    Outcome,
    StartNode,
    Wait,
    WaitKind,
    WaitNode,
    awaited,
)
from loyalty.journeys.timing import after, next_local_time, on_date, read_day
from loyalty.rules.logic import Logic, LogicTooCostly, decide_logic, find


@dataclass(frozen=True, slots=True)
class Step:
    """One visit of a node that is over: by which branch the member left, and what is worth remembering of it."""

    visit: int
    node_id: str
    branch: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Effect:
    """What is to be done for a member at an ACTION, once: `reference` never occurs twice."""

    enrollment_id: UUID
    journey_code: str
    version: int
    program_code: str
    member_id: UUID
    external_id: str
    node_id: str
    visit: int
    action: Action
    entry: Mapping[str, object]

    @property
    def reference(self) -> str:
        """The business reference, by which doing it twice is doing it once."""
        return f"journey:{self.enrollment_id.hex}:{self.node_id}:{self.visit}"


@dataclass(frozen=True, slots=True)
class Progress:
    """What became of an enrollment: how it stands now, the steps it did, the effect it waits for, how it ended."""

    enrollment: Enrollment
    steps: tuple[Step, ...] = ()
    effect: Effect | None = None
    outcome: Outcome = Outcome.INSIDE


@dataclass(frozen=True, slots=True)
class Heard:
    """An event that arrives for a member; `id` tells it from every other."""

    id: str
    type: str
    member_id: UUID
    occurred_at: datetime
    data: Mapping[str, object] = field(default_factory=dict)

    @property
    def segment_code(self) -> str | None:
        """The segment that the member came into, where that is what happened."""
        code = self.data.get("segment_code")
        return code if isinstance(code, str) else None


def walk(enrollment: Enrollment, journey: Journey, member: KnownMember, now: datetime) -> Progress:
    """The member goes on from where it stands until it must wait, has something done for it, or is at an END."""
    steps: list[Step] = []
    node_id, visit, is_waiting = enrollment.node_id, enrollment.visit, enrollment.is_waiting
    branch: str
    facts: Mapping[str, object]
    while True:
        node = journey.nodes[node_id]
        match node:
            case EndNode():
                steps.append(Step(visit, node_id, "end"))
                ended = enrollment._replace(node_id=node_id, visit=visit + 1, is_waiting=False, due_at=None)
                return Progress(ended, tuple(steps), None, Outcome.GOAL if node.is_goal else Outcome.COMPLETED)
            case ActionNode():
                acting = enrollment._replace(node_id=node_id, visit=visit, is_waiting=False, due_at=now)
                return Progress(acting, tuple(steps), _effect(acting, node, journey, member))
            case WaitNode() if is_waiting:
                branch, facts = (Branch.TIMEOUT if node.awaits else Branch.NEXT), {}
            case WaitNode():
                until = _arrive(enrollment.event, node, member, now)
                if isinstance(until, datetime):
                    return Progress(enrollment._replace(node_id=node_id, visit=visit, is_waiting=True, due_at=until), tuple(steps))
                branch, facts = until
            case ConditionNode():
                branch, facts = _chosen(node, member.facts(now, enrollment.event)), {}
            case StartNode():
                branch, facts = Branch.NEXT, {}
        steps.append(Step(visit, node_id, branch, facts))
        node_id, visit, is_waiting = journey.target(node, branch), visit + 1, False


def settle(progress: Progress, journey: Journey, result: Mapping[str, object] | LoyaltyError, now: datetime) -> Progress:
    """The action was done, or refused: the member goes along that branch, and is due at once."""
    effect = progress.effect
    assert effect is not None, "only an action is settled"  # noqa: S101 (our own bug)
    at, node = progress.enrollment, journey.nodes[effect.node_id]
    is_refused = isinstance(result, LoyaltyError)
    branch = Branch.REFUSED if is_refused else Branch.NEXT
    facts = {"code": result.code, "reason": result.message[:300]} if isinstance(result, LoyaltyError) else result
    step = Step(at.visit, node.id, branch, facts)
    moved = at._replace(visit=at.visit + 1, node_id=journey.target(node, branch), is_waiting=False, due_at=now, attempts=0)
    return Progress(moved, (*progress.steps, step))


def hear(enrollment: Enrollment, journey: Journey, event: Heard, member: KnownMember, now: datetime) -> Progress | None:
    """The event ends the journey if it is its goal, or ends the wait that it is waited for in; None: it says nothing to this enrollment.

    An event that happened after the wait's time was over comes too late: the timer speaks.
    """
    if event.occurred_at < enrollment.started_at or event.id == enrollment.cause_id:
        return None
    node = journey.nodes[enrollment.node_id]
    reaches_goal = journey.goal is not None and is_goal(journey.goal, event)
    if not (reaches_goal or _is_awaited(enrollment, node, event)):
        return None
    told = event_facts(event.type, event.occurred_at, member.zone, event.data)
    facts = member.facts(now, enrollment.event, told)
    cause = {"event_id": event.id, "event_type": event.type}
    if reaches_goal and journey.goal is not None and holds(journey.goal.condition, facts):
        step = Step(enrollment.visit, enrollment.node_id, "goal", cause)
        return Progress(enrollment._replace(visit=enrollment.visit + 1, is_waiting=False, due_at=None), (step,), None, Outcome.GOAL)
    if not (_is_awaited(enrollment, node, event) and isinstance(node, WaitNode) and holds(node.wait.condition, facts)):
        return None
    step = Step(enrollment.visit, node.id, Branch.ARRIVED, cause)
    target = journey.target(node, Branch.ARRIVED)
    return Progress(enrollment._replace(visit=enrollment.visit + 1, node_id=target, is_waiting=False, due_at=now), (step,))


def _is_awaited(enrollment: Enrollment, node: Node, event: Heard) -> bool:
    """Whether the wait in which the member stands is for such an event, and not over by then."""
    if not (enrollment.is_waiting and isinstance(node, WaitNode) and node.awaits == awaited_word(event)):
        return False
    return enrollment.due_at is None or event.occurred_at <= enrollment.due_at


def is_goal(goal: Goal, event: Heard) -> bool:
    """Whether the event is of the kind that the goal waits for."""
    return awaited(goal.event_type, goal.segment_code) == awaited_word(event, by_segment=goal.segment_code is not None)


def awaited_word(event: Heard, *, by_segment: bool = True) -> str | None:
    """The word under which somebody may wait for the event."""
    return awaited(event.type, event.segment_code if by_segment and event.type == "segment.entered" else None)


def holds(condition: Logic | None, facts: Mapping[str, object]) -> bool:
    """Whether the condition holds; none always does, and one that would cost too much to decide does not."""
    try:
        return condition is None or decide_logic(condition, facts)
    except LogicTooCostly:
        return False


def _chosen(node: ConditionNode, facts: Mapping[str, object]) -> str:
    return next((way.branch for way in node.ways if holds(way.rule, facts)), Branch.ELSE)


def _arrive(entry: Mapping[str, object], node: WaitNode, member: KnownMember, now: datetime) -> datetime | tuple[str, dict[str, object]]:
    """Until when the member waits from now on; or the branch by which it goes on at once."""
    wait = node.wait
    match wait.kind:
        case WaitKind.DURATION | WaitKind.EVENT:
            return after(now, wait.span, member.zone)
        case WaitKind.SEGMENT:
            if wait.segment_code in member.segments:
                return Branch.ARRIVED, {"was_inside": True}
            return after(now, wait.span, member.zone)
        case WaitKind.UNTIL_LOCAL_TIME:
            assert wait.at is not None  # noqa: S101 (read so)
            return next_local_time(now, wait.at, wait.weekdays, member.zone)
        case WaitKind.UNTIL_DATE:
            return _until_date(wait, member, entry, now)


def _until_date(wait: Wait, member: KnownMember, entry: Mapping[str, object], now: datetime) -> datetime | tuple[str, dict[str, object]]:
    assert wait.at is not None  # noqa: S101 (read so)
    assert wait.field is not None  # noqa: S101 (read so)
    day = read_day(find(wait.field, member.facts(now, entry)))
    due = on_date(day, wait.offset_days, wait.at, member.zone) if day is not None else None
    if due is None:
        return Branch.MISSING, {"field": wait.field}
    if due <= now:
        problem = {"time_zone_problem": member.zone_problem} if member.zone_problem else {}
        return Branch.NEXT, {"was_over_at": due.isoformat(), **problem}
    return due


def _effect(at: Enrollment, node: ActionNode, journey: Journey, member: KnownMember) -> Effect:
    return Effect(
        enrollment_id=at.id,
        journey_code=journey.code,
        version=at.version,
        program_code=journey.program_code,
        member_id=at.member_id,
        external_id=member.external_id,
        node_id=node.id,
        visit=at.visit,
        action=node.action,
        entry=at.event,
    )


def awaits_of(enrollment: Enrollment, node: Node) -> str | None:
    """What is stored as awaited: what the WAIT in which the enrollment stands waits for."""
    return node.awaits if enrollment.is_waiting and isinstance(node, WaitNode) else None
