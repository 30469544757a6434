"""The lives of N accounts as rows: members, accounts, postings, entries, lots, events. Not here: storing them (`ledger_50m.py`).

Every account lives the same kind of life in cycles of ten entries, one step a month: it earns twice, burns, and then either loses
what is left (odd accounts) or earns points that stay (even ones). Amounts and times differ by account and cycle.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np
from numpy.typing import NDArray

from benchmarks.copy_binary import Column, Ids, Instants, Integer, Numbers, digits_of, hex_of, ids_at, mixed

ENTRIES_PER_CYCLE = 10
STEPS = 4
CHUNK = 50_000
DAY_US = 86_400_000_000
# An account's rank is its place within each month; a big prime scatters the ranks, as trade does.
SCATTER = 15_485_863


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


def _is_even(numbers: Numbers) -> NDArray[np.bool_]:
    return numbers % np.uint64(2) == 0
