"""`/v1/members/{id}/offers`: the fastest read of the API. The shelf keeps answers as they leave; nothing is parsed or built on the way."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from loyalty.access import Caller
from loyalty.members import MemberUnknown
from loyalty.offers import ByExternalId, ByMemberId
from serving.http.auth import requires
from serving.http.direct import DirectRoute
from serving.http.errors import refusals
from serving.http.idempotency import JSON_MEDIA_TYPE
from serving.http.work import wiring_of
from serving.members.references import MemberReference, ProgramCode, read_member_id
from serving.offers.schemas import OffersOut

router = APIRouter(prefix="/v1/members", tags=["Offers"], route_class=DirectRoute)


@router.get("/{member_id}/offers", response_model=OffersOut, responses=refusals(MemberUnknown), summary="Read a member's next best offers")
async def read_offers(
    request: Request, _: Annotated[Caller, requires("offers.read")], member_id: MemberReference, program_code: ProgramCode = None
) -> Response:
    """The best offers as last published, from Redis, else from PostgreSQL, else the tier's own. A member without a score gets an
    answer, not an error."""
    wiring = wiring_of(request)
    known = read_member_id(member_id)
    key = ByMemberId(known) if known is not None else ByExternalId(program_code or wiring.directory.program_code, member_id)
    answer = await wiring.offers.find(key)
    return Response(answer.body, media_type=JSON_MEDIA_TYPE)
