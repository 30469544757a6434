"""A warehouse that fails, hangs or comes back: what is tried again, what is not, and when it is left alone."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

import psycopg
import pyarrow as pa
import pytest
import stamina
from sqlalchemy import Dialect, Executable

from loyalty.errors import Unavailable
from loyalty.warehouse import Warehouse, WarehouseQueryFailed, WarehouseTimedOut, WarehouseUnavailable, WarehouseUrlWrong, open_warehouse
from loyalty.warehouse.guard import Guarded, WarehouseLeftAlone, warehouse_breaker
from loyalty.warehouse.pooling import Connections

DAY = pa.table({"as_of_on": pa.array([date(2017, 1, 1)]), "x": [1]})


class Faltering:
    """A warehouse that fails in the given ways, one after the other, then answers; counts what it was asked."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.asked = 0
        self.dialect: Dialect = open_warehouse("duckdb:///:memory:").dialect

    def _answer(self) -> None:
        self.asked += 1
        if self.errors:
            raise self.errors.pop(0)

    def read(self, query: Executable | str, parameters: Mapping[str, object] | None = None) -> pa.Table:
        self._answer()
        return pa.table({"one": [1]})

    def execute(self, statement: Executable | str, parameters: Mapping[str, object] | None = None) -> int:
        self._answer()
        return 1

    def replace_rows(self, table: str, rows: pa.Table, *, where: Mapping[str, Sequence[object]]) -> int:
        self._answer()
        return int(rows.num_rows)

    def table_exists(self, table: str) -> bool:
        self._answer()
        return True

    def session(self) -> AbstractContextManager[Warehouse]:
        raise NotImplementedError

    transaction = session


@pytest.fixture(autouse=True)
def _without_waiting() -> object:
    with stamina.set_testing(True, attempts=3):
        yield


def _away() -> WarehouseUnavailable:
    return WarehouseUnavailable("away")


@pytest.mark.parametrize(
    "ask",
    [lambda w: w.read("select 1"), lambda w: w.replace_rows("marts.t", DAY, where={"x": []}), lambda w: w.table_exists("marts.t")],
)
def test_what_can_be_repeated_is_tried_again(ask: Callable[[Warehouse], object]) -> None:
    faltering = Faltering(_away(), _away())
    ask(Guarded(faltering))
    assert faltering.asked == 3


def test_what_cannot_be_repeated_is_tried_once() -> None:
    faltering = Faltering(_away())
    with pytest.raises(WarehouseUnavailable):
        Guarded(faltering).execute("delete from t")
    assert faltering.asked == 1


@pytest.mark.parametrize("error", [WarehouseQueryFailed("no"), WarehouseTimedOut("too long"), KeyError("ours")])
def test_what_cannot_help_is_not_tried_again(error: Exception) -> None:
    faltering = Faltering(error)
    with pytest.raises(type(error)):
        Guarded(faltering).read("select 1")
    assert faltering.asked == 1


def test_a_warehouse_that_keeps_failing_is_left_alone_and_taken_up_again() -> None:
    changes = list[tuple[str, str]]()
    faltering = Faltering(*[_away() for _ in range(6)])
    breaker = warehouse_breaker(wait_seconds=0.2, on_change=lambda old, new: changes.append((old, new)))
    guarded = Guarded(faltering, breaker=breaker)
    for _ in range(2):
        with pytest.raises(Unavailable):
            guarded.read("select 1")
    asked = faltering.asked
    assert breaker.is_open
    with pytest.raises(WarehouseLeftAlone):
        guarded.read("select 1")
    assert faltering.asked == asked, "an open breaker lets nobody through"
    faltering.errors.clear()
    time.sleep(0.25)
    for _ in range(3):
        guarded.read("select 1")
    assert breaker.state == "CLOSED"
    assert changes[0] == ("CLOSED", "OPEN")
    assert changes[-1] == ("HALF_OPEN", "CLOSED")


def test_a_refused_statement_does_not_open_the_breaker() -> None:
    guarded = Guarded(Faltering(*[WarehouseQueryFailed("no") for _ in range(20)]), breaker=(breaker := warehouse_breaker()))
    for _ in range(20):
        with pytest.raises(WarehouseQueryFailed):
            guarded.read("select 1")
    assert breaker.state == "CLOSED"


