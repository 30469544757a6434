"""`/v1/campaigns`: campaigns and whom they reach. Only read here; audiences are built by the nightly graph."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import StringConstraints

from loyalty.access import ApiKey
from loyalty.campaigns import CampaignUnknown, audience_page, list_campaigns
from loyalty.paging import CursorMalformed
from serving.campaigns.schemas import AudienceMemberOut, CampaignOut
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import refusals
from serving.http.inputs import BusinessDay, Truth
from serving.http.paging import LIMIT_DEFAULT, Cursor, Limit, Page, page_of
from serving.http.work import Work

router = APIRouter(prefix="/v1/campaigns", tags=["Campaigns"], route_class=GuardedRoute)

CampaignCode = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")],
    Path(description="Lower-case words joined by '-'.", examples=["retention"]),
]
AsOfOn = Annotated[BusinessDay | None, Query(description="The business day; left out: the newest that has an audience.")]
IsControl = Annotated[Truth | None, Query(description="False: those addressed; true: those set aside; left out: both.")]


@router.get("", summary="List the campaigns")
def list_all_campaigns(_: Annotated[ApiKey, requires("campaigns.read")], work: Work) -> Page[CampaignOut]:
    """Every campaign with its newest audience in numbers. All fit on one page; `next_cursor` is always null."""
    return Page(items=[CampaignOut.of(campaign) for campaign in list_campaigns(within=work)], next_cursor=None)


@router.get("/{code}/audience", responses=refusals(CampaignUnknown, CursorMalformed), summary="Read a campaign's audience")
def read_audience(
    *,
    _: Annotated[ApiKey, requires("campaigns.read")],
    code: CampaignCode,
    work: Work,
    as_of_on: AsOfOn = None,
    is_control: IsControl = None,
    limit: Limit = LIMIT_DEFAULT,
    cursor: Cursor = None,
) -> Page[AudienceMemberOut]:
    """Who is in the audience of a day, with the offer chosen for each."""
    found = audience_page(code, within=work, as_of_on=as_of_on, is_control=is_control, limit=limit, cursor=cursor)
    return page_of(found, AudienceMemberOut.of)
