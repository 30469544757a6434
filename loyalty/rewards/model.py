"""Rewards and redemptions, and the states a redemption may pass through. Not here: points (the ledger) and SQL (store)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple
from uuid import UUID

from loyalty.eligibility.model import EVERYBODY, Criteria
from loyalty.errors import LoyaltyError
from loyalty.ledger.model import Allocation

REDEMPTION_ID_PREFIX = "rdm"


class RedemptionStatus(StrEnum):
    """Where a redemption stands."""

    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    FULFILLED = "FULFILLED"
    REJECTED = "REJECTED"
    REFUNDED = "REFUNDED"


STANDING = frozenset({RedemptionStatus.PENDING, RedemptionStatus.PROCESSING, RedemptionStatus.FULFILLED})
"""What counts towards stock and limits; the others have given back what they took."""

NEXT_STATUSES: Final = MappingProxyType(
    {
        RedemptionStatus.PENDING: frozenset({RedemptionStatus.PROCESSING}),
        RedemptionStatus.PROCESSING: frozenset({RedemptionStatus.FULFILLED, RedemptionStatus.REJECTED}),
        RedemptionStatus.FULFILLED: frozenset({RedemptionStatus.REFUNDED}),
        RedemptionStatus.REJECTED: frozenset[RedemptionStatus](),
        RedemptionStatus.REFUNDED: frozenset[RedemptionStatus](),
    }
)


class LimitPeriod(StrEnum):
    """Over which local calendar period of the program a limit counts. Weeks begin on Monday."""

    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"


@dataclass(frozen=True, slots=True)
class Price:
    """What one unit costs in a wallet (None: the program's first redeemable one), for a tier and above, for a segment, or for everybody."""

    points: int
    wallet_code: str | None = None
    tier_minimum_code: str | None = None
    segment_code: str | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """How often one member may redeem: ever, and within a period (None: without limit). What was given back does not count."""

    total_count: int | None = None
    period: LimitPeriod | None = None
    period_count: int | None = None


@dataclass(frozen=True, slots=True)
class RewardDefinition:
    """A reward as it is defined. `stock_count` is how many were ever put up (None: without limit).

    Of its `prices` the best one that applies is charged. With `voucher_pool_code` a redemption is fulfilled at once by a voucher.
    `picture_url` is where apps and the console find its picture (None: they draw its initials).
    """

    code: str
    program_code: str
    name: dict[str, str]
    description: dict[str, str]
    prices: tuple[Price, ...]
    stock_count: int | None = None
    eligibility: Criteria = EVERYBODY
    limits: Limits = Limits()
    voucher_pool_code: str | None = None
    is_offered: bool = True
    picture_url: str | None = None

    @property
    def price_points(self) -> int:
        """The price for everybody; the least of all prices where there is none for everybody."""
        for_all = [price.points for price in self.prices if price.tier_minimum_code is None and price.segment_code is None]
        return min(for_all or [price.points for price in self.prices])

    @property
    def tier_minimum_code(self) -> str | None:
        """The lowest tier that may redeem it; None: every tier."""
        return self.eligibility.tier_minimum_code


class PriceReason(StrEnum):
    """Why this price: it is everybody's, the tier's, the segment's, both, or everybody's less what the tier is granted."""

    LIST = "LIST"
    TIER = "TIER"
    SEGMENT = "SEGMENT"
    TIER_AND_SEGMENT = "TIER_AND_SEGMENT"
    TIER_BENEFIT = "TIER_BENEFIT"


@dataclass(frozen=True, slots=True)
class Quote:
    """What one unit costs this member, and why. `list_points` is what everybody would pay (never less)."""

    wallet_code: str
    points: int
    list_points: int
    reason: PriceReason
    tier_code: str | None = None
    segment_code: str | None = None


@dataclass(frozen=True, slots=True)
class Reward:
    """A reward as it stands in the catalogue."""

    definition: RewardDefinition
    redeemed_count: int
    revision: int = 1

    @property
    def left_count(self) -> int | None:
        """How many can still be redeemed (None: without limit)."""
        stock = self.definition.stock_count
        return None if stock is None else stock - self.redeemed_count


@dataclass(frozen=True, slots=True)
class RewardRevision:
    """A reward as somebody left it."""

    definition: RewardDefinition
    revision: int
    actor: str | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class RedeemReward:
    """Spend points on one unit of a reward.

    `reference` is the caller's business reference, unique among the member's redemptions; None: the redemption's own id.
    `wallet_code` None: the first of the program's wallets in which the reward has a price.
    """

    member_id: UUID
    reward_code: str
    reference: str | None = None
    wallet_code: str | None = None
    source: str | None = None
    actor: str | None = None
    idempotency_key: str | None = None


class Slot(NamedTuple):
    """Which of how many this one is. A slot is held by one standing redemption of the member at a time; the database sees to it."""

    number: int
    limit: int


class PeriodSlot(NamedTuple):
    """As `Slot`, within the period that starts on a local day."""

    period: LimitPeriod
    starts_on: date
    number: int
    limit: int


@dataclass(frozen=True, slots=True)
class Redemption:
    """A reward a member has paid for."""

    id: UUID
    account_id: UUID
    member_id: UUID
    program_code: str
    reward_code: str
    reference: str
    points: int
    status: RedemptionStatus
    posting_id: UUID
    requested_at: datetime
    changed_at: datetime
    reward_revision: int | None = None
    wallet_code: str | None = None
    list_points: int | None = None
    price_reason: PriceReason | None = None
    member_slot: Slot | None = None
    period_slot: PeriodSlot | None = None
    voucher_id: UUID | None = None
    return_posting_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class MoveRedemption:
    """Send a redemption on; `reason` says why it is rejected or refunded."""

    redemption_id: UUID
    to: RedemptionStatus
    reason: str | None = None
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a redemption stands after a move. `returned_points`: what was given back by it; `available_points` None: nothing was."""

    redemption: Redemption
    returned_points: int = 0
    available_points: int | None = None
    is_duplicate: bool = False
    is_dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Redeemed:
    """What a redeem command did. `redemption` is None only for a dry run; `points` is the price charged, and `quote` says why."""

    redemption: Redemption | None
    reward_code: str
    points: int
    available_points: int
    allocations: tuple[Allocation, ...] = ()
    is_duplicate: bool = False
    is_dry_run: bool = False
    quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class RewardStanding:
    """Whether a member can redeem a reward now. `refusals`: every reason why not, in the documented order.

    `quote` None: no price applies to the member. `missing_points` is what the balance lacks for it (0: nothing).
    """

    reward: Reward
    quote: Quote | None
    available_points: int
    missing_points: int
    refusals: tuple[LoyaltyError, ...] = ()

    @property
    def is_available(self) -> bool:
        """Nothing speaks against it."""
        return not self.refusals
