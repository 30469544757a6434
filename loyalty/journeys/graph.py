"""Whether a journey is sound as a graph: every node reached, every branch led on, no loop without a wait, an end. Pure; names the node."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from loyalty.journeys.model import OPTIONAL_BRANCHES, Branch, EndNode, Journey, Node, StartNode, WaitKind, WaitNode
from loyalty.journeys.problems import Problem

Ways = Mapping[str, Collection[str]]


def graph_problems(journey: Journey, unread: Collection[str] = ()) -> list[Problem]:
    """Everything that is wrong with the graph, in the order: starts, edges, branches, reach, loops, ends. `unread` are nodes that could not
    be read: what they are is not known, so they are not blamed for their edges."""
    return [problem for problem in _problems(journey) if problem.node_id not in unread]


def _problems(journey: Journey) -> list[Problem]:
    found = [*_starts(journey), *_edges(journey), *_branches(journey)]
    starts = [node.id for node in journey.nodes.values() if isinstance(node, StartNode)]
    ways = _ways(journey)
    reached = _reached(starts, ways)
    found += [
        Problem("NODE_UNREACHABLE", node_id, f"Node '{node_id}': no way leads to it from the start.", f"nodes.{node_id}")
        for node_id in journey.nodes
        if starts and node_id not in reached
    ]
    found += _loops(journey, ways)
    if not any(problem.code in {"BRANCH_MISSING", "EDGE_TARGET_UNKNOWN", "BRANCH_UNKNOWN"} for problem in found):
        found += _endless(journey, ways, reached)
    return found


def takes_time(node: Node) -> bool:
    """Whether passing the node surely takes time. A date may be over already, so waiting until one may take none."""
    return isinstance(node, WaitNode) and node.wait.kind not in {WaitKind.UNTIL_DATE, WaitKind.SEGMENT}


def _starts(journey: Journey) -> Iterator[Problem]:
    starts = [node.id for node in journey.nodes.values() if isinstance(node, StartNode)]
    if not starts:
        yield Problem("START_MISSING", None, "The journey has no START.", "nodes", "Add a node of type START.")
    for extra in starts[1:]:
        yield Problem("START_TWICE", extra, f"Node '{extra}': the journey has a START already, '{starts[0]}'.", f"nodes.{extra}")


def _edges(journey: Journey) -> Iterator[Problem]:
    told: set[tuple[str, str]] = set()
    for number, edge in enumerate(journey.edges):
        path, source = f"edges[{number}]", journey.nodes.get(edge.source)
        if source is None:
            yield Problem("EDGE_SOURCE_UNKNOWN", edge.source, f"An edge leaves the node '{edge.source}', which is not there.", path)
            continue
        if edge.target not in journey.nodes:
            message = f"Node '{edge.source}': its edge '{edge.branch}' leads to '{edge.target}', which is not there."
            yield Problem("EDGE_TARGET_UNKNOWN", edge.source, message, path)
        elif isinstance(journey.nodes[edge.target], StartNode):
            yield Problem("EDGE_INTO_START", edge.source, f"Node '{edge.source}': no edge leads back to the START.", path)
        known = (*source.branches, *OPTIONAL_BRANCHES.get(type(source), ()))
        if edge.branch not in known:
            advice = f"There are {', '.join(known)}." if known else "Nothing follows an END."
            yield Problem("BRANCH_UNKNOWN", edge.source, f"Node '{edge.source}' has no branch '{edge.branch}'.", path, advice)
        if (edge.source, edge.branch) in told:
            yield Problem("BRANCH_TWICE", edge.source, f"Node '{edge.source}': its branch '{edge.branch}' leads on twice.", path)
        told.add((edge.source, edge.branch))


def _branches(journey: Journey) -> Iterator[Problem]:
    for node in journey.nodes.values():
        for branch in node.branches:
            if (node.id, branch) not in journey.targets:
                advice = f'Add an edge {{"from": "{node.id}", "branch": "{branch}", "to": …}}.'
                shown = branch.value if isinstance(branch, Branch) else branch
                yield Problem(
                    "BRANCH_MISSING", node.id, f"Node '{node.id}': its branch '{shown}' leads nowhere.", f"nodes.{node.id}", advice
                )


def _loops(journey: Journey, ways: Ways) -> Iterator[Problem]:
    """Loops that may be gone round without time passing: what remains circular when waits are taken out."""
    quick = {node_id for node_id, node in journey.nodes.items() if not takes_time(node)}
    inside = {node_id: [one for one in ways[node_id] if one in quick] for node_id in quick}
    blamed: set[str] = set()
    for node_id in journey.nodes:
        if node_id not in quick or node_id in blamed:
            continue
        ahead = _reached(inside[node_id], inside)
        if node_id in ahead:
            circle = [one for one in journey.nodes if one in ahead and node_id in _reached(inside[one], inside)]
            blamed |= set(circle)
            message = f"Node '{node_id}': the loop {' → '.join([*circle, circle[0]])} has no wait that takes time, so it would never end."
            yield Problem("LOOP_WITHOUT_WAIT", node_id, message, f"nodes.{node_id}", "Put a WAIT with a duration into it.")


def _endless(journey: Journey, ways: Ways, reached: Collection[str]) -> Iterator[Problem]:
    """Nodes from which no END can be reached; with a goal, members leave by that."""
    if journey.goal is not None:
        return
    back: dict[str, list[str]] = {node_id: [] for node_id in journey.nodes}
    for source, targets in ways.items():
        for target in targets:
            back[target].append(source)
    ends = [node.id for node in journey.nodes.values() if isinstance(node, EndNode)]
    leading = _reached(ends, back)
    for node_id in journey.nodes:
        if node_id in reached and node_id not in leading:
            message = f"Node '{node_id}': no way leads from it to an END, and the journey has no goal."
            yield Problem("END_UNREACHABLE", node_id, message, f"nodes.{node_id}")


def _ways(journey: Journey) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {node_id: [] for node_id in journey.nodes}
    for edge in journey.edges:
        if edge.source in found and edge.target in found:
            found[edge.source].append(edge.target)
    return found


def _reached(starts: Iterable[str], ways: Ways) -> set[str]:
    waiting, found = list(starts), set(starts)
    while waiting:
        for one in ways[waiting.pop()]:
            if one not in found:
                found.add(one)
                waiting.append(one)
    return found
