"""`/v1/members/{id}/profile`, `/scores` and `/segments`: what is said of one member, as published, or scored anew where that is younger."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field

from loyalty.access import Caller
from loyalty.ids import show_id
from loyalty.members import MEMBER_ID_PREFIX, MemberUnknown
from loyalty.scores import ScoresTooOld, read_scores
from loyalty.segments import segments_of_member
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import refusals
from serving.http.inputs import AsOf, Number, Truth
from serving.http.work import BusinessClock, Work, wiring_of
from serving.members.fresh import scores_of
from serving.members.references import CurrentMember, MemberReference, ProgramCode
from serving.members.schemas import MembershipOut, MembershipsOut, ProfileOut
from serving.members.score_schemas import ScoresOut

router = APIRouter(prefix="/v1/members", tags=["Members"], route_class=GuardedRoute)


@router.get("/{member_id}/profile", responses=refusals(MemberUnknown), summary="Read a member's profile")
def read_profile(_: Annotated[Caller, requires("profiles.read")], member: CurrentMember, work: Work) -> ProfileOut:
    """Tier, RFM, churn and last activity, all of one business day (`as_of_on`), exactly as the nightly run published them."""
    return ProfileOut.of(member, read_scores([member.id], within=work).get(member.id))


NotOlderThan = Annotated[
    Annotated[Number, Field(ge=0, le=315_360_000)] | None,
    Query(description="Refuse what knows nothing of the last so many seconds; left out: whatever is newest.", examples=[86_400]),
]
Anew = Annotated[Truth, Query(description="Score anew from the member's features, whatever is published.")]


@router.get("/{member_id}/scores", responses=refusals(MemberUnknown, ScoresTooOld), summary="Read a member's scores and how old they are")
def read_member_scores(
    *,
    _: Annotated[Caller, requires("profiles.read")],
    member_id: MemberReference,
    request: Request,
    clock: BusinessClock,
    program_code: ProgramCode = None,
    not_older_than: NotOlderThan = None,
    anew: Anew = False,
) -> ScoresOut:
    """Churn, RFM, lifetime value and tier, each with its model and day, and the age of what they know. Published scores are told where they
    are young enough; otherwise the member is scored anew from the feature store, where that knows more. Too old all the same: 409."""
    wiring = wiring_of(request)
    # Closed before the features are read: that takes a transaction of its own, and nobody may hold one while waiting for another.
    with wiring.database.begin() as work:
        member = wiring.directory.member(member_id, work, program_code)
        published = read_scores([member.id], within=work).get(member.id)
    found = wiring.features.read_one(member.id)
    return scores_of(
        member,
        published,
        found,
        wiring.scoring,
        clock.now(),
        catalogue=wiring.features.catalogue,
        not_older_than=not_older_than,
        anew=anew,
    )


@router.get("/{member_id}/segments", responses=refusals(MemberUnknown), summary="List a member's segments")
def read_memberships(
    _: Annotated[Caller, requires("segments.read")], member: CurrentMember, work: Work, clock: BusinessClock, as_of: AsOf = None
) -> MembershipsOut:
    """The segments the member was in at an instant, and since when."""
    at = as_of or clock.now()
    found = segments_of_member(member.id, as_of=at, within=work)
    return MembershipsOut(
        member_id=show_id(MEMBER_ID_PREFIX, member.id), as_of=at, items=[MembershipOut.of(membership) for membership in found]
    )
