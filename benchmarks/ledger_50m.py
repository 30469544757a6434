"""Builds a loyalty database as it is after years of trade: N accounts, M entries, books that balance. Used by P-18 and by the time
that `khaywe check` takes. Not here: what the rows are (`ledger_lives.py`), the checks themselves, and serving on top of it.

Rows are made where they are needed and streamed by binary COPY, so memory does not grow with the number of rows; indexes are built
afterwards.
"""

import argparse
import json
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import psycopg

from benchmarks.copy_binary import Numbers, copy_in, rows_of
from benchmarks.ledger_lives import ENTRIES_PER_CYCLE, SCATTER, STEPS, Plan, Rows, Step, account_rows, member_rows
from khaywe.local import LocalPostgres
from khaywe.local.postgres import SERVER_CONFIGURATION
from loyalty.checks.registry import ALL_CHECKS
from loyalty.checks.run import run_checks
from loyalty.clock import TurnedClock
from loyalty.database import connect
from loyalty.database.migrate import migrate
from loyalty.ledger import prepare_months
from loyalty.programs import read_program, store_program
from loyalty.settings import PROJECT_DIR, settings

# Nothing of a build need outlive a power cut: a build that broke off is built again.
BUILD_CONFIGURATION = (
    SERVER_CONFIGURATION
    + """
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = '8GB'
maintenance_work_mem = '1GB'
"""
)
LOADED_TABLES = ("members", "accounts", "lots", "postings", "entries", "outbox")


@dataclass(frozen=True)
class Built:
    """What stands in the database now."""

    account_count: int
    posting_count: int
    entry_count: int
    lot_count: int
    seconds: float
    bytes: int


