"""Redeeming with the tier the member stands on, as last published. Not here: whether a tier is enough (`loyalty.rewards`)."""

from collections.abc import Sequence

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.errors import LoyaltyError
from loyalty.rewards import Redeemed, RedeemReward, redeem


def redeem_at_tier(commands: Sequence[RedeemReward], *, within: Work, clock: Clock, dry_run: bool = False) -> list[Redeemed | LoyaltyError]:
    """`redeem`, each command with the published tier of its member."""
    return redeem(commands, within=within, clock=clock, dry_run=dry_run)
