"""What keeps a journey from being saved, each time with the node it is about."""

from typing import Any

import pytest

from loyalty.journeys.definition import try_journey
from loyalty.journeys.graph import graph_problems
from loyalty.journeys.problems import Problem
from tests.support.journeys import END, FEATURES, GIFT, START, TOMORROW, a_condition, a_document, a_wait, an_action


def problems(document: dict[str, Any]) -> list[tuple[str, str | None]]:
    """(code, node) of everything that is wrong."""
    return [(one.code, one.node_id) for one in all_problems(document)]


def all_problems(document: object) -> list[Problem]:
    journey, found = try_journey("trip", document, FEATURES)
    unread = {one.node_id for one in found if one.node_id is not None}
    return found if journey is None else [*found, *graph_problems(journey, unread)]


YES = {"==": [{"var": "member.status_code"}, "ACTIVE"]}


def test_a_sound_journey_has_no_problem() -> None:
    assert problems(a_document(START, TOMORROW, GIFT, END)) == []


def test_an_unreachable_node_is_named() -> None:
    lonely = {"id": "lonely", "type": "END"}
    assert problems(a_document(START, END, lonely, edges=["start>end"])) == [("NODE_UNREACHABLE", "lonely")]


def test_a_missing_branch_is_named_with_its_node() -> None:
    found = all_problems(a_document(START, a_condition("check", yes=YES), END, edges=["start>check", "check:yes>end"]))
    assert [(one.code, one.node_id) for one in found] == [("BRANCH_MISSING", "check")]
    assert "'else'" in found[0].message


@pytest.mark.parametrize(
    ("wait", "branches"),
    [
        (a_wait("w", "EVENT", event_type="a.b", timeout={"days": 1}), {"arrived", "timeout"}),
        (a_wait("w", "SEGMENT", segment_code="vip", timeout={"hours": 2}), {"arrived", "timeout"}),
        (a_wait("w", "UNTIL_DATE", field="member.attributes.born_on"), {"next", "missing"}),
    ],
)
def test_each_kind_of_wait_must_lead_on_by_each_of_its_branches(wait: dict[str, Any], branches: set[str]) -> None:
    found = all_problems(a_document(START, wait, END, edges=["start>w"]))
    assert {one.message.split("'")[3] for one in found if one.code == "BRANCH_MISSING"} == branches


def test_a_loop_without_a_wait_is_refused_and_one_with_a_wait_is_not() -> None:
    check = a_condition("check", again=YES)
    looping = ["start>gift", "gift>check", "check:else>end"]
    assert problems(a_document(START, GIFT, check, END, edges=[*looping, "check:again>gift"])) == [("LOOP_WITHOUT_WAIT", "gift")]
    assert problems(a_document(START, GIFT, check, TOMORROW, END, edges=[*looping, "check:again>tomorrow", "tomorrow>gift"])) == []


def test_waiting_until_a_date_that_may_be_over_does_not_make_a_loop_end() -> None:
    until = a_wait("until", "UNTIL_DATE", field="member.attributes.born_on")
    edges = ["start>until", "until>gift", "until:missing>end", "gift>until"]
    assert ("LOOP_WITHOUT_WAIT", "until") in problems(a_document(START, until, GIFT, END, edges=edges))


def test_a_loop_that_no_end_follows_needs_a_goal() -> None:
    edges = ["start>tomorrow", "tomorrow>gift", "gift>tomorrow"]
    endless = a_document(START, TOMORROW, GIFT, edges=edges)
    assert {code for code, _ in problems(endless)} == {"END_UNREACHABLE"}
    assert problems(endless | {"goal": {"event_type": "order.placed"}}) == []


def test_an_unknown_field_in_a_rule_names_the_node_and_the_nearest_field() -> None:
    wrong = a_condition("check", high={">": [{"var": "features.churn_probabilty"}, 0.5]})
    (found,) = all_problems(a_document(START, wrong, END, edges=["start>check", "check:high>end", "check:else>end"]))
    assert (found.code, found.node_id) == ("RULE_FIELD_UNKNOWN", "check")
    assert found.suggestion == "Did you mean 'features.churn_probability'?"


@pytest.mark.parametrize(
    ("change", "code", "node_id"),
    [
        ({"edges": [{"from": "start", "to": "nowhere"}]}, "EDGE_TARGET_UNKNOWN", "start"),
        ({"edges": [{"from": "ghost", "to": "end"}]}, "EDGE_SOURCE_UNKNOWN", "ghost"),
        ({"edges": [{"from": "start", "to": "end"}, {"from": "start", "to": "end"}]}, "BRANCH_TWICE", "start"),
        ({"edges": [{"from": "start", "branch": "sideways", "to": "end"}]}, "BRANCH_UNKNOWN", "start"),
        ({"nodes": [END], "edges": [{"from": "end", "to": "end"}]}, "START_MISSING", None),
        ({"nodes": [START, {**START, "id": "again"}, END]}, "START_TWICE", "again"),
        ({"nodes": [START, END, END]}, "NODE_TWICE", "end"),
        ({"nodes": [START, {"id": "end", "type": "STOP"}]}, "PART_INVALID", "end"),
        ({"nodes": [START, a_wait("end", "DURATION", duration={"days": 0})]}, "PART_INVALID", "end"),
        ({"nodes": [START, an_action("end", "AWARD_POINTS", points=0, reason="x")]}, "PART_INVALID", "end"),
        ({"nodes": [START, a_wait("end", "UNTIL_LOCAL_TIME", time="25:00")]}, "PART_INVALID", "end"),
        ({"nodes": [{**START, "trigger": {"kind": "SCHEDULE", "cron": "61 * * * *"}}, END]}, "PART_INVALID", "start"),
        ({"reentry": "PER_KEY"}, "PART_INVALID", None),
        ({"reentry": "PER_KEY", "entry_key": "event.dta.order_id"}, "RULE_FIELD_UNKNOWN", None),
        ({"surprise": 1}, "PART_INVALID", None),
    ],
)
def test_what_is_wrong_is_told_with_its_node(change: dict[str, Any], code: str, node_id: str | None) -> None:
    assert (code, node_id) in problems(a_document(START, END) | change)


def test_everything_that_is_wrong_is_told_at_once() -> None:
    wrong = a_document(
        START, a_condition("check", yes={"var": "nothing"}), an_action("gift", "AWARD_POINTS", points=-1, reason="x"), END,
        edges=["start>check", "check:yes>gift", "check:else>gone", "gift>end"],
    )  # fmt: skip
    assert {(one.code, one.node_id) for one in all_problems(wrong)} == {
        ("RULE_FIELD_UNKNOWN", "check"),
        ("PART_INVALID", "gift"),
    }, "the edges of a node that could not be read are not blamed"


@pytest.mark.parametrize("document", [None, [], "x", {}, {"nodes": 3}, {"nodes": [], "edges": []}, {"nodes": [{"id": "Ä"}]}])
def test_what_is_no_journey_at_all_is_told_and_never_raised(document: object) -> None:
    assert all_problems(document)
