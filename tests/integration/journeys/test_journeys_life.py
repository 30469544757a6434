"""Versions of a journey, what becomes of those inside, re-entry, pausing, schedules; and the invariants after all of it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from loyalty.checks.model import Check
from loyalty.database import Database
from loyalty.journeys import (
    ActionKind,
    Inside,
    JourneyActionUnavailable,
    JourneyDefinitionInvalid,
    JourneyNodesUnmapped,
    JourneyStatusConflict,
    JourneyVersionConflict,
    advance,
    archive_journey,
    pause_journey,
    resume_journey,
    tick,
)
from loyalty.journeys.checks import CHECKS
from loyalty.messages import Content, Template, save_template
from tests.support.journeys import END, GIFT, NOW, START, TOMORROW, World, a_document, a_wait, an_action


@pytest.fixture
def world(database: Database) -> Iterator[World]:
    """A world in which every invariant holds in the end."""
    made = World(database, "ann", "ben", "cleo")
    yield made
    assert {check.code: broken(database, check) for check in CHECKS} == {check.code: [] for check in CHECKS}


def broken(database: Database, check: Check) -> list[Any]:
    with database.begin() as work:
        return list(work.exec_driver_sql(check.query))


def stepped(world: World, step: Any, code: str = "trip", **changes: Any) -> Any:
    with world.database.begin() as work:
        return step(code, actor="ann", within=work, clock=world.clock, **changes)


WAITING = a_document(START, TOMORROW, GIFT, END)
LONGER = a_document(START, a_wait("tomorrow", "DURATION", duration={"days": 3}), END)


def inside(world: World, *names: str) -> None:
    world.publishes(WAITING)
    for name in names:
        world.hears(name)
    world.advances()


def test_a_draft_lets_nobody_in_and_changes_nothing_that_is_live(world: World) -> None:
    world.saves(WAITING)
    assert world.hears("ann").entered_count == 0
    world.publishes()
    assert world.saves(LONGER) == 2
    world.hears("ann")
    assert world.ask("select version from journey_enrollments") == [(1,)]


def test_saving_the_same_again_writes_nothing_and_saving_blindly_is_refused(world: World) -> None:
    assert (world.saves(WAITING), world.saves(WAITING), world.saves(LONGER, expected_version=1)) == (1, 1, 2)
    with pytest.raises(JourneyVersionConflict):
        world.saves(WAITING, expected_version=1)
    with pytest.raises(JourneyVersionConflict):
        world.publishes(version=1)


def test_a_name_that_is_not_there_is_told_with_its_node(world: World) -> None:
    wrong = a_document(
        {"id": "start", "type": "START", "trigger": {"kind": "SEGMENT", "segment_code": "vipp"}},
        an_action("gift", "AWARD_POINTS", points=1, reason="x", wallet_code="stars"),
        an_action("code", "ISSUE_VOUCHER", pool_code="none"),
        an_action("list", "ADD_TO_LIST", segment_code="nowhere"),
        END,
    )
    with pytest.raises(JourneyDefinitionInvalid) as refused:
        world.saves(wrong)
    told = {(one["code"], one["node_id"]) for one in refused.value.facts["problems"]}
    assert told == {("SEGMENT_UNKNOWN", "start"), ("ACTION_INVALID", "gift"), ("ACTION_INVALID", "code"), ("ACTION_INVALID", "list")}


def test_a_journey_that_sends_is_refused_at_publishing_until_somebody_sends(world: World) -> None:
    world.actions = world.actions.without(ActionKind.SEND)
    world.saves(a_document(START, an_action("mail", "SEND", message={"template_code": "hello"}), END))
    with pytest.raises(JourneyActionUnavailable) as refused:
        world.publishes()
    assert refused.value.facts["node_ids"] == ["mail"]
    assert world.ask("select status, live_version from journeys") == [("DRAFT", None)]


def test_those_inside_finish_by_the_version_they_came_by(world: World) -> None:
    inside(world, "ann")
    moved = world.publishes(LONGER)
    assert [(one.place.node_id, one.place.count, one.fate) for one in moved.fates] == [("tomorrow", 1, Inside.FINISH_OLD)]
    world.turns(days=1)
    world.advances()
    assert (world.standing("ann"), world.points("ann")) == ([("end", "COMPLETED")], 50)


def test_those_inside_are_stopped(world: World) -> None:
    inside(world, "ann", "ben")
    assert world.publishes(LONGER, inside=Inside.STOP).moved_count == 2
    world.turns(days=2)
    assert world.advances() == 0
    assert (world.standing("ann"), world.points("ann")) == ([("tomorrow", "STOPPED")], 0)
    assert {one["outcome"] for one in world.told("journey.exited")} == {"STOPPED"}


def test_those_inside_go_on_in_the_new_version_and_a_wait_that_is_the_same_keeps_its_time(world: World) -> None:
    inside(world, "ann")
    world.turns(hours=20)
    world.publishes(a_document(START, TOMORROW, an_action("more", "AWARD_POINTS", points=70, reason="x"), END), inside=Inside.MIGRATE)
    world.turns(hours=4)
    world.advances()
    assert (world.standing("ann"), world.points("ann")) == ([("end", "COMPLETED")], 70)


def test_a_wait_that_is_another_one_begins_anew(world: World) -> None:
    inside(world, "ann")
    world.turns(hours=20)
    world.publishes(LONGER, inside=Inside.MIGRATE)
    world.advances()
    world.turns(days=2)
    assert world.advances() == 0
    world.turns(days=1, hours=2)
    assert world.advances() > 0


def test_a_node_that_is_gone_must_be_mapped_and_the_preview_counts(world: World) -> None:
    inside(world, "ann", "ben")
    world.saves(a_document(START, GIFT, END))
    with pytest.raises(JourneyNodesUnmapped) as refused:
        world.publishes(inside=Inside.MIGRATE, dry_run=True)
    assert refused.value.facts["nodes"] == [{"version": 1, "node_id": "tomorrow", "count": 2}]
    with pytest.raises(JourneyNodesUnmapped):
        world.publishes(inside=Inside.MIGRATE, node_map={"tomorrow": "nowhere"})
    preview = world.publishes(inside=Inside.MIGRATE, node_map={"tomorrow": "gift"}, dry_run=True)
    assert [(one.place.count, one.target) for one in preview.fates] == [(2, "gift")]
    assert world.ask("select distinct version from journey_enrollments") == [(1,)], "a preview changes nothing"
    world.publishes(inside=Inside.MIGRATE, node_map={"tomorrow": "gift"})
    world.advances()
    assert (world.standing("ann"), world.points("ben")) == ([("end", "COMPLETED")], 50)


def test_a_node_map_may_say_that_the_way_ends(world: World) -> None:
    inside(world, "ann")
    world.saves(a_document(START, GIFT, END))
    assert [one.fate for one in world.publishes(inside=Inside.MIGRATE, node_map={"tomorrow": ""}).fates] == [Inside.STOP]
    assert world.standing() == [("tomorrow", "STOPPED")]


@pytest.mark.parametrize(("reentry", "again", "later"), [("ONCE", 0, 0), ("AFTER_EXIT", 0, 1)])
def test_who_was_in_comes_in_again_as_the_journey_says(world: World, reentry: str, again: int, later: int) -> None:
    world.publishes(WAITING | {"reentry": reentry})
    world.hears("ann", event_id="e1")
    assert world.hears("ann").entered_count == again
    world.advances()
    world.turns(days=1)
    world.advances()
    assert world.hears("ann", event_id="e1").entered_count == 0, "one event lets in once, whatever the rule"
    assert world.hears("ann").entered_count == later


def test_each_key_lets_in_once(world: World) -> None:
    world.publishes(WAITING | {"reentry": "PER_KEY", "entry_key": "event.data.order_id"})
    assert [world.hears("ann", order_id=one).entered_count for one in ("a", "b", "a")] == [1, 1, 0]
    assert world.hears("ben", order_id="a").entered_count == 1
    assert len(world.standing("ann")) == 2


def test_a_change_of_the_rule_of_reentry_knows_who_was_in_before(world: World) -> None:
    world.publishes(a_document(START, END, reentry="AFTER_EXIT"))
    world.hears("ann")
    world.advances()
    world.publishes(a_document(START, GIFT, END, reentry="ONCE"))
    assert world.hears("ann").entered_count == 0


def test_many_who_tell_at_once_let_a_member_in_once(world: World) -> None:
    world.publishes(WAITING)
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda number: world.hears("ann", event_id=f"n{number}").entered_count, range(16)))
    assert sum(told) == 1


def test_workers_at_once_share_the_work_and_nobody_is_moved_twice(world: World) -> None:
    world.publishes(a_document(START, GIFT, END) | {"reentry": "PER_KEY", "entry_key": "event.data.n"})
    for number in range(60):
        world.hears("ann", n=number)
        world.hears("ben", n=number)

    def work(_: int) -> int:
        moved = 0
        for _ in range(30):
            with world.database.begin() as transaction:
                moved += advance("trip", within=transaction, clock=world.clock, actions=world.actions, limit=7).moved_count
        return moved

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    world.advances()
    assert (world.points("ann"), world.points("ben")) == (3_000, 3_000)
    assert world.ask("select count(*) from journey_steps where node_id = 'gift'") == [(120,)]


def test_a_paused_journey_moves_nobody_hears_all_and_goes_on(world: World) -> None:
    inside(world, "ann")
    stepped(world, pause_journey)
    world.turns(days=3)
    assert (world.advances(), world.hears("ben").entered_count) == (0, 0)
    stepped(world, resume_journey)
    world.advances()
    assert (world.standing(), world.points()) == ([("end", "COMPLETED")], 50)


def test_an_archived_journey_is_over_for_everybody(world: World) -> None:
    inside(world, "ann")
    assert stepped(world, archive_journey).moved_count == 1
    assert world.hears("ben").entered_count == 0
    assert world.standing() == [("tomorrow", "STOPPED")]
    with pytest.raises(JourneyStatusConflict):
        world.saves(LONGER)
    with pytest.raises(JourneyStatusConflict):
        stepped(world, resume_journey)


def test_a_schedule_lets_the_members_of_a_segment_in_at_its_tick_and_missed_ticks_count_once(world: World) -> None:
    world.lists("vip", "ann", "ben")
    start = {"id": "start", "type": "START", "trigger": {"kind": "SCHEDULE", "cron": "0 9 * * *", "segment_code": "vip"}}
    world.publishes(a_document(start, GIFT, END, reentry="AFTER_EXIT"))

    def ticks() -> list[Any]:
        with world.database.begin() as work:
            return [tick(within=work, clock=world.clock), tick(within=work, clock=world.clock)]

    assert ticks() == [None, None]
    world.clock.turn_to(NOW.replace(day=4))
    assert ticks() == [("trip", 2), None]
    world.advances()
    assert (world.points("ann"), world.points("cleo")) == (50, 0)
    assert ticks() == [None, None]
    world.turns(days=1)
    assert ticks() == [("trip", 2), None]
    assert len(world.told("journey.entered")) == 4


def test_versions_moves_and_steps_never_change(world: World) -> None:
    inside(world, "ann")
    for table in ("journey_versions", "journey_moves", "journey_steps"):
        for statement in (f"delete from {table}", f"update {table} set recorded_at = now()", f"truncate {table} cascade"):
            with pytest.raises(Exception, match="immutable"), world.database.begin() as work:
                work.exec_driver_sql(statement)


def test_messages_of_a_paused_journey_are_held_and_those_of_an_archived_one_withdrawn(world: World) -> None:
    with world.database.begin() as work:
        save_template(Template("hello", "sms", {"en": Content(text="Hello")}), actor="ann", within=work, clock=world.clock)
    world.publishes(a_document(START, an_action("text", "SEND", message={"template_code": "hello"}), TOMORROW, END))
    world.hears("ann")
    world.advances()
    stepped(world, pause_journey)
    assert world.ask("select source_code from delivery_holds") == [("journey:trip",)]
    stepped(world, resume_journey)
    assert world.ask("select source_code from delivery_holds") == []
    stepped(world, archive_journey)
    assert world.ask("select status, reason from deliveries") == [("SUPPRESSED", "WITHDRAWN")]


def test_those_who_are_stopped_get_none_of_its_messages_any_more_and_those_who_finish_do(world: World) -> None:
    texting = a_document(START, an_action("text", "SEND", message={"template_code": "hello"}), TOMORROW, END)
    with world.database.begin() as work:
        save_template(Template("hello", "sms", {"en": Content(text="Hello")}), actor="ann", within=work, clock=world.clock)
    world.publishes(texting)
    world.hears("ann")
    world.advances()
    world.publishes(LONGER, inside=Inside.FINISH_OLD)
    assert world.ask("select status from deliveries") == [("QUEUED",)]
    world.publishes(texting, inside=Inside.STOP)
    assert world.ask("select status, reason from deliveries") == [("SUPPRESSED", "WITHDRAWN")]
    world.hears("ben")
    world.advances()
    assert world.ask("select status from deliveries order by 1") == [("QUEUED",), ("SUPPRESSED",)]


def test_whoever_reached_the_goal_is_not_asked_for_it_any_more(world: World) -> None:
    with world.database.begin() as work:
        save_template(Template("hello", "sms", {"en": Content(text="Hello")}), actor="ann", within=work, clock=world.clock)
    text = an_action("text", "SEND", message={"template_code": "hello"})
    world.publishes(a_document(START, text, TOMORROW, END, goal={"event_type": "order.placed", "condition": {"var": "event.data.is_big"}}))
    for name in ("ann", "ben"):
        world.hears(name)
    world.advances()
    assert world.hears("ann", is_big=True).goal_count == 1
    told = "select m.external_id, d.status from deliveries d join members m on m.id = d.member_id order by 1"
    assert world.ask(told) == [("ann", "SUPPRESSED"), ("ben", "QUEUED")]
