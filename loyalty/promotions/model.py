"""Promotions, their effects and limits, uses and figures. Not here: judging (decide), JSON (definition), SQL (store, catalogue)."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from loyalty.eligibility.model import EVERYBODY, Criteria
from loyalty.errors import LoyaltyError
from loyalty.ledger.commands import EarnPoints
from loyalty.ledger.model import Posted
from loyalty.programs.rating import EarningEvent
from loyalty.programs.rules_model import PURCHASE
from loyalty.rules.logic import Logic
from loyalty.vouchers.model import VoucherUsed

PROMOTION_USE_ID_PREFIX = "pru"
RULE_PREFIX = "promotion/"
"""Before a promotion's code where the ledger names the rule of an entry. Codes have no `/`, so it is never a rule's own code."""


class PromotionStatus(StrEnum):
    """Only an ACTIVE promotion is applied. A PAUSED one may go on; ARCHIVED is final. All but that stay editable."""

    DRAFT = "DRAFT"
    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"
    ARCHIVED = "ARCHIVED"


NEXT_STATUSES: Final = MappingProxyType(
    {
        PromotionStatus.DRAFT: frozenset({PromotionStatus.ACTIVE, PromotionStatus.ARCHIVED}),
        PromotionStatus.ACTIVE: frozenset({PromotionStatus.PAUSED, PromotionStatus.ARCHIVED}),
        PromotionStatus.PAUSED: frozenset({PromotionStatus.ACTIVE, PromotionStatus.ARCHIVED}),
        PromotionStatus.ARCHIVED: frozenset[PromotionStatus](),
    }
)


@dataclass(frozen=True, slots=True)
class Points:
    """Bonus points: `points` once, or for every full `per_minor` of the order. They last `expires_after_days`, else as all do."""

    points: int
    per_minor: int | None = None
    wallet_code: str | None = None
    expires_after_days: int | None = None


@dataclass(frozen=True, slots=True)
class Discount:
    """Money off, a figure for the till: `amount_minor`, or `percent` of the order up to `amount_minor` (None: whatever it comes to)."""

    amount_minor: int | None = None
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class UsageLimits:
    """How often it may be used in all and by one member, and what it may give away in all (None: without limit)."""

    total_count: int | None = None
    per_member_count: int | None = None
    budget_points: int | None = None
    budget_minor: int | None = None


@dataclass(frozen=True, slots=True)
class PromotionDefinition:
    """A promotion as it is defined. Of each `exclusivity_group` the one of highest `priority` applies; an exclusive one applies alone."""

    code: str
    program_code: str
    name: dict[str, str]
    description: dict[str, str]
    points: Points | None = None
    discount: Discount | None = None
    trigger: str = PURCHASE
    eligibility: Criteria = EVERYBODY
    condition: Logic | None = None
    priority: int = 0
    exclusivity_group: str | None = None
    is_exclusive: bool = False
    limits: UsageLimits = UsageLimits()


@dataclass(frozen=True, slots=True)
class Promotion:
    """A promotion as it stands, with what was used of it (what was given back does not count)."""

    definition: PromotionDefinition
    status: PromotionStatus
    revision: int
    used_count: int = 0
    used_points: int = 0
    used_minor: int = 0

    @property
    def left_points(self) -> int | None:
        """What is left of the budget in points (None: without limit)."""
        budget = self.definition.limits.budget_points
        return None if budget is None else budget - self.used_points

    @property
    def left_minor(self) -> int | None:
        """What is left of the budget in money (None: without limit)."""
        budget = self.definition.limits.budget_minor
        return None if budget is None else budget - self.used_minor


@dataclass(frozen=True, slots=True)
class PromotionRevision:
    """A promotion as somebody left it."""

    definition: PromotionDefinition
    status: PromotionStatus
    revision: int
    actor: str | None
    reason: str | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class ApplyPromotions:
    """Apply every promotion that fits to an order or other event. `order_id` is the business reference: promotions apply to it once.

    `codes`: only these are asked (None: every active one).
    """

    member_id: UUID
    order_id: str
    event: EarningEvent
    source: str | None = None
    actor: str | None = None
    idempotency_key: str | None = None
    codes: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class EarnWithPromotions:
    """A purchase with its promotions and vouchers: all of it is posted together, or nothing.

    `codes`: these promotions (None: all that fit; empty: none). `must_apply`: the purchase is refused unless every promotion and voucher
    that it names applies. `caller_id`: whose voucher codes that do not work are counted.
    """

    earn: EarnPoints
    codes: tuple[str, ...] | None = None
    voucher_codes: tuple[str, ...] = ()
    must_apply: bool = False
    caller_id: str = ""


@dataclass(frozen=True, slots=True)
class ReturnPromotions:
    """The order came back as a whole: what promotions gave for it is taken back, and limits and budgets have their room again.

    For orders that the ledger does not know; those that it does are settled with their return (`post_with_promotions`).
    """

    member_id: UUID
    order_id: str
    reason: str | None = None
    source: str | None = None
    actor: str | None = None
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class PromotionUse:
    """One promotion that was applied to one order. `returned_…`: how much of it came back with goods; all of it once `returned_at`."""

    id: UUID
    member_id: UUID
    program_code: str
    promotion_code: str
    promotion_revision: int
    order_id: str
    points: int
    discount_minor: int
    used_at: datetime
    account_id: UUID | None = None
    posting_id: UUID | None = None
    lot_id: UUID | None = None
    member_slot: int | None = None
    member_limit: int | None = None
    actor: str | None = None
    returned_at: datetime | None = None
    return_posting_id: UUID | None = None
    returned_points: int = 0
    returned_minor: int = 0


@dataclass(frozen=True, slots=True)
class Considered:
    """A promotion that was looked at: what it gives, or every reason why it does not apply, in the documented order."""

    promotion_code: str
    revision: int
    points: int = 0
    discount_minor: int = 0
    refusals: tuple[LoyaltyError, ...] = ()

    @property
    def is_applied(self) -> bool:
        """Nothing speaks against it."""
        return not self.refusals


@dataclass(frozen=True, slots=True)
class Applied:
    """What promotions did for an order. `considered`: every active promotion of the program; empty for a duplicate."""

    member_id: UUID
    order_id: str
    uses: tuple[PromotionUse, ...]
    considered: tuple[Considered, ...] = ()
    available_points: int | None = None
    is_duplicate: bool = False
    is_dry_run: bool = False

    @property
    def points(self) -> int:
        """All bonus points."""
        return sum(use.points for use in self.uses)

    @property
    def discount_minor(self) -> int:
        """All money off."""
        return sum(use.discount_minor for use in self.uses)


@dataclass(frozen=True, slots=True)
class Purchased:
    """What a purchase with promotions did. `applied` None: no promotion was asked for. `vouchers`: by place, the use or why not."""

    posted: Posted
    applied: Applied | None
    vouchers: tuple[VoucherUsed | LoyaltyError, ...] = ()

    @property
    def is_duplicate(self) -> bool:
        """All of it was there before."""
        parts = (self.posted, *([self.applied] if self.applied is not None else []), *self.vouchers)
        return all(isinstance(part, LoyaltyError) or part.is_duplicate for part in parts)


@dataclass(frozen=True, slots=True)
class PromotionFigures:
    """How a promotion performs. `uses` and sums count what stands; `returned_count` what was given back."""

    promotion: Promotion
    member_count: int = 0
    returned_count: int = 0
    first_used_at: datetime | None = None
    last_used_at: datetime | None = None
    by_day: list[tuple[str, int, int, int]] = field(default_factory=list)
