"""`/v1/members/{id}/timeline`: everything that happened to one member, as far as the caller may know of it. Nothing here writes."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field, StringConstraints

from loyalty.access import Caller
from loyalty.members import MemberUnknown
from loyalty.paging import CursorMalformed
from loyalty.timeline import Happening, HappeningKind, timeline
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import refusals
from serving.http.outputs import Out
from serving.http.paging import LIMIT_DEFAULT, Cursor, Limit
from serving.http.work import BusinessClock, Work
from serving.members.references import CurrentMember

router = APIRouter(prefix="/v1/members", tags=["Members"], route_class=GuardedRoute)

PERMISSION_OF: dict[HappeningKind, str] = {
    HappeningKind.PURCHASE: "ledger.read",
    HappeningKind.POINTS: "ledger.read",
    HappeningKind.REDEMPTION: "redemptions.read",
    HappeningKind.VOUCHER: "vouchers.read",
    HappeningKind.PROMOTION: "promotions.read",
    HappeningKind.TIER: "profiles.read",
    HappeningKind.SEGMENT: "segments.read",
    HappeningKind.MESSAGE: "messages.read",
    HappeningKind.JOURNEY: "journeys.read",
    HappeningKind.CAMPAIGN: "campaigns.read",
    HappeningKind.OFFER: "offers.read",
    HappeningKind.CONSENT: "members.read",
}

_ANY = "|".join(HappeningKind)
Kinds = Annotated[
    Annotated[str, StringConstraints(max_length=400, pattern=f"^({_ANY})(,({_ANY}))*$")] | None,
    Query(description="Only these, separated by commas; left out: all.", examples=["PURCHASE,MESSAGE"]),
]


class HappeningOut(Out):
    """One thing that happened to a member."""

    kind: HappeningKind
    id: str = Field(description="Unlike any other of its kind.")
    at: datetime = Field(description="When it happened.")
    type: str = Field(description="What happened, in the words of its room: POINTS_EARNED, FULFILLED, SENT, CLICKED, ENTERED, TREATED …")
    code: str | None = Field(
        description="What it was about: a reward, a pool, a promotion, a tier, a segment, a template, a journey, a campaign."
    )
    reference: str | None = Field(description="An order's id, a message's source, a journey's node, a link's destination.")
    points: int | None = Field(description="Signed, as the balance saw them.")
    amount_minor: int | None = Field(description="What was paid, or what a promotion took off.")
    currency_code: str | None
    reason: str | None
    detail: dict[str, Any] = Field(description="What else is known, by name.")

    @classmethod
    def of(cls, one: Happening) -> "HappeningOut":
        """The wire shape of something that happened."""
        return cls(
            kind=one.kind,
            id=one.id,
            at=one.at,
            type=one.type,
            code=one.code,
            reference=one.reference,
            points=one.points,
            amount_minor=one.amount_minor,
            currency_code=one.currency_code,
            reason=one.reason,
            detail=dict(one.detail),
        )


class TimelineOut(Out):
    """A page of what happened, newest first."""

    items: list[HappeningOut]
    next_cursor: str | None
    left_out: list[HappeningKind] = Field(description="Kinds that were asked for and that the caller may not read.")


@router.get("/{member_id}/timeline", responses=refusals(MemberUnknown, CursorMalformed), summary="Read what happened to a member")
def read_timeline(
    *,
    caller: Annotated[Caller, requires("members.read")],
    member: CurrentMember,
    work: Work,
    clock: BusinessClock,
    kinds: Kinds = None,
    limit: Limit = LIMIT_DEFAULT,
    cursor: Cursor = None,
) -> TimelineOut:
    """Purchases, points, redemptions, vouchers, promotions, tiers, segments, messages and what came of them, journeys, campaigns, offers
    and consents in one listing, newest first. Each kind needs the permission of its own room; what is missing is named in `left_out`."""
    asked = list(dict.fromkeys(HappeningKind(one) for one in kinds.split(","))) if kinds else list(HappeningKind)
    allowed = {one for one in asked if caller.may(PERMISSION_OF[one])}
    found = timeline(member.id, program_code=member.program_code, kinds=allowed, now=clock.now(), limit=limit, cursor=cursor, within=work)
    return TimelineOut(
        items=[HappeningOut.of(one) for one in found.items],
        next_cursor=found.next_cursor,
        left_out=[one for one in asked if one not in allowed],
    )
