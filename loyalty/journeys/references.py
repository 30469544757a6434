"""Whether what a journey names is there: segments, lists, wallets, pools, and whoever performs its actions. Not here: the graph."""

from collections.abc import Iterator

from loyalty.database import Work
from loyalty.journeys.actions import Actions
from loyalty.journeys.facts import conditions_of, segments_named
from loyalty.journeys.model import Journey, StartNode, WaitNode
from loyalty.journeys.problems import Problem
from loyalty.members.store import known_programs
from loyalty.segments import segment_codes


def reference_problems(journey: Journey, actions: Actions, within: Work) -> list[Problem]:
    """Everything that the journey names and that is not there."""
    if not known_programs({journey.program_code}, within):
        return [Problem("PROGRAM_UNKNOWN", None, f"There is no program '{journey.program_code}'.", "program_code")]
    known = set(segment_codes(within=within))
    found = [
        Problem("SEGMENT_UNKNOWN", node_id, f"{_where(node_id)}there is no segment '{code}'.", path)
        for node_id, code, path in _segments(journey)
        if code not in known
    ]
    return found + [
        Problem("ACTION_INVALID", node_id, f"{_where(node_id)}{problem}", f"nodes.{node_id}.action")
        for node_id, problem in actions.problems(journey, within)
    ]


def unavailable(journey: Journey, actions: Actions) -> list[Problem]:
    """The nodes whose action nothing here can perform: they may be saved, and not published."""
    return [
        Problem(
            "ACTION_UNAVAILABLE",
            node.id,
            f"Node '{node.id}': nothing here can perform {node.action.kind}; the journey cannot be published.",
            f"nodes.{node.id}.action",
        )
        for node in actions.missing(journey)
    ]


def _segments(journey: Journey) -> Iterator[tuple[str | None, str, str]]:
    for node in journey.nodes.values():
        if isinstance(node, StartNode) and node.trigger.segment_code is not None:
            yield node.id, node.trigger.segment_code, f"nodes.{node.id}.trigger.segment_code"
        if isinstance(node, WaitNode) and node.wait.segment_code is not None:
            yield node.id, node.wait.segment_code, f"nodes.{node.id}.wait.segment_code"
        for rule in conditions_of(node):
            for code in sorted(segments_named(rule)):
                yield node.id, code, f"nodes.{node.id}"
    if journey.goal is not None:
        if journey.goal.segment_code is not None:
            yield None, journey.goal.segment_code, "goal.segment_code"
        if journey.goal.condition is not None:
            for code in sorted(segments_named(journey.goal.condition)):
                yield None, code, "goal.condition"


def _where(node_id: str | None) -> str:
    return "The goal: " if node_id is None else f"Node '{node_id}': "
