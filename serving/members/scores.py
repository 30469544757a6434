"""`/v1/members/{id}/profile` and `/segments`: what the nightly run says of one member. Never computed here, only read as published."""

from typing import Annotated

from fastapi import APIRouter

from loyalty.access import ApiKey
from loyalty.ids import show_id
from loyalty.members import MEMBER_ID_PREFIX, MemberUnknown
from loyalty.scores import read_scores
from loyalty.segments import segments_of_member
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import refusals
from serving.http.inputs import AsOf
from serving.http.work import BusinessClock, Work
from serving.members.references import CurrentMember
from serving.members.schemas import MembershipOut, MembershipsOut, ProfileOut

router = APIRouter(prefix="/v1/members", tags=["Members"], route_class=GuardedRoute)


@router.get("/{member_id}/profile", responses=refusals(MemberUnknown), summary="Read a member's profile")
def read_profile(_: Annotated[ApiKey, requires("profiles.read")], member: CurrentMember, work: Work) -> ProfileOut:
    """Tier, RFM, churn and last activity, all of one business day (`as_of_on`), exactly as the nightly run published them."""
    return ProfileOut.of(member, read_scores([member.id], within=work).get(member.id))


@router.get("/{member_id}/segments", responses=refusals(MemberUnknown), summary="List a member's segments")
def read_memberships(
    _: Annotated[ApiKey, requires("segments.read")], member: CurrentMember, work: Work, clock: BusinessClock, as_of: AsOf = None
) -> MembershipsOut:
    """The segments the member was in at an instant, and since when."""
    at = as_of or clock.now()
    found = segments_of_member(member.id, as_of=at, within=work)
    return MembershipsOut(
        member_id=show_id(MEMBER_ID_PREFIX, member.id), as_of=at, items=[MembershipOut.of(membership) for membership in found]
    )
