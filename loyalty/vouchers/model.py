"""Voucher pools, vouchers, commands and results. Not here: codes (codes, safe), deciding (redeem) and SQL (store, queries)."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

VOUCHER_ID_PREFIX = "vch"
USAGE_LIMIT_MAX = 1_000_000
GENERATED_MAX = 1_000_000
IMPORTED_MAX = 100_000
VALID_DAYS_MAX = 36_500


class VoucherStatus(StrEnum):
    """Where a voucher stands. AVAILABLE: nobody's; whoever has the code may use it. The last three are ends."""

    AVAILABLE = "AVAILABLE"
    ASSIGNED = "ASSIGNED"
    USED = "USED"
    EXPIRED = "EXPIRED"
    WITHDRAWN = "WITHDRAWN"


@dataclass(frozen=True, slots=True)
class OpenPool:
    """Make a pool. `valid_days` counts from assignment, `expires_at` is the same for all; the earlier ends a voucher.

    `value_minor` is what a use is worth in the program's currency, a figure for the till; None: whatever the company agreed.
    """

    program_code: str
    code: str
    name: dict[str, str]
    prefix: str
    usage_limit: int = 1
    valid_days: int | None = None
    expires_at: datetime | None = None
    value_minor: int | None = None
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class VoucherPool:
    """A pool as stored."""

    program_code: str
    code: str
    name: dict[str, str]
    prefix: str
    usage_limit: int
    valid_days: int | None
    expires_at: datetime | None
    value_minor: int | None
    key_id: str
    created_at: datetime
    created_by: str | None


@dataclass(frozen=True, slots=True)
class PoolFigures:
    """A pool and how many of its vouchers stand where."""

    pool: VoucherPool
    counts: dict[VoucherStatus, int] = field(default_factory=dict)
    use_count: int = 0

    @property
    def voucher_count(self) -> int:
        """How many vouchers the pool has."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Voucher:
    """One voucher. `code` is in the form in which it is shown; None where it was not asked for."""

    id: UUID
    program_code: str
    pool_code: str
    status: VoucherStatus
    usage_limit: int
    used_count: int
    member_id: UUID | None
    assigned_at: datetime | None
    expires_at: datetime | None
    value_minor: int | None = None
    code: str | None = None

    def is_expired_at(self, at: datetime) -> bool:
        """Whether its expiry has come, whether or not the nightly run has said so."""
        return self.status is VoucherStatus.EXPIRED or (self.expires_at is not None and self.expires_at <= at)


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """What became of a row of an import: `problem_code` None means stored. `row` counts from 1."""

    row: int
    problem_code: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class AssignVoucher:
    """Give a member one voucher of a pool."""

    member_id: UUID
    program_code: str
    pool_code: str


@dataclass(frozen=True, slots=True)
class RedeemVoucher:
    """Use a voucher once. `reference` is unique among the member's uses for ever; a second command with it answers the first."""

    member_id: UUID
    program_code: str
    code: str
    reference: str
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class VoucherUsed:
    """What a use did."""

    voucher: Voucher
    reference: str
    nth: int
    used_at: datetime
    is_duplicate: bool = False
    is_dry_run: bool = False
