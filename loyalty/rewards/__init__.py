"""Rewards: what points buy, its stock, and redemptions. The door of the room; see README.md."""

from loyalty.rewards.definition import read_rewards
from loyalty.rewards.errors import (
    RedemptionStatusConflict,
    RedemptionUnknown,
    RewardDefinitionInvalid,
    RewardUnknown,
    RewardWithdrawn,
    StockExhausted,
    TierTooLow,
)
from loyalty.rewards.model import REDEMPTION_ID_PREFIX, Redeemed, RedeemReward, Redemption, RedemptionStatus, Reward, RewardDefinition
from loyalty.rewards.redeem import move_redemptions, redeem
from loyalty.rewards.store import catalogue, find_redemptions, store_rewards

__all__ = [
    "REDEMPTION_ID_PREFIX",
    "RedeemReward",
    "Redeemed",
    "Redemption",
    "RedemptionStatus",
    "RedemptionStatusConflict",
    "RedemptionUnknown",
    "Reward",
    "RewardDefinition",
    "RewardDefinitionInvalid",
    "RewardUnknown",
    "RewardWithdrawn",
    "StockExhausted",
    "TierTooLow",
    "catalogue",
    "find_redemptions",
    "move_redemptions",
    "read_rewards",
    "redeem",
    "store_rewards",
]
