"""The wire shapes of voucher pools and vouchers. An answer to a write never holds a code: answers are kept with their key."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from loyalty.ids import show_id
from loyalty.members import MEMBER_ID_PREFIX
from loyalty.vouchers import VOUCHER_ID_PREFIX, ImportedRow, OpenPool, PoolFigures, Voucher, VoucherStatus, VoucherUsed
from serving.http.inputs import PLAIN_TEXT, AmountOrZero, In, Instant, Reference
from serving.http.outputs import LocalText, Out
from serving.transactions.schemas import MemberId

Code = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=64, pattern=PLAIN_TEXT)]
VoucherCode = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=128, pattern=PLAIN_TEXT)]
Text = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=200, pattern=PLAIN_TEXT)]


class PoolIn(In):
    """A new voucher pool."""

    code: Code
    name: Annotated[dict[str, Text], Field(max_length=20)] = Field(examples=[{"en": "Summer flyer"}])
    prefix: Code = Field(description="2 to 8 letters without 0, 1, I, O and V; every code begins with it.", examples=["SUMMER"])
    usage_limit: Annotated[int, Field(strict=True, ge=1, le=1_000_000)] = Field(default=1, description="How often each may be used.")
    valid_days: Annotated[int, Field(strict=True, ge=1, le=36_500)] | None = Field(default=None, description="Days from assignment.")
    expires_at: Instant | None = Field(default=None, description="The same end for all; the earlier end counts.")
    value_minor: AmountOrZero | None = Field(default=None, description="What a use is worth, in minor units, for the till.")

    def command(self, program_code: str, actor: str) -> OpenPool:
        """The domain's command."""
        return OpenPool(program_code=program_code, actor=actor, **self.model_dump())


class GenerateIn(In):
    """How many vouchers more."""

    count: Annotated[int, Field(strict=True, ge=1, le=100_000)]


class ImportIn(In):
    """A partner's codes."""

    codes: Annotated[list[Annotated[str, StringConstraints(strict=True, max_length=200)]], Field(min_length=1, max_length=2_000)]


class AssignIn(In):
    """Who gets a voucher."""

    member_id: MemberId


class EmptyIn(In):
    """Nothing more to say."""


class UseIn(In):
    """Using a voucher."""

    member_id: MemberId
    code: VoucherCode = Field(description="As the member typed it: spaces, hyphens and small letters do not matter.")
    reference: Reference = Field(description="The business reference, unique among the member's uses for ever.")


class PoolOut(Out):
    """A pool and how many of its vouchers stand where."""

    code: str
    name: LocalText
    prefix: str
    usage_limit: int
    valid_days: int | None
    expires_at: datetime | None
    value_minor: int | None
    created_at: datetime
    created_by: str | None
    voucher_count: int
    available_count: int
    assigned_count: int
    used_count: int = Field(description="Vouchers that are used up.")
    expired_count: int
    withdrawn_count: int
    use_count: int = Field(description="How often vouchers of the pool were used.")

    @classmethod
    def of(cls, found: PoolFigures) -> "PoolOut":
        """The wire shape of a pool."""
        pool, counts = found.pool, found.counts
        return cls(
            code=pool.code,
            name=LocalText.of(pool.name),
            prefix=pool.prefix,
            usage_limit=pool.usage_limit,
            valid_days=pool.valid_days,
            expires_at=pool.expires_at,
            value_minor=pool.value_minor,
            created_at=pool.created_at,
            created_by=pool.created_by,
            voucher_count=found.voucher_count,
            available_count=counts.get(VoucherStatus.AVAILABLE, 0),
            assigned_count=counts.get(VoucherStatus.ASSIGNED, 0),
            used_count=counts.get(VoucherStatus.USED, 0),
            expired_count=counts.get(VoucherStatus.EXPIRED, 0),
            withdrawn_count=counts.get(VoucherStatus.WITHDRAWN, 0),
            use_count=found.use_count,
        )


class PoolSavedOut(PoolOut):
    """What opening a pool did."""

    would_apply: bool = Field(description="True for a dry run only: the call would be accepted, and nothing was stored.")


class CountOut(Out):
    """How many vouchers it was about."""

    voucher_count: int
    would_apply: bool = Field(description="True for a dry run only: the call would be accepted, and nothing was stored.")


class ImportedRowOut(Out):
    """A row that was not taken."""

    row: int = Field(description="Counted from 1.")
    problem_code: str = Field(description="CODE_MALFORMED, CODE_CHECK_FAILED, CODE_REPEATED or CODE_KNOWN.")
    problem: str


class ImportedOut(Out):
    """What became of a partner's list."""

    read_count: int
    stored_count: int
    refused: list[ImportedRowOut]
    would_apply: bool = Field(description="True for a dry run only: the call would be accepted, and nothing was stored.")

    @classmethod
    def of(cls, rows: list[ImportedRow], *, is_dry_run: bool) -> "ImportedOut":
        """The wire shape of an import."""
        refused = [
            ImportedRowOut(row=row.row, problem_code=row.problem_code, problem=row.problem or "") for row in rows if row.problem_code
        ]
        return cls(read_count=len(rows), stored_count=len(rows) - len(refused), refused=refused, would_apply=is_dry_run)


class VoucherOut(Out):
    """One voucher, without its code."""

    voucher_id: str
    pool_code: str
    status: str = Field(description="AVAILABLE, ASSIGNED, USED, EXPIRED or WITHDRAWN.")
    usage_limit: int
    used_count: int
    member_id: str | None
    assigned_at: datetime | None
    expires_at: datetime | None
    value_minor: int | None

    @classmethod
    def of(cls, voucher: Voucher) -> "VoucherOut":
        """The wire shape of a voucher."""
        return cls(
            voucher_id=show_id(VOUCHER_ID_PREFIX, voucher.id),
            pool_code=voucher.pool_code,
            status=voucher.status,
            usage_limit=voucher.usage_limit,
            used_count=voucher.used_count,
            member_id=show_id(MEMBER_ID_PREFIX, voucher.member_id) if voucher.member_id else None,
            assigned_at=voucher.assigned_at,
            expires_at=voucher.expires_at,
            value_minor=voucher.value_minor,
        )


class VoucherCodeOut(VoucherOut):
    """One voucher with its code."""

    code: str | None = Field(description="Null where it was sealed with another key than the one in force.")


class MemberVouchersOut(Out):
    """A member's newest vouchers, newest first, at most 500."""

    items: list[VoucherCodeOut]


class AssignedOut(VoucherOut):
    """The voucher that a member was given."""

    would_apply: bool = Field(description="True for a dry run only: the call would be accepted, and nothing was stored.")


class UsedOut(Out):
    """What using a voucher did."""

    voucher: VoucherOut
    reference: str
    nth: int = Field(description="Which use of the voucher it was.")
    used_at: datetime
    is_duplicate: bool = Field(description="This reference was used before, by another request; that use is answered, nothing was written.")
    would_apply: bool = Field(description="True for a dry run only: the call would be accepted, and nothing was stored.")

    @classmethod
    def of(cls, used: VoucherUsed) -> "UsedOut":
        """The wire shape of a use."""
        return cls(
            voucher=VoucherOut.of(used.voucher),
            reference=used.reference,
            nth=used.nth,
            used_at=used.used_at,
            is_duplicate=used.is_duplicate,
            would_apply=used.is_dry_run,
        )
