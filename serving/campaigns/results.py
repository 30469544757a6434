"""`GET /v1/campaigns/{code}/results` and what all campaigns together changed. Not here: counting (`loyalty.campaigns`), keeping counts."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field, StringConstraints
from sqlalchemy import Connection

from loyalty.access import Caller
from loyalty.campaigns.errors import CampaignUnknown
from loyalty.campaigns.results import campaign_results
from loyalty.campaigns.results_holdout import DAYS_DEFAULT, HoldoutResults, HoldoutScope, holdout_results
from loyalty.campaigns.results_model import Results, Scope
from serving.campaigns.results_schemas import CampaignResultsOut, HoldoutResultsOut
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import refusals
from serving.http.inputs import PLAIN_TEXT, Instant, Number
from serving.http.work import BusinessClock, wiring_of
from serving.members.references import ProgramCode

router = APIRouter(prefix="/v1", tags=["Campaigns"], route_class=GuardedRoute)

Code = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")],
    Path(description="Lower-case words joined by '-'.", examples=["retention"]),
]
Revision = Annotated[Annotated[Number, Field(ge=1, le=1_000_000)] | None, Query(description="Of one revision; left out: of all.")]
Occurrence = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=PLAIN_TEXT)] | None,
    Query(description="Of one occurrence; left out: of all."),
]
Since = Annotated[Instant | None, Query(description="Of members chosen from then on.")]
Until = Annotated[Instant | None, Query(description="Of members chosen before.")]
Days = Annotated[Number, Query(ge=1, le=366, description="For so many days after a member was first chosen, what it buys counts.")]


@router.get("/campaigns/{code}/results", responses=refusals(CampaignUnknown), summary="Read how a campaign does")
async def read_results(
    *,
    _: Annotated[Caller, requires("campaigns.read")],
    request: Request,
    code: Code,
    clock: BusinessClock,
    revision: Revision = None,
    occurrence: Occurrence = None,
    since: Since = None,
    until: Until = None,
) -> CampaignResultsOut:
    """Audience, messages, answers, costs, and what the campaign changed against those set aside, with the interval in which the truth
    probably lies, in figures and in words. Counted anew as you ask; the count of a large campaign is kept for up to half a minute, so poll
    as often as you like. A purchase belongs to the last time the campaign chose its member: the results of occurrences add up."""
    scope = Scope(code, revision, occurrence, since, until)

    def count(work: Connection) -> Results:
        return campaign_results(scope, within=work, clock=clock)

    kept = await wiring_of(request).results.read(scope, count)
    return CampaignResultsOut.of(kept.told, kept.counted_at)


@router.get("/campaigns-holdout/results", summary="Read what all campaigns together changed")
async def read_holdout_results(
    *,
    _: Annotated[Caller, requires("campaigns.read")],
    request: Request,
    clock: BusinessClock,
    since: Annotated[Instant, Query(description="Of members whom a campaign first chose from then on.")],
    until: Until = None,
    days: Days = DAYS_DEFAULT,
    program_code: ProgramCode = None,
) -> HoldoutResultsOut:
    """Members held out from every campaign against those whom campaigns may address, each from the first time in the span that a campaign
    chose it, held out or not. Campaigns that ignore the holdout are left aside."""
    wiring = wiring_of(request)

    def count(work: Connection) -> HoldoutResults:
        code = program_code or wiring.directory.program_code
        scope = HoldoutScope(code, since, until or clock.now(), days)
        return holdout_results(scope, within=work, clock=clock)

    kept = await wiring.results.read(("holdout", program_code, since, until, days), count)
    return HoldoutResultsOut.of(kept.told, kept.counted_at)
