"""The act of redeeming: points burned, stock taken and a redemption opened, together or not at all. Not here: SQL (store)."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.errors import LoyaltyError
from loyalty.rewards.model import Redeemed, RedeemReward, Redemption, RedemptionStatus, Reward, RewardDefinition


def redeem(commands: Sequence[RedeemReward], *, within: Work, clock: Clock, dry_run: bool = False) -> list[Redeemed | LoyaltyError]:
    """Every command has paid for one unit of its reward, or is refused by itself; results in the order of the commands.

    Call it once per transaction. In the list, in their order of precedence: `ReferenceInvalid`, `LabelInvalid`,
    `MemberUnknown`, (a known reference: the first redemption, or `ReferenceAlreadyPosted`), `MemberInactive`,
    `RewardUnknown`, `RewardWithdrawn`, `TierTooLow`, `StockExhausted`, `PointsInsufficient`.
    """
    raise NotImplementedError


def read_rewards(directory: Path) -> list[RewardDefinition]:
    """The rewards that the directory's JSON files define, by code.

    Raises:
        RewardDefinitionInvalid: a file is not JSON, has an unknown or missing key or a value out of bounds, or two share a code.
    """
    raise NotImplementedError


def store_rewards(definitions: Sequence[RewardDefinition], *, within: Work, clock: Clock) -> int:
    """The catalogue says what the definitions say; how many rows changed. Rewards not named stay as they are.

    Raises:
        RewardDefinitionInvalid: an unknown program or tier, or a stock below what is redeemed already.
    """
    raise NotImplementedError


def catalogue(program_code: str, *, within: Work) -> list[Reward]:
    """The rewards on offer, cheapest first."""
    raise NotImplementedError


def find_redemptions(ids: Sequence[UUID], *, within: Work) -> dict[UUID, Redemption]:
    """The redemptions with these ids; an unknown id is simply not in the answer."""
    raise NotImplementedError


def move_redemptions(ids: Sequence[UUID], to: RedemptionStatus, *, within: Work, clock: Clock) -> list[Redemption | LoyaltyError]:
    """Each redemption stands at `to`; in the list: `RedemptionUnknown`, `RedemptionStatusConflict`."""
    raise NotImplementedError
