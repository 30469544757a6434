"""Builders for tests of points: a shop with members over a real database, or over memory, with a clock you turn."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

from loyalty.checks.run import run_checks
from loyalty.clock import TurnedClock
from loyalty.database import Database
from loyalty.errors import LoyaltyError
from loyalty.ids import new_id
from loyalty.ledger import Activated, Balance, BurnPoints, EarnPoints, Expired, Posted, activate, balances, expire, post
from loyalty.ledger.batch import decide
from loyalty.ledger.commands import Command
from loyalty.ledger.expire import expire_lot
from loyalty.ledger.model import Book, ReferenceKind
from loyalty.ledger.references import reference_of
from loyalty.ledger.state import Account, Journal, Known, LedgerState, OpenLot
from loyalty.ledger.validate import shape_refusal
from loyalty.members import EnrolMember, Member, MemberStatus, enrol
from loyalty.programs import ProgramRevision, read_program, store_program
from loyalty.programs.model import Program
from loyalty.rewards import Redeemed, RedeemReward, RewardDefinition, redeem, store_rewards
from loyalty.rewards.decide import Batch, Shelf
from loyalty.rewards.decide import decide as decide_redemptions
from loyalty.rewards.model import Reward
from loyalty.settings import PROJECT_DIR
from tests.support.rewards import a_reward

# A business day of the demo, at noon in New York.
NOON = datetime(2017, 10, 15, 16, 0, tzinfo=UTC)
_numbers = count(1)


def journey() -> Program:
    """The demo's program: a point a dollar, twelve months to the month's end, four tiers."""
    return read_program(PROJECT_DIR / "definitions" / "programs" / "journey.json")


def hasty() -> Program:
    """The same program, after somebody shortened the life of points to one month: newer lots now expire before older ones."""
    rules = tuple(replace(rule, expiry=replace(rule.expiry, months=1)) for rule in journey().rules)
    return replace(journey(), rules=rules)


def a_purchase(member_id: UUID, spend_minor: int = 10_000, **changes: object) -> EarnPoints:
    """A purchase of 100 dollars under a new order, unless told otherwise."""
    values: dict[str, object] = {
        "member_id": member_id,
        "order_id": f"order-{next(_numbers)}",
        "spend_minor": spend_minor,
        "currency_code": "USD",
    }
    return EarnPoints(**(values | changes))  # type: ignore[arg-type]


def a_burn(member_id: UUID, points: int, **changes: object) -> BurnPoints:
    """A burn under a new reference, unless told otherwise."""
    values: dict[str, object] = {"member_id": member_id, "reference": f"burn-{next(_numbers)}", "points": points}
    return BurnPoints(**(values | changes))  # type: ignore[arg-type]


@dataclass
class Shop:
    """The demo's program over a real database; every call is one committed transaction."""

    database: Database
    clock: TurnedClock
    members: list[Member]

    def post(self, *commands: Command, dry_run: bool = False) -> list[Posted | LoyaltyError]:
        with self.database.begin() as work:
            return post(commands, within=work, clock=self.clock, dry_run=dry_run)

    def redeem(self, *commands: RedeemReward, dry_run: bool = False) -> list[Redeemed | LoyaltyError]:
        with self.database.begin() as work:
            return redeem(commands, within=work, clock=self.clock, dry_run=dry_run)

    def expire(self, limit: int = 5_000) -> Expired:
        with self.database.begin() as work:
            return expire(within=work, clock=self.clock, limit=limit)

    def activate(self, limit: int = 5_000) -> Activated:
        with self.database.begin() as work:
            return activate(within=work, clock=self.clock, limit=limit)

    def do(self, command: Command) -> Posted:
        """The command is posted, and nothing else will do."""
        (result,) = self.post(command)
        assert isinstance(result, Posted), result
        return result

    def refusal(self, command: Command) -> str:
        """The code with which the command is refused, by the rehearsal and by the write alike; nothing is stored."""
        before = [self.count(table) for table in ("postings", "entries", "lots", "holds", "outbox")]
        (rehearsed,), (written,) = self.post(command, dry_run=True), self.post(command)
        assert codes([rehearsed]) == codes([written]), (rehearsed, written)
        assert isinstance(written, LoyaltyError), written
        assert [self.count(table) for table in ("postings", "entries", "lots", "holds", "outbox")] == before
        return written.code

    def balance(self, member: Member, wallet_code: str = "points") -> Balance:
        with self.database.begin() as work:
            found = balances([member.id], within=work, clock=self.clock)[member.id]
        return next(balance for balance in found if balance.wallet_code == wallet_code)

    def pass_days(self, days: float) -> None:
        self.clock.turn_to(self.clock.now() + timedelta(days=days))

    def offer(self, *rewards: RewardDefinition) -> int:
        with self.database.begin() as work:
            return store_rewards(rewards, within=work, clock=self.clock)

    def available(self, member: Member) -> int:
        with self.database.begin() as work:
            return balances([member.id], within=work, clock=self.clock)[member.id][0].available_points

    def count(self, table: str) -> int:
        with self.database.begin() as work:
            return work.exec_driver_sql(f"select count(*) from {table}").scalar_one()

    def violations(self) -> list[str]:
        """The codes of the invariants that do not hold, with their first row."""
        with self.database.begin() as work:
            return [f"{result.code}: {result.first_violation}" for result in run_checks(work) if not result.is_kept]


