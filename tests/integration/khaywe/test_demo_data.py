"""The Complete Journey arrives day by day: nothing early, nothing twice, whole days or none."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from khaywe.demo_data import (
    FIRST_DAY,
    LAST_DAY,
    DemoDataExhausted,
    DemoOpenedOtherwise,
    advance,
    day_ends_at,
    deliver_load,
    last_loaded_on,
    open_demo,
)
from khaywe.demo_data.source import COUPON_REPEATS_EXPECTED
from loyalty.warehouse import Warehouse, WarehouseQueryFailed, open_warehouse
from loyalty.warehouse.raw import RAW_SOURCES

THROUGH = date(2017, 3, 9)
HOUSEHOLDS = 20


@pytest.fixture(params=["duckdb", "postgresql"])
def warehouse(request: pytest.FixtureRequest, tmp_path: Path) -> Warehouse:
    if request.param == "duckdb":
        return open_warehouse(f"duckdb:///{tmp_path / 'warehouse.duckdb'}")
    return open_warehouse(request.getfixturevalue("postgres_url"))


@pytest.fixture
def on_duckdb(tmp_path: Path) -> Warehouse:
    return open_warehouse(f"duckdb:///{tmp_path / 'warehouse.duckdb'}")


def _counts(warehouse: Warehouse) -> dict[str, int]:
    return {source.name: warehouse.read(f"select 1 as one from {source.table}").num_rows for source in RAW_SOURCES}


def test_the_opening_brings_every_day_through_the_one_asked_for(warehouse: Warehouse) -> None:
    seen: list[tuple[int, int]] = []
    release = open_demo(warehouse, THROUGH, households=HOUSEHOLDS, progress=lambda done, in_all: seen.append((done, in_all)))
    assert (release.first_on, release.last_on, release.days_count) == (FIRST_DAY, THROUGH, 68)
    assert seen[-1] == (68, 68)
    assert release.clock_at == datetime(2017, 3, 10, 4, 59, 59, tzinfo=UTC)
    assert release.row_counts == _counts(warehouse)
    log = warehouse.read("select source, count(*) as days, sum(row_count) as row_count from raw.load_log group by source").to_pylist()
    assert {line["source"]: (line["days"], int(line["row_count"])) for line in log} == {
        name: (68, number) for name, number in release.row_counts.items()
    }


def test_nothing_arrives_before_its_day(warehouse: Warehouse) -> None:
    open_demo(warehouse, THROUGH, households=HOUSEHOLDS)
    last_instant = warehouse.read("select max(transaction_timestamp) as latest from raw.purchase_lines").column("latest")[0].as_py()
    assert last_instant <= day_ends_at(THROUGH).replace(tzinfo=None)
    started = warehouse.read("select campaign_id, start_date, loaded_on from raw.campaigns order by campaign_id").to_pylist()
    assert [campaign["campaign_id"] for campaign in started] == [1, 2, 24, 25, 26, 27]
    assert all(campaign["loaded_on"] == max(campaign["start_date"].date(), FIRST_DAY) for campaign in started)
    for table in ("campaign_households", "coupons"):
        known = warehouse.read(f"select distinct campaign_id from raw.{table}").column("campaign_id").to_pylist()
        assert set(known) <= {1, 2, 24, 25, 26, 27}
    redeemed = warehouse.read("select max(redemption_date) as latest from raw.coupon_redemptions").column("latest")[0].as_py()
    assert redeemed is None or redeemed.date() <= THROUGH


def test_advancing_brings_the_next_days_and_moves_the_clock(warehouse: Warehouse) -> None:
    open_demo(warehouse, THROUGH, households=HOUSEHOLDS)
    release = advance(warehouse, 3)
    assert (release.first_on, release.last_on, release.days_count) == (THROUGH + timedelta(days=1), THROUGH + timedelta(days=3), 3)
    assert release.clock_at == datetime(2017, 3, 13, 3, 59, 59, tzinfo=UTC), "summer time began on the twelfth"
    assert last_loaded_on(warehouse) == release.last_on
    households = warehouse.read("select distinct household_id from raw.purchase_lines").num_rows
    assert households <= HOUSEHOLDS, "the same households go on"


def test_opening_again_and_delivering_again_change_nothing(warehouse: Warehouse) -> None:
    open_demo(warehouse, THROUGH, households=HOUSEHOLDS)
    before = _counts(warehouse)
    again = open_demo(warehouse, THROUGH, households=HOUSEHOLDS)
    assert (again.days_count, again.clock_at) == (0, day_ends_at(THROUGH))
    deliver_load(warehouse, THROUGH)
    assert _counts(warehouse) == before
    assert warehouse.read("select 1 as one from raw.load_log").num_rows == 68 * len(RAW_SOURCES)


def test_an_interrupted_opening_continues_after_the_days_that_are_whole(on_duckdb: Warehouse, tmp_path: Path) -> None:
    class Interrupted(Exception):
        pass

    def interrupt(done: int, _in_all: int) -> None:
        if done >= 31:
            raise Interrupted

    with pytest.raises(Interrupted):
        open_demo(on_duckdb, THROUGH, households=HOUSEHOLDS, progress=interrupt)
    assert last_loaded_on(on_duckdb) == date(2017, 1, 31)
    continued = open_demo(on_duckdb, THROUGH, households=HOUSEHOLDS)
    assert continued.first_on == date(2017, 2, 1)
    whole = open_warehouse(f"duckdb:///{tmp_path / 'whole.duckdb'}")
    open_demo(whole, THROUGH, households=HOUSEHOLDS)
    assert _counts(on_duckdb) == _counts(whole)


def test_a_load_that_fails_halfway_leaves_the_day_unloaded(on_duckdb: Warehouse) -> None:
    open_demo(on_duckdb, THROUGH, households=HOUSEHOLDS)
    before = _counts(on_duckdb)
    on_duckdb.execute("alter table raw.load_log rename to load_log_kept")
    on_duckdb.execute("create view raw.load_log as select * from raw.load_log_kept")
    with pytest.raises(WarehouseQueryFailed, match="base table"):
        advance(on_duckdb, 2)
    assert _counts(on_duckdb) == before
    assert last_loaded_on(on_duckdb) == THROUGH


def test_the_last_days_are_released_and_then_the_data_say_they_end(on_duckdb: Warehouse) -> None:
    open_demo(on_duckdb, LAST_DAY - timedelta(days=2), households=3)
    last = advance(on_duckdb, 7)
    assert (last.last_on, last.days_count, last.has_more) == (LAST_DAY, 2, False)
    with pytest.raises(DemoDataExhausted, match="ends on 2017-12-31"):
        advance(on_duckdb, 1)


def test_advancing_an_unopened_demo_says_what_to_run(on_duckdb: Warehouse) -> None:
    with pytest.raises(DemoDataExhausted, match="khaywe up"):
        advance(on_duckdb, 1)


@pytest.mark.parametrize("days", [0, -1])
def test_the_calendar_only_moves_forward(on_duckdb: Warehouse, days: int) -> None:
    with pytest.raises(DemoDataExhausted, match="only moves forward"):
        advance(on_duckdb, days)


@pytest.mark.parametrize("through", [date(2016, 12, 31), date(2018, 1, 1)])
def test_a_day_outside_the_year_is_refused(on_duckdb: Warehouse, through: date) -> None:
    with pytest.raises(DemoDataExhausted, match="knows 2017-01-01 to 2017-12-31"):
        open_demo(on_duckdb, through)


def test_another_selection_of_households_is_refused(on_duckdb: Warehouse) -> None:
    open_demo(on_duckdb, FIRST_DAY, households=3)
    with pytest.raises(DemoOpenedOtherwise, match="opened with 3 households, not all"):
        open_demo(on_duckdb, THROUGH)


def test_the_whole_year_has_the_source_s_own_counts(on_duckdb: Warehouse) -> None:
    release = open_demo(on_duckdb, LAST_DAY)
    assert release.row_counts == {
        "purchase_lines": 1_469_307,
        "products": 92_331,
        "households": 801,
        "campaigns": 27,
        "campaign_households": 6_589,
        "coupons": 116_204,
        "coupon_redemptions": 2_102,
    }
    distinct = on_duckdb.read("select distinct campaign_id, coupon_upc, product_id from raw.coupons").num_rows
    assert release.row_counts["coupons"] - distinct == COUPON_REPEATS_EXPECTED
