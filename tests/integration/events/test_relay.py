"""The relay loses nothing, keeps a member's order, and its store cannot be changed."""

import asyncio
import threading
import time

import pytest
from sqlalchemy.exc import DBAPIError

from loyalty.clock import UtcClock
from loyalty.database import Database
from loyalty.events import TellEvent, Wanted, cursors, head_position, read_body, read_events, receive
from loyalty.events.relay import PUBLISHER, Mover, Publisher, Relay
from loyalty.events.wake import SLEEPER_LOCK, Wake
from tests.support.events import MemoryBus, move, tell
from tests.support.ledger import a_burn, a_purchase, open_shop


def stored(database: Database) -> list[tuple[int, int]]:
    with database.begin() as work:
        return [(event.position, event.data["number"]) for event in read_events(Wanted(), within=work)]


def test_a_lower_outbox_id_that_commits_later_is_still_moved(database: Database) -> None:
    shop = open_shop(database, 2)
    early = database.engine.connect()
    transaction = early.begin()
    receive([TellEvent("test.happened", shop.members[0].external_id, None, {"number": 1})], within=early, clock=UtcClock())
    tell(database, shop.members[1].external_id, 2)
    assert move(database) == 1
    assert stored(database) == [(1, 2)]
    transaction.commit()
    early.close()
    assert move(database) == 1
    assert stored(database) == [(1, 2), (2, 1)], "the row with the lower id, which was committed after a higher one had been moved"


def test_two_movers_give_places_without_gaps_and_lose_no_row(database: Database) -> None:
    shop = open_shop(database, 1)
    for number in range(40):
        tell(database, shop.members[0].external_id, *range(number * 10, number * 10 + 10))
    movers = [threading.Thread(target=Mover(database, rows_at_once=7).drain) for _ in range(3)]
    for mover in movers:
        mover.start()
    for mover in movers:
        mover.join(30)
    move(database)
    assert stored(database) == [(n + 1, n) for n in range(400)]


def test_a_rolled_back_move_leaves_rows_and_places_as_they_were(database: Database) -> None:
    shop = open_shop(database, 1)
    tell(database, shop.members[0].external_id, 1, 2, 3)
    from loyalty.events.store import move_outbox

    with database.engine.connect() as work:
        assert move_outbox(10, "{}", work) == 3
        work.rollback()
    tell(database, shop.members[0].external_id, 4)
    assert move(database) == 4
    assert stored(database) == [(1, 1), (2, 2), (3, 3), (4, 4)]


def test_a_posting_tells_what_stands_in_it_and_the_invariants_hold(database: Database) -> None:
    shop = open_shop(database, 1)
    member = shop.members[0]
    shop.do(a_purchase(member.id, order_id="till-1"))
    shop.do(a_burn(member.id, 30, reference="shoes"))
    assert shop.violations() == []
    assert move(database) == 2
    with database.begin() as work:
        earned, spent = read_events(Wanted(types=("points.*",)), within=work)
    assert (earned.type, earned.data["points"], earned.data["reference"], earned.data["wallet_code"]) == (
        "points.earned",
        100,
        "till-1",
        "points",
    )
    assert (spent.type, spent.data["points"], spent.external_id) == ("points.spent", 30, member.external_id)
    shop.do(a_purchase(member.id))
    assert shop.violations() == [], "invariant 10 holds with events in the store and in the outbox"


@pytest.mark.parametrize("statement", ["update events set type = 'x'", "delete from events", "truncate events"])
def test_what_was_told_stays_told(database: Database, statement: str) -> None:
    shop = open_shop(database, 1)
    tell(database, shop.members[0].external_id, 1)
    move(database)
    with pytest.raises(DBAPIError, match="what was told stays told"), database.begin() as work:
        work.exec_driver_sql(statement)


def test_months_get_partitions_and_rows_that_waited_move_with_theirs(database: Database) -> None:
    shop = open_shop(database, 1)
    shop.do(a_purchase(shop.members[0].id))
    move(database)
    with database.begin() as work:
        assert work.exec_driver_sql("select prepare_event_months('2017-09-01', '2017-11-30')").scalar_one() == 3
        assert work.exec_driver_sql("select prepare_event_months('2017-09-01', '2017-11-30')").scalar_one() == 0
        assert work.exec_driver_sql("select count(*) from events_2017_10").scalar_one() == 1
        assert work.exec_driver_sql("select count(*) from events_default").scalar_one() == 0
    with pytest.raises(DBAPIError, match="what was told stays told"), database.begin() as work:
        work.exec_driver_sql("delete from events_2017_10")
    assert shop.violations() == []


