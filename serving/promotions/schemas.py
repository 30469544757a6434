"""The wire shapes of promotions: definitions, lifecycle, figures, orders to apply them to. Not here: what they did (outcomes)."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from loyalty.clock import Clock
from loyalty.programs.rating import EarningEvent
from loyalty.promotions import (
    ApplyPromotions,
    Promotion,
    PromotionFigures,
    PromotionRevision,
    ReturnPromotions,
    promotion_to_json,
)
from serving.http.inputs import AmountOrZero, CurrencyCode, In, Instant, JsonObject, Label, Reference
from serving.http.outputs import LocalText, Out
from serving.promotions.outcomes import PromotionCodes
from serving.rewards.schemas import Revision
from serving.transactions.schemas import LINES_MAX, LineIn, MemberId, Trigger

DEFINITION_EXAMPLE: dict[str, Any] = {
    "code": "cheese-week",
    "name": {"en": "Cheese week"},
    "description": {"en": "50 points more for cheese."},
    "condition": {"some": [{"var": "lines"}, {"==": [{"var": "category_code"}, "CHEESE"]}]},
    "points": {"points": 50, "expires_after_days": 90},
    "limits": {"per_member_count": 5, "budget_points": 500000},
}


class PromotionIn(In):
    """A promotion as it shall be."""

    definition: JsonObject = Field(
        description="code, name, description, trigger, eligibility, condition, points, discount, priority, exclusivity_group, "
        "is_exclusive, limits. `program_code` may be left out: the program of the query.",
        examples=[DEFINITION_EXAMPLE],
    )


class PromotionChangeIn(PromotionIn):
    """A change of a promotion."""

    revision: Revision | None = Field(default=None, description="The revision that was changed; refused if another came since.")


class PromotionStatusIn(In):
    """The next step of a promotion's life."""

    status: Literal["ACTIVE", "PAUSED", "ARCHIVED"] = Field(description="DRAFT → ACTIVE ⇄ PAUSED → ARCHIVED, which is final.")
    reason: Label | None = None


class ApplyIn(In):
    """An order, or another event, to which promotions apply."""

    member_id: MemberId
    order_id: Reference = Field(description="The business reference; promotions apply to it once for ever.")
    spend_minor: AmountOrZero = 0
    currency_code: CurrencyCode = Field(examples=["USD"])
    event_time: Instant | None = Field(default=None, description="When it happened; left out: now, by the business clock.")
    trigger: Trigger = "purchase"
    lines: list[LineIn] = Field(default_factory=list, max_length=LINES_MAX)
    attributes: JsonObject = Field(default_factory=dict)
    source: Label | None = None
    codes: PromotionCodes = None

    def command(self, member_id: UUID, *, actor: str, key: str | None, clock: Clock) -> ApplyPromotions:
        """The domain's command."""
        event = EarningEvent(
            trigger=self.trigger,
            event_time=self.event_time or clock.now(),
            spend_minor=self.spend_minor,
            currency_code=self.currency_code,
            lines=tuple([line.line() for line in self.lines]),
            attributes=self.attributes,
        )
        codes = None if self.codes is None else tuple(self.codes)
        return ApplyPromotions(member_id, self.order_id, event, self.source, actor, key, codes)


class ReturnIn(In):
    """An order that came back as a whole."""

    member_id: MemberId
    order_id: Reference
    reason: Label | None = None
    source: Label | None = None

    def command(self, member_id: UUID, *, actor: str, key: str) -> ReturnPromotions:
        """The domain's command."""
        return ReturnPromotions(member_id, self.order_id, self.reason, self.source, actor, key)


class PromotionOut(Out):
    """A promotion and what was used of it."""

    code: str
    name: LocalText
    description: LocalText
    status: str
    revision: int
    used_count: int
    used_points: int
    used_minor: int
    left_count: int | None = Field(description="How often it may still be used; null: without limit.")
    left_points: int | None = Field(description="What is left of the budget in points; null: without limit.")
    left_minor: int | None = Field(description="What is left of the budget in money; null: without limit.")
    definition: dict[str, Any]

    @classmethod
    def of(cls, promotion: Promotion, **also: bool) -> "PromotionOut":
        """The wire shape of a promotion."""
        definition, total = promotion.definition, promotion.definition.limits.total_count
        return cls(
            code=definition.code,
            name=LocalText.of(definition.name),
            description=LocalText.of(definition.description),
            status=promotion.status,
            revision=promotion.revision,
            used_count=promotion.used_count,
            used_points=promotion.used_points,
            used_minor=promotion.used_minor,
            left_count=None if total is None else total - promotion.used_count,
            left_points=promotion.left_points,
            left_minor=promotion.left_minor,
            definition=promotion_to_json(definition),
            **also,
        )


class PromotionSavedOut(PromotionOut):
    """What saving did."""

    would_apply: bool = Field(description="True for a dry run only: the call would be accepted, and nothing was stored.")


class PromotionsOut(Out):
    """The program's promotions, by code."""

    items: list[PromotionOut]


class PromotionRevisionOut(Out):
    """A promotion as somebody left it."""

    revision: int
    status: str
    actor: str | None = Field(description="Who; null: a definition file.")
    reason: str | None
    recorded_at: datetime
    definition: dict[str, Any]

    @classmethod
    def of(cls, found: PromotionRevision) -> "PromotionRevisionOut":
        """The wire shape of a revision."""
        return cls(
            revision=found.revision,
            status=found.status,
            actor=found.actor,
            reason=found.reason,
            recorded_at=found.recorded_at,
            definition=promotion_to_json(found.definition),
        )


class PromotionRevisionsOut(Out):
    """The newest revisions of a promotion, newest first."""

    items: list[PromotionRevisionOut]


class PromotionDayOut(Out):
    """What a promotion did on one local day."""

    used_on: str
    use_count: int
    points: int
    discount_minor: int


class PromotionFiguresOut(Out):
    """How a promotion performs."""

    promotion: PromotionOut
    member_count: int = Field(description="Members who used it.")
    returned_count: int = Field(description="Uses that were given back with their orders.")
    first_used_at: datetime | None
    last_used_at: datetime | None
    days: list[PromotionDayOut] = Field(description="The last ninety days with a use, newest first.")

    @classmethod
    def of(cls, found: PromotionFigures) -> "PromotionFiguresOut":
        """The wire shape of figures."""
        return cls(
            promotion=PromotionOut.of(found.promotion),
            member_count=found.member_count,
            returned_count=found.returned_count,
            first_used_at=found.first_used_at,
            last_used_at=found.last_used_at,
            days=[
                PromotionDayOut(used_on=day, use_count=uses, points=points, discount_minor=minor)
                for day, uses, points, minor in found.by_day
            ],
        )
