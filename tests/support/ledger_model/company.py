"""The members, and what every command shares: its reference, its lots, its record. Not here: the commands."""

from dataclasses import dataclass, field
from datetime import date, datetime

from tests.support.ledger_model.account import Account, Lot
from tests.support.ledger_model.orders import Order, Paid, Record
from tests.support.ledger_model.rules import POINTS, STATUS, Rule


class Outcome(list):
    """[code, points that moved, points taken from each lot]; code "ok" or "again" where it was not refused."""


@dataclass
class Member:
    """A member's wallets, references and orders."""

    accounts: dict[str, Account] = field(default_factory=lambda: {POINTS: Account(), STATUS: Account()})
    references: dict[tuple[str, str], object] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)
    told: list[Order] = field(default_factory=list)
    payments: list[Paid] = field(default_factory=list)
    used: dict[tuple[str, date], int] = field(default_factory=dict)
    sent: dict[date, int] = field(default_factory=dict)


class Company:
    """The members, under the program's return policy `policy`."""

    def __init__(self, member_count: int, policy: str) -> None:
        self.members = [Member() for _ in range(member_count)]
        self.policy = policy
        self.numbers = 0
        self.record: Record | None = None

    def pass_time(self, until: datetime) -> None:
        for member in self.members:
            for account in member.accounts.values():
                account.pass_time(until)

    def _known(self, member: Member, key: tuple[str, str], content: object) -> Outcome | None:
        self.record = None
        if key not in member.references:
            return None
        return Outcome(["again" if member.references[key] == content else "REFERENCE_ALREADY_POSTED"])

    def _lot(self, points: int, granted_at: datetime, expires_at: datetime | None) -> Lot:
        self.numbers += 1
        return Lot(self.numbers, points, 0, granted_at, expires_at)

    def _give(self, account: Account, points: int, expires_at: datetime | None, now: datetime) -> Lot:
        lot = self._lot(points, now, expires_at)
        account.lots.append(lot)
        repaid = account.come_in(lot, points, now)
        self._note(account, lot, points - repaid)
        self._note(account, None, -repaid)
        return lot

    def _take(self, account: Account, points: int) -> list[tuple[Lot | None, int]]:
        parts = account.take(points)
        for lot, part in parts:
            self._note(account, lot, -part if lot else part)
        return parts

    def _note(self, account: Account, lot: Lot | None, points: int) -> None:
        """The command under way put so many points into the lot (None: made so many owed)."""
        if self.record is not None and points:
            self.record.effects.append((account, lot, points, lot.is_pending if lot else False))

    def _give_room_back(self, member: Member, rule: Rule, at: datetime, points: int) -> None:
        if rule.cap_per_day is not None:
            member.used[rule.code, at.date()] -= points
