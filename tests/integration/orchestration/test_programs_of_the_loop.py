"""The loop serves every active program of the store: who buys is a member of each, and each basket earns once in each."""

from datetime import datetime, timedelta
from pathlib import Path

import dagster as dg
import duckdb
import pyarrow as pa
import pytest

from loyalty.clock import TurnedClock
from loyalty.database import Database
from loyalty.programs import ProgramStatus, change_program_status, store_program
from loyalty.settings import Settings
from loyalty.warehouse import Warehouse, open_warehouse
from orchestration.ledger.earnings import ledger_member__earnings
from orchestration.ledger.enrolments import ledger_member__enrolments
from tests.support.ledger import NOON
from tests.support.programs import a_program_of, a_rule

DAY = NOON.date() - timedelta(days=1)
BOUGHT_AT = datetime(DAY.year, DAY.month, DAY.day, 12)  # noqa: DTZ001 - the marts' instants are in UTC


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    """Three baskets of two customers."""
    opened = open_warehouse(f"duckdb:///{tmp_path / 'w.duckdb'}")
    rows = [("b1", "ann", 10_000), ("b2", "ben", 5_000), ("b3", "ann", 700)]
    purchases = pa.table(
        {
            "basket_id": [row[0] for row in rows],
            "customer_id": [row[1] for row in rows],
            "purchased_at": pa.array([BOUGHT_AT] * 3, pa.timestamp("us")),
            "spend_minor": pa.array([row[2] for row in rows], pa.int64()),
            "loaded_on": pa.array([DAY] * 3, pa.date32()),
        }
    )
    customers = pa.table({"customer_id": ["ann", "ben", "idle"], "first_purchase_on": pa.array([DAY] * 3, pa.date32())})
    with duckdb.connect(str(tmp_path / "w.duckdb")) as file:
        file.execute("create schema marts")
        file.register("p", purchases)
        file.register("c", customers)
        file.execute("create table marts.fct_purchases as select * from p; create table marts.dim_customers as select * from c")
    return opened


def store(database: Database, clock: TurnedClock, *codes: str, **changes: object) -> None:
    with database.begin() as work:
        for code in codes:
            store_program(a_program_of(a_rule(), code=code, **changes), within=work, clock=clock)


def run(database: Database, warehouse: Warehouse, clock: TurnedClock) -> dict[str, dict[str, object]]:
    result = dg.materialize(
        [ledger_member__enrolments, ledger_member__earnings],
        partition_key=DAY.isoformat(),
        resources={"database": database, "warehouse": warehouse, "clock": clock, "settings": Settings()},
    )
    return {
        event.asset_key.to_user_string(): {name: value.value for name, value in event.materialization.metadata.items()}
        for event in result.get_asset_materialization_events()
    }


def earned(database: Database) -> list[tuple[str, str, int]]:
    with database.begin() as work:
        rows = work.exec_driver_sql(
            "select m.program_code, m.external_id, coalesce(sum(a.lifetime_points), 0) from members m join accounts a on a.member_id = m.id"
            " group by 1, 2 order by 1, 2"
        ).all()
    return [tuple(row) for row in rows]


def test_each_active_program_enrols_and_earns_once(database, warehouse):
    clock = TurnedClock(NOON)
    store(database, clock, "club", "gold", "asleep")
    with database.begin() as work:
        change_program_status("asleep", ProgramStatus.PAUSED, within=work, clock=clock)
    told = run(database, warehouse, clock)
    assert earned(database) == [("club", "ann", 107), ("club", "ben", 50), ("gold", "ann", 107), ("gold", "ben", 50)]
    assert (told["ledger_member__enrolments"]["members_new"], told["ledger_member__enrolments"]["rows_read"]) == (4, 4)
    figures = told["ledger_member__earnings"]
    assert (figures["rows_read"], figures["rows_kept"], figures["rows_refused"], figures["programs"]) == (6, 6, 0, "club, gold")
    again = run(database, warehouse, clock)
    assert again["ledger_member__earnings"]["posted_before"] == 6
    assert earned(database)[0] == ("club", "ann", 107)


def test_a_program_that_counts_in_another_currency_refuses_the_purchases(database, warehouse):
    clock = TurnedClock(NOON - timedelta(hours=1))
    store(database, clock, "club")
    clock.turn_to(NOON)
    store(database, clock, "abroad", currency_code="EUR")
    figures = run(database, warehouse, clock)["ledger_member__earnings"]
    assert (figures["posted_new"], figures["CURRENCY_MISMATCH"], figures["rows_refused"]) == (3, 3, 3)
    assert earned(database) == [("abroad", "ann", 0), ("abroad", "ben", 0), ("club", "ann", 107), ("club", "ben", 50)]


def test_without_an_active_program_nothing_is_posted(database, warehouse):
    told = run(database, warehouse, TurnedClock(NOON))
    assert (told["ledger_member__earnings"]["rows_read"], told["ledger_member__earnings"]["programs"]) == (0, "")
