"""`/v1/rewards`: what points buy."""

from typing import Annotated

from fastapi import APIRouter, Request

from loyalty.access import ApiKey
from loyalty.rewards import catalogue
from serving.http.auth import GuardedRoute, requires
from serving.http.work import Work, wiring_of
from serving.rewards.schemas import RewardOut, RewardsOut

router = APIRouter(prefix="/v1/rewards", tags=["Rewards"], route_class=GuardedRoute)


@router.get("", summary="List the rewards on offer")
def list_rewards(_: Annotated[ApiKey, requires("rewards.read")], request: Request, work: Work) -> RewardsOut:
    """The rewards that can be redeemed at present, cheapest first."""
    found = catalogue(wiring_of(request).directory.program_code, within=work)
    return RewardsOut(items=[RewardOut.of(reward) for reward in found])
