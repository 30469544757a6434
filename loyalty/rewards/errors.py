"""What the rewards room refuses, each with its stable code."""

from loyalty.errors import Conflict, Invalid, NotFound, Refused


class RewardUnknown(NotFound):
    """The member's program has no reward with this code."""

    code = "REWARD_UNKNOWN"


class RewardWithdrawn(Refused):
    """The reward is in the catalogue and not offered at present."""

    code = "REWARD_WITHDRAWN"


class PriceNotOffered(Refused):
    """The reward has no price for this member in this wallet."""

    code = "PRICE_NOT_OFFERED"


class StockExhausted(Refused):
    """Every unit of the reward has been redeemed."""

    code = "STOCK_EXHAUSTED"


class MemberLimitReached(Refused):
    """The member has redeemed it as often as one member may."""

    code = "MEMBER_LIMIT_REACHED"


class PeriodLimitReached(Refused):
    """The member has redeemed it as often as one member may within the period."""

    code = "PERIOD_LIMIT_REACHED"


class VoucherUsedAlready(Refused):
    """The voucher that fulfilled the redemption was used; it cannot be given back."""

    code = "REDEMPTION_VOUCHER_USED"


class RewardExists(Conflict):
    """The program has a reward with this code already."""

    code = "REWARD_EXISTS"


class RewardRevisionConflict(Conflict):
    """Somebody changed the reward meanwhile; read it again before changing it."""

    code = "REWARD_REVISION_CONFLICT"


class RedemptionUnknown(NotFound):
    """No redemption has this id."""

    code = "REDEMPTION_UNKNOWN"


class RedemptionStatusConflict(Conflict):
    """The redemption cannot go from where it stands to where it was sent."""

    code = "REDEMPTION_STATUS_CONFLICT"


class RewardDefinitionInvalid(Invalid):
    """A reward file cannot be used; the message names the path and the reason."""

    code = "REWARD_DEFINITION_INVALID"
