"""What a program says: wallets, earning rules, tiers, limits, and what an event looks like. Not here: files (definition), rows (store)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from loyalty.programs.rules_model import (
    Cap,
    EarningRule,
    Effect,
    ExclusivityGroup,
    ExpiryPolicy,
    ExpiryRounding,
    LotExpiry,
    PerAmount,
)

__all__ = [
    "STEPS",
    "Benefits",
    "BurnLimits",
    "Cap",
    "Downgrade",
    "DowngradePolicy",
    "EarningRule",
    "Effect",
    "ExclusivityGroup",
    "ExpiryPolicy",
    "ExpiryRounding",
    "LotExpiry",
    "OrderLine",
    "PerAmount",
    "PeriodKind",
    "Program",
    "ProgramRevision",
    "ProgramStatus",
    "Qualification",
    "QualificationBy",
    "ReturnPolicy",
    "StoredProgram",
    "StoredRevision",
    "Tier",
    "TierLadder",
    "TierPeriod",
    "TierStructure",
    "TransferLimits",
    "Wallet",
    "WalletKind",
    "revision_at",
]


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One line of an order: what was paid for it in minor units, and what it is. `line_id` is unique within its order."""

    line_id: str
    amount_minor: int
    quantity: int = 1
    product_id: str | None = None
    category_code: str | None = None
    attributes: Mapping[str, object] = field(default_factory=dict)


class WalletKind(StrEnum):
    """REDEEMABLE points buy things; QUALIFYING points only count, for tiers for instance."""

    REDEEMABLE = "REDEEMABLE"
    QUALIFYING = "QUALIFYING"


@dataclass(frozen=True, slots=True)
class Wallet:
    """A kind of point. Its code and kind are for ever."""

    code: str
    kind: WalletKind = WalletKind.REDEEMABLE
    name: Mapping[str, str] = field(default_factory=dict)


class QualificationBy(StrEnum):
    """What a tier is reached by; SEGMENT: by being a member of the tier's segment."""

    SPEND = "SPEND"
    POINTS_EARNED = "POINTS_EARNED"
    BALANCE = "BALANCE"
    SEGMENT = "SEGMENT"


class PeriodKind(StrEnum):
    """Over which period spend or points count: `months` of the calendar, the last `days`, or `months` from each member's joining."""

    CALENDAR = "CALENDAR"
    ROLLING = "ROLLING"
    FROM_JOIN = "FROM_JOIN"


@dataclass(frozen=True, slots=True)
class TierPeriod:
    """ROLLING counts whole local days, the current one included; the others `months` at a time.

    What was reached in one of the latter's periods holds until the end of the next one.
    """

    kind: PeriodKind
    months: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Qualification:
    """How tiers are reached. `wallet_code` for points and balance; `period` for spend and points earned."""

    by: QualificationBy
    period: TierPeriod | None = None
    wallet_code: str | None = None


class DowngradePolicy(StrEnum):
    """How far a member falls who no longer qualifies: one tier, to the tier that fits, or never."""

    ONE_LEVEL = "ONE_LEVEL"
    TO_FIT = "TO_FIT"
    NEVER = "NEVER"


@dataclass(frozen=True, slots=True)
class Downgrade:
    """A member falls `grace_days` after the day on which they stopped qualifying, unless they qualify again before."""

    policy: DowngradePolicy = DowngradePolicy.TO_FIT
    grace_days: int = 0


@dataclass(frozen=True, slots=True)
class Benefits:
    """What a tier gives: points × percent, how far the balance may go below zero, rewards for percent of their price."""

    multiplier_percent: int = 100
    overdraft_points: int = 0
    reward_price_percent: int = 100


@dataclass(frozen=True, slots=True)
class Tier:
    """A rung of the ladder; a member stands on it from `threshold` (minor units or points), or in `segment_code`."""

    code: str
    name: Mapping[str, str]
    threshold: int
    segment_code: str | None = None
    benefits: Benefits = Benefits()


@dataclass(frozen=True, slots=True)
class TierStructure:
    """Tiers from lowest to highest, how they are reached and how they are lost; the lowest one needs nothing."""

    qualification: Qualification
    tiers: tuple[Tier, ...]
    downgrade: Downgrade = Downgrade()


@dataclass(frozen=True, slots=True)
class TierLadder:
    """Tiers from lowest to highest by what is counted; the lowest starts at 0."""

    tiers: tuple[Tier, ...]


@dataclass(frozen=True, slots=True)
class BurnLimits:
    """One burn takes at least, at most (None: no limit) so many points, in multiples of `points_step`."""

    points_min: int = 1
    points_max: int | None = None
    points_step: int = 1


