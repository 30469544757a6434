"""What marketers make in the console, run by the turned clock, and what they then see of it. Not here: walks that change nothing."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from khaywe.local import LocalPostgres
from loyalty.campaigns import tick, work_occurrence
from loyalty.clock import TurnedClock
from loyalty.database import Database, connect
from loyalty.journeys import Heard, arrive, own_actions, work_round
from loyalty.members import find_members
from loyalty.offers.defaults import read_default_offers
from serving.wiring import Wiring
from tests.journey.console.conftest import Stack, Walk, a_published_build, served, walker
from tests.support.evening import BUSY, DEFINITIONS, MARKETER, a_key, people, settle_in
from tests.support.mail import Inbox, mail_server
from tests.support.messages import reach

pytestmark = pytest.mark.slow

DATABASE = "console_through_time"
CAMPAIGN = "morning-thanks"
MORNING_HOUR = 15
"""In UTC: after ten in the program's zone, when nobody's quiet hours are."""
SECONDS_MAX = 60


@dataclass(frozen=True, slots=True)
class World:
    """A stack whose clock may be turned, with mail that arrives."""

    walk: Walk
    database: Database
    clock: TurnedClock
    inbox: Inbox


@pytest.fixture(scope="module")
def world(
    built_console: Path, postgres: LocalPostgres, migrated_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        connection.execute(f"drop database if exists {DATABASE}")
        connection.execute(f"create database {DATABASE} template {migrated_template}")
    database = connect(postgres.url(DATABASE), pool_size=12)
    clock = settle_in(database)
    with database.begin() as work:
        ids = work.exec_driver_sql("select id from members").scalars().all()
        reach(list(find_members(ids, within=work).values()), work, clock)
    with mail_server() as (url, inbox):
        wiring = Wiring(
            database=database,
            clock=clock,
            default_offers=read_default_offers(DEFINITIONS / "offers" / "defaults.json"),
            console_dir=built_console,
            published_dir=a_published_build(tmp_path_factory.mktemp("published")),
            channels={"email": url},
            link_key_file=tmp_path_factory.mktemp("links") / "key",
        )
        with served(wiring) as base_url:
            stack = Stack(base_url, a_key(database, clock, *MARKETER), people(database))
            yield World(walker(stack, tmp_path_factory.mktemp("pictures")), database, clock, inbox)


def test_a_campaign_is_tested_sent_and_its_results_move_before_the_marketers_eyes(world: World, tmp_path: Path) -> None:
    world.walk("campaign_begins")
    assert world.inbox.addresses() == ["me@example.com"]
    looking = tmp_path / "looking"
    with ThreadPoolExecutor(1) as thread:
        walking = thread.submit(world.walk, "campaign_results", looking=str(looking))
        until(lambda: looking.exists() or walking.done())
        if not walking.done():
            _ticks(world)
        walking.result()
    with world.database.begin() as work:
        query = """select m.external_id from campaign_targets t join members m on m.id = t.member_id
                   where t.campaign_code = %(code)s and t.arm = %(arm)s"""
        treated = work.exec_driver_sql(query, {"code": CAMPAIGN, "arm": "TREATED"}).scalars().all()
    assert sorted(world.inbox.addresses()[1:]) == sorted(f"{one}@example.com" for one in treated)


def test_a_journey_is_run_by_the_turned_clock_and_the_customers_timeline_shows_all_of_it(world: World) -> None:
    world.walk("journey_begins")
    with world.database.begin() as work:
        member_id = work.exec_driver_sql("select id from members where external_id = %(who)s", {"who": BUSY}).scalar_one()
        arrive([Heard("e1", "points.earned", member_id, world.clock.now(), {})], within=work, clock=world.clock)
    _works(world)
    world.walk("journey_waits")
    world.clock.turn_to(world.clock.now() + timedelta(days=3))
    _works(world)
    world.walk("journey_ended")


def _ticks(world: World) -> None:
    """Next morning every schedule has ticked, and the campaign's members are chosen; the service's own sender writes to them."""
    now = world.clock.now()
    morning = now.replace(hour=MORNING_HOUR, minute=0, second=0)
    world.clock.turn_to(morning if morning > now else morning + timedelta(days=1))
    while True:
        with world.database.begin() as work:
            key = tick(within=work, clock=world.clock)
        if key is None:
            return
        if key.campaign_code == CAMPAIGN:
            work_occurrence(world.database, key, clock=world.clock)


def _works(world: World) -> None:
    while work_round(world.database, clock=world.clock, actions=own_actions()).moved_count:
        pass


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS_MAX
    while not true():
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.1)
