"""What the rewards room refuses, each with its stable code."""

from loyalty.errors import Conflict, Invalid, NotFound, Refused


class RewardUnknown(NotFound):
    """The member's program has no reward with this code."""

    code = "REWARD_UNKNOWN"


class RewardWithdrawn(Refused):
    """The reward is in the catalogue and not offered at present."""

    code = "REWARD_WITHDRAWN"


class TierTooLow(Refused):
    """The reward asks for a higher tier."""

    code = "TIER_TOO_LOW"


class StockExhausted(Refused):
    """Every unit of the reward has been redeemed."""

    code = "STOCK_EXHAUSTED"


class RedemptionUnknown(NotFound):
    """No redemption has this id."""

    code = "REDEMPTION_UNKNOWN"


class RedemptionStatusConflict(Conflict):
    """The redemption cannot go from where it stands to where it was sent."""

    code = "REDEMPTION_STATUS_CONFLICT"


class RewardDefinitionInvalid(Invalid):
    """A reward file cannot be used; the message names the path and the reason."""

    code = "REWARD_DEFINITION_INVALID"
