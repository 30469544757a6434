"""Which facts a journey's conditions may ask about, and the facts made of what is known of a member. Pure; not here: rows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from loyalty.features import Catalogue
from loyalty.journeys.model import ConditionNode, Goal, Journey, Node, StartNode, WaitNode
from loyalty.rules.logic import Logic
from loyalty.rules.model import Call, Constant, ListOf
from loyalty.rules.model import Node as RuleNode
from loyalty.rules.shapes import ANYTHING, Items, Plain, Record

TIME_ZONE_ATTRIBUTE = "time_zone"
"""The member's attribute that says in which IANA time zone it lives."""

EVENT = Record({"type": Plain("text"), "event_time": Plain("text"), "on": Plain("date"), "data": ANYTHING})
MEMBER = Record(
    {
        "external_id": Plain("text"),
        "status_code": Plain("text"),
        "joined_on": Plain("date"),
        "tenure_days": Plain("integer"),
        "time_zone": Plain("text"),
        "attributes": ANYTHING,
    }
)
POINTS = ("available", "pending", "lifetime", "spent", "expired")


def fact_shape(catalogue: Catalogue) -> Record:
    """Everything that a journey's condition may name. `event` is the event at hand (of a trigger, a wait, a goal), else the one that let
    the member in; `entry` is always the latter."""
    return Record(
        {
            "event": EVENT,
            "entry": EVENT,
            "member": MEMBER,
            "tier": Record({"code": Plain("text")}),
            "points": Record({name: Plain("integer") for name in POINTS}),
            "consents": Items(Plain("text")),
            "segments": Items(Plain("text")),
            "features": Record({feature.name: Plain(feature.kind) for feature in catalogue}),
            "today": Plain("date"),
            "now": Plain("text"),
        }
    )


@dataclass(frozen=True, slots=True)
class Needs:
    """Which parts of the facts must be read to decide."""

    features: bool = False
    standing: bool = False
    segments: bool = False

    def __or__(self, other: "Needs") -> "Needs":
        return Needs(self.features or other.features, self.standing or other.standing, self.segments or other.segments)

    @classmethod
    def of(cls, paths: Iterable[str]) -> "Needs":
        """What these paths stand in."""
        tops = {path.split(".", 1)[0] for path in paths}
        return cls("features" in tops or "" in tops, bool({"points", "tier", "consents", ""} & tops), "segments" in tops or "" in tops)


@dataclass(frozen=True, slots=True)
class KnownMember:
    """What is known of a member at an instant. `zone` is its own, else its program's; `zone_problem`: what it says of itself is no zone."""

    id: UUID
    external_id: str
    program_code: str
    status_code: str
    joined_on: date
    attributes: Mapping[str, object]
    zone: ZoneInfo
    zone_problem: str | None = None
    tier_code: str | None = None
    points: Mapping[str, int] = field(default_factory=dict)
    consents: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    features: Mapping[str, object] = field(default_factory=dict)

    def facts(self, now: datetime, entry: Mapping[str, object], event: Mapping[str, object] | None = None) -> dict[str, Any]:
        """Everything of `fact_shape`; what is not known is null."""
        today = now.astimezone(self.zone).date()
        return {
            "event": entry if event is None else event,
            "entry": entry,
            "member": {
                "external_id": self.external_id,
                "status_code": self.status_code,
                "joined_on": self.joined_on.isoformat(),
                "tenure_days": (today - self.joined_on).days,
                "time_zone": self.zone.key,
                "attributes": self.attributes,
            },
            "tier": {"code": self.tier_code},
            "points": self.points,
            "consents": self.consents,
            "segments": list(self.segments),
            "features": self.features,
            "today": today.isoformat(),
            "now": now.astimezone(UTC).isoformat(),
        }


def event_facts(type_: str, at: datetime, zone: ZoneInfo, data: Mapping[str, object]) -> dict[str, object]:
    """An event as conditions see it."""
    on = at.astimezone(zone).date().isoformat()
    return {"type": type_, "event_time": at.astimezone(UTC).isoformat(), "on": on, "data": dict(data)}


def conditions_of(node: Node) -> tuple[Logic, ...]:
    """The conditions that a node decides when a member stands at it, or that an event must meet there."""
    match node:
        case ConditionNode():
            return tuple(way.rule for way in node.ways)
        case StartNode():
            return () if node.trigger.condition is None else (node.trigger.condition,)
        case WaitNode():
            return () if node.wait.condition is None else (node.wait.condition,)
        case _:
            return ()


def needs_of_walking(journey: Journey) -> Needs:
    """What must be known to move members on: the rules of its CONDITIONs, and the facts that its WAITs read."""
    paths: set[str] = set()
    for node in journey.nodes.values():
        if isinstance(node, ConditionNode):
            paths |= {path for rule in conditions_of(node) for path in rule.paths}
        if isinstance(node, WaitNode):
            paths |= {node.wait.field} if node.wait.field else set()
            paths |= {"segments"} if node.wait.segment_code else set()
    return Needs.of(paths)


def needs_of_hearing(journey: Journey) -> Needs:
    """What must be known to judge events that arrive: the conditions of its trigger, waits and goal."""
    rules = [rule for node in journey.nodes.values() if not isinstance(node, ConditionNode) for rule in conditions_of(node)]
    rules += [journey.goal.condition] if isinstance(journey.goal, Goal) and journey.goal.condition else []
    return Needs.of(path for rule in rules for path in rule.paths)


def segments_named(rule: Logic) -> set[str]:
    """The codes of the segments that a condition asks about by name."""
    return {
        argument.value
        for call in _calls(rule.root)
        if call.operator == "in_segment"
        for argument in call.arguments
        if isinstance(argument, Constant) and isinstance(argument.value, str)
    }


def _calls(root: RuleNode) -> Iterator[Call]:
    waiting: list[RuleNode] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Call):
            yield node
            waiting += node.arguments
        elif isinstance(node, ListOf):
            waiting += node.items