def test_the_publisher_goes_on_where_it_was_and_says_again_what_a_crash_left_unsaid(database: Database) -> None:
    shop = open_shop(database, 1)
    tell(database, shop.members[0].external_id, *range(5))
    move(database)
    bus = MemoryBus()

    async def go() -> None:
        assert await Publisher(database, bus, "t").publish() == 5
        bus.is_away = True
        tell(database, shop.members[0].external_id, 5)
        move(database)
        with pytest.raises(Exception, match="away"):
            await Publisher(database, bus, "t").publish()
        bus.is_away = False
        assert await Publisher(database, bus, "t").publish() == 1

    asyncio.run(go())
    assert [read_body(body).data["number"] for body in bus.bodies] == [0, 1, 2, 3, 4, 5]
    with database.begin() as work:
        assert cursors(work)[PUBLISHER] == head_position(work) == 6


def test_the_relay_wakes_by_notification_and_a_second_one_takes_over(database: Database) -> None:
    shop = open_shop(database, 1)
    first_bus, second_bus = MemoryBus(), MemoryBus()

    async def until(bus: MemoryBus, count: int, seconds: float) -> float:
        began = time.monotonic()
        while len(bus.bodies) < count:
            assert time.monotonic() - began < seconds, f"{len(bus.bodies)} of {count}"
            await asyncio.sleep(0.005)
        return time.monotonic() - began

    async def go() -> None:
        # A sweep so slow that only a notification can be what wakes it.
        first = Relay(database, first_bus, "t", clock=UtcClock(), sweep_seconds=60)
        leading = asyncio.create_task(first.run())
        while not first.is_leading:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.01)
        second = Relay(database, second_bus, "t", clock=UtcClock(), sweep_seconds=0.2)
        standing_by = asyncio.create_task(second.run())
        await asyncio.sleep(0.3)
        for number in range(5):
            tell(database, shop.members[0].external_id, number)
            assert await until(first_bus, number + 1, 10) < 5
        assert not second.is_leading
        leading.cancel()
        await asyncio.gather(leading, return_exceptions=True)
        tell(database, shop.members[0].external_id, 5)
        await until(second_bus, 1, 10)
        standing_by.cancel()
        await asyncio.gather(standing_by, return_exceptions=True)

    asyncio.run(go())
    assert len(first_bus.bodies) == 5
    assert len(second_bus.bodies) == 1


def test_a_writer_that_found_the_relay_awake_and_commits_when_it_would_sleep_is_heard_at_once(database: Database) -> None:
    shop, bus = open_shop(database, 1), MemoryBus()
    member = shop.members[0].external_id

    async def go() -> None:
        relay = Relay(database, bus, "t", clock=UtcClock(), sweep_seconds=60)
        running = asyncio.create_task(relay.run())
        while not relay.is_leading:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.2)
        slow = database.engine.connect()
        transaction = slow.begin()
        receive([TellEvent("test.happened", member, None, {"number": 1})], within=slow, clock=UtcClock())
        # Longer than it stays awake by itself; another writer notifies meanwhile and is heard although the first keeps it from sleeping.
        await asyncio.sleep(1.6)
        await asyncio.to_thread(tell, database, member, 2)
        await _until(bus, 1, 5)
        await asyncio.sleep(1.6)
        transaction.commit()
        slow.close()
        await _until(bus, 2, 5)
        await asyncio.sleep(2.5)
        await asyncio.to_thread(tell, database, member, 3)
        await _until(bus, 3, 5)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    asyncio.run(go())
    assert [read_body(body).data["number"] for body in bus.bodies] == [2, 1, 3]


def test_asleep_the_relay_looks_once_a_sweep_and_only_what_it_finds_wakes_it(database: Database) -> None:
    """Each element: whether it was asleep when it looked."""
    looks: list[bool] = []
    held = """
    select exists (select from pg_locks where locktype = 'advisory' and objid = %s and granted
                   and database = (select oid from pg_database where datname = current_database()))
    """

    async def look() -> int:
        with database.begin() as work:
            looks.append(bool(work.exec_driver_sql(held, (SLEEPER_LOCK,)).scalar_one()))
        return 1 if looks[-5:] == [True] * 5 else 0

    async def go() -> None:
        wake = Wake(database, look, sweep_seconds=0.02, on_lead=lambda _: None)
        running = asyncio.create_task(wake.run())
        async with asyncio.timeout(60):
            while True not in looks or False not in looks[looks.index(True) :]:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.01)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    asyncio.run(go())
    asleep = looks[looks.index(True) :]
    assert asleep.index(False) >= 5, "a sweep that finds nothing leaves it asleep, and writers notifying"


async def _until(bus: MemoryBus, count: int, seconds: float) -> None:
    began = time.monotonic()
    while len(bus.bodies) < count:
        assert time.monotonic() - began < seconds, f"{len(bus.bodies)} of {count}"
        await asyncio.sleep(0.005)
