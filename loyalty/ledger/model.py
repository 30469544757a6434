"""The ledger's words: books, entry types, commands, results, balances. Not here: deciding (one module per act) and SQL (store)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

ACCOUNT_ID_PREFIX = "acc"
POSTING_ID_PREFIX = "pst"
ENTRY_ID_PREFIX = "ent"
LOT_ID_PREFIX = "lot"

# One amount of money or points never exceeds this, so that sums of a billion of them still fit a bigint.
AMOUNT_MAX = 1_000_000_000
REFERENCE_LENGTH_MAX = 200
LABEL_LENGTH_MAX = 200


class Book(StrEnum):
    """Where an entry puts points. The first three are the member's; the others are the program's side of the same account."""

    ACTIVE = "ACTIVE"
    PENDING = "PENDING"
    HELD = "HELD"
    ISSUED = "ISSUED"
    REDEEMED = "REDEEMED"
    EXPIRED = "EXPIRED"
    ADJUSTED = "ADJUSTED"
    TRANSFERRED = "TRANSFERRED"


MEMBER_BOOKS = (Book.ACTIVE, Book.PENDING, Book.HELD)


class EntryType(StrEnum):
    """Why points moved."""

    POINTS_EARNED = "POINTS_EARNED"
    PENDING_ADDED = "PENDING_ADDED"
    PENDING_ACTIVATED = "PENDING_ACTIVATED"
    PENDING_CANCELED = "PENDING_CANCELED"
    SPENT_ON_REWARD = "SPENT_ON_REWARD"
    SPENT_ON_ORDER = "SPENT_ON_ORDER"
    REFUNDED = "REFUNDED"
    RETURNED = "RETURNED"
    EXPIRED = "EXPIRED"
    ADJUSTED_CREDIT = "ADJUSTED_CREDIT"
    ADJUSTED_DEBIT = "ADJUSTED_DEBIT"
    TRANSFER_OUT = "TRANSFER_OUT"
    TRANSFER_IN = "TRANSFER_IN"
    RERATED = "RERATED"
    OPENING_BALANCE = "OPENING_BALANCE"


class ReferenceKind(StrEnum):
    """What a posting's business reference names; kind and reference together are unique for an account, for ever."""

    ORDER = "ORDER"
    BURN = "BURN"
    REDEMPTION = "REDEMPTION"
    LOT_EXPIRY = "LOT_EXPIRY"


# --- commands ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EarnPoints:
    """A purchase that earns what the program's rules say.

    `spend_minor` is in the minor unit of `currency_code`. `event_time` None means: now. `order_id` is the business
    reference: a second command with it and the same content answers the first posting.
    """

    member_id: UUID
    order_id: str
    spend_minor: int
    currency_code: str
    event_time: datetime | None = None
    source: str | None = None
    actor: str | None = None
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class BurnPoints:
    """Spend points on an order; takes effect when it is recorded. `reference` is unique among the account's burns."""

    member_id: UUID
    reference: str
    points: int
    reason: str | None = None
    source: str | None = None
    actor: str | None = None
    idempotency_key: str | None = None


Command = EarnPoints | BurnPoints


# --- results ----------------------------------------------------------------------------------------------------------


class Allocation(NamedTuple):
    """So many points of a burn came out of this lot."""

    lot_id: UUID
    points: int


@dataclass(frozen=True, slots=True)
class Posted:
    """What a command did.

    `points` is what was earned or burned (≥ 0). `available_points` is what the member may spend after it; for a
    duplicate, what the member may spend now. `posting_id` is None only for a dry run. An earning of 0 points has a
    posting and no lot. `allocations`: the lots a burn consumed, in the order of consumption.
    """

    posting_id: UUID | None
    member_id: UUID
    account_id: UUID | None
    type: EntryType
    reference: str
    points: int
    available_points: int
    event_time: datetime
    recorded_at: datetime
    lot_id: UUID | None = None
    expires_at: datetime | None = None
    rule_code: str | None = None
    rule_revision: int | None = None
    allocations: tuple[Allocation, ...] = ()
    is_duplicate: bool = False
    is_dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Expired:
    """What one call of `expire` did. `has_more`: lots are still due, call again."""

    lot_count: int
    account_count: int
    points: int
    has_more: bool


# --- reads ------------------------------------------------------------------------------------------------------------


class AsOf(StrEnum):
    """What "as of" asks: what counted then (EFFECTIVE), or what we knew then (RECORDED)."""

    EFFECTIVE = "EFFECTIVE"
    RECORDED = "RECORDED"


class Expiry(NamedTuple):
    """So many points stop being spendable at this instant."""

    expires_at: datetime
    points: int


@dataclass(frozen=True, slots=True)
class Balance:
    """A member's points in one wallet at the instant `as_of`.

    Lots past their expiry count as expired whether or not the nightly run has posted it, so
    `available_points = active_points − held_points` always holds. `account_id` None: nothing was ever posted.
    """

    member_id: UUID
    account_id: UUID | None
    wallet_code: str
    as_of: datetime
    active_points: int = 0
    pending_points: int = 0
    held_points: int = 0
    spent_points: int = 0
    expired_points: int = 0
    lifetime_points: int = 0
    soonest_expiries: tuple[Expiry, ...] = ()

    @property
    def available_points(self) -> int:
        """What the member may spend."""
        return self.active_points - self.held_points


@dataclass(frozen=True, slots=True)
class Lot:
    """Points granted together and expiring together; spendable before `expires_at` (None: never expires)."""

    account_id: UUID
    id: UUID
    posting_id: UUID
    granted_points: int
    remaining_points: int
    granted_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line of a member's history: an entry with what its posting says of it. `amount_points` is signed."""

    id: UUID
    posting_id: UUID
    account_id: UUID
    wallet_code: str
    book: Book
    type: EntryType
    amount_points: int
    event_time: datetime
    effective_at: datetime
    recorded_at: datetime
    reference_kind: ReferenceKind
    reference: str
    lot_id: UUID | None
    rule_code: str | None
    rule_revision: int | None
    spend_minor: int | None
    currency_code: str | None
    source: str | None
    actor: str | None
    reason: str | None
