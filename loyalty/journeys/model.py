"""What a journey is: nodes, edges, triggers, waits, actions, re-entry. Not here: JSON (`definition.py`), soundness (`graph.py`).

A journey is a graph of nodes. A member's way through it is an enrollment; it stands at one node and remembers how many it has visited.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from loyalty.rules.logic import Logic

ENROLLMENT_ID_PREFIX = "enr"


class JourneyStatus(StrEnum):
    """DRAFT → ACTIVE ⇄ PAUSED → ARCHIVED. Only an ACTIVE journey takes members in and moves them on."""

    DRAFT = "DRAFT"
    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"
    ARCHIVED = "ARCHIVED"


class Reentry(StrEnum):
    """How often a member may go through the journey."""

    ONCE = "ONCE"
    """Once for ever."""
    AFTER_EXIT = "AFTER_EXIT"
    """Again, when the way before is over; never twice at a time."""
    PER_KEY = "PER_KEY"
    """Once for each value of a fact of the event, such as its order; several may be under way at a time."""


class TriggerKind(StrEnum):
    """What lets members in."""

    EVENT = "EVENT"
    SEGMENT = "SEGMENT"
    SCHEDULE = "SCHEDULE"


class WaitKind(StrEnum):
    """What a WAIT waits for."""

    DURATION = "DURATION"
    UNTIL_LOCAL_TIME = "UNTIL_LOCAL_TIME"
    UNTIL_DATE = "UNTIL_DATE"
    EVENT = "EVENT"
    SEGMENT = "SEGMENT"


class ActionKind(StrEnum):
    """What an ACTION does."""

    AWARD_POINTS = "AWARD_POINTS"
    ISSUE_VOUCHER = "ISSUE_VOUCHER"
    ADD_TO_LIST = "ADD_TO_LIST"
    REMOVE_FROM_LIST = "REMOVE_FROM_LIST"
    SET_ATTRIBUTE = "SET_ATTRIBUTE"
    WEBHOOK = "WEBHOOK"
    SEND = "SEND"


class Branch(StrEnum):
    """The names of edges that nodes have by their kind; a CONDITION's branches have names of its own beside ELSE."""

    NEXT = "next"
    ELSE = "else"
    REFUSED = "refused"
    ARRIVED = "arrived"
    TIMEOUT = "timeout"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Span:
    """How long: days are days of the member's calendar (the same time of day), hours and minutes are time that passes."""

    days: int = 0
    hours: int = 0
    minutes: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be waited for."""
        return not (self.days or self.hours or self.minutes)


@dataclass(frozen=True, slots=True)
class Trigger:
    """What lets members in: an event of a type (with a condition), entering a segment, or the ticks of a cron expression, which let in the
    members of a segment (None: every ACTIVE member of the program)."""

    kind: TriggerKind
    event_type: str | None = None
    segment_code: str | None = None
    cron: str | None = None
    condition: Logic | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """What ends the journey well, wherever the member stands: an event (with a condition), or entering a segment."""

    event_type: str | None = None
    segment_code: str | None = None
    condition: Logic | None = None


@dataclass(frozen=True, slots=True)
class StartNode:
    """Where members come in."""

    id: str
    trigger: Trigger

    @property
    def branches(self) -> tuple[str, ...]:
        """The edges that must lead on."""
        return (Branch.NEXT,)


@dataclass(frozen=True, slots=True)
class Way:
    """One branch of a CONDITION: taken where its rule holds and none before it did."""

    branch: str
    rule: Logic


@dataclass(frozen=True, slots=True)
class ConditionNode:
    """Sends the member along the first branch whose rule holds, or along `else`."""

    id: str
    ways: tuple[Way, ...]

    @property
    def branches(self) -> tuple[str, ...]:
        """The edges that must lead on."""
        return (*(way.branch for way in self.ways), Branch.ELSE)


@dataclass(frozen=True, slots=True)
class Action:
    """What is done, with its kind's own parameters as they were written."""

    kind: ActionKind
    parameters: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ActionNode:
    """Does something for the member, once. Where it is refused, the member goes along `refused`, or `next` without such an edge."""

    id: str
    action: Action

    @property
    def branches(self) -> tuple[str, ...]:
        """The edges that must lead on."""
        return (Branch.NEXT,)


@dataclass(frozen=True, slots=True)
class Wait:
    """Until when. Which fields count depends on the kind.

    `span` is the duration, or the timeout of waiting for an event or a segment. `field` names the fact that holds a date. `offset_days` are
    added to it. `weekdays` (1 Monday … 7 Sunday) bound UNTIL_LOCAL_TIME; empty: any day.
    """

    kind: WaitKind
    span: Span = field(default_factory=Span)
    at: time | None = None
    weekdays: frozenset[int] = frozenset()
    field: str | None = None
    offset_days: int = 0
    event_type: str | None = None
    segment_code: str | None = None
    condition: Logic | None = None


