"""The state machine against a small model of it, over random journeys, events and clocks; and what holds of every run.

The model is written apart and naively: it asks minute by minute who is due, with no queue of timers and no batches.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from loyalty.journeys import Heard, Journey, Trial, try_out
from loyalty.journeys.definition import read_journey
from loyalty.journeys.facts import KnownMember
from loyalty.journeys.graph import graph_problems
from tests.support.journeys import END, FEATURES, START, a_condition, a_document, a_wait, an_action, an_edge

NOW = datetime(2017, 11, 1, 15, 0, tzinfo=UTC)
ZONE = ZoneInfo("America/New_York")
ANN = KnownMember(UUID(int=1), "ann", "journey", "ACTIVE", date(2017, 1, 1), {"level": 3}, ZONE, features={"churn_probability": 0.7})
MINUTES = 180
Way = tuple[int, str, str]
"""(minute, node, branch)."""


@st.composite
def journeys(draw: st.DrawFn) -> dict[str, Any]:
    """A sound journey of up to seven nodes between START and END, whose edges lead ahead, or back to a wait."""
    count = draw(st.integers(1, 7))
    nodes: list[dict[str, Any]] = [draw(st.sampled_from(_kinds(f"n{number}"))) for number in range(count)]
    ids = [node["id"] for node in nodes] + ["end"]
    edges = [f"start>{ids[0]}"]
    for place, node in enumerate(nodes):
        for branch in _branches(node):
            ahead = ids[place + 1 :]
            back = [one["id"] for one in nodes[: place + 1] if one["type"] == "WAIT" and one["wait"]["kind"] == "DURATION"]
            edges.append(f"{node['id']}:{branch}>{draw(st.sampled_from(ahead + back))}")
    goal = draw(st.sampled_from([{}, {"goal": {"event_type": "goal.met"}}]))
    reentry = draw(st.sampled_from(["ONCE", "AFTER_EXIT"]))
    return a_document({**START}, *nodes, END, edges=edges, reentry=reentry, **goal)


def _kinds(node_id: str) -> list[dict[str, Any]]:
    return [
        an_action(node_id, "AWARD_POINTS", points=5, reason="x"),
        a_condition(node_id, yes={">": [{"var": "member.attributes.level"}, 2]}, never={"==": [{"var": "event.type"}, "other"]}),
        a_condition(node_id, big={">": [{"var": "entry.data.amount"}, 50]}),
        a_wait(node_id, "DURATION", duration={"minutes": 7}),
        a_wait(node_id, "DURATION", duration={"hours": 1}),
        a_wait(node_id, "EVENT", event_type="a.b", timeout={"minutes": 11}),
        a_wait(node_id, "EVENT", event_type="c.d", timeout={"minutes": 20}, condition={">": [{"var": "event.data.amount"}, 10]}),
    ]


def _branches(node: dict[str, Any]) -> list[str]:
    match node["type"]:
        case "CONDITION":
            return [*(way["branch"] for way in node["branches"]), "else"]
        case "WAIT" if node["wait"]["kind"] == "EVENT":
            return ["arrived", "timeout"]
        case _:
            return ["next"]


EVENTS = st.lists(
    st.tuples(st.integers(1, MINUTES - 1), st.sampled_from(["a.b", "c.d", "goal.met", "order.placed"]), st.integers(0, 100)),
    max_size=8,
    unique_by=lambda one: one[0],
)


def _sound(document: dict[str, Any]) -> Journey | None:
    journey = read_journey("trip", document, FEATURES)
    problems = graph_problems(journey)
    assert {one.code for one in problems} <= {"NODE_UNREACHABLE", "END_UNREACHABLE", "LOOP_WITHOUT_WAIT"}
    return journey if not {"LOOP_WITHOUT_WAIT"} & {one.code for one in problems} else None


def _played(journey: Journey, events: list[tuple[int, str, int]]) -> Trial:
    heard = [
        Heard(f"e{place}", type_, ANN.id, NOW + timedelta(minutes=at), {"amount": amount})
        for place, (at, type_, amount) in enumerate(events)
    ]
    return try_out(journey, ANN, heard, starts_at=NOW, until=NOW + timedelta(minutes=MINUTES), enters=False)


class Naive:
    """Goes minute by minute: events of the minute first, then whoever is due, as far as it gets."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.nodes = {node["id"]: node for node in document["nodes"]}
        self.edges = {(edge["from"], edge.get("branch", "next")): edge["to"] for edge in document["edges"]}
        self.goal = document.get("goal", {}).get("event_type")
        self.is_once = document["reentry"] == "ONCE"
        self.ways: list[list[Way]] = []
        self.inside: list[dict[str, Any]] = []

    def run(self, events: list[tuple[int, str, int]]) -> list[list[Way]]:
        for minute in range(MINUTES + 1):
            for at, type_, amount in events:
                if at == minute:
                    self.happens(minute, type_, amount)
            for way in list(self.inside):
                if way["due"] is not None and way["due"] <= minute:
                    self.walks(way, minute)
        return self.ways

    def happens(self, minute: int, type_: str, amount: int) -> None:
        for way in list(self.inside):
            node = self.nodes[way["node"]]
            if type_ == self.goal:
                way["log"].append((minute, way["node"], "goal"))
                self.inside.remove(way)
            elif way["waits"] and node["wait"].get("event_type") == type_ and ("condition" not in node["wait"] or amount > 10):
                self.leaves(way, minute, "arrived")
                way["due"] = minute
        if type_ == "order.placed" and not self.inside and not (self.is_once and self.ways):
            log: list[Way] = []
            self.ways.append(log)
            self.inside.append({"node": "start", "due": minute, "waits": False, "log": log, "amount": amount})

    def leaves(self, way: dict[str, Any], minute: int, branch: str) -> None:
        way["log"].append((minute, way["node"], branch))
        way["node"], way["waits"] = self.edges[way["node"], branch], False

    def walks(self, way: dict[str, Any], minute: int) -> None:
        while True:
            node = self.nodes[way["node"]]
            if node["type"] == "END":
                way["log"].append((minute, node["id"], "end"))
                self.inside.remove(way)
                return
            if node["type"] == "WAIT" and not way["waits"]:
                span = node["wait"].get("duration") or node["wait"]["timeout"]
                way["waits"], way["due"] = True, minute + span.get("minutes", 0) + 60 * span.get("hours", 0)
                return
            if node["type"] == "CONDITION":
                first = node["branches"][0]["branch"]
                self.leaves(way, minute, "yes" if first == "yes" else "big" if way["amount"] > 50 else "else")
            elif node["type"] == "WAIT":
                self.leaves(way, minute, "timeout" if node["wait"]["kind"] == "EVENT" else "next")
            else:
                self.leaves(way, minute, "next")


