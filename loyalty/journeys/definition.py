"""Journeys as JSON: a document in, a journey out or every problem of its parts, each with its node. Not here: the graph (`graph.py`)."""

import re
from collections.abc import Callable, Mapping
from datetime import time
from enum import StrEnum
from typing import TypeVar

from loyalty.definition_file import Section
from loyalty.errors import Invalid
from loyalty.features import Catalogue
from loyalty.journeys.actions_read import read_action
from loyalty.journeys.cron import CronMalformed, read_cron
from loyalty.journeys.errors import JourneyDefinitionInvalid
from loyalty.journeys.facts import fact_shape
from loyalty.journeys.model import (
    ActionNode,
    Branch,
    ConditionNode,
    Edge,
    EndNode,
    Goal,
    Journey,
    Node,
    Reentry,
    Span,
    StartNode,
    Trigger,
    TriggerKind,
    Wait,
    WaitKind,
    WaitNode,
    Way,
)
from loyalty.journeys.problems import Problem, refuse
from loyalty.rules.errors import InvalidRule, UnknownField
from loyalty.rules.logic import Logic, read_logic
from loyalty.rules.shapes import ANYTHING, Plain, Shape, shape_at

NODES_MAX, EDGES_MAX, WAYS_MAX = 200, 600, 20
DAYS_MAX = 1_100
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NODE_ID = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")
EVENT_TYPE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
DEFAULT_TIME = time(9)
Part = TypeVar("Part")


class NodeType(StrEnum):
    """What a node is."""

    START = "START"
    CONDITION = "CONDITION"
    ACTION = "ACTION"
    WAIT = "WAIT"
    END = "END"


class _PartInvalid(Invalid):
    """A part cannot be read; it becomes a problem of its node."""

    code = "JOURNEY_PART_INVALID"


class _RuleInvalid(_PartInvalid):
    """A condition cannot be used."""


def read_journey(code: str, document: Mapping[str, object], catalogue: Catalogue | None) -> Journey:
    """The journey of a document, read but not yet proven sound as a graph.

    `catalogue` None: a stored one, whose conditions were checked when it was saved.

    Raises:
        JourneyDefinitionInvalid: parts of it cannot be used; `facts.problems` names each with its node.
    """
    journey, problems = try_journey(code, document, catalogue)
    if journey is None or problems:
        refuse(code, problems)
    return journey


def try_journey(code: str, document: object, catalogue: Catalogue | None) -> tuple[Journey | None, list[Problem]]:
    """The journey as far as it can be read, and what is wrong with its parts; None: not even its frame can be read."""
    reading = _Reading(None if catalogue is None else fact_shape(catalogue))
    try:
        file = Section(document, file=code[:64], path="", error=_PartInvalid)
        if not CODE.fullmatch(code) or len(code) > 64:
            file.refuse("code", "must be lower-case words joined by '-', at most 64 characters", code)
        nodes = reading.nodes(file)
        edges = tuple(reading.edge(one) for one in _list(file, "edges", EDGES_MAX))
        reentry = file.choice("reentry", Reentry, default=Reentry.ONCE)
        journey = Journey(
            code=code,
            program_code=file.text("program_code", length_max=64),
            name=file.names("name"),
            description=file.names("description") if file.has("description") else {"en": code},
            owner=file.text("owner", length_max=100),
            reentry=reentry,
            entry_key=reading.fact(file, "entry_key") if file.has("entry_key") else None,
            goal=reading.part(None, lambda: reading.goal(file.section("goal"))) if file.has("goal") else None,
            nodes=nodes,
            edges=edges,
            document=file.content(),
        )
        if (reentry is Reentry.PER_KEY) != (journey.entry_key is not None):
            file.refuse("entry_key", "belongs to reentry PER_KEY, which needs it", journey.entry_key)
        file.finish()
    except _PartInvalid as refusal:
        return None, [*reading.problems, _problem(None, refusal)]
    return journey, reading.problems


