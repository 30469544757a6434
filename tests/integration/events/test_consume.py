"""An event has its effect once, in order, whatever the bus does; a poisonous one is set aside and the rest flows."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loyalty.database import Database
from loyalty.errors import Unavailable
from loyalty.events import Event, Intake, Wanted, list_dead_letters, read_events, redrive, replay
from tests.support.events import Writer, effects, make_effects, move, tell
from tests.support.ledger import Shop, open_shop


@pytest.fixture
def shop(database: Database) -> Shop:
    make_effects(database)
    return open_shop(database, 3)


def events_of(database: Database) -> list[Event]:
    with database.begin() as work:
        return read_events(Wanted(), within=work)


def told(shop: Shop, *numbers: int) -> list[Event]:
    for number in numbers:
        tell(shop.database, shop.members[number % 3].external_id, number)
    move(shop.database)
    return events_of(shop.database)


def intake_of(writer: Writer, shop: Shop) -> Intake:
    intake = Intake(writer, shop.database)
    intake.join()
    return intake


def test_a_new_consumer_begins_where_the_store_ends(shop: Shop) -> None:
    told(shop, 0, 1)
    intake = intake_of(Writer(), shop)
    events = told(shop, 2)
    intake.take(events[-1:])
    assert effects(shop.database) == [2]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_bus_that_loses_doubles_and_reorders_changes_nothing(shop: Shop, data: st.DataObject) -> None:
    with shop.database.begin() as work:
        work.exec_driver_sql("truncate effects")
    intake = intake_of(Writer(), shop)
    before = len(events_of(shop.database))
    events = told(shop, *range(8))[before:]
    delivered = data.draw(st.lists(st.sampled_from(events), max_size=20))
    sizes = data.draw(st.lists(st.integers(1, 5), min_size=20, max_size=20))
    restarts = data.draw(st.sets(st.integers(0, 19)))
    for number, size in enumerate(sizes):
        batch, delivered = delivered[:size], delivered[size:]
        if number in restarts:
            intake = intake_of(Writer(), shop)
        intake.take(batch)
    intake.catch_up()
    assert effects(shop.database) == list(range(8))


def test_two_processes_of_one_consumer_share_its_cursor(shop: Shop) -> None:
    one, other = intake_of(Writer(), shop), intake_of(Writer(), shop)
    events = told(shop, 0, 1, 2, 3)
    one.take(events[:2])
    other.take(events[:3])
    one.take(events)
    assert effects(shop.database) == [0, 1, 2, 3]


def test_effect_and_inbox_are_one_transaction(shop: Shop) -> None:
    writer = Writer(failure=Unavailable("The model's store is away."))
    intake = intake_of(writer, shop)
    events = told(shop, 0, 1)
    with pytest.raises(Unavailable):
        intake.take(events)
    assert effects(shop.database) == []
    assert shop.count("event_inbox") == 0
    assert intake.reason == "The model's store is away."
    assert list_of(shop) == [], "nobody is set aside because a part is away"
    writer.failure = None
    intake.take(events)
    assert (effects(shop.database), shop.count("event_inbox"), intake.reason) == ([0, 1], 2, None)


def list_of(shop: Shop) -> list[int]:
    with shop.database.begin() as work:
        return sorted(int(letter.reason.split()[1]) for letter in list_dead_letters(within=work))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(poison=st.sets(st.integers(0, 19), max_size=6))
def test_poison_is_set_aside_with_its_reason_and_the_rest_flows_in_order(shop: Shop, poison: set[int]) -> None:
    with shop.database.begin() as work:
        work.exec_driver_sql("truncate effects, event_dead_letters")
    writer = Writer(poison=poison)
    intake = intake_of(writer, shop)
    before = len(events_of(shop.database))
    told(shop, *range(20))
    taken = intake.take(events_of(shop.database)[before:])
    assert effects(shop.database) == [n for n in range(20) if n not in poison]
    assert list_of(shop) == sorted(poison)
    assert (taken.applied_count, taken.set_aside_count) == (20 - len(poison), len(poison))
    writer.poison = set(list(poison)[:1])
    with shop.database.begin() as work:
        letters = list_dead_letters(within=work)
    redrive(writer, letters, database=shop.database)
    assert list_of(shop) == sorted(writer.poison), "what fails again waits again"
    assert sorted(effects(shop.database)) == [n for n in range(20) if n not in writer.poison]


def test_a_statement_that_always_fails_is_poison_after_a_while_and_no_standstill(shop: Shop) -> None:
    class Locked(Writer):
        def apply(self, events, within):  # type: ignore[no-untyped-def]
            if any(event.data["number"] == 1 for event in events):
                within.exec_driver_sql("set local statement_timeout = '20ms'")
                within.exec_driver_sql("select pg_sleep(1)")
            super().apply(events, within)

    intake = intake_of(Locked(), shop)
    events = told(shop, 0, 1, 2)
    for _ in range(5):
        with pytest.raises(Exception, match="statement timeout"):
            intake.take(events)
    intake.take(events)
    assert effects(shop.database) == [0, 2]
    assert shop.count("event_dead_letters") == 1


def test_only_types_asked_for_are_taken_in(shop: Shop) -> None:
    intake = intake_of(Writer(types=("cart.*",)), shop)
    tell(shop.database, shop.members[0].external_id, 1, type_="cart.abandoned")
    tell(shop.database, shop.members[0].external_id, 2, type_="cartoon.seen")
    move(shop.database)
    taken = intake.catch_up()
    assert effects(shop.database) == [1]
    assert (taken.applied_count, taken.passed_count) == (1, 1)


def test_a_replay_by_type_member_and_time_reaches_a_new_consumer_once(shop: Shop) -> None:
    events = told(shop, *range(9))
    projection = Writer(name="projection")
    wanted = Wanted(types=("test.*",), member_id=shop.members[1].id, from_at=events[2].occurred_at)
    assert replay(projection, wanted, database=shop.database, dry_run=True).found_count == 2
    assert effects(shop.database, "projection") == []
    done = replay(projection, wanted, database=shop.database)
    assert (done.found_count, done.applied_count) == (2, 2)
    assert effects(shop.database, "projection") == [4, 7]
    done = replay(projection, wanted, database=shop.database)
    assert (done.applied_count, done.known_count) == (0, 2)
    done = replay(projection, wanted, database=shop.database, again=True)
    assert done.applied_count == 2
    assert effects(shop.database, "projection") == [4, 7, 4, 7]


def test_a_members_events_are_in_the_order_in_which_they_happened(shop: Shop) -> None:
    intake = intake_of(Writer(), shop)
    told(shop, *range(30))
    intake.catch_up()
    with shop.database.begin() as work:
        rows = list(work.exec_driver_sql("select member_id, number from effects order by n"))
    for member in shop.members:
        numbers = [number for member_id, number in rows if member_id == member.id]
        assert all(one < other for one, other in pairwise(numbers))
