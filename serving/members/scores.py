"""`/v1/members/{id}/profile` and `/segments`: what the nightly run says of one member. Never computed here, only read as published."""

from typing import Annotated

from fastapi import APIRouter

from loyalty.access import ApiKey
from loyalty.members import MemberUnknown
from loyalty.scores import read_scores
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import refusals
from serving.http.work import Work
from serving.members.references import CurrentMember
from serving.members.schemas import ProfileOut

router = APIRouter(prefix="/v1/members", tags=["Members"], route_class=GuardedRoute)


@router.get("/{member_id}/profile", responses=refusals(MemberUnknown), summary="Read a member's profile")
def read_profile(_: Annotated[ApiKey, requires("profiles.read")], member: CurrentMember, work: Work) -> ProfileOut:
    """Tier, RFM, churn and last activity, all of one business day (`as_of_on`), exactly as the nightly run published them."""
    return ProfileOut.of(member, read_scores([member.id], within=work).get(member.id))