class _Reading:
    """Reads the parts; what is wrong with a node is kept, so that all is told at once."""

    def __init__(self, shape: Shape | None) -> None:
        self._shape = ANYTHING if shape is None else shape
        self.problems: list[Problem] = []

    def part(self, node_id: str | None, read: Callable[[], Part]) -> Part | None:
        """What `read` gives; None, and a problem, where it refuses."""
        try:
            return read()
        except _PartInvalid as refusal:
            self.problems.append(_problem(node_id, refusal))
            return None

    def nodes(self, file: Section) -> dict[str, Node]:
        found: dict[str, Node] = {}
        for section in _list(file, "nodes", NODES_MAX):
            node_id = section.text("id", length_max=40)
            if not NODE_ID.fullmatch(node_id):
                section.refuse("id", "must be lower-case words joined by '-' or '_'", node_id)
            if node_id in found:
                self.problems.append(Problem("NODE_TWICE", node_id, f"Two nodes are called '{node_id}'.", "nodes"))
            node = self.part(node_id, lambda section=section, node_id=node_id: self.node(node_id, section))  # type: ignore[misc]
            # A node that cannot be read still stands in the graph, so that its neighbours are not blamed for it.
            found[node_id] = node or EndNode(node_id)
        return found

    def node(self, node_id: str, section: Section) -> Node:
        kind = section.choice("type", NodeType)
        node: Node
        match kind:
            case NodeType.START:
                node = StartNode(node_id, self.trigger(section.section("trigger")))
            case NodeType.CONDITION:
                node = ConditionNode(node_id, self.ways(section))
            case NodeType.ACTION:
                node = ActionNode(node_id, read_action(section.section("action")))
            case NodeType.WAIT:
                node = WaitNode(node_id, self.wait(section.section("wait")))
            case NodeType.END:
                node = EndNode(node_id, section.truth("is_goal", default=False))
        # For people and screens: a label, a place on the canvas.
        for key in ("label", "position"):
            if section.has(key):
                section.value(key)
        section.finish()
        return node

    def trigger(self, section: Section) -> Trigger:
        kind = section.choice("kind", TriggerKind)
        trigger = Trigger(
            kind,
            event_type=_event_type(section) if kind is TriggerKind.EVENT else None,
            segment_code=_segment(section) if kind is TriggerKind.SEGMENT or section.has("segment_code") else None,
            cron=_cron(section) if kind is TriggerKind.SCHEDULE else None,
            condition=None if kind is TriggerKind.SCHEDULE else self.condition(section),
        )
        if kind is TriggerKind.EVENT and trigger.segment_code is not None:
            section.refuse("segment_code", "does not belong to an event; ask it in the condition with in_segment", trigger.segment_code)
        section.finish()
        return trigger

    def ways(self, section: Section) -> tuple[Way, ...]:
        found: list[Way] = []
        for one in _list(section, "branches", WAYS_MAX):
            branch = one.text("branch", length_max=40)
            if not NODE_ID.fullmatch(branch) or branch in {Branch.ELSE, *(way.branch for way in found)}:
                one.refuse("branch", "must be lower-case words, once in the node, and not 'else'", branch)
            found.append(Way(branch, self.rule(one, "rule")))
            one.finish()
        return tuple(found)

    def wait(self, section: Section) -> Wait:
        kind = section.choice("kind", WaitKind)
        hears = kind in {WaitKind.EVENT, WaitKind.SEGMENT}
        wait = Wait(
            kind,
            span=_span(section, "duration") if kind is WaitKind.DURATION else _span(section, "timeout") if hears else Span(),
            at=_time(section, is_needed=kind is WaitKind.UNTIL_LOCAL_TIME)
            if kind in {WaitKind.UNTIL_LOCAL_TIME, WaitKind.UNTIL_DATE}
            else None,
            weekdays=_weekdays(section) if kind is WaitKind.UNTIL_LOCAL_TIME and section.has("weekdays") else frozenset(),
            field=self.fact(section, "field") if kind is WaitKind.UNTIL_DATE else None,
            offset_days=_offset(section) if kind is WaitKind.UNTIL_DATE else 0,
            event_type=_event_type(section) if kind is WaitKind.EVENT else None,
            segment_code=_segment(section) if kind is WaitKind.SEGMENT else None,
            condition=self.condition(section) if kind is WaitKind.EVENT else None,
        )
        section.finish()
        return wait

    def goal(self, section: Section) -> Goal:
        is_segment = section.has("segment_code")
        goal = Goal(
            event_type=None if is_segment else _event_type(section),
            segment_code=_segment(section) if is_segment else None,
            condition=None if is_segment else self.condition(section),
        )
        section.finish()
        return goal

    def edge(self, section: Section) -> Edge:
        edge = Edge(
            section.text("from", length_max=40),
            section.text("branch", length_max=40) if section.has("branch") else Branch.NEXT.value,
            section.text("to", length_max=40),
        )
        section.finish()
        return edge

    def condition(self, section: Section) -> Logic | None:
        return self.rule(section, "condition") if section.has("condition") else None

    def rule(self, section: Section, key: str) -> Logic:
        document = section.value(key)
        try:
            return read_logic(document, self._shape)
        except InvalidRule as refusal:
            raise _RuleInvalid(
                f"{refusal.message}", path=f"{key}{refusal.path}", problem=refusal.code, suggestion=refusal.suggestion
            ) from None

    def fact(self, section: Section, key: str) -> str:
        """The dotted name of a fact that conditions may name too."""
        name = section.text(key, length_max=200)
        try:
            shape = shape_at(name, self._shape, key)
        except UnknownField as refusal:
            raise _RuleInvalid(f"{refusal.message}", path=key, problem=refusal.code, suggestion=refusal.suggestion) from None
        if not isinstance(shape, Plain) and shape is not ANYTHING:
            section.refuse(key, "must name a single value", name)
        return name


