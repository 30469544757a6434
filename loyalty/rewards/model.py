"""Rewards and redemptions, and the states a redemption may pass through. Not here: points (the ledger) and SQL (store)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from loyalty.ledger.model import Allocation

REDEMPTION_ID_PREFIX = "rdm"


class RedemptionStatus(StrEnum):
    """Where a redemption stands."""

    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    FULFILLED = "FULFILLED"
    REJECTED = "REJECTED"
    REFUNDED = "REFUNDED"


NEXT_STATUSES: Final = MappingProxyType(
    {
        RedemptionStatus.PENDING: frozenset({RedemptionStatus.PROCESSING}),
        RedemptionStatus.PROCESSING: frozenset({RedemptionStatus.FULFILLED, RedemptionStatus.REJECTED}),
        RedemptionStatus.FULFILLED: frozenset({RedemptionStatus.REFUNDED}),
        RedemptionStatus.REJECTED: frozenset[RedemptionStatus](),
        RedemptionStatus.REFUNDED: frozenset[RedemptionStatus](),
    }
)


@dataclass(frozen=True, slots=True)
class RewardDefinition:
    """A reward as its file says it. `stock_count` is how many were ever put up (None: without limit)."""

    code: str
    program_code: str
    name: dict[str, str]
    description: dict[str, str]
    price_points: int
    stock_count: int | None = None
    tier_minimum_code: str | None = None
    is_offered: bool = True


@dataclass(frozen=True, slots=True)
class Reward:
    """A reward as it stands in the catalogue."""

    definition: RewardDefinition
    redeemed_count: int

    @property
    def left_count(self) -> int | None:
        """How many can still be redeemed (None: without limit)."""
        stock = self.definition.stock_count
        return None if stock is None else stock - self.redeemed_count


@dataclass(frozen=True, slots=True)
class RedeemReward:
    """Spend points on one unit of a reward.

    `reference` is the caller's business reference, unique among the account's redemptions; None: the redemption's own id.
    `tier_code` is the tier the member stands on, as last published; None: the lowest tier of the program.
    """

    member_id: UUID
    reward_code: str
    reference: str | None = None
    tier_code: str | None = None
    source: str | None = None
    actor: str | None = None
    idempotency_key: str | None = None


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


@dataclass(frozen=True, slots=True)
class Redeemed:
    """What a redeem command did. `redemption` is None only for a dry run; `points` is the price in force."""

    redemption: Redemption | None
    reward_code: str
    points: int
    available_points: int
    allocations: tuple[Allocation, ...] = ()
    is_duplicate: bool = False
    is_dry_run: bool = False
