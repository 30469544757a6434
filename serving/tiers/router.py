"""`/v1/members/{id}/tier`: the standing, its projection, and every move so far."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from loyalty.access import Caller
from loyalty.ids import show_id
from loyalty.ledger import AsOfInFuture
from loyalty.members import MEMBER_ID_PREFIX, MemberUnknown
from loyalty.tiers import Standing, TierMove, standings, stood, tier_moves
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import refusals
from serving.http.inputs import AsOf
from serving.http.outputs import Out
from serving.http.work import BusinessClock, Work
from serving.members.references import CurrentMember

router = APIRouter(prefix="/v1/members", tags=["Members"], route_class=GuardedRoute)


class TierStandingOut(Out):
    """Where a member stands now and what comes next. `progress` and `missing` are minor units or points, as the program counts."""

    member_id: str
    program_code: str
    tier_code: str | None
    since: datetime | None
    progress: int | None
    next_tier_code: str | None
    missing: int | None = Field(description="What the next tier still needs.")
    projected_tier_code: str | None = Field(description="The tier that what counts today fits.")
    will_be_downgraded: bool
    falls_at: datetime | None = Field(description="When the member goes down without anything more.")
    keeps_until: datetime | None = Field(description="Until when the tier is kept without anything more.")

    @classmethod
    def of(cls, standing: Standing) -> "TierStandingOut":
        """The wire shape of a standing."""
        return cls(
            member_id=show_id(MEMBER_ID_PREFIX, standing.member_id),
            program_code=standing.program_code,
            tier_code=standing.tier_code,
            since=standing.since,
            progress=standing.progress,
            next_tier_code=standing.next_tier_code,
            missing=standing.missing,
            projected_tier_code=standing.projected_tier_code,
            will_be_downgraded=standing.will_be_downgraded,
            falls_at=standing.falls_at,
            keeps_until=standing.keeps_until,
        )


class TierMoveOut(Out):
    """One move of a member between tiers."""

    type: str = Field(description="JOINED, UPGRADED, PROLONGED, DOWNGRADED or LEFT.")
    from_tier_code: str | None
    to_tier_code: str | None
    progress: int | None
    revision: int = Field(description="The program's revision that decided.")
    reason: str
    effective_at: datetime
    recorded_at: datetime

    @classmethod
    def of(cls, move: TierMove) -> "TierMoveOut":
        """The wire shape of a move."""
        return cls(**{name: value for name, value in move._asdict().items() if name != "member_id"})


class TierHistoryOut(Out):
    """Where a member stood at an instant, and every move up to it, oldest first."""

    member_id: str
    as_of: datetime
    tier_code: str | None
    moves: list[TierMoveOut]


@router.get("/{member_id}/tier", responses=refusals(MemberUnknown), summary="Read a member's tier")
def read_tier(_: Annotated[Caller, requires("profiles.read")], member: CurrentMember, work: Work, clock: BusinessClock) -> TierStandingOut:
    """The tier the member stands on now, what the next one needs, and whether the member is going to fall."""
    return TierStandingOut.of(standings([member.id], within=work, clock=clock)[member.id])


@router.get("/{member_id}/tier/history", responses=refusals(MemberUnknown, AsOfInFuture), summary="Read a member's moves between tiers")
def read_tier_history(
    _: Annotated[Caller, requires("profiles.read")], member: CurrentMember, work: Work, clock: BusinessClock, as_of: AsOf = None
) -> TierHistoryOut:
    """On which tier the member stood at the instant, and every move that had taken effect by then."""
    now = clock.now()
    at = as_of or now
    if at > now:
        raise AsOfInFuture("as_of lies in the future.", as_of=at.isoformat(), now=now.isoformat())
    return TierHistoryOut(
        member_id=show_id(MEMBER_ID_PREFIX, member.id),
        as_of=at,
        tier_code=stood([member.id], at, within=work).get(member.id),
        moves=[TierMoveOut.of(move) for move in tier_moves(member.id, within=work) if move.effective_at <= at],
    )
