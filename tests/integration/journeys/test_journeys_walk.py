"""Members go through journeys in a real database: what moves them, what is done for them, and that it is done once."""

from datetime import UTC, datetime
from typing import Any

from loyalty.database import Database
from loyalty.messages import Contact, Content, Template, save_template, set_contacts
from tests.support.journeys import END, GIFT, NOW, START, TOMORROW, World, a_condition, a_document, a_wait, an_action


def test_an_event_lets_a_member_in_and_points_arrive_once(database: Database) -> None:
    world = World(database, "ann", "ben")
    world.publishes(a_document(START, GIFT, END))
    assert world.hears("ann").entered_count == 1
    world.advances()
    assert world.steps() == [("start", "next"), ("gift", "next"), ("end", "end")]
    assert world.standing() == [("end", "COMPLETED")]
    assert (world.points("ann"), world.points("ben")) == (50, 0)
    world.advances()
    assert world.points() == 50


def test_the_posting_carries_the_reference_of_the_visit(database: Database) -> None:
    world = World(database, "ann")
    world.publishes(a_document(START, GIFT, END))
    world.hears("ann")
    world.advances()
    (enrollment,) = world.ask("select replace(id::text, '-', '') from journey_enrollments")[0]
    assert world.ask("select reference from postings where starts_with(reference, 'journey:')") == [(f"journey:{enrollment}:gift:1",)]


def test_a_wait_holds_until_its_time_and_not_longer(database: Database) -> None:
    world = World(database, "ann")
    world.publishes(a_document(START, TOMORROW, GIFT, END))
    world.hears("ann")
    world.advances()
    assert world.standing() == [("tomorrow", "INSIDE")]
    world.turns(hours=23, minutes=59)
    assert world.advances() == 0
    world.turns(minutes=1)
    world.advances()
    assert world.standing() == [("end", "COMPLETED")]


def test_a_day_is_a_day_of_the_members_calendar_also_when_the_clocks_change(database: Database) -> None:
    world = World(database, "ann", "leo")
    with database.begin() as work:
        work.exec_driver_sql("""update members set attributes = '{"time_zone": "Asia/Dubai"}' where external_id = 'leo'""")
    # Saturday 11:00 in New York; the clocks go back that night.
    world.clock.turn_to(datetime(2017, 11, 4, 15, 0, tzinfo=UTC))
    world.publishes(a_document(START, TOMORROW, END))
    world.hears("ann")
    world.hears("leo")
    world.advances()
    due = dict(world.ask("select m.external_id, e.due_at from journey_enrollments e join members m on m.id = e.member_id"))
    assert due == {"ann": datetime(2017, 11, 5, 16, 0, tzinfo=UTC), "leo": datetime(2017, 11, 5, 15, 0, tzinfo=UTC)}


def test_an_unreadable_time_zone_falls_back_to_the_programs_and_says_so(database: Database) -> None:
    world = World(database, "ann")
    with database.begin() as work:
        work.exec_driver_sql("""update members set attributes = '{"time_zone": "Mars/Olympus", "born_on": "1990-11-01"}'""")
    until = a_wait("birthday", "UNTIL_DATE", field="member.attributes.born_on")
    world.publishes(a_document(START, until, END, edges=["start>birthday", "birthday>end", "birthday:missing>end"]))
    world.hears("ann")
    world.advances()
    facts = world.ask("select facts from journey_steps where node_id = 'birthday'")[0][0]
    assert facts["time_zone_problem"] == "Mars/Olympus"


def test_branches_are_asked_in_their_order_and_features_are_read(database: Database) -> None:
    world = World(database, "ann", "ben", "cleo")
    with database.begin() as work:
        work.exec_driver_sql(
            "insert into member_features (member_id, features) select id, json_build_object('churn_probability',"
            " case external_id when 'ann' then 0.9 else 0.5 end) from members where external_id <> 'cleo'"
        )
    check = a_condition(
        "check", high={">": [{"var": "features.churn_probability"}, 0.8]}, some={">": [{"var": "features.churn_probability"}, 0.4]}
    )
    ends = [{"id": name, "type": "END"} for name in ("one", "two", "three")]
    edges = ["start>check", "check:high>one", "check:some>two", "check:else>three"]
    world.publishes(a_document(START, check, *ends, edges=edges))
    for name in ("ann", "ben", "cleo"):
        world.hears(name)
    world.advances()
    assert [world.standing(name)[0][0] for name in ("ann", "ben", "cleo")] == ["one", "two", "three"]


def test_the_condition_after_an_action_sees_what_was_done(database: Database) -> None:
    world = World(database, "ann")
    rich = a_condition("rich", yes={">=": [{"var": "points.available"}, 50]})
    world.publishes(
        a_document(
            START, GIFT, rich, END, {"id": "poor", "type": "END"}, edges=["start>gift", "gift>rich", "rich:yes>end", "rich:else>poor"]
        )
    )
    world.hears("ann")
    world.advances()
    assert world.standing() == [("end", "COMPLETED")]


def waiting_for_a_review(**changes: Any) -> dict[str, Any]:
    wait = a_wait("review", "EVENT", event_type="review.written", timeout={"days": 7}, **changes)
    return a_document(
        START, wait, GIFT, END, {"id": "late", "type": "END"},
        edges=["start>review", "review:arrived>gift", "review:timeout>late", "gift>end"],
    )  # fmt: skip


