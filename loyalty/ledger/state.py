"""What the acts work on, in memory: accounts with their open lots, holds, orders, and what is known. No SQL, no clock, no decision."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from loyalty.ledger.journal import CapChange, Journal, Move, Posting
from loyalty.ledger.model import HoldStatus, Posted, ReferenceKind
from loyalty.members.model import MemberStatus
from loyalty.programs.model import Program, ProgramRevision, revision_at
from loyalty.programs.rating import CapKey, CapUsage, MemberFacts, Rating

__all__ = [
    "NEVER",
    "Account",
    "EarnedLine",
    "Hold",
    "HoldLot",
    "Journal",
    "Known",
    "LedgerState",
    "Move",
    "OpenLot",
    "Order",
    "OrderBurn",
    "OrderedLine",
    "Posting",
    "ReferenceKey",
    "Undo",
    "UndoneEntry",
]

NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(slots=True)
class OpenLot:
    """A lot as the batch sees it. `remaining_points` are free to spend or, while `is_pending`, wait; `held_points` are held."""

    account_id: UUID
    id: UUID
    posting_id: UUID
    granted_points: int
    remaining_points: int
    granted_at: datetime
    expires_at: datetime | None
    held_points: int = 0
    taken_back_points: int = 0
    is_pending: bool = False
    activates_at: datetime | None = None
    activation_event: str | None = None
    inactivity_days: int | None = None
    pending_expiry: str | None = None

    def is_spendable_at(self, at: datetime) -> bool:
        """Whether the lot has not reached its expiry."""
        return self.expires_at is None or self.expires_at > at

    def is_due_at(self, at: datetime) -> bool:
        """Whether the lot is pending and its instant has come."""
        return self.is_pending and self.activates_at is not None and self.activates_at <= at

    def burning_order(self) -> tuple[datetime, datetime, UUID]:
        """Soonest to expire first, then oldest, then id."""
        return (self.expires_at or NEVER, self.granted_at, self.id)


@dataclass(slots=True)
class HoldLot:
    """What a hold holds of one lot."""

    lot: OpenLot
    points: int
    captured_points: int = 0
    released_points: int = 0

    @property
    def open_points(self) -> int:
        """What is still held."""
        return self.points - self.captured_points - self.released_points


@dataclass(slots=True)
class Hold:
    """A hold with its lots in the order in which it took them, which is the order in which they are captured."""

    account_id: UUID
    id: UUID
    posting_id: UUID
    reference: str
    order_reference: str | None
    points: int
    captured_points: int
    released_points: int
    status: HoldStatus
    issued_at: datetime
    lapses_at: datetime | None
    resolved_at: datetime | None
    lots: list[HoldLot] = field(default_factory=list)

    @property
    def open_points(self) -> int:
        """What is still held."""
        return self.points - self.captured_points - self.released_points

    def has_lapsed_at(self, at: datetime) -> bool:
        """Whether the hold still stands open past its time."""
        return self.status is HoldStatus.ISSUED and self.lapses_at is not None and self.lapses_at <= at


@dataclass(slots=True)
class Account:
    """A member's account in one wallet as the batch sees it; it moves on with every command that is accepted.

    `active_points` includes what is held, as it is stored. `overdue_points`: free in lots past their expiry that the nightly run has
    not posted yet; `due_points`: in pending lots whose instant has come; `lapsed_points`: what lapsed holds give back. `lots` are the
    spendable ones, `pending_lots` those that wait, `lapsed_holds` those past their time: complete where `has_lots`. `counted_total` sums
    what may ever have counted towards a tier; below `judged_again_at` (the member's sum, under `judged_revision`) nobody rises.
    """

    id: UUID
    member_id: UUID
    program_code: str
    status: MemberStatus
    active_points: int = 0
    held_points: int = 0
    overdraft_points: int = 0
    overdue_points: int = 0
    lots: list[OpenLot] = field(default_factory=list)
    wallet_code: str = ""
    pending_points: int = 0
    owed_points: int = 0
    due_points: int = 0
    lapsed_points: int = 0
    pending_lots: list[OpenLot] = field(default_factory=list)
    lapsed_holds: list[Hold] = field(default_factory=list)
    tier_code: str | None = None
    counted_total: int = 0
    judged_again_at: int | None = None
    judged_revision: int | None = None
    joined_at: datetime | None = None
    overdraft_limit_points: int = 0
    has_lots: bool = True

    @property
    def available_points(self) -> int:
        """What the member has to spend now, whatever the nightly run has posted; below zero where points are owed."""
        return self.active_points - self.held_points - self.overdue_points + self.due_points + self.lapsed_points

    @property
    def spendable_points(self) -> int:
        """What a burn may take: what is available, and as far below zero as the member's tier allows."""
        return self.available_points + self.overdraft_limit_points


class Known(NamedTuple):
    """A posting that exists for a reference, with the content that a repetition must equal."""

    posted: Posted
    spend_minor: int | None
    currency_code: str | None
    content_hash: str | None = None


@dataclass(slots=True)
class OrderedLine:
    """A line of an order, with how much of it came back."""

    line_id: str
    amount_minor: int
    quantity: int
    returned_minor: int = 0
    returned_quantity: int = 0
    is_returned: bool = False
    position: int = 0


@dataclass(slots=True)
class EarnedLine:
    """What one rule gave for one line ('' where the order has none), and how much of that was taken back."""

    account_id: UUID
    posting_id: UUID
    rule_code: str
    line_id: str
    points: int
    taken_back_points: int = 0

    @property
    def standing_points(self) -> int:
        """What stands of it."""
        return self.points - self.taken_back_points


@dataclass(slots=True)
class OrderBurn:
    """Points that paid for an order, and how many of them were given back. `allocations`: the lots they came from, in order."""

    account_id: UUID
    order_reference: str
    posting_id: UUID
    points: int
    given_back_points: int
    allocations: list[tuple[OpenLot | None, int]] = field(default_factory=list)


@dataclass(slots=True)
class Order:
    """An order or other event as it stands: its last telling (`posting_id`), its lines, what it earned, its lots, what paid for it."""

    account_id: UUID
    kind: ReferenceKind
    reference: str
    first_posting_id: UUID
    posting_id: UUID
    spend_minor: int
    currency_code: str | None
    event_time: datetime
    event_trigger: str | None
    returned_minor: int = 0
    is_returned: bool = False
    lines: list[OrderedLine] = field(default_factory=list)
    earned: list[EarnedLine] = field(default_factory=list)
    lots: list[OpenLot] = field(default_factory=list)
    burns: list[OrderBurn] = field(default_factory=list)
    rule_of_lot: dict[UUID, str] = field(default_factory=dict)
    revision_of_rule: dict[str, int] = field(default_factory=dict)

    @property
    def has_come_back(self) -> bool:
        """Whether anything of it was returned."""
        return (
            self.is_returned
            or self.returned_minor > 0
            or any(line.is_returned or line.returned_minor or line.returned_quantity for line in self.lines)
        )


class UndoneEntry(NamedTuple):
    """An entry of a posting that is to be reversed."""

    book: str
    type: str
    amount_points: int
    lot_id: UUID | None
    rule_code: str | None
    rule_revision: int | None


@dataclass(slots=True)
class Undo:
    """Everything of one posting that its reversal must know."""

    account_id: UUID
    posting: Posting
    entries: list[UndoneEntry]
    lots: dict[UUID, OpenLot]
    has_followers: bool = False
    paid_for: str | None = None


ReferenceKey = tuple[UUID, ReferenceKind, str]


@dataclass
class LedgerState:
    """Everything a batch of commands touches. `accounts`: each member's account in the program's first redeemable wallet.

    `wallets`: every account by member and wallet code; where it is empty, a member has only that one account.
    """

    accounts: dict[UUID, Account]
    revisions: dict[str, list[ProgramRevision]]
    known: dict[ReferenceKey, Known] = field(default_factory=dict)
    wallets: dict[tuple[UUID, str], Account] = field(default_factory=dict)
    usage: CapUsage = field(default_factory=CapUsage)
    facts: dict[UUID, MemberFacts] = field(default_factory=dict)
    holds: dict[UUID, Hold] = field(default_factory=dict)
    orders: dict[tuple[UUID, ReferenceKind, str], Order] = field(default_factory=dict)
    undos: dict[UUID, list[Undo]] = field(default_factory=dict)
    transferred_today: dict[UUID, int] = field(default_factory=dict)
    lots: dict[UUID, OpenLot] = field(default_factory=dict)
    by_id: dict[UUID, Account] = field(default_factory=dict)
    by_member: dict[UUID, list[Account]] = field(default_factory=dict)
    usage_before: dict[CapKey, int] = field(default_factory=dict)
    cap_limits: dict[CapKey, int] = field(default_factory=dict)
    now: datetime = NEVER
    ratings: list[Rating] = field(default_factory=list)

    def account(self, member_id: UUID, wallet_code: str | None) -> Account | None:
        """The member's account in that wallet; None names the first redeemable wallet."""
        if wallet_code is None or not self.wallets:
            return self.accounts.get(member_id)
        return self.wallets.get((member_id, wallet_code))

    def program(self, account: Account) -> Program:
        """The program as it is in force now."""
        return revision_at(self.revisions[account.program_code], self.now).program

    def account_by_id(self, account_id: UUID) -> Account:
        """The account with this id, which the batch has loaded."""
        if not self.by_id:
            self.by_id = {account.id: account for account in (*self.accounts.values(), *self.wallets.values())}
        return self.by_id[account_id]

    def accounts_of(self, member_id: UUID) -> list[Account]:
        """The member's accounts, the first redeemable wallet's first."""
        if not self.by_member:
            for account in (*self.accounts.values(), *self.wallets.values()):
                known = self.by_member.setdefault(account.member_id, [])
                if all(account is not other for other in known):
                    known.append(account)
        return self.by_member.get(member_id, [])

    def order_of_lot(self, lot_id: UUID) -> Order | None:
        """The loaded order that granted the lot."""
        return next((order for order in self.orders.values() if lot_id in order.rule_of_lot), None)

    def cap_changes(self) -> list[CapChange]:
        """The caps whose use has moved since they were loaded."""
        return [
            CapChange(key, points, self.cap_limits.get(key, points))
            for key, points in self.usage
            if points != self.usage_before.get(key, 0)
        ]

    def know(
        self,
        posted: Posted,
        kind: ReferenceKind,
        spend_minor: int | None,
        currency_code: str | None,
        content_hash: str | None = None,
    ) -> None:
        """A later command of the batch with this reference is a repetition."""
        assert posted.account_id is not None  # noqa: S101 (a posting has an account)
        self.known[posted.account_id, kind, posted.reference] = Known(posted, spend_minor, currency_code, content_hash)


def day_begins(now: datetime, timezone: str) -> datetime:
    """The instant at which the local day of `now` began."""
    zone = ZoneInfo(timezone)
    local: date = now.astimezone(zone).date()
    return datetime(local.year, local.month, local.day, tzinfo=zone).astimezone(UTC)
