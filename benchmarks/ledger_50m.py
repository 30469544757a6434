"""Builds a loyalty database as it is after years of trade: N accounts, M entries, books that balance. Used by P-18 and by the time
that `khaywe check` takes. Not here: the checks themselves, and serving on top of it.

Every account lives the same kind of life in cycles of ten entries, one step a month: it earns twice, burns, and then either loses
what is left (odd accounts) or earns points that stay (even ones). Amounts and times differ by account and cycle. Rows are made
where they are needed and streamed by binary COPY, so memory does not grow with the number of rows; indexes are built afterwards.
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
from numpy.typing import NDArray

from benchmarks.copy_binary import Column, Ids, Instants, Integer, Numbers, copy_in, digits_of, hex_of, ids_at, mixed, rows_of
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

ENTRIES_PER_CYCLE = 10
STEPS = 4
CHUNK = 50_000
DAY_US = 86_400_000_000
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
# An account's rank is its place within each month; a big prime scatters the ranks, as trade does.
SCATTER = 15_485_863


@dataclass(frozen=True)
class Built:
    """What stands in the database now."""

    account_count: int
    posting_count: int
    entry_count: int
    lot_count: int
    seconds: float
    bytes: int


@dataclass(frozen=True)
class Plan:
    """How many accounts live how many cycles, and when the last one ended."""

    account_count: int
    cycle_count: int
    until_on: date

    def starts_us(self, step: int) -> int:
        """When a step's month begins; `step` counts on through the cycles."""
        months = self.until_on.year * 12 + self.until_on.month - 1 - (self.cycle_count * STEPS - step)
        return int(datetime(months // 12, months % 12 + 1, 1, tzinfo=UTC).timestamp()) * 1_000_000

    def at(self, numbers: Numbers, step: int) -> NDArray[np.int64]:
        """When each account took this step: in the order of rank, over 27 days, to the millisecond."""
        ranks = numbers.astype(np.int64) * pow(SCATTER, -1, self.account_count) % self.account_count
        return self.starts_us(step) + ranks * (27 * DAY_US // self.account_count) // 1_000 * 1_000

    def numbers(self) -> Iterator[Numbers]:
        """The accounts in the order of rank, a chunk at a time."""
        for start in range(0, self.account_count, CHUNK):
            ranks = np.arange(start, min(start + CHUNK, self.account_count), dtype=np.int64)
            yield (ranks * (SCATTER % self.account_count) % self.account_count).astype(np.uint64)


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


Rows = tuple[dict[str, Column], int]


def member_rows(numbers: Numbers, plan: Plan) -> Rows:
    """Members `member-000000000` … in the program of the demo, enrolled the month before the first step."""
    joined = Instants(plan.starts_us(0) - 30 * DAY_US + numbers.astype(np.int64))
    return {
        "id": member_ids(numbers, plan),
        "program_code": "journey",
        "external_id": digits_of(numbers, 9, "member-"),
        "status": "ACTIVE",
        "joined_at": joined,
        "recorded_at": joined,
    }, len(numbers)


def account_rows(numbers: Numbers, plan: Plan) -> Rows:
    """The account of each member, with the balance that its cycles leave."""
    joined = Instants(plan.starts_us(0) - 30 * DAY_US + numbers.astype(np.int64))
    earned, spent, expired = (np.zeros(len(numbers), dtype=np.int64) for _ in range(3))
    for cycle in range(plan.cycle_count):
        amounts = Amounts.of(numbers, cycle)
        earned += amounts.first + amounts.second + np.where(_is_even(numbers), amounts.kept, 0)
        spent += amounts.first + amounts.taken
        expired += amounts.second - amounts.taken
    return {
        "id": account_ids(numbers, plan),
        "member_id": member_ids(numbers, plan),
        "wallet_code": "points",
        "active_points": earned - spent - expired,
        "spent_points": spent,
        "expired_points": expired,
        "lifetime_points": earned,
        "opened_at": joined,
        "changed_at": Instants(plan.at(numbers, plan.cycle_count * STEPS - 1)),
    }, len(numbers)


def member_ids(numbers: Numbers, plan: Plan) -> Ids:
    """The id of each member."""
    return ids_at(plan.starts_us(0) - 30 * DAY_US + numbers.astype(np.int64), numbers, 1)


def account_ids(numbers: Numbers, plan: Plan) -> Ids:
    """The id of each account, enrolled one after the other."""
    return ids_at(plan.starts_us(0) - 30 * DAY_US + numbers.astype(np.int64), numbers, 2)


@dataclass(frozen=True)
class Amounts:
    """The points of one cycle: two grants, what of the second is burned, and the grant that even accounts keep."""

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    taken: NDArray[np.int64]
    kept: NDArray[np.int64]

    @classmethod
    def of(cls, numbers: Numbers, cycle: int) -> "Amounts":
        """Even accounts burn all of the second grant, odd ones leave at least a point of it to expire."""
        first, second, part, kept = (mixed(numbers, 100 * cycle + salt).astype(np.int64) & 0xFFFF for salt in range(11, 15))
        second = 100 + second % 900
        return cls(100 + first % 900, second, np.where(_is_even(numbers), second, 1 + part % (second - 1)), 10 + kept % 500)


@dataclass(frozen=True)
class Step:
    """What one step of the life does to some accounts: earn, earn, burn, and lose or keep."""

    numbers: Numbers
    step: int
    plan: Plan

    def postings(self) -> list[Rows]:
        """One posting for each account."""
        kind = self.step % STEPS
        if kind < 2:
            return [self._posting("POINTS_EARNED", "ORDER", self._granted(kind))]
        if kind == 2:
            amounts = self._amounts
            return [self._posting("SPENT_ON_ORDER", "BURN", amounts.first + amounts.taken)]
        even, odd = self._halves()
        return [even._posting("POINTS_EARNED", "ORDER", even._amounts.kept), odd._expiry()]

    def entries(self) -> list[Rows]:
        """Two entries for each move of points, four for the burn, which empties two lots."""
        kind = self.step % STEPS
        if kind < 2:
            return self._moves("POINTS_EARNED", "ISSUED", "ACTIVE", self._granted(kind), lot=kind)
        if kind == 2:
            amounts = self._amounts
            return [
                rows
                for lot, points in enumerate((amounts.first, amounts.taken))
                for rows in self._moves("SPENT_ON_ORDER", "ACTIVE", "REDEEMED", points, lot=lot)
            ]
        even, odd = self._halves()
        left = odd._amounts.second - odd._amounts.taken
        return [
            *even._moves("POINTS_EARNED", "ISSUED", "ACTIVE", even._amounts.kept, lot=3),
            *odd._moves("EXPIRED", "ACTIVE", "EXPIRED", left, lot=1),
        ]

    def events(self) -> list[Rows]:
        """What the outbox tells of each posting."""
        if self.step % STEPS < 3:
            return [self._event("points.spent" if self.step % STEPS == 2 else "points.earned")]
        even, odd = self._halves()
        return [even._event("points.earned"), odd._event("points.expired")]

    def lots(self) -> list[Rows]:
        """The lot that this step granted, as the whole cycle left it: only what even accounts keep is still open."""
        kind = self.step % STEPS
        if kind < 2:
            expires_us = self.plan.starts_us(self.step - kind + 3) - 5 * DAY_US + kind * DAY_US
            return [self._lot(self._granted(kind), 0, Instants(np.full(len(self.numbers), expires_us)))]
        even, _ = self._halves()
        return [even._lot(even._amounts.kept, even._amounts.kept, None)]

    @property
    def _amounts(self) -> Amounts:
        return Amounts.of(self.numbers, self.step // STEPS)

    @property
    def _at(self) -> Instants:
        return Instants(self.plan.at(self.numbers, self.step))

    def _granted(self, kind: int) -> NDArray[np.int64]:
        return self._amounts.first if kind == 0 else self._amounts.second

    def _halves(self) -> tuple["Step", "Step"]:
        even = _is_even(self.numbers)
        return Step(self.numbers[even], self.step, self.plan), Step(self.numbers[~even], self.step, self.plan)

    def _ids(self, salt: int, step: int | None = None) -> Ids:
        taken = self.step if step is None else step
        return ids_at(self.plan.at(self.numbers, taken), self.numbers, 1_000 + taken * 50 + salt)

    def _lot_ids(self, lot: int) -> Ids:
        """The lot granted by step `lot` of this cycle."""
        return self._ids(1, self.step - self.step % STEPS + lot)

    def _posting(self, type_: str, kind: str, points: NDArray[np.int64]) -> Rows:
        is_earning = type_ == "POINTS_EARNED"
        return {
            "account_id": account_ids(self.numbers, self.plan),
            "id": self._ids(0),
            "type": type_,
            "reference_kind": kind,
            "reference": digits_of(self.numbers * np.uint64(1_000) + np.uint64(self.step), 12, "till-"),
            "points": points,
            "spend_minor": points * 100 if is_earning else None,
            "currency_code": "USD" if is_earning else None,
            "event_time": self._at,
            "recorded_at": self._at,
            "source": "till",
        }, len(self.numbers)

    def _event(self, type_: str) -> Rows:
        return {
            "account_id": account_ids(self.numbers, self.plan),
            "member_id": member_ids(self.numbers, self.plan),
            "type": type_,
            "posting_id": self._ids(0),
            "occurred_at": self._at,
            "recorded_at": self._at,
        }, len(self.numbers)

    def _expiry(self) -> Rows:
        rows, count = self._posting("EXPIRED", "LOT_EXPIRY", self._amounts.second - self._amounts.taken)
        return rows | {"reference": hex_of(self._lot_ids(1)), "source": None}, count

    def _moves(self, type_: str, source: str, target: str, points: NDArray[np.int64], *, lot: int) -> list[Rows]:
        is_earning = type_ == "POINTS_EARNED"
        shared: dict[str, Column] = {
            "account_id": account_ids(self.numbers, self.plan),
            "recorded_at": self._at,
            "posting_id": self._ids(0),
            "type": type_,
            "effective_at": self._at,
            "lot_id": self._lot_ids(lot),
            "rule_code": "purchase" if is_earning else None,
            "rule_revision": Integer(1) if is_earning else None,
        }
        sides = ((target, points, 2), (source, -points, 3))
        return [
            (shared | {"id": self._ids(salt + 2 * lot), "book": book, "amount_points": amount}, len(self.numbers))
            for book, amount, salt in sides
        ]

    def _lot(self, granted: NDArray[np.int64], remaining: Column, expires_at: Column) -> Rows:
        return {
            "account_id": account_ids(self.numbers, self.plan),
            "id": self._ids(1),
            "posting_id": self._ids(0),
            "granted_points": granted,
            "remaining_points": remaining,
            "granted_at": self._at,
            "expires_at": expires_at,
        }, len(self.numbers)


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


def _is_even(numbers: Numbers) -> NDArray[np.bool_]:
    return numbers % np.uint64(2) == 0


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
