"""The service, its database and its cache are killed under load: every acknowledged write exists once, and the books are right.

The short form kills each once; `make soak` is the long one, the same tests with twenty kills each.
"""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import psycopg
import pytest
import redis

from khaywe.local import LocalPostgres, LocalValkey
from loyalty.access import create_key
from loyalty.checks.run import run_checks
from loyalty.clock import UtcClock
from loyalty.database import Database, connect
from loyalty.database.migrate import migrate
from loyalty.members import EnrolMember, enrol
from loyalty.programs import read_program, store_program
from loyalty.rewards import read_rewards, store_rewards
from tests.support.faults import MortalService, Writers, kill_9
from tests.support.races import at_once
from tests.support.service import DEFINITIONS

KILLS = int(os.environ.get("SOAK_KILLS", "1"))
MEMBERS = 10
ACKNOWLEDGED_EACH = 60

pytestmark = pytest.mark.slow


@dataclass
class Town:
    """Servers of their own, because they will die; a service over them; a database handle that reconnects."""

    postgres: LocalPostgres
    valkey: LocalValkey
    database: Database
    service: MortalService


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Durable as in production: what was acknowledged must outlive a kill. Every test has references of its own."""
    tmp_path = tmp_path_factory.mktemp("town")
    postgres, valkey = LocalPostgres(tmp_path / "postgres"), LocalValkey(tmp_path / "valkey")
    (tmp_path / "valkey").mkdir()
    postgres.start()
    valkey.start()
    url = postgres.ensure_database("khaywe")
    database = connect(url)
    migrate(database)
    clock = UtcClock()
    with database.begin() as work:
        program = store_program(read_program(DEFINITIONS / "programs" / "journey.json"), within=work, clock=clock)
        store_rewards(read_rewards(DEFINITIONS / "rewards"), within=work, clock=clock)
        enrol([EnrolMember(f"m{number}", program.program.code) for number in range(MEMBERS)], within=work, clock=clock)
        _, key = create_key("soak", ["*"], within=work, clock=clock)
    service = MortalService(url, tmp_path, key, valkey.url).start()
    yield Town(postgres, valkey, database, service)
    service.kill()
    database.close()
    valkey.stop()
    postgres.stop()


@dataclass(frozen=True)
class Mixed:
    """Purchases, burns of what they earned, holds, and atomic batches of two; each with a reference of its own."""

    prefix: str

    def __call__(self, number: int) -> tuple[str, dict[str, object]]:
        """Path and body of the n-th request."""
        member, names = f"m{number % MEMBERS}", sorted(self.references(number))
        earn = {"type": "EARN", "member_id": member, "spend_minor": 10_000, "currency_code": "USD"}
        if number % 8 == 5:
            return "/v1/transactions", {"type": "BURN", "member_id": member, "reference": names[0], "points": 1}
        if number % 8 == 6:
            return "/v1/holds", {"member_id": member, "reference": names[0], "points": 1}
        if number % 8 == 7:
            return "/v1/transactions:batch", {"mode": "atomic", "items": [earn | {"order_id": name} for name in names]}
        return "/v1/transactions", earn | {"order_id": names[0]}

    def references(self, number: int) -> set[str]:
        """What the n-th request posts."""
        name = f"{self.prefix}-{number}"
        return {f"{name}-a", f"{name}-b"} if number % 8 == 7 else {name}


def assert_every_acknowledged_write_exists_once(town: Town, writers: Writers, mixed: Mixed) -> None:
    with psycopg.connect(town.postgres.url("khaywe")) as connection:
        stored = [row[0] for row in connection.execute("select reference from postings where reference like %s", (f"{mixed.prefix}-%",))]
    assert len(stored) == len(set(stored)), "a reference was posted twice"
    wanted = set().union(*(mixed.references(number) for number in writers.acknowledged))
    assert wanted <= set(stored), f"{len(wanted - set(stored))} acknowledged writes are lost"
    # What is neither acknowledged nor refused may have been done or not; nothing else may be there.
    open_ = set().union(*(mixed.references(number) for number in writers.unanswered)) if writers.unanswered else set()
    assert set(stored) <= wanted | open_
    assert {status for status, _ in writers.refused.values()} <= {422}, writers.refused
    database = connect(town.postgres.url("khaywe"))
    with database.begin() as work:
        assert [result for result in run_checks(work) if not result.is_kept] == []
    database.close()


def test_kill_9_of_the_service_loses_and_doubles_nothing(town: Town) -> None:
    mixed = Mixed("service")
    with Writers(town.service, mixed) as writers:
        for _ in range(KILLS):
            writers.wait_for_more(ACKNOWLEDGED_EACH)
            town.service.kill()
            town.service.start()
        writers.wait_for_more(ACKNOWLEDGED_EACH)
    assert_every_acknowledged_write_exists_once(town, writers, mixed)


def test_kill_9_of_postgresql_loses_and_doubles_nothing_and_the_pool_heals(town: Town) -> None:
    mixed = Mixed("postgres")
    with Writers(town.service, mixed) as writers:
        for _ in range(KILLS):
            writers.wait_for_more(ACKNOWLEDGED_EACH)
            kill_9(town.postgres)
            began = time.monotonic()
            town.postgres.start()
            assert time.monotonic() - began < 30, "PostgreSQL was not ready in time"
            began = time.monotonic()
            writers.wait_for_more(1)
            assert time.monotonic() - began < 5, "the pool did not heal in time"
        writers.wait_for_more(ACKNOWLEDGED_EACH)
    assert_every_acknowledged_write_exists_once(town, writers, mixed)


def test_flushing_and_killing_valkey_shows_in_no_balance(town: Town) -> None:
    mixed = Mixed("valkey")
    with Writers(town.service, mixed) as writers:
        for _ in range(KILLS):
            writers.wait_for_more(ACKNOWLEDGED_EACH)
            with redis.Redis.from_url(town.valkey.url) as client:
                client.flushall()
            assert town.service.ask("/v1/members/m1/offers")[0] == 200
        town.valkey.stop()
        writers.wait_for_more(ACKNOWLEDGED_EACH)
        assert town.service.ask("/v1/members/m1/offers")[0] == 200
        assert town.service.ask("/health/ready")[1]["status"] == "degraded"
    town.valkey.start()
    assert_every_acknowledged_write_exists_once(town, writers, mixed)


def test_the_same_request_a_hundred_times_at_once_is_one_posting(town: Town) -> None:
    body = {"type": "EARN", "member_id": "m1", "order_id": "once", "spend_minor": 10_000, "currency_code": "USD"}
    answers = at_once([lambda: town.service.ask("/v1/transactions", body, key="once")] * 100)
    assert {status for status, _ in answers} <= {201, 409}
    assert len({said["posting_id"] for status, said in answers if status == 201}) == 1
    with psycopg.connect(town.postgres.url("khaywe")) as connection:
        assert connection.execute("select count(*) from postings where reference = 'once'").fetchone() == (1,)


def test_sixty_four_writers_on_one_account_are_all_answered_and_counted(town: Town) -> None:
    def write(number: int) -> int:
        body = {"type": "EARN", "member_id": "m1", "order_id": f"hot-{number}", "spend_minor": 100, "currency_code": "USD"}
        return town.service.ask("/v1/transactions", body, key=f"hot-{number}")[0]

    with ThreadPoolExecutor(64) as threads:
        statuses = list(threads.map(write, range(640)))
    assert set(statuses) == {201}
    with psycopg.connect(town.postgres.url("khaywe")) as connection:
        counted = connection.execute("select count(*), sum(points) from postings where reference like 'hot-%'").fetchone()
    assert counted == (640, 640)
