"""The wire shape of a reward in the catalogue."""

from pydantic import Field

from loyalty.rewards import Reward
from serving.http.outputs import LocalText, Out


class RewardOut(Out):
    """Something that points buy."""

    code: str
    name: LocalText
    description: LocalText
    price_points: int
    tier_minimum_code: str | None = Field(description="The lowest tier that may redeem it; null: everyone.")
    left_count: int | None = Field(description="How many are left; null: without limit.")

    @classmethod
    def of(cls, reward: Reward) -> "RewardOut":
        """The wire shape of a reward."""
        definition = reward.definition
        return cls(
            code=definition.code,
            name=LocalText.of(definition.name),
            description=LocalText.of(definition.description),
            price_points=definition.price_points,
            tier_minimum_code=definition.tier_minimum_code,
            left_count=reward.left_count,
        )


class RewardsOut(Out):
    """The catalogue."""

    items: list[RewardOut]