def test_an_awaited_event_ends_the_wait_and_another_does_not(database: Database) -> None:
    world = World(database, "ann", "ben")
    world.publishes(waiting_for_a_review(condition={">=": [{"var": "event.data.stars"}, 4]}))
    world.hears("ann")
    world.hears("ben")
    world.advances()
    assert world.hears("ann", "review.written", stars=2).moved_count == 0
    assert world.hears("ann", "order.shipped").moved_count == 0
    assert world.hears("ann", "review.written", stars=5).moved_count == 1
    world.advances()
    assert (world.standing("ann"), world.standing("ben")) == ([("end", "COMPLETED")], [("review", "INSIDE")])
    # The clocks go back meanwhile: seven days of the calendar are an hour longer.
    world.turns(days=7)
    assert world.advances() == 0
    world.turns(hours=1)
    world.advances()
    assert world.standing("ben") == [("late", "COMPLETED")]


def test_an_event_of_before_the_timeout_counts_though_it_is_told_after_it(database: Database) -> None:
    world = World(database, "ann", "ben")
    world.publishes(waiting_for_a_review())
    world.hears("ann")
    world.hears("ben")
    world.advances()
    world.turns(days=8)
    assert world.hears("ann", "review.written", at=NOW.replace(day=2)).moved_count == 1
    assert world.hears("ben", "review.written").moved_count == 0, "it happened after the time was over"
    world.advances()
    assert (world.standing("ann")[0][0], world.standing("ben")[0][0]) == ("end", "late")


def test_the_goal_takes_a_member_out_wherever_it_stands(database: Database) -> None:
    world = World(database, "ann")
    world.publishes(a_document(START, TOMORROW, GIFT, END, goal={"event_type": "order.placed", "condition": {"var": "event.data.is_big"}}))
    world.hears("ann", event_id="first", is_big=True)
    world.advances()
    assert world.hears("ann", event_id="first", is_big=True).goal_count == 0, "what let it in does not take it out"
    assert world.hears("ann", is_big=False).goal_count == 0
    assert world.hears("ann", is_big=True).goal_count == 1
    world.turns(days=2)
    world.advances()
    assert (world.standing(), world.points()) == ([("tomorrow", "GOAL")], 0)
    assert world.told("journey.exited")[0]["outcome"] == "GOAL"


def test_entering_a_segment_lets_in_and_ends_waits(database: Database) -> None:
    world = World(database, "ann")
    world.lists("vip")
    world.lists("gone")
    start = {"id": "start", "type": "START", "trigger": {"kind": "SEGMENT", "segment_code": "vip"}}
    wait = a_wait("gone", "SEGMENT", segment_code="gone", timeout={"days": 1})
    world.publishes(a_document(start, wait, END, edges=["start>gone", "gone:arrived>end", "gone:timeout>end"]))
    assert world.hears("ann", "segment.entered", segment_code="gone").entered_count == 0
    assert world.hears("ann", "segment.entered", segment_code="vip").entered_count == 1
    world.advances()
    assert world.hears("ann", "segment.entered", segment_code="gone").moved_count == 1
    world.advances()
    assert ("gone", "arrived") in world.steps()


def test_a_refused_action_goes_its_own_way(database: Database) -> None:
    world = World(database, "ann", "ben")
    world.publishes(
        a_document(
            START,
            TOMORROW,
            GIFT,
            END,
            {"id": "sorry", "type": "END"},
            edges=["start>tomorrow", "tomorrow>gift", "gift>end", "gift:refused>sorry"],
        )
    )
    world.hears("ann")
    world.hears("ben")
    world.advances()
    world.turns(days=1)
    with database.begin() as work:
        work.exec_driver_sql("update members set status = 'INACTIVE' where external_id = 'ann'")
    world.advances()
    assert (world.standing("ann")[0][0], world.standing("ben")[0][0]) == ("sorry", "end")
    assert world.ask("select facts ->> 'code' from journey_steps where branch = 'refused'") == [("MEMBER_INACTIVE",)]


def test_lists_attributes_and_calls_are_done(database: Database) -> None:
    world = World(database, "ann")
    world.lists("fans")
    with database.begin() as work:
        work.exec_driver_sql("""update members set attributes = '{"old": 1, "kept": null, "city": "Dubai"}'""")
    world.publishes(
        a_document(
            START,
            an_action("list", "ADD_TO_LIST", segment_code="fans"),
            an_action("set", "SET_ATTRIBUTE", name="fan", value=True),
            an_action("unset", "SET_ATTRIBUTE", name="old", value=None),
            an_action("call", "WEBHOOK", name="fan_found", data={"shop": 3}),
            END,
        )
    )
    world.hears("ann", order_id="o1")
    world.advances()
    assert world.ask("select segment_code from segment_memberships where valid_to is null") == [("fans",)]
    assert world.ask("select attributes from members") == [({"kept": None, "city": "Dubai", "fan": True},)]
    (call,) = world.told("journey.called")
    assert (call["name"], call["data"], call["entry"]["data"]) == ("fan_found", {"shop": 3}, {"order_id": "o1"})


def test_a_message_is_asked_for_once_and_the_contacts_time_zone_counts(database: Database) -> None:
    world = World(database, "ann")
    with database.begin() as work:
        save_template(
            Template("hello", "sms", {"en": Content(text="Thanks for order {{ event.type }}")}), actor="ann", within=work, clock=world.clock
        )
        set_contacts([Contact(world.members["ann"], time_zone="Asia/Dubai")], within=work, clock=world.clock)
    send = an_action("text", "SEND", message={"template_code": "hello", "purpose": "SERVICE"})
    world.publishes(a_document(START, send, TOMORROW, END))
    world.hears("ann")
    world.advances()
    world.advances()
    (row,) = world.ask("select template_code, channel_code, source_code, purpose, facts -> 'event' ->> 'type' from deliveries")
    assert tuple(row) == ("hello", "sms", "journey:trip", "SERVICE", "order.placed")
    facts = world.ask("select facts from journey_steps where node_id = 'text'")[0][0]
    assert facts == {"template_code": "hello", "channel_code": "sms"}
