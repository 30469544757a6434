"""`/v1/members/{id}/rewards` and `/v1/examine/rewards`: what a member can redeem, and what not and why."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from loyalty.access import Caller
from loyalty.members import MemberUnknown
from loyalty.rewards import rewards_for
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import Malformed, refusals
from serving.http.work import BusinessClock, Work, wiring_of
from serving.members.references import CurrentMember, ProgramCode
from serving.rewards.schemas import Code, ExamineRewardsIn, MemberRewardsOut

router = APIRouter(prefix="/v1", tags=["Rewards"], route_class=GuardedRoute)


@router.get("/members/{member_id}/rewards", responses=refusals(MemberUnknown), summary="Read what a member can redeem")
def read_member_rewards(
    _: Annotated[Caller, requires("rewards.read")],
    member: CurrentMember,
    work: Work,
    clock: BusinessClock,
    wallet_code: Annotated[Code | None, Query(description="Paid from this wallet; left out: the first in which a price applies.")] = None,
) -> MemberRewardsOut:
    """Every reward on offer, cheapest first: available or not, every reason why not, the price and why, and the points that are missing.
    What is available here, redeeming grants at the same instant."""
    found = rewards_for([member.id], within=work, clock=clock, wallet_code=wallet_code)
    return MemberRewardsOut.of(member, found.get(member.id, []))


@router.post("/examine/rewards", responses=refusals(Malformed, MemberUnknown), summary="Examine rewards for a member")
def examine_rewards(
    _: Annotated[Caller, requires("rewards.read")],
    request: Request,
    body: ExamineRewardsIn,
    work: Work,
    clock: BusinessClock,
    program_code: ProgramCode = None,
) -> MemberRewardsOut:
    """As reading a member's rewards, for the rewards that are named, whether or not they are on offer. Nothing is written."""
    member = wiring_of(request).directory.member(body.member_id, work, program_code)
    asked = rewards_for([member.id], within=work, clock=clock, reward_codes=body.reward_codes, wallet_code=body.wallet_code)
    return MemberRewardsOut.of(member, asked.get(member.id, []))