@dataclass(frozen=True, slots=True)
class WaitNode:
    """Holds the member until a time, or until something happens."""

    id: str
    wait: Wait

    @property
    def branches(self) -> tuple[str, ...]:
        """The edges that must lead on."""
        if self.wait.kind in {WaitKind.EVENT, WaitKind.SEGMENT}:
            return (Branch.ARRIVED, Branch.TIMEOUT)
        return (Branch.NEXT, Branch.MISSING) if self.wait.kind is WaitKind.UNTIL_DATE else (Branch.NEXT,)

    @property
    def awaits(self) -> str | None:
        """What must happen, as it is stored with whoever waits."""
        return awaited(self.wait.event_type, self.wait.segment_code)


@dataclass(frozen=True, slots=True)
class EndNode:
    """The way is over; `is_goal`: and it was what the journey is for."""

    id: str
    is_goal: bool = False

    @property
    def branches(self) -> tuple[str, ...]:
        """No edge leads on."""
        return ()


Node = StartNode | ConditionNode | ActionNode | WaitNode | EndNode
OPTIONAL_BRANCHES: Mapping[type, tuple[str, ...]] = {ActionNode: (Branch.REFUSED,)}


@dataclass(frozen=True, slots=True)
class Edge:
    """From a node along one of its branches to another."""

    source: str
    branch: str
    target: str


@dataclass(frozen=True)
class Journey:
    """A journey as one version says it."""

    code: str
    program_code: str
    name: Mapping[str, str]
    description: Mapping[str, str]
    owner: str
    reentry: Reentry
    entry_key: str | None
    """The fact of the event that is the key of PER_KEY, such as `event.data.order_id`."""
    goal: Goal | None
    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]
    document: Mapping[str, object] = field(repr=False, compare=False, default_factory=dict)
    """As it was written."""

    @cached_property
    def start(self) -> StartNode:
        """Where members come in; a sound journey has exactly one."""
        return next(node for node in self.nodes.values() if isinstance(node, StartNode))

    @cached_property
    def targets(self) -> Mapping[tuple[str, str], str]:
        """Where each branch of each node leads."""
        return {(edge.source, edge.branch): edge.target for edge in self.edges}

    def target(self, node: Node, branch: str) -> str:
        """The node that a branch leads to; an action without an edge for its refusal goes on."""
        found = self.targets.get((node.id, branch))
        return found if found is not None else self.targets[node.id, Branch.NEXT]


@dataclass(frozen=True, slots=True)
class VersionKey:
    """One version of a journey."""

    journey_code: str
    version: int


class Inside(StrEnum):
    """What becomes of members inside older versions when one is published."""

    FINISH_OLD = "FINISH_OLD"
    """They go on by the version by which they came in."""
    STOP = "STOP"
    """Their way ends here."""
    MIGRATE = "MIGRATE"
    """They go on in the new version, from the node that the node map says."""


class Outcome(StrEnum):
    """How an enrollment stands: INSIDE, or how it ended."""

    INSIDE = "INSIDE"
    COMPLETED = "COMPLETED"
    """It came to an END."""
    GOAL = "GOAL"
    """It reached the goal, at an END that is one or by what the journey waits for as a whole."""
    STOPPED = "STOPPED"
    """The version, or the journey, was ended beneath it."""
    FAILED = "FAILED"
    """A step failed again and again; the reason stands in its steps."""


class Enrollment(NamedTuple):
    """A member's way through one version of a journey. `visit` counts the steps done; `is_waiting`: it stands in the WAIT `node_id`, else
    it is about to enter that node. `due_at` None: nothing but an event moves it."""

    id: UUID
    journey_code: str
    version: int
    member_id: UUID
    node_id: str
    visit: int
    is_waiting: bool
    due_at: datetime | None
    started_at: datetime
    moved_at: datetime
    """When it came to the node where it stands, or began to wait there."""
    event: Mapping[str, object]
    """The event that let the member in, as conditions see it."""
    attempts: int = 0
    cause_id: str | None = None
    """The event that let the member in; heard once more it says nothing."""


def awaited(event_type: str | None, segment_code: str | None) -> str | None:
    """The stored word for what an enrollment waits for; entering a segment is an event of its own."""
    if segment_code is not None:
        return f"{SEGMENT_ENTERED}:{segment_code}"
    return event_type


SEGMENT_ENTERED = "segment.entered"