def open_shop(database: Database, member_count: int = 1, at: datetime = NOON) -> Shop:
    """The program is stored and so many customers are enrolled."""
    with database.begin() as work:
        store_program(journey(), within=work, clock=TurnedClock(at))
    return enter_shop(database, member_count, at)


def open_club(database: Database, program: Program, member_count: int = 1, at: datetime = NOON) -> Shop:
    """The program is stored and so many customers are enrolled in it."""
    with database.begin() as work:
        store_program(program, within=work, clock=TurnedClock(at))
    return enter_shop(database, member_count, at, program_code=program.code)


def enter_shop(database: Database, member_count: int, at: datetime = NOON, program_code: str = "journey") -> Shop:
    """So many new customers are enrolled in the program as it stands."""
    clock = TurnedClock(at)
    with database.begin() as work:
        commands = [EnrolMember(f"customer-{next(_numbers)}", program_code) for _ in range(member_count)]
        members = [member for member in enrol(commands, within=work, clock=clock) if isinstance(member, Member)]
    assert len(members) == member_count
    return Shop(database, clock, members)


@dataclass
class MemoryShop:
    """The same acts over memory: what the pure decisions do when nothing but they decides."""

    clock: TurnedClock
    member_ids: list[UUID]
    statuses: dict[UUID, MemberStatus] = field(default_factory=dict)
    lots: dict[UUID, OpenLot] = field(default_factory=dict)
    sums: dict[UUID, dict[Book, int]] = field(default_factory=dict)
    known: dict[tuple[UUID, ReferenceKind, str], Known] = field(default_factory=dict)
    journals: list[Journal] = field(default_factory=list)
    rewards: dict[tuple[str, str], Reward] = field(default_factory=dict)
    redemptions: dict[UUID, object] = field(default_factory=dict)
    revisions: list[ProgramRevision] = field(default_factory=lambda: [ProgramRevision(journey(), 1, NOON)])

    def load(self) -> LedgerState:
        """Every account as it stands; the account has its member's id."""
        now = self.clock.now()
        accounts = {}
        for member_id in self.member_ids:
            mine = [lot for lot in self.lots.values() if lot.account_id == member_id and lot.remaining_points]
            accounts[member_id] = Account(
                id=member_id,
                member_id=member_id,
                program_code="journey",
                status=self.statuses.get(member_id, MemberStatus.ACTIVE),
                active_points=sum(self.sums.get(member_id, {}).get(book, 0) for book in (Book.ACTIVE, Book.HELD)),
                overdue_points=sum(lot.remaining_points for lot in mine if not lot.is_spendable_at(now)),
                lots=[lot for lot in mine if lot.is_spendable_at(now)],
            )
        return LedgerState(accounts, {"journey": self.revisions}, dict(self.known), now=now)

    def append(self, journal: Journal) -> None:
        self.journals.append(journal)
        self.lots |= journal.new_lots
        for account_id, sums in journal.sums.items():
            mine = self.sums.setdefault(account_id, {})
            for book, points in sums.items():
                mine[book] = mine.get(book, 0) + points

    def post(self, *commands: Command, dry_run: bool = False) -> list[Posted | LoyaltyError]:
        assert not dry_run, "in memory there is nothing to rehearse"
        state = self.load()
        results, journal = decide(commands, [shape_refusal(command) for command in commands], state, self.clock.now())
        self.append(journal)
        self.known = state.known
        return results

    def redeem(self, *commands: RedeemReward) -> list[Redeemed | LoyaltyError]:
        ledger, journal = self.load(), Journal(self.clock.now())
        shelf = Shelf(dict(self.rewards), dict(self.redemptions))  # type: ignore[arg-type]
        results = decide_redemptions(commands, [None] * len(commands), Batch(ledger, shelf, journal))
        self.append(journal)
        self.known, self.rewards, self.redemptions = ledger.known, shelf.rewards, dict(shelf.redemptions)
        return results

    def expire(self) -> Expired:
        journal = Journal(self.clock.now())
        due = [lot for lot in self.lots.values() if lot.remaining_points and not lot.is_spendable_at(journal.recorded_at)]
        accounts = self.load().accounts
        points = sum(expire_lot(lot, accounts[lot.account_id], journal) for lot in due)
        self.append(journal)
        return Expired(len(due), len(journal.sums), points, has_more=False)

    def offer(self, *rewards: RewardDefinition) -> None:
        self.rewards |= {(reward.program_code, reward.code): Reward(reward, 0) for reward in rewards}

    def available(self, member_id: UUID) -> int:
        return self.load().accounts[member_id].available_points


def open_memory_shop(member_count: int = 1, at: datetime = NOON, revisions: Sequence[ProgramRevision] = ()) -> MemoryShop:
    """A shop in memory with so many members."""
    shop = MemoryShop(TurnedClock(at), [new_id() for _ in range(member_count)])
    shop.revisions = list(revisions) or shop.revisions
    return shop


def codes(results: Sequence[object]) -> list[str]:
    """What became of each command: a refusal's code, "again" for a duplicate, "ok" otherwise."""
    return [
        result.code if isinstance(result, LoyaltyError) else "again" if getattr(result, "is_duplicate", False) else "ok"
        for result in results
    ]


__all__ = [
    "NOON",
    "MemoryShop",
    "Shop",
    "a_burn",
    "a_purchase",
    "a_reward",
    "codes",
    "enter_shop",
    "hasty",
    "journey",
    "open_club",
    "open_memory_shop",
    "open_shop",
    "reference_of",
]
