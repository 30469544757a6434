"""The wire shapes of what promotions and vouchers did for an order, and of asking for it with a purchase.

Not here: definitions and figures (schemas), transactions (`serving/transactions`), which know these shapes and not the other way round.
"""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from loyalty.errors import LoyaltyError
from loyalty.ids import show_id
from loyalty.ledger import POSTING_ID_PREFIX, EarnPoints
from loyalty.members import MEMBER_ID_PREFIX
from loyalty.promotions import PROMOTION_USE_ID_PREFIX, Applied, Considered, EarnWithPromotions, PromotionUse, Purchased
from loyalty.vouchers import VOUCHER_ID_PREFIX, VoucherUsed
from serving.http.inputs import PLAIN_TEXT, In
from serving.http.outputs import Out, ReasonOut

CODES_MAX = 20
VOUCHERS_MAX = 10
Code = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=64, pattern=PLAIN_TEXT)]
VoucherCode = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=128, pattern=PLAIN_TEXT)]
PromotionCodes = Annotated[
    list[Code] | None,
    Field(max_length=CODES_MAX, description="Only these promotions; left out: every active one that fits.", examples=[["cheese-week"]]),
]


class PurchasePromotionsIn(In):
    """What is to be applied to a purchase, in the same transaction."""

    codes: Annotated[
        list[Code] | None,
        Field(max_length=CODES_MAX, description="Only these promotions; left out: all that fit; empty: none.", examples=[["cheese-week"]]),
    ] = None
    voucher_codes: list[VoucherCode] = Field(
        default_factory=list, max_length=VOUCHERS_MAX, description="Vouchers to use once each for the order.", examples=[[]]
    )
    must_apply: bool = Field(
        default=False, strict=True, description="Refuse the purchase unless every promotion and voucher that it names applies."
    )

    @property
    def permissions(self) -> tuple[str, ...]:
        """What a key must hold to ask for this."""
        return (*(["promotions.use"] if self.codes != [] else []), *(["vouchers.use"] if self.voucher_codes else []))

    def command(self, earn: EarnPoints, *, caller_id: str) -> EarnWithPromotions:
        """The domain's command."""
        codes = None if self.codes is None else tuple(self.codes)
        return EarnWithPromotions(earn, codes, tuple(self.voucher_codes), self.must_apply, caller_id)


class PromotionUseOut(Out):
    """One promotion that was applied to the order."""

    use_id: str
    promotion_code: str
    promotion_revision: int
    points: int
    discount_minor: int
    posting_id: str | None = Field(description="The posting of its points; null where it gave none, and for a dry run.")
    used_at: datetime
    returned_at: datetime | None

    @classmethod
    def of(cls, use: PromotionUse, *, is_dry_run: bool) -> "PromotionUseOut":
        """The wire shape of a use."""
        return cls(
            use_id=show_id(PROMOTION_USE_ID_PREFIX, use.id),
            promotion_code=use.promotion_code,
            promotion_revision=use.promotion_revision,
            points=use.points,
            discount_minor=use.discount_minor,
            posting_id=show_id(POSTING_ID_PREFIX, use.posting_id) if use.posting_id and not is_dry_run else None,
            used_at=use.used_at,
            returned_at=use.returned_at,
        )


class ConsideredOut(Out):
    """A promotion that was looked at."""

    promotion_code: str
    revision: int
    is_applied: bool
    points: int
    discount_minor: int
    reasons: list[ReasonOut] = Field(description="Every reason why it does not apply, in the documented order.")

    @classmethod
    def of(cls, found: Considered) -> "ConsideredOut":
        """The wire shape of a verdict."""
        return cls(
            promotion_code=found.promotion_code,
            revision=found.revision,
            is_applied=found.is_applied,
            points=found.points,
            discount_minor=found.discount_minor,
            reasons=[ReasonOut.of(one) for one in found.refusals],
        )


class AppliedOut(Out):
    """What promotions did for an order."""

    member_id: str
    order_id: str
    points: int = Field(description="All bonus points.")
    discount_minor: int = Field(description="All money off, for the till.")
    available_points: int | None = Field(description="What the member may spend afterwards.")
    uses: list[PromotionUseOut]
    considered: list[ConsideredOut] = Field(description="Every active promotion, highest priority first; empty for a duplicate.")
    is_duplicate: bool = Field(description="Promotions were applied to the order before; that is answered, and nothing was written.")
    would_apply: bool = Field(description="True for a dry run only: the call would be accepted, and nothing was stored.")

    @classmethod
    def of(cls, applied: Applied) -> "AppliedOut":
        """The wire shape of what was applied."""
        return cls(
            member_id=show_id(MEMBER_ID_PREFIX, applied.member_id),
            order_id=applied.order_id,
            points=applied.points,
            discount_minor=applied.discount_minor,
            available_points=applied.available_points,
            uses=[PromotionUseOut.of(use, is_dry_run=applied.is_dry_run) for use in applied.uses],
            considered=[ConsideredOut.of(found) for found in applied.considered],
            is_duplicate=applied.is_duplicate,
            would_apply=applied.is_dry_run,
        )


class PurchaseVoucherOut(Out):
    """What became of a voucher that the purchase named."""

    index: int = Field(description="Its place in `voucher_codes`, from 0.")
    is_used: bool
    voucher_id: str | None
    pool_code: str | None
    value_minor: int | None = Field(description="What the use is worth, for the till; null: whatever the company agreed.")
    nth: int | None = Field(description="Which use of the voucher it was.")
    reason: ReasonOut | None = Field(description="Why it could not be used.")

    @classmethod
    def of(cls, index: int, outcome: VoucherUsed | LoyaltyError) -> "PurchaseVoucherOut":
        """The wire shape of a use, or of a refusal."""
        if isinstance(outcome, LoyaltyError):
            return cls(
                index=index, is_used=False, voucher_id=None, pool_code=None, value_minor=None, nth=None, reason=ReasonOut.of(outcome)
            )
        voucher = outcome.voucher
        return cls(
            index=index,
            is_used=True,
            voucher_id=show_id(VOUCHER_ID_PREFIX, voucher.id),
            pool_code=voucher.pool_code,
            value_minor=voucher.value_minor,
            nth=outcome.nth,
            reason=None,
        )


class PurchasePromotionsOut(Out):
    """What promotions and vouchers did for a purchase that asked for them."""

    points: int = Field(description="All bonus points.")
    discount_minor: int = Field(description="All money off by promotions, for the till; what vouchers are worth is said of each.")
    uses: list[PromotionUseOut]
    considered: list[ConsideredOut] = Field(description="Every promotion that was asked, highest priority first; empty for a duplicate.")
    vouchers: list[PurchaseVoucherOut]
    is_duplicate: bool = Field(description="Promotions were applied to the order before; that is answered.")

    @classmethod
    def of(cls, purchased: Purchased) -> "PurchasePromotionsOut":
        """The wire shape of what a purchase brought along."""
        applied = purchased.applied
        return cls(
            points=applied.points if applied else 0,
            discount_minor=applied.discount_minor if applied else 0,
            uses=[PromotionUseOut.of(use, is_dry_run=applied.is_dry_run) for use in applied.uses] if applied else [],
            considered=[ConsideredOut.of(found) for found in applied.considered] if applied else [],
            vouchers=[PurchaseVoucherOut.of(index, outcome) for index, outcome in enumerate(purchased.vouchers)],
            is_duplicate=applied is not None and applied.is_duplicate,
        )