@settings(max_examples=300, deadline=None)
@given(journeys(), EVENTS)
def test_the_state_machine_and_the_naive_model_go_the_same_ways(document: dict[str, Any], events: list[tuple[int, str, int]]) -> None:
    journey = _sound(document)
    if journey is None:
        return
    trial = _played(journey, events)
    numbers: dict[UUID, list[Way]] = {one.id: [] for one, _ in trial.standing}
    for one in trial.played:
        minute = int((one.at - NOW).total_seconds() // 60)
        numbers[one.enrollment_id].append((minute, one.step.node_id, str(one.step.branch)))
    assert list(numbers.values()) == Naive(document).run(events)


@settings(max_examples=150, deadline=None)
@given(journeys(), EVENTS, st.integers(1, MINUTES))
def test_turning_the_clock_further_keeps_what_was_and_adds_what_follows(
    document: dict[str, Any], events: list[tuple[int, str, int]], at: int
) -> None:
    journey = _sound(document)
    if journey is None:
        return
    heard = [
        Heard(f"e{place}", type_, ANN.id, NOW + timedelta(minutes=when), {"amount": n}) for place, (when, type_, n) in enumerate(events)
    ]
    runs = [try_out(journey, ANN, heard, starts_at=NOW, until=NOW + timedelta(minutes=stop)) for stop in (at, MINUTES)]
    early, late = ([(one.at, one.step.node_id, one.step.branch) for one in run.played] for run in runs)
    assert late[: len(early)] == early


@settings(max_examples=150, deadline=None)
@given(journeys(), EVENTS)
def test_visits_are_numbered_without_a_gap_and_every_step_follows_an_edge(
    document: dict[str, Any], events: list[tuple[int, str, int]]
) -> None:
    journey = _sound(document)
    if journey is None:
        return
    trial = _played(journey, events)
    edges = {(edge["from"], edge.get("branch", "next")): edge["to"] for edge in document["edges"]}
    for enrollment, _ in trial.standing:
        steps = [one.step for one in trial.played if one.enrollment_id == enrollment.id]
        assert [step.visit for step in steps] == list(range(enrollment.visit))
        for one, following in pairwise(steps):
            assert following.node_id == edges[one.node_id, str(one.branch)]


def test_an_edge_is_read_as_it_is_written() -> None:
    assert an_edge("a:b>c") == {"from": "a", "branch": "b", "to": "c"}
