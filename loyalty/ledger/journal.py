"""What a batch has decided, ready to be appended: postings, moves, lots, and whatever else changes. No SQL, no decision."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from loyalty.ledger.model import Book, EntryType, ReferenceKind
from loyalty.programs.rating import CapKey

if TYPE_CHECKING:
    from loyalty.ledger.state import Account, EarnedLine, Hold, OpenLot, Order, OrderBurn, OrderedLine


class Posting(NamedTuple):
    """A posting as it is stored; its entries carry its id. `member_id` addresses the outbox row that goes with it."""

    account_id: UUID
    id: UUID
    type: EntryType
    reference_kind: ReferenceKind
    reference: str
    points: int
    spend_minor: int | None
    currency_code: str | None
    event_time: datetime
    source: str | None
    actor: str | None
    reason: str | None
    idempotency_key: str | None
    member_id: UUID
    transaction_id: UUID | None = None
    reverses_posting_id: UUID | None = None
    corrects_posting_id: UUID | None = None
    event_trigger: str | None = None
    content_hash: str | None = None
    uncollected_points: int = 0


class Move(NamedTuple):
    """Points that go from one book of an account to another: stored as two entries, −points and +points, so it sums to zero.

    Of an `OVERDRAFT_REPAID` both books are ACTIVE: the points leave the lot and stay in the account without one.
    """

    account_id: UUID
    posting_id: UUID
    type: EntryType
    source: Book
    target: Book
    points: int
    effective_at: datetime
    lot_id: UUID | None
    rule_code: str | None
    rule_revision: int | None


@dataclass(slots=True)
class OverdraftChange:
    """How an account's debt moves, and how far below zero it may stand."""

    owed_points: int
    overdraft_points: int


class ExpiryMove(NamedTuple):
    """A lot's expiry that was moved by somebody or by a rule."""

    account_id: UUID
    lot_id: UUID
    posting_id: UUID
    from_expires_at: datetime | None
    to_expires_at: datetime | None
    reason: str | None
    actor: str | None


class Transferred(NamedTuple):
    """The two postings of a transfer."""

    account_id: UUID
    posting_id: UUID
    to_account_id: UUID
    to_posting_id: UUID


class CapChange(NamedTuple):
    """How much of a cap is used now."""

    key: CapKey
    used_points: int
    limit_points: int


class Journal:
    """What a batch has decided. Balances change only by moves, so the two cannot part."""

    __slots__ = (
        "cap_changes",
        "changed_lots",
        "changed_orders",
        "corrections",
        "counted",
        "earned_lines",
        "expiry_moves",
        "holds",
        "moves",
        "new_holds",
        "new_lots",
        "order_burns",
        "order_lines",
        "overdrafts",
        "postings",
        "recorded_at",
        "sums",
        "transfers",
    )

    def __init__(self, recorded_at: datetime) -> None:
        self.recorded_at = recorded_at
        self.postings: list[Posting] = []
        self.moves: list[Move] = []
        self.new_lots: dict[UUID, OpenLot] = {}
        self.changed_lots: dict[UUID, OpenLot] = {}
        # By account: what each book gains.
        self.sums: dict[UUID, dict[Book, int]] = {}
        # By account: what may count towards a tier.
        self.counted: dict[UUID, int] = {}
        self.overdrafts: dict[UUID, OverdraftChange] = {}
        self.new_holds: dict[UUID, Hold] = {}
        self.holds: dict[UUID, Hold] = {}
        self.order_lines: list[tuple[UUID, UUID, OrderedLine]] = []
        self.earned_lines: dict[tuple[UUID, UUID, str, str], EarnedLine] = {}
        self.order_burns: dict[tuple[UUID, UUID], OrderBurn] = {}
        self.changed_orders: dict[tuple[UUID, ReferenceKind, str], Order] = {}
        self.corrections: list[tuple[UUID, ReferenceKind, str, UUID]] = []
        self.expiry_moves: list[ExpiryMove] = []
        self.transfers: list[Transferred] = []
        self.cap_changes: list[CapChange] = []

    def move(self, move: Move) -> None:
        """The move is in the journal and in its account's sums."""
        self.moves.append(move)
        sums = self.sums.get(move.account_id)
        if sums is None:
            sums = self.sums[move.account_id] = {}
        sums[move.source] = sums.get(move.source, 0) - move.points
        sums[move.target] = sums.get(move.target, 0) + move.points

    def settle(self, posting: Posting, points: int, uncollected_points: int = 0) -> None:
        """What was not known of the posting when it was opened: the points that it moved, and those that it could not take."""
        place = next(place for place in range(len(self.postings) - 1, -1, -1) if self.postings[place].id == posting.id)
        self.postings[place] = self.postings[place]._replace(points=points, uncollected_points=uncollected_points)

    def grant(self, lot: "OpenLot") -> None:
        """The lot is new."""
        self.new_lots[lot.id] = lot

    def take(self, lot: "OpenLot", points: int) -> None:
        """The lot has so many free points fewer."""
        lot.remaining_points -= points
        self.touch(lot)

    def touch(self, lot: "OpenLot") -> None:
        """The lot is stored as it stands now."""
        if lot.id not in self.new_lots:
            self.changed_lots[lot.id] = lot

    def owe(self, account: "Account", points: int) -> None:
        """The account owes so many points more (below zero: fewer), and may stand that far below zero."""
        account.owed_points += points
        account.overdraft_points = max(account.overdraft_limit_points, account.owed_points)
        change = self.overdrafts.setdefault(account.id, OverdraftChange(0, 0))
        change.owed_points += points
        change.overdraft_points = account.overdraft_points

    def remember(self, line: "EarnedLine") -> None:
        """What a rule gave for a line is stored as it stands."""
        self.earned_lines[line.account_id, line.posting_id, line.rule_code, line.line_id] = line
