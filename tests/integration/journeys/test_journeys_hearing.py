"""Journeys hear what the platform tells: through the outbox, the relay's store and their consumer, each event once."""

from loyalty.database import Database
from loyalty.events import EVENT_TYPES, Intake
from loyalty.events.relay import Mover
from loyalty.journeys.hearing import JourneyConsumer
from loyalty.segments import ListMember, change_lists
from loyalty.segments.references import users_of
from tests.support.journeys import END, GIFT, World, a_condition, a_document


def test_entering_a_segment_reaches_the_journey_once_through_the_store(database: Database) -> None:
    world = World(database, "ann")
    world.lists("vip")
    start = {"id": "start", "type": "START", "trigger": {"kind": "SEGMENT", "segment_code": "vip"}}
    world.publishes(a_document(start, GIFT, END, reentry="AFTER_EXIT"))
    intake = Intake(JourneyConsumer(world.clock), database)
    intake.join(from_start=True)
    with database.begin() as work:
        change_lists([ListMember("vip", world.members["ann"])], cause="CALL", within=work, clock=world.clock)
    for _ in range(3):
        Mover(database).drain()
        intake.catch_up()
        world.advances()
    assert (world.points(), world.standing()) == (50, [("end", "COMPLETED")])


def test_what_journeys_tell_is_in_the_contract_of_events(database: Database) -> None:
    world = World(database, "ann")
    world.publishes(a_document({"id": "start", "type": "START", "trigger": {"kind": "EVENT", "event_type": "a.b"}}, GIFT, END))
    world.hears("ann", "a.b")
    world.advances()
    told = [(row[0], row[1]) for row in world.ask("select type, data from outbox where data is not null order by id")]
    assert [type_ for type_, _ in told] == ["journey.entered", "journey.step_completed", "journey.exited"]
    for type_, data in told:
        EVENT_TYPES[type_].says.model_validate(data)


def test_a_segment_that_a_journey_asks_for_is_not_archived_under_it(database: Database) -> None:
    world = World(database, "ann")
    world.lists("vip")
    world.lists("asked")
    world.lists("free")
    start = {"id": "start", "type": "START", "trigger": {"kind": "SEGMENT", "segment_code": "vip"}}
    asks = a_condition("asks", yes={"in_segment": "asked"})
    world.publishes(a_document(start, asks, END, edges=["start>asks", "asks:yes>end", "asks:else>end"]))
    with database.begin() as work:
        used = {code: users_of(code, within=work) for code in ("vip", "asked", "free")}
    assert used["free"] == []
    assert [[one["kind"] for one in used[code]] for code in ("vip", "asked")] == [["journey"], ["journey"]]
