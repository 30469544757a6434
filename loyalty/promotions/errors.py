"""What the promotion room refuses, each with its stable code. The order in which they are judged is in the README."""

from loyalty.errors import Conflict, Invalid, NotFound, Refused


class PromotionUnknown(NotFound):
    """The program has no promotion with this code."""

    code = "PROMOTION_UNKNOWN"


class PromotionExists(Conflict):
    """The program has a promotion with this code already."""

    code = "PROMOTION_EXISTS"


class PromotionDefinitionInvalid(Invalid):
    """A promotion cannot be used as it is defined; the message names the path and the reason."""

    code = "PROMOTION_DEFINITION_INVALID"


class PromotionRevisionConflict(Conflict):
    """Somebody changed the promotion meanwhile; read it again before changing it."""

    code = "PROMOTION_REVISION_CONFLICT"


class PromotionStatusConflict(Conflict):
    """The promotion cannot go from where it stands to where it was sent, or be changed there."""

    code = "PROMOTION_STATUS_CONFLICT"


class OrderAlreadyPromoted(Conflict):
    """Promotions were applied to the member's order before, with other content, or the order was returned."""

    code = "ORDER_ALREADY_PROMOTED"


class PromotionUseUnknown(NotFound):
    """No promotion was applied to this order of the member."""

    code = "PROMOTION_USE_UNKNOWN"


class PromotionsNotApplied(Refused):
    """A promotion or voucher that the purchase must have does not apply, so nothing was posted; `facts` say which and why."""

    code = "PROMOTIONS_NOT_APPLIED"


class PromotionNotActive(Refused):
    """The promotion is a draft, is paused or is archived."""

    code = "PROMOTION_NOT_ACTIVE"


class TriggerOther(Refused):
    """The promotion is for another kind of event."""

    code = "PROMOTION_TRIGGER_OTHER"


class EffectNothing(Refused):
    """The promotion would give nothing for this event."""

    code = "PROMOTION_GIVES_NOTHING"


class PromotionExcluded(Refused):
    """Another promotion goes before it and excludes it."""

    code = "PROMOTION_EXCLUDED"


class UsageLimitReached(Refused):
    """The promotion was used as often as it may be."""

    code = "PROMOTION_USAGE_LIMIT_REACHED"


class MemberUsageLimitReached(Refused):
    """The member used the promotion as often as one member may."""

    code = "PROMOTION_MEMBER_LIMIT_REACHED"


class BudgetPointsExhausted(Refused):
    """Fewer points are left in the promotion's budget than it would give."""

    code = "PROMOTION_BUDGET_POINTS_EXHAUSTED"


class BudgetMinorExhausted(Refused):
    """Less money is left in the promotion's budget than it would give."""

    code = "PROMOTION_BUDGET_MONEY_EXHAUSTED"
