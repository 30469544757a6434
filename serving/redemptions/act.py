"""Redeeming with the tier the member stands on, as last published. Not here: whether a tier is enough (`loyalty.rewards`)."""

from collections.abc import Sequence
from dataclasses import replace

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.errors import LoyaltyError
from loyalty.rewards import Redeemed, RedeemReward, redeem
from loyalty.scores import read_scores


def redeem_at_tier(commands: Sequence[RedeemReward], *, within: Work, clock: Clock, dry_run: bool = False) -> list[Redeemed | LoyaltyError]:
    """`redeem`, each command with the published tier of its member."""
    scores = read_scores([command.member_id for command in commands], within=within)
    tiers = {member_id: found.tier_code for member_id, found in scores.items()}
    at_tier = [replace(command, tier_code=tiers.get(command.member_id)) for command in commands]
    return redeem(at_tier, within=within, clock=clock, dry_run=dry_run)