@dataclass(frozen=True, slots=True)
class TransferLimits:
    """Whether members may give points to each other, and how many at once and in a local day (None: no limit)."""

    is_allowed: bool = True
    points_min: int = 1
    points_max: int | None = None
    points_per_day_max: int | None = None


class ReturnPolicy(StrEnum):
    """From where a return takes earned points: from what is still pending, from what the member has, or below zero too."""

    ONLY_PENDING = "ONLY_PENDING"
    WITHIN_BALANCE = "WITHIN_BALANCE"
    UNLIMITED = "UNLIMITED"


class ProgramStatus(StrEnum):
    """A DRAFT takes no events; ACTIVE and PAUSED stay editable; a PAUSED program earns nothing new; ARCHIVED is final."""

    DRAFT = "DRAFT"
    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"
    ARCHIVED = "ARCHIVED"


STEPS: Mapping[ProgramStatus, frozenset[ProgramStatus]] = {
    ProgramStatus.DRAFT: frozenset({ProgramStatus.ACTIVE, ProgramStatus.ARCHIVED}),
    ProgramStatus.ACTIVE: frozenset({ProgramStatus.PAUSED, ProgramStatus.ARCHIVED}),
    ProgramStatus.PAUSED: frozenset({ProgramStatus.ACTIVE, ProgramStatus.ARCHIVED}),
    ProgramStatus.ARCHIVED: frozenset(),
}
"""Which status may follow which."""


@dataclass(frozen=True, slots=True)
class Program:
    """One revision of a program's definition. The first redeemable wallet is the one that is meant where none is named."""

    code: str
    name: Mapping[str, str]
    timezone: str
    currency_code: str
    wallets: tuple[Wallet, ...]
    rules: tuple[EarningRule, ...] = ()
    groups: tuple[ExclusivityGroup, ...] = ()
    caps: tuple[Cap, ...] = ()
    tiers: TierStructure | None = None
    burning: BurnLimits = BurnLimits()
    transfer: TransferLimits = TransferLimits()
    return_policy: ReturnPolicy = ReturnPolicy.WITHIN_BALANCE
    expiry_notice_days: tuple[int, ...] = ()

    def wallet(self, code: str | None = None) -> Wallet | None:
        """The wallet with this code (None: the first redeemable one), if the program has it."""
        if code is None:
            return next((wallet for wallet in self.wallets if wallet.kind is WalletKind.REDEEMABLE), None)
        return next((wallet for wallet in self.wallets if wallet.code == code), None)

    def rule(self, code: str) -> EarningRule | None:
        """The rule with this code, if the program has it."""
        return next((rule for rule in self.rules if rule.code == code), None)

    def benefits_of(self, tier_code: str | None) -> Benefits:
        """What the tier gives; None, for somebody not yet placed, is the lowest one; nothing for a tier that is not on the ladder."""
        tiers = self.tiers.tiers if self.tiers else ()
        if tier_code is None and tiers:
            return tiers[0].benefits
        return next((tier.benefits for tier in tiers if tier.code == tier_code), Benefits())

    @property
    def wallet_code(self) -> str:
        """The code of the wallet that is meant where none is named: the first redeemable one."""
        return next(wallet.code for wallet in self.wallets if wallet.kind is WalletKind.REDEEMABLE)

    @property
    def ladder(self) -> TierLadder:
        """The tiers from lowest to highest; none where the program has no tiers."""
        return TierLadder(self.tiers.tiers if self.tiers else ())


@dataclass(frozen=True, slots=True)
class ProgramRevision:
    """A program as it is in force from `valid_from`; revision 1 also rates everything earlier. Never changed once stored.

    `status` is the program's, of all its revisions alike, when this was read.
    """

    program: Program
    revision: int
    valid_from: datetime
    status: ProgramStatus = ProgramStatus.ACTIVE


@dataclass(frozen=True, slots=True)
class StoredProgram:
    """A program with the revision in force and those that are scheduled, soonest first."""

    code: str
    status: ProgramStatus
    current: ProgramRevision
    scheduled: tuple[ProgramRevision, ...]


@dataclass(frozen=True, slots=True)
class StoredRevision:
    """A revision with who stored it and when. `replaced_by`: it was scheduled, and that revision took its place before it began."""

    revision: ProgramRevision
    recorded_at: datetime
    actor: str | None
    replaced_by: int | None


def revision_at(revisions: list[ProgramRevision], event_time: datetime) -> ProgramRevision:
    """The revision in force at `event_time`; the first one also rates what happened before it."""
    for revision in reversed(revisions):
        if revision.valid_from <= event_time:
            return revision
    return revisions[0]
