"""The ledger's words: books, entry types, results, balances. Not here: commands, deciding (one module per act) and SQL (store)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

ACCOUNT_ID_PREFIX = "acc"
POSTING_ID_PREFIX = "pst"
ENTRY_ID_PREFIX = "ent"
LOT_ID_PREFIX = "lot"
HOLD_ID_PREFIX = "hld"

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
    """Why points moved. `EXPIRY_MOVED` is said of postings alone: it moves an instant, not points."""

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
    HELD = "HELD"
    HOLD_RELEASED = "HOLD_RELEASED"
    HOLD_LAPSED = "HOLD_LAPSED"
    OVERDRAFT_REPAID = "OVERDRAFT_REPAID"
    EXPIRY_MOVED = "EXPIRY_MOVED"


class ReferenceKind(StrEnum):
    """What a posting's business reference names; kind and reference together are unique for an account, for ever."""

    ORDER = "ORDER"
    EVENT = "EVENT"
    BURN = "BURN"
    REDEMPTION = "REDEMPTION"
    REDEMPTION_REFUND = "REDEMPTION_REFUND"
    HOLD = "HOLD"
    CAPTURE = "CAPTURE"
    HOLD_RELEASE = "HOLD_RELEASE"
    HOLD_END = "HOLD_END"
    RETURN = "RETURN"
    RETURN_OF_SPENT = "RETURN_OF_SPENT"
    CORRECTION = "CORRECTION"
    REVERSAL = "REVERSAL"
    TRANSFER_OUT = "TRANSFER_OUT"
    TRANSFER_IN = "TRANSFER_IN"
    ADJUSTMENT = "ADJUSTMENT"
    OPENING_BALANCE = "OPENING_BALANCE"
    ACTIVATION = "ACTIVATION"
    CANCELLATION = "CANCELLATION"
    EXPIRY_MOVE = "EXPIRY_MOVE"
    LOT_ACTIVATION = "LOT_ACTIVATION"
    LOT_EXPIRY = "LOT_EXPIRY"
    PROMOTION = "PROMOTION"
    PROMOTION_RETURN = "PROMOTION_RETURN"


class HoldStatus(StrEnum):
    """A hold is ISSUED until nothing of it is held any more; then it is, for ever, what ended it."""

    ISSUED = "ISSUED"
    CAPTURED = "CAPTURED"
    RELEASED = "RELEASED"
    LAPSED = "LAPSED"


# --- results ----------------------------------------------------------------------------------------------------------


class Allocation(NamedTuple):
    """So many points came out of this lot; `lot_id` None: out of no lot, they are owed."""

    lot_id: UUID | None
    points: int


class Grant(NamedTuple):
    """Points that came into being, in any of the member's wallets; `activates_at` or `activation_event` only while pending."""

    wallet_code: str
    lot_id: UUID
    points: int
    expires_at: datetime | None
    rule_code: str | None = None
    is_pending: bool = False
    activates_at: datetime | None = None
    activation_event: str | None = None


# Not frozen: setting two dozen fields past a lock takes three times as long, and every posting tells one.
@dataclass(slots=True)
class Posted:
    """What a command did.

    `points` is what moved in the account `account_id` (≥ 0): earned, burned, held, captured, released, taken back, transferred,
    adjusted. `available_points` is what the member may spend of that wallet after it; for a duplicate, now. `posting_id` is None
    only for a dry run. An earning of 0 points has a posting and no lot. `allocations`: the lots that points came out of, in order.
    `grants`: every lot that came into being, in every wallet; `lot_id`, `expires_at` and `rule_code` are the first one's.
    All postings of one command share `transaction_id`.

    Of a return: `points` were taken back, `returned_points` (spent before) given back, `uncollected_points` could not be taken
    under the program's policy.
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
    wallet_code: str = ""
    transaction_id: UUID | None = None
    grants: tuple[Grant, ...] = ()
    hold_id: UUID | None = None
    lapses_at: datetime | None = None
    held_points: int = 0
    owed_points: int = 0
    returned_points: int = 0
    uncollected_points: int = 0
    reverses_posting_id: UUID | None = None
    corrects_posting_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Expired:
    """What one call of `expire` did. `has_more`: lots are still due, call again."""

    lot_count: int
    account_count: int
    points: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class Activated:
    """What one call of `activate` did: due pending lots are active, due holds have lapsed. `has_more`: call again."""

    lot_count: int
    hold_count: int
    points: int
    has_more: bool


class ExpiryNotice(NamedTuple):
    """These points expire within `days` days; said once for each lot and number of days."""

    member_id: UUID
    account_id: UUID
    wallet_code: str
    lot_id: UUID
    points: int
    expires_at: datetime
    days: int


# --- reads ------------------------------------------------------------------------------------------------------------


class AsOf(StrEnum):
    """What "as of" asks: what counted then (EFFECTIVE), or what we knew then (RECORDED)."""

    EFFECTIVE = "EFFECTIVE"
    RECORDED = "RECORDED"


class Expiry(NamedTuple):
    """So many points stop being spendable at this instant."""

    expires_at: datetime
    points: int


class Activation(NamedTuple):
    """So many pending points become spendable at this instant."""

    activates_at: datetime
    points: int


@dataclass(frozen=True, slots=True)
class Balance:
    """A member's points in one wallet at the instant `as_of`.

    What is due by then counts, whether or not the nightly run has posted it: pending points past their activation are active, lots
    past their expiry are expired, lapsed holds hold nothing. `active_points` includes what is held and is less by what is owed, so
    `available_points = active_points − held_points` always holds; it is below zero where more is owed than there is.
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
    owed_points: int = 0
    next_activations: tuple[Activation, ...] = ()

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
    wallet_code: str = ""


class LotStatus(StrEnum):
    """PENDING: waits to become spendable. OPEN: something is left to spend or held. USED: nothing is left. EXPIRED: the rest is lost."""

    PENDING = "PENDING"
    OPEN = "OPEN"
    USED = "USED"
    EXPIRED = "EXPIRED"


class LotUse(NamedTuple):
    """What one posting did to a lot: `points` left it for good (below zero: came back), `held_points` were set aside (or let go)."""

    posting_id: UUID
    type: EntryType
    reference_kind: ReferenceKind
    reference: str
    points: int
    held_points: int
    effective_at: datetime
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class LotStatement:
    """A lot at an instant and everything that was done to it, oldest first.

    `granted_points = remaining_points + held_points + expired_points + repaying_points + the points of the uses that are not of type
    EXPIRED`. What is due by the instant counts, posted or not; `repaying_points` became active and go to what the member owes, which
    is not posted yet.
    """

    lot: Lot
    status: LotStatus
    held_points: int
    expired_points: int
    repaying_points: int
    activates_at: datetime | None
    activation_event: str | None
    uses: tuple[LotUse, ...]


class Movement(NamedTuple):
    """What entries of one type did to the parts of a balance within a period."""

    type: EntryType
    active_points: int
    pending_points: int
    held_points: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A wallet over a period: for each part, opening + the movements = closing.

    The period is from `starts_at` up to, but not including, `ends_at`. What fell due in it counts as moved, posted or not.
    """

    opening: Balance
    closing: Balance
    movements: tuple[Movement, ...]
    starts_at: datetime
    ends_at: datetime


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