def test_postgresql_that_went_away_is_met_again_without_an_error(postgres_url: str) -> None:
    """Every pooled connection is dead at once; the caller notices nothing."""
    warehouse = open_warehouse(postgres_url)
    assert warehouse.read("select 1 as one").to_pylist() == [{"one": 1}]
    with psycopg.connect(postgres_url, autocommit=True) as other:
        other.execute("select pg_terminate_backend(pid, 60000) from pg_stat_activity where application_name = 'khaywe-warehouse'")
    assert warehouse.read("select 2 as two").to_pylist() == [{"two": 2}]


@pytest.mark.parametrize("kind", ["duckdb", "postgresql"])
def test_a_statement_that_runs_too_long_is_ended(kind: str, postgres_url: str, tmp_path: Path) -> None:
    if kind == "duckdb":
        url = f"duckdb:///{tmp_path / 'w.duckdb'}?statement_timeout_seconds=0.2"
        slow = "select count(*) as n from range(100000000000) a where hash(a.range) = 5"
    else:
        url, slow = f"{postgres_url}&statement_timeout_seconds=0.2", "select pg_sleep(30) as n"
    warehouse = open_warehouse(url)
    began = time.monotonic()
    with pytest.raises(WarehouseTimedOut):
        warehouse.read(slow)
    assert time.monotonic() - began < 10
    assert warehouse.read("select 1 as one").to_pylist() == [{"one": 1}]


def test_readers_hold_the_reading_role_and_nothing_else(postgres_url: str) -> None:
    writer = open_warehouse(postgres_url)
    writer.replace_rows("marts.told", DAY, where={"x": []})
    writer.replace_rows("raw.secret", DAY, where={"x": []})
    role = f"reader_{postgres_url.rsplit('/', maxsplit=1)[-1].split('?', maxsplit=1)[0]}"
    writer.execute(f"create role {role}")
    try:
        writer.execute(f"grant usage on schema marts to {role}")
        writer.execute(f"grant select on marts.told to {role}")
        reader = open_warehouse(f"{postgres_url}&read_role={role}", read_only=True)
        assert reader.read("select x from marts.told").to_pylist() == [{"x": 1}]
        with pytest.raises(WarehouseQueryFailed, match="denied"):
            reader.read("select x from raw.secret")
        del reader
    finally:
        writer.execute(f"drop owned by {role}")
        writer.execute(f"drop role {role}")


def test_a_reading_role_that_does_not_exist_is_a_wrong_url(postgres_url: str) -> None:
    with pytest.raises(WarehouseUrlWrong, match=r"no_such_role.*does not exist"):
        open_warehouse(f"{postgres_url}&read_role=no_such_role", read_only=True).read("select 1 as one")


def test_the_warehouse_sees_who_asks(postgres_url: str) -> None:
    tagged = open_warehouse(f"{postgres_url}&query_tag=nightly")
    assert tagged.read("select current_setting('application_name') as name").to_pylist() == [{"name": "nightly-warehouse"}]


def test_connections_are_kept_and_bounded() -> None:
    opened = list[int]()

    class Connection:
        def rollback(self) -> None: ...
        def close(self) -> None:
            opened.append(-1)

    def connect() -> Connection:
        opened.append(1)
        return Connection()

    pool = Connections(connect, size=1, wait_seconds=0.1)
    for _ in range(5):
        with pool.lent():
            pass
    assert opened == [1]
    with pool.lent(), pool.lent(), pytest.raises(WarehouseUnavailable, match="busy"), pool.lent():
        pass
    del pool
    assert sum(opened) == 0, "nobody holds them any more, so they are closed"


def test_many_threads_share_the_pool(postgres_url: str) -> None:
    warehouse = open_warehouse(f"{postgres_url}&pool_size=2")
    found = list[int]()

    def ask(number: int) -> None:
        found.extend(warehouse.read("select cast(:n as bigint) as n", {"n": number}).column("n").to_pylist())

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == list(range(24))


@pytest.mark.parametrize(
    ("option", "value"), [("pool_size", "many"), ("statement_timeout_seconds", "-1"), ("connect_timeout_seconds", "0")]
)
def test_an_option_that_is_no_number_is_refused_by_name(option: str, value: str) -> None:
    with pytest.raises(WarehouseUrlWrong, match=option):
        open_warehouse(f"postgresql://me@here/there?{option}={value}")