def _problem(node_id: str | None, refusal: _PartInvalid) -> Problem:
    code = str(refusal.facts["problem"]) if isinstance(refusal, _RuleInvalid) else "PART_INVALID"
    suggestion = refusal.facts.get("suggestion")
    where = f"Node '{node_id}': " if node_id else ""
    message = refusal.message.partition(": ")[2] if not isinstance(refusal, _RuleInvalid) else refusal.message
    path = str(refusal.facts.get("path", ""))
    return Problem(code, node_id, f"{where}{message}", path, None if suggestion is None else str(suggestion))


def _list(section: Section, key: str, most: int) -> list[Section]:
    found = section.sections(key)
    if len(found) > most:
        section.refuse(key, f"must have at most {most} objects", len(found))
    return found


def _event_type(section: Section) -> str:
    name = section.text("event_type", length_max=64)
    if not EVENT_TYPE.fullmatch(name):
        section.refuse("event_type", "must be dotted lower-case words, such as points.earned", name)
    return name


def _segment(section: Section) -> str:
    code = section.text("segment_code", length_max=64)
    if not CODE.fullmatch(code):
        section.refuse("segment_code", "must be lower-case words joined by '-'", code)
    return code


def _span(section: Section, key: str) -> Span:
    inner = section.section(key)
    span = Span(
        days=inner.whole_number("days", least=0, most=DAYS_MAX, default=0),
        hours=inner.whole_number("hours", least=0, most=24 * 31, default=0),
        minutes=inner.whole_number("minutes", least=0, most=60 * 24, default=0),
    )
    if span.is_empty:
        section.refuse(key, "must last: give days, hours or minutes", None)
    inner.finish()
    return span


def _time(section: Section, *, is_needed: bool) -> time:
    if not is_needed and not section.has("time"):
        return DEFAULT_TIME
    text = section.text("time", length_max=5)
    if not TIME.fullmatch(text):
        section.refuse("time", "must be a time of day such as 09:00", text)
    return time.fromisoformat(text)


def _weekdays(section: Section) -> frozenset[int]:
    days = section.value("weekdays")
    if not isinstance(days, list) or not days or not all(type(day) is int and 1 <= day <= 7 for day in days):
        section.refuse("weekdays", "must be a list of 1 (Monday) to 7 (Sunday)", days)
    return frozenset(days)


def _offset(section: Section) -> int:
    return section.whole_number("offset_days", least=-DAYS_MAX, most=DAYS_MAX, default=0)


def _cron(section: Section) -> str:
    text = section.text("cron", length_max=100)
    try:
        read_cron(text)
    except CronMalformed as malformed:
        section.refuse("cron", f"cannot be read: {malformed}", text)
    return text


__all__ = ["JourneyDefinitionInvalid", "read_journey", "try_journey"]
