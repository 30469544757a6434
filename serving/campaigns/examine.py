"""`/v1/examine/campaign`: what a campaign would do, saved or not. Nothing is stored here."""

from typing import Annotated

from fastapi import APIRouter, Request

from loyalty.access import Caller
from loyalty.campaigns import CampaignDefinitionInvalid, campaign_from_json
from loyalty.campaigns.preview import preview_campaign
from serving.campaigns.schemas import PreviewIn, PreviewOut
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import Malformed, refusals
from serving.http.work import BusinessClock, Work, wiring_of

router = APIRouter(prefix="/v1/examine", tags=["Campaigns"], route_class=GuardedRoute)

PREVIEW_TIME = "set local statement_timeout = '60s'"


@router.post("/campaign", responses=refusals(Malformed, CampaignDefinitionInvalid), summary="Preview a campaign")
def preview(
    *,
    _: Annotated[Caller, requires("campaigns.read")],
    request: Request,
    body: PreviewIn,
    work: Work,
    clock: BusinessClock,
) -> PreviewOut:
    """What a campaign, saved or not, would do if everybody in its audience were let in now: how many each limit leaves, in which arm, over
    which channels, with which offers, at which cost. Nothing is written. Beyond 20,000 members the numbers are estimates, and say so."""
    work.exec_driver_sql(PREVIEW_TIME)
    campaign = campaign_from_json("preview", body.definition, wiring_of(request).catalogue)
    return PreviewOut.of(preview_campaign(campaign, within=work, clock=clock))
