"""The daily loop on real purchases of a few households: from raw loads to what serving reads, and again, and after a break."""

from collections.abc import Callable, Iterator
from datetime import date

import psycopg
import pytest
import redis

from khaywe.demo_data import deliver_broken_load, deliver_load
from khaywe.looping import LoopFailed
from loyalty.warehouse import read_published
from tests.support.company import Company, KilledHere, a_company
from tests.support.online import differing_members

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]

Opening = Callable[[str], Company]


@pytest.fixture
def company(tmp_path, monkeypatch, database_url, redis_url, postgres) -> Iterator[Opening]:
    """Makes a company whose warehouse is a DuckDB file, or a PostgreSQL database of its own."""
    urls = {"dagster": f"dagster_{tmp_path.name}"[:60].replace("-", "_"), "warehouse": f"warehouse_{tmp_path.name}"[:60].replace("-", "_")}
    opened = list[Company]()

    def make(kind: str) -> Company:
        dagster_url = postgres.ensure_database(urls["dagster"])
        duckdb_url = f"duckdb:///{tmp_path / 'var' / 'warehouse' / 'khaywe.duckdb'}"
        opened.append(
            a_company(
                tmp_path,
                monkeypatch,
                database_url=database_url,
                dagster_url=dagster_url,
                redis_url=redis_url,
                warehouse_url=duckdb_url if kind == "duckdb" else postgres.ensure_database(urls["warehouse"]),
            )
        )
        return opened[-1]

    yield make
    for one in opened:
        one.database.close()
    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        for name in urls.values():
            connection.execute(f'drop database if exists "{name}" with (force)')


def test_a_day_goes_from_raw_loads_to_what_readers_see_and_a_rerun_changes_nothing(company, redis_url):
    shop = company("duckdb")
    shop.opens(date(2017, 8, 20), households=250)
    shop.runs_the_loop()
    assert shop.violations() == []
    _everything_has_arrived(shop, date(2017, 8, 20))
    _points_are_those_of_the_purchases(shop)
    with redis.Redis.from_url(redis_url) as cache:
        shelves = [key for key in cache.scan_iter() if cache.type(key) == b"hash"]
        members = {field for shelf in shelves for field in cache.hkeys(shelf) if field.startswith(b"m:")}
    assert len(members) == shop.count("select member_count from offer_shelf") > 200
    with redis.Redis.from_url(redis_url) as cache:
        differing, compared = differing_members(shop.database, shop.warehouse, cache, on=date(2017, 8, 20))
    assert differing == []
    assert compared == shop.count("select count(*) from members")

    before = shop.count("select count(*) from postings")
    shop.receives(days=2)
    shop.runs_the_loop()
    assert "model_customer__churn" not in shop.steps
    assert shop.count("select count(*) from postings") > before
    _everything_has_arrived(shop, date(2017, 8, 22))
    assert shop.count("select count(distinct as_of_on) from segment_days") == 16

    kept = shop.everything()
    _run_again(date(2017, 8, 21), date(2017, 8, 22))
    assert _differences(kept, shop.everything()) == []
    assert shop.violations() == []

    _broken_load_stops_the_day(shop)


def _everything_has_arrived(shop: Company, on: date) -> None:
    """Members, scores, offers, segments, audience and files are all of this day."""
    customers = shop.ask(f"select count(*) as n from marts.customer_features where as_of_on = date '{on}'")[0]["n"]
    assert customers == shop.count("select count(*) from members") == shop.count("select count(*) from member_scores")
    placed = f"as_of_on = '{on}' and tier_code is not null and rfm_code is not null"
    assert shop.count(f"select count(*) from member_scores where {placed}") == customers
    assert shop.count(f"select count(*) from segment_days where as_of_on = '{on}'") == 5
    assert shop.count(f"select count(*) from campaign_occurrences where as_of_on = '{on}' and not is_open") == 1
    assert read_published(shop.found.published_dir).as_of_on == on


def _points_are_those_of_the_purchases(shop: Company) -> None:
    spent = shop.ask("select count(*) as n, sum(spend_minor) as spend from marts.fct_purchases")[0]
    assert shop.count("select count(*) from postings where reference_kind = 'ORDER'") == spent["n"]
    assert shop.count("select sum(spend_minor)::bigint from postings where reference_kind = 'ORDER'") == spent["spend"]
    refused = shop.ask("select count(*) as n from quality.rejected_rows")[0]["n"]
    read = shop.ask("select count(*) as n from raw.purchase_lines")[0]["n"]
    kept = shop.ask("select count(*) as n from staging.stg_journey__purchase_lines")[0]["n"]
    assert read == kept + refused


def _run_again(first: date, last: date) -> None:
    import dagster as dg

    from orchestration.arrivals import Plan
    from orchestration.loop import run_days

    with dg.DagsterInstance.get() as instance:
        run_days("daily_loop", Plan(first, last, first), lambda *_: None, instance=instance)


def _differences(before: dict[str, object], after: dict[str, object]) -> list[str]:
    return [table for table in before if before[table] != after[table]]


def _broken_load_stops_the_day(shop: Company) -> None:
    """Nothing behind the check runs and nothing changes; the load delivered whole heals it."""
    shop.receives(days=1)
    broken_on = date(2017, 8, 23)
    deliver_broken_load(shop.warehouse, broken_on, without="sales_value")
    kept = shop.everything()
    with pytest.raises(LoopFailed, match=r"purchase_lines of 2017-08-23: the load lacks a column \(sales_value\)"):
        shop.runs_the_loop()
    assert shop.steps == ["quality_journey__rejected_rows"]
    assert _differences(kept, shop.everything()) == []
    assert read_published(shop.found.published_dir).as_of_on == date(2017, 8, 22)
    deliver_load(shop.warehouse, broken_on)
    shop.runs_the_loop()
    _everything_has_arrived(shop, broken_on)
    assert shop.violations() == []


@pytest.mark.parametrize("step", ["ledger_member__earnings", "segment_member__memberships"])
def test_a_loop_killed_in_the_middle_is_healed_by_the_next(company, step):
    shop = company("duckdb")
    shop.opens(date(2017, 3, 31), households=60)
    with pytest.raises(KilledHere):
        shop.runs_the_loop(until_step=step)
    shop.runs_the_loop()
    assert shop.violations() == []
    _everything_has_arrived(shop, date(2017, 3, 31))
    _points_are_those_of_the_purchases(shop)


def test_the_loop_runs_on_a_warehouse_that_is_a_server_and_before_any_model_can_be_trained(company):
    shop = company("postgresql")
    shop.opens(date(2017, 3, 31), households=60)
    shop.runs_the_loop()
    assert shop.violations() == []
    _everything_has_arrived(shop, date(2017, 3, 31))
    _points_are_those_of_the_purchases(shop)
    assert shop.ask("select count(*) as n from scores.churn")[0]["n"] == 0

    kept = shop.everything()
    _run_again(date(2017, 3, 31), date(2017, 3, 31))
    assert _differences(kept, shop.everything()) == []
