"""What the acts work on, in memory: accounts with their open lots, and the journal of what is to be stored. No SQL, no clock."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from loyalty.ledger.model import Book, EntryType, Posted, ReferenceKind
from loyalty.members.model import MemberStatus
from loyalty.programs.model import ProgramRevision

NEVER = datetime.max.replace(tzinfo=UTC)


class Posting(NamedTuple):
    """A posting as it is stored; its entries carry its id."""

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


class Move(NamedTuple):
    """Points that go from one book of an account to another: stored as two entries, −points and +points, so it sums to zero."""

    account_id: UUID
    posting_id: UUID
    type: EntryType
    source: Book
    target: Book
    points: int
    effective_at: datetime
    lot_id: UUID
    rule_code: str | None
    rule_revision: int | None


@dataclass(slots=True)
class OpenLot:
    """A lot with points left, as the batch sees it."""

    account_id: UUID
    id: UUID
    posting_id: UUID
    granted_points: int
    remaining_points: int
    granted_at: datetime
    expires_at: datetime | None

    def is_spendable_at(self, at: datetime) -> bool:
        """Whether the lot has not reached its expiry."""
        return self.expires_at is None or self.expires_at > at

    def burning_order(self) -> tuple[datetime, datetime, UUID]:
        """Soonest to expire first, then oldest, then id."""
        return (self.expires_at or NEVER, self.granted_at, self.id)


@dataclass(slots=True)
class Account:
    """A member's account as the batch sees it; it moves on with every command that is accepted.

    `overdue_points`: left in lots past their expiry that the nightly run has not posted yet. `lots`: the spendable ones,
    complete for accounts that burn in this batch.
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

    @property
    def available_points(self) -> int:
        """What may be spent now."""
        return self.active_points - self.held_points - self.overdue_points


class Known(NamedTuple):
    """A posting that exists for a reference, with the content that a repetition must equal."""

    posted: Posted
    spend_minor: int | None
    currency_code: str | None


ReferenceKey = tuple[UUID, ReferenceKind, str]


@dataclass(slots=True)
class LedgerState:
    """Everything a batch of commands touches: accounts by member, programs by code, postings by reference."""

    accounts: dict[UUID, Account]
    revisions: dict[str, list[ProgramRevision]]
    known: dict[ReferenceKey, Known] = field(default_factory=dict)

    def know(self, posted: Posted, kind: ReferenceKind, spend_minor: int | None, currency_code: str | None) -> None:
        """A later command of the batch with this reference is a repetition."""
        assert posted.account_id is not None  # noqa: S101 (a posting has an account)
        self.known[posted.account_id, kind, posted.reference] = Known(posted, spend_minor, currency_code)


class Journal:
    """What a batch has decided, ready to be appended. Balances change only by moves, so the two cannot part."""

    __slots__ = ("changed_lots", "moves", "new_lots", "postings", "recorded_at", "sums")

    def __init__(self, recorded_at: datetime) -> None:
        self.recorded_at = recorded_at
        self.postings: list[Posting] = []
        self.moves: list[Move] = []
        self.new_lots: dict[UUID, OpenLot] = {}
        self.changed_lots: dict[UUID, OpenLot] = {}
        # By account: what each book gains.
        self.sums: dict[UUID, dict[Book, int]] = {}

    def move(self, move: Move) -> None:
        """The move is in the journal and in its account's sums."""
        self.moves.append(move)
        sums = self.sums.get(move.account_id)
        if sums is None:
            sums = self.sums[move.account_id] = {}
        sums[move.source] = sums.get(move.source, 0) - move.points
        sums[move.target] = sums.get(move.target, 0) + move.points

    def grant(self, lot: OpenLot) -> None:
        """The lot is new."""
        self.new_lots[lot.id] = lot

    def take(self, lot: OpenLot, points: int) -> None:
        """The lot has so many points fewer."""
        lot.remaining_points -= points
        if lot.id not in self.new_lots:
            self.changed_lots[lot.id] = lot