def build(url: str, *, account_count: int, entry_count: int, until_on: date | None = None) -> Built:
    """The empty database at `url` (no schema yet, or an empty one) holds so many accounts and, to whole cycles, so many entries.

    `until_on`: the month before which everything lies (default: this month). Statistics are gathered and pages marked visible.

    Raises:
        ValueError: fewer than ten entries per account, or no account.
    """
    if account_count < 1 or entry_count < account_count * ENTRIES_PER_CYCLE:
        raise ValueError(f"an account lives at least one cycle of {ENTRIES_PER_CYCLE} entries")
    while account_count % SCATTER == 0:
        account_count += 1
    plan = Plan(account_count, entry_count // (account_count * ENTRIES_PER_CYCLE), until_on or datetime.now(UTC).date())
    began = time.monotonic()
    _prepare(url, plan)
    with psycopg.connect(url, autocommit=True) as connection:
        # As a restore does it: what the triggers would refuse, the checks prove afterwards.
        connection.execute("set session_replication_role = replica")
        connection.execute("set maintenance_work_mem = '1GB'")
        with _without_indexes(connection):
            load(connection, plan)
        connection.execute("vacuum (analyze)")
        return Built(
            account_count=plan.account_count,
            posting_count=_number(connection, "select count(*) from postings"),
            entry_count=_number(connection, "select count(*) from entries"),
            lot_count=_number(connection, "select count(*) from lots"),
            seconds=time.monotonic() - began,
            bytes=_number(connection, "select pg_database_size(current_database())"),
        )


def load(connection: psycopg.Connection[Any], plan: Plan) -> None:
    """Every row of the plan is stored, a table and a month at a time."""
    _copy(connection, "members", plan, lambda numbers: [member_rows(numbers, plan)])
    _copy(connection, "accounts", plan, lambda numbers: [account_rows(numbers, plan)])
    for step in range(plan.cycle_count * STEPS):
        month = datetime.fromtimestamp(plan.starts_us(step) / 1e6, UTC)
        _copy(connection, "postings", plan, lambda numbers, step=step: Step(numbers, step, plan).postings())
        _copy(connection, "outbox", plan, lambda numbers, step=step: Step(numbers, step, plan).events())
        _copy(connection, f"entries_{month:%Y_%m}", plan, lambda numbers, step=step: Step(numbers, step, plan).entries())
        if step % STEPS != 2:
            _copy(connection, "lots", plan, lambda numbers, step=step: Step(numbers, step, plan).lots())


def measure(url: str) -> dict[str, float]:
    """Seconds that each check took, by its code; every one of them holds.

    Raises:
        AssertionError: a check found a violation.
    """
    database = connect(url)
    seconds: dict[str, float] = {}
    with database.begin() as work:
        for check in ALL_CHECKS:
            (result,) = run_checks(work, [check])
            assert result.is_kept, result
            seconds[result.code] = round(result.seconds, 2)
            # One line each, so that a measurement that is broken off has said something.
            print(f"{result.seconds:8.1f} s  {result.code}", file=sys.stderr, flush=True)
    database.close()
    return seconds


def _prepare(url: str, plan: Plan) -> None:
    """Schema, program and months are there, the program in force since before the first step."""
    database = connect(url)
    migrate(database)
    first = datetime.fromtimestamp(plan.starts_us(0) / 1e6, UTC) - timedelta(days=60)
    with database.begin() as work:
        store_program(read_program(PROJECT_DIR / "definitions" / "programs" / "journey.json"), within=work, clock=TurnedClock(first))
        prepare_months(first.date(), datetime.now(UTC).date(), within=work)
    database.close()


def _copy(connection: psycopg.Connection[Any], table: str, plan: Plan, rows: Callable[[Numbers], list[Rows]]) -> None:
    """All chunks in one COPY; columns are those of the first rows, and all have them in that order."""
    names: list[str] = []

    def chunks() -> Iterator[bytes]:
        for numbers in plan.numbers():
            for columns, count in rows(numbers):
                yield rows_of({name: columns[name] for name in names}, count)

    names += list(rows(np.arange(2, dtype=np.uint64))[0][0])
    copy_in(connection, table, names, chunks())


@contextmanager
def _without_indexes(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """Keys and indexes of the big tables are away while they are filled, and built in one go afterwards."""
    constraints = connection.execute(
        "select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint"
        " where contype in ('p', 'u', 'f') and conparentid = 0 and conrelid = any(%s::text[]::regclass[]) order by contype = 'f' desc",
        (_existing(connection),),
    ).fetchall()
    indexes = connection.execute(
        "select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) from pg_index i"
        " where i.indrelid = any(%s::text[]::regclass[])"
        " and not exists (select from pg_constraint c where c.conindid = i.indexrelid)",
        (_existing(connection),),
    ).fetchall()
    for table, name, _ in constraints:
        connection.execute(f'alter table {table} drop constraint "{name}" cascade')
    for name, _ in indexes:
        connection.execute(f"drop index {name}")
    yield
    for table, name, definition in reversed(constraints):
        connection.execute(f'alter table {table} add constraint "{name}" {definition}')
    for _, definition in indexes:
        connection.execute(definition)


def _existing(connection: psycopg.Connection[Any]) -> list[str]:
    return [table for table in LOADED_TABLES if _number(connection, f"select count(to_regclass('{table}'))")]


def _number(connection: psycopg.Connection[Any], query: str) -> int:
    found = connection.execute(query).fetchone()  # type: ignore[arg-type]
    assert found is not None
    return int(found[0])


def main() -> None:
    """Build, check, print the figures, and leave nothing behind unless told to keep it."""
    parser = argparse.ArgumentParser(description="A ledger of many entries, and the seconds that its checks take.")
    parser.add_argument("--accounts", type=int, default=5_000_000)
    parser.add_argument("--entries", type=int, default=50_000_000)
    parser.add_argument("--folder", type=Path, default=settings().var_dir / "bench" / "ledger-50m")
    parser.add_argument("--keep", action="store_true", help="leave the database in its folder, for another look")
    asked = parser.parse_args()
    server = LocalPostgres(asked.folder / "postgres", BUILD_CONFIGURATION)
    try:
        server.start()
        url = server.ensure_database("khaywe")
        with psycopg.connect(url) as connection:
            is_built = connection.execute("select to_regclass('accounts') is not null").fetchone() == (True,)
        if not is_built:
            built = build(url, account_count=asked.accounts, entry_count=asked.entries)
            print(json.dumps(vars(built), indent=2), flush=True)
        seconds = measure(url)
        print(json.dumps({"seconds": round(sum(seconds.values()), 1), "by_check": seconds}, indent=2), flush=True)
    finally:
        server.stop()
        if not asked.keep:
            shutil.rmtree(asked.folder, ignore_errors=True)


if __name__ == "__main__":
    main()
